"""Vectors that are made once."""

import numpy as np
import pytest

from pipeline.encoders import OnnxEncoder, RememberingEncoder, remembered


class CountingEncoder:
    """Gives each text a vector of its length; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vectors" / "v.npy"


def test_remembered_encodes_each_text_once(path):
    plain = CountingEncoder()
    encoder = RememberingEncoder(plain, path)
    first = encoder.encode(["a", "bb", "a"])
    assert encoder.encode(["bb", "ccc"]).tolist() == [[2.0, 1.0], [3.0, 1.0]]
    assert first.tolist() == [[1.0, 1.0], [2.0, 1.0], [1.0, 1.0]]
    assert plain.asked == ["a", "bb", "ccc"]


def test_remembered_survives_the_process(path):
    RememberingEncoder(CountingEncoder(), path).encode(["a", "bb"])
    plain = CountingEncoder()
    again = RememberingEncoder(plain, path).encode(["bb", "a"])
    assert (plain.asked, again.tolist()) == ([], [[2.0, 1.0], [1.0, 1.0]])


def test_remembered_writes_the_same_file_in_any_order(tmp_path):
    RememberingEncoder(CountingEncoder(), tmp_path / "1.npy").encode(["a", "bb", "ccc"])
    RememberingEncoder(CountingEncoder(), tmp_path / "2.npy").encode(["ccc", "a", "bb"])
    assert (tmp_path / "1.npy").read_bytes() == (tmp_path / "2.npy").read_bytes()


SPOILT = {
    "empty": b"",
    "not numpy": b"hello",
    "cut short": None,
    "another array": "plain",
    "a pickle": "pickle",
}


@pytest.mark.parametrize("content", SPOILT.values(), ids=SPOILT)
def test_remembered_makes_a_spoilt_file_again(path, content):
    RememberingEncoder(CountingEncoder(), path).encode(["a", "bb"])
    if content == "plain":
        np.save(path, np.zeros(3))
    elif content == "pickle":
        np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    else:
        path.write_bytes(path.read_bytes()[:-3] if content is None else content)
    plain = CountingEncoder()
    assert RememberingEncoder(plain, path).encode(["a"]).tolist() == [[1.0, 1.0]]
    assert plain.asked == ["a"]
    assert [found.name for found in path.parent.iterdir()] == ["v.npy"]


def test_remembered_works_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    encoder = RememberingEncoder(CountingEncoder(), tmp_path / "file" / "v.npy")
    assert encoder.encode(["a"]).tolist() == [[1.0, 1.0]]


def test_remembered_passes_no_text_through(path):
    assert RememberingEncoder(CountingEncoder(), path).encode([]).shape == (0, 2)


def test_remembered_keeps_what_an_onnx_encoder_makes(tiny_folder, own_cache):
    encoder = OnnxEncoder(tiny_folder)
    kept = remembered(encoder).encode(["pain", "sleep"])
    assert kept.tobytes() == encoder.encode(["pain", "sleep"]).tobytes()
    (file,) = (own_cache / "vectors").iterdir()
    assert file.name == f"{encoder.fingerprint}.npy"
    again = OnnxEncoder(tiny_folder)
    assert remembered(again).encode(["sleep", "pain"])[::-1].tobytes() == kept.tobytes()
    assert not again.is_loaded


def test_remembered_leaves_alone_an_encoder_that_does_not_say_what_it_makes():
    plain = CountingEncoder()
    assert remembered(plain) is plain

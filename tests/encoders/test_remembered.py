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
    return tmp_path / "vectors" / "v.packed"


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
    RememberingEncoder(CountingEncoder(), tmp_path / "1.packed").encode(["a", "bb", "ccc"])
    RememberingEncoder(CountingEncoder(), tmp_path / "2.packed").encode(["ccc", "a", "bb"])
    assert (tmp_path / "1.recent.packed").read_bytes() == (
        tmp_path / "2.recent.packed"
    ).read_bytes()


SPOILT = {
    "empty": lambda _: b"",
    "not ours": lambda _: b"hello",
    "cut short": lambda whole: whole[:-3],
    "cut in its description": lambda whole: whole[:60],
    "longer than it says": lambda whole: whole + b"x",
    "another description": lambda whole: whole.replace(b'"keys"', b'"kiss"'),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_remembered_makes_a_spoilt_file_again(path, spoil):
    RememberingEncoder(CountingEncoder(), path).encode(["a", "bb"])
    (file,) = path.parent.iterdir()
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    plain = CountingEncoder()
    assert RememberingEncoder(plain, path).encode(["a", "bb"]).tolist() == [[1.0, 1.0], [2.0, 1.0]]
    assert plain.asked == ["a", "bb"]
    assert (list(path.parent.iterdir()), file.read_bytes()) == ([file], whole)


def test_remembered_moves_many_new_vectors_among_the_old(path):
    texts = ["x" * n for n in range(1, 12)]
    for start in (0, 3, 6, 8):
        RememberingEncoder(CountingEncoder(), path, n_recent=6).encode(texts[start : start + 3])
    recent = path.with_suffix(".recent.packed")
    assert sorted(path.parent.iterdir()) == sorted([path, recent])
    plain = CountingEncoder()
    again = RememberingEncoder(plain, path).encode(texts[::-1])
    assert (plain.asked, again[:, 0].tolist()) == ([], [float(n) for n in range(11, 0, -1)])


def test_remembered_works_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    encoder = RememberingEncoder(CountingEncoder(), tmp_path / "file" / "v.packed")
    assert encoder.encode(["a"]).tolist() == [[1.0, 1.0]]


def test_remembered_passes_no_text_through(path):
    assert RememberingEncoder(CountingEncoder(), path).encode([]).shape == (0, 2)


def test_remembered_keeps_what_an_onnx_encoder_makes(tiny_folder, own_cache):
    encoder = OnnxEncoder(tiny_folder)
    kept = remembered(encoder).encode(["pain", "sleep"])
    assert kept.tobytes() == encoder.encode(["pain", "sleep"]).tobytes()
    (file,) = (own_cache / "vectors").iterdir()
    assert file.name == f"{encoder.fingerprint}.recent.packed"
    again = OnnxEncoder(tiny_folder)
    assert remembered(again).encode(["sleep", "pain"])[::-1].tobytes() == kept.tobytes()
    assert not again.is_loaded


def test_remembered_leaves_alone_an_encoder_that_does_not_say_what_it_makes():
    plain = CountingEncoder()
    assert remembered(plain) is plain

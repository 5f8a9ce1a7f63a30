"""What a folder with an adapter says of itself, whatever was trained, and what is refused."""

import pytest
from encoders.adapters import write_detector, write_verdict

from pipeline.errors import AdapterUnusableError, ModelMissingError

WRITERS = {"detector": write_detector, "verdict": write_verdict}


@pytest.fixture(params=WRITERS)
def kind(request):
    return request.param


def test_adapted_says_to_another_process_which_one_it_is(tmp_path, tiny_folder, kind):
    folder = WRITERS[kind](tmp_path, tiny_folder)
    assert folder.arguments == [f"--{kind}", str(tmp_path), *tiny_folder.arguments]


@pytest.mark.parametrize("scale", [0, -1, True, "2", None])
def test_adapted_refuses_a_share_that_is_no_number_above_0(tmp_path, tiny_folder, kind, scale):
    with pytest.raises(AdapterUnusableError, match="'scale'"):
        WRITERS[kind](tmp_path, tiny_folder, scale=scale).check()


def test_adapted_refuses_another_encoder(tmp_path, tiny_folder, kind):
    with pytest.raises(AdapterUnusableError, match=f"claims train {kind}"):
        WRITERS[kind](tmp_path, tiny_folder, encoder="0" * 64).check()


@pytest.mark.parametrize("content", ["{", "[]"])
def test_adapted_refuses_what_is_no_object(tmp_path, tiny_folder, kind, content):
    folder = WRITERS[kind](tmp_path, tiny_folder)
    (tmp_path / f"{kind}.json").write_text(content, encoding="utf-8")
    with pytest.raises(AdapterUnusableError):
        folder.check()


@pytest.mark.parametrize("name", ["adapter.safetensors", "KIND.json"])
def test_adapted_names_the_file_that_is_missing(tmp_path, tiny_folder, kind, name):
    folder = WRITERS[kind](tmp_path, tiny_folder)
    name = name.replace("KIND", kind)
    (tmp_path / name).unlink()
    with pytest.raises(ModelMissingError, match=name):
        folder.check()


def test_adapted_is_another_with_another_share(tmp_path, tiny_folder, kind):
    one = WRITERS[kind](tmp_path / "one", tiny_folder)
    other = WRITERS[kind](tmp_path / "other", tiny_folder, scale=1.0)
    assert other.identity != one.identity

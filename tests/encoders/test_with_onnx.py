"""The encoder that the tool runs on: same text, same bytes."""

import shutil
import subprocess
import sys

import numpy as np
import pytest
from conftest import TINY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.encoders import OnnxEncoder, load_encoder
from pipeline.encoders.exporting import onnx_path

TEXTS = [
    "Acupuncture helps.",
    "",
    "52% less pain in the 300 people",
    "migraine " * 200,
    "½ – 日本語 \ud800",
    "sleep",
]


@pytest.fixture
def encoder(tiny_folder):
    return OnnxEncoder(tiny_folder)


def test_with_onnx_gives_unit_rows_in_order(encoder):
    vectors = encoder.encode(TEXTS)
    assert (vectors.dtype, vectors.shape) == (np.float32, (len(TEXTS), 32))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)
    assert encoder.encode(TEXTS[::-1])[::-1].tobytes() == vectors.tobytes()


def test_with_onnx_gives_no_row_for_no_text(encoder):
    assert encoder.encode([]).shape == (0, 32)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beside=st.lists(st.text(alphabet="ab m%.,9\u00e9", max_size=60), max_size=12),
    batch_tokens=st.sampled_from([1, 16, 64, 4096]),
)
def test_with_onnx_gives_a_text_the_same_bytes_in_any_company(tiny_folder, beside, batch_tokens):
    alone = [OnnxEncoder(tiny_folder).encode([text]).tobytes() for text in TEXTS[:3]]
    together = OnnxEncoder(tiny_folder, batch_tokens=batch_tokens).encode(
        [*beside, *TEXTS[:3], *beside]
    )
    place = len(beside)
    assert [row.tobytes() for row in together[place : place + 3]] == alone


def test_with_onnx_reads_no_further_than_its_last_word_piece(encoder):
    first, longer = encoder.encode(["pain " * 62, "pain " * 62 + "sleep"])
    assert first.tobytes() == longer.tobytes()
    assert encoder.count_tokens(["pain " * 500]) == 64


def test_with_onnx_leaves_its_own_padding_out_of_the_vector(encoder, monkeypatch):
    padded_to_8 = encoder.encode(TEXTS[:3])
    monkeypatch.setattr("pipeline.encoders.sessions._MULTIPLE", 32)
    assert encoder.encode(TEXTS[:3]) == pytest.approx(padded_to_8, abs=1e-5)


def test_with_onnx_ignores_the_padding_that_the_tokenizer_file_asks_for(encoder):
    assert encoder.count_tokens(["pain"]) == 3


def test_with_onnx_loads_nothing_before_the_first_text(tiny_folder):
    encoder = OnnxEncoder(tiny_folder)
    assert encoder.name == "tiny_encoder"
    assert encoder.fingerprint.startswith(tiny_folder.identity[:32])
    assert not encoder.is_loaded
    encoder.encode(["pain"])
    assert encoder.is_loaded


def test_with_onnx_imports_neither_torch_nor_transformers(tiny_folder, own_cache):
    code = (
        "import sys\n"
        "from pipeline.encoders import load_encoder\n"
        f"load_encoder({str(TINY)!r}).encode(['It helps.'])\n"
        "print(sorted({'torch', 'transformers', 'onnx', 'huggingface_hub'} & set(sys.modules)))\n"
    )
    assert onnx_path(tiny_folder).is_relative_to(own_cache)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_with_onnx_makes_a_spoilt_file_again(tiny_folder, monkeypatch):
    path = onnx_path(tiny_folder)
    path.write_bytes(path.read_bytes()[:1000])
    made = []

    def remake(folder):
        if not path.is_file():
            made.append(folder.name)
            shutil.copytree(TINY / "onnx", path.parent)
        return path

    monkeypatch.setattr("pipeline.encoders.sessions.ensure_onnx", remake)
    assert OnnxEncoder(tiny_folder).encode(["pain"]).shape == (1, 32)
    assert made == ["tiny_encoder"]


def test_load_encoder_takes_a_folder(tiny_folder):
    assert load_encoder(str(TINY)).fingerprint == OnnxEncoder(tiny_folder).fingerprint

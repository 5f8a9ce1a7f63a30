"""Reads pairs with ONNX Runtime: what torch says, and the same bytes in any batch."""

import numpy as np
import pytest
import torch  # noqa: TID253 - what it is held against
from conftest import TINY
from encoders.adapters import write_verdict

from pipeline.encoders import OnnxPairReader, Reading, find_encoder_folder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.with_torch import load_token_model

PAIRS = [
    ("Yoga eases pain.", "It did not."),
    ("52% of 300 people slept", ""),
    ("x " * 200, "migraine " * 300),
    ("", "½ – 日本語 \ud800"),
    ("Yoga eases pain.", "It did not."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_verdict(tmp_path_factory.mktemp("verdict"), find_encoder_folder(str(TINY)))


@pytest.fixture(scope="module")
def reader(folder, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        made = OnnxPairReader(folder)
        made.read([("so that", "it is loaded")])
        yield made


def test_entailing_says_what_torch_says_of_the_mean_of_states(reader, folder):
    encoding = load_tokenizer(folder.encoder).encode(*PAIRS[0])
    ids = torch.tensor([encoding.ids])
    with torch.inference_mode():
        logits = load_token_model(folder)(ids, torch.ones_like(ids))[0].mean(dim=0)
        wanted = torch.softmax(logits / 1.5, dim=0).tolist()
    (said,) = reader.read(PAIRS[:1])
    assert [said.support, said.contradict, said.nei] == pytest.approx(wanted, abs=1e-5)


def test_entailing_gives_a_pair_the_same_bytes_in_any_company(reader, folder):
    alone = [reader.read([pair])[0] for pair in PAIRS]
    for batch_tokens in (16, 4096):
        assert OnnxPairReader(folder, batch_tokens=batch_tokens).read(PAIRS) == alone


def test_entailing_reads_nothing_of_nothing(reader):
    assert reader.read([]) == []


def test_entailing_tells_the_most_probable_and_how_probable_it_is():
    said = Reading(0.2, 0.7, 0.1)
    assert (said.label, said.confidence) == ("contradict", 0.7)


def test_entailing_probabilities_add_up_to_one(reader):
    for said in reader.read(PAIRS):
        assert np.isclose(said.support + said.contradict + said.nei, 1.0)

"""Tags with ONNX Runtime: what torch says with the adapter beside the weights, in any batch."""

import numpy as np
import pytest
import torch  # noqa: TID253 - what it is held against
from conftest import TINY
from encoders.adapters import write_detector
from safetensors.numpy import load_file

from pipeline.encoders import OnnxTagger, find_encoder_folder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.with_torch import load_torch_model

PAIRS = [
    ("Yoga | ", "It eases the pain."),
    (" | ", "52% of 300 people slept"),
    ("a | b", ""),
    ("Yoga | ", "It eases the pain."),
    ("x " * 200, "migraine " * 300),
    (" | ", "½ – 日本語 \ud800"),
]


@pytest.fixture(scope="module")
def detector(tmp_path_factory):
    return write_detector(tmp_path_factory.mktemp("detector"), find_encoder_folder(str(TINY)))


@pytest.fixture(scope="module")
def tagger(detector, tmp_path_factory):
    # Exported once for all tests here, by the process of its own that users have.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        made = OnnxTagger(detector)
        made.tag([(" | ", "so that it is loaded")])
        yield made


def beside(detector, pair):
    """Score with the adapter beside the weights, and not added to them."""
    parts = {
        k: torch.from_numpy(v) for k, v in load_file(detector.path / "adapter.safetensors").items()
    }
    model = load_torch_model(detector.encoder)
    name = "encoder.layer.0.attention.self.query"
    down, up = parts[f"{name}.lora_A.weight"], parts[f"{name}.lora_B.weight"]
    linear = model.get_submodule(name)
    linear.register_forward_hook(
        lambda _, given, made: made + detector.scale * (given[0] @ down.T) @ up.T
    )
    encoding = load_tokenizer(detector.encoder).encode(*pair)
    ids = torch.tensor([encoding.ids])
    with torch.inference_mode():
        states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
    logits = states[0] @ parts["head.weight"].T + parts["head.bias"]
    own = [at for at, which in enumerate(encoding.sequence_ids) if which == 1]
    return torch.sigmoid(logits)[own].numpy()


def test_tagging_says_what_torch_says_with_the_adapter_beside_the_weights(tagger, detector):
    pair = PAIRS[1]
    (said,) = tagger.tag([pair])
    wanted = beside(detector, pair)
    assert np.abs(np.hstack([said.inside, said.begin]) - wanted).max() < 1e-5


def test_tagging_says_where_each_piece_of_the_sentence_stands(tagger):
    (said,) = tagger.tag(PAIRS[:1])
    text = PAIRS[0][1]
    assert "".join(text[start:end] for start, end in said.places) == text.replace(" ", "")
    assert said.inside.shape == said.begin.shape == (len(said.places), 2)
    assert said.inside.dtype == np.float32


def test_tagging_gives_a_pair_the_same_bytes_in_any_company(tagger, detector):
    alone = {pair: tagger.tag([pair])[0] for pair in PAIRS}
    for batch_tokens in (16, 256, 4096):
        together = OnnxTagger(detector, batch_tokens=batch_tokens).tag(PAIRS)
        for pair, said in zip(PAIRS, together, strict=True):
            assert said.inside.tobytes() == alone[pair].inside.tobytes()
            assert said.places == alone[pair].places


def test_tagging_tags_nothing_of_nothing(tagger):
    assert tagger.tag([]) == []

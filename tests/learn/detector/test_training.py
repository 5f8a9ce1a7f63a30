"""Training: the tiny encoder learns to tell one word, and the files are what the tool reads."""

import pytest
import torch  # noqa: TID253 - what it is held against
from conftest import TINY

from pipeline.encoders import find_encoder_folder
from pipeline.encoders.detector import DetectorFolder, Thresholds
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.with_torch import load_token_model
from pipeline.learn.detector.config import DetectorConfig
from pipeline.learn.detector.examples import Example, MarkedSpan
from pipeline.learn.detector.training import make_rows, train_detector
from pipeline.mark.windows import Window

# Of transformers' own making, inside of its trainer.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

CONFIG = DetectorConfig(
    kinds=("safety",),
    rank=4,
    dropout=0.1,
    rate=0.02,
    warmup=0.1,
    epochs=12,
    batch=8,
    begin_weight=1.0,
    seed=3,
    thresholds={"safety": Thresholds(0.5, 0.5, 0.1)},
)


def example(text, *spans):
    return Example(Window(0, len(text), "Zinc | ", text), tuple(spans))


EXAMPLES = [
    example("safe for all", MarkedSpan("safety", 0, 12)),
    example("pain fell by half"),
    example("safe for all women", MarkedSpan("safety", 0, 12)),
    example("sleep and pain"),
] * 8


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    encoder, out = find_encoder_folder(str(TINY)), tmp_path_factory.mktemp("out")
    told = []
    train_detector(EXAMPLES, encoder, CONFIG, out, tell=told.append)
    return DetectorFolder(out, encoder), told


def test_training_gives_each_piece_of_the_sentence_its_targets():
    (row,) = make_rows(EXAMPLES[:1], find_encoder_folder(str(TINY)), CONFIG)
    own = [tuple(target) for target in row["targets"] if target[0] >= 0]
    assert own[0] == (1.0, 1.0)
    assert set(own[1:]) == {(1.0, 0.0)}
    assert row["length"] == len(row["targets"]) == len(row["input_ids"])
    assert tuple(row["targets"][0]) == (-1.0, -1.0)


def test_training_writes_what_the_tool_reads(trained):
    detector, _ = trained
    detector.check()
    assert detector.kinds == ("safety",)
    assert detector.scale == 1.0


def test_training_learns(trained):
    detector, _ = trained
    model = load_token_model(detector)
    tokenizer = load_tokenizer(detector.encoder)
    means = []
    for text in ("safe for all", "pain fell by half"):
        encoding = tokenizer.encode("Zinc | ", text)
        ids = torch.tensor([encoding.ids])
        with torch.inference_mode():
            scores = torch.sigmoid(model(ids, torch.ones_like(ids)))[0]
        own = [at for at, which in enumerate(encoding.sequence_ids) if which == 1]
        means.append(float(scores[own, 0].mean()))
    assert means[0] > 0.6 > 0.4 > means[1]


def test_training_gives_the_same_weights_again(trained, tmp_path):
    detector, told = trained
    train_detector(EXAMPLES, detector.encoder, CONFIG, tmp_path, tell=lambda _: None)
    for name in ("adapter.safetensors", "detector.json"):
        assert (tmp_path / name).read_bytes() == (detector.path / name).read_bytes()
    assert all("loss" in line for line in told)

"""Training: the tiny encoder learns a word from pairs, and the files are what the tool reads."""

import pytest
from conftest import TINY

from pipeline.encoders import OnnxPairReader, VerdictFolder, find_encoder_folder
from pipeline.learn.entailment.config import Stage, VerdictConfig
from pipeline.learn.entailment.sets import Pair
from pipeline.learn.entailment.training import collate, make_rows, train_verdict

# Of transformers' own making, inside of its trainer.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

CONFIG = VerdictConfig(
    ships=True,
    start="",
    rank=4,
    dropout=0.1,
    warmup=0.1,
    batch=8,
    longest=64,
    seed=3,
    findings=1,
    conclusions=1,
    stages=(Stage(("generated",), 0.02, 6), Stage(("mine/train",), 0.02, 6)),
    calibrate=("mine/dev",),
)
PAIRS = [
    Pair("pain fell", "pain fell by half", "support", "a"),
    Pair("pain fell", "sleep and sleep", "nei", "a"),
    Pair("pain fell", "safe for all women", "contradict", "a"),
] * 8


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    encoder, out = find_encoder_folder(str(TINY)), tmp_path_factory.mktemp("out")
    told = []
    train_verdict([PAIRS, PAIRS], PAIRS[:3], encoder, None, CONFIG, out, tell=told.append)
    return VerdictFolder(out, encoder), told


def test_training_pads_pairs_to_the_longest():
    rows = make_rows(PAIRS[:2], find_encoder_folder(str(TINY)), 64)
    batch = collate(rows)
    assert batch["input_ids"].shape == (2, max(row["length"] for row in rows))
    assert batch["attention_mask"].sum(dim=1).tolist() == [row["length"] for row in rows]
    assert batch["labels"].tolist() == [0, 2]


@pytest.mark.usefixtures("own_cache")
def test_training_learns_and_writes_what_the_tool_reads(trained):
    folder, told = trained
    folder.check()
    assert folder.scale == 1.0
    read = OnnxPairReader(folder).read([(pair.claim, pair.evidence) for pair in PAIRS[:3]])
    assert [said.label for said in read] == ["support", "nei", "contradict"]
    assert told[0] == "generated: 24 pairs"
    assert told[-1] == "held out, behind the cut: macro F1 1.000, 1.000 right"
    assert sum(line.startswith("held out: macro F1") for line in told) == len(CONFIG.stages)


def test_training_gives_the_same_weights_again(trained, tmp_path):
    folder, _ = trained
    train_verdict(
        [PAIRS, PAIRS], PAIRS[:3], folder.encoder, None, CONFIG, tmp_path, tell=lambda _: None
    )
    for name in ("adapter.safetensors", "verdict.json"):
        assert (tmp_path / name).read_bytes() == (folder.path / name).read_bytes()

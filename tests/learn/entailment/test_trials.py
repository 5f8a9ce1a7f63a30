"""Pairs of marked results of trials: ways, swapped arms, and other outcomes."""

import gzip
import json
import re

import pytest

from pipeline.errors import PairsUnreadableError
from pipeline.learn.entailment.trials import Trial, read_trials, tell_trials

FELL = Trial("mint", "tea", "cramps", "decrease", ("Cramps were fewer with mint.",), "a")
SLEPT = Trial("mint", "tea", "sleep", "no_difference", ("Nights were the same.",), "a")
LESS = ("reduce", "lower", "decrease", "cut", "less", "prevent", "down", "fall")
MORE = ("increase", "raise", "more", "higher", "boost", "up", "rise")
NONE = ("no ", "not ", "same")
ROW = {
    "intervention": "mint", "comparator": "tea", "outcome": "cramps", "label": -1,
    "all_evidence": ["Cramps were fewer with mint."], "group": "a",
}  # fmt: skip


def way_of(claim):
    claim = claim.lower()
    swapped = claim.index("mint") > claim.index("tea") if "tea" in claim else False
    said = [way for way in (LESS, MORE, NONE) if any(word in claim for word in way)]
    way = NONE if NONE in said else said[0]
    return {id(LESS): MORE, id(MORE): LESS}.get(id(way), way) if swapped else way


@pytest.mark.parametrize("seed", range(20))
def test_trials_are_claimed_as_they_came_out_and_turned(seed):
    for pair in tell_trials([FELL], seed=seed):
        if {"mint", "tea"} <= set(re.findall(r"\w+", pair.claim.lower())):
            assert (way_of(pair.claim) is LESS) == (pair.label == "support"), pair.claim


def test_trials_swap_arms_and_ask_questions_now_and_then():
    claims = [pair.claim for seed in range(40) for pair in tell_trials([FELL], seed=seed)]
    assert any(claim.lower().startswith("tea ") for claim in claims)
    assert any(claim.endswith("?") for claim in claims)


def test_trials_answer_nothing_of_another_outcome():
    made = [pair for seed in range(9) for pair in tell_trials([FELL, SLEPT], seed=seed)]
    apart = [pair for pair in made if pair.label == "nei"]
    assert apart
    for pair in apart:
        assert ("sleep" in pair.claim) == (pair.evidence == FELL.evidence[0])


def test_trials_are_read(tmp_path):
    path = tmp_path / "tea" / "dev_ico.jsonl.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(json.dumps(ROW).encode()))
    assert read_trials("tea/dev_ico", tmp_path) == [FELL]


@pytest.mark.parametrize("change", [{"label": 3}, {"all_evidence": []}, {"outcome": None}])
def test_trials_name_the_record_that_is_none(tmp_path, change):
    path = tmp_path / "dev_ico.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROW | change).encode()))
    with pytest.raises(PairsUnreadableError, match="record 1"):
        read_trials("dev_ico", tmp_path)

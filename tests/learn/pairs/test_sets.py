"""Pairs that were written by hand."""

import json

import pytest

from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.learn.pairs.sets import HAND, read_number_pairs
from pipeline.resources import annotations_dir

LINE = {"id": "a", "claim": "c", "evidence": "e", "verdict": "supported", "rule": "r", "why": "w"}


@pytest.mark.parametrize("name", HAND.values(), ids=HAND)
def test_sets_that_are_committed_can_be_read(name):
    pairs = read_number_pairs(annotations_dir() / name)
    assert len({pair.pair_id for pair in pairs}) == len(pairs) >= 200


BROKEN = {
    "no JSON": "{",
    "no object": "3",
    "no verdict": json.dumps({**LINE, "verdict": "true"}),
    "nothing there": json.dumps({"id": "a"}),
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_sets_name_the_line_that_is_no_pair(tmp_path, line):
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n{line}\n", encoding="utf-8")
    with pytest.raises(AnnotationLineError, match="line 2"):
        read_number_pairs(path)


def test_sets_that_are_not_there_say_so(tmp_path):
    with pytest.raises(AnnotationsMissingError):
        read_number_pairs(tmp_path / "none.jsonl")

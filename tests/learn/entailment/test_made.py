"""The pairs of each stage: sets are read, and what is made is made of what is at hand."""

import gzip
import json
from dataclasses import replace

from factories import make_table
from learn.entailment.test_training import CONFIG
from learn.entailment.test_trials import ROW

from pipeline.learn.entailment import made
from pipeline.learn.entailment.config import Stage
from pipeline.learn.entailment.sets import Pair

SET = {"id": "a", "claim": "Tea helps.", "evidence": "It did.", "label": "support"}
REVIEW = {
    "doi": "10.1002/14651858.CD000001",
    "cochrane_id": "CD000001",
    "version": 1,
    "plain_title": "Mint",
    "sections": [
        {"heading": "Main results", "paragraphs": ["Mint oil reduced belly cramps in adults."]},
        {"heading": "Authors' conclusions", "paragraphs": ["Mint reduces belly cramps in adults."]},
    ],
}


def write(path, row):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(row).encode()))


def stages(folder, *sets):
    return made.read_stages(
        replace(CONFIG, stages=tuple(Stage(one, 0.1, 1) for one in sets)), folder
    )


def test_made_reads_sets_as_often_as_they_are_named(tmp_path):
    write(tmp_path / "tea" / "dev.jsonl.gz", SET)
    pair = Pair("Tea helps.", "It did.", "support", "Tea helps.")
    assert stages(tmp_path, ("tea/dev",), ("tea/dev", "tea/dev")) == [[pair], [pair, pair]]


def test_made_tells_marked_results(tmp_path):
    write(tmp_path / "tea" / "dev_ico.jsonl.gz", ROW)
    assert {pair.evidence for pair in stages(tmp_path, ("tea/dev_ico",))[0]} == {
        "Cramps were fewer with mint."
    }


def test_made_goes_without_abstracts_that_are_not_at_hand(tmp_path, monkeypatch):
    monkeypatch.setattr(made, "load_evidence", lambda _: make_table([]))
    assert stages(tmp_path, ("generated", "retold")) == [[]]
    write(tmp_path / "cochrane_abstracts.jsonl.gz", REVIEW)
    # One review has no words that others lack.
    assert stages(tmp_path, ("generated", "retold")) == [[]]

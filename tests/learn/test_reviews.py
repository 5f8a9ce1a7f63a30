"""What is read of whole reviews, held against a reader."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from evidence.extracting import make_abstract

from pipeline.errors import AnnotationsMissingError
from pipeline.evidence.extract import read_abstracts, stop_reading
from pipeline.evidence.extract.abstracts import MAIN_RESULTS
from pipeline.learn.reviews import ALL, FIELDS, FILE, draw_samples, evaluate_reviews
from pipeline.resources import annotations_dir

HEADER = "sample,source_id,n_trials,n_participants,last_search\n"
READ = make_abstract("We included 4 trials with 310 participants.")


def write(folder, *lines):
    (folder / FILE).write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def truth():
    with (annotations_dir() / FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_reviews_count_what_was_given_what_was_there_and_silence(tmp_path):
    write(tmp_path, "1,CD999001.pub2,4,,2014-03-03", "2,CD999001.pub2,5,310,", "2,CD999009,1,,")
    scores = evaluate_reviews([READ], tmp_path)
    assert list(scores.samples) == ["1", "2", ALL]
    assert (scores.n_gone, scores.faults) == (1, ())

    def counted(sample, name):
        score = scores.samples[sample][name]
        return [(p.part, p.whole) for p in (score.given, score.found, score.alike)]

    assert counted("1", "n_trials") == [(1, 1), (1, 1), (1, 1)]
    assert counted("1", "n_participants") == [(0, 1), (0, 0), (0, 1)]
    assert counted("2", "n_trials") == [(0, 1), (0, 1), (0, 1)]
    assert counted(ALL, "last_search") == [(1, 2), (1, 1), (1, 2)]


def test_reviews_tell_of_a_line_that_is_cut_and_of_a_file_that_is_not_there(tmp_path):
    write(tmp_path, "1,CD999001.pub2,4")
    scores = evaluate_reviews([READ], tmp_path)
    assert scores.samples == {}
    assert "line 2: it has no n_participants" in scores.faults[0]
    with pytest.raises(AnnotationsMissingError):
        evaluate_reviews([READ], tmp_path / "none")


def test_reviews_hold_facts_of_distinct_reviews():
    lines = truth()
    assert len({line["source_id"] for line in lines}) == len(lines) == 300
    for line in lines:
        assert all(not line[name] or line[name].isdecimal() for name in FIELDS[:2])


def test_reviews_are_drawn_alike_from_any_order():
    ids = [f"CD{number:06}" for number in range(5000)]
    assert draw_samples(ids) == draw_samples(reversed(ids))
    assert len({one for sample in draw_samples(ids) for one in sample}) == 300


def test_reviews_are_those_that_the_seed_draws():
    named = os.environ.get("CLAIMS_DATA_DIR", "")
    path = Path(named) / "cochrane_abstracts.jsonl.gz"
    if not path.is_file():
        pytest.skip("the abstracts are not at hand: CLAIMS_DATA_DIR is unset")
    read = read_abstracts([path], report=stop_reading)
    drawn = draw_samples(a.source_id for a in read if a.paragraphs(MAIN_RESULTS))
    for number, sample in enumerate(drawn, start=1):
        assert sample == [line["source_id"] for line in truth() if line["sample"] == str(number)]

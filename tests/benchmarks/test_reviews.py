from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks import reviews
from evidence.extracting import make_abstract


def test_reviews_the_truth_is_three_samples_of_facts():
    truth = reviews.read_truth()
    assert len(truth) == reviews.SAMPLES * reviews.SIZE
    assert len({line["source_id"] for line in truth}) == len(truth)
    for line in truth:
        assert all(not line[name] or line[name].isdecimal() for name in reviews.FIELDS[:2])


def test_reviews_the_samples_are_drawn_alike_from_any_order():
    ids = [f"CD{number:06}" for number in range(5000)]
    first, second, _ = reviews.draw(ids)
    assert reviews.draw(reversed(ids))[:2] == [first, second]
    assert not set(first) & set(second)


def test_reviews_a_score_counts_silence_and_what_was_given():
    abstract = make_abstract("We included 4 trials with 310 participants.")
    lines = [
        {"sample": "1", "source_id": "CD999001.pub2", "n_trials": n, "n_participants": p,
         "last_search": "2014-03-03"}
        for n, p in (("4", ""), ("5", "310"))
    ]  # fmt: skip
    scores = reviews.score(lines, {"CD999001.pub2": abstract})
    assert scores["1", "n_trials"] == reviews.Score(2, 1, 2, 1, 2)
    assert scores["1", "n_participants"] == reviews.Score(2, 1, 2, 1, 1)
    assert scores["all", "last_search"].right == 2


def test_reviews_an_interval_holds_its_share():
    low, high = reviews.interval(90, 100)
    assert 0.82 < low < 0.9 < high < 0.95
    assert reviews.interval(0, 0) == (0.0, 1.0)
    assert reviews.interval(10, 10)[1] == pytest.approx(1.0)


def test_reviews_says_why_nothing_is_measured(monkeypatch, capsys):
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    assert reviews.main() == 0
    assert "set CLAIMS_DATA_DIR" in capsys.readouterr().err


def test_reviews_the_truth_is_what_the_seed_draws():
    named = os.environ.get("CLAIMS_DATA_DIR")
    if not named or not (Path(named) / reviews.ABSTRACTS).is_file():
        pytest.skip("the abstracts are not at hand: CLAIMS_DATA_DIR is unset")
    truth = reviews.read_truth()
    drawn = reviews.draw(reviews.read_reviews(Path(named)))
    for number, sample in enumerate(drawn, start=1):
        wanted = [line["source_id"] for line in truth if line["sample"] == str(number)]
        assert sample == wanted

"""Clauses without numbers: what they say, and of what."""

from __future__ import annotations

import pytest

from pipeline.evidence.extract.unnumbered import read_unnumbered

STATED = {
    "a list": ("There was no difference in pain, sleep or mood.", "no_difference", 3),
    "a list before the verb": ("Pain, sleep and mood did not differ.", "no_difference", 3),
    "a list behind a colon": (
        "It is uncertain whether mint oil is better for the outcomes: pain; sleep; and mood.",
        "unknown",
        3,
    ),
    "a time within the list": ("Mint oil may reduce pain at six months and nausea.", "decrease", 2),
    "adjectives that share a noun": (
        "There was no difference in nocturnal and severe pain.",
        "no_difference",
        2,
    ),
    "examples": (
        "It had no effect on other outcomes such as pain and sleep.",
        "no_difference",
        2,
    ),
    "what is included": (
        "It improved a number of outcomes including pain, sleep and mood.",
        "improve",
        3,
    ),
    "more common": ("Pain was more common after surgery.", "increase", 1),
    "none found": ("Of all trials none found an effect on pain.", "no_difference", 1),
    "not shown": ("The data do not show a higher rate of pain.", "no_difference", 1),
    "nothing happened": ("No serious adverse events were reported.", "no_difference", 1),
    "named in the clause before": (
        "One trial measured pain, and found no difference.",
        "no_difference",
        1,
    ),
    "nobody knows": ("We are uncertain about the effect of mint oil on pain.", "unknown", 1),
    "too little evidence": (
        "There was insufficient evidence to determine the effect of mint oil on pain.",
        "unknown",
        1,
    ),
    "better": ("Results favoured mint oil for pain.", "improve", 1),
}


@pytest.mark.parametrize(("text", "change", "n"), STATED.values(), ids=STATED)
def test_unnumbered_reads_the_verdict_and_every_outcome_of_it(text, change, n):
    found = read_unnumbered(text)
    assert ([one.change for one in found], len(found)) == ([change] * n, n)
    assert any("pain" in one.outcome.lower() or "adverse" in one.outcome for one in found)


def test_unnumbered_clauses_have_verdicts_of_their_own():
    found = read_unnumbered("Mint oil reduced pain, but there was no difference in sleep.")
    assert [(one.outcome, one.change) for one in found] == [
        ("pain", "decrease"),
        ("sleep", "no_difference"),
    ]


def test_unnumbered_the_last_of_a_list_of_numbers_has_their_verdict():
    found = read_unnumbered(" and nausea.", before="Mint oil reduced pain")
    assert [(one.outcome, one.change) for one in found] == [("nausea", "decrease")]


def test_unnumbered_a_comparison_that_names_no_outcome_is_of_what_was_told_before():
    (found,) = read_unnumbered("It was not more effective than no treatment.")
    assert (found.outcome, found.change) == ("", "no_difference")


SILENT = {
    "no data": "No trial measured pain.",
    "a plan": "We planned to assess whether mint oil reduces pain.",
    "bias": "The trials were at high risk of bias for pain.",
    "no verdict": "Pain was measured on a scale.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_unnumbered_reads_nothing_where_nothing_is_found(text):
    assert read_unnumbered(text) == []

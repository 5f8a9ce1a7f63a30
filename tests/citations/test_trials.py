"""Trials by their names: those of the table, and those that are said to be trials."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.citations.trials import find_trial_names, trial_key
from pipeline.resources import evidence_dir

NAMED = {
    "in it": ("In [PREDIMED], strokes were fewer.", "PREDIMED"),
    "the trial": ("The [VITAL] trial went on for five years.", "VITAL"),
    "it found": ("[STRENGTH] found no benefit.", "STRENGTH"),
    "its size behind it": ("[ASPREE], in 19,114 people, came to nothing.", "ASPREE"),
    "in brackets": ("It did nothing ([SELECT], 2009).", "SELECT"),
    "small letters within": ("In [DiRECT] they lost weight.", "DIRECT"),
    "two words": ("The [Look AHEAD] trial was stopped.", "LOOKAHEAD"),
    "a long name": ("The [Women's Health Initiative] found more.", "WOMENSHEALTHINITIATIVE"),
    "the other noun": ("In the [DASH] study it fell.", "DASH"),
    "a trial within a trial": ("In [VITAL-DEP] mood stayed the same.", "VITALDEP"),
    "the one of them on something": ("In the [GERAC migraine] trial both did well.", "GERAC"),
    "beside a later one": ("In [PREDIMED] and a later trial, strokes were fewer.", "PREDIMED"),
    "one that no table has": ("In the Welsh [BRISKWALK] trial nothing changed.", "BRISKWALK"),
    "one that is only a study": ("The [SNORE-2] study was small.", "SNORE2"),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "key"), NAMED.values(), ids=NAMED)
def test_trials_are_found_by_name(marked, key):
    text, spans = drawn(marked)
    assert [(one.start, one.end) for one in find_trial_names(text)] == spans
    assert [one.key for one in find_trial_names(text)] == [key]


NONE = {
    "a stressed verb": "We TREAT the cause, and you can ACHIEVE more.",
    "a shouted line": "BUILD STRENGTH FAST",
    "a diet of the same name": "The DASH diet and the MIND diet are alike.",
    "a style": "A PREDIMED-style diet is costly.",
    "a treatment cut short": "The MBSR trial was small.",
    "any trial of it": "A COPD trial and an SSRI trial were small.",
    "a word": "Strength training is vital, and trials show it.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_trials_are_no_other_words_in_capitals(text):
    assert find_trial_names(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("SU.VI.MAX", "the SUVIMAX study"), ("HOPE-TOO", "HOPE TOO"), ("VITAL trial", "VITAL")],
)
def test_trials_go_by_one_key(one, other):
    assert trial_key(one) == trial_key(other)


def test_trials_of_the_table_have_names_that_can_be_compared():
    with (evidence_dir() / "sources.csv").open(encoding="utf-8", newline="") as file:
        names = [n for line in csv.DictReader(file) for n in line["trial_names"].split(";") if n]
    assert len(names) > 80
    assert all(trial_key(name) and name == name.strip() for name in names)


@given(st.text(max_size=60))
def test_trials_never_raise(text):
    last = 0
    for one in find_trial_names(text):
        assert last <= one.start < one.end <= len(text)
        last = one.end

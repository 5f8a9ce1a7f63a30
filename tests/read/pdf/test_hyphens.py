"""Hyphens at the ends of lines: the word's own, or that of the line."""

import pytest

from pipeline.read.pdf.hyphens import Words
from pipeline.resources import word_list

ENDS = {
    "broken": ("The treat-", "ment helps", "treatment"),
    "broken twice": ("An anti-inflam-", "matory drug", "anti-inflammatory"),
    "a number": ("For 12-", "week courses", "12-week"),
    "a number behind": ("In COVID-", "19 patients", "COVID-19"),
    "a name": ("The Smith-", "Jones trial", "Smith-Jones"),
    "a letter": ("With e-", "stim it is", "e-stim"),
    "told elsewhere": ("The pre-", "valence of it", "prevalence"),
    "hyphened elsewhere": ("Of knee-", "deep mud", "knee-deep"),
    "two words elsewhere": ("Of healthy-", "aging people", "healthy-aging"),
    "a dash": ("It helps -", "or not", None),
    "no hyphen": ("It helps", "or not", None),
}
ELSEWHERE = [
    "It is healthy, and no sign of aging.",
    "The prevalence was low,",
    "knee-deep as they were.",
]


@pytest.mark.parametrize(("above", "below", "word"), ENDS.values(), ids=ENDS)
def test_hyphens_stay_where_the_word_has_one(above, below, word):
    assert read(above, below) == word


@pytest.mark.parametrize("which", ["heads", "tails"])
def test_hyphens_are_kept_by_the_words_of_the_list(which):
    rule = word_list("hyphens")[which]
    assert read(rule["above"], rule["below"]) == rule["reads"]
    assert rule["words"] == sorted(set(rule["words"]))


def read(above, below):
    words = Words([above, below, *ELSEWHERE])
    head, tail = above.split()[-1], below.split()[0]
    if words.is_broken(above, below):
        assert not words.is_hyphened(above, below)
        return head[:-1] + tail
    return head + tail if words.is_hyphened(above, below) else None

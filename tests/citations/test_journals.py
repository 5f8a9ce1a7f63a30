"""Journals of the long list: where they are cited, and nowhere else."""

import pytest
from spans import drawn

from pipeline.citations import journal_key, journal_named, read_citations, read_reference
from pipeline.citations.journals import find_listed_journals, listed_journal

SAME = [
    ("J Altern Complement Med", "Journal of Alternative and Complementary Medicine"),
    ("J. Altern. Complement. Med.", "Journal of Alternative & Complementary Medicine"),
    ("N Engl J Med", "The New England Journal of Medicine"),
    ("Complement Ther Med", "Complementary Therapies in Medicine"),
    ("Physiother Res Int", "Physiotherapy Research International"),
    ("Am J Hosp Palliat Care", "American Journal of Hospice and Palliative Care"),
    ("Lancet (London, England)", "The Lancet"),
    ("BMJ (Clinical research ed.)", "The BMJ"),
    ("Sleep Med Rev", "Sleep Medicine Reviews"),
    ("J Holist Nurs", "Journal of Holistic Nursing"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one for one, _ in SAME])
def test_journals_spelled_two_ways_are_one(one, other):
    assert journal_named(one) is not None
    assert journal_named(one) == journal_named(other)


def test_journals_that_nobody_lists_have_no_name():
    assert listed_journal("journal of nothing at all") is None
    assert listed_journal("") is None
    # A line of the list begins with it, but it is no whole name.
    assert listed_journal("physiother res") is None


KEYS = {
    "points": ("J. Holist. Nurs.", "j holist nurs"),
    "the": ("The Spine Journal", "spine journal"),
    "and": ("Food & Function", "food and function"),
    "apostrophe": ("Journal of Women's Health", "journal of womens health"),
    "bracket": ("Rest (Oslo)", "rest oslo"),
}


@pytest.mark.parametrize(("text", "key"), KEYS.values(), ids=KEYS)
def test_journals_are_compared_without_marks(text, key):
    assert journal_key(text) == key


FOUND = {
    "before a year in brackets": "It helped ([Physiother Res Int] 2015).",
    "before a volume": "Lee A. Needles. [J Holist Nurs]. 2015;33(2):1-9.",
    "with points": "Lee A. Needles. [J. Holist. Nurs]. 33(2): 1-9, 2015.",
    "after authors": "(Lee et al., [Journal of Holistic Nursing], 2015)",
    "after published in": "a trial published in [Journal of Holistic Nursing] found",
    "after the journal": "in the journal [Work] last year",
    "abbreviated anywhere": "see [J Holist Nurs] for more",
    "an everyday word with a volume": "Lee A. Rest. [Work]. 2019;62(1):1-9.",
    "with its place": "a trial published in [Nephrology (Carlton)] found",
}


@pytest.mark.parametrize("marked", FOUND.values(), ids=FOUND)
def test_journals_of_the_long_list_are_found_where_they_are_cited(marked):
    text, spans = drawn(marked)
    assert [(one.start, one.end) for one in find_listed_journals(text)] == spans


NOTHING = {
    "everyday words": "Work, Time, Life, Health and Nature are good for you.",
    "everyday words at the start": "Pain is common. Sleep helps. Brain and gut talk.",
    "a title in a list": "1. Work 2. Rest 3. Nutrition",
    "a place and a year": "In Norway in 2019 we rested.",
    "a year of something else": "The Center opened in 2019 (see our Health News).",
    "one cut word": "The Syst Rev was long.",
    "the empty text": "",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_journals_everyday_words_are_none(text):
    assert find_listed_journals(text) == []


def test_journals_of_everyday_words_say_so():
    for text, everyday in (
        ("published in Work today", True),
        ("published in Journal of Holistic Nursing today", False),
        ("published in J Holist Nurs today", False),
    ):
        (found,) = find_listed_journals(text)
        assert found.everyday is everyday


# Most of these are journals, too.
EVERYDAY = ["Work", "Pain", "Sleep", "Brain", "Nature", "Science", "Gut", "Cell", "Women", "Time"]


@pytest.mark.parametrize("word", EVERYDAY)
def test_journals_an_everyday_word_is_cited_only_where_the_words_around_it_cite(word):
    for text in (f"{word} matters to all.", f"In 2019, {word} mattered.", f"Our {word} of 2019"):
        assert all(cited.journal is None for cited in read_citations(text)), text


@pytest.mark.parametrize("word", ["Work", "Pain", "Sleep", "Brain", "Gut"])
def test_journals_an_everyday_word_is_cited_in_a_reference(word):
    reference = read_reference(f"1. Lee A, Kim B. Needles for rest. {word}. 2019;62(1):1-9.")
    assert reference is not None
    assert reference.source.journal == word


def test_journals_a_reference_of_the_long_list_is_read():
    reference = read_reference("2. Lee A. Needles. J Holist Nurs. 2015;33(2):1-9.")
    assert reference is not None
    assert journal_named(reference.source.journal) == journal_named("Journal of Holistic Nursing")

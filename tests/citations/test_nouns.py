import pytest
from spans import drawn

from pipeline.citations.nouns import find_nouns, find_participants, find_trials, find_years, kind_of
from pipeline.citations.sources import read_citations
from pipeline.resources import word_list

KINDS = {entry["name"]: entry for entry in word_list("citations")["kind"]}
VAGUE = {entry["name"]: entry for entry in word_list("citations")["vague"]}


@pytest.mark.parametrize("entry", KINDS.values(), ids=KINDS)
def test_nouns_tell_the_kind_in_the_sentence_it_was_written_for(entry):
    text, spans = drawn(entry["example"])
    kinds = {(noun.start, noun.end): noun.kind for noun in find_nouns(text)}
    assert kinds[spans[0]] == entry["name"] == kind_of(text[slice(*spans[0])].lower())


@pytest.mark.parametrize("entry", VAGUE.values(), ids=VAGUE)
def test_nouns_make_a_vague_citation_in_the_sentence_it_was_written_for(entry):
    text, spans = drawn(entry["example"])
    assert [(c.start, c.end) for c in read_citations(text)] == spans


YEARS = {
    "plain": ("in 2019", [2019]),
    "letter": ("2019a", [2019]),
    "span": ("2018-2020", [2020]),
    "first and last that count": ("1800 to 2049", [1800, 2049]),
    "too early": ("1799", []),
    "too late": ("2050", []),
    "people": ("2019 patients", []),
    "milligrams": ("2000 mg", []),
    "money": ("$2019", []),
    "in a number": ("12019 and 2,019", []),
}


@pytest.mark.parametrize(("text", "years"), YEARS.values(), ids=YEARS)
def test_nouns_years_are_years(text, years):
    assert [year.value for year in find_years(text)] == years


TRIALS = {
    "RCTs": ("31 RCTs", [31]),
    "words": ("eight randomized controlled trials", [8]),
    "thousands": ("1,024 studies", [1024]),
    "a year": ("2019 trials", []),
    "no number": ("many trials", []),
}


@pytest.mark.parametrize(("text", "counts"), TRIALS.values(), ids=TRIALS)
def test_nouns_trials_are_counted(text, counts):
    assert [count.value for count in find_trials(text)] == counts


PEOPLE = {
    "n": ("(n = 6,140)", [6140]),
    "N without spaces": ("N=39", [39]),
    "people": ("4,985 people", [4985]),
    "with words between": ("340 healthy older adults", [340]),
    "millions": ("1.5 million people", [1_500_000]),
    "a share": ("20% of patients", []),
    "as long as no number can be": (f"n = {'9' * 30}", []),
}


@pytest.mark.parametrize(("text", "counts"), PEOPLE.values(), ids=PEOPLE)
def test_nouns_people_are_counted(text, counts):
    assert [count.value for count in find_participants(text)] == counts

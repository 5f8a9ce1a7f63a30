import re

import pytest
from spans import drawn

from pipeline.resources import word_list
from pipeline.wording import (
    direction_of,
    is_negated,
    is_refused,
    known_names,
    read_attribution,
    read_causal,
    read_changes,
    read_hedge,
)

ENTRIES = [(family, entry) for family, entries in word_list("wording").items() for entry in entries]


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=[f"{f}-{e['name']}" for f, e in ENTRIES])
def test_wording_finds_what_each_pattern_was_written_for(family, entry):
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]
    if family in known_names():
        assert entry["name"] in known_names()[family]


HEDGES = {
    "weakest word wins": ("Some studies suggest that it may help.", "possible"),
    "bare": ("It lowers blood pressure.", "none"),
    "shown": ("It has been shown to lower blood pressure.", "shown"),
    "proven": ("It is clinically proven.", "proven"),
    "no maybe": ("Its relief isn't a 'maybe'.", "proven"),
    "the month is no hedge": ("Published in May 2019.", "none"),
    "suggested": ("Early trials suggest a benefit.", "suggested"),
}


@pytest.mark.parametrize(("text", "expected"), HEDGES.values(), ids=HEDGES)
def test_wording_reads_how_sure_it_is(text, expected):
    assert read_hedge(text) == expected


NEGATED = {
    "does not": ("It does not help.", True),
    "under a condition": ("It is advised if pills do not suit.", False),
    "of people": ("It helps people who do not sleep.", False),
    "beside a condition": ("It does not help if taken late.", True),
    "with the condition first": ("If pills fail, it does not help.", True),
    "not advised": ("They suggest that doctors not use it.", True),
    "of what is named": ("It lifts depression that is not seasonal.", False),
    "may not": ("It may not help.", True),
    "useless": ("Such pills are useless for colds.", True),
    "none of": ("None of our pills is approved.", True),
    "to stop": ("They told doctors to stop prescribing it.", True),
    "doesn't": ("It doesn't help.", True),
    "not just": ("It isn't just a trend.", False),
    "not only": ("It does not only help sleep.", False),
    "no adverse events": ("There were zero serious adverse events.", True),
    "plain": ("It helps.", False),
}


@pytest.mark.parametrize(("text", "expected"), NEGATED.values(), ids=NEGATED)
def test_wording_tells_a_denial_from_an_emphasis(text, expected):
    assert is_negated(text) is expected


REFUSED = {
    "no such thing": ("The agency has approved no herbal drug.", True),
    "no more than": ("It covers no more than 12 visits.", False),
    "against, with the year between": ("It advised in 2023 against sweeteners.", True),
    "against, with the audience between": ("It warned consumers against the drops.", True),
    "what is good against something": ("It recommends the vaccine against shingles.", False),
    "not to, with whom and when between": ("It told clinicians in 2016 not to offer it.", True),
    "plain": ("It told clinicians to offer it.", False),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_wording_tells_what_a_body_refuses(text, expected):
    assert is_refused(text) is expected


def test_wording_takes_the_longer_of_two_readings():
    assert [w.change for w in read_changes("It made no difference and reduced nothing.")] == [
        "no_difference",
        "decrease",
    ]


def test_wording_reads_what_is_taken_off():
    assert [w.change for w in read_changes("It took about 3 points off the pain.")] == ["decrease"]
    assert read_changes("He took two days off work.") == []


def test_wording_leaves_the_lower_back_alone():
    assert read_changes("lower back pain") == []


DIRECTIONS = {
    "improved sleep goes up": ("improve", "higher", False, "increase"),
    "improved pain goes down": ("improve", "lower", False, "decrease"),
    "improved something goes nowhere": ("improve", "neither", False, "unclear"),
    "denied": ("decrease", "lower", True, "no_difference"),
}


@pytest.mark.parametrize(
    ("change", "better", "negated", "expected"), DIRECTIONS.values(), ids=DIRECTIONS
)
def test_wording_turns_a_change_into_a_direction(change, better, negated, expected):
    assert direction_of(change, better=better, negated=negated) == expected


VOICES = {
    "own patients": ("72% of my patients slept better.", "author_practice"),
    "own clinic": ("Data from our clinic registry.", "author_practice"),
    "own body is not a practice": ("It balances energy in our bodies.", "none"),
    "studies show": ("Recent studies have shown that it helps.", "vague_source"),
    "critics": ("Critics say it does nothing.", "opponent"),
    "nobody": ("It helps.", "none"),
}


@pytest.mark.parametrize(("text", "expected"), VOICES.values(), ids=VOICES)
def test_wording_says_by_whose_word(text, expected):
    assert read_attribution(text) == expected


def test_wording_prefers_company_to_cause():
    assert read_causal("Naps are associated with reduced stress.") == "associative"

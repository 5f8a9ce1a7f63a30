"""What belongs to a stretch that was cut too short; [the stretch], and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.mark.widening import widened

WIDENED = {
    "a denial": ("It did not [slow memory loss at all].", "It did not slow memory loss at all"),
    "a denial and its verb": (
        "They did not slow [memory loss at all].",
        "They did not slow memory loss at all",
    ),
    "joined to its verb": ("Tea doesn't mean [that it works].", "Tea doesn't mean that it works"),
    "who has not": ("No one [has ever measured] the field.", "No one has ever measured the field"),
    "a promise that was forbidden": (
        "The firm was told to stop claiming that [tea cures colds].",
        "stop claiming that tea cures colds",
    ),
    "evidence that": (
        "Evidence that [it prevents migraine is weak].",
        "Evidence that it prevents migraine is weak",
    ),
    "the verb": ("They also prevent [nausea in small children].", None),
    "not who is named long before": (
        "The old aunt of my second cousin in Leeds does not [sleep well on tea].",
        "does not sleep well on tea",
    ),
    "not a denial of another clause": (
        "It does not ease pain; [tea cures colds].",
        "tea cures colds",
    ),
    "an adjective before its noun": ("[It found no increased] risk of falls.", None),
    "a word whose clause goes on": (
        "[They work better than a] sugar pill against acute pain.",
        None,
    ),
    "the last words": ("[Tea is good for a person with kidney] disease, he says.", None),
    "no more than to the pause": (
        "[Tea cures colds], as my aunt said.",
        "Tea cures colds",
    ),
    "who did it": ("An old tea [soothes the gut by blocking something].", None),
    "not who says it": ("The box says it [relaxes the gut].", "relaxes the gut"),
    "a number's comma is no pause": ("The 1,200 people [were cured of all that].", None),
    "not a long rest": (
        "[Tea cures colds] if one drinks a gallon of it on a cold day.",
        "Tea cures colds",
    ),
    "a decimal point ends nothing": ("[It fell from 8.1 to 6].2, they say.", None),
}


@pytest.mark.parametrize(("marked", "expected"), WIDENED.values(), ids=WIDENED)
def test_widening_gives_a_stretch_its_denial_and_the_rest_of_its_clause(marked, expected):
    text, (span,) = drawn(marked)
    start, end = widened(text, span, (0, len(text)))
    if expected is None:
        expected = text.split(", ")[0].removesuffix(".")
    assert text[start:end] == expected


@given(st.text(alphabet="abnot ,.;'", min_size=1, max_size=40), st.data())
def test_widening_never_takes_away_and_stays_inside_the_sentence(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wide_start, wide_end = widened(text, (start, end), (0, len(text)))
    assert 0 <= wide_start <= start < end <= wide_end <= len(text)

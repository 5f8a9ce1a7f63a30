"""Flattened tables: values from the right, names only where there is no choice."""

import pytest

from pipeline.read.flattened import is_value, split_header, split_values
from pipeline.read.sheet import Line


def line(text: str) -> Line:
    return Line(0, len(text), text)


SPLIT = {
    "shares and money": "Cupping (dry) | 12% | 9% | $4",
    "ranges": "Tea | 12–15% | 3 to 4 | 5.3 ± 1.2",
    "units": "Honey | 3 days | 25.5 pts | 300 mg/d",
    "arrows and signs": "Yoga | ↓60% | +25.5 | ≥3",
    "none": "Rest | N/A | – | Yes",
    "a spread in brackets": "Sham | 5.3 (1.2) | 4.1 (0.9)",
    "a bracket of the label": "Walking (3x/wk) | 46% | $0",
    "words alone": "Nothing here",
}


@pytest.mark.parametrize("drawn", SPLIT.values(), ids=SPLIT)
def test_flattened_splits_values_off_the_right(drawn):
    text = drawn.replace(" |", "")
    assert " | ".join(text[p.start : p.end] for p in split_values(line(text))) == drawn


NAMES = {
    "one word each": "Remedy | Relief | Cost",
    "brackets end names": "Remedy | Mean Relief (4 wks) | Relapse Rate (3 mo) | Cost per Month",
    "sentence case": "Remedy used | Relief after rest | Relapse in weeks",
    "two words for a label": "Treatment Type | Average Relief | Total Cost",
    "wide gaps": "Pain Relief  | Sleep Quality  | Cost",
    "years": "Users of tea | 2019 | 2021",
}


@pytest.mark.parametrize("drawn", NAMES.values(), ids=NAMES)
def test_flattened_splits_headers_that_leave_no_choice(drawn):
    text = drawn.replace(" |", "")
    names = split_header(line(text), drawn.count("|") + 1)
    assert names is not None
    assert [text[p.start : p.end] for p in names] == [n.strip() for n in drawn.split("|")]


@pytest.mark.parametrize("text", ["Herb Pain Relief Sleep Quality", "What We Found Was This"])
def test_flattened_gives_no_names_where_there_is_a_choice(text):
    assert split_header(line(text), 3) is None


VALUES = {"5.3": True, "12–15%": True, "$89": True, "N/A": True, "tea": False, "12 cups of": False}


@pytest.mark.parametrize(("text", "expected"), VALUES.items(), ids=VALUES)
def test_flattened_knows_values(text, expected):
    assert is_value(text) is expected

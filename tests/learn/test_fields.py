from __future__ import annotations

import pytest
from factories import make_quantity
from learn.judging import make_extracted

from pipeline.learn.fields import FIELDS, NUMERIC, read_fields

RATIO = make_quantity(1.2, "ratio", kind="risk_ratio", low=1.11, high=1.36, bound="ci95")
SHARES = (
    make_quantity(0.5, role="intervention_arm"),
    make_quantity(0.41, role="comparator_arm"),
)
OPEN_END = make_quantity(None, "ratio", kind="odds_ratio", low=2.0)
COUNTS = (
    make_quantity(14.0, "count", kind="count", role="trials"),
    make_quantity(1825.0, "count", kind="count", role="participants"),
)
WEEKS = make_quantity(8.0, "wk", kind="duration", role="duration")
READ = {
    "a ratio": ({"quantities": (RATIO,)}, {"value": "1.2", "measure": "risk ratio"}),
    "its interval": ({"quantities": (RATIO,)}, {"interval": "95% CI 1.11 to 1.36"}),
    "both shares": ({"quantities": SHARES}, {"value": "50% against 41%", "interval": ""}),
    "an open end": ({"quantities": (OPEN_END,)}, {"value": "", "interval": "2 to …"}),
    "counts": ({"quantities": COUNTS}, {"trials": "14", "participants": "1,825", "value": ""}),
    "no number": ({"numbers": False}, dict.fromkeys(NUMERIC, "")),
    "concepts by name": (
        {"comparators": ("X-SHAM", "X-USUAL-CARE"), "outcome": "X-PAIN"},
        {"comparator": "sham; usual care", "outcome": "pain"},
    ),
    "condition and people": (
        {"condition": "X-CRAMPS", "population": "X-OLDER-ADULTS"},
        {"condition": "cramps; older adults"},
    ),
    "what is empty": ({"comparators": (), "condition": None}, {"comparator": "", "condition": ""}),
    "direction": ({"direction": "no_difference"}, {"direction": "no difference"}),
    "time": ({"timeframe": WEEKS, "quantities": (RATIO, WEEKS)}, {"timeframe": "8 weeks"}),
}


@pytest.mark.parametrize(("fields", "expected"), READ.values(), ids=READ)
def test_fields_read_as_a_person_reads_them(fields, expected):
    said = read_fields(make_extracted(**fields))
    assert {field: said[field] for field in expected} == expected


def test_fields_are_all_read_and_in_order():
    assert tuple(read_fields(make_extracted())) == FIELDS


def test_fields_have_certainty_and_stance_in_words():
    said = read_fields(make_extracted())
    assert (said["stance"], said["certainty"]) == ("affirms", "moderate")

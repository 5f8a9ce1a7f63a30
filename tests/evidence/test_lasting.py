"""Outcomes whose hazard is that of their end, and those whose hazard is their own."""

from __future__ import annotations

import pytest

from pipeline.evidence.lasting import is_hazard_of_end
from pipeline.quantities import read_quantities

OUTCOMES = {
    "survival": ("progression-free survival", True),
    "a time until something bad": ("time to relapse", True),
    "a time until something good": ("time to recovery", False),
    "how long a response lasts": ("duration of response", True),
    "the event itself": ("mortality", False),
    "no outcome": ("", False),
}


@pytest.mark.parametrize(("outcome", "wanted"), OUTCOMES.values(), ids=OUTCOMES)
def test_lasting_tells_a_hazard_of_an_end_from_one_of_an_event(outcome, wanted):
    (hazard,) = read_quantities("HR 0.5, 95% CI 0.3 to 0.8")
    assert is_hazard_of_end(hazard, outcome) is wanted


def test_lasting_speaks_of_hazards_alone():
    (ratio,) = read_quantities("RR 0.5, 95% CI 0.3 to 0.8")
    assert not is_hazard_of_end(ratio, "survival")

"""The one comparison that criteria allow, and what is none."""

from __future__ import annotations

import pytest

from pipeline.evidence.extract.criteria import only_comparison

ALLOWED = {
    "comparing A with B": (
        "Trials comparing mint oil with placebo in adults.",
        ("mint oil", "placebo"),
    ),
    "A versus each of a list": (
        "Mint oil versus placebo, no treatment, or usual care for adults.",
        ("Mint oil", "placebo or no treatment or usual care"),
    ),
    "compared to, in a clause of its own": (
        "Trials of mint oil, compared with placebo or with no treatment.",
        ("mint oil", "placebo or no treatment"),
    ),
    "past an and that joins something else": (
        "Trials that compared mint oil of any dose and route with placebo.",
        ("mint oil of any dose and route", "placebo"),
    ),
    "one comparison in two words for it": (
        "Trials comparing mint oil versus placebo.",
        ("mint oil", "placebo"),
    ),
    "two comparisons": ("Mint oil versus placebo, or gum versus placebo.", ("", "")),
    "another treatment may be meant": ("Mint oil versus placebo or another drug.", ("", "")),
    "nothing set against anything": ("Comparative trials of mint oil.", ("", "")),
    "the empty text": ("", ("", "")),
}


@pytest.mark.parametrize(("criteria", "wanted"), ALLOWED.values(), ids=ALLOWED)
def test_criteria_name_one_comparison_or_none(criteria, wanted):
    found = only_comparison(criteria)
    assert (found.intervention, found.comparator) == wanted

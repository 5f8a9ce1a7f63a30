"""Of whom each number of a clause is."""

import pytest

from pipeline.normalise.arms import arms_of
from pipeline.quantities import read_quantities

ARMS = {
    "behind each": (
        "Nausea hit 18% of the women on ginger, against 34% on placebo.",
        ["ginger", "placebo*"],
    ),
    "who got it": (
        "It eased in 28% of acupuncture patients and 46% of those who got the sham.",
        ["acupuncture patients", "the sham*"],
    ),
    "before each": (
        "In the yoga group 40% slept better, in the control group 20%.",
        ["the yoga group", "the control group*"],
    ),
    "in the order of the numbers, behind": (
        "It eased in 62% and 41% of the massage and leaflet groups, respectively.",
        ["massage", "leaflet"],
    ),
    "in the order of the numbers, before": (
        "Weight loss in the low-fat, Mediterranean and low-carb groups was 2.9, 4.4 and 4.7 kg, "
        "respectively.",
        ["low-fat", "Mediterranean", "low-carb"],
    ),
    "both in a bracket": (
        "Attacks were fewer with ginger than with the control drink (1.3 v 1.9).",
        ["", ""],
    ),
    "a pronoun is nobody": ("One in four of them slept well.", [""]),
    "a time is nobody": ("It eased in 60% with ginger and 35% in the end.", ["ginger", ""]),
    "nobody": ("Pain fell by 30%.", [""]),
}


@pytest.mark.parametrize(("text", "expected"), ARMS.values(), ids=ARMS)
def test_arms_are_found_beside_their_numbers(text, expected):
    found = arms_of(text, read_quantities(text))
    assert [f"{arm.words}{'*' if arm.is_control else ''}" for arm in found] == expected


WHO = {
    "people by age": ("8% among women and 14% among children", [True, True]),
    "people by what they got": ("8% in the ginger group and 14% among children", [False, True]),
    "people with more words": ("8% among women with migraine", [True]),
}


@pytest.mark.parametrize(("text", "expected"), WHO.values(), ids=WHO)
def test_arms_know_who_people_are_from_what_they_got(text, expected):
    assert [arm.is_everybody for arm in arms_of(text, read_quantities(text))] == expected

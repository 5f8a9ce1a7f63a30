"""Two numbers of one measure, each with the way that it goes."""

import pytest
from judge.pairs.reading import said

SURE = "Yoga against usual care: pain intensity, mean difference -1.2 points (95% CI -1.9 to -0.5)."
OPEN = "Yoga against usual care: pain intensity, mean difference -0.2 points (95% CI -0.9 to 0.5)."
SIDES = {
    "down and down": ("Yoga lowers pain by 1.2 points.", SURE, "ST001"),
    "up and down": ("Yoga raises pain by 1.2 points.", SURE, "ST008"),
    "the groups exchanged": (
        "Usual care lowers pain by 1.2 points compared with yoga.",
        SURE,
        "ST008",
    ),
    "agrees, but the interval includes no effect": (
        "Yoga lowers pain by 0.2 points.",
        OPEN,
        "ST004",
    ),
    "the other way, and allowed": ("Yoga raises pain by 0.2 points.", OPEN, "EF004"),
    "the other way, and not allowed": ("Yoga raises pain by 2.5 points.", OPEN, "ST002"),
    "signs alone": (
        "The standardised mean difference in pain with yoga was 0.4.",
        "Yoga: pain, standardised mean difference -0.4 (95% CI -0.6 to -0.2).",
        "ST008",
    ),
    "a ratio above and below one": (
        "The risk ratio for falls with yoga was 1.4.",
        "The risk ratio for falls with yoga was 0.7 (95% CI 0.6 to 0.8).",
        "ST008",
    ),
}


@pytest.mark.parametrize(("claim", "evidence", "code"), SIDES.values(), ids=SIDES)
def test_sides_say_which_group_had_more(table, nlp, claim, evidence, code):
    assert said(table, nlp, claim, evidence) == code

"""Which way two sentences go, and whether there was a difference at all."""

import pytest
from judge.pairs.reading import said

WORDS = {
    "both down": ("Yoga lowers pain.", "Yoga reduced pain.", "EF001"),
    "up and down": ("Yoga raises blood pressure.", "Yoga reduced blood pressure.", "EF002"),
    "no difference found": ("Yoga lowers pain.", "Yoga did not reduce pain.", "EF002"),
    "none claimed, none found": (
        "Yoga does not reduce pain.",
        "Yoga did not reduce pain.",
        "EF001",
    ),
    "none claimed, one found": ("Yoga does not reduce pain.", "Yoga reduced pain.", "EF002"),
    "an interval on both sides": (
        "Yoga lowers the risk of falls.",
        "Yoga: falls, risk ratio 0.9 (95% CI 0.7 to 1.2).",
        "EF004",
    ),
    "significant, and an interval on both sides": (
        "Yoga significantly lowers the risk of falls.",
        "Yoga: falls, risk ratio 0.9 (95% CI 0.7 to 1.2).",
        "EF002",
    ),
    "significant by its p value": (
        "Yoga lowers pain significantly.",
        "Pain fell by more with yoga than with rest (P = 0.01).",
        "EF001",
    ),
    "a denial behind a semicolon": (
        "Yoga lowers pain.",
        "Yoga reduced pain; sleep was not assessed.",
        "EF001",
    ),
    "a time that nobody looked at": (
        "Yoga lowers pain for years.",
        "Yoga reduced pain; no later follow-up was conducted.",
        "UV003",
    ),
    "one of two outcomes": (
        "Yoga lowers pain and blood pressure.",
        "Yoga reduced pain, while blood pressure did not change.",
        "EF002",
    ),
    "people who were treated need not be better": (
        "More people on ginger had nausea than on placebo.",
        "Nausea came in 7% of people treated with ginger and 3% of those treated with placebo.",
        "EF001",
    ),
    "nothing clear": ("Yoga lowers pain.", "Pain and yoga were studied.", "UV003"),
}


@pytest.mark.parametrize(("claim", "evidence", "code"), WORDS.values(), ids=WORDS)
def test_words_decide_where_there_is_no_number(table, nlp, claim, evidence, code):
    assert said(table, nlp, claim, evidence) == code

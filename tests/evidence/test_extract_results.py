"""Whole paragraphs become findings with every field."""

from __future__ import annotations

import pytest
from evidence.extracting import extract, fields

from pipeline.evidence.extract.results import Tally

SENTENCE = (
    "Mint oil reduces pain compared with placebo at 8 weeks "
    "(RR 0.50, 95% CI 0.30 to 0.80; 3 trials, 200 adults; moderate-certainty evidence)."
)


def test_every_field_of_a_sentence_is_filled():
    (result,) = extract(SENTENCE)
    assert fields(result) == ("mint oil", "placebo", "pain")
    assert (result.quantity.value, result.quantity.low, result.quantity.high) == (0.5, 0.3, 0.8)
    assert (result.n_trials, result.n_participants) == (3, 200)
    assert (result.direction, result.stance, result.certainty) == (
        "decrease",
        "affirms",
        "moderate",
    )
    assert (result.timeframe, result.significant, result.kind) == ("8 wk", True, "efficacy")
    assert (result.condition.name, result.population.name) == ("cramps", "adults")
    assert result.score >= 0.9


def test_the_comparator_may_stand_in_the_heading():
    (result,) = extract("Mint oil versus sham", "Pain was lower (MD -2.0, 95% CI -3.0 to -1.0).")
    assert fields(result) == ("mint oil", "sham", "pain")


def test_the_comparator_may_stand_in_the_sentence_before():
    text = "Two trials compared mint oil with usual care. Pain was lower (MD -2, 95% CI -3 to -1)."
    (result,) = extract(text)
    assert fields(result) == ("mint oil", "usual care", "pain")


def test_the_criteria_say_what_a_comparator_may_be():
    criteria = "Trials comparing mint oil with placebo or usual care."
    near, far = (
        extract(SENTENCE)[0],
        extract("Pain fell (MD -2, 95% CI -3 to -1).", criteria=criteria)[0],
    )
    assert fields(far) == ("mint oil", "placebo or usual care", "pain")
    assert far.score < near.score


def test_a_new_thing_gets_a_concept_of_its_own_under_the_known_one():
    (result,) = extract(SENTENCE.replace("Mint oil", "High-dose mint oil"))
    assert result.intervention.concept_id == "X-I-HIGH-DOSE-MINT-OIL"
    assert result.intervention.name == "high-dose mint oil"


def test_a_list_of_results_keeps_outcomes_apart():
    text = (
        "Compared with placebo, mint oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8), mortality "
        "(RR 1.1, 95% CI 0.9 to 1.3) and adverse events (RR 0.9, 95% CI 0.5 to 1.7)."
    )
    assert [fields(r)[2] for r in extract(text)] == ["pain", "mortality", "adverse events"]
    assert [r.kind for r in extract(text)] == ["efficacy", "efficacy", "safety"]


def test_another_control_in_the_list_is_no_outcome():
    text = (
        "Pain was lower with mint oil than with placebo (RR 0.5, 95% CI 0.3 to 0.8) "
        "or fennel (RR 0.7, 95% CI 0.5 to 0.9)."
    )
    assert [fields(r) for r in extract(text)] == [
        ("mint oil", "placebo", "pain"),
        ("mint oil", "fennel", "pain"),
    ]


NULLS = {
    "moderate, no difference": ("little or no difference", "moderate", "no_difference", "denies"),
    "low, no difference": ("little or no difference", "low", "no_difference", "uncertain"),
    "no words": ("some reduction", "moderate", "unclear", "uncertain"),
}


@pytest.mark.parametrize(("words", "level", "direction", "stance"), NULLS.values(), ids=NULLS)
def test_only_a_sure_text_that_says_so_denies(words, level, direction, stance):
    (result,) = extract(
        f"Compared with placebo, mint oil makes {words} in pain "
        f"(RR 0.90, 95% CI 0.70 to 1.20; {level}-certainty evidence)."
    )
    assert (result.direction, result.stance) == (direction, stance)


@pytest.mark.parametrize(
    ("high", "significant"), [("0.99", True), ("1.00", False), ("1.01", False)]
)
def test_a_limit_at_no_effect_includes_it(high, significant):
    (result,) = extract(
        f"Compared with placebo, mint oil reduces pain (RR 0.8, 95% CI 0.6 to {high})."
    )
    assert result.significant is significant


def test_harm_is_never_denied_by_machine():
    text = "Mint oil increases mortality compared with placebo (RR 1.5, 95% CI 1.2 to 1.9)."
    (result,) = extract(text)
    assert (result.direction, result.stance) == ("increase", "uncertain")


def test_no_difference_without_numbers_is_a_row_for_each_outcome():
    text = "There was no significant difference between mint oil and placebo in pain or mortality."
    results = extract(text)
    assert [fields(r)[2] for r in results] == ["pain", "mortality"]
    assert {(r.direction, r.stance, r.quantity) for r in results} == {
        ("no_difference", "uncertain", None)
    }


def test_shares_of_both_arms_are_a_row():
    (result,) = extract("Cure was seen in 40% with mint oil compared with 20% with placebo.")
    assert (result.quantity.value, result.comparator_value, result.direction) == (
        0.4,
        0.2,
        "increase",
    )


KEPT_OUT = {
    "no comparator": ("Mint oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8).", "no comparator"),
    "no outcome": ("Compared with placebo it was so (RR 0.5, 95% CI 0.3 to 0.8).", "no outcome"),
    "outside": (SENTENCE.replace("0.50", "0.90"), "point outside interval"),
    "shares": (
        "Pain was seen in 10% with mint oil compared with 20% with placebo "
        "(RR 1.80, 95% CI 1.2 to 2.4).",
        "ratio against its shares",
    ),
}


@pytest.mark.parametrize(("text", "reason"), KEPT_OUT.values(), ids=KEPT_OUT)
def test_what_is_kept_out_is_counted_by_reason(text, reason):
    tally = Tally()
    kept = extract(text, tally=tally)
    assert tally.left_out[reason] == 1
    assert tally.n_found == len(kept) + sum(tally.left_out.values())


def test_the_same_result_twice_is_kept_once():
    assert len(extract(SENTENCE, SENTENCE)) == 1


def test_arms_named_the_other_way_round_are_turned():
    said = "Pain was higher in the placebo group than the mint oil group"
    (result,) = extract(f"{said} (OR 0.4, 95% CI 0.2 to 0.7).")
    assert fields(result)[:2] == ("mint oil", "placebo")
    assert result.direction == "decrease"

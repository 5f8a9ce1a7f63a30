"""Numbers of arms and of tests that are set into no effect."""

from __future__ import annotations

import pytest
from evidence.extracting import extract, fields

from pipeline.evidence.extract.figures import read_figures

# What is read of a sentence: the number, and that of the other arm.
OF_ARMS = {
    "a share": ("Rash was seen in 5% of participants.", [(0.05, None)]),
    "a share with its people": ("Rash was seen in 5/100 (5%) with mint oil.", [(0.05, None)]),
    "shares in a list": ("Some had rash (5%), itch (4%) and fever (3%).", [0.05, 0.04, 0.03]),
    "times of two arms": (
        "Median survival was 6 months with mint oil and 5.5 months with placebo.",
        [(6.0, 5.5)],
    ),
    "respectively": (
        "Mean sleep was 6.1 hours and 5.2 hours with mint oil and placebo respectively.",
        [(6.1, 5.2)],
    ),
    "amounts of two arms": ("Pressure fell (-7 mmHg versus -2 mmHg).", [(-7.0, -2.0)]),
    "whole numbers beside each other": ("Cramps fell (24 ± 4 vs 31 ± 5; P < 0.05).", [(24.0, 31)]),
    "a range": ("Rash was seen at rates of between 5% and 20%.", [(None, None)]),
    "events": ("There were 10 cases of rash with mint oil and none without.", [(10.0, None)]),
}


@pytest.mark.parametrize(("sentence", "wanted"), OF_ARMS.values(), ids=OF_ARMS)
def test_figures_of_arms_are_read_with_those_of_the_other_arm(sentence, wanted):
    found = [
        (figure.quantity.value, figure.other.value if figure.other is not None else None)
        for figure in read_figures(sentence, ())
    ]
    assert found == [one if isinstance(one, tuple) else (one, None) for one in wanted]


NO_FIGURES = {
    "who was studied": "The mean age was 54.5 years and 60% were women.",
    "what was included": "We included trials with 40% of all participants.",
    "bias": "Risk of bias was high in 40% of the trials.",
    "shares of trials": "Six trials (40%) used mint oil.",
    "a dose": "Mint oil 20 mg was given with 200 mL of water.",
    "a point of time": "Pain was measured at 12 weeks and after 6 months.",
    "how long it was given": "Mint oil was given for 12 weeks.",
    "a limit": "Relief of at least 50% was wanted.",
    "an assumption": "Assuming a risk of 20% with placebo, pain may follow.",
}


@pytest.mark.parametrize("sentence", NO_FIGURES.values(), ids=NO_FIGURES)
def test_figures_are_no_doses_times_or_people(sentence):
    assert read_figures(sentence, ()) == []


def test_figures_that_were_read_as_effects_are_not_read_again():
    sentence = "Pain (12/60 versus 20/60, RR 0.60) fell."
    start = sentence.index("RR")
    assert read_figures(sentence, [(start, start + len("RR 0.60"))]) == []


OF_TESTS = {
    "one": ("The sensitivity was 80% (95% CI 70% to 90%).", ["sensitivity"]),
    "as a decimal": ("Specificity was 0.9 (95% CI 0.8 to 0.95).", ["specificity"]),
    "one of each": (
        "Sensitivity and specificity were 80% and 90%.",
        ["sensitivity", "specificity"],
    ),
    "one of each, twice": (
        "Sensitivity and specificity were 80% and 90% once, and 70% and 95% twice.",
        ["sensitivity", "specificity"] * 2,
    ),
    "named one by one": (
        "The sensitivity was 80%, and the specificity was 90%.",
        ["sensitivity", "specificity"],
    ),
    "respectively": (
        "The sensitivity was 80% (70% to 90%) and 60% (50% to 70%) for flu and mumps, "
        "respectively.",
        ["sensitivity for flu", "sensitivity for mumps"],
    ),
    "the same of each": (
        "The specificity was 99.9% for flu, mumps and measles.",
        ["specificity for flu", "specificity for mumps", "specificity for measles"],
    ),
}


@pytest.mark.parametrize(("sentence", "wanted"), OF_TESTS.values(), ids=OF_TESTS)
def test_figures_of_a_test_have_its_measure_and_what_was_looked_for(sentence, wanted):
    found = read_figures(sentence, ())
    assert [figure.words for figure in found] == wanted
    assert {figure.of for figure in found} == {"test"}


def test_figures_of_a_test_take_an_interval_that_has_no_name():
    (figure,) = read_figures("The sensitivity was 80% (70% to 90%).", ())
    assert (figure.quantity.low, figure.quantity.high) == (0.7, 0.9)


def test_a_figure_is_a_result_that_is_not_kept():
    (result,) = extract("Pain was seen in 5% of participants taking mint oil.")
    assert (result.outcome.name, result.why) == ("pain", "figures of arms")
    assert (result.quantity.value, result.direction) == (0.05, "unclear")


def test_figures_of_two_arms_are_one_result():
    (result,) = extract("Mean pain was 5.5 with mint oil and 4.5 with placebo.")
    assert (result.quantity.value, result.comparator_value) == (5.5, 4.5)


def test_a_share_beside_an_estimate_of_the_same_outcome_is_no_second_result():
    text = "Pain occurred in 7% taking mint oil (RR 0.50, 95% CI 0.30 to 0.80)."
    assert [result.quantity.kind for result in extract(text)] == ["risk_ratio"]


def test_a_test_is_held_against_a_standard_and_is_not_kept():
    (result,) = extract("The sensitivity of mint oil was 80% (95% CI 70% to 90%).")
    assert fields(result) == ("mint oil", "reference standard", "sensitivity")
    assert result.why == "accuracy of a test"


def test_what_is_told_of_one_arm_is_not_kept_and_goes_no_way():
    (result,) = extract("Pain was rare with mint oil.")
    assert (result.outcome.name, result.direction, result.why) == (
        "pain",
        "unclear",
        "told of one arm",
    )

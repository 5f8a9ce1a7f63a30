"""What a statement says in numbers that can be compared, and how each came about."""

import pytest
from factories import make_quantity, make_statement
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge.figures import CONVERSIONS, figures_of, readings_of, result_quantities

NEEDED = "1 over the difference of the two shares"


def share(value, role):
    return make_quantity(value, role=role, text=f"{value:.0%}")


def figures(*quantities, **fields):
    return [
        (f.measure, round(f.value, 4), f.direction, f.rule)
        for f in figures_of(make_statement(quantities=quantities, **fields))
    ]


def test_figures_a_share_is_itself():
    assert figures(share(0.5, "intervention_arm")) == [
        ("proportion", 0.5, "decrease", "as written")
    ]


def test_figures_a_ratio_also_gives_the_relative_change():
    ratio = make_quantity(0.77, "ratio", kind="risk_ratio")
    assert figures(ratio)[1] == (
        "relative_change",
        0.23,
        "decrease",
        "1 minus the risk ratio",
    )


def test_figures_an_odds_ratio_gives_nothing_else():
    ratio = make_quantity(0.77, "ratio", kind="odds_ratio")
    assert [measure for measure, *_ in figures(ratio)] == ["odds_ratio"]


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [(0.8, 0.7, 0.9, (0.1, 0.3, "decrease")), (1.2, 1.1, 1.5, (0.1, 0.5, "increase"))],
    ids=["below one", "above one"],
)
def test_figures_an_interval_is_turned_with_its_ratio(value, low, high, expected):
    ratio = make_quantity(value, "ratio", kind="risk_ratio", low=low, high=high, bound="ci95")
    _, change = figures_of(make_statement(quantities=[ratio]))
    assert (round(change.low, 4), round(change.high, 4), change.direction) == expected


def test_figures_two_arms_give_points_and_a_relative_difference():
    arms = [share(0.5, "intervention_arm"), share(0.4, "comparator_arm")]
    assert figures(*arms)[2:] == [
        ("percentage_point_change", 10, "increase", "difference of the two shares"),
        ("relative_change", 0.25, "increase", "relative difference of the two arms"),
        ("number_needed_to_treat", 10, None, "1 over the difference of the two shares"),
    ]


def test_figures_two_arms_of_which_one_is_nought_have_no_relative_difference():
    arms = [share(0.5, "intervention_arm"), share(0.0, "comparator_arm")]
    assert [measure for measure, *_ in figures(*arms)] == [
        "proportion",
        "proportion",
        "percentage_point_change",
        "number_needed_to_treat",
    ]


@pytest.mark.parametrize("rule", CONVERSIONS, ids=lambda rule: rule.name)
def test_figures_every_conversion_says_where_it_is_from(rule):
    assert rule.source


def test_figures_a_risk_difference_is_points_and_people_to_treat():
    told = make_quantity(-0.09, "proportion", kind="risk_difference", role="effect")
    assert figures(told)[1:] == [
        ("percentage_point_change", 9, "decrease", "the risk difference in points"),
        ("number_needed_to_treat", pytest.approx(11.11, abs=0.01), None, NEEDED),
    ]


def test_figures_a_rate_is_a_share():
    rate = make_quantity(12, "count", kind="rate", role="prevalence", per=1000.0)
    told = figures(rate, direction="unclear")
    assert told[1] == ("proportion", 0.012, None, "a rate as a share")


def test_figures_two_means_differ():
    means = [
        make_quantity(3, "kg", kind="amount", role="intervention_arm"),
        make_quantity(5, "kg", kind="amount", role="comparator_arm"),
    ]
    assert ("mean_difference", 2, "decrease", "difference of the two means") in figures(*means)


READINGS = {
    "twice as many": (
        make_quantity(2, "ratio", kind="fold_change"),
        ("relative_change", 1, "increase"),
    ),
    "half as many": (
        make_quantity(0.5, "ratio", kind="fold_change"),
        ("relative_change", 0.5, "decrease"),
    ),
    "5 in 1,000": (
        make_quantity(5, "count", kind="rate", per=1000.0),
        ("proportion", 0.005, None),
    ),
}


@pytest.mark.parametrize(("quantity", "expected"), READINGS.values(), ids=READINGS)
def test_figures_a_number_is_read_in_every_way_that_it_can_be(quantity, expected):
    as_written, other = readings_of(quantity)
    assert as_written == quantity
    assert (other.kind, other.value, other.direction) == expected


OPEN_ENDS = {
    "more than twice as many": (2, {"low": 2.0, "bound": "at_least"}, (1, None)),
    "up to three times as many": (3, {"high": 3.0, "bound": "at_most"}, (None, 2)),
    "less than half as many": (0.5, {"high": 0.5, "bound": "at_most"}, (0.5, None)),
}


@pytest.mark.parametrize(("value", "said", "expected"), OPEN_ENDS.values(), ids=OPEN_ENDS)
def test_figures_a_fold_that_is_open_on_one_side_stays_so(value, said, expected):
    _, change = readings_of(make_quantity(value, "ratio", kind="fold_change", **said))
    assert (change.low, change.high) == expected


def test_figures_two_arms_in_different_measures_give_nothing():
    other = make_quantity(3, "score", kind="score", role="comparator_arm")
    assert len(figures(share(0.5, "intervention_arm"), other)) == 2


def test_figures_before_treatment_gives_a_change_that_says_so():
    days = [
        make_quantity(8, "count", kind="mean", role="baseline"),
        make_quantity(6, "count", kind="mean", role="intervention_arm"),
    ]
    relative, absolute = figures_of(make_statement(quantities=days))[-2:]
    assert (relative.value, relative.direction, relative.before_after) == (0.25, "decrease", True)
    assert (absolute.measure, absolute.value, absolute.before_after) == ("mean_difference", 2, True)


def test_figures_signs_become_directions():
    difference = make_quantity(
        -0.5, "score", kind="mean_difference", low=-0.8, high=-0.2, bound="ci95"
    )
    (figure,) = figures_of(make_statement(quantities=[difference], direction="unclear"))
    assert (figure.value, figure.low, figure.high, figure.direction) == (0.5, 0.2, 0.8, "decrease")


def test_figures_what_about_leaves_open_is_no_interval():
    about = make_quantity(0.4, low=0.35, high=0.45, bound="about")
    (figure,) = figures_of(make_statement(quantities=[about]))
    assert (figure.low, figure.high) == (None, None)


@pytest.mark.parametrize("role", ["dose", "duration", "participants", "p_value", "baseline"])
def test_figures_how_it_was_done_is_no_figure(role):
    assert figures_of(make_statement(quantities=[make_quantity(role=role)])) == []


RESULTS = {
    "an effect": (make_quantity(role="effect"), True),
    "a share of no role": (make_quantity(role="none"), True),
    "a count of no role": (make_quantity(12, "count", kind="count", role="none"), False),
    "an amount of no role": (make_quantity(5, "kg", kind="amount", role="none"), False),
    "an amount by which": (make_quantity(5, "kg", kind="mean_difference", role="effect"), True),
    "participants": (make_quantity(12, "count", kind="count", role="participants"), False),
}


@pytest.mark.parametrize(("quantity", "expected"), RESULTS.values(), ids=RESULTS)
def test_figures_results_are_told_from_settings(quantity, expected):
    found = result_quantities(make_statement(quantities=[quantity]))
    assert bool(found) is expected


@given(
    st.lists(
        st.builds(
            make_quantity,
            st.floats(-1e6, 1e6),
            kind=st.sampled_from(["proportion", "risk_ratio", "mean_difference", "mean", "rate"]),
            role=st.sampled_from(["effect", "intervention_arm", "comparator_arm", "baseline"]),
        ),
        max_size=4,
    )
)
def test_figures_intervals_are_never_upside_down(quantities):
    for figure in figures_of(make_statement(quantities=quantities)):
        assert figure.value == figure.value
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high

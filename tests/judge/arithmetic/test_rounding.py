import math

import pytest
from factories import make_quantity
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge.arithmetic.rounding import (
    change_between,
    check_change,
    compare,
    magnitude,
    range_of,
)


def number(value, resolution=0.1, **fields):
    return make_quantity(value=value, resolution=resolution, unit="count", kind="count", **fields)


def percent(value, resolution=0.01, **fields):
    return make_quantity(
        value=value, resolution=resolution, unit="proportion", kind="relative_change", **fields
    )


def test_a_number_stands_for_half_a_unit_to_each_side():
    assert range_of(number(5.3)) == pytest.approx((5.25, 5.35))


def test_a_bound_leaves_one_side_open():
    assert range_of(number(5.0, 1.0, bound="at_least", low=5.0)) == (4.5, math.inf)
    assert range_of(number(5.0, 1.0, bound="at_most", high=5.0)) == (-math.inf, 5.5)


def test_error_bars_are_no_rounding():
    assert range_of(number(5.0, 1.0, bound="ci95", low=1.0, high=9.0)) == (4.5, 5.5)


def test_a_change_from_nought_has_no_percentage():
    assert change_between((-0.5, 0.5), (3.5, 4.5), "percent") is None
    assert change_between((-0.5, 0.5), (3.5, 4.5), "difference") == (3.0, 5.0)


def test_magnitude_of_a_change_that_may_go_both_ways_begins_at_nought():
    assert magnitude((-0.2, 0.1)) == (0.0, 0.2)
    assert magnitude((-0.3, -0.1)) == (0.1, 0.3)


# Both ends count: half a unit of rounding holds, one more half is let pass.
@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ((0.49, 0.50), "holds"),
        ((0.505, 0.515), "unsure"),
        ((0.5051, 0.5151), "fails"),
        ((0.48, 0.4899), "unsure"),
    ],
)
def test_compare_lets_a_cut_digit_pass(stated, outcome):
    assert compare(stated, (0.49, 0.50), slack=0.005) == outcome


HOLDS = {
    "plain": (8.0, 4.0, percent(0.5), "percent"),
    "rounded inputs": (6.4, 2.6, percent(0.59), "percent"),
    "coarse inputs allow more": (3.0, 2.0, percent(0.35), "percent"),
    "direction": (8.0, 4.0, percent(0.5, direction="decrease"), "percent"),
    "about": (8.0, 4.0, percent(0.47, bound="about", low=0.42, high=0.52), "percent"),
    "at least": (8.0, 2.0, percent(0.5, bound="at_least", low=0.5), "percent"),
    "difference": (31.2, 49.6, number(18.4, direction="increase"), "difference"),
    "ratio": (2.0, 6.0, make_quantity(value=3.0, unit="ratio", resolution=1.0), "ratio"),
    "ratio of a fall": (6.0, 2.0, make_quantity(value=3.0, unit="ratio", resolution=1.0), "ratio"),
}


@pytest.mark.parametrize(("before", "after", "stated", "how"), HOLDS.values(), ids=HOLDS)
def test_check_change_passes_what_rounding_allows(before, after, stated, how):
    step = 1.0 if before == 3.0 else 0.1
    checked = check_change(number(before, step), number(after, step), stated, how)
    assert checked is not None
    assert checked[0] == "holds"


FAILS = {
    "wrong size": (8.0, 4.0, percent(0.6), "percent"),
    "wrong way": (8.0, 4.0, percent(0.5, direction="increase"), "percent"),
    "minus for a rise": (4.0, 6.0, percent(-0.5), "percent"),
    "not over": (8.0, 4.0, percent(0.7, bound="at_least", low=0.7), "percent"),
    "difference": (31.2, 49.6, number(28.0), "difference"),
}


@pytest.mark.parametrize(("before", "after", "stated", "how"), FAILS.values(), ids=FAILS)
def test_check_change_fails_what_no_rounding_allows(before, after, stated, how):
    checked = check_change(number(before), number(after), stated, how)
    assert checked is not None
    assert checked[0] == "fails"


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_a_change_that_was_computed_and_rounded_always_holds(before, after):
    stated = round(after / before - 1, 2)
    checked = check_change(number(before / 10), number(after / 10), percent(abs(stated)), "percent")
    assert checked is None or checked[0] == "holds"

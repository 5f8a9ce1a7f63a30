"""Dates: year first or with the month's name; what could be two days is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.dates import find_date

FOUND = {
    "ISO": ("2023-05-04", "2023-05-04"),
    "ISO with time": ("2023-05-04T10:00:00+02:00", "2023-05-04"),
    "slashes, year first": ("2023/5/4", "2023-05-04"),
    "Chinese": ("时间:2023年5月4日", "2023-05-04"),
    "American": ("Published May 4th, 2023", "2023-05-04"),
    "British": ("4 of May 2023", "2023-05-04"),
    "short month": ("Sept. 4, 2021", "2021-09-04"),
    "the first of two": ("Posted May 4, 2023, updated 2024-01-02", "2023-05-04"),
    "a day that is none is passed over": ("April 31, 2023 or May 1, 2023", "2023-05-01"),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_dates_are_found(text, expected):
    date = find_date(text)
    assert date is not None
    assert date.isoformat() == expected


@pytest.mark.parametrize(
    "text", ["03/04/2023", "May 2023", "2023", "in 20230504", "2023-13-01", ""]
)
def test_dates_are_not_guessed(text):
    assert find_date(text) is None


@given(st.text(alphabet="0123456789-/. MayJun,年月日", max_size=30))
def test_dates_never_raise(text):
    find_date(text)

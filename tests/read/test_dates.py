"""Dates: year first or with the month's name; what could be two days is none.

Of lines the days are drawn as they are read: "+" before a day on which it was changed.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.dates import dates_of_byline, dates_of_line, find_date

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


LINES = {
    "an issue": ("Issue 7, 7 April 2023", "2023-04-07"),
    "an issue of a month": ("THE SLOW LEAF, issue 9, May 2023 · Ann Lee", "2023-05-01"),
    "a weekday": ("Issue 12 / Sunday 26 May 2024", "2024-05-26"),
    "behind who made it": ("A leaflet of the Oslo Clinic, reviewed June 2023", "+2023-06-01"),
    "among other words": ("Gut magazine · by Ann Lee · updated 2 May 2023", "+2023-05-02"),
    "a place": ("Oslo and Bergen, 18 May 2023 (Sleep Day)", "2023-05-18"),
    "a place before prose": ("OSLO, May 18, 2023 – The firm began on 4 May 2020.", "2023-05-18"),
    "who posted it": ("Posted by Ann Lee, DPT, Spine & Co, on 4 May 2023", "2023-05-04"),
    "month and year in numbers": ("Last updated: 02/2024", "+2024-02-01"),
    "day and month that can be no other": ("Updated 14/03/2024", "+2024-03-14"),
    "a sentence of its own": ("This page was last reviewed on 3 June 2024.", "+2024-06-03"),
    "the next review": ("Reviewed May 2023. Next review due May 2026.", "+2023-05-01"),
    "published and updated": (
        "Published: 19:04, 17 May 2022 | Updated: 07:41, 18 May 2022",
        "2022-05-17 +2022-05-18",
    ),
    "day and month that could be two": ("Updated 03/04/2024", ""),
    "a season": ("Feature, Summer 2023", ""),
    "prose": ("In March 2023 a trial began.", ""),
    "prose with a day": ("On 21 January 2020, the rule took effect", ""),
    "an event in brackets of commas": ("Born in Oslo, 4 May 1950, he lived there.", ""),
    "a guideline that was updated": ("The guideline was updated 2 May 2023.", ""),
    "a guideline, updated": ("We follow the guideline, updated May 2023.", ""),
    "updated, and then told of": ("Updated 4 May 2016, the guideline allows it.", ""),
    "a month in a headline": ("Results of the trial, March 2019", ""),
    "until when it holds": ("Valid until 31 December 2025", ""),
    "printed": ("A leaflet of the Oslo Clinic · Printed May 2023", "2023-05-01"),
    "a month's issue": ("By Ann Lee | Sleep, May 2023 issue", "2023-05-01"),
    "when it is looked at again": ("Leaflet 7 · Next review: May 2026", ""),
    "when it runs out": ("Leaflet 7 · Expiry date: May 2026", ""),
}


@pytest.mark.parametrize(("line", "expected"), LINES.values(), ids=LINES)
def test_dates_of_a_line_are_those_that_it_says_the_article_is_from(line, expected):
    said = dates_of_line(line)
    assert " ".join("+" * one.is_change + one.date.isoformat() for one in said) == expected


LAST = {
    "begins with it": ("Page updated May 2023", "2023-05-01"),
    "does not": ("Oslo, 4 May 2023", ""),
    "a work": ("Published May 4, 2016. doi:10.1000/1", ""),
    "who looked at it, and when again": ("Reviewed by Ann Lee, RN. Next review: May 2026.", ""),
}


@pytest.mark.parametrize(("line", "expected"), LAST.values(), ids=LAST)
def test_dates_of_a_last_line_need_a_word_that_says_so(line, expected):
    said = dates_of_line(line, at_end=True)
    assert " ".join(one.date.isoformat() for one in said) == expected


def test_dates_of_a_byline_leave_out_when_it_is_due():
    said = dates_of_byline("By Ann Lee, 4 May 2023. Reviewed June 2023, next due June 2026")
    assert [(one.date.isoformat(), one.is_change) for one in said] == [
        ("2023-05-04", False),
        ("2023-06-01", True),
    ]


@given(st.text(alphabet="0123456789-/. MayJunupdted,|–", max_size=40))
def test_dates_of_lines_never_raise(text):
    list(dates_of_line(text))
    list(dates_of_byline(text))

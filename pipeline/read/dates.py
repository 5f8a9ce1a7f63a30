"""Stage 1: the day an article says it is from."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH: Final = r"(?P<month>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})"
# Day and month in numbers are read only year first: 03/04 is two days.
DATE_FORMS: Final = (
    rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?!\d)",
    rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?!\d)",
    rf"{_YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日",
    rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
    rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
)
_DATES: Final = tuple(re.compile(form, re.IGNORECASE) for form in DATE_FORMS)


def find_date(text: str) -> dt.date | None:
    """Return the first day that a short text names; None where it names none.

    >>> find_date("Published May 4th, 2023")
    datetime.date(2023, 5, 4)
    """
    found = [match for form in _DATES for match in form.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        month = match["month"].lower()
        number = int(month) if month.isdecimal() else _month_number(month)
        try:
            return dt.date(int(match["year"]), number, int(match["day"]))
        except ValueError:
            continue  # the 31st of April
    return None


def _month_number(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))

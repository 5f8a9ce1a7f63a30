"""Stage 1: the days an article says it is from: in a byline, a dateline, or at its end.

A date in running prose is of what the prose tells, not of the article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

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


# In a line that dates an article a month will do, and two numbers where one can be no month.
_NUMERIC_FORMS: Final = (
    rf"(?<![\d/.])(?P<day>1[3-9]|2\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])[/.]{_YEAR}(?!\d)",
    rf"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}(?!\d)",
)
_MONTH_FORMS: Final = (
    rf"\b{_MONTH},?\s+{_YEAR}\b",
    rf"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])/{_YEAR}(?!\d)",
    rf"(?<![\d/.-]){_YEAR}-(?P<month>0[1-9]|1[0-2])(?![\d-])",
)
_SAID: Final = tuple(
    re.compile(form, re.IGNORECASE) for form in (*DATE_FORMS, *_NUMERIC_FORMS, *_MONTH_FORMS)
)
_CHANGE: Final = r"updated?|modified|reviewed|revised|amended|checked"
_LATER: Final = re.compile(rf"\b(?:{_CHANGE})\b", re.IGNORECASE)
# When it will be looked at again, or how long something holds.
_DUE: Final = re.compile(
    r"\b(?:next|due|until|expir(?:es?|y|ation|ing)|valid|effective|best before|use by)\b[^.;|·•]*$",
    re.IGNORECASE,
)
_TIME: Final = r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?,? )?"
_WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
# "Last updated: ", "reviewed ", "This page was published on ", "Posted by Ann Lee, DPT, on ".
_LABEL: Final = (
    r"(?:(?:this (?:article|page|post|leaflet) (?:was )?|page |article |last |first |originally "
    r"|medically |and )*)"
    rf"(?:published|posted|printed|issued|written|{_CHANGE}|date)\b"
    rf"(?: by [^|·•\n]{{2,80}}?,?)?(?: on| in)?:? ?{_TIME}{_WEEKDAY}$"
)
_LABELLED: Final = re.compile(rf"(?P<from>^|[|·•(,;:–—.]\s*|\s{{2,}}){_LABEL}", re.IGNORECASE)
_APART: Final = re.compile(rf"(?:^|[|·•(,;:/–—-]\s*|\s{{2,}}){_WEEKDAY}$", re.IGNORECASE)
_ENDS: Final = re.compile(r"\s*(?:$|[|·•()/;–—]|\. |\.$|, ?[\dA-Z])|\s{2,}| (?:issue|edition)\b")
# Where a line without a label names only a month, this shows that it dates an issue.
_ISSUE: Final = re.compile(
    r"\b(?:issue|vol(?:ume)?|no\.|edition|newsletter|bulletin|magazine|leaflet|version|feature)\b"
    r"|[|·•]",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?][\"')\]]*$")
# "LONDON, 18 October 2024 – The company today …": how a press release begins.
_PLACE: Final = re.compile(r"[A-Z][\w .&-]{2,40}(?:, [A-Z][\w. ]{1,20}){0,2},? \(?$")
_DASH: Final = re.compile(r"\)? ?(?:[–—]|--|- )")
_OF_A_WORK: Final = re.compile(r"doi|https?:|et al|\d;\s?\d|journal", re.IGNORECASE)
_MAX_WORDS: Final = 30


class SaidDate(NamedTuple):
    """A day that an article says it is from; `is_change` where it was changed then."""

    date: dt.date
    is_change: bool


def find_date(text: str) -> dt.date | None:
    """Return the first day that a short text names; None where it names none.

    >>> find_date("Published May 4th, 2023")
    datetime.date(2023, 5, 4)
    """
    return next((date for _, _, date in _days(text, _DATES)), None)


def dates_of_byline(line: str) -> Iterator[SaidDate]:
    """Yield the days that a line beside the article names, in order; of a month its first.

    >>> [said.date.isoformat() for said in dates_of_byline("Last updated: 02/2024. Due May 2026")]
    ['2024-02-01']
    """
    last = 0
    for start, end, date in _days(line, _SAID):
        before = line[last:start]
        if _DUE.search(before) is None:
            yield SaidDate(date, _LATER.search(before) is not None)
        last = end


def dates_of_line(line: str, *, at_end: bool = False) -> Iterator[SaidDate]:
    """Yield the days that a line of the article's own text says it is from, in order.

    Args:
        line: near the beginning of an article, or near its end.
        at_end: believe only a line that begins with "updated", "published" and the like.

    >>> [said.date.isoformat() for said in dates_of_line("Issue 212, 7 April 2024")]
    ['2024-04-07']
    >>> list(dates_of_line("In March 2023 a trial began."))
    []
    """
    if at_end and _OF_A_WORK.search(line):
        return
    is_sentence = _SENTENCE.search(line) is not None
    is_short = line.count(" ") < _MAX_WORDS
    last = 0
    for start, end, date in _days(line, _SAID):
        before, ends = line[last:start], is_short and _ENDS.match(line, end) is not None
        is_first, last = not last, end
        if _DUE.search(before) is not None:
            continue
        label = _LABELLED.search(before) if ends else None
        if label is not None:
            if (is_first and not label.start()) or not (at_end or is_sentence):
                yield SaidDate(date, _LATER.search(before) is not None)
        elif not at_end and (
            _opens_prose(line, before, start, end)
            if is_sentence or not ends
            else _stands_alone(line, before, line[start:end])
        ):
            yield SaidDate(date, is_change=False)


def _opens_prose(line: str, before: str, start: int, end: int) -> bool:
    """Say whether a line begins as press releases do, with a place, a day and a dash."""
    is_first = len(before) == start
    return is_first and bool(_PLACE.fullmatch(before)) and _DASH.match(line, end) is not None


def _stands_alone(line: str, before: str, written: str) -> bool:
    """Say whether a date without a word for it is set apart; a month, where an issue is named."""
    has_day = next(_days(written, _DATES), None) is not None
    return _APART.search(before) is not None and (has_day or _ISSUE.search(line) is not None)


def _days(text: str, forms: tuple[re.Pattern[str], ...]) -> Iterator[tuple[int, int, dt.date]]:
    """Yield the days that a text names with their places, in order, not overlapping."""
    found = [match for form in forms for match in form.finditer(text)]
    last = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() < last:
            continue
        month = match["month"].lower()
        number = int(month) if month.isdecimal() else _month_number(month)
        day = int(match.groupdict().get("day") or 1)
        try:
            date = dt.date(int(match["year"]), number, day)
        except ValueError:
            continue  # the 31st of April
        yield (*match.span(), date)
        last = match.end()


def _month_number(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))

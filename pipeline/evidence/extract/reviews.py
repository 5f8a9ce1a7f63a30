"""Layer 5, extraction: what an abstract says of its review as a whole.

>>> included(("We included 12 trials with 1,234 participants.",))
(12, 1234)
>>> last_search(("We searched MEDLINE to 3 March 2014 and Embase (May 2013).",))
'2014-03-03'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.evidence.extract.phrases import WORDS
from pipeline.mark.sentences import sentence_starts
from pipeline.quantities import read_quantities

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH: Final = "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "may" else "may" for m in _MONTHS) + "|sept"
_DATE: Final = re.compile(WORDS["patterns"]["reviews_date"], re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19[6-9]\d|20[0-4]\d)\b(?!\s*;|\(|-[A-Z])")
_INCLUDED: Final = re.compile(WORDS["patterns"]["reviews_included"], re.IGNORECASE)
_NOT_ALL: Final = re.compile(WORDS["patterns"]["reviews_not_all"], re.IGNORECASE)
_IN_TOTAL: Final = re.compile(WORDS["patterns"]["reviews_in_total"], re.IGNORECASE)
_FIRST_SENTENCES: Final = 6


def included(paragraphs: Sequence[str]) -> tuple[int | None, int | None]:
    """Return the trials and participants that a review includes, as its first sentences say.

    None where they do not say; the participants only from the same sentence or
    the one after it, since later ones speak of single comparisons.
    """
    sentences: list[str] = []
    for paragraph in paragraphs[:3]:
        starts = [*sentence_starts(paragraph), len(paragraph)]
        sentences += [paragraph[a:b] for a, b in pairwise(starts)]
    sentences = sentences[:_FIRST_SENTENCES]
    candidates = []
    for number, sentence in enumerate(sentences):
        counts = [q for q in read_quantities(sentence) if q.bound == "none" and q.value is not None]
        trials = [q for q in counts if q.role == "trials"]
        if not trials or _INCLUDED.search(sentence) is None:
            continue
        people = [q for q in counts if q.role == "participants" and q.start > trials[0].start]
        if not people and number + 1 < len(sentences):
            following = read_quantities(sentences[number + 1])
            if not any(q.role == "trials" for q in following):
                people = [q for q in following if q.role == "participants" and q.value is not None]
                people = people if _INCLUDED.search(sentences[number + 1]) else []
        rank = (_NOT_ALL.search(sentence) is not None, _IN_TOTAL.search(sentence) is None, number)
        candidates.append((rank, trials[0].value, people[0].value if people else None))
    if not candidates:
        return None, None
    _, n_trials, n_people = min(candidates, key=lambda c: c[0])
    return _whole(n_trials), _whole(n_people)


def last_search(paragraphs: Sequence[str]) -> str:
    """Return the latest date of the search: "2014-03-03", "2014-03", "2014"; "" without one."""
    text = " ".join(paragraphs)
    dates = []
    for found in _DATE.finditer(text):
        month = next(i for i, m in enumerate(_MONTHS, 1) if m[:3] == found["month"][:3].lower())
        day = int(found["day"] or found["day2"] or 0)
        dates.append((int(found["year"]), month, day if 1 <= day <= 31 else 0))
    years = [int(year) for year in _YEAR.findall(text)]
    latest = max(dates, default=None)
    if latest is not None and latest[0] >= max(years, default=0):
        year, month, day = latest
        return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"
    return str(max(years)) if years else ""


def _whole(number: float | None) -> int | None:
    return int(number) if number is not None and number == int(number) else None

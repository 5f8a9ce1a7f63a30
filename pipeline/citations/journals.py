"""The many journals that no word list names: their titles and abbreviations.

`journals.csv` of the shipped evidence has some twenty thousand, and among them
are many everyday words. So a name of this list counts only where the words
around it cite: right before a year or a volume, after "published in", or where
it is abbreviated as only journals are.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.resources import evidence_dir


@dataclass(frozen=True, slots=True)
class JournalFound:
    """A journal of the list in a text.

    Attributes:
        name: as the list prefers it.
        everyday: the words may as well mean something else.
    """

    name: str
    start: int
    end: int
    everyday: bool


_MARKS: Final = re.compile(r"['’]")
_NOT_WORDS: Final = re.compile(r"[^\w\n]+")
_THE: Final = re.compile(r"^the (?=\w)", re.MULTILINE)


def journal_key(text: str) -> str:
    """Return the form in which names of journals are compared; line by line.

    >>> journal_key("J. Altern. Complement. Med.") == journal_key("J Altern Complement Med")
    True
    >>> journal_key("The Science & Practice of Rest")
    'science and practice of rest'
    """
    plain = _MARKS.sub("", text).replace("&", " and ").lower()
    lines = _NOT_WORDS.sub(" ", plain).split("\n")
    return _THE.sub("", "\n".join(line.strip() for line in lines))


@cache
def _lines() -> list[str]:
    path = evidence_dir() / "journals.csv"
    return path.read_text(encoding="utf-8").splitlines()[1:]


def listed_journal(key: str) -> str | None:
    """Return the preferred name of a journal of the list by the key of a spelling, or None."""
    lines, wanted = _lines(), f"{key},"
    # The lines are in order of key: to look up a few costs less than to parse all of them.
    place = bisect_left(lines, wanted)
    if not key or place == len(lines) or not lines[place].startswith(wanted):
        return None
    _, name = next(csv.reader([lines[place]]))
    return name


# What comes right after a journal's name in a citation: a year, a volume, a volume with its pages.
_DATE: Final = re.compile(
    r"[.,;:]?[\"'*_]{0,2}[.,;:]? ?(?:\((?:18|19|20)\d\d\b|(?<=[ ])(?:18|19|20)\d\d\b"
    r"|(?<=[ ])(?i:vol(?:ume|\.)?) ?\d|(?<=[ ])\d{1,4} ?[(:;]\d)"
)
# Before such a name: a mark that ends what came before, or the start of the line.
_EDGE: Final = re.compile(r"(?:^|[.?!,;:] |[(\[\"*_]| [-–—] |\bin (?:[Tt]he )?)(?=[A-Z])")
# After these a name is that of a journal.
_CUE: Final = re.compile(
    r"\b(?:published|printed|appear(?:ed|ing|s)|featured|reported)(?: \w+)? in (?:the )?"
    r"(?:(?:journals?|magazine),? )?[\"*_]?(?=[A-Z])"
    r"|\bjournals? [\"*_]?(?=[A-Z])"
)
# Words that are cut as only journals cut them; "J" stands for Journal.
_CUT: Final = re.compile(
    r"(?<!\w)(?:(?:[A-Z][\w-]*\.?|and|of|&) ){0,6}?"
    r"(?=[A-Z])(?:J\.? [A-Z][a-z]|[A-Z][a-z]+\.? (?:Acad|Altern|Am|Assoc|Biochem|Biol|Chem|Clin"
    r"|Complement|Dis|Dermatol|Endocrinol|Epidemiol|Exerc|Exp|Gastroenterol|Integr|Int|Med|Neurol"
    r"|Neurosci|Nutr|Oncol|Pharmacol|Physiol|Pract|Prev|Psychiatr|Psychol|Rehabil|Res|Rev|Rheum"
    r"|Rheumatol|Sci|Soc|Surg|Syst|Ther|Tradit)\b)"
)
_ANY: Final = re.compile(rf"{_DATE.pattern}|{_CUE.pattern}|{_CUT.pattern}")
_WORD: Final = re.compile(r"[^\W_][\w'’&-]*|&")
# Some add where they come out: "Nephrology (Carlton, Vic.)".
_PLACE: Final = re.compile(r"\.? \((?:[A-Z][\w.]*,? ?){1,4}\)")
# The longest names are not much longer; a longer stretch is a sentence.
_REACH: Final = 130
_MOST_WORDS: Final = 14
# A title that says what it is.
_MADE: Final = re.compile(
    r"\b(?:journals?|annals|archives?|acta|bulletin|proceedings|frontiers in|advances in"
    r"|current opinion|reviews? (?:of|in)|international|european|american|british)\b"
)


def find_listed_journals(text: str) -> list[JournalFound]:
    """Find the listed journals that a line cites, in order of start, disjoint."""
    if _ANY.search(text) is None:
        return []
    found = sorted({*_before_dates(text), *_from_starts(text)}, key=lambda one: one[:2])
    kept: list[JournalFound] = []
    # Of two that begin together the longer one is meant.
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or start >= kept[-1].end:
            key = journal_key(text[start:end])
            name = listed_journal(key)
            if name is not None:
                kept.append(JournalFound(name, start, end, _is_everyday(key, name)))
    return kept


def _is_everyday(key: str, name: str) -> bool:
    words = key.split()
    if len(words) < 2:
        return True
    abbreviated = key != journal_key(name) and (len(words) > 2 or "j" in words)
    return not abbreviated and (len(words) < 3 or _MADE.search(key) is None)


def _before_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between a mark and a year or a volume, and is a journal as a whole."""
    for date in _DATE.finditer(text):
        end = date.start()
        first = max(0, end - _REACH)
        # The first of them is the longest.
        for edge in _EDGE.finditer(text, first, end):
            key = journal_key(text[edge.end() : end])
            if listed_journal(key) is not None:
                yield edge.end(), end
                break


def _from_starts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the longest journal that begins at a place where only one can."""
    cues = {cue.end() for cue in _CUE.finditer(text)}
    cuts = {
        word.start()
        for cut in _CUT.finditer(text)
        for word in _WORD.finditer(text, cut.start(), cut.end())
    }
    for start in sorted(cues | cuts):
        words = list(_WORD.finditer(text, start, start + _REACH))[:_MOST_WORDS]
        for last in reversed(words):
            end = last.end()
            key = journal_key(text[start:end])
            # One cut word alone is no journal: "Rev", "Med".
            if (start in cues or " " in key) and listed_journal(key) is not None:
                place = _PLACE.match(text, end)
                if place is not None:
                    end = place.end()
                elif text[end : end + 1] == ")" and "(" in text[start:end]:
                    end += 1
                yield start, end
                break

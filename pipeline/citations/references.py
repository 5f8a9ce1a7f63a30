"""Entries of a reference list, and the markers in the text that point to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.citations.authors import INITIALS, SURNAME, surnames_of
from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.names import find_names
from pipeline.citations.nouns import find_years, kind_of
from pipeline.records import CitedSource, SourceKind


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a reference list; `number` is its label, or None."""

    number: int | None
    source: CitedSource


_LABEL: Final = re.compile(r"\s*(?:[-•*] ?)?(?:\[\^?(\d{1,3})\]:?|\((\d{1,3})\)|(\d{1,3})[.)])?\s*")
_LISTED: Final = rf"{SURNAME}{INITIALS}"
# Surnames with initials, then the title: nothing else in an article begins like this.
_AUTHORS: Final = re.compile(
    rf"{_LISTED}(?:,? (?:and |& )?{_LISTED})*(?:,? et al\.?)?(?:,? (?:and|&) {_LISTED})?"
    r"(?=[.:] |[.,]? \((?:18|19|20)\d\d)"
)
# An entry is a line or three; a paragraph that begins like one is none.
_LONGEST: Final = 700


# Authors, a title and a journal, within one bracket.
_BRACKETED: Final = re.compile(r"\(((?=[^()]*\d)[^()\n]{50,700}(?:\([^()\n]*\)[^()\n]*)*)\)")
_NEXT_CITED: Final = re.compile(r"; [A-Z]")
# It ends with a year, pages or an identifier, and with nothing that was found.
_ENTRY_END: Final = re.compile(
    r"\b(?:19|20)\d\d[a-e]?\b\)?[\d\s.,:;()eE/–-]*(?:\b(?:doi|https?|PMID|PMC)\S*.*)?$"
)
# Entries that were written on lines of their own, and came to stand in one.
_NEXT_ENTRY: Final = re.compile(rf"(?<=\S) (?=(?:\[\^?\d{{1,3}}\]:?|\d{{1,3}}\.) {_LISTED}[,.; ])")


def read_entries(line: str) -> list[Reference]:
    """Read the entries of a reference list that stand in a line; none of any other line.

    >>> line = "[1] Lee A. Tea. Pain 2019;1:2. [2] Roy B. Mud. Spine 2018;3:4."
    >>> [(entry.number, entry.source.authors) for entry in read_entries(line)]
    [(1, ('Lee',)), (2, ('Roy',))]
    """
    places = [0, *(found.end() for found in _NEXT_ENTRY.finditer(line)), len(line)]
    found = []
    for start, end in pairwise(places):
        entry = read_reference(line[start:end].rstrip(" "))
        if entry is not None:
            placed = replace(
                entry.source, start=entry.source.start + start, end=entry.source.end + start
            )
            found.append(replace(entry, source=placed))
        elif not found:
            return []
    return found


def find_entries(text: str) -> list[CitedSource]:
    """Read the entries that stand in brackets in running text, with the titles of the works.

    >>> line = "It helps (Lee A, et al. A long title about tea for headaches. Pain 2019;1:2)."
    >>> [entry.text for entry in find_entries(line)]
    ['Lee A, et al. A long title about tea for headaches. Pain 2019;1:2']
    """
    found = []
    for inside in _BRACKETED.finditer(text):
        # Several that are set off from each other are citations without titles.
        entry = None if _NEXT_CITED.search(inside[1]) else read_reference(inside[1])
        if entry is not None and _ENTRY_END.search(entry.source.text) is not None:
            start, one = inside.start(1), entry.source
            found.append(replace(one, start=one.start + start, end=one.end + start))
    return found


def _kind_of_title(text: str) -> SourceKind:
    kind = kind_of(text.lower())
    return (
        kind
        if kind in {"systematic_review", "meta_analysis", "guideline", "trial", "cohort"}
        else "study"
    )


def read_reference(line: str) -> Reference | None:
    """Read a line that is an entry of a reference list; None for any other line.

    Such an entry begins with authors with their initials, and holds a year and
    a journal, a body or an identifier.
    """
    if len(line) > _LONGEST:
        return None
    label = _LABEL.match(line)
    begin = label.end() if label is not None else 0
    authors = _AUTHORS.match(line, begin)
    if authors is None:
        return None
    years = find_years(line[authors.end() :])
    names = find_names(line[authors.end() :])
    identifiers = [i for i in find_identifiers(line) if i.system != "ref"]
    surnames = surnames_of(authors[0].replace(" et al", ""))
    if not surnames or not years or not (names or identifiers):
        return None
    journal = next((n.entry for n in reversed(names) if n.entry.kind == "journal"), None)
    body = next((n.entry.name for n in names if n.entry.kind == "organisation"), None)
    end = len(line.rstrip(" .,;"))
    kind: SourceKind = _kind_of_title(line[authors.end() :])
    if journal is not None and journal.source_kind is not None:
        kind = journal.source_kind
    numbers = [int(group) for group in label.groups() if group] if label is not None else []
    return Reference(
        numbers[0] if numbers else None,
        CitedSource(
            text=line[begin:end],
            kind=kind,
            publisher=(journal.publisher if journal is not None else body),
            authors=surnames,
            journal=journal.name if journal is not None else None,
            year=years[0].value,
            identifiers=tuple(sorted({(i.system, i.value) for i in identifiers})),
            start=begin,
            end=end,
        ),
    )


def number_entries(entries: Sequence[Reference | None]) -> list[Reference]:
    """Number the entries of a list by their places, where they bear no numbers of their own.

    Args:
        entries: of the items of one list in order; None for what is no entry.

    Returns:
        The entries; none where most items are something else, as in a list of tips.
    """
    found = [
        replace(entry, number=place) if entry.number is None else entry
        for place, entry in enumerate(entries, start=1)
        if entry is not None
    ]
    return found if 2 * len(found) >= len(entries) else []


def _number_of(cited: CitedSource) -> int | None:
    numbers = [value for system, value in cited.identifiers if system == "ref"]
    return int(numbers[0]) if len(numbers) == 1 else None


def tie_references(
    found: Sequence[CitedSource], references: Sequence[Reference]
) -> list[CitedSource]:
    """Tell citations by number what the reference list says of them.

    A marker of one number that the list holds takes over its entry's authors,
    journal, year, identifiers and links; all others stay as they are.
    """
    by_number = {entry.number: entry.source for entry in references if entry.number is not None}
    tied: list[CitedSource] = []
    for cited in found:
        number = _number_of(cited)
        entry = by_number.get(number) if number is not None else None
        if entry is None:
            tied.append(cited)
            continue
        tied.append(
            replace(
                cited,
                kind=entry.kind if cited.kind == "unspecified" else cited.kind,
                publisher=cited.publisher or entry.publisher,
                authors=cited.authors or entry.authors,
                journal=cited.journal or entry.journal,
                year=cited.year if cited.year is not None else entry.year,
                identifiers=tuple(sorted({*cited.identifiers, *entry.identifiers})),
                links=tuple(dict.fromkeys((*cited.links, *entry.links))),
            )
        )
    return tied

"""Authors as citations name them: "Smith et al.", "Smith and Lee (2020)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Final

from pipeline.resources import word_list


@dataclass(frozen=True, slots=True)
class AuthorsFound:
    """A place in a text that names authors; `end` is behind "et al.".

    Attributes:
        sure: whether nothing but authors is named so; else only a work beside
            them makes them authors ("by Vickers", "the Vickers paper").
    """

    surnames: tuple[str, ...]
    start: int
    end: int
    sure: bool = True


_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
_PARTICLE: Final = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Ll]a|[Ll]e|[Dd]u"
    r"|[Tt]en|[Tt]er|[Aa]l|[Ee]l|[Bb]in|[Ii]bn|St\.?)[ -])*"
)
# One surname: a capital, then at least one small letter somewhere.
SURNAME: Final = rf"{_PARTICLE}(?:[OD]')?{_UPPER}[^\W\d_]+(?:[-']{_UPPER}[^\W\d_]+)*(?:-[a-z]+)?"
# "AJ", "A. J.", "A.-J." after a surname.
INITIALS: Final = rf"(?: {_UPPER}{{1,3}}\b(?!\.?\w)\.?|,? (?:{_UPPER}\.[ -]?){{1,3}})"
_ONE: Final = rf"{SURNAME}(?:{INITIALS})?"
_NAMES: Final = rf"{_ONE}(?:, {_ONE}){{0,6}}(?:,? (?:and|&) {_ONE})?"
_ET_AL: Final = re.compile(
    r",? (?:et\.? ?al\b\.?|(?:and|&) (?:colleagues|co-?workers|co-?authors|(?:his|her|their) "
    r"(?:team|colleagues|group)|others)\b)"
)
# One cheap search says whether the pattern above is worth running.
_MANY: Final = re.compile(r" al\b| co|& |(?:team|group|others)\b")
_BEFORE_ET_AL: Final = re.compile(rf"(?<![\w-]){_NAMES}$")
_YEAR: Final = re.compile(r"(?<![\w.,$/-])(?:18|19|20)\d\d(?=[a-e]?(?![\w%]|[.,]\d))")
_BEFORE_YEAR: Final = re.compile(
    rf"(?<![\w-])(?P<names>{_ONE}(?:, {_ONE}){{0,6}},? (?:and|&) {_ONE}"
    rf"|{SURNAME}{INITIALS}(?:, {SURNAME}{INITIALS})+|{_ONE})"
    r"(?:'s?)?(?P<gap>,? \(|, | )$"
)
_SINGLE: Final = re.compile(rf"(?:{SURNAME})")
# First names and titles, which stories give and reference lists do not.
_TITLE: Final = r"(?:Drs?\.? |Prof(?:essor|\.)? )"
_FIRST: Final = rf"(?:{_TITLE}?(?:{_UPPER}[^\W\d_]+ |{_UPPER}\. ){{1,2}}|{_TITLE})"
_FIRST_BEFORE: Final = re.compile(
    rf"(?:(?<=\bby )|(?<=\bfrom )|(?<=\bthat )|(?<=\bis )|(?<=\()|^){_FIRST}$"
)
# A work of one's own: "Blumenthal's 2007 paper".
_OWNS: Final = re.compile(
    r"[a-e]? (?:[\w-]+ ){0,4}?(?:paper|stud(?:y|ies)|trial|review|(?:meta-)?analysis"
    r"|experiments?)\b"
)
_FULL: Final = rf"(?:{_FIRST})?{SURNAME}"
_LIST_OF_NAMES: Final = rf"{_FULL}(?:(?:, {_FULL}){{0,4}},? (?:and|&) {_FULL})?"
# Who wrote it, where the work itself stands before.
_BY: Final = re.compile(
    rf"\bby ({_LIST_OF_NAMES})(?:(?='s (?:group|team|lab)\b)|(?![\w'-]|\.\w))"
    r"(?! (?:\w+ )?(?:researchers|scientists|doctors|experts|investigators|teams?|group|officials"
    r"|academics))"
)
# "Valerie Sung's meta-analysis".
_WHOSE: Final = re.compile(
    rf"(?<![\w'-])({_FULL})'s? (?=(?:[\w-]+ ){{0,3}}?(?:paper|study|trial|review|meta-analysis)\b)"
)
# "The Goldenberg paper": a name where a sort of work is wanted.
_THE_PAPER: Final = re.compile(
    rf"\b[Tt]he ({SURNAME})(?= (?:paper|study|trial|review|meta-analysis)\b)"
)
# What may stand between the bracket and the first name of a citation.
_OPENING: Final = re.compile(
    r"(?:[(\[;]|^)\s?"
    r"(?:(?:see|e\.g\.,?|cf\.|as in|reviewed in|adapted from|source:|from|by|per)\s)?$",
    re.IGNORECASE,
)
_NARRATED: Final = re.compile(r"(?:\b(?:by|see|per|from|and|in|to|of|cf\.)|[(;,]) ?$")
# What a sentence begins with that says where: "In Oregon, …".
_PLACED: Final = re.compile(r"(?:^|[.!?;:)] )(?:In|From|At) $")
# What an entry of a list of sources begins behind: "Sources: Wilding 2021 NEJM; …".
_ENTRY: Final = re.compile(r"(?:^|[;:(\[])\s?$")
# From a year to its journal: "Vickers, 2012, Pain".
_TO_JOURNAL: Final = frozenset((", ", ", in ", ", in the "))
_START: Final = attrgetter("start")
# How far back a list of authors can reach.
_REACH: Final = 120


@cache
def _not_surnames() -> frozenset[str]:
    return frozenset(word_list("citations")["authors"]["not_surnames"].lower().split())


@cache
def _not_endings() -> re.Pattern[str]:
    return re.compile(word_list("citations")["authors"]["not_endings"])


@cache
def _speaks() -> re.Pattern[str]:
    verbs = word_list("citations")["verbs"]["report"]
    return re.compile(rf"[a-e]?\)?,? (?:also |have |has )?(?:{verbs})\b", re.IGNORECASE)


def _is_surname(word: str) -> bool:
    return word.lower() not in _not_surnames() and _not_endings().search(word) is None


def _after_first_name(text: str, start: int) -> int:
    """Where the names that surnames end begin: at "Michael" of "by Michael Noetel"."""
    floor = max(0, start - _REACH)
    first = _FIRST_BEFORE.search(text, floor, start)
    if first is None or not all(_is_surname(word) for word in first[0].split()):
        return start
    return first.start()


def surnames_of(names: str) -> tuple[str, ...]:
    """Return the surnames of a list of authors, in order.

    >>> surnames_of("Vickers AJ, Linde K, and van der Berg")
    ('Vickers', 'Linde', 'van der Berg')
    """
    found: list[str] = []
    for part in re.split(r",? (?:and|&) |, ", names):
        match = _SINGLE.match(part.strip())
        # "Vickers, A. J.": initials behind a comma are nobody.
        if match is not None and not re.fullmatch(rf"(?:{_UPPER}\.?[ -]?)+", part.strip()):
            found.append(match[0])
    return tuple(found)


def _known(names: str) -> tuple[str, int]:
    """Drop leading words that are no surnames: "In Smith" is "Smith"."""
    skipped = 0
    while names:
        match = _SINGLE.match(names)
        if match is None or _is_surname(match[0]):
            break
        rest = names[match.end() :].lstrip(" ,")
        if not rest:
            return "", 0
        skipped += len(names) - len(rest)
        names = rest
    return names, skipped


def _after_place(text: str, start: int, names: str) -> tuple[str, int]:
    """Drop where a study was made: "In Oregon, Li and co-workers"."""
    place, comma, rest = names.partition(", ")
    placed = comma and _PLACED.search(text, max(0, start - 8), start) is not None
    return (rest, len(place) + len(comma)) if placed else (names, 0)


def _with_et_al(text: str) -> list[AuthorsFound]:
    found: list[AuthorsFound] = []
    if _MANY.search(text) is None:
        return found
    for match in _ET_AL.finditer(text):
        floor = max(0, match.start() - _REACH)
        names = _BEFORE_ET_AL.search(text[floor : match.start()])
        if names is None:
            continue
        written, skipped = _known(names[0])
        if not written:
            # Before "et al." even May is a name.
            last = list(_SINGLE.finditer(names[0]))[-1]
            written, skipped = last[0], last.start()
        begun = floor + names.start() + skipped
        written, skipped = _after_place(text, begun, written)
        surnames = surnames_of(written)
        if surnames:
            start = _after_first_name(text, begun + skipped)
            found.append(AuthorsFound(surnames, start, match.end()))
    return found


def _before_year(text: str, year: re.Match[str], journals: Sequence[int]) -> AuthorsFound | None:
    floor = max(0, year.start() - _REACH)
    match = _BEFORE_YEAR.search(text[floor : year.start()])
    if match is None:
        return None
    written, skipped = _known(match["names"])
    start = floor + match.start() + skipped
    written, skipped = _after_place(text, start, written)
    start += skipped
    surnames = surnames_of(written)
    if not surnames or not all(
        _is_surname(part) for name in surnames for part in name.split()[-1:]
    ):
        return None
    opened = _OPENING.search(text, max(0, start - 20), start) is not None
    bracketed = match["gap"].endswith("(")
    speaks = _speaks().match(text, year.end()) is not None
    narrated = _NARRATED.search(text, max(0, start - 8), start) is not None
    if text[start + len(written) :].startswith("'") and _OWNS.match(text, year.end()):
        return AuthorsFound(surnames, _after_first_name(text, start), start + len(written))
    beside = {text[year.end() : place] for place in journals}
    entry = match["gap"] == " " and " " in beside and _ENTRY.search(text, 0, start) is not None
    if entry or (match["gap"] == ", " and beside & _TO_JOURNAL):
        return AuthorsFound(surnames, start, start + len(written))
    if len(surnames) > 1:
        fits = bracketed or opened or speaks or match["gap"] == ", "
    else:
        # A capital and a year alone are as often a place or a product.
        before = text[:start].rstrip(" ")
        inside = opened and (before[-1:] in {"(", "[", ";", ":"} or "(" in text[:start])
        fits = inside or speaks or (bracketed and narrated)
    # "Pain Relief 2019": a second capital before it makes a heading or a name.
    if (
        len(surnames) == 1
        and not opened
        and re.search(r"[A-Z]\w+ $", text[max(0, start - 30) : start])
    ):
        return None
    return AuthorsFound(surnames, start, start + len(written)) if fits else None


def _before_journal(text: str, place: int) -> AuthorsFound | None:
    """Read "(Chen & Park, Nature Medicine 2023)": a bracket that begins with names."""
    floor = max(0, place - _REACH)
    match = _BEFORE_YEAR.search(text[floor:place])
    if match is None or match["gap"] != ", ":
        return None
    start = floor + match.start()
    surnames = surnames_of(match["names"])
    if _known(match["names"])[1] or not surnames or text[start - 1 : start] not in {"(", "["}:
        return None
    return AuthorsFound(surnames, start, start + len(match["names"]))


def _beside_a_work(text: str) -> list[AuthorsFound]:
    """Read "by Hemilä and Chalker" and "the Goldenberg paper", which a work must stand beside."""
    found = []
    for needed, pattern in ((" by ", _BY), ("'s", _WHOSE), ("he ", _THE_PAPER)):
        # Plain words are found faster than patterns.
        for match in pattern.finditer(text) if needed in text else ():
            names = re.split(r",? (?:and|&) |, ", match[1])
            surnames = tuple(list(_SINGLE.finditer(name))[-1][0] for name in names)
            # "The VITAL trial": capitals alone are the name of a work.
            if all(_is_surname(name) and not name.isupper() for name in surnames):
                found.append(AuthorsFound(surnames, *match.span(1), sure=False))
    return found


def find_authors(text: str, *, journals: Sequence[int] = ()) -> list[AuthorsFound]:
    """Find the authors that a line of clean text cites, in order, disjoint.

    Names count where "et al." or its like follows, or a year or a journal in
    the ways that citations put them. A month, a place or a thing before a year
    is no author. Those that a story names ("by Hemilä and Chalker") are not `sure`.

    Args:
        text: the line.
        journals: where the names of journals begin.
    """
    # In order and disjoint throughout: only the neighbours of a place can share it.
    found = _with_et_al(text)
    others = [_before_year(text, year, journals) for year in _YEAR.finditer(text)]
    others += [_before_journal(text, place) for place in journals]
    others += _beside_a_work(text)
    for one in others:
        place = bisect_left(found, one.start, key=_START) if one is not None else 0
        if one is not None and all(
            one.end <= other.start or other.end <= one.start
            for other in found[max(place - 1, 0) : place + 1]
        ):
            found.insert(place, one)
    return found

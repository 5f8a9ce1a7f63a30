"""One annotation held against another of the same claim, field by field.

What counts as the same is stricter than what reads alike, and looser than the
same characters:

- **Numbers** are paired by value. A value is the same within one in ninety
  ("a third" is 0.33 and 0.3333), with its ends where the reader gives them. A
  unit and a role are the same by name; of "40 mg a day" readers mark no more than
  "40 mg", so that what is per day need not be so in theirs, and servings are counted.
- **Concepts** are the same by id. Where the reader names one that the table
  has not, it is right to leave it empty, or to give the same words.
- **Sources**: a body and a journal by any name that the word lists give them,
  authors by the first surname and as many more as both give, identifiers
  without the version of a review where one of the two lacks it.
- **Headers** of a cell are the same by their words, of the row and of all above
  it together, in any order.
- All else is one of few names, and the same or not.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pipeline.citations.names import journal_named, organisation_named
from pipeline.learn.annotations.records import (
    CellNamed,
    CodeNamed,
    Fields,
    Named,
    Number,
    SourceNamed,
)

Key = Callable[[str], tuple[str, ...]]
FieldName = Literal[
    "value",
    "value, unit",
    "value, unit, role",
    "intervention",
    "condition",
    "outcome",
    "population",
    "comparators",
    "publisher",
    "authors",
    "journal",
    "year",
    "identifiers",
    "trials",
    "participants",
    "hedge",
    "attribution",
    "negated",
    "causal",
    "direction",
    "code",
]
FIELD_NAMES: Final[tuple[FieldName, ...]] = get_args(FieldName)
# What a source is told by.
SOURCE_FIELDS: Final[tuple[FieldName, ...]] = (
    "publisher",
    "authors",
    "journal",
    "year",
    "identifiers",
    "trials",
    "participants",
)
# "A third" is written 0.33 by one and 0.3333 by another.
_CLOSE: Final = 1 / 90
_PER_TIME: Final = re.compile(r"/(?:min|h|d|wk|mo|a)")
# Things that UCUM has no unit for stand in braces.
_COUNTED_THINGS: Final = re.compile(r"\{\w+\}")
_TAG: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(r"[^\W_]+")
_THE: Final = re.compile(r"^the\s+", re.IGNORECASE)
_WHOSE: Final = re.compile(r"^(?:American|US|U\.S\.|British|UK|European)\s+")
_AND_OTHERS: Final = re.compile(
    r"\bet\.? al\b\.?|\b(?:and|&) (?:colleagues|others|co-?workers|team)\b", re.IGNORECASE
)
_BETWEEN_AUTHORS: Final = re.compile(r"[,;]|\band\b|&")
_INITIALS: Final = re.compile(r"[^\W\d_a-z]{1,3}")
_VERSION: Final = re.compile(r"\.PUB\d+$")
_ID_LEAD: Final = re.compile(r"^(?:HTTPS?://)?(?:DX\.)?(?:DOI(?:\.ORG/|:)|PMID:?|PMCID:?)")


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of one claim, or one of its numbers.

    Attributes:
        given: whether the reader gives it.
        got: whether the other does.
        right: whether the other says what the reader does, or leaves out what he leaves out.
        wanted, said: for people; "" where it is left out.
    """

    field: FieldName
    given: bool
    got: bool
    right: bool
    wanted: str = ""
    said: str = ""


def compare(gold: Fields, other: Fields) -> list[Compared]:
    """Hold what another says of a claim against what a reader does, field by field."""
    return [
        *_numbers(gold.quantities, other.quantities),
        _concept("intervention", gold.intervention, other.intervention),
        _concept("condition", gold.condition, other.condition),
        _concept("outcome", gold.outcome, other.outcome),
        _concept("population", gold.population, other.population),
        _comparators(gold.comparators, other.comparators),
        *_sources(gold.source or SourceNamed(), other.source or SourceNamed()),
        _name("hedge", gold.hedge, other.hedge),
        _name("attribution", gold.attribution, other.attribution),
        _flag("negated", gold.negated, other.negated),
        _name("causal", gold.causal, other.causal),
        # Where the tool sees no direction it says so in a word.
        _name("direction", gold.direction, other.direction, empty="unclear"),
        _code(gold.code, other.code),
    ]


def same_headers(gold: CellNamed, other: CellNamed) -> bool:
    """Say whether two cells have the same headers."""
    return sorted(words(" ".join(gold.headers))) == sorted(words(" ".join(other.headers)))


def same_place(gold: CellNamed, other: CellNamed) -> bool:
    """Say whether two cells stand in the same place of the same table."""
    return (gold.table, gold.row, gold.column) == (other.table, other.row, other.column)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, without its markup.

    >>> words("<b>Sleep</b>&nbsp;quality (0-21)")
    ('sleep', 'quality', '0', '21')
    """
    return tuple(_WORD.findall(html.unescape(_TAG.sub(" ", text)).casefold()))


# --- numbers ---------------------------------------------------------------------------------


def _numbers(gold: Sequence[Number], other: Sequence[Number]) -> Iterator[Compared]:
    """Pair numbers one to one, the most alike first, and say how far each is right."""
    alike = sorted(
        (-_likeness(one, said), i, j)
        for i, one in enumerate(gold)
        for j, said in enumerate(other)
        if _same_value(one, said)
    )
    partner: dict[int, int] = {}
    for _, i, j in alike:
        if i not in partner and j not in partner.values():
            partner[i] = j
    for i, one in enumerate(gold):
        said = other[partner[i]] if i in partner else None
        unit = said is not None and _same_unit(one, said)
        role = said is not None and one.role == said.role
        wanted, told = _number_text(one), _number_text(said)
        yield Compared("value", True, said is not None, said is not None, wanted, told)
        yield Compared("value, unit", True, said is not None, unit, wanted, told)
        yield Compared("value, unit, role", True, said is not None, unit and role, wanted, told)
    for j, said in enumerate(other):
        if j not in partner.values():
            for field in FIELD_NAMES[:3]:
                yield Compared(field, False, True, False, "", _number_text(said))


def _same_unit(gold: Number, other: Number) -> bool:
    if gold.unit == other.unit:
        return True
    if gold.unit == "count" and _COUNTED_THINGS.fullmatch(other.unit):
        return True
    whole = "" if gold.unit == "count" else gold.unit
    rest = other.unit.removeprefix(whole)
    marked_less = len(gold.text) < len(other.text) and gold.text in other.text
    return marked_less and other.unit.startswith(whole) and _PER_TIME.fullmatch(rest) is not None


def _likeness(one: Number, other: Number) -> int:
    return 2 * _same_unit(one, other) + (one.role == other.role)


def _same_value(gold: Number, other: Number) -> bool:
    if gold.value is None and gold.low is None and gold.high is None:
        # "Dozens": words are all there is.
        return words(gold.text) == words(other.text)
    return all(
        wanted is None or (said is not None and math.isclose(wanted, said, rel_tol=_CLOSE))
        for wanted, said in (
            (gold.value, other.value),
            (gold.low, other.low),
            (gold.high, other.high),
        )
    )


def _number_text(number: Number | None) -> str:
    if number is None:
        return ""
    ends = "" if number.low is None and number.high is None else f" {number.low}..{number.high}"
    return f"{number.text!r} = {number.value}{ends} {number.unit} {number.role}"


# --- concepts --------------------------------------------------------------------------------


def _concept(field: FieldName, gold: Named | None, other: Named | None) -> Compared:
    if gold is None:
        right = other is None
    elif gold.concept_id is None:
        right = other is None or words(other.text) == words(gold.text)
    else:
        right = other is not None and other.concept_id == gold.concept_id
    return Compared(
        field, gold is not None, other is not None, right, _named_text(gold), _named_text(other)
    )


def _comparators(gold: Sequence[Named], other: Sequence[Named]) -> Compared:
    """Compare what a result is compared with: all of it, where it is pooled."""
    wanted = {one.concept_id for one in gold if one.concept_id is not None}
    unknown = {words(one.text) for one in gold if one.concept_id is None}
    said = {one.concept_id for one in other if words(one.text) not in unknown}
    return Compared(
        "comparators",
        bool(gold),
        bool(other),
        said == wanted,
        "; ".join(map(_named_text, gold)),
        "; ".join(map(_named_text, other)),
    )


def _named_text(named: Named | None) -> str:
    return "" if named is None else f"{named.text!r} {named.concept_id or '(no id)'}"


# --- sources ---------------------------------------------------------------------------------


def _sources(gold: SourceNamed, other: SourceNamed) -> Iterator[Compared]:
    yield _same_text("publisher", gold.publisher, other.publisher, _publisher_key)
    yield _authors(gold.authors, other.authors)
    yield _same_text("journal", gold.journal, other.journal, _journal_key)
    yield _count("year", gold.year, other.year)
    yield _identifiers(gold.identifiers, other.identifiers)
    yield _count("trials", gold.n_trials, other.n_trials)
    yield _count("participants", gold.n_participants, other.n_participants)


def _same_text(field: FieldName, gold: str | None, other: str | None, key: Key) -> Compared:
    right = gold is other is None or (
        gold is not None and other is not None and key(gold) == key(other)
    )
    return Compared(field, gold is not None, other is not None, right, gold or "", other or "")


def _publisher_key(text: str) -> tuple[str, ...]:
    plain = _THE.sub("", html.unescape(text))
    # "The American Food and Drug Administration": whose it is, a list may not say.
    named = organisation_named(plain) or organisation_named(_WHOSE.sub("", plain))
    return words(_THE.sub("", named or plain))


def _journal_key(text: str) -> tuple[str, ...]:
    plain = _THE.sub("", html.unescape(text))
    return words(_THE.sub("", journal_named(plain) or plain))


def _authors(gold: str | None, other: str | None) -> Compared:
    wanted, said = surnames(gold or ""), surnames(other or "")
    both = min(len(wanted), len(said))
    right = wanted == said or (both > 0 and wanted[:both] == said[:both])
    return Compared("authors", gold is not None, other is not None, right, gold or "", other or "")


def surnames(text: str) -> list[str]:
    """Return the surnames of authors as written, in small letters.

    >>> surnames("Lee AB, van Dyk C et al."), surnames("Mina Lee and colleagues")
    (['lee', 'dyk'], ['lee'])
    """
    plain = _AND_OTHERS.sub("", html.unescape(_TAG.sub(" ", text)))
    found = []
    for author in _BETWEEN_AUTHORS.split(plain):
        named = [word for word in _WORD.findall(author) if not _INITIALS.fullmatch(word)]
        if named:
            found.append(named[-1].casefold())
    return found


def _identifiers(gold: Sequence[str], other: Sequence[str]) -> Compared:
    wanted, said = sorted(map(_identifier_key, gold)), sorted(map(_identifier_key, other))
    right = len(wanted) == len(said) and all(map(_same_identifier, wanted, said))
    return Compared(
        "identifiers", bool(gold), bool(other), right, ", ".join(gold), ", ".join(other)
    )


def _same_identifier(one: str, other: str) -> bool:
    return one == other or _VERSION.sub("", one) == other or one == _VERSION.sub("", other)


def _identifier_key(text: str) -> str:
    return _ID_LEAD.sub("", text.upper().replace(" ", ""))


# --- all else --------------------------------------------------------------------------------


def _count(field: FieldName, gold: int | None, other: int | None) -> Compared:
    return Compared(
        field, gold is not None, other is not None, gold == other, _plain(gold), _plain(other)
    )


def _name(field: FieldName, gold: str | None, other: str | None, *, empty: str = "") -> Compared:
    got = other is not None and other != empty
    right = other == gold if gold is not None else not got
    return Compared(field, gold is not None, got, right, gold or "", other or "")


def _flag(field: FieldName, gold: bool | None, other: bool | None) -> Compared:
    return _name(field, *(None if flag is None else str(flag) for flag in (gold, other)))


def _code(gold: CodeNamed | None, other: CodeNamed | None) -> Compared:
    wanted, said = (
        "" if code is None else f"{code.system} {code.code}".upper() for code in (gold, other)
    )
    return Compared("code", bool(wanted), bool(said), wanted == said, wanted, said)


def _plain(count: int | None) -> str:
    return "" if count is None else str(count)

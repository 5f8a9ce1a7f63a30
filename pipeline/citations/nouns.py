"""The other words of a citation: what sort of document, which year, how large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from pipeline.records import SourceKind
from pipeline.resources import word_list


@dataclass(frozen=True, slots=True)
class NounFound:
    """A noun that names a document or those who write them.

    Attributes:
        strong: a study, trial, review, guideline; else "data", "report" …
        people: "experts", "researchers".
        head: where the noun itself begins, behind its modifiers.
    """

    kind: SourceKind
    start: int
    end: int
    head: int
    strong: bool
    people: bool = False


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A year, a number of trials or a number of participants."""

    value: int
    start: int
    end: int


_NUMBER_WORDS: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_COUNT: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_NUMBER_WORDS)})"
_YEAR: Final = re.compile(
    r"(?<![\w.,$€£/+-])(?:(?:18|19|20)\d\d ?[-–/] ?)?((?:18|19|20)\d\d)[a-e]?(?![\w%]|[.,]\d|-\w)"
)
# A number of that size can also count people or milligrams.
_COUNTED: Final = re.compile(
    r"\)? ?(?:%|mg|mcg|µg|g|kg|ml|iu|kcal|calories|steps|participants|patients|people|adults|women"
    r"|men|children|subjects|studies|trials|words|members|clients|sessions|times|hours|USD|dollars)\b",
    re.IGNORECASE,
)
# A noun is found first, in small letters, since a pattern that begins with plain
# letters is the fastest there is; what counts it stands before it.
_TRIALS: Final = re.compile(r"(?:rcts?|trials|studies|reviews)(?!\w)")
_BEFORE_TRIALS: Final = re.compile(
    rf"(?<![\w.,$-])({_COUNT}) (?:(?:different|separate|eligible|independent|small|large"
    r"|high-quality|published|peer-reviewed|relevant|included|clinical|human|randomi[sz]ed"
    r"|placebo-controlled|sham-controlled|double-blind(?:ed)?|controlled|prospective"
    r"|observational|acupuncture|such|primary|individual|cohort|previous|good-quality"
    r"|international|,|and|or) ?){0,5}$",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(
    r"(?:participants|patients|people|adults|subjects|individuals|volunteers|women|men|children"
    r"|persons|respondents|adolescents|veterans|athletes|nurses|students|users|migraineurs"
    r"|sufferers|workers|infants|cases|smokers|babies|births|newborns|toddlers|pregnancies|teenagers"
    r"|pupils|residents|runners|players|americans|britons)(?!\w)"
)
_BEFORE_PEOPLE: Final = re.compile(
    rf"(?<![\w.,$-])({_COUNT}|\d+(?:\.\d+)? (?:million|thousand))"
    r" (?:(?!of |and |or |in |with |to |the |from |were |that |found |showed |reported )"
    r"[\w-]+ ){0,3}?$",
    re.IGNORECASE,
)
_SAMPLE: Final = re.compile(r"[nN] ?= ?(\d{1,3}(?:,\d{3})+|\d+)(?![\w.]\d)")
# How far before its noun a number can stand.
_REACH: Final = 90
_SCALE: Final = {"million": 1_000_000, "thousand": 1_000}


def _number(written: str) -> int | None:
    written = written.lower()
    if written in _NUMBER_WORDS:
        return _NUMBER_WORDS[written]
    head, _, scale = written.partition(" ")
    if scale:
        return round(float(head) * _SCALE[scale])
    # Longer than any count of people: an identifier, and int() has its limits.
    digits = head.replace(",", "")
    return int(digits) if len(digits) < 12 else None


def find_years(text: str) -> list[NumberFound]:
    """Find the four-digit years; of a span of years the last."""
    return [
        NumberFound(int(match[1]), *match.span())
        for match in _YEAR.finditer(text)
        if int(match[1]) < 2050 and _COUNTED.match(text, match.end()) is None
    ]


def lowered(text: str) -> str:
    """Return the text in small letters, place by place; as it is where that is impossible."""
    small = text.lower()
    # "İ" becomes two characters.
    return small if len(small) == len(text) else text


def _counted(
    text: str, noun: re.Pattern[str], before: re.Pattern[str]
) -> Iterator[tuple[int, int, int]]:
    """Yield each number that counts a noun, with the span of both."""
    last = 0
    for match in noun.finditer(lowered(text)):
        start = match.start()
        if text[start - 1 : start].isalnum():
            continue
        number = before.search(text, max(last, start - _REACH), start)
        value = _number(number[1]) if number is not None else None
        if number is not None and value is not None:
            last = match.end()
            yield value, number.start(), match.end()


def find_trials(text: str) -> list[NumberFound]:
    """Find how many trials or studies are counted ("29 RCTs")."""
    # "in 2019 trials" counts nothing.
    return [
        NumberFound(*found)
        for found in _counted(text, _TRIALS, _BEFORE_TRIALS)
        if not 1900 <= found[0] < 2050
    ]


def find_participants(text: str) -> list[NumberFound]:
    """Find how many people are counted ("n = 1,240", "860 people")."""
    found = [NumberFound(*one) for one in _counted(text, _PEOPLE, _BEFORE_PEOPLE)]
    for match in _SAMPLE.finditer(text):
        value = _number(match[1])
        if value is not None and not text[match.start() - 1 : match.start()].isalnum():
            found.append(NumberFound(value, *match.span()))
    return sorted(found, key=lambda number: number.start)


@cache
def _nouns() -> re.Pattern[str]:
    nouns = word_list("citations")["nouns"]
    words = "|".join(nouns[sort].lower() for sort in ("strong", "weak", "people"))
    return re.compile(rf"(?:{words})(?![\w-])")


@cache
def _sort(sort: str) -> re.Pattern[str]:
    return re.compile(word_list("citations")["nouns"][sort].lower())


@cache
def _modifiers() -> re.Pattern[str]:
    words = word_list("citations")["nouns"]["modifiers"]
    return re.compile(rf"(?<![\w-])(?:(?:{words})(?:, | and | |-))+$", re.IGNORECASE)


@cache
def _other_things() -> re.Pattern[str]:
    nouns = word_list("citations")["nouns"]
    return re.compile(rf"(?<!\w)(?:{nouns['other_things']})[ -]$", re.IGNORECASE)


@cache
def _other_after() -> re.Pattern[str]:
    words = word_list("citations")["nouns"]["after"]
    return re.compile(rf"[ -](?:{words})\b", re.IGNORECASE)


@cache
def _kinds() -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    return tuple(
        (cast("SourceKind", kind["name"]), re.compile(kind["pattern"], re.IGNORECASE))
        for kind in word_list("citations")["kind"]
    )


@cache
def kind_of(words: str) -> SourceKind:
    """Return what sort of document a noun phrase names.

    >>> kind_of("randomized controlled trial")
    'trial'
    """
    return next(kind for kind, pattern in _kinds() if pattern.search(words))


def find_nouns(text: str) -> list[NounFound]:
    """Find the nouns that name documents, with the modifiers that belong to them."""
    found: list[NounFound] = []
    for match in _nouns().finditer(lowered(text)):
        head = match.start()
        if text[head - 1 : head].isalnum() or text[head - 1 : head] in {"-", "_"}:
            continue
        reach = max(0, head - _REACH)
        modifiers = _modifiers().search(text[reach:head])
        start = reach + modifiers.start() if modifiers is not None else head
        if _other_things().search(text[reach:start]) or _other_after().match(text, match.end()):
            continue
        found.append(
            NounFound(
                kind_of(text[start : match.end()].lower()),
                start,
                match.end(),
                head,
                strong=_sort("strong").fullmatch(match[0]) is not None,
                people=_sort("people").fullmatch(match[0]) is not None,
            )
        )
    return found

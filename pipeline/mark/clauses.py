r"""Stage 2: a compound sentence falls apart into clauses that can be checked alone.

There is no parser here: a clause ends at a dash or a semicolon, after "found
that", and at a comma or an "and" that a new verb, a new number or a new subject
with its verb follows. Brackets are never cut.

    >>> text = "It eases pain, lowers stress and (in 2 of 3 people) improves sleep."
    >>> [text[start:end] for start, end in cut_clauses(text)]
    ['It eases pain', 'lowers stress', '(in 2 of 3 people) improves sleep']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.resources import word_list

_WORDS: Final = word_list("clauses")
_REPORTS: Final = "|".join(_WORDS["reports"])
_VERBS: Final = "|".join(_WORDS["verbs"])
_STATES: Final = "|".join(_WORDS["states"])
# What may stand between the conjunction and the verb: "and it also helps to".
_SUBJECT: Final = rf"(?:{'|'.join(_WORDS['subjects'])})"
_LEAD: Final = rf"(?:{_SUBJECT}\s+)?(?:(?:{'|'.join(_WORDS['adverbs'])})\s+){{0,2}}"
# "Lower back pain" lowers nothing.
_VERB: Final = rf"(?:\([^()]*\)\s+)?{_LEAD}(?!{_WORDS['no_verb']})(?:{_VERBS})\b"
# A new subject of some words, and its verb: "and valerian root improves".
_THING: Final = (
    rf"(?:(?!(?:{'|'.join(_WORDS['no_subject'])})\b)[\w’'-]+\s+){{1,6}}?"
    rf"(?:(?:{'|'.join(_WORDS['adverbs'])}|does not|do not|did not|cannot)\s+){{0,2}}"
    rf"(?!{_WORDS['no_verb']})(?:{'|'.join(_WORDS['finite'])})\b"
)
_NUMBER: Final = (
    rf"{_LEAD}[~≥≤<>↓↑+$€£]?\d[\d.,]*\s?(?:%|percent|per cent|x\b)?(?:\s+of)?\s+"
    rf"(?:(?!(?:and|or|to)\b)[a-z]+\s+){{0,3}}?(?:{_VERBS}|{_STATES})\b"
)
# "64% of people on it and 60% of those on placebo had": the first half of a subject.
_HALF_COUNT: Final = re.compile(
    r"\d\s?%\s(?:of|in)\s(?:the\s|those\s|these\s)?\w+\s"
    r"(?:on|with|taking|given|getting|receiving|assigned\sto)\s[\w’'-]+(?:\s[\w’'-]+)?$"
)
_PERSON: Final = rf"(?:{'|'.join(_WORDS['persons'])})\s+(?!(?:and|or|of)\b)\w"
# "…, though the evidence is thin" says how sure the clause before is, and stays with it.
_RESERVES: Final = _WORDS["reserves"]
# The subject goes on and does something else: "and is covered by", "and recommended by".
_PREDICATE: Final = rf"(?:{'|'.join(_WORDS['predicates'])})\b"
# Always an end: dashes between words, semicolons, and what a report found.
_STRONG: Final = re.compile(
    rf"\s*(?:—|;)\s*|\s+(?:–|--|-)\s+|,\s+but\s+|:\s+(?={_SUBJECT}\b)|\b(?:{_REPORTS}) that\s+",
    re.IGNORECASE,
)
_WEAK: Final = re.compile(
    r"(?:,\s+(?:(?:and|but|or|while|whereas|yet|so)\s+)?|\s+(?:and|but|while|whereas)\s+)"
    rf"(?={_VERB}|{_NUMBER})",
    re.IGNORECASE,
)
# Where something else is said, of another thing or by another body.
_INDEPENDENT: Final = re.compile(
    rf"(?:,\s+)?\s*\b(?:and|but|while|whereas)\s+(?={_THING}|{_PREDICATE})"
    rf"|,\s+(?:even\s+)?(?:although|though|whereas|while)\s+(?!{_RESERVES})(?={_THING})",
    re.IGNORECASE,
)
# "…, though it beat doing nothing", "…, and it was no better than placebo".
_FURTHER: Final = re.compile(
    rf",\s+(?:and|(?:even\s+)?(?:although|though)|whereas|while)\s+(?!{_RESERVES})(?={_PERSON})",
    re.IGNORECASE,
)
_ASSERTS: Final = re.compile(
    rf"\b(?:{'|'.join(_WORDS['finite'])}|{_VERBS}|{'|'.join(_WORDS['modals'])})\b", re.IGNORECASE
)
_REPORTED: Final = re.compile(rf"\b(?:{_REPORTS})\b", re.IGNORECASE)
# "They don't", "it's working".
_JOINED: Final = re.compile(
    r"n['’]t\b|['’](?:re|ll|ve|m|d)\b|\b(?:it|that|he|she|there|here|what|who)['’]s\b",
    re.IGNORECASE,
)
_TRIM: Final = re.compile(
    rf"^(?:[\s,.:;!?*•✅✔✓👉➡►]+|(?:{'|'.join(_WORDS['openers'])})\b[,:]?\s+(?:that\s+)?)+",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"[\s,.:;!?*\"']+$")


def cut_clauses(sentence: str) -> list[tuple[int, int]]:
    """Return the clauses of one sentence as spans of it, trimmed, in order.

    Leading conjunctions and closing punctuation belong to no clause; an empty
    clause is left out.
    """
    return _cut_at(sentence, (_STRONG, _WEAK, _INDEPENDENT, _FURTHER))


def has_verb(words: str) -> bool:
    """Say whether some words tell that something is done, or is so: a verb that we know."""
    return any(verb.search(words) for verb in (_ASSERTS, _REPORTED, _JOINED))


def cut_anew(clause: str) -> list[tuple[int, int]]:
    """Return the parts of a clause that each have a subject, or a body, of their own."""
    return _cut_at(clause, (_INDEPENDENT, _FURTHER))


def _cut_at(sentence: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    closed = _bracketed(sentence)
    cuts = [
        found.span()
        for pattern in patterns
        for found in pattern.finditer(sentence)
        if not closed[found.start()]
        # "Hearing loss and loneliness are two": what has no verb yet is half of a subject.
        and (pattern is not _INDEPENDENT or _ASSERTS.search(sentence, 0, found.start()))
        and not _HALF_COUNT.search(sentence[: found.start()])
    ]
    clauses: list[tuple[int, int]] = []
    start = 0
    for cut_start, cut_end in [*sorted(cuts), (len(sentence), len(sentence))]:
        if cut_start < start:
            continue
        trimmed = _trim(sentence, start, cut_start)
        if trimmed is not None:
            clauses.append(trimmed)
        start = cut_end
    return clauses


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    lead = _TRIM.match(piece)
    if lead is not None:
        start += lead.end()
    tail = _TAIL.search(text[start:end])
    if tail is not None:
        end = start + tail.start()
    return (start, end) if start < end else None


def _bracketed(text: str) -> list[bool]:
    """Say for each character, and the end, whether it stands inside brackets."""
    inside: list[bool] = []
    depth = 0
    for character in text:
        if character in ")]":
            depth = max(0, depth - 1)
        inside.append(depth > 0)
        if character in "([":
            depth += 1
    inside.append(False)
    # An unclosed bracket encloses nothing.
    return inside if depth == 0 else [False] * len(inside)

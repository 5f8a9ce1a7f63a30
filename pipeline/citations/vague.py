"""Sources that nobody could look up: "studies show", "experts say"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from pipeline.citations.names import NameFound
from pipeline.citations.nouns import NounFound, NumberFound, find_nouns
from pipeline.citations.pieces import Piece
from pipeline.records import CitedSource
from pipeline.resources import word_list

# What a noun is about stands between it and its verb: "research on needles shows".
_ABOUT: Final = (
    r"(?: (?:on|of|in|into|about|from|regarding|for|comparing|examining|looking at|exploring"
    r"|involving|with|around|behind|published|conducted|done|investigating|evaluating)"
    r"(?: (?!that\b|which\b)[\w'’/.,%-]*[\w'’/%-],?){1,8}?)?"
)
_ASKED: Final = re.compile(
    r"\b(?:what(?:'s)?|how|why|where|does|do|did)(?: (?:does|do|did|the|current|this"
    r"|these|latest|recent|all|new|modern|most|scientific|medical))*\s$",
    re.IGNORECASE,
)
# "The study found" goes back to a source that was named before.
_BACK: Final = re.compile(
    r"\b(?:the|this|that|these|those|its|his|her|their|our|my|your) $", re.IGNORECASE
)
_GENERAL: Final = re.compile(
    r"research|evidence|literature|science|data|experts|studies", re.IGNORECASE
)
_OWN: Final = re.compile(r"\b(?:our|my|your)(?: [\w'-]+){0,2} $", re.IGNORECASE)
# "a study of our own patients": nobody else's.
_PRIVATE: Final = re.compile(r"\b(?:our|my)\b", re.IGNORECASE)
_NOT: Final = re.compile(r"\b(?:not|never|n't|without being)(?: \w+)? $", re.IGNORECASE)
_CAPITAL: Final = re.compile(r"[A-Z][\w.]+ $")
_PASSIVE: Final = re.compile(
    r"\b(?:shown|found|demonstrated|proven|supported|backed|confirmed|validated|suggested"
    r"|documented|observed|substantiated|established|evidenced|verified) (?:up )?(?:in|by) $",
    re.IGNORECASE,
)
_BY_WORD: Final = re.compile(r"\b(?:according to|based on|as per|per) $", re.IGNORECASE)
# "In a Swedish study, men who …": the document comes first, its results after the comma.
_PLACED: Final = re.compile(
    r"(?:^|[.;:!?(] ?|, |\bbut |\band )in (?:(?:a|an|one|another) (?:[\w'-]+ ){0,2})?$",
    re.IGNORECASE,
)
_REPORT_NOUN: Final = re.compile(
    r"(?:polic|memo|determination|advisory|registry|statement|report|website|page|sheet|paper|article)",
    re.IGNORECASE,
)
# How far back the words that lead to a noun can reach.
_REACH: Final = 60


@cache
def _verbs() -> re.Pattern[str]:
    verbs = word_list("citations")["verbs"]
    return re.compile(
        rf"{_ABOUT}(?:,? (?:{verbs['adverbs']}))* (?:{verbs['vague']})\b", re.IGNORECASE
    )


@cache
def _quantifiers() -> re.Pattern[str]:
    words = word_list("citations")["nouns"]["quantifiers"]
    return re.compile(rf"(?<![\w-])(?:(?:{words}) )+$", re.IGNORECASE)


def _back_over(text: str, place: int) -> tuple[int, str]:
    """Return where the noun phrase begins, and the quantifiers it begins with."""
    match = _quantifiers().search(text, max(0, place - 60), place)
    return (match.start(), match[0].strip().lower()) if match is not None else (place, "")


def _sizes(pieces: list[Piece], start: int, end: int, what: str) -> int | None:
    for piece in pieces:
        if (
            piece.what == what
            and start <= piece.start < end
            and isinstance(piece.found, NumberFound)
        ):
            return piece.found.value
    return None


def _phrase(text: str, noun: NounFound) -> tuple[int, int] | None:
    """Return the span of a vague citation around a noun, or None."""
    start, quantifier = _back_over(text, noun.start)
    before = text[max(0, start - _REACH) : start]
    head = text[noun.head : noun.end]
    if _ASKED.search(before) or _OWN.search(before) or _REPORT_NOUN.fullmatch(head):
        return None
    if quantifier.startswith("the") or _BACK.search(before):
        singular = not _GENERAL.fullmatch(head) or noun.people
        if singular:
            return None
    # Determiners are of the sentence, not of the source: "a", "the".
    bare = re.match(r"(?:the|a|an) ", text[start : noun.start], re.IGNORECASE)
    inner = start + (bare.end() if bare and bare.end() < noun.end - start else 0)
    if re.match(r"(?:growing|large|wealth|number|few|body)\b", text[inner:]):
        inner = start
    # "U.S. Geological Survey": the noun ends a name.
    named = _CAPITAL.search(before) if head[0].isupper() and start == noun.head else None
    if named is not None:
        return None
    for lead in (_PASSIVE, _BY_WORD):
        led = lead.search(before)
        if led is not None and not noun.people and not _NOT.search(before[: led.start()]):
            if "based" in led[0].lower() and not _GENERAL.fullmatch(head):
                return None
            return start - len(before) + led.start(), noun.end
    if _PLACED.search(before) and text[noun.end : noun.end + 1] == "," and noun.strong:
        return inner, noun.end
    speaks = _verbs().match(text, noun.end)
    if speaks is None or _PRIVATE.search(speaks[0]):
        return None
    return inner, speaks.end()


def find_vague(text: str, pieces: list[Piece]) -> list[CitedSource]:
    """Find the citations that name nothing, in order, disjoint.

    A number of trials or people that stands in the phrase is kept: "22 trials
    show" says that much of its source.
    """
    found: list[CitedSource] = []
    for noun in _nouns_of(text, pieces):
        span = _phrase(text, noun)
        if span is None or (found and span[0] < found[-1].end):
            continue
        start, end = span
        found.append(
            CitedSource(
                text=text[start:end],
                kind="unspecified" if noun.people else noun.kind,
                n_trials=_sizes(pieces, start, end, "trials"),
                n_participants=_sizes(pieces, start, end, "participants"),
                start=start,
                end=end,
            )
        )
    return found


def _nouns_of(text: str, pieces: list[Piece]) -> list[NounFound]:
    """Return the nouns, those inside "22 trials" among them."""
    nouns: list[NounFound] = []
    for piece in pieces:
        if isinstance(piece.found, NounFound):
            nouns.append(piece.found)
        elif isinstance(piece.found, NameFound) and piece.found.ambiguous:
            # "Science says": a journal's name, and here only the noun.
            word = find_nouns(text[piece.start : piece.end])
            nouns += [
                replace(one, start=piece.start, head=piece.start, end=piece.end) for one in word
            ]
        elif piece.what == "trials":
            nouns.append(NounFound("trial", piece.start, piece.end, piece.start, strong=True))
    return nouns

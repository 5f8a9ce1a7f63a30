"""Stage 2: which stretches of a text claim something that can be checked.

Patterns with their examples stand in `pipeline/data/claims.toml`. A sentence
falls into clauses; a clause claims by what it holds: a number that measures
something, or words of an effect, a harm, a mechanism, coverage, a regulator, a
credential. Headings, questions, advice and boilerplate claim nothing, unless
they hold a number, a citation or a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from spacy.tokens import Doc

from pipeline.mark.clauses import cut_clauses
from pipeline.mark.marks import (
    MARKS,
    ClaimMark,
    article_of,
    citations_of,
    codes_of,
    concepts_of,
    cover,
    quantities_of,
)
from pipeline.records import Article, BlockKind, CellAddress, CitedSource, ClaimKind, Quantity, Role
from pipeline.resources import word_list
from pipeline.wording import read_changes

_WORDS: Final = word_list("claims")
_PATTERNS: Final = tuple(
    (cast("ClaimKind", entry["kind"]), entry["name"], re.compile(entry["pattern"], re.IGNORECASE))
    for entry in _WORDS["claim"]
)
_USE, _ADVICE, _READER = (
    re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["not_a_claim"]
)
# Blocks in which a sentence claims nothing by itself.
_SILENT: Final[frozenset[BlockKind]] = frozenset(
    {"title", "heading", "boilerplate", "code", "cell"}
)
# Numbers that say how something was done, not how it came out.
_SETTING: Final[frozenset[Role]] = frozenset(
    {"dose", "duration", "frequency", "age", "scale_range", "threshold", "trials", "p_value"}
)
# Kinds whose words take the numbers of their clause: "87% of plans cover it".
_TAKES_NUMBERS: Final[frozenset[ClaimKind]] = frozenset({"coverage", "credential", "safety"})
# A verb this near after "is used to" is use, not effect.
_USE_REACH: Final = 25
_LIST_ITEM_WORDS: Final = 8
_PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|this|these|those|the (?:treatment|therapy|practice|supplement|herb|remedy|"
    r"technique|approach|method|exercise|diet|program|programme|product|formula))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, its text, and the kind of block it stands in."""

    start: int
    end: int
    text: str
    block: BlockKind


class ClaimSpans:
    """Component: fills `doc.spans["claims"]`, labelled by kind; spans may overlap."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the claims of one document."""
        article = article_of(doc)
        found = [*_in_sentences(doc, article), *_in_tables(doc, article)]
        order = {mark: place for place, mark in enumerate(found)}
        marks = sorted(order, key=lambda mark: (mark.start, mark.end, mark.kind))
        doc.user_data[MARKS] = marks
        cover(doc, "claims", [(mark.start, mark.end, mark.kind) for mark in marks])
        return doc


# --- running text -----------------------------------------------------------------------


def _places(doc: Doc, article: Article | None) -> Iterator[_Place]:
    blocks = list(article.blocks) if article is not None else []
    at = 0
    for sent in doc.sents:
        text = sent.text.rstrip()
        start = sent.start_char
        while at < len(blocks) and blocks[at].end_clean <= start:
            at += 1
        inside = at < len(blocks) and blocks[at].start_clean <= start
        if text.strip():
            yield _Place(start, start + len(text), text, blocks[at].kind if inside else "paragraph")


def _in_sentences(doc: Doc, article: Article | None) -> Iterator[ClaimMark]:
    stem: tuple[_Place, list[tuple[ClaimKind, str]]] | None = None
    for place in _places(doc, article):
        if place.block in _SILENT:
            stem = None if place.block in {"title", "heading"} else stem
            continue
        marks = list(_in_sentence(doc, place))
        if not marks and stem is not None and place.block == "list_item":
            marks = list(_bare_item(doc, place, *stem))
        yield from marks
        if place.text.endswith(":"):
            kinds = [(mark.kind, mark.why) for mark in marks if mark.kind in {"efficacy", "safety"}]
            stem = (place, kinds) if kinds else None
        elif place.block != "list_item":
            stem = None


def _in_sentence(doc: Doc, place: _Place) -> Iterator[ClaimMark]:
    def mark(kind: ClaimKind, start: int, end: int, why: str) -> ClaimMark:
        return ClaimMark(kind, start, end, why, place.start, place.end, place.start, place.end)

    for code in codes_of(doc):
        if place.start <= code.start < place.end:
            yield replace(mark("code", code.start, code.end, f"{code.system} code"), code=code)
    citations = [c for c in citations_of(doc) if place.start <= c.start < place.end]
    for cited in citations:
        if _can_be_looked_up(cited):
            yield mark("citation", cited.start, cited.end, "citation")
    if place.text.rstrip("\"')").endswith("?"):
        return
    quantities = [q for q in quantities_of(doc) if place.start <= q.start < place.end]
    told = False
    for start, end in cut_clauses(place.text):
        start_clean, end_clean = place.start + start, place.start + end
        clause = doc.text[start_clean:end_clean]
        # A sentence that opens as advice stays advice until a clause of its own claims.
        told = bool(_ADVICE.match(clause) or _READER.match(clause)) or (told and start == 0)
        numbers = [
            q for q in quantities if start_clean <= q.start < end_clean and measures(q, citations)
        ]
        kinds = _kinds(clause, numbers, told=told, named=_named(doc, start_clean, end_clean))
        for kind, why in kinds:
            yield mark(kind, start_clean, end_clean, why)


def measures(quantity: Quantity, citations: Sequence[CitedSource]) -> bool:
    """Say whether a quantity tells how something came out, and not how it was done."""
    if quantity.role in _SETTING or quantity.kind in {"duration", "frequency", "age", "p_value"}:
        return False
    if any(c.start <= quantity.start < c.end for c in citations):
        return False
    if quantity.kind == "count":
        return quantity.role == "participants" and (quantity.value or 0) >= _A_CROWD
    return quantity.kind != "amount" or quantity.role != "none" or quantity.direction is not None


# Fewer people than this are a setting ("2 of us"), not a statistic.
_A_CROWD: Final = 100


def _named(doc: Doc, start: int, end: int) -> frozenset[str]:
    return frozenset(m.kind for m in concepts_of(doc) if start <= m.start < end)


def _kinds(
    clause: str, numbers: Sequence[Quantity], *, told: bool, named: frozenset[str]
) -> list[tuple[ClaimKind, str]]:
    found: list[tuple[ClaimKind, str]] = []
    for kind, name, pattern in _PATTERNS:
        if any(known == kind for known, _ in found):
            continue
        trigger = pattern.search(clause)
        if trigger is None or (told and kind not in {"credential", "regulatory"}):
            continue
        if kind == "efficacy" and not _claims_effect(clause, pattern, named):
            continue
        if kind == "mechanism" and not read_changes(clause) and "no " not in clause:
            continue
        found.append((kind, name))
    kinds = {kind for kind, _ in found}
    if numbers and not kinds & _TAKES_NUMBERS:
        found = [pair for pair in found if pair[0] not in {"efficacy", "mechanism"}]
        found.append(("statistic", f"{numbers[0].kind} {numbers[0].text!r}"))
    elif "mechanism" in kinds and "condition" not in named:
        found = [pair for pair in found if pair[0] != "efficacy"]
    elif "efficacy" in kinds:
        found = [pair for pair in found if pair[0] != "mechanism"]
    if kinds & {"coverage", "credential"}:
        found = [pair for pair in found if pair[0] not in {"efficacy", "mechanism", "safety"}]
    return found


def _claims_effect(clause: str, pattern: re.Pattern[str], named: frozenset[str]) -> bool:
    """Say whether some word of effect in the clause is more than a word of use or wish."""
    if not named & {"condition", "outcome"} and not (
        "intervention" in named or _PRONOUN.search(clause)
    ):
        return False
    uses = [used.end() for used in _USE.finditer(clause)]
    return any(
        not any(0 <= trigger.start() - end < _USE_REACH for end in uses)
        for trigger in pattern.finditer(clause)
    )


def _can_be_looked_up(cited: CitedSource) -> bool:
    """Say whether a citation is a claim of its own: it names a document, not only a body."""
    if cited.is_vague or [system for system, _ in cited.identifiers] == ["ref"]:
        return False
    documents = cited.authors or cited.journal or cited.year or cited.identifiers
    return bool(documents) or cited.kind in {"systematic_review", "meta_analysis"}


def _bare_item(
    doc: Doc, place: _Place, stem: _Place, kinds: list[tuple[ClaimKind, str]]
) -> Iterator[ClaimMark]:
    """A list item of a few words claims what the sentence above the list claims of it."""
    if len(place.text.split()) > _LIST_ITEM_WORDS:
        return
    if not _named(doc, place.start, place.end) & {"condition", "outcome"}:
        return
    end = place.end - (len(place.text) - len(place.text.rstrip(".;,")))
    for kind, _ in kinds:
        yield ClaimMark(
            kind, place.start, end, "list under a claim", place.start, end, stem.start, stem.end
        )


# --- tables -------------------------------------------------------------------------------


def _in_tables(doc: Doc, article: Article | None) -> Iterator[ClaimMark]:
    for table in article.tables if article is not None else ():
        for cell in table.cells:
            if cell.header or cell.column == 1 or not re.search(r"\d", cell.text):
                continue
            address = CellAddress(table.number, cell.row, cell.column)
            start, end = cell.start_clean, cell.end_clean
            yield ClaimMark(
                "statistic", start, end, "table cell", start, end, start, end, cell=address
            )

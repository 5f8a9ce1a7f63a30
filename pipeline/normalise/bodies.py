"""Stage 3: which body a clause says covers, approves, recommends or certifies.

A body in the clause comes first; then the one that "the agency" or "it" goes back to; then, for
who pays, the only payer of the sentence, the paragraph or a heading above. All words for that
stand in `pipeline/data/sourcing.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import wider_organisations
from pipeline.citations.names import NameFound, find_names
from pipeline.mark.marks import (
    ClaimMark,
    article_of,
    beginning_in,
    citations_of,
    concepts_of,
    text_of,
)
from pipeline.normalise.works import patterns_of
from pipeline.records import BlockKind, CitedSource, ClaimKind

# Claims about what a body does; its name is their source, cited or not.
OF_BODIES: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory", "credential", "code"})
(_NAMED_BEFORE,) = patterns_of("body")
(_SUBJECT,) = patterns_of("subject")
(_UNLISTED,) = patterns_of("unlisted")
(_STATE,) = patterns_of("state")
(_OTHER_PAYERS,) = patterns_of("other_payers")
_HEADS: Final[frozenset[BlockKind]] = frozenset({"title", "heading"})
# What a body is called by a word that its name lacks: the FDA is an agency.
_SORTS: Final = {
    "agency": {"agency", "regulator"},
    "regulator": {"regulator"},
    "insurer": {"payer"},
    "program": {"payer"},
    "programme": {"payer"},
    "plan": {"payer"},
    "scheme": {"payer"},
    "charity": {"charity"},
    "department": {"agency"},
}
# By these any body may be called.
_ANY: Final = frozenset({"body", "organisation", "organization", "policy"})


def body_of_clause(doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Return the body that a clause itself names, known or not; None where it names none."""
    clause = text_of(doc)[mark.start : mark.end]
    unsure = mark.kind == "coverage"
    named = bodies_in(clause, mark.start, unsure=unsure)
    behind = [body for body in named if body.end > mark.trigger]
    chosen = next(iter(behind or named), None)
    if chosen is not None or mark.kind in {"code", "credential"}:
        return chosen
    found = _SUBJECT.search(clause)
    if found is None or _NAMED_BEFORE.search(clause):
        return None
    begin, end = (mark.start + place for place in found.span("name"))
    # "The Alexander technique covers …", "the Medicare rules": a treatment, a payer's words.
    if beginning_in(concepts_of(doc), begin, end) or find_names(found["name"]):
        return None
    return _as_source(found["name"], found["name"], begin)


def body_said_before(doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Return the body that a clause which names none goes back to: "it", "the academy"."""
    text = text_of(doc)
    clause = text[mark.start : mark.end]
    unsure = mark.kind == "coverage"
    said = _NAMED_BEFORE.search(clause)
    if said is not None:
        return _last_body(doc, mark.sent_start, said["noun"], unsure=unsure)
    if unsure:
        return None
    lead = bodies_in(text[mark.sent_start : mark.start], mark.sent_start)
    if lead:
        return lead[-1]
    for pattern in (_UNLISTED, _STATE):
        found = pattern.search(clause)
        if found is not None:
            return _as_source(found["name"], found["name"], mark.start + found.start("name"))
    return None


def payer_around(doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Return the payer that a clause on paying which names none is about.

    That is the only one of what stands before it in its sentence, else in its paragraph, else in
    the headers of its cell, else in a heading above or the title. Where insurers, plans or a
    second payer stand there as well, which is meant is not told.
    """
    text = text_of(doc)
    if mark.kind != "coverage" or _OTHER_PAYERS.search(text, mark.start, mark.end):
        return None
    for start, end in _scopes(doc, mark):
        payers = [
            _of_name(name, text[start:end], start)
            for name in find_names(text[start:end])
            if name.entry.kind == "organisation" and name.entry.sort == "payer"
        ]
        others = _OTHER_PAYERS.search(text, start, end) is not None
        if not payers and not others:
            continue
        one = all(is_one_body(payer.publisher, payers[0].publisher) for payer in payers)
        return payers[-1] if payers and one and not others else None
    return None


def _scopes(doc: Doc, mark: ClaimMark) -> Iterator[tuple[int, int]]:
    """Yield what may name the payer of a clause, the nearest first."""
    if mark.cell is not None:
        yield from (*mark.column_headers, *mark.row_headers)
        yield mark.stem_start, mark.stem_end
    else:
        yield mark.sent_start, mark.start
        yield text_of(doc).rfind("\n", 0, mark.start) + 1, mark.start
    article = article_of(doc)
    level = 7
    for block in reversed(article.blocks if article is not None else ()):
        above = block.start_clean < mark.start and block.kind in _HEADS
        if above and (block.kind == "title" or block.level < level):
            level = block.level
            yield block.start_clean, block.end_clean


def bodies_in(text: str, offset: int, *, unsure: bool = False) -> list[CitedSource]:
    """Return the bodies that a stretch names, in order.

    Args:
        text: the stretch.
        offset: where it begins in the article's text.
        unsure: whether names count that may be words of another's name: "Medicare".
    """
    return [
        _of_name(name, text, offset)
        for name in find_names(text)
        if name.entry.kind == "organisation" and (unsure or not name.ambiguous)
    ]


def is_one_body(one: str | None, other: str | None) -> bool:
    """Say whether two names are of one body, or of a part of it and the whole."""
    if one is None or other is None:
        return False
    return one == other or other in wider_organisations(one) or one in wider_organisations(other)


def _last_body(doc: Doc, place: int, noun: str | None, *, unsure: bool) -> CitedSource | None:
    """Return the body that was named last before a place, with the document it named.

    Args:
        doc: the text.
        place: in it.
        noun: what it is called there, in which case it may stand in an earlier paragraph; None
            for "it", whose body the same paragraph named.
        unsure: whether ambiguous names count.
    """
    text = text_of(doc)
    begin = text.rfind("\n", 0, place) + 1
    found = [
        name
        for name in find_names(text[begin:place])
        if name.entry.kind == "organisation" and (unsure or not name.ambiguous)
    ]
    fitting = [name for name in found if noun is None or _is_called(name, noun)]
    if not fitting and noun is not None and begin:
        begin, before = 0, find_names(text[:begin])
        fitting = [
            name
            for name in before
            if name.entry.kind == "organisation" and not name.ambiguous and _is_called(name, noun)
        ]
    if not fitting:
        return None
    last = _of_name(fitting[-1], text[begin:], begin)
    cited = beginning_in(citations_of(doc), text.rfind("\n", 0, last.start) + 1, place)
    return next((one for one in cited if one.publisher == last.publisher), last)


def _is_called(name: NameFound, noun: str) -> bool:
    noun = noun.lower()
    words = name.entry.name.lower()
    return noun in _ANY or noun in words or name.entry.sort in _SORTS.get(noun, ())


def _of_name(name: NameFound, text: str, offset: int) -> CitedSource:
    """Make a source of a body named in a stretch that begins at an offset."""
    return _as_source(text[name.start : name.end], name.entry.name, offset + name.start)


def _as_source(text: str, name: str, start: int) -> CitedSource:
    end = start + len(text)
    return CitedSource(text, kind="organisation", publisher=name, start=start, end=end)

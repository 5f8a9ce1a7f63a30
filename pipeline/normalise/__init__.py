"""Stage 3: a Doc's marks become Claims.

`fields` reads who got what against what, `roles` what each number does,
`context` what the article says around a claim.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import linked_pages, linked_source
from pipeline.citations.names import find_names
from pipeline.concepts import ConceptIndex
from pipeline.mark.kinds import SIZED
from pipeline.mark.marks import (
    ClaimMark,
    article_of,
    beginning_in,
    citations_of,
    marks_of,
    quantities_of,
    text_of,
)
from pipeline.normalise import fields
from pipeline.normalise.cells import read_cell
from pipeline.normalise.context import Context
from pipeline.normalise.directions import read_direction
from pipeline.normalise.roles import assign_roles
from pipeline.records import (
    Article,
    Attribution,
    Causal,
    CellAddress,
    CitedSource,
    Claim,
    Quantity,
    Statement,
)
from pipeline.wording import (
    is_denied_before,
    is_negated,
    is_refused,
    read_attribution,
    read_causal,
    read_hedge,
)

__all__ = ["Context", "normalise_claims", "normalise_marks"]

# A sentence part of its own hedges nothing that follows it.
_LEADING: Final = re.compile(r";|—|,\s+but\b|\s[-–]\s")
# Claims about what a body does; its name is their source, cited or not.
_OF_BODIES: Final = frozenset({"coverage", "regulatory", "credential", "code"})
# Who pays and who is entitled the writer says himself; what a body decides is its word.
_OF_THE_WRITER: Final = frozenset({"coverage", "credential", "code"})
_OF_A_SOURCE: Final = frozenset({"regulatory", "citation"})
_BRINGS_ABOUT: Final = frozenset({"efficacy", "mechanism", "safety"})
# What a text gives a review is over where the review has found something.
_NEW_CLAUSE: Final = re.compile(r"\b(?:found|showed|concluded|reported|that)\b|[;—]", re.IGNORECASE)
# A body that was named before goes on to do something.
_GOES_ON: Final = re.compile(
    r"(?:it|they|the (?:programme|program|plan|agency|policy))\b", re.IGNORECASE
)
# Where the denied part of what a body does begins and ends; and that of any other claim.
_BODY_PARTS: Final = re.compile(r"[,;]")
_SAID_BESIDE: Final = re.compile(r"(?:[,;]|\s—)\s*(?:and|but|though|so)\s+(?:I|we|you)\b")
_LINE: Final = re.compile(r"\r\n|\r|\n")
_SPACES: Final = re.compile(r"\s+")


def normalise_claims(article: Article, doc: Doc, concepts: ConceptIndex) -> list[Claim]:
    """Turn the marks of a Doc into Claims, in the order of the text.

    Args:
        article: the Doc was made from; spans are led back to its source.
        doc: as the marking pipeline leaves it.
        concepts: of the evidence table in use.
    """
    return normalise_marks(article, doc, marks_of(doc), concepts)


def normalise_marks(
    article: Article, doc: Doc, marks: Iterable[ClaimMark], concepts: ConceptIndex
) -> list[Claim]:
    """Turn marks into Claims, in their order, whether or not the pipeline left them."""
    context = Context(doc)
    lines = [0, *(found.end() for found in _LINE.finditer(article.source))]
    ordinals: Counter[tuple[str, str]] = Counter()
    claims: list[Claim] = []
    for mark in marks:
        statement = _statement(doc, mark, context, concepts)
        start, end = article.span_to_source(mark.start, mark.end)
        clean = text_of(doc)[mark.start : mark.end]
        normal = _SPACES.sub(" ", clean).strip().lower()
        ordinals[mark.kind, normal] += 1
        line = bisect_right(lines, start)
        claims.append(
            Claim(
                claim_id=_claim_id(mark.kind, normal, ordinals[mark.kind, normal]),
                article_id=article.article_id,
                kind=mark.kind,
                start=start,
                end=end,
                line=line,
                column=start - lines[line - 1] + 1,
                text=article.source[start:end],
                clean=clean,
                statement=_in_source(statement, article),
                start_clean=mark.start,
                end_clean=mark.end,
                cell=_address(doc, mark),
                code=(mark.code.system, mark.code.code) if mark.code is not None else None,
                links=linked_pages(
                    article.links,
                    (mark.start, mark.end),
                    mark.sent_end,
                    statement.source,
                    article.text,
                ),
                why=mark.why,
                by_pattern=mark.by_pattern,
            )
        )
    return claims


def _causal(wording: str, mark: ClaimMark) -> Causal:
    """Say whether a cause is claimed, by the words or by the kind of claim.

    What helps, harms or acts is said to bring it about, unless the words say no more than
    that both are met together. Who pays, approves or may call himself what causes nothing.
    """
    if mark.kind in _OF_BODIES or mark.kind == "citation":
        return "none"
    said = read_causal(wording)
    return "causal" if said == "none" and mark.kind in _BRINGS_ABOUT else said


def _is_denied(wording: str, lead: str, mark: ClaimMark) -> bool:
    part = _denied_part(wording, mark)
    refused = mark.kind in _OF_BODIES and is_refused(part)
    return refused or is_negated(part) or is_denied_before(lead)


def _denied_part(wording: str, mark: ClaimMark) -> str:
    """The part of a clause that a denial in it is about.

    "FDA-approved, no side effects" does not deny the approval: what a body does
    is denied only between the commas where it is said. "It prevents colds, and I
    don't say that lightly" denies no more than the saying.
    """
    place = mark.trigger - mark.start
    if not 0 <= place < len(wording):
        return wording
    cuts = [
        found.span()
        for found in (_BODY_PARTS if mark.kind in _OF_BODIES else _SAID_BESIDE).finditer(wording)
    ]
    start = max((end for _, end in cuts if end <= place), default=0)
    return wording[
        start : min((first for first, _ in cuts if first >= place), default=len(wording))
    ]


def _address(doc: Doc, mark: ClaimMark) -> CellAddress | None:
    """A cell's address with the words of its headers."""
    if mark.cell is None:
        return None
    return replace(
        mark.cell,
        row_header=_words(doc, mark.row_headers),
        column_header=_words(doc, mark.column_headers),
    )


def _words(doc: Doc, places: Sequence[tuple[int, int]]) -> str:
    return ", ".join(text_of(doc)[start:end] for start, end in places)


def _claim_id(kind: str, normal: str, ordinal: int) -> str:
    return hashlib.sha256(f"{kind}\0{normal}\0{ordinal}".encode()).hexdigest()[:12]


def _statement(doc: Doc, mark: ClaimMark, context: Context, concepts: ConceptIndex) -> Statement:
    stretch = fields.stretch_of(text_of(doc), mark, context)
    comparators = fields.read_comparators(stretch)
    begun = beginning_in(quantities_of(doc), mark.start, mark.end)
    local = [
        replace(q, start=q.start - mark.start, end=q.end - mark.start)
        for q in begun
        if q.end <= mark.end and not _is_of_code(q, mark)
    ]
    if mark.cell is not None:
        row, column = (_words(doc, its) for its in (mark.row_headers, mark.column_headers))
        local = read_cell(stretch.text, local, column, row)
    roles = assign_roles(stretch.text, local, two_arms=bool(comparators))
    quantities = tuple(
        replace(q, start=q.start + mark.start, end=q.end + mark.start) for q in roles
    )
    # How many have something is said of the world, whatever was cited before.
    counts_people = any(quantity.role == "prevalence" for quantity in quantities)
    source = _source(doc, mark, context, is_result=mark.kind == "statistic" and not counts_people)
    source = _with_size(source, doc, mark)
    outcome = fields.read_outcome(stretch, quantities, concepts)
    sentence = text_of(doc)[mark.sent_start : mark.sent_end]
    lead = text_of(doc)[mark.sent_start : mark.start] if mark.start > mark.sent_start else ""
    wording = (
        stretch.text
        if mark.stem_start == mark.sent_start or mark.cell is not None
        else text_of(doc)[mark.stem_start : mark.stem_end]
    )
    return Statement(
        quantities=quantities,
        intervention=fields.read_intervention(stretch, quantities, concepts),
        comparators=comparators,
        condition=fields.read_condition(stretch, concepts, quantities),
        population=fields.read_population(stretch, quantities),
        outcome=outcome,
        dose=_first(quantities, "dose"),
        form=fields.read_form(stretch.text),
        route=fields.read_route(stretch.text),
        species=fields.read_species(sentence),
        timeframe=_first(quantities, "duration"),
        direction=read_direction(
            stretch, outcome, roles, concepts, about=_denied_part(stretch.text, mark)
        ),
        # "Trials suggest that" stands before the clause, but hedges it.
        hedge=read_hedge(f"{_LEADING.split(lead)[-1]} {wording}"),
        negated=_is_denied(wording, lead, mark),
        causal=_causal(wording, mark),
        attribution=_attribution(sentence, mark, context, source),
        source=source,
    )


def _is_of_code(quantity: Quantity, mark: ClaimMark) -> bool:
    """Say whether a number is a code, or a part of one."""
    code = mark.code
    return code is not None and quantity.start < code.end and code.start < quantity.end


def _source(doc: Doc, mark: ClaimMark, context: Context, *, is_result: bool) -> CitedSource | None:
    """The citation in the clause, in the sentence, linked to, or of the study it leans on."""
    citations = citations_of(doc)
    here = beginning_in(citations, mark.start, mark.end)
    near = beginning_in(citations, mark.sent_start, mark.sent_end)
    for found in (here, near):
        named = [cited for cited in found if not cited.is_vague]
        if named:
            if _says_which(named[0]) or mark.kind == "citation":
                return named[0]
            # "The same Cochrane review" is the one that was named before.
            return context.inherited_source(mark.sent_start, mark.end) or named[0]
    if mark.kind in _OF_BODIES:
        body = _body(doc, mark, context)
        if body is not None or mark.kind in {"code", "credential"}:
            return body
    if mark.cell is not None:
        announced = beginning_in(citations, mark.stem_start, mark.stem_end)
        named = [cited for cited in announced if not cited.is_vague]
        if named:
            return named[-1]
    article = article_of(doc)
    links = article.links if article is not None else ()
    linked = linked_source(links, (mark.start, mark.end), mark.sent_end)
    if linked is not None:
        return linked
    leaned_on = context.inherited_source(mark.sent_start, mark.end)
    if leaned_on is not None:
        return leaned_on
    if is_result and not near:
        return context.running_source(mark.sent_start)
    return near[0] if near else None


def _says_which(cited: CitedSource) -> bool:
    return bool(cited.year or cited.authors or cited.journal or cited.identifiers)


def _with_size(cited: CitedSource | None, doc: Doc, mark: ClaimMark) -> CitedSource | None:
    """Add the trials and participants that the same sentence gives a cited review."""
    if (
        cited is None
        or cited.kind not in SIZED
        or not mark.sent_start <= cited.start < mark.sent_end
    ):
        return cited
    clause_end = next(
        (found.start() for found in _NEW_CLAUSE.finditer(text_of(doc), cited.end, mark.sent_end)),
        mark.sent_end,
    )
    sizes = {
        q.role: int(q.value)
        for q in reversed(beginning_in(quantities_of(doc), cited.start, clause_end))
        if q.value is not None and q.bound == "none" and q.role in {"trials", "participants"}
    }
    return replace(
        cited,
        n_trials=cited.n_trials or sizes.get("trials"),
        n_participants=cited.n_participants or sizes.get("participants"),
    )


def _body(doc: Doc, mark: ClaimMark, context: Context) -> CitedSource | None:
    """The organisation that covers, recommends or certifies, where it is named only.

    "It also covers" is said of the one that the same block named last.
    """
    named = _bodies_in(doc, mark, mark.start, mark.end)
    behind = [(start, end, name) for start, end, name in named if end > mark.trigger]
    chosen = next(iter(behind or named), None)
    if chosen is None and _GOES_ON.match(text_of(doc), mark.start):
        before = _bodies_in(doc, mark, context.block_start(mark.start), mark.sent_start)
        chosen = next(reversed(before), None)
    if chosen is None:
        return None
    start, end, name = chosen
    return CitedSource(
        text_of(doc)[start:end],
        kind="organisation",
        publisher=name,
        start=start,
        end=end,
    )


def _bodies_in(doc: Doc, mark: ClaimMark, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return where organisations are named in a stretch, each with its preferred name."""
    return [
        (start + name.start, start + name.end, name.entry.name)
        for name in find_names(text_of(doc)[start:end])
        if name.entry.kind == "organisation"
        # "Medicare" alone may be a word of another's name, but not where it covers.
        and (not name.ambiguous or mark.kind == "coverage")
    ]


def _attribution(
    sentence: str, mark: ClaimMark, context: Context, source: CitedSource | None
) -> Attribution:
    said = read_attribution(sentence)
    if said == "opponent":
        return said
    if mark.kind in _OF_THE_WRITER:
        return "none"
    if mark.kind in _OF_A_SOURCE:
        return "named_source"
    # A table of the writer's own patients stays theirs, whose protocol they may have followed.
    if said == "author_practice" or (mark.cell is not None and context.is_private(mark.start)):
        return "author_practice"
    if source is not None and (not source.is_vague or source.year is not None):
        return "named_source"
    if context.is_private(mark.start):
        return "author_practice"
    return "vague_source" if source is not None else said


def _first(quantities: Sequence[Quantity], role: str) -> Quantity | None:
    return next((q for q in quantities if q.role == role), None)


def _in_source(statement: Statement, article: Article) -> Statement:
    """Lead every place in a statement back to the source."""

    def led_back(quantity: Quantity | None) -> Quantity | None:
        if quantity is None or quantity.start == quantity.end:
            return quantity
        start, end = article.span_to_source(quantity.start, quantity.end)
        return replace(quantity, start=start, end=end)

    source = statement.source
    if source is not None and source.start < source.end:
        start, end = article.span_to_source(source.start, source.end)
        source = replace(source, start=start, end=end)
    return replace(
        statement,
        quantities=tuple(q for q in map(led_back, statement.quantities) if q is not None),
        dose=led_back(statement.dose),
        timeframe=led_back(statement.timeframe),
        source=source,
    )

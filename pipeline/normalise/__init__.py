"""Stage 3: a Doc's marks become Claims.

`interventions`, `comparators`, `conditions`, `outcomes` and `forms` read who got
what against what, `stretches` is what they look at, `roles` says what each number
does, `context` what the article says around a claim, `sourcing` by whose word it
is, `bodies` which body covers, approves or advises, and `works` which of the works that
were named it goes on about.
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

from pipeline.citations import linked_pages
from pipeline.concepts import ConceptIndex
from pipeline.mark.marks import (
    ClaimMark,
    beginning_in,
    marks_of,
    quantities_of,
    text_of,
)
from pipeline.normalise.bodies import OF_BODIES
from pipeline.normalise.cells import read_cell
from pipeline.normalise.comparators import (
    carried_comparators,
    read_comparators,
    read_taken_with,
)
from pipeline.normalise.conditions import read_condition, read_population
from pipeline.normalise.context import Context
from pipeline.normalise.directions import read_direction
from pipeline.normalise.forms import read_form, read_route, read_species
from pipeline.normalise.interventions import read_intervention
from pipeline.normalise.outcomes import read_outcome
from pipeline.normalise.roles import assign_roles
from pipeline.normalise.sourcing import read_source, read_whose
from pipeline.normalise.stretches import stretch_of
from pipeline.normalise.works import Works
from pipeline.records import (
    Article,
    Attribution,
    Causal,
    CellAddress,
    Claim,
    Concept,
    Quantity,
    Role,
    Statement,
)
from pipeline.wording import (
    is_denied_before,
    is_negated,
    is_refused,
    read_causal,
    read_hedge,
    read_tenses,
)

__all__ = ["Context", "normalise_claims", "normalise_marks"]

# Where the denied part of what a body does begins and ends; and that of any other claim.
_BODY_PARTS: Final = re.compile(r"[,;]")
# "…, the AASM advises" only says whose word the rest is.
_SAYS: Final = re.compile(
    r"\W*(?:as )?(?:the )?[\w.&'’ -]{2,60}? (?:advises?d?|says?|said|warns?|warned|states?|stated|"
    r"recommends?|recommended|suggests?|suggested|concludes?|concluded|notes?|noted)\W*",
    re.IGNORECASE,
)
_SAID_BESIDE: Final = re.compile(r"(?:[,;]|\s—)\s*(?:and|but|though|so)\s+(?:I|we|you)\b")
# A sentence part of its own hedges nothing that follows it.
_LEADING: Final = re.compile(r";|—|,\s+but\b|\s[-–]\s")
_BRINGS_ABOUT: Final = frozenset({"efficacy", "mechanism", "safety"})
# What came of something, in numbers.
_RESULTS: Final[frozenset[Role]] = frozenset(
    {"effect", "intervention_arm", "comparator_arm", "baseline", "follow_up"}
)
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
    context, works = Context(doc, concepts), Works(doc)
    lines = [0, *(found.end() for found in _LINE.finditer(article.source))]
    ordinals: Counter[tuple[str, str]] = Counter()
    claims: list[Claim] = []
    for mark in marks:
        statement = _statement(doc, mark, context, works, concepts)
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


def _causal(
    wording: str, mark: ClaimMark, quantities: Sequence[Quantity], whose: Attribution
) -> Causal:
    """Say whether a cause is claimed, by the words or by the kind of claim.

    What helps, harms or acts is said to bring it about, and so is a number of what came of
    it, unless the words say no more than that both are met together. The writer's own patients
    had nobody beside them. Who pays, approves or may call himself what causes nothing.
    """
    if mark.kind in OF_BODIES or mark.kind == "citation":
        return "none"
    said = read_causal(wording)
    result = mark.kind == "statistic" and any(q.role in _RESULTS for q in quantities)
    if result and whose == "author_practice":
        return "associative"
    return "causal" if said == "none" and (result or mark.kind in _BRINGS_ABOUT) else said


def _is_denied(wording: str, lead: str, mark: ClaimMark) -> bool:
    part = _denied_part(wording, mark)
    refused = mark.kind in OF_BODIES and is_refused(part)
    return refused or is_negated(part) or is_denied_before(lead)


def _denied_part(wording: str, mark: ClaimMark) -> str:
    """The part of a clause that a denial in it is about.

    "FDA-approved, no side effects" does not deny the approval: what a body does
    is denied only between the commas where it is said, unless no more is said there
    than whose word it is. "It prevents colds, and I don't say that lightly" denies no
    more than the saying.
    """
    place = mark.trigger - mark.start
    if not 0 <= place < len(wording):
        return wording
    parts = _BODY_PARTS if mark.kind in OF_BODIES else _SAID_BESIDE
    cuts = [found.span() for found in parts.finditer(wording)]
    start = max((end for _, end in cuts if end <= place), default=0)
    end = min((first for first, _ in cuts if first >= place), default=len(wording))
    part = wording[start:end]
    return wording if mark.kind in OF_BODIES and _SAYS.fullmatch(part) else part


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


def _statement(
    doc: Doc, mark: ClaimMark, context: Context, works: Works, concepts: ConceptIndex
) -> Statement:
    stretch = stretch_of(text_of(doc), mark, context)
    comparators = read_comparators(stretch, concepts)
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
    # How many have something, and what it costs; what it did cost, a study has counted.
    worldly = {"prevalence"} if "past" in read_tenses(stretch.text) else {"prevalence", "cost"}
    of_the_world = any(quantity.role in worldly for quantity in quantities)
    source = read_source(doc, mark, works, of_the_world=of_the_world)
    whose = read_whose(doc, mark, source, is_private=context.is_private(mark.start))
    outcome = read_outcome(stretch, quantities, concepts)
    sentence = text_of(doc)[mark.sent_start : mark.sent_end]
    lead = text_of(doc)[mark.sent_start : mark.start] if mark.start > mark.sent_start else ""
    wording = (
        stretch.text
        if mark.stem_start == mark.sent_start or mark.cell is not None
        else text_of(doc)[mark.stem_start : mark.stem_end]
    )
    intervention = read_intervention(stretch, quantities, concepts)
    condition = read_condition(stretch, concepts, quantities, intervention, outcome)
    if condition is not None and outcome is not None and _is_same(condition, outcome):
        # "Poor sleep causes headaches": what comes of it is what it is about.
        outcome = None
    return Statement(
        quantities=quantities,
        intervention=intervention,
        comparators=comparators or carried_comparators(stretch, concepts, quantities),
        taken_with=read_taken_with(stretch, concepts, intervention),
        condition=condition,
        population=read_population(stretch, quantities),
        outcome=outcome,
        dose=_first(quantities, "dose"),
        form=read_form(stretch.text),
        route=read_route(stretch.text),
        species=read_species(sentence),
        timeframe=_first(quantities, "duration"),
        direction=read_direction(
            stretch, outcome, roles, concepts, about=_denied_part(stretch.text, mark)
        ),
        # "Trials suggest that" stands before the clause, but hedges it.
        hedge=read_hedge(f"{_LEADING.split(lead)[-1]} {wording}"),
        negated=_is_denied(wording, lead, mark),
        causal=_causal(wording, mark, quantities, whose),
        attribution=whose,
        source=source,
    )


def _is_same(one: Concept, other: Concept) -> bool:
    return one.concept_id == other.concept_id


def _is_of_code(quantity: Quantity, mark: ClaimMark) -> bool:
    """Say whether a number is a code, or a part of one."""
    code = mark.code
    return code is not None and quantity.start < code.end and code.start < quantity.end


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

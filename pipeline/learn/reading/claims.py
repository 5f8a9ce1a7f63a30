"""What the tool reads in an article, in the form of annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from spacy.language import Language

from pipeline.concepts import ConceptIndex
from pipeline.errors import AnnotationsMissingError
from pipeline.learn.annotations.records import (
    AnnotatedArticle,
    Annotation,
    CellNamed,
    CodeNamed,
    Fields,
    Named,
    Number,
    SourceNamed,
)
from pipeline.mark.language import mark_articles
from pipeline.normalise import normalise_claims
from pipeline.read import read_bytes
from pipeline.read.suffixes import SUFFIXES
from pipeline.records import Article, CitedSource, Claim, Concept, Quantity

# The readers' own limit is for what strangers bring.
_MAX_MB: Final = 100.0
# An article in another language is told so and not read.
_READABLE: Final = frozenset({"en", "und"})


def read_claims(
    articles: Iterable[Article], nlp: Language, concepts: ConceptIndex
) -> Iterator[tuple[Article, list[Annotation]]]:
    """Yield what is claimed in each article, as the tool reads it; one batch is in memory.

    Args:
        articles: in any order, which is kept.
        nlp: with whatever components are to be measured.
        concepts: of the evidence table in use.
    """
    for article, doc in mark_articles(articles, nlp):
        claims = normalise_claims(article, doc, concepts) if article.language in _READABLE else []
        yield article, as_annotations(claims)


def article_of(annotated: AnnotatedArticle) -> Article:
    """Read an annotated article as the tool reads its file.

    Raises:
        AnnotationsMissingError: the ending of its name is none that is read.
        PipelineError: it cannot be read.
    """
    written = SUFFIXES.get(Path(annotated.name).suffix.lower())
    if written is None:
        raise AnnotationsMissingError(path=annotated.name)
    data = annotated.source.encode("utf-8")
    return read_bytes(data, path=annotated.name, format=written, max_mb=_MAX_MB)


def as_annotations(claims: Iterable[Claim]) -> list[Annotation]:
    """Put claims into the form in which readers annotate, in order; twice read is twice there."""
    return sorted(map(as_annotation, claims), key=lambda one: one.place)


def as_annotation(claim: Claim) -> Annotation:
    """Put a claim into the form in which readers annotate; nothing is judged."""
    lead = len(claim.text) - len(claim.text.lstrip())
    text = claim.text.strip()
    statement = claim.statement
    return Annotation(
        start=claim.start + lead,
        end=claim.start + lead + len(text),
        text=text,
        kind=claim.kind,
        why=claim.why,
        fields=Fields(
            intervention=_named(statement.intervention),
            condition=_named(statement.condition),
            outcome=_named(statement.outcome),
            # Readers write the other one of two that act on each other there, too.
            comparators=_all_named((*statement.comparators, *statement.taken_with)),
            population=_named(statement.population),
            quantities=tuple(map(_number, statement.quantities)),
            dose=statement.dose.text if statement.dose is not None else None,
            timeframe=statement.timeframe.text if statement.timeframe is not None else None,
            form=statement.form,
            species=statement.species,
            direction=statement.direction,
            hedge=statement.hedge,
            negated=statement.negated,
            causal=statement.causal,
            attribution=statement.attribution,
            source=_source(statement.source),
            cell=_cell(claim),
            code=CodeNamed(*claim.code) if claim.code is not None else None,
        ),
    )


def _named(concept: Concept | None) -> Named | None:
    return None if concept is None else Named(concept.text, concept.concept_id)


def _all_named(concepts: Sequence[Concept]) -> tuple[Named, ...]:
    return tuple(Named(concept.text, concept.concept_id) for concept in concepts)


def _number(quantity: Quantity) -> Number:
    return Number(
        text=quantity.text,
        unit=quantity.unit,
        role=quantity.role,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
    )


def _source(cited: CitedSource | None) -> SourceNamed | None:
    if cited is None:
        return None
    return SourceNamed(
        publisher=cited.publisher,
        authors=", ".join(cited.authors) or None,
        journal=cited.journal,
        year=cited.year,
        # Annotations hold what registries give, and no names of trials.
        identifiers=tuple(value for system, value in cited.identifiers if system != "trial"),
        n_trials=cited.n_trials,
        n_participants=cited.n_participants,
    )


def _cell(claim: Claim) -> CellNamed | None:
    cell = claim.cell
    if cell is None:
        return None
    headers = tuple(filter(None, (cell.row_header, cell.column_header)))
    return CellNamed(cell.table, cell.row, cell.column, headers)

"""Is the right concept chosen, for the intervention and for the condition?

`annotations/concepts.jsonl` holds a line for each field of a statement that a
person judged: a finding read from an abstract, a claim of an article, or one of
the labelled sentences. The tool is asked again, and what it gives now is held
against the judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from pipeline.check import Checker
from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.evidence import EvidenceTable
from pipeline.learn.drawing import draw_ids, extracted_rows, review_of
from pipeline.learn.intervals import Proportion, proportion
from pipeline.learn.judgements import json_lines
from pipeline.learn.verdicts import SENTENCES_FILE, read_sentences
from pipeline.records import EvidenceRow, Statement

ConceptField = Literal["intervention", "condition"]
Origin = Literal["findings", "sentences", "articles"]
CONCEPT_FIELDS: Final[tuple[ConceptField, ...]] = get_args(ConceptField)
ORIGINS: Final[tuple[Origin, ...]] = get_args(Origin)
# No choice of concepts was mended on these: they are the measure.
MEASURED: Final[tuple[Origin, ...]] = ("findings", "articles")
CONCEPTS_FILE: Final = "concepts.jsonl"
# What issue 3 asks for, of each field.
WANTED: Final = 0.90
# Decides which findings and which claims are judged.
SEED: Final = 20261130
_NONE: Final = ""
# Which keys of a line hold the id of the statement and its cluster.
_NAMES: Final[Mapping[Origin, tuple[str, str]]] = {
    "findings": ("row_id", "source_id"),
    "sentences": ("claim_id", "title"),
    "articles": ("claim_id", "article"),
}


@dataclass(frozen=True, slots=True)
class ConceptJudgement:
    """What a person says of one field of one statement.

    Attributes:
        statement_id: of a finding or a claim; both outlive changes elsewhere.
        cluster: the source of the finding, the file name of the article, or the title above
            the sentence.
        origin: what was judged, one of ORIGINS.
        intervention, condition: the ids given when it was judged, "" for none.
        right: whether the id given in this field is the right one.
        wanted: the right id where it is not, "" for none; words where there is no such concept.
    """

    statement_id: str
    cluster: str
    origin: Origin
    intervention: str
    condition: str
    field: ConceptField
    right: bool
    wanted: str

    @property
    def given(self) -> str:
        """The id judged."""
        return self.intervention if self.field == "intervention" else self.condition


@dataclass(frozen=True, slots=True)
class ConceptScore:
    """How often one field has the right concept; intervals cluster by review and article.

    Attributes:
        n_gone: judged statements that the tool does not make any more; they count nowhere.
        n_changed: those where it gives a concept now that nobody has judged; they count as wrong.
    """

    right: Proportion
    n_gone: int
    n_changed: int


@dataclass(frozen=True, slots=True)
class ConceptScores:
    """How often concepts are right.

    Attributes:
        scores: by what was judged (ORIGINS, and "measured" for those not mended on), then by
            field.
        faults: lines that could not be used.
    """

    scores: Mapping[str, Mapping[ConceptField, ConceptScore]]
    faults: Sequence[str]


def evaluate_concepts(
    table: EvidenceTable, checker: Checker, articles: Sequence[Path], annotations: Path
) -> ConceptScores:
    """Hold the concepts that the tool gives now against the judgements.

    Args:
        table: with the findings read from abstracts.
        checker: reads the articles.
        articles: folders of the judged articles.
        annotations: folder of the judgements.

    Raises:
        AnnotationsMissingError: there are no judgements, or no articles.
    """
    faults: list[AnnotationLineError] = []
    judged = read_concept_judgements(annotations / CONCEPTS_FILE, faults=faults)
    claims: dict[tuple[str, str], Statement] = {}
    names = {j.cluster for j in judged if j.origin == "articles"}
    if names:
        claims |= claims_of(checker, articles, names)
    if any(j.origin == "sentences" for j in judged):
        sentences = read_sentences(annotations / SENTENCES_FILE, faults=faults)
        claims |= claims_of_sentences(checker, sentences)
    rows = _Rows(extracted_rows(table))
    now = [
        rows.statement_of(j) if j.origin == "findings" else claims.get((j.cluster, j.statement_id))
        for j in judged
    ]
    groups: dict[str, tuple[Origin, ...]] = {origin: (origin,) for origin in ORIGINS}
    groups["measured"] = MEASURED
    return ConceptScores(
        scores={
            name: {
                field: _score(
                    [
                        (judgement, statement)
                        for judgement, statement in zip(judged, now, strict=True)
                        if judgement.field == field and judgement.origin in origins
                    ]
                )
                for field in CONCEPT_FIELDS
            }
            for name, origins in groups.items()
        },
        faults=tuple(fault.message for fault in faults),
    )


def claims_of(
    checker: Checker, articles: Sequence[Path], names: Collection[str]
) -> dict[tuple[str, str], Statement]:
    """Return what articles claim, by file name and id of the claim.

    Args:
        checker: reads them.
        articles: folders where they may be.
        names: of their files; one that is in no folder claims nothing.

    Raises:
        AnnotationsMissingError: a folder is not there.
    """
    for folder in articles:
        if not folder.is_dir():
            raise AnnotationsMissingError(path=folder)
    paths = [folder / name for folder in articles for name in sorted(names)]
    result = checker.check([str(path) for path in paths if path.is_file()], stdin=lambda: b"")
    return {
        (Path(document.article.path).name, judged.claim.claim_id): judged.claim.statement
        for document in result.documents
        for judged in document.claims
    }


def claims_of_sentences(
    checker: Checker, notes: Sequence[tuple[str, Sequence[tuple[str, str]]]]
) -> dict[tuple[str, str], Statement]:
    """Return what labelled sentences claim, by the title above them and id of the claim."""
    claims: dict[tuple[str, str], Statement] = {}
    for title, sentences in notes:
        text = "\n\n".join([title, *(sentence for _, sentence in sentences)])
        for document in checker.check(["-"], stdin=text.encode).documents:
            claims |= {(title, j.claim.claim_id): j.claim.statement for j in document.claims}
    return claims


def draw_statements(ids: Collection[str], *, n: int, seed: int = SEED) -> list[str]:
    """Draw the findings or claims to judge: all where there are no more than `n`."""
    return draw_ids(ids, seed=seed, n=min(n, len(set(ids))))


def read_concept_judgements(
    path: Path, *, faults: list[AnnotationLineError]
) -> list[ConceptJudgement]:
    """Read judgements in file order; broken lines are told and left out.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    found: dict[tuple[str, str, str], ConceptJudgement] = {}
    for number, line in json_lines(path, faults=faults):
        judgement = _judgement(line)
        if judgement is None:
            why = (
                "wanted {row_id, source_id}, {claim_id, article} or {claim_id, title}, and "
                "intervention, condition, field, right, wanted"
            )
            faults.append(AnnotationLineError(path=path, line=number, why=why))
            continue
        key = (judgement.cluster, judgement.statement_id, judgement.field)
        if key in found:
            why = f"the {judgement.field} of {judgement.statement_id} was judged further up"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            found[key] = judgement
    return list(found.values())


def _judgement(line: Mapping[str, object]) -> ConceptJudgement | None:
    """Return what a line says; None where something is missing or of another type."""
    origin = next((o for o in ORIGINS if _NAMES[o][1] in line), None)
    if origin is None:
        return None
    names = (*_NAMES[origin], "intervention", "condition", "field", "wanted")
    texts = [line.get(key) for key in names]
    right = line.get("right")
    if not all(isinstance(text, str) for text in texts) or not isinstance(right, bool):
        return None
    statement_id, cluster, intervention, condition, said, wanted = map(str, texts)
    field = next((field for field in CONCEPT_FIELDS if field == said), None)
    if not statement_id or not cluster or field is None:
        return None
    return ConceptJudgement(
        statement_id,
        cluster,
        origin,
        intervention,
        condition,
        field,
        right,
        wanted,
    )


class _Rows:
    """The findings that are there now.

    A finding whose number was read anew has another id; it is known again by
    its source and by both concepts that it was given.
    """

    def __init__(self, rows: Sequence[EvidenceRow]) -> None:
        self._by_id = {row.row_id: row.statement for row in rows}
        self._by_concepts = {
            _key(row.source.source_id, *(_id_of(row.statement, f) for f in CONCEPT_FIELDS)): (
                row.statement
            )
            for row in rows
        }

    def statement_of(self, judgement: ConceptJudgement) -> Statement | None:
        """Return what a judged finding says now; None where it is gone."""
        known = self._by_id.get(judgement.statement_id)
        key = _key(judgement.cluster, judgement.intervention, judgement.condition)
        return known or self._by_concepts.get(key)


def _key(source_id: str, intervention: str, condition: str) -> tuple[str, str, str]:
    return review_of(source_id), intervention, condition


def _id_of(statement: Statement, field: ConceptField) -> str:
    concept = statement.intervention if field == "intervention" else statement.condition
    return (concept.concept_id if concept is not None else None) or _NONE


def _score(judged: Sequence[tuple[ConceptJudgement, Statement | None]]) -> ConceptScore:
    outcomes = []
    n_changed = 0
    for judgement, statement in judged:
        if statement is None:
            continue
        now = _id_of(statement, judgement.field)
        if now == judgement.given:
            outcomes.append((judgement.cluster, judgement.right))
            continue
        mended = not judgement.right and now == judgement.wanted
        n_changed += not mended
        outcomes.append((judgement.cluster, mended))
    return ConceptScore(proportion(outcomes), len(judged) - len(outcomes), n_changed)

"""Pairs that our own evidence makes possible.

Each finding becomes claims in plain words, of its own direction (supported), of
another one (contradicted), or about something else (neither). They are held
against the finding's own sentence, as the tool shows it, or against the
sentence of the review's abstract that reports it, which is read and not kept.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.concepts import ConceptIndex
from pipeline.evidence import EvidenceTable
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract
from pipeline.learn.entailment.forms import BETTER, WAYS, WORSE, claimed
from pipeline.learn.entailment.sets import Pair
from pipeline.mark.sentences import sentence_spans
from pipeline.records import Direction, EvidenceRow

# Findings that were read with less are too often read wrongly to learn from.
_SURE: Final = 0.6
_LONGEST_PHRASE: Final = 60
# Of claims about a finding whose abstract is at hand, the share that the abstract answers.
_BY_ABSTRACT: Final = 0.6
_NUMBER: Final = re.compile(r"-?\d+(?:[.,·]\d+)?")
_SAME: Final = re.compile(
    r"\bno(?:t| \w+)?(?: \w+){0,3} (?:differen\w+|effect|reduc\w+|increas\w+|improv\w+|benefit|"
    r"significant)|\bdid not\b|\bsimilar\b|\bdo(?:es)? not\b|\bcomparable\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(?:uncertain|unclear|insufficient|inconclusive|unknown|very low)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding in the words that claims are made of."""

    row: EvidenceRow
    intervention: str
    outcome: str
    where: str
    against: str
    way: Direction
    better: bool | None


def generate_pairs(
    table: EvidenceTable, abstracts: Iterable[Abstract], *, n_rows: int, seed: int
) -> list[Pair]:
    """Make pairs of findings, in an order that hangs on nothing but the seed.

    Args:
        table: whose findings are told.
        abstracts: of reviews; where a finding's own is not among them, only the finding's own
            sentence is held against claims.
        n_rows: findings that are told, at most; each makes up to three pairs.
        seed: of what is drawn.
    """
    draw = random.Random(seed)
    told = [one for row in table.rows if (one := _tell(row, table.concepts)) is not None]
    told.sort(key=lambda one: one.row.row_id)
    draw.shuffle(told)
    curated = [one for one in told if one.row.provenance == "curated"]
    extracted = [one for one in told if one.row.provenance == "extracted"]
    chosen = [*curated, *extracted][:n_rows]
    sentences = _sentences_of(abstracts)
    return [pair for one in chosen for pair in _pairs_of(one, told, sentences, draw)]


def _tell(row: EvidenceRow, concepts: ConceptIndex) -> _Told | None:
    said = row.statement
    if row.score is not None and row.score < _SURE:
        return None
    if row.kind not in {"efficacy", "safety"} or said.intervention is None:
        return None
    intervention = said.intervention.text.lower()
    place = said.condition.name.lower() if said.condition is not None else ""
    outcome = said.outcome.text.lower() if said.outcome is not None else place
    if not outcome or max(len(intervention), len(outcome)) > _LONGEST_PHRASE:
        return None
    way: Direction = said.direction
    if row.significant is False or (row.significant is None and row.stance == "uncertain"):
        way = "no_difference"
    if way == "unclear":
        return None
    return _Told(
        row,
        intervention,
        outcome,
        f" in people with {place}" if place and place != outcome else "",
        f" compared with {said.comparators[0].text.lower()}" if said.comparators else "",
        way,
        _is_better(row, concepts),
    )


def _is_better(row: EvidenceRow, concepts: ConceptIndex) -> bool | None:
    """Say whether what a finding found is a benefit; None where nobody knows."""
    if row.stance != "uncertain" and row.provenance == "curated":
        return row.stance == "affirms"
    outcome, way = row.statement.outcome, row.statement.direction
    wanted = {"higher": "increase", "lower": "decrease"}
    better = wanted.get(concepts.better(outcome.concept_id)) if outcome is not None else None
    return better == way if better is not None else None


def _pairs_of(
    one: _Told,
    others: Sequence[_Told],
    sentences: Mapping[str, Sequence[str]],
    draw: random.Random,
) -> Iterator[Pair]:
    own = _own_sentence(one.row, sentences.get(one.row.source.source_id, ()))
    evidence = own if own is not None and draw.random() < _BY_ABSTRACT else one.row.sentence
    group = one.row.source.source_id
    same = one.way == "no_difference"
    # An interval that includes no effect says nothing where the words do not say "no difference".
    is_open = same and (_OPEN.search(evidence) is not None or not _SAME.search(evidence))
    agreeing = list(WAYS[one.way])
    against = [form for way, forms in WAYS.items() if way != one.way for form in forms]
    if one.better is not None and not same:
        agreeing += BETTER if one.better else WORSE[:1]
        against += WORSE if one.better else BETTER
    if same:
        against += BETTER
    if not is_open:
        yield Pair(_claim(draw.choice(agreeing), one, draw), evidence, "support", group)
        yield Pair(_claim(draw.choice(against), one, draw), evidence, "contradict", group)
    else:
        yield Pair(_claim(draw.choice(against), one, draw), evidence, "nei", group)
    other = _elsewhere(one, evidence, others, draw)
    if other is not None:
        yield Pair(_claim(draw.choice(agreeing + against), other, draw), evidence, "nei", group)


def _elsewhere(
    one: _Told, evidence: str, others: Sequence[_Told], draw: random.Random
) -> _Told | None:
    """The same claim of another treatment or outcome, of which the evidence says nothing."""
    heard = set(evidence.lower().split())
    for _ in range(8):
        other = draw.choice(others)
        changed = draw.choice(("outcome", "intervention"))
        words = getattr(other, changed)
        if heard.isdisjoint(word for word in words.split() if len(word) > 3):
            return replace(one, **{changed: words})
    return None


def _claim(form: str, one: _Told, draw: random.Random) -> str:
    behind = one.where if draw.random() < 0.5 else ""
    behind += one.against if draw.random() < 0.3 else ""
    return claimed(form, one.intervention, one.outcome, draw, behind)


# --- the sentences of abstracts --------------------------------------------------------------


def _sentences_of(abstracts: Iterable[Abstract]) -> dict[str, list[str]]:
    """Cut the main results of reviews into sentences, by the id of their review."""
    return {
        abstract.source_id: [
            paragraph[start:end].strip()
            for paragraph in abstract.paragraphs(MAIN_RESULTS)
            for start, end in sentence_spans(paragraph)
        ]
        for abstract in abstracts
    }


def _own_sentence(row: EvidenceRow, sentences: Sequence[str]) -> str | None:
    """Find the one sentence of an abstract that holds all numbers of a finding's effect."""
    wanted = {
        round(abs(number), 4)
        for q in row.statement.quantities
        if q.role in {"effect", "intervention_arm", "comparator_arm"}
        for number in (q.value, q.low, q.high)
        if number is not None
    }
    if len(wanted) < 2:
        return None
    holding = [s for s in sentences if all(_holds(s, number) for number in wanted)]
    return holding[0] if len(holding) == 1 else None


def _holds(sentence: str, number: float) -> bool:
    said = {
        abs(float(found.replace(",", ".").replace("·", "."))) for found in _NUMBER.findall(sentence)
    }
    return any(abs(one - number) < 1e-6 or abs(one - 100 * number) < 1e-4 for one in said)

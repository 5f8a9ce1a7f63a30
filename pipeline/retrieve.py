"""Stage 4: a Claim finds its rows.

Concepts come first: a row speaks to a claim if it is about the same
intervention or condition, or a wider or narrower one. Claims that name no
concept go by their words (BM25). The encoder puts in order what was found.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, Protocol

from pipeline.encoders import Encoder, remembered
from pipeline.evidence import EvidenceTable
from pipeline.mark.lean import hidden
from pipeline.records import (
    CitedSource,
    Claim,
    ClaimKind,
    Concept,
    EvidenceRow,
    Match,
    Relation,
    Source,
)

_RELATED: Final = frozenset({"same", "narrower", "wider"})
# How much a relation says that the row answers the claim's question. A row on
# all pain says less of neck pain than one on neck pain says of pain.
_POINTS: Final[Mapping[Relation, float]] = MappingProxyType(
    {"same": 1.0, "narrower": 0.75, "wider": 0.6, "unknown": 0.4, "other": 0.0}
)
# What an answer must be about, most important first; adds up to 1.
_INTERVENTION: Final = 0.35
_CONDITION: Final = 0.30
_OUTCOME: Final = 0.20
_COMPARATOR: Final = 0.15
# The parts of a score; add up to 1. The kind weighs so much that a payer's
# rule on another condition comes before a trial's result on this one where
# the claim is about payers: its silence on this condition is the answer.
_KIND: Final = 0.32
_CONCEPTS: Final = 0.38
_SIMILARITY: Final = 0.22
_CITED: Final = 0.08
# Kinds of rows by kind of claim, as parts of 1; others get the least.
_KINDS: Final[Mapping[ClaimKind, Mapping[ClaimKind, float]]] = MappingProxyType(
    {
        "statistic": {"statistic": 1.0, "efficacy": 1.0, "safety": 0.7, "coverage": 0.3},
        "citation": {"efficacy": 1.0, "safety": 0.8, "statistic": 0.8, "regulatory": 0.6},
        "efficacy": {"efficacy": 1.0, "mechanism": 0.3, "regulatory": 0.3},
        "safety": {"safety": 1.0, "efficacy": 0.2, "regulatory": 0.3},
        "mechanism": {"mechanism": 1.0, "efficacy": 0.3},
        "coverage": {"coverage": 1.0, "regulatory": 0.4},
        "regulatory": {"regulatory": 1.0, "coverage": 0.4},
        "credential": {"credential": 1.0, "regulatory": 0.3},
        "code": {"coverage": 1.0, "regulatory": 0.4},
    }
)
_LEAST: Final = 0.1
# Kinds whose answer for one condition says something of another: a payer that
# covers back pain only, an approval for something else, harms of a treatment.
_BEYOND_CONDITION: Final = frozenset({"coverage", "regulatory", "credential", "code", "safety"})
# A row that answers with a number is worth more to a claim that gives one.
_WITHOUT_NUMBER: Final = 0.6
# An unverified row never decides; an outdated source decides after a current one.
_UNVERIFIED: Final = 0.6
_OUTDATED: Final = 0.95
# Least cosine for rows that words alone lead to, and for rows that share one
# concept with the claim where the other is unsaid. Sentences about different
# treatments and different conditions stay below 0.3, paraphrases lie above 0.6.
_LEAST_BY_WORDS: Final = 0.45
_LEAST_BY_HALF: Final = 0.25
# BM25's usual saturation and length correction.
_K1: Final = 1.5
_B: Final = 0.75
# Digits of a score. Vectors may differ in the last bits between processors;
# the order of rows must not.
_DIGITS: Final = 4


class Retriever(Protocol):
    """Anything that ranks evidence rows for claims, and relates one that is cited."""

    def retrieve(self, claims: Sequence[Claim], *, top_k: int) -> list[list[Match]]:
        """Return at most `top_k` matches for each claim, best first."""
        ...

    def relate(self, claim: Claim, row: EvidenceRow) -> Match:
        """Say how one row relates to a claim, whether or not it would be retrieved."""
        ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that may answer a claim, before its likeness is known.

    Attributes:
        place: of the row in the table.
        match: the row and how it relates, not scored yet.
        least: the likeness below which it is dropped.
    """

    place: int
    match: Match
    least: float

    def scored(self, claim: Claim, likeness: float) -> Match:
        """Weigh kind, concepts, likeness and the cited source together; 0..1."""
        match, row = self.match, self.match.row
        concepts = (
            _INTERVENTION * _POINTS[match.intervention]
            + _CONDITION * _POINTS[match.condition]
            + _OUTCOME * _POINTS[match.outcome]
            + _COMPARATOR * _POINTS[match.comparator]
        )
        score = (
            _KIND * _kind_points(claim, row)
            + _CONCEPTS * concepts
            + _SIMILARITY * likeness
            + _CITED * is_cited(row.source, claim.statement.source)
        )
        if not row.verified:
            score *= _UNVERIFIED
        if row.source.status not in {"current", "corrected"}:
            score *= _OUTDATED
        return replace(match, score=round(min(1.0, score), _DIGITS))


class TableRetriever:
    """Ranks the rows of one evidence table.

    Without an encoder the words put the rows in order. With one, its session
    is made when the first claim has two rows to order, and not before.
    """

    def __init__(self, table: EvidenceTable, encoder: Encoder | None = None) -> None:
        self._table = table
        self._encoder = encoder
        self._row_encoder = None if encoder is None else remembered(encoder)
        self._relations: dict[tuple[str, str], Relation] = {}
        self._by_intervention = _places(row.statement.intervention for row in table.rows)
        self._by_condition = _places(row.statement.condition for row in table.rows)

    def retrieve(self, claims: Sequence[Claim], *, top_k: int) -> list[list[Match]]:
        """Return at most `top_k` matches for each claim, best first.

        Fewer come back where fewer rows speak of the claim, none where none
        does. Rows of equal score are in the order of their ids.
        """
        found = [self._candidates(claim, top_k) for claim in claims]
        likenesses = self._likenesses(claims, found)
        return [
            self._ranked(claim, candidates, likeness)[:top_k]
            for claim, candidates, likeness in zip(claims, found, likenesses, strict=True)
        ]

    def relate(self, claim: Claim, row: EvidenceRow) -> Match:
        """Say how one row relates to a claim, whether or not it would be retrieved.

        The score is 0: a row that was not ranked has none.
        """
        said = claim.statement
        return Match(
            row=row,
            score=0.0,
            intervention=self._relation(_id(row.statement.intervention), _id(said.intervention)),
            condition=self._relation(_id(row.statement.condition), _id(said.condition)),
            outcome=self._relation(_id(row.statement.outcome), _id(said.outcome)),
            comparator=self._comparator_relation(row.statement.comparators, said.comparators),
        )

    def _ranked(
        self, claim: Claim, candidates: Sequence[_Candidate], likeness: Sequence[float]
    ) -> list[Match]:
        matches = [
            candidate.scored(claim, alike)
            for candidate, alike in zip(candidates, likeness, strict=True)
            if alike >= candidate.least
        ]
        # The row id breaks ties, so that two runs print the same report.
        return sorted(matches, key=lambda match: (-match.score, match.row.row_id))

    # --- which rows -------------------------------------------------------------------

    def _candidates(self, claim: Claim, top_k: int) -> list[_Candidate]:
        statement = claim.statement
        if statement.intervention is None and statement.condition is None:
            places: Iterable[int] = self._by_words(claim, limit=2 * top_k)
        else:
            places = self._by_concepts(statement.intervention, statement.condition)
        candidates = (self._candidate(claim, place) for place in places)
        return [candidate for candidate in candidates if candidate is not None]

    def _by_concepts(self, intervention: Concept | None, condition: Concept | None) -> list[int]:
        named = ((self._by_intervention, intervention), (self._by_condition, condition))
        places = {
            place
            for groups, concept in named
            for concept_id, group in groups.items()
            if self._relation(concept_id, _id(concept)) in _RELATED
            for place in group
        }
        return sorted(places)

    def _candidate(self, claim: Claim, place: int) -> _Candidate | None:
        row = self._table.rows[place]
        match = self.relate(claim, row)
        least = _least_likeness(claim, row, match.intervention, match.condition)
        return None if least is None else _Candidate(place, match, least)

    def _relation(self, row_id: str, claim_id: str) -> Relation:
        known = self._relations.get((row_id, claim_id))
        if known is None:
            known = self._table.concepts.relation(row_id or None, claim_id or None)
            self._relations[row_id, claim_id] = known
        return known

    def _comparator_relation(
        self, of_row: Sequence[Concept], of_claim: Sequence[Concept]
    ) -> Relation:
        """Relate pooled comparators: one of those that a claim pools is narrower."""
        if not of_row or not of_claim:
            return "unknown"
        pairs = [
            [self._relation(row.concept_id, claim.concept_id) for claim in of_claim]
            for row in of_row
        ]
        columns = list(zip(*pairs, strict=True))
        if all("same" in line for line in (*pairs, *columns)):
            return "same"
        if all({"same", "narrower"} & set(line) for line in pairs):
            return "narrower"
        if all({"same", "wider"} & set(column) for column in columns):
            return "wider"
        return "other"

    # --- in which order -----------------------------------------------------------------

    def _likenesses(
        self, claims: Sequence[Claim], found: Sequence[Sequence[_Candidate]]
    ) -> list[list[float]]:
        """Say for each candidate of each claim how alike the two texts are; 0..1."""
        in_order = [len(candidates) > 1 for candidates in found]
        if self._encoder is None or self._row_encoder is None or not any(in_order):
            return [
                self._likeness_by_words(claim, candidates)
                for claim, candidates in zip(claims, found, strict=True)
            ]
        asked = [
            _claim_text(claim) for claim, wanted in zip(claims, in_order, strict=True) if wanted
        ]
        vectors = iter(self._encoder.encode(asked))
        places = sorted(
            {
                candidate.place
                for candidates in itertools.compress(found, in_order)
                for candidate in candidates
            }
        )
        rows = self._row_encoder.encode([self._table.rows[place].sentence for place in places])
        row_vectors = dict(zip(places, rows, strict=True))
        likenesses = []
        for claim, candidates, wanted in zip(claims, found, in_order, strict=True):
            if not wanted:
                likenesses.append(self._likeness_by_words(claim, candidates))
                continue
            vector = next(vectors)
            cosines = (float(row_vectors[candidate.place] @ vector) for candidate in candidates)
            likenesses.append([min(1.0, max(0.0, cosine)) for cosine in cosines])
        return likenesses

    def _likeness_by_words(self, claim: Claim, candidates: Sequence[_Candidate]) -> list[float]:
        if not candidates:
            return []
        scores = self._words.scores(claim.clean)
        return [scores[candidate.place] for candidate in candidates]

    def _by_words(self, claim: Claim, *, limit: int) -> list[int]:
        scores = self._words.scores(claim.clean)
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
        return [place for place in order[:limit] if scores[place] > 0.0]

    @cached_property
    def _words(self) -> _WordIndex:
        return _WordIndex([f"{row.sentence} {row.source.title}" for row in self._table.rows])


class _WordIndex:
    """BM25 over texts, by bm25s; made when the first claim needs it."""

    def __init__(self, texts: Sequence[str]) -> None:
        # Without scipy and numba its import takes 0.04 s and not 0.2 s or,
        # where numba is installed, a second; the index is the same.
        with hidden("numba", "scipy"):
            import bm25s  # noqa: PLC0415 - few claims need it

        self._tokenize = bm25s.tokenize
        tokens = self._tokens(texts)
        self._n_texts = len(texts)
        self._n_having = Counter(itertools.chain.from_iterable(map(set, tokens)))
        self._index = bm25s.BM25(method="lucene", k1=_K1, b=_B, csc_backend="numpy")
        if self._n_having:
            self._index.index(tokens, show_progress=False)

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        found: list[list[str]] = self._tokenize(
            list(texts), stopwords="en", return_ids=False, show_progress=False
        )
        return found

    def scores(self, text: str) -> list[float]:
        """Score every text, in their order; 0..1.

        1 for a text of average length that has all words of `text`, each
        weighing as much as it is rare among the texts.
        """
        tokens = sorted(set(self._tokens([text])[0]))
        known = [token for token in tokens if token in self._n_having]
        if not known:
            return [0.0] * self._n_texts
        weight = sum(self._rarity(token) for token in tokens)
        # A word that stands once in a text of average length counts 1 / (1 + k1).
        scores = self._index.get_scores(known) * ((1 + _K1) / weight)
        return [min(1.0, float(score)) for score in scores]

    def _rarity(self, token: str) -> float:
        n_having = self._n_having[token]
        return math.log(1 + (self._n_texts - n_having + 0.5) / (n_having + 0.5))


def _least_likeness(
    claim: Claim, row: EvidenceRow, intervention: Relation, condition: Relation
) -> float | None:
    """Return the likeness that a row needs; None where no likeness would do."""
    if "other" in (intervention, condition):
        treats_the_same = intervention in _RELATED and claim.kind in _BEYOND_CONDITION
        return 0.0 if treats_the_same and row.kind in _BEYOND_CONDITION else None
    if intervention == "unknown" and condition == "unknown":
        return _LEAST_BY_WORDS
    if intervention == "unknown" and row.statement.intervention is not None:
        # "Pain fell by half" in general, and a row on one treatment for pain.
        return _LEAST_BY_HALF
    return 0.0


def _kind_points(claim: Claim, row: EvidenceRow) -> float:
    points = _KINDS[claim.kind].get(row.kind, _LEAST)
    if claim.kind == "statistic" and not row.statement.quantities:
        points *= _WITHOUT_NUMBER
    return points


def is_cited(source: Source, cited: CitedSource | None) -> bool:
    """Say whether a text could mean this source by what it cites.

    True for the same identifier, and for the same publisher or first author
    in the same year. For ranking: it proves neither identity nor difference.
    """
    if cited is None:
        return False
    known = {source.doi.casefold(), source.pmid, source.registry_id.casefold()} - {""}
    if any(value.casefold() in known for _, value in cited.identifiers):
        return True
    if cited.year is None or cited.year != source.year:
        return False
    names = [cited.publisher or "", *cited.authors[:1]]
    spoken = f"{source.publisher} {source.authors} {source.journal}".casefold()
    return any(name and name.casefold() in spoken for name in names)


def _places(concepts: Iterable[Concept | None]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, concept in enumerate(concepts):
        groups.setdefault(_id(concept), []).append(place)
    return groups


def _id(concept: Concept | None) -> str:
    return "" if concept is None else concept.concept_id


def _claim_text(claim: Claim) -> str:
    """Return what the encoder reads: the claim, and what it is about where it does not say.

    A table cell says "30%" and nothing else; its headers became concepts.
    """
    statement = claim.statement
    concepts = (statement.intervention, statement.condition, statement.outcome)
    text = claim.clean.casefold()
    unsaid = [
        concept.name
        for concept in concepts
        if concept is not None
        and concept.text.casefold() not in text
        and concept.name.casefold() not in text
    ]
    return f"{', '.join(unsaid)}: {claim.clean}" if unsaid else claim.clean

"""Stage 4: a Claim finds its rows.

Concepts come first: a row speaks to a claim if it is about the same
intervention or condition, or a wider or narrower one. Claims that name no
concept go by their words (BM25). The encoder puts in order what was found.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import Encoder, remembered
from pipeline.evidence import EvidenceTable
from pipeline.evidence.indexes import (
    KINDS,
    NARROWER,
    OTHER,
    RELATED,
    RELATIONS,
    SAME,
    UNKNOWN,
    WIDER,
    Codes,
    Flags,
    RowIndex,
    identifier_name,
)
from pipeline.evidence.words import words_of
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

# How much a relation says that the row answers the claim's question. A row on
# all pain says less of neck pain than one on neck pain says of pain.
_POINTS_BY_NAME: Final[Mapping[Relation, float]] = MappingProxyType(
    {"same": 1.0, "narrower": 0.75, "wider": 0.6, "unknown": 0.4, "other": 0.0}
)
_POINTS: Final = np.array([_POINTS_BY_NAME[relation] for relation in RELATIONS])
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
# How many rows of a claim an encoder may read, which are those that are likeliest
# by everything but their likeness. A claim on "exercise" and "pain" is related to
# thousands. No verified row gives way to one that decides nothing.
_VERIFIED_REACH: Final = 384
_REACH: Final = 64
# What a primary outcome adds to that likelihood: less than any relation does.
_PRIMARY: Final = 0.02
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
class _Candidates:
    """Rows that may answer a claim, before their likeness is known; arrays of one length.

    Attributes:
        places: of the rows in the table, ascending.
        intervention, condition, outcome, comparator: how each relates, as places in RELATIONS.
        said: what kind and concepts add to the score.
        cited: what the source that the claim cites adds.
        share: what a score is multiplied by.
        least: the likeness below which a row is dropped.
    """

    places: NDArray[np.intp]
    intervention: Codes
    condition: Codes
    outcome: Codes
    comparator: Codes
    said: NDArray[np.float64]
    cited: NDArray[np.float64]
    share: NDArray[np.float64]
    least: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.places)

    def at(self, chosen: NDArray[np.intp]) -> _Candidates:
        """Return some of them, in the order of `chosen`."""
        return _Candidates(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def scores(self, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weigh kind, concepts, likeness and the cited source together; 0..1."""
        scores = (self.said + _SIMILARITY * likeness + self.cited) * self.share
        return np.minimum(scores, 1.0)


class TableRetriever:
    """Ranks the rows of one evidence table.

    Without an encoder the words put the rows in order. With one, its session
    is made when the first claim has two rows to order, and not before.
    """

    def __init__(self, table: EvidenceTable, encoder: Encoder | None = None) -> None:
        self._table = table
        self._rows = table.row_index
        self._encoder = encoder
        self._row_encoder = None if encoder is None else remembered(encoder)

    def retrieve(self, claims: Sequence[Claim], *, top_k: int) -> list[list[Match]]:
        """Return at most `top_k` matches for each claim, best first.

        Fewer come back where fewer rows speak of the claim, none where none
        does. Verified rows take the places first; others have what they leave.
        Rows of equal score are in the order of their ids.
        """
        found = [self._candidates(claim, top_k=top_k) for claim in claims]
        likenesses = self._likenesses(claims, found)
        return [
            self._ranked(candidates, likeness, top_k=top_k)
            for candidates, likeness in zip(found, likenesses, strict=True)
        ]

    def relate(self, claim: Claim, row: EvidenceRow) -> Match:
        """Say how one row relates to a claim, whether or not it would be retrieved.

        The score is 0: a row that was not ranked has none.
        """
        said = claim.statement
        return Match(
            row=row,
            score=0.0,
            intervention=self._relation(row.statement.intervention, said.intervention),
            condition=self._relation(row.statement.condition, said.condition),
            outcome=self._relation(row.statement.outcome, said.outcome),
            comparator=self._comparator_relation(row.statement.comparators, said.comparators),
        )

    def _relation(self, of_row: Concept | None, of_claim: Concept | None) -> Relation:
        return self._table.concepts.relation(_id(of_row), _id(of_claim))

    def _against(self, of_row: Concept, of_claim: Concept) -> Relation:
        """Relate two comparators: a row against "medication" is one against statins."""
        concepts = self._table.concepts
        if of_row.concept_id in concepts.as_compared(of_claim.concept_id):
            return "same"
        return self._relation(of_row, of_claim)

    def _comparator_relation(
        self, of_row: Sequence[Concept], of_claim: Sequence[Concept]
    ) -> Relation:
        """Relate pooled comparators: one of those that a claim pools is narrower."""
        if not of_row or not of_claim:
            return "unknown"
        pairs = [[self._against(row, claim) for claim in of_claim] for row in of_row]
        columns = list(zip(*pairs, strict=True))
        if all("same" in line for line in (*pairs, *columns)):
            return "same"
        if all({"same", "narrower"} & set(line) for line in pairs):
            return "narrower"
        if all({"same", "wider"} & set(column) for column in columns):
            return "wider"
        return "other"

    def _ranked(
        self, candidates: _Candidates, likeness: NDArray[np.float64], *, top_k: int
    ) -> list[Match]:
        scores = np.round(candidates.scores(likeness), _DIGITS)
        alike = likeness >= candidates.least
        verified = self._rows.verified[candidates.places]
        # The row id breaks ties, so that two runs print the same report.
        order = np.lexsort((self._rows.rank[candidates.places], -scores))
        order = order[alike[order]]
        first = order[verified[order]][:top_k]
        others = order[~verified[order]][: top_k - len(first)]
        kept = np.zeros(len(candidates), np.bool_)
        kept[first] = kept[others] = True
        return [
            self._match(candidates, place, float(scores[place])) for place in order[kept[order]]
        ]

    def _match(self, candidates: _Candidates, at: int, score: float) -> Match:
        return Match(
            row=self._table.rows[int(candidates.places[at])],
            score=score,
            intervention=RELATIONS[candidates.intervention[at]],
            condition=RELATIONS[candidates.condition[at]],
            outcome=RELATIONS[candidates.outcome[at]],
            comparator=RELATIONS[candidates.comparator[at]],
        )

    # --- which rows -------------------------------------------------------------------

    def _candidates(self, claim: Claim, *, top_k: int) -> _Candidates:
        """Return the rows that may answer a claim: no more than an encoder may read."""
        statement = claim.statement
        by_words = statement.intervention is None and statement.condition is None
        likeness = self._likeness_by_words(claim) if by_words else None
        candidates = self._related(claim, likeness)
        verified = self._rows.verified[candidates.places]
        # Where verified rows are sure to take all places, no other one need be read.
        n_sure = int(np.count_nonzero(verified & (candidates.least == 0.0)))
        groups = ((verified, _VERIFIED_REACH), (~verified, _REACH if n_sure < top_k else 0))
        kept = np.zeros(len(candidates), np.bool_)
        for group, reach in groups:
            members = np.flatnonzero(group)
            if len(members) > reach > 0:
                if likeness is None:
                    likeness = self._likeness_by_words(claim)
                members = members[self._by_likelihood(candidates.at(members), likeness)]
            kept[members[:reach]] = True
        return candidates.at(np.flatnonzero(kept))

    def _by_likelihood(
        self, candidates: _Candidates, likeness: NDArray[np.float64]
    ) -> NDArray[np.intp]:
        places = candidates.places
        scores = candidates.scores(likeness[places]) + _PRIMARY * self._rows.primary[places]
        return np.lexsort((self._rows.rank[places], -scores))

    def _related(self, claim: Claim, likeness: NDArray[np.float64] | None) -> _Candidates:
        """Return the rows on the claim's treatment or condition, else those with its words."""
        rows, relations, statement = self._rows, self._table.relations, claim.statement
        of_intervention = relations(_id(statement.intervention))
        of_condition = relations(_id(statement.condition))
        if likeness is None:
            speaks = RELATED[of_intervention][rows.intervention]
            speaks |= RELATED[of_condition][rows.condition]
        else:
            speaks = likeness > 0.0
        places = np.flatnonzero(speaks)
        intervention = of_intervention[rows.intervention[places]]
        condition = of_condition[rows.condition[places]]
        least = _least_likeness(claim, rows, places, intervention, condition)
        kept = least <= 1.0
        places, least = places[kept], least[kept]
        intervention, condition = intervention[kept], condition[kept]
        outcome = relations(_id(statement.outcome))[rows.outcome[places]]
        comparator = self._pool_relations(statement.comparators)[rows.pool[places]]
        concepts = (
            _INTERVENTION * _POINTS[intervention]
            + _CONDITION * _POINTS[condition]
            + _OUTCOME * _POINTS[outcome]
            + _COMPARATOR * _POINTS[comparator]
        )
        return _Candidates(
            places=places,
            intervention=intervention,
            condition=condition,
            outcome=outcome,
            comparator=comparator,
            said=_KIND * self._kind_points(claim, places) + _CONCEPTS * concepts,
            cited=np.where(self._is_cited(claim.statement.source, places), _CITED, 0.0),
            share=np.where(rows.verified[places], 1.0, _UNVERIFIED)
            * np.where(rows.current[places], 1.0, _OUTDATED),
            least=least,
        )

    def _pool_relations(self, of_claim: Sequence[Concept]) -> Codes:
        """Relate every pool of comparators as `_comparator_relation` does; -1 leads to none."""
        pools = self._rows.pools
        if not of_claim or not len(pools):
            return np.full(len(pools) + 1, UNKNOWN, np.int8)
        starts = pools.ends - pools.sizes()
        # One line for each comparator of the claim, one column for each of a pool.
        pairs = np.array([self._against_each(c.concept_id)[pools.members] for c in of_claim])
        same, narrower, wider = pairs == SAME, pairs == NARROWER, pairs == WIDER

        def of_every_row(fits: Flags) -> Flags:
            return np.logical_and.reduceat(np.logical_or.reduce(fits, axis=0), starts)

        def of_every_claim(fits: Flags) -> Flags:
            fits_any: Flags = np.logical_or.reduceat(fits, starts, axis=1)
            return np.asarray(np.logical_and.reduce(fits_any, axis=0))

        found = np.full(len(pools) + 1, OTHER, np.int8)
        found[:-1][of_every_claim(same | wider)] = WIDER
        found[:-1][of_every_row(same | narrower)] = NARROWER
        found[:-1][of_every_row(same) & of_every_claim(same)] = SAME
        found[-1] = UNKNOWN
        return found

    def _against_each(self, of_claim: str) -> Codes:
        """Relate every concept, as a row's comparator, to one of a claim's, as `_against` does."""
        relations = self._table.relations
        found = relations(of_claim)
        for concept_id in self._table.concepts.as_compared(of_claim):
            found = np.where(relations(concept_id) == SAME, SAME, found)
        return found

    def _kind_points(self, claim: Claim, places: NDArray[np.intp]) -> NDArray[np.float64]:
        by_kind = np.array([_KINDS[claim.kind].get(kind, _LEAST) for kind in KINDS])
        points = by_kind[self._rows.kind[places]]
        if claim.kind == "statistic":
            points = np.where(self._rows.numbered[places], points, points * _WITHOUT_NUMBER)
        return points

    def _is_cited(self, cited: CitedSource | None, places: NDArray[np.intp]) -> Flags:
        if cited is None:
            return np.zeros(len(places), np.bool_)
        index, sources = self._table.source_index, self._rows.source[places]
        may_be = np.zeros(len(index.years) + 1, np.bool_)
        may_be[index.called(identifier_name(value) for _, value in cited.identifiers)] = True
        if cited.year is not None:
            may_be[:-1] |= index.years == cited.year
        for place in np.unique(sources[may_be[sources]]).tolist():
            may_be[place] = is_cited(self._table.source_at(place), cited)
        return may_be[sources]

    # --- in which order -----------------------------------------------------------------

    def _likenesses(
        self, claims: Sequence[Claim], found: Sequence[_Candidates]
    ) -> list[NDArray[np.float64]]:
        """Say for each candidate of each claim how alike the two texts are; 0..1."""
        in_order = [len(candidates) > 1 for candidates in found]
        encoder, row_encoder = self._encoder, self._row_encoder
        if encoder is None or row_encoder is None or not any(in_order):
            return [
                self._likeness_by_words(claim)[candidates.places]
                for claim, candidates in zip(claims, found, strict=True)
            ]
        asked = [_claim_text(claim) for claim in itertools.compress(claims, in_order)]
        vectors = iter(encoder.encode(asked))
        places = np.unique(np.concatenate([c.places for c in itertools.compress(found, in_order)]))
        sentences = self._rows.sentences
        rows = row_encoder.encode([sentences[place] for place in places.tolist()])
        likenesses = []
        for claim, candidates, wanted in zip(claims, found, in_order, strict=True):
            if not wanted:
                likenesses.append(self._likeness_by_words(claim)[candidates.places])
                continue
            vector = next(vectors)
            own = rows[np.searchsorted(places, candidates.places)]
            cosines = np.array([row @ vector for row in own], np.float64)
            likenesses.append(np.clip(cosines, 0.0, 1.0))
        return likenesses

    def _likeness_by_words(self, claim: Claim) -> NDArray[np.float64]:
        (words,) = words_of([claim.clean], self._table.concepts)
        return self._table.word_index.scores(words)


def _least_likeness(
    claim: Claim,
    rows: RowIndex,
    places: NDArray[np.intp],
    intervention: Codes,
    condition: Codes,
) -> NDArray[np.float64]:
    """Return the likeness that each row needs; above 1 where no likeness would do."""
    least = np.zeros(len(places))
    unsaid = intervention == UNKNOWN
    # "Pain fell by half" in general, and a row on one treatment for pain.
    least[unsaid & (rows.intervention[places] >= 0)] = _LEAST_BY_HALF
    least[unsaid & (condition == UNKNOWN)] = _LEAST_BY_WORDS
    apart = (intervention == OTHER) | (condition == OTHER)
    answers = np.zeros(len(places), np.bool_)
    if claim.kind in _BEYOND_CONDITION:
        beyond = np.array([kind in _BEYOND_CONDITION for kind in KINDS])
        answers = RELATED[intervention] & beyond[rows.kind[places]]
    least[apart] = np.where(answers[apart], 0.0, math.inf)
    return least


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


def _id(concept: Concept | None) -> str | None:
    return None if concept is None else concept.concept_id


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

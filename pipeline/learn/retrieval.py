"""Does a search in plain words find the right row, and the right review?

`annotations/queries.jsonl` holds a line for each query: its words, the sources
that answer it, and what the right rows say. Ids of rows that were read by machine
change whenever they are read anew; the numbers of a result do not. What ranks is
given by the caller, one search by name beside another, so that they are measured
on the same queries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Protocol

from pipeline.concepts import ConceptIndex
from pipeline.errors import AnnotationLineError
from pipeline.evidence import EvidenceTable
from pipeline.learn.drawing import review_of
from pipeline.learn.intervals import ANYTHING, Interval, Proportion, bootstrap, proportion
from pipeline.learn.judgements import json_lines
from pipeline.records import EvidenceRow

QUERIES_FILE: Final = "queries.jsonl"
# How far down a reader looks; a row below counts as not found.
FIRST: Final = 10
# What issue 3 asks for, of the first ten.
WANTED: Final[Mapping[str, float]] = {"right row": 0.90, "right review": 0.95}
# Rules for ranking are chosen on the queries of one half of the reviews; the other says
# what they are worth.
Half = Literal["choosing", "measuring"]
HALVES: Final[tuple[Half, ...]] = ("choosing", "measuring")
# Numbers are compared to so many digits: one reading keeps "12.50" and another 12.5.
_DIGITS: Final = 3
_RESULT: Final = frozenset(
    {"effect", "intervention_arm", "comparator_arm", "baseline", "prevalence", "cost"}
)


class Search(Protocol):
    """Anything that finds rows for words."""

    def __call__(self, words: str, *, limit: int) -> Sequence[EvidenceRow]:
        """Return at most `limit` rows, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Query:
    """Words that somebody might look for, and what answers them.

    A row of one of the sources, or of another version of one, is right by any of
    the last three, and so is every row of the same review on the same treatment,
    condition, outcome and comparison.

    Attributes:
        source_ids: any of them is right.
        row_ids: of checked rows, whose ids stay.
        results: numbers of right rows, as `numbers_of` writes them.
        outcomes: of right rows that give no number.
    """

    query: str
    source_ids: tuple[str, ...]
    row_ids: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    @property
    def reviews(self) -> frozenset[str]:
        """The reviews, or sources of another sort, that answer it."""
        return frozenset(map(review_of, self.source_ids))

    @property
    def half(self) -> Half:
        """Which half it belongs to; queries on one review belong to the same."""
        digest = hashlib.sha256(review_of(self.source_ids[0]).encode()).digest()
        return HALVES[digest[0] % len(HALVES)]


@dataclass(frozen=True, slots=True)
class SearchScore:
    """What one search found among its first ten rows; intervals are over reviews.

    Attributes:
        row: queries with a right row, of those that the table has a right row for.
        review: queries with a row of a right review.
        mean_reciprocal_rank: of the first right row, 0 where none is among
            the ten; None without queries.
        missed: the queries without a right row, in file order.
    """

    row: Proportion
    review: Proportion
    mean_reciprocal_rank: float | None
    mean_reciprocal_rank_interval: Interval
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """What each search found.

    Attributes:
        n_queries: that could be used.
        n_without_row: of these, how many no row of the table answers any more;
            they count for the review alone.
        n_gone: queries of whose reviews the table has no row; they count nowhere.
        searches: by name, in the order given, and by half.
        faults: lines that could not be used.
    """

    n_queries: int
    n_without_row: int
    n_gone: int
    searches: Mapping[str, Mapping[Half, SearchScore]]
    faults: Sequence[str]


def evaluate_retrieval(
    table: EvidenceTable, annotations: Path, searches: Mapping[str, Search]
) -> RetrievalScores:
    """Ask every search every query, and count what its first ten rows hold.

    Raises:
        AnnotationsMissingError: there are no queries.
    """
    faults: list[AnnotationLineError] = []
    queries = read_queries(annotations / QUERIES_FILE, faults=faults)
    answers = _Answers(table)
    right = {query: answers.right_rows(query) for query in queries if answers.has_rows(query)}
    return RetrievalScores(
        n_queries=len(right),
        n_without_row=sum(not row_ids for row_ids in right.values()),
        n_gone=len(queries) - len(right),
        searches={name: _by_half(right, search) for name, search in searches.items()},
        faults=tuple(fault.message for fault in faults),
    )


def read_queries(path: Path, *, faults: list[AnnotationLineError]) -> list[Query]:
    """Read queries in file order; broken lines are told and left out.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    queries: dict[str, Query] = {}
    for number, line in json_lines(path, faults=faults):
        words = line.get("query")
        source_ids, *answers = (
            _texts(line.get(key, [])) for key in ("source_ids", "row_ids", "results", "outcomes")
        )
        if not (isinstance(words, str) and words.strip() and source_ids and any(answers)):
            why = (
                "wanted words as 'query', a list of 'source_ids', and one of 'row_ids', "
                "'results' or 'outcomes', none empty"
            )
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        elif words in queries:
            why = f"{words!r} was asked further up"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            queries[words] = Query(words, source_ids, *answers)
    return list(queries.values())


def _texts(value: object) -> tuple[str, ...]:
    """Return a list of texts; nothing where it is none."""
    if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    return ()


# --- which rows are right -------------------------------------------------------------------


def numbers_of(row: EvidenceRow) -> str:
    """Return the numbers of a row's result, which stay when it is read anew; "" for none.

    The measure, then value, low and high of each quantity, to three digits:
    "risk_ratio 0.76 0.62 0.94", "proportion 0.41 0.17".
    """
    told = [quantity for quantity in row.statement.quantities if quantity.role in _RESULT]
    numbers = [
        f"{number:.{_DIGITS}g}"
        for quantity in told
        for number in (quantity.value, quantity.low, quantity.high)
        if number is not None
    ]
    return " ".join([told[0].kind, *numbers]) if told else ""


class _Answers:
    """Finds the rows of a table that answer queries."""

    def __init__(self, table: EvidenceTable) -> None:
        self._table = table

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[EvidenceRow]]:
        rows: dict[str, list[EvidenceRow]] = {}
        for source_id, of_source in self._table.rows_by_source.items():
            if of_source:
                rows.setdefault(review_of(source_id), []).extend(of_source)
        return rows

    def has_rows(self, query: Query) -> bool:
        """Say whether the table has any row of a right review."""
        return any(review in self._rows for review in query.reviews)

    def right_rows(self, query: Query) -> frozenset[str]:
        """Return the ids of the rows that answer a query."""
        rows = [row for review in query.reviews for row in self._rows.get(review, ())]
        named = [row for row in rows if self._is_named(row, query)]
        questions = {_question(row) for row in named}
        return frozenset(row.row_id for row in rows if _question(row) in questions)

    def _is_named(self, row: EvidenceRow, query: Query) -> bool:
        if row.row_id in query.row_ids:
            return True
        numbers, outcome = numbers_of(row), row.statement.outcome
        if numbers:
            return numbers in query.results
        return outcome is not None and any(
            _holds(self._table.concepts, outcome.text, asked) for asked in query.outcomes
        )


def _question(row: EvidenceRow) -> tuple[object, ...]:
    """Return what a row is the answer to: treatment, condition, outcome and comparison."""
    said = row.statement
    concepts = (said.intervention, said.condition, said.outcome, *said.comparators)
    return tuple(concept and concept.concept_id for concept in concepts)


def _holds(concepts: ConceptIndex, one: str, other: str) -> bool:
    """Say whether one of two names has all words of the other."""
    first, second = (set(form.split()) for form in concepts.normal_forms((one, other)))
    return first <= second or second <= first


# --- what was found -------------------------------------------------------------------------


def _by_half(right: Mapping[Query, Collection[str]], search: Search) -> Mapping[Half, SearchScore]:
    return {
        half: _score({query: ids for query, ids in right.items() if query.half == half}, search)
        for half in HALVES
    }


def _score(right: Mapping[Query, Collection[str]], search: Search) -> SearchScore:
    rows: list[tuple[str, bool]] = []
    reviews: list[tuple[str, bool]] = []
    sums: dict[str, tuple[float, int]] = {}
    missed = []
    for query, row_ids in right.items():
        found = search(query.query, limit=FIRST)
        # Queries on one review go well or badly together.
        cluster = review_of(query.source_ids[0])
        met = any(review_of(row.source.source_id) in query.reviews for row in found)
        reviews.append((cluster, met))
        if not row_ids:
            continue
        rank = _first(found, row_ids)
        rows.append((cluster, rank is not None))
        total, n = sums.get(cluster, (0.0, 0))
        sums[cluster] = total + (1 / rank if rank is not None else 0.0), n + 1
        if rank is None:
            missed.append(query.query)
    return SearchScore(
        row=proportion(rows),
        review=proportion(reviews),
        mean_reciprocal_rank=sum(total for total, _ in sums.values()) / len(rows) if rows else None,
        mean_reciprocal_rank_interval=(
            bootstrap([sums[cluster] for cluster in sorted(sums)]) if sums else ANYTHING
        ),
        missed=tuple(missed),
    )


def _first(found: Sequence[EvidenceRow], wanted: Collection[str]) -> int | None:
    """Return the place of the first right row, from 1."""
    return next((n for n, row in enumerate(found, start=1) if row.row_id in wanted), None)

"""The columns of the table that ranking and resolving read, as arrays.

Tens of thousands of rows are compared with a claim at once; only those that
come out on top are ever made into records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Self, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.citations import trial_key
from pipeline.concepts import ConceptIndex
from pipeline.packed import Arrays, Groups, Ints, Keys, Texts
from pipeline.records import ClaimKind, Concept, EvidenceRow, Relation, Source

Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
# A relation as a number is its place here.
RELATIONS: Final[tuple[Relation, ...]] = ("unknown", "same", "narrower", "wider", "other")
UNKNOWN, SAME, NARROWER, WIDER, OTHER = range(len(RELATIONS))
RELATED: Final[Flags] = np.isin(np.arange(len(RELATIONS)), (SAME, NARROWER, WIDER))
_CURRENT: Final = frozenset({"current", "corrected"})
_OVERVIEWS: Final = frozenset({"systematic_review", "meta_analysis", "guideline", "policy"})
# Of thousands of reviews hardly two have as many trials and, from here on, as many participants.
_TELLING: Final = 1000
# With its journal and its year a trial is told apart by far fewer.
_TELLING_OF_A_TRIAL: Final = 50
_CD: Final = re.compile(r"cd\d{6}")
_DOTTED: Final = re.compile(r"\d+(?:\.\d+)+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class ConceptNumbers:
    """Numbers of concepts: those of the index, then those that only rows name."""

    def __init__(self, index: ConceptIndex) -> None:
        self._index = index
        self._more: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._index) + len(self._more)

    def of(self, concept: Concept | None) -> int:
        """Return the number of a row's concept, which may be new; -1 for none."""
        if concept is None:
            return -1
        number = self.find(concept.concept_id)
        return number if number is not None else self._add(concept.concept_id)

    def _add(self, concept_id: str) -> int:
        return self._more.setdefault(concept_id, len(self))

    def find(self, concept_id: str) -> int | None:
        """Return the number of a concept; None for one that neither index nor rows know."""
        number = self._index.number(concept_id)
        return number if number is not None else self._more.get(concept_id)

    def id_of(self, number: int) -> str:
        """Return the id of a number."""
        known = len(self._index)
        return self._index.ids[number] if number < known else list(self._more)[number - known]

    def relations(self, concept_id: str | None) -> Codes:
        """Say how every concept, as a row's, relates to this one, as a claim's.

        Returns:
            int8 of shape (n_concepts + 1,), places in RELATIONS by number. The
            last is for a row that names none, so that -1 leads to it.
        """
        if concept_id is None:
            return np.full(len(self) + 1, UNKNOWN, np.int8)
        found = np.full(len(self) + 1, OTHER, np.int8)
        found[self._index.wider(concept_id)] = WIDER
        found[self._index.narrower(concept_id)] = NARROWER
        number = self.find(concept_id)
        if number is not None:
            found[number] = SAME
        found[-1] = UNKNOWN
        return found


@dataclass(frozen=True)
class RowIndex:
    """What ranking reads of each row, by its place in the table.

    Attributes:
        ids: of the rows.
        sentences: of the rows.
        kind: place in KINDS.
        source: place among the table's sources.
        intervention, condition, population, outcome: numbers of concepts, -1 for none.
        pool: which of `pools` its comparators are, -1 for none.
        pools: numbers of concepts that rows have as comparators, each combination once.
        numbered: whether it gives any quantity.
        current: whether its source still stands.
        overview: whether its source sums up others.
        about_size: whether it only says how large its source is.
        people: participants, 0 where it does not say.
        of_source: the rows of each source.
    """

    ids: Keys
    sentences: Texts
    kind: Codes
    source: Ints
    intervention: Ints
    condition: Ints
    population: Ints
    outcome: Ints
    pool: Ints
    pools: Groups
    verified: Flags
    primary: Flags
    numbered: Flags
    current: Flags
    overview: Flags
    about_size: Flags
    people: NDArray[np.float32]
    of_source: Groups

    @classmethod
    def of(
        cls, rows: Sequence[EvidenceRow], sources: Mapping[str, Source], numbers: ConceptNumbers
    ) -> Self:
        """Read the columns out of rows."""
        places = {source_id: place for place, source_id in enumerate(sources)}
        pools: dict[tuple[int, ...], int] = {}
        pool = []
        for row in rows:
            compared = tuple(numbers.of(concept) for concept in row.statement.comparators)
            pool.append(pools.setdefault(compared, len(pools)) if compared else -1)
        source = np.array([places[row.source.source_id] for row in rows], np.int32)
        statements = [row.statement for row in rows]
        return cls(
            ids=Keys.of(Texts.of(row.row_id for row in rows)),
            sentences=Texts.of(row.sentence for row in rows),
            kind=np.array([KINDS.index(row.kind) for row in rows], np.int8),
            source=source,
            intervention=np.array([numbers.of(s.intervention) for s in statements], np.int32),
            condition=np.array([numbers.of(s.condition) for s in statements], np.int32),
            population=np.array([numbers.of(s.population) for s in statements], np.int32),
            outcome=np.array([numbers.of(s.outcome) for s in statements], np.int32),
            pool=np.array(pool, np.int32),
            pools=Groups.of(list(pools)),
            verified=np.array([row.verified for row in rows], np.bool_),
            primary=np.array([row.primary is True for row in rows], np.bool_),
            numbered=np.array([bool(s.quantities) for s in statements], np.bool_),
            current=np.array([row.source.status in _CURRENT for row in rows], np.bool_),
            overview=np.array([row.source.kind in _OVERVIEWS for row in rows], np.bool_),
            about_size=np.array([_about_size(row) for row in rows], np.bool_),
            people=np.array([_people(row) for row in rows], np.float32),
            of_source=Groups.by(source, n_groups=len(places)),
        )

    @classmethod
    def unpacked(cls, arrays: Arrays) -> Self:
        """Find the columns among arrays."""
        made: dict[str, type[Keys | Texts | Groups]] = {
            "ids": Keys,
            "sentences": Texts,
            "pools": Groups,
            "of_source": Groups,
        }
        parts: dict[str, Any] = {
            field.name: made[field.name].unpacked(arrays, f"rows.{field.name}")
            if field.name in made
            else arrays[f"rows.{field.name}"]
            for field in fields(cls)
        }
        return cls(**parts)

    def packed(self) -> Arrays:
        """Return the arrays under their names."""
        arrays: Arrays = {}
        for field in fields(self):
            part = getattr(self, field.name)
            if isinstance(part, np.ndarray):
                arrays[f"rows.{field.name}"] = part
            else:
                arrays |= part.packed(f"rows.{field.name}")
        return arrays

    @cached_property
    def rank(self) -> Ints:
        """The place of each row in the order of ids."""
        rank = np.empty(len(self.ids), np.int32)
        rank[self.ids.order] = np.arange(len(rank), dtype=np.int32)
        return rank


def _about_size(row: EvidenceRow) -> bool:
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == "X-STUDY-SIZE"


def _people(row: EvidenceRow) -> float:
    return max((q.value or 0.0 for q in row.statement.of_role("participants")), default=0.0)


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """By what a text may mean a source, by its place in the table.

    Attributes:
        years: of publication, -1 where it is not known.
        names: every name of a source, as `names_of` gives them.
        named: by place in `names`, the sources that are called so.
        interventions, conditions: numbers of the concepts that each source is
            about: those of its rows, then those that its title names.
    """

    years: Ints
    names: Keys
    named: Groups
    interventions: Groups
    conditions: Groups

    @classmethod
    def of(
        cls,
        sources: Sequence[Source],
        rows: Sequence[EvidenceRow],
        of_source: Groups,
        concepts: ConceptIndex,
        numbers: ConceptNumbers,
    ) -> Self:
        """Read names and topics out of sources and their rows."""
        named: dict[str, list[int]] = {}
        topics: dict[str, list[list[int]]] = {"intervention": [], "condition": []}
        for place, source in enumerate(sources):
            for name in names_of(source):
                named.setdefault(name, []).append(place)
            titled = concepts.find(source.title)
            statements = [rows[row].statement for row in of_source[place].tolist()]
            said: dict[str, list[Concept | None]] = {
                "intervention": [s.intervention for s in statements],
                "condition": [s.condition for s in statements],
            }
            for kind, of_rows in said.items():
                found = [numbers.of(concept) for concept in of_rows if concept is not None]
                ids = (m.concept_id for m in titled if m.kind == kind)
                found += [n for n in map(numbers.find, ids) if n is not None]
                topics[kind].append(list(dict.fromkeys(found)))
        names = sorted(named)
        return cls(
            np.array([-1 if s.year is None else s.year for s in sources], np.int32),
            Keys.of(Texts.of(names)),
            Groups.of(named[name] for name in names),
            Groups.of(topics["intervention"]),
            Groups.of(topics["condition"]),
        )

    @classmethod
    def unpacked(cls, arrays: Arrays) -> Self:
        """Find the index among arrays."""
        return cls(
            arrays["sources.years"],
            Keys.unpacked(arrays, "sources.names"),
            Groups.unpacked(arrays, "sources.named"),
            Groups.unpacked(arrays, "sources.interventions"),
            Groups.unpacked(arrays, "sources.conditions"),
        )

    def packed(self) -> Arrays:
        """Return the arrays under their names."""
        return {
            "sources.years": self.years,
            **self.names.packed("sources.names"),
            **self.named.packed("sources.named"),
            **self.interventions.packed("sources.interventions"),
            **self.conditions.packed("sources.conditions"),
        }

    def called(self, names: Iterable[str]) -> list[int]:
        """Return the places of the sources that have one of the names, ascending."""
        found = (self.names.find(name) for name in names)
        return sorted({s for n in found if n is not None for s in self.named[n].tolist()})


def names_of(source: Source) -> list[str]:
    """Return what a text could call a source: identifiers, words of its authors, trial, size."""
    names = dict.fromkeys(map(identifier_name, (source.doi, source.pmid, source.url)))
    names |= dict.fromkeys([identifier_name(source.registry_id)])
    registry = source.registry_id.casefold()
    names |= dict.fromkeys(_CD.findall(f"{registry} {source.doi.casefold()}"))
    names |= dict.fromkeys(_DOTTED.findall(registry))
    names |= dict.fromkeys(author_words(source.authors))
    names |= dict.fromkeys(identifier_name(trial_key(name)) for name in source.trial_names)
    names |= dict.fromkeys([size_name(source.n_trials, source.n_participants)])
    return [name for name in names if name]


def identifier_name(identifier: str) -> str:
    """Return an identifier as it is compared: in small letters, without a last dot or slash."""
    return identifier.casefold().rstrip("./")


def size_name(n_trials: int | None, n_participants: int | None) -> str:
    """Return what a publication is called by its size; "" where it does not tell one apart.

    A review goes by its trials and participants, a trial by its participants alone.
    """
    if n_participants is None:
        return ""
    if n_trials is None or n_trials == 1:
        return f"{n_participants} participants" if n_participants >= _TELLING_OF_A_TRIAL else ""
    if n_participants < _TELLING:
        return ""
    return f"{n_trials} trials, {n_participants} participants"


def author_words(authors: str) -> list[str]:
    """Return the words of names as they are compared: in small letters, without accents."""
    parts = unicodedata.normalize("NFKD", authors.casefold())
    return _LETTERS.findall("".join(c for c in parts if not unicodedata.combining(c)))

"""The evidence table, as the later stages read it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from pipeline.citations import is_diagnosis, normal_doi
from pipeline.concepts import ConceptIndex
from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence.indexes import (
    RELATED,
    Codes,
    ConceptNumbers,
    RowIndex,
    SourceIndex,
)
from pipeline.evidence.lazy import LazyRecords, by_id, pair_of
from pipeline.evidence.records import Code, CodeSystem, Listing
from pipeline.evidence.words import WordIndex, words_of
from pipeline.packed import Arrays, Keys, Texts
from pipeline.records import EvidenceRow, Source

# A claim names four concepts, and a page's claims share most of theirs.
_RELATIONS_KEPT: Final = 64


@dataclass(frozen=True)
class EvidenceTable:
    """All that the packages in use say, laid on top of each other.

    Attributes:
        rows: in file order, package by package.
        sources: by source id.
        codes: by system and code, both as written in the package: ("CPT", "97810").
        diagnoses: the same of the file of diagnoses: ("ICD-10-CM", "M54.2").
        notices: ids of the listings that hold a notice on a publication (a retraction,
            a correction, a concern), by its DOI as `normal_doi` gives it.
        code_systems: one record for each category of each system, in file order.
        version: of the packages, joined by "+" where there are several.
        packed: the table's indexes, where they were worked out before.
    """

    rows: Sequence[EvidenceRow]
    sources: Mapping[str, Source]
    codes: Mapping[tuple[str, str], Code]
    code_systems: tuple[CodeSystem, ...]
    listings: tuple[Listing, ...]
    concepts: ConceptIndex
    version: str
    diagnoses: Mapping[tuple[str, str], Code] = field(default_factory=dict)
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    packed: Arrays | None = field(default=None, repr=False, compare=False)

    # --- what ranking and resolving read ----------------------------------------------

    @cached_property
    def numbers(self) -> ConceptNumbers:
        """The numbers that stand for concepts in the indexes."""
        return ConceptNumbers(self.concepts)

    @cached_property
    def row_index(self) -> RowIndex:
        """What ranking reads of each row."""
        if self.packed is not None:
            return RowIndex.unpacked(self.packed)
        return RowIndex.of(self.rows, self.sources, self.numbers)

    @cached_property
    def word_index(self) -> WordIndex:
        """Which rows speak of a word: in their sentence, or in their source's title and body."""
        if self.packed is not None:
            return WordIndex.unpacked(self.packed)
        said = words_of([row.sentence for row in self.rows], self.concepts)
        titled = words_of(
            [f"{row.source.title} {row.source.publisher}" for row in self.rows], self.concepts
        )
        return WordIndex.of(said, titled)

    @cached_property
    def source_index(self) -> SourceIndex:
        """By what a text may mean a source."""
        if self.packed is not None:
            return SourceIndex.unpacked(self.packed)
        of_source, sources = self.row_index.of_source, tuple(self.sources.values())
        return SourceIndex.of(sources, self.rows, of_source, self.concepts, self.numbers)

    def relations(self, concept_id: str | None) -> Codes:
        """Say how every concept, by its number, relates to one that a claim names."""
        # Rows may have named concepts that the index does not know, and had no number before.
        return self._relations(concept_id, len(self.numbers))

    @cached_property
    def _relations(self) -> Callable[[str | None, int], Codes]:
        return lru_cache(_RELATIONS_KEPT)(lambda concept_id, _: self.numbers.relations(concept_id))

    # --- by id ---------------------------------------------------------------------------

    @cached_property
    def rows_by_id(self) -> Mapping[str, EvidenceRow]:
        """The rows by their id."""
        return by_id(self.row_index.ids, self.rows)

    @cached_property
    def _source_keys(self) -> Keys:
        if self.packed is not None:
            return Keys.unpacked(self.packed, "sources.ids")
        return Keys.of(Texts.of(self.sources))

    @cached_property
    def rows_by_source(self) -> Mapping[str, tuple[EvidenceRow, ...]]:
        """The rows of each source, in file order; empty for one that has none."""
        of_source = self.row_index.of_source
        groups = LazyRecords(
            lambda place: tuple(self.rows[row] for row in of_source[place].tolist()),
            n_records=len(of_source),
        )
        return by_id(self._source_keys, groups)

    # --- which sources a text may mean ---------------------------------------------------

    def topics_of(self, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the interventions and the conditions that a source is about.

        Those of its rows, then those that its title names; each once.
        """
        place = self._source_keys[source.source_id]
        index = self.source_index
        return self._ids(index.interventions[place]), self._ids(index.conditions[place])

    def sources_called(self, names: Iterable[str]) -> list[Source]:
        """Return the sources that have one of the names (see `names_of`), in file order."""
        return [self.source_at(place) for place in self.source_index.called(names)]

    def sources_about(self, intervention: str | None, condition: str | None) -> list[Source]:
        """Return the sources on a topic, or on a wider or narrower one, in file order.

        All that the topic names must be related; nothing is on a topic that names nothing.
        """
        index = self.source_index
        asked = ((intervention, index.interventions), (condition, index.conditions))
        found: set[int] | None = None
        for concept_id, topics in asked:
            if concept_id is None:
                continue
            related = RELATED[self.relations(concept_id)[topics.members]]
            of_member = np.repeat(np.arange(len(topics)), topics.sizes())
            places = set(of_member[related].tolist())
            found = places if found is None else found & places
        return [self.source_at(place) for place in sorted(found or ())]

    def source_at(self, place: int) -> Source:
        """Return a source by its place among all."""
        return self.sources[self._source_keys.texts[place]]

    def _ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(map(self.numbers.id_of, numbers))

    # --- one thing ----------------------------------------------------------------------

    def row(self, row_id: str) -> EvidenceRow:
        """Return one row.

        Raises:
            EvidenceUnknownIdError: no row has this id; the nearest ids are named.
        """
        row = self.rows_by_id.get(row_id)
        if row is None:
            raise EvidenceUnknownIdError(row_id=row_id, hint=_hint(row_id, self.rows_by_id))
        return row

    def source(self, source_id: str) -> Source:
        """Return one source.

        Raises:
            EvidenceUnknownIdError: no source has this id; the nearest ids are named.
        """
        source = self.sources.get(source_id)
        if source is None:
            raise EvidenceUnknownIdError(row_id=source_id, hint=_hint(source_id, self.sources))
        return source

    def code(self, system: str, code: str) -> Code | None:
        """Return a code; None for one that no package holds."""
        key = (system, code)
        known = self.codes.get(key)
        return known if known is not None or not is_diagnosis(system) else self.diagnoses.get(key)

    def notices_on(self, doi: str) -> tuple[Listing, ...]:
        """Return the listings that hold a notice on a publication, in order of package."""
        named = self.notices.get(normal_doi(doi), ()) if doi else ()
        return tuple(one for name in named for one in self.listings if one.listing_id == name)

    def categories(self, system: str) -> tuple[CodeSystem, ...]:
        """Return the categories of a code system; empty for one we do not know."""
        return tuple(c for c in self.code_systems if c.system == system)

    def codes_for(self, concept_id: str, *, system: str) -> tuple[Code, ...]:
        """Return the codes of a system that are linked to a concept, in order of code."""
        found = [c for c in self._linked_codes if c.system == system and concept_id in c.concepts]
        return tuple(sorted(found, key=lambda code: code.code))

    @cached_property
    def _linked_codes(self) -> tuple[Code, ...]:
        # A list of thousands of codes is linked to a concept in a few dozen places.
        if self.packed is not None:
            pairs = map(pair_of, Texts.unpacked(self.packed, "codes.linked"))
            return tuple(self.codes[pair] for pair in pairs)
        return tuple(code for code in self.codes.values() if code.concepts)


def _hint(wanted: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {', '.join(near)}?"
    return "`claims evidence search WORDS` finds what the table holds."

"""Layer 5: the evidence table, as the later stages read it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.citations import is_diagnosis, normal_doi
from pipeline.concepts import ConceptIndex
from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence.records import Code, CodeSystem, Listing
from pipeline.records import EvidenceRow, Source


@dataclass(frozen=True)
class EvidenceTable:
    """All that the packages in use say, laid on top of each other.

    Attributes:
        rows: in file order, package by package.
        sources: by source id.
        codes: by system and code, both as written in the package: ("CPT", "97810").
        diagnoses: the same of a file that is longer and seldom asked for: ("ICD-10-CM", "M54.2").
        notices: ids of the listings that hold a notice on a publication (a retraction,
            a correction, a concern), by its DOI as `normal_doi` gives it.
        code_systems: one record for each category of each system, in file order.
        version: of the packages, joined by "+" where there are several.
    """

    rows: tuple[EvidenceRow, ...]
    sources: Mapping[str, Source]
    codes: Mapping[tuple[str, str], Code]
    code_systems: tuple[CodeSystem, ...]
    listings: tuple[Listing, ...]
    concepts: ConceptIndex
    version: str
    diagnoses: Mapping[tuple[str, str], Code] = field(default_factory=dict)
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def rows_by_id(self) -> Mapping[str, EvidenceRow]:
        """The rows by their id."""
        return {row.row_id: row for row in self.rows}

    @cached_property
    def rows_by_source(self) -> Mapping[str, tuple[EvidenceRow, ...]]:
        """The rows of each source that has any, in file order."""
        found: dict[str, list[EvidenceRow]] = {}
        for row in self.rows:
            found.setdefault(row.source.source_id, []).append(row)
        return {source_id: tuple(rows) for source_id, rows in found.items()}

    @cached_property
    def _topics(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {}

    def topics_of(self, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the interventions and the conditions that a source is about.

        Those of its rows, then those that its title names; each once. Worked
        out when first asked for: a citation is held against many sources.
        """
        known = self._topics.get(source.source_id)
        if known is None:
            rows = [row.statement for row in self.rows_by_source.get(source.source_id, ())]
            titled = self.concepts.find(source.title)
            interventions = [s.intervention.concept_id for s in rows if s.intervention is not None]
            conditions = [s.condition.concept_id for s in rows if s.condition is not None]
            interventions += [m.concept_id for m in titled if m.kind == "intervention"]
            conditions += [m.concept_id for m in titled if m.kind == "condition"]
            known = tuple(dict.fromkeys(interventions)), tuple(dict.fromkeys(conditions))
            self._topics[source.source_id] = known
        return known

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
        found = [c for c in self.codes.values() if c.system == system and concept_id in c.concepts]
        return tuple(sorted(found, key=lambda code: code.code))


def _hint(wanted: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {', '.join(near)}?"
    return "`claims evidence search WORDS` finds what the table holds."

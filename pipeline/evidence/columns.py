"""The columns of each file of an evidence package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Per file: the columns it needs, then those it may have.
COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "sources": (
        ("source_id", "kind", "title"),
        (
            "design",
            "publisher",
            "authors",
            "journal",
            "year",
            "year_earliest",
            "doi",
            "pmid",
            "registry_id",
            "trial_names",
            "version",
            "held",
            "n_trials",
            "n_participants",
            "last_search",
            "status",
            "superseded_by",
            "url",
            "verified_on",
            "verified_how",
            "replaces",
        ),
    ),
    "findings": (
        ("row_id", "source_id", "kind", "stance"),
        (
            "intervention",
            "condition",
            "population",
            "outcome",
            "comparator",
            "measure",
            "value",
            "comparator_value",
            "baseline_value",
            "low",
            "high",
            "bound",
            "unit",
            "per",
            "direction",
            "certainty",
            "significant",
            "primary",
            "n_trials",
            "n_participants",
            "timeframe",
            "dose",
            "form",
            "species",
            "causal",
            "verified",
            "note",
            "replaces",
        ),
    ),
    "concepts": (
        ("concept_id", "kind", "name"),
        ("parents", "synonyms", "better", "scale_low", "scale_high", "found_by", "replaces"),
    ),
    "codes": (
        ("system", "code"),
        ("status", "valid_from", "valid_to", "meaning", "concepts", "replaced_by", "replaces"),
    ),
    # Codes that are many and seldom asked for have a file of their own.
    "diagnoses": (("system", "code"), ("valid_from", "meaning", "replaces")),
    "notices": (("doi", "listing_id"), ()),
    "code_systems": (
        ("system", "category", "shape"),
        ("example", "complete", "edition", "url", "note", "replaces"),
    ),
    "listings": (
        ("listing_id", "publisher", "source_kind"),
        (
            "interventions",
            "conditions",
            "year_from",
            "as_of",
            "complete",
            "url",
            "note",
            "verified_how",
            "replaces",
        ),
    ),
}
# What a source calls a thing, where the concept has another name.
SAID: Final[Mapping[str, str]] = {
    name: f"{name}_said" for name in ("intervention", "comparator", "outcome")
}
# Findings that a machine read; every cell is text, as in the file of findings.
EXTRACTED_FILE: Final = "extracted.parquet"
EXTRACTED_COLUMNS: Final[tuple[str, ...]] = (
    *COLUMNS["findings"][0],
    *COLUMNS["findings"][1],
    *SAID.values(),
    "score",
    "provenance",
)

"""Evidence packages for tests: every cell has a default, so a test states only what it is about."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.evidence.columns import COLUMNS

CONCEPTS: Sequence[Mapping[str, str]] = (
    {"concept_id": "D010146", "kind": "condition", "name": "pain"},
    {"concept_id": "D015670", "kind": "intervention", "name": "acupuncture"},
    {"concept_id": "D019547", "kind": "condition", "name": "neck pain", "parents": "D010146"},
    {"concept_id": "X-CONTROL", "kind": "comparator", "name": "any control"},
    {"concept_id": "X-PAIN", "kind": "outcome", "name": "pain intensity", "better": "lower"},
    {"concept_id": "X-SHAM", "kind": "comparator", "name": "sham", "parents": "X-CONTROL"},
)
SOURCE: Mapping[str, str] = {
    "source_id": "S1",
    "kind": "systematic_review",
    "title": "Needles for necks",
    "publisher": "Cochrane",
    "year": "2016",
    "verified_on": "2026-01-31",
    "verified_how": "abstract read",
}
FINDING: Mapping[str, str] = {
    "row_id": "R1",
    "source_id": "S1",
    "kind": "efficacy",
    "intervention": "D015670",
    "condition": "D019547",
    "outcome": "X-PAIN",
    "comparator": "X-SHAM",
    "stance": "affirms",
    "direction": "decrease",
    "verified": "true",
}
CODE: Mapping[str, str] = {"system": "CPT", "code": "97810", "meaning": "needles"}
DIAGNOSIS: Mapping[str, str] = {"system": "CPT", "code": "99213", "meaning": "Visit"}
NOTICE: Mapping[str, str] = {"doi": "10.1000/a", "listing_id": "L1"}
SYSTEM: Mapping[str, str] = {"system": "CPT", "category": "Category I", "shape": r"\d{5}"}
LISTING: Mapping[str, str] = {
    "listing_id": "L1",
    "publisher": "Cochrane",
    "source_kind": "systematic_review",
    "interventions": "D015670",
}


def write_package(
    folder: Path,
    *,
    findings: Sequence[Mapping[str, str]] = ({},),
    sources: Sequence[Mapping[str, str]] = ({},),
    concepts: Sequence[Mapping[str, str]] = CONCEPTS,
    codes: Sequence[Mapping[str, str]] = ({},),
    code_systems: Sequence[Mapping[str, str]] = ({},),
    listings: Sequence[Mapping[str, str]] = ({},),
    diagnoses: Sequence[Mapping[str, str]] = (),
    notices: Sequence[Mapping[str, str]] = (),
) -> Path:
    """Write a package; what a line does not name is as in the defaults above."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, "concepts", [dict(line) for line in concepts])
    _write(folder, "sources", [{**SOURCE, **line} for line in sources])
    _write(folder, "findings", [{**FINDING, **line} for line in findings])
    _write(folder, "codes", [{**CODE, **line} for line in codes])
    _write(folder, "code_systems", [{**SYSTEM, **line} for line in code_systems])
    _write(folder, "listings", [{**LISTING, **line} for line in listings])
    _write(folder, "diagnoses", [{**DIAGNOSIS, **line} for line in diagnoses])
    _write(folder, "notices", [{**NOTICE, **line} for line in notices])
    return folder


def _write(folder: Path, name: str, lines: Sequence[Mapping[str, str]]) -> None:
    if not lines:
        return
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [c for part in COLUMNS[name] for c in part])
        writer.writeheader()
        writer.writerows(lines)

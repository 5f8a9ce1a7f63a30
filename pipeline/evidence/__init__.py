"""The reference-evidence table: its records, and how it is read."""

from __future__ import annotations

from pipeline.evidence.compiled import load_evidence
from pipeline.evidence.records import Code, CodeSystem, Listing
from pipeline.evidence.table import EvidenceTable

__all__ = ["Code", "CodeSystem", "EvidenceTable", "Listing", "load_evidence"]

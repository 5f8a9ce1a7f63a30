"""Layer 1: what a user may choose. One frozen value, read once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import VerdictName


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run.

    Attributes:
        evidence: folders of the user's evidence packages, in order.
        shipped_evidence: whether the shipped packages lie under them.
        fail_on: the verdict from which on a run exits 1, in the order
            unsupported, unverifiable, supported.
        as_of: judge editions and listings as of this day; None takes each
            article's own date, and where it has none, what the table holds.
        top_k: rows retrieved for a claim.
        max_mb: files larger than this are not read.
    """

    evidence: tuple[Path, ...] = ()
    shipped_evidence: bool = True
    fail_on: VerdictName = "unsupported"
    as_of: dt.date | None = None
    top_k: int = 60
    max_mb: float = 20.0

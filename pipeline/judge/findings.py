"""Stage 5: how a finding is made of its code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline.codes import CODES
from pipeline.records import Comparison, Finding

# How sure a rule is that it applies, where the judge says nothing else. Set by
# hand, not calibrated.
_CONFIDENCE: Final[dict[str, float]] = {
    "ST001": 0.9, "ST002": 0.8, "ST003": 0.7, "ST004": 0.8, "ST005": 0.75, "ST006": 0.85,
    "ST007": 0.7, "ST008": 0.85, "ST009": 0.6, "UV001": 0.7, "UV002": 0.95, "UV003": 0.7,
}  # fmt: skip


def finding(
    code: str,
    reason: str,
    *,
    comparison: Comparison | None = None,
    rows: Iterable[str] = (),
    confidence: float | None = None,
) -> Finding:
    """Make a finding of a code, with the verdict and severity that go with it."""
    entry = CODES[code]
    sure = confidence if confidence is not None else _CONFIDENCE.get(code, 0.8)
    return Finding(
        code, entry.verdict, entry.severity, reason, sure, comparison, tuple(dict.fromkeys(rows))
    )


def recoded(found: Finding, code: str) -> Finding:
    """Say the same under another code, with that code's verdict and severity."""
    return replace(found, code=code, verdict=CODES[code].verdict, severity=CODES[code].severity)

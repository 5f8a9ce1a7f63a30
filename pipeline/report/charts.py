"""Stage 6: counts become bars, each part with its share of the width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.records import VerdictName
from pipeline.report.printed import VERDICTS


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar.

    Attributes:
        start, width: in hundredths of the longest bar.
    """

    verdict: VerdictName
    start: float
    width: float


def stack(counts: Mapping[VerdictName, int], *, longest: int) -> tuple[Part, ...]:
    """Lay the verdicts end to end, worst first; a verdict nothing has gets a width of 0.

    Args:
        counts: how many have each verdict.
        longest: how many fill the whole width; bars beside each other share it.
    """
    parts = []
    before = 0
    for verdict in VERDICTS:
        start = _share(before, longest)
        before += counts[verdict]
        parts.append(Part(verdict, start, round(_share(before, longest) - start, 2)))
    return tuple(parts)


def _share(number: int, whole: int) -> float:
    # Two digits: a tenth of a pixel.
    return round(100 * number / whole, 2) if whole else 0.0

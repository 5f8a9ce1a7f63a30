"""How well a reader of pairs knows how often it is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.learn.intervals import RESAMPLES, SEED, Floats, Interval

_BINS: Final = 10
_STEPS: Final = 10
_BAND: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of about one confidence: how many, its mean, and the share right, 0..1."""

    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Covered:
    """What is left where the less certain is not answered.

    Attributes:
        share: of pairs that are answered, the most certain ones, 0..1.
        wrong: share of those that are answered wrongly, 0..1.
    """

    share: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence beside the share right.

    Attributes:
        error: expected, in ten bins of equal mass (Naeini et al. 2015).
        band: 95% of what the error would be if every confidence were the chance of being right.
        bins: from the least certain.
        coverage: from the fewest answered to all.
    """

    error: float
    band: Interval
    bins: tuple[Bin, ...]
    coverage: tuple[Covered, ...]


def calibrate(confidences: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Hold confidences against what was right, pair by pair; of no pairs all is 0 or empty."""
    order = np.argsort(np.asarray(confidences), kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    hits = np.asarray(right, dtype=np.float64)[order]
    draw = np.random.default_rng(SEED)
    chance = [_error(sure, (draw.random(len(sure)) < sure).astype(float)) for _ in range(RESAMPLES)]
    low, high = np.percentile(chance, _BAND)
    return Calibration(
        _error(sure, hits),
        (float(low), float(high)),
        tuple(
            Bin(len(its), float(its.mean()), float(share.mean()))
            for its, share in zip(_bins(sure), _bins(hits), strict=True)
        ),
        tuple(
            Covered(n / len(hits), 1 - float(hits[-n:].mean()))
            for step in range(1, _STEPS + 1)
            if (n := len(hits) * step // _STEPS)
        ),
    )


def _error(sure: Floats, hits: Floats) -> float:
    parts = zip(_bins(sure), _bins(hits), strict=True)
    gaps = [len(its) * abs(float(its.mean() - right.mean())) for its, right in parts]
    return sum(gaps) / len(sure) if len(sure) else 0.0


def _bins(values: Floats) -> list[Floats]:
    return [its for its in np.array_split(values, _BINS) if len(its)]

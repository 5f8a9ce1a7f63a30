"""A share that was counted, and how far it can be trusted.

>>> low, high = wilson(9, 10)
>>> f"{low:.3f} to {high:.3f}"
'0.596 to 0.982'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Interval = tuple[float, float]
Floats = npt.NDArray[np.float64]

# Two-sided 95% of the normal distribution.
_Z: Final = 1.959963984540054
RESAMPLES: Final = 2000
# Any number would do; it is fixed so that the same input prints the same bytes.
SEED: Final = 20
# Where nothing was counted, nothing is known.
ANYTHING: Final[Interval] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of things that were counted.

    Attributes:
        part, whole: counted; `share` is their ratio, None of nothing.
        wilson: 95% as if every thing had been drawn on its own.
        clustered: 95% where things of one cluster (a review, an article) go
            right and wrong together. Where all are right it shrinks to a
            point: read it beside the other.
    """

    part: int
    whole: int
    wilson: Interval
    clustered: Interval

    @property
    def share(self) -> float | None:
        """The share, 0..1; None where nothing was counted."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that is no share of counted things, such as F1 or alpha.

    Attributes:
        value: None where there is nothing to reckon it from.
        n: things that it was reckoned from.
        clustered: 95%, over whole clusters drawn anew.
    """

    value: float | None
    n: int
    clustered: Interval


def proportion(outcomes: Iterable[tuple[str, bool]]) -> Proportion:
    """Count what came out right, with both intervals.

    Args:
        outcomes: the cluster that each thing belongs to, and whether it is right.
    """
    sums: dict[str, list[int]] = {}
    for cluster, right in outcomes:
        counted = sums.setdefault(cluster, [0, 0])
        counted[0] += right
        counted[1] += 1
    # In order of cluster, so that the order of the input draws nothing else.
    return summed([(sums[cluster][0], sums[cluster][1]) for cluster in sorted(sums)])


def summed(clusters: Sequence[tuple[int, int]]) -> Proportion:
    """Add up part and whole of each cluster, with both intervals."""
    part, whole = sum(p for p, _ in clusters), sum(w for _, w in clusters)
    return Proportion(part, whole, wilson(part, whole), bootstrap(clusters))


def wilson(part: int, whole: int) -> Interval:
    """Return the score interval of Wilson (1927), 95%.

    J Am Stat Assoc 22:209-212. It stays within 0..1, and unlike the usual
    interval it has a width where all or none are right.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    if not whole:
        return ANYTHING
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    half /= 1 + z2 / whole
    # Rounding leaves a hair beyond the ends, where they are exact.
    return (0.0 if part == 0 else middle - half, 1.0 if part == whole else middle + half)


def ratio(clusters: Sequence[tuple[float, float]]) -> Estimate:
    """Return a ratio of sums over clusters, with its interval; `n` is the sum below."""
    part, whole = sum(p for p, _ in clusters), sum(w for _, w in clusters)
    return Estimate(part / whole if whole else None, round(whole), bootstrap(clusters))


def bootstrap(clusters: Sequence[tuple[float, float]], *, seed: int = SEED) -> Interval:
    """Return the middle 95% of a ratio of sums when clusters are drawn anew.

    The percentile bootstrap over whole clusters (Davison and Hinkley 1997,
    Bootstrap Methods and their Application, 3.8): clusters are drawn with
    replacement, as many as there are, and all of a drawn one counts.

    Args:
        clusters: part and whole of each; those with a whole of 0 say nothing.
        seed: of the draws.
    """
    counted = np.array([pair for pair in clusters if pair[1] > 0], dtype=np.float64)
    if not len(counted):
        return ANYTHING
    drawn = np.random.default_rng(seed).integers(
        0, len(counted), size=(RESAMPLES, len(counted)), dtype=np.int32
    )
    parts, wholes = counted[drawn, 0].sum(axis=1), counted[drawn, 1].sum(axis=1)
    low, high = np.quantile(parts / wholes, [0.025, 0.975])
    return float(low), float(high)


def bootstrap_sums(
    clusters: Sequence[Floats],
    statistic: Callable[[Floats], float | None],
    *,
    seed: int = SEED,
) -> Interval:
    """Return the middle 95% of a statistic of summed arrays when clusters are drawn anew.

    Args:
        clusters: float64 of one shape, what each cluster adds to the sum.
        statistic: of the sum; draws of which it says nothing are left out.
        seed: of the draws.
    """
    if not clusters:
        return ANYTHING
    arrays = np.stack(clusters)
    generator = np.random.default_rng(seed)
    values = [
        value
        for _ in range(RESAMPLES)
        if (value := statistic(arrays[generator.integers(0, len(arrays), len(arrays))].sum(axis=0)))
        is not None
    ]
    if not values:
        return ANYTHING
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)

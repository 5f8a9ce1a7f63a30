"""Stage 5, arithmetic: what rounded numbers may stand for, and what follows from them.

>>> change_between((80.0, 80.0), (40.0, 40.0), "percent")
(-0.5, -0.5)
>>> compare((0.495, 0.505), (0.49, 0.51), slack=0.005)
'holds'
"""

from __future__ import annotations

import math
from typing import Final, Literal

from pipeline.records import Quantity

Range = tuple[float, float]
How = Literal["percent", "difference", "ratio"]
Outcome = Literal["holds", "fails", "unsure"]

# Binary fractions: 0.3 - 0.1 is not 0.2.
_EPSILON: Final = 1e-9


def range_of(quantity: Quantity) -> Range | None:
    """Return what a written number may stand for; None for a range or an interval alone.

    "5.3" stands for 5.25 to 5.35, "about 40%" for what it leaves open, "over
    70%" for anything from 70% on. The error bars of an estimate are not
    rounding, so they count for nothing here.
    """
    if quantity.value is None:
        return None
    half = quantity.resolution / 2
    if quantity.bound == "at_least":
        return quantity.value - half, math.inf
    if quantity.bound == "at_most":
        return -math.inf, quantity.value + half
    if quantity.bound == "about" and quantity.low is not None and quantity.high is not None:
        return quantity.low - half, quantity.high + half
    return quantity.value - half, quantity.value + half


def change_between(before: Range, after: Range, how: How) -> Range | None:
    """Return every change that two rounded values allow; None where one may be zero."""
    if how == "difference":
        return after[0] - before[1], after[1] - before[0]
    if before[0] <= 0 or after[0] < 0:
        return None
    low, high = after[0] / before[1], after[1] / before[0]
    return (low, high) if how == "ratio" else (low - 1, high - 1)


def stated_change(quantity: Quantity) -> Range | None:
    """Return what a stated change may stand for, its sign from its direction."""
    stated = range_of(quantity)
    if stated is None:
        return None
    if quantity.direction == "decrease" and (quantity.value or 0) >= 0:
        return -stated[1], -stated[0]
    return stated


def has_sign(quantity: Quantity) -> bool:
    """Say whether a stated change tells up from down."""
    return quantity.direction in {"increase", "decrease"} or (quantity.value or 0) < 0


def magnitude(change: Range) -> Range:
    """Return the sizes of a range of changes, whichever way they go."""
    if change[0] <= 0 <= change[1]:
        return 0.0, max(-change[0], change[1])
    return min(abs(change[0]), abs(change[1])), max(abs(change[0]), abs(change[1]))


def compare(stated: Range, result: Range, *, slack: float) -> Outcome:
    """Say whether what was stated can follow.

    Args:
        stated: what the stated number may stand for.
        result: what its inputs allow.
        slack: a gap no larger than this is nobody's error: a writer who cuts
            66.9% to 66% is not told off.
    """
    gap = max(stated[0] - result[1], result[0] - stated[1])
    if gap <= _EPSILON:
        return "holds"
    return "fails" if gap > slack + _EPSILON else "unsure"


def check_change(
    before: Quantity, after: Quantity, stated: Quantity, how: How
) -> tuple[Outcome, float] | None:
    """Compare a stated change with its two values; None where they cannot be compared.

    Returns:
        the outcome, and the change that the two values give as written
        (a proportion for "percent").
    """
    first, second, said = range_of(before), range_of(after), stated_change(stated)
    if first is None or second is None or said is None or not before.value or after.value is None:
        return None
    result = change_between(first, second, how)
    if result is None:
        return None
    if how == "ratio":
        point = after.value / before.value
        if point < 1 <= (stated.value or 0):
            result, point = (1 / result[1], 1 / result[0]) if result[0] > 0 else result, 1 / point
    else:
        point = after.value - before.value
        point = point / before.value if how == "percent" else point
        if not has_sign(stated):
            said, result = magnitude(said), magnitude(result)
    return compare(said, result, slack=stated.resolution / 2), point

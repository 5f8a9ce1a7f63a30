"""Reasons why a result that was read is not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.evidence.extract.effects import DIFFERENCES, RATIOS
from pipeline.records import Direction, Quantity

# In the order in which they are asked; the first that holds is counted.
REASONS: Final[Mapping[str, str]] = {
    "no outcome": "no words near the number name what was measured",
    "no intervention": "neither sentence, heading nor objective names what was given",
    "sensitivity analysis": "it asks whether a result holds, and is none of its own",
    "outcome is an arm": "what was measured came out as the treatment or the control",
    "second measure": "it is the number before it in another measure, without an interval",
    "same arms": "intervention and comparator came out as the same",
    "point outside interval": "the value is not between the limits of its interval",
    "ratio not positive": "a ratio or one of its limits is zero or below",
    "share out of range": "a risk difference or a share is beyond 1",
    "interval not around ratio": "the limits lie on one side of the value on the scale of ratios",
    "too large": "a standardised difference beyond 20 or a ratio beyond 1,000 is a misreading",
    "ratio against its shares": "the ratio contradicts the shares of the two arms beside it",
    "more events than people": "more people had the event than were in the arm",
    "figures of arms": "the sentence tells how arms fared, and compares them by no estimate",
    "told of one arm": "something is told to be rare, common or seen, of one arm only",
    "accuracy of a test": "it tells how well a test tells, and compares no treatments",
    "unsure": "arms or outcome stand too far from the number, or in words often misread",
    "words against number": "the sentence says the contrary of its own number",
}
_RATIO_LIMIT: Final = 1000.0
_SMD_LIMIT: Final = 20.0
# Two pooled shares and a pooled ratio differ by weights; twice is a misreading.
_RATIO_TOLERANCE: Final = 2.0


def fault_of(quantity: Quantity) -> str:
    """Return the reason why a result cannot be right; "" where nothing speaks against it."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if value is None:
        return ""
    ends = [end for end in (low, high) if end is not None]
    if low is not None and high is not None and not low <= value <= high:
        return "point outside interval"
    if quantity.kind in RATIOS:
        if value <= 0 or any(end < 0 for end in ends):
            return "ratio not positive"
        if value > _RATIO_LIMIT:
            return "too large"
    if quantity.kind == "risk_difference" and abs(value) > 1:
        return "share out of range"
    if quantity.kind == "standardised_mean_difference" and abs(value) > _SMD_LIMIT:
        return "too large"
    if quantity.kind == "proportion" and not 0 <= value <= 1:
        return "more events than people"
    return ""


def contradicts_direction(quantity: Quantity, direction: Direction) -> bool:
    """Say whether an effect lies on the other side of no effect than a direction says."""
    if quantity.value is None or quantity.kind not in RATIOS | DIFFERENCES:
        return False
    above = quantity.value - (1.0 if quantity.kind in RATIOS else 0.0)
    return (above < 0 and direction == "increase") or (above > 0 and direction == "decrease")


def contradicts_shares(ratio: float, treated: float, control: float) -> bool:
    """Say whether a risk ratio is far from the ratio of the two shares."""
    if control <= 0 or treated <= 0 or ratio <= 0:
        return False
    factor = ratio / (treated / control)
    return not 1 / _RATIO_TOLERANCE <= factor <= _RATIO_TOLERANCE

"""Stage 5: one claimed number against one figure of the same measure."""

from __future__ import annotations

import math
from typing import Final, Literal

from pipeline.judge.figures import Figure
from pipeline.quantities import convert
from pipeline.records import Direction, Quantity, QuantityKind

Outcome = Literal["agrees", "inside", "contradicts", "opposite"]
# From what confirms a number most to what confirms it least.
SEVERITY: Final[dict[Outcome, int]] = {
    "agrees": 0, "inside": 1, "contradicts": 2, "opposite": 3,
}  # fmt: skip
# Ways that can be told from each other.
TURNS: Final[frozenset[Direction]] = frozenset({"increase", "decrease"})
# "Up to 15%" is said of 12%, and not of 5%.
_UP_TO: Final = 1.25
# What "about" leaves open at most, as a part of the number.
_ABOUT: Final = 0.25
_OPPOSITES: Final[frozenset[tuple[Direction, Direction]]] = frozenset(
    {("increase", "decrease"), ("decrease", "increase")}
)
_CHANGES: Final[frozenset[QuantityKind]] = frozenset(
    {
        "relative_change",
        "percentage_point_change",
        "mean_difference",
        "standardised_mean_difference",
        "risk_difference",
        "fold_change",
        "score",
        "amount",
    }
)


def in_unit_of(figure: Figure, quantity: Quantity, *, of: str) -> Quantity:
    """Convert days to a figure's hours; what cannot be converted stays as it is.

    Args:
        figure: whose unit is wanted.
        quantity: as claimed.
        of: words that name what was measured.
    """
    if quantity.kind != figure.measure or quantity.unit == figure.unit:
        return quantity
    return convert(quantity, figure.unit, of=of) or quantity


def is_of_measure(quantity: Quantity, figure: Figure) -> bool:
    """Say whether a number and a figure are of one measure, in one unit.

    An estimate with both ends of its interval is the figure's, whatever it was called.
    """
    if _is_the_very_estimate(quantity, figure):
        return True
    if quantity.kind != figure.measure or quantity.unit != figure.unit:
        return False
    # "One in five" and 20% are one share; what a rate counts among is a part of it.
    return quantity.kind != "rate" or quantity.per == figure.per


def _is_the_very_estimate(quantity: Quantity, figure: Figure) -> bool:
    ends = (quantity.low, quantity.high)
    if quantity.bound != "ci95" or None in {quantity.value, figure.low, figure.high, *ends}:
        return False
    said = (abs(quantity.value or 0.0), *sorted(abs(end or 0.0) for end in ends))
    held = (figure.value, *sorted(abs(end or 0.0) for end in (figure.low, figure.high)))
    return figure.rule == "as written" and all(
        math.isclose(one, other, abs_tol=1e-9) for one, other in zip(said, held, strict=True)
    )


def compare(quantity: Quantity, figure: Figure, *, direction: Direction) -> Outcome:
    """Compare a claimed number with a figure of the same measure.

    Args:
        quantity: as claimed; its own interval where it says "over" or "about".
        figure: of the row.
        direction: that the claim gives the outcome.
    """
    said = quantity.direction or direction
    # A level goes nowhere: 41% of people is 41% of people.
    turned = figure.direction is not None and (said, figure.direction) in _OPPOSITES
    if turned and quantity.kind in _CHANGES:
        return "opposite"
    low, high = _span(quantity)
    # A difference of two shares is off in its last bits: 50% less 41% is 9.000000000000002.
    half_a_digit = _resolution_of(figure) / 2 + 1e-9
    if _is_beyond(quantity, figure):
        return "contradicts"
    if (low is None or low - half_a_digit <= figure.value) and (
        high is None or figure.value <= high + half_a_digit
    ):
        return "agrees"
    if figure.low is not None and figure.high is not None:
        inside = (low is None or low <= figure.high) and (high is None or high >= figure.low)
        return "inside" if inside else "contradicts"
    return "contradicts"


def _is_beyond(quantity: Quantity, figure: Figure) -> bool:
    """Say whether "up to 80%" promises far more than was found: no end of an interval is near."""
    if quantity.bound != "at_most" or quantity.kind not in _CHANGES or quantity.high is None:
        return False
    most = max(abs(end) for end in (quantity.high, quantity.low or 0.0))
    return most > max(figure.value * _UP_TO, figure.high or 0.0)


def excludes(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a figure's interval leaves no room for a number that goes the other way.

    "Up 2% (-6% to 12%)" leaves room for down 5%, and none for down 40%.
    """
    low, _ = _span(quantity)
    return figure.low is not None and low is not None and low > -figure.low


def _span(quantity: Quantity) -> tuple[float | None, float | None]:
    """What the writer's number leaves open, as magnitudes."""
    if quantity.bound == "about" and quantity.value is not None and _is_exact(quantity):
        # "About 26%" is 25 to 27; "about 25%" leaves more open, and "about a day" less than a day.
        value = abs(quantity.value)
        one = min(quantity.resolution, value * _ABOUT)
        return value - one, value + one
    if quantity.bound in {"at_least", "at_most", "about", "range"}:
        low, high = quantity.low, quantity.high
        if low is not None and high is not None and high <= 0:
            return -high, -low
        return low, high
    value = abs(quantity.value or 0.0)
    half = quantity.resolution / 2
    # A half is written to either side: 12.5 rounds to 12 and to 13.
    slack = 1e-9 * max(1.0, value)
    return value - half - slack, value + half + slack


def _is_exact(quantity: Quantity) -> bool:
    """Say whether the last digit written is one that nobody rounds to."""
    if not quantity.resolution or quantity.value is None:
        return False
    return round(abs(quantity.value) / quantity.resolution) % 5 != 0


def _resolution_of(figure: Figure) -> float:
    # Rows are entered to the last digit that their source gives; a derived
    # figure inherits the rounding of its parts, about a percentage point. A share
    # that was written as a rate has nothing to inherit.
    exact = figure.rule == "as written" or figure.measure == "proportion"
    return 0.01 if not exact and figure.unit == "proportion" else 0.0

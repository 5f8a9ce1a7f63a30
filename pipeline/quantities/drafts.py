"""Stage 2, quantities: a quantity while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quantities.bounds import Effect, limits
from pipeline.records import Bound, Direction, Quantity, QuantityKind, Role


@dataclass(slots=True)
class Draft:
    """What is known so far of a number, in offsets of its line.

    Attributes:
        number_end: where the bare number ended, before unit and noun.
        zeros: resolution if zeros at the end are rounding; counts and money use it.
        percent: written with a percent sign.
        bare: nothing beside it says what it measures.
        noun: what is counted, as written.
    """

    start: int
    end: int
    number_end: int
    value: float | None
    low: float | None = None
    high: float | None = None
    resolution: float = 0.0
    zeros: float = 0.0
    unit: str = "count"
    kind: QuantityKind = "count"
    bound: Bound = "none"
    role: Role = "none"
    direction: Direction | None = None
    per: float | None = None
    percent: bool = False
    bare: bool = True
    worded: bool = False
    year_like: bool = False
    signed: bool = False
    labelled: bool = False
    noun: str = ""

    def scale(self, factor: float) -> None:
        """Multiply every number: percents become proportions, minutes per hour rates."""
        self.value = _times(self.value, factor)
        self.low, self.high = _times(self.low, factor), _times(self.high, factor)
        self.resolution *= factor
        self.zeros *= factor

    def settle(self, effect: Effect) -> None:
        """Open the limits that a bound leaves open; a range keeps its own."""
        if self.value is None or self.bound in {"ci95", "sd", "se", "range"}:
            return
        self.bound, self.low, self.high = limits(effect, self.value, self.resolution)

    def quantity(self, line: str, shift: int) -> Quantity:
        """Freeze it; `shift` is where the line begins in the text."""
        rounded = self.kind in {"count", "money", "rate"}
        return Quantity(
            value=self.value,
            unit=self.unit,
            kind=self.kind,
            low=self.low,
            high=self.high,
            bound=self.bound,
            role=self.role,
            resolution=float(f"{self.zeros if rounded else self.resolution:.9g}"),
            direction=self.direction,
            per=self.per,
            text=line[self.start : self.end],
            start=shift + self.start,
            end=shift + self.end,
        )


def _times(number: float | None, factor: float) -> float | None:
    # Ten digits: 57.99999999999999 is nobody's percentage.
    return None if number is None else float(f"{number * factor:.10g}")

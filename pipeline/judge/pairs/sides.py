"""Stage 5, pairs: two numbers of one measure, each with the way that it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.evidence.extract.effects import DIFFERENCES, RATIOS
from pipeline.judge.comparing import TURNS, Outcome, compare
from pipeline.judge.figures import Figure
from pipeline.judge.pairs.held import Held
from pipeline.judge.pairs.words import found_none
from pipeline.records import Direction, Quantity

# Numbers that say how the one group differs from the other.
_SIDED: Final = RATIOS | DIFFERENCES | {"relative_change", "percentage_point_change"}


def compare_sides(held: Held, said: Quantity, figure: Figure) -> Outcome:
    """Compare a claimed number with a figure of the same measure, and which way they go.

    Of two groups the sign says which one had more, whatever the words around call it.
    """
    if figure.measure not in _SIDED:
        return compare(said, figure, direction=held.claim.way)
    mine, its = _side(said, held.claim.way), _side_of(figure, held.evidence.way)
    if held.is_turned:
        # The claim's treatment is what the evidence compares with.
        its = {"increase": "decrease", "decrease": "increase"}.get(its, its)
    plainly = compare(said, replace(figure, direction=None), direction="unclear")
    if {mine, its} == TURNS:
        # Beside an interval on both sides of no effect, what matters is whether it allows this.
        allowed = _is_within(said, figure)
        return "contradicts" if allowed is False and found_none(held.evidence) else "opposite"
    return plainly


def _is_within(said: Quantity, figure: Figure) -> bool | None:
    """Say whether an interval allows a number that goes the other way; None without an interval."""
    if said.value is None or figure.low is None or figure.high is None:
        return None
    value = abs(said.value)
    value = value if figure.measure in RATIOS else -value
    return figure.low <= value <= figure.high


def _side(said: Quantity, way: Direction) -> str:
    """Which way a number of the claim goes, by itself or by the words beside it."""
    if said.kind in RATIOS and said.value is not None and said.value != 1:
        return "increase" if said.value > 1 else "decrease"
    if said.direction is not None or way in TURNS:
        return said.direction or way
    signed = said.kind in DIFFERENCES and said.value
    return ("increase" if said.value > 0 else "decrease") if signed and said.value else way


def _side_of(figure: Figure, way: Direction) -> str:
    if figure.measure in RATIOS and figure.value != 1:
        return "increase" if figure.value > 1 else "decrease"
    if figure.direction is None and figure.measure in DIFFERENCES and way not in TURNS:
        # What has no minus has gone up.
        return "increase"
    return figure.direction or way

"""Stage 5, pairs: the numbers of a claim against those of a sentence of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.judge.comparing import SEVERITY, Outcome, compare, in_unit_of, is_of_measure
from pipeline.judge.figures import Figure, figures_of, readings_of, result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.pairs.held import WORDS, Held, stems_of
from pipeline.judge.pairs.sides import compare_sides
from pipeline.judge.pairs.words import found_none
from pipeline.judge.phrases import claimed_text, figure_text
from pipeline.records import Comparison, Finding, Quantity

_GROUPS: Final = frozenset({"intervention_arm", "comparator_arm"})
_AMOUNTS: Final = frozenset({"amount", "score", "duration", "count"})


@dataclass(frozen=True, slots=True)
class Tried:
    """A number of the claim beside one of the evidence."""

    said: Quantity
    figure: Figure
    outcome: Outcome


def judge_by_numbers(held: Held) -> Finding | None:
    """Judge a claim by its numbers; None where it has none that say how something came out."""
    statement = held.claim.statement
    results = result_quantities(statement)
    sizes = list(statement.of_role("trials", "participants"))
    tried = [(quantity, list(_try(held, quantity))) for quantity in [*results, *sizes]]
    known = [(quantity, found) for quantity, found in tried if found]
    if results and not any(quantity in results for quantity, _ in known):
        return _unanswered(held, results)
    if not known:
        return None
    worst = max(
        (min(found, key=lambda t: SEVERITY[t.outcome]) for _, found in known),
        key=lambda t: SEVERITY[t.outcome],
    )
    n_open = sum(quantity in results and not found for quantity, found in tried)
    return _told(held, worst, n_open=n_open)


def _told(held: Held, tried: Tried, *, n_open: int) -> Finding:
    side = Comparison(tried.figure.rule, claimed_text(tried.said), figure_text(tried.figure))
    shown = f"the claim gives {side.claimed}, the evidence {side.evidence} ({side.rule})"
    if tried.outcome == "opposite" and found_none(held.evidence):
        told = f"It points the other way, but the interval includes no effect: {shown}."
        return finding("EF004", told, comparison=side)
    if tried.outcome == "opposite":
        return finding("ST008", f"The evidence points the other way: {shown}.", comparison=side)
    if tried.outcome == "contradicts":
        return finding("ST002", f"The numbers differ: {shown}.", comparison=side)
    if tried.outcome == "inside":
        return finding("ST004", f"Inside the interval, not its estimate: {shown}.", comparison=side)
    if n_open:
        return finding("ST003", f"Not every number is answered; of one {shown}.", comparison=side)
    claims_effect = held.claim.way != "no_difference" and not held.claim.statement.negated
    if tried.said.role == "effect" and claims_effect and found_none(held.evidence):
        told = f"The numbers agree, but the interval includes no effect: {shown}."
        return finding("ST004", told, comparison=side)
    return finding("ST001", f"The numbers agree: {shown}.", comparison=side)


def _try(held: Held, quantity: Quantity) -> Iterator[Tried]:
    statement = held.evidence.statement
    if quantity.role in {"trials", "participants"}:
        for size in statement.of_role(quantity.role):
            if size.value is not None:
                figure = Figure(size.kind, size.unit, size.value, role=size.role)
                outcome = compare(quantity, figure, direction="unclear")
                yield Tried(quantity, figure, outcome)
        return
    readings = _readings(held, quantity)
    for figure in _figures_for(held, quantity):
        for reading in readings:
            said = in_unit_of(figure, reading)
            if is_of_measure(said, figure) or _is_what_changed(held, said, figure):
                yield Tried(said, figure, compare_sides(held, said, figure))


def _is_what_changed(held: Held, said: Quantity, figure: Figure) -> bool:
    """Read "weight loss was 3 kg" as what was lost, though it stands there as an amount."""
    if said.kind != "mean_difference" or figure.measure not in _AMOUNTS:
        return False
    return said.unit == figure.unit and not held.evidence.statement.of_role("comparator_arm")


def _readings(held: Held, quantity: Quantity) -> list[Quantity]:
    """What a number says: where a text speaks of odds, a change of them is an odds ratio."""
    if WORDS["odds"].search(held.claim.text) is None or quantity.value is None:
        return readings_of(quantity)
    if quantity.kind == "fold_change":
        return [replace(quantity, kind="odds_ratio")]
    if quantity.kind in {"relative_change", "proportion"}:
        falls = "decrease" in {quantity.direction, held.claim.statement.direction}
        ends = [quantity.value, quantity.low, quantity.high]
        value, one, two = (None if e is None else 1 - e if falls else 1 + e for e in ends)
        low, high = (two, one) if falls else (one, two)
        return [
            replace(quantity, kind="odds_ratio", unit="ratio", value=value, low=low, high=high)
        ]  # "310% lower odds" has no ratio, but a side: below 1
    return [quantity]


def _figures_for(held: Held, quantity: Quantity) -> Sequence[Figure]:
    """The figures that may answer a number: of its own group, where both sides name groups."""
    figures = figures_of(held.evidence.statement)
    arm = held.claim.arms.get(quantity.start)
    if arm is None:
        return figures
    theirs = held.evidence.arms
    named = [(start, its) for start, its in theirs.items() if stems_of(its.words) or its.is_control]
    own = {start for start, its in named if held.is_same_arm(arm, its)}
    if own:
        return [f for f in figures if f.start in own]
    if named and stems_of(arm.words):
        return []
    mine = [f for f in figures if f.role == quantity.role or f.role not in _GROUPS]
    return mine if quantity.role in _GROUPS else figures


def _unanswered(held: Held, results: Sequence[Quantity]) -> Finding:
    """Of a number that none of the evidence answers, say what is there instead."""
    figures = figures_of(held.evidence.statement)
    if not figures:
        return finding("UV001", "The evidence gives no number to compare with.")
    return finding(
        "ST003",
        f"The claim gives {claimed_text(results[0])} "
        f"({results[0].kind.replace('_', ' ')}), the evidence {figure_text(figures[0])} "
        f"({figures[0].measure.replace('_', ' ')}); neither follows from the other.",
    )

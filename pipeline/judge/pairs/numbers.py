"""Stage 5, pairs: the numbers of a claim against those of a sentence of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.judge.comparing import SEVERITY, Outcome, compare, in_unit_of, is_of_measure
from pipeline.judge.figures import Figure, figures_of, readings_of, result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.pairs.held import WORDS, Held, Sentence, stems_of
from pipeline.judge.pairs.sides import compare_sides
from pipeline.judge.pairs.words import found_none
from pipeline.judge.phrases import claimed_text, figure_text
from pipeline.quantities import convert
from pipeline.records import Comparison, Finding, Quantity, Role

_GROUPS: Final = frozenset({"intervention_arm", "comparator_arm"})
# What a claim may be all about without saying how anything came out.
_PLAIN: Final[frozenset[Role]] = frozenset({"dose", "duration", "frequency"})
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
        return _judge_all_it_says(held)
    worst = max(
        (min(found, key=lambda t: SEVERITY[t.outcome]) for _, found in known),
        key=lambda t: SEVERITY[t.outcome],
    )
    n_open = sum(quantity in results and not found for quantity, found in tried)
    return _told(held, worst, n_open=n_open)


def all_it_says(claim: Sentence) -> Quantity | None:
    """Return the dose, time or frequency of a claim that says nothing else; None where it does."""
    statement = claim.statement
    promises = statement.negated or claim.way != "unclear" or claim.named("outcome", "condition")
    if promises or len(statement.quantities) != 1:
        return None
    only = statement.quantities[0]
    return only if only.role in _PLAIN and only.value is not None else None


def in_its_unit(quantity: Quantity, said: Quantity, *, of: str) -> Quantity | None:
    """Express a quantity in another's unit, a daily dose as a dose; None where there is no way."""
    plain = replace(quantity, unit=quantity.unit.removesuffix("/d"))
    return convert(quantity, said.unit, of=of) or convert(
        plain, said.unit.removesuffix("/d"), of=of
    )


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
    if quantity.role in {"trials", "participants"}:
        for figure in _sizes_for(held, quantity):
            yield Tried(quantity, figure, compare(quantity, figure, direction="unclear"))
        return
    readings = _readings(held, quantity)
    for figure in _figures_for(held, quantity):
        for reading in readings:
            said = in_unit_of(figure, reading, of=held.evidence.text)
            if is_of_measure(said, figure) or _is_what_changed(held, said, figure):
                yield Tried(said, figure, compare_sides(held, said, figure))


def _sizes_for(held: Held, quantity: Quantity) -> Iterator[Figure]:
    """How many trials or people the evidence counts: of the same sort, where both name one."""
    sizes = [q for q in held.evidence.statement.of_role(quantity.role) if q.value is not None]
    sort = stems_of(quantity.text)
    for size in [q for q in sizes if sort & stems_of(q.text)] or sizes:
        yield Figure(size.kind, size.unit, size.value or 0.0, role=size.role)
    if len(sizes) > 1:
        whole = sum(q.value or 0.0 for q in sizes)
        yield Figure("count", "count", whole, rule="the groups together", role=quantity.role)


def _judge_all_it_says(held: Held) -> Finding | None:
    """Judge a claim of nothing but one dose, time or frequency; None where it says more.

    The evidence must give one of its kind, and no other: four capsules of 1 g are more than 1 g.
    """
    said = all_it_says(held.claim)
    found = [] if said is None else held.evidence.statement.of_role(said.role)
    if said is None or len(found) != 1:
        return None
    converted = in_its_unit(found[0], said, of=f"{held.claim.text} {held.evidence.text}")
    if converted is None or converted.value is None:
        return None
    figure = Figure(said.kind, said.unit, converted.value, converted.low, converted.high)
    return _told(held, Tried(said, figure, compare(said, figure, direction="unclear")), n_open=0)


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
    theirs = held.evidence.arms
    if arm is None:
        return _of_the_named(held, figures)
    named = [(start, its) for start, its in theirs.items() if stems_of(its.words) or its.is_control]
    own = {start for start, its in named if held.is_same_arm(arm, its)}
    if own:
        return [f for f in figures if f.start in own]
    if named and stems_of(arm.words):
        return []
    mine = [f for f in figures if f.role == quantity.role or f.role not in _GROUPS]
    return mine if quantity.role in _GROUPS else figures


def _of_the_named(held: Held, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Of several groups of the evidence the one that the claim names, if it names one."""
    arms = held.evidence.arms
    stems = {start: stems_of(arm.words) for start, arm in arms.items() if not arm.is_control}
    named = {start for start, words in stems.items() if words & held.claim.stems()}
    if len(stems) < 2 or len(named) != 1:
        return figures
    apart = set(stems) - named
    return [f for f in figures if f.start not in apart]


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

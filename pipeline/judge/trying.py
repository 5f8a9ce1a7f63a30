"""Stage 5: the numbers of a claim tried against the figures of rows, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.judge.comparing import SEVERITY, Outcome, compare, in_unit_of, is_of_measure
from pipeline.judge.figures import Figure, figures_of, readings_of
from pipeline.judge.phrases import claimed_text, figure_text
from pipeline.records import Comparison, Direction, Match, Quantity


@dataclass(frozen=True, slots=True)
class Tried:
    """One number of the claim against one figure of one row."""

    quantity: Quantity
    figure: Figure
    match: Match
    outcome: Outcome


def try_all(
    quantities: Sequence[Quantity],
    matches: Sequence[Match],
    direction: Direction,
    *,
    of_people: bool = True,
) -> list[Tried]:
    """Try every number against every figure of its measure, in the order of the rows.

    Args:
        quantities: of a claim.
        matches: the rows.
        direction: of the claim.
        of_people: whether the claim may be of how many people or how likely; how many times as
            much sleep is told by no ratio of risks.
    """
    tried: list[Tried] = []
    read = [readings_of(quantity) for quantity in quantities]
    for match in matches:
        figures = figures_of(match.row.statement)
        for readings in read:
            for figure in figures:
                for reading in readings:
                    said = in_unit_of(figure, reading, of=match.row.sentence)
                    if _is_how_much(readings[0], figure) and not of_people:
                        continue
                    if _is_same_measure(said, figure, match):
                        outcome = compare(said, figure, direction=direction)
                        tried.append(Tried(said, figure, match, outcome))
    return tried


def _is_how_much(quantity: Quantity, figure: Figure) -> bool:
    """Say whether "twice as much" is held against a ratio of risks."""
    return quantity.kind == "fold_change" and "risk ratio" in figure.rule


def _is_same_measure(quantity: Quantity, figure: Figure, match: Match) -> bool:
    if not is_of_measure(quantity, figure):
        return False
    if figure.before_after and match.comparator not in {"unknown"}:
        return False
    # What became of the other arm is no answer to what became of this one.
    apart = {"prevalence", "comparator_arm", "cost"} & {quantity.role, figure.role}
    return not apart or quantity.role == figure.role


def worst_of_each_row(tried: Sequence[Tried]) -> list[Tried]:
    """Of a claim's numbers the one that a row confirms least speaks for that row.

    One number may meet several figures of a row (as written, derived): its best
    counts.
    """
    rows: dict[str, dict[int, Tried]] = {}
    for t in tried:
        numbers = rows.setdefault(t.match.row.row_id, {})
        known = numbers.get(t.quantity.start)
        if known is None or SEVERITY[t.outcome] < SEVERITY[known.outcome]:
            numbers[t.quantity.start] = t
    return [max(numbers.values(), key=lambda t: SEVERITY[t.outcome]) for numbers in rows.values()]


def side_by_side(tried: Tried, rule: str) -> Comparison:
    """Put the claimed number beside the row's, with the rule that compared them."""
    how = rule if tried.figure.rule == "as written" else f"{rule}; {tried.figure.rule}"
    return Comparison(
        how, claimed_text(tried.quantity), figure_text(tried.figure), tried.match.row.row_id
    )

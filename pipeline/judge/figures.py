"""Stage 5: what a Statement says in numbers that can be compared.

A row that gives two arms also gives their ratio and their difference; one that
gives days before and after also gives a relative change. Each derived figure
says how it was derived, so that a finding can show it.

Sources: relative risk reduction is 1 - RR (Cochrane Handbook 6.4, chapter 15.4);
the odds ratio is never turned into one, since it needs a baseline risk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.records import Direction, Quantity, QuantityKind, Role, Statement

# Roles of a number that answers "how did it come out".
RESULTS: Final[frozenset[Role]] = frozenset(
    {
        "effect",
        "intervention_arm",
        "comparator_arm",
        "prevalence",
        "cost",
        "follow_up",
        "none",
    }
)
# The rule of a figure that two arms give together.
ARMS_APART: Final = "relative difference of the two arms"
_RATIOS: Final[frozenset[QuantityKind]] = frozenset({"risk_ratio", "rate_ratio", "hazard_ratio"})
_SIGNED: Final[frozenset[QuantityKind]] = frozenset(
    {"mean_difference", "standardised_mean_difference", "relative_change", "risk_difference",
     "percentage_point_change"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparable number.

    Attributes:
        value, low, high: magnitudes on the quantity's scale; signs are in
            `direction`. The ends are None where nothing bounds them.
        rule: how it came about: "as written", or what it was derived from.
        role: of the quantity it stands on.
        before_after: whether it compares people with themselves before
            treatment, and not with other people.
    """

    measure: QuantityKind
    unit: str
    value: float
    low: float | None = None
    high: float | None = None
    direction: Direction | None = None
    rule: str = "as written"
    role: Role = "none"
    per: float | None = None
    before_after: bool = False


def figures_of(statement: Statement) -> list[Figure]:
    """Return every comparable number of a statement, as written before derived."""
    written = [_as_written(q, statement) for q in statement.quantities if q.role in RESULTS]
    figures = [figure for figure in written if figure is not None]
    return [*figures, *_from_ratios(figures), *_from_arms(statement)]


def result_quantities(statement: Statement) -> list[Quantity]:
    """Return the numbers of a claim that say how something came out."""
    return [q for q in statement.quantities if q.role in RESULTS and _says_a_result(q)]


def _says_a_result(quantity: Quantity) -> bool:
    return quantity.role != "none" or quantity.kind not in {"count", "amount", "duration"}


def _as_written(quantity: Quantity, statement: Statement) -> Figure | None:
    if quantity.value is None:
        return None
    direction = quantity.direction or (
        statement.direction if statement.direction in {"increase", "decrease"} else None
    )
    value, low, high = quantity.value, quantity.low, quantity.high
    if quantity.kind in _SIGNED:
        if value < 0:
            direction = direction or "decrease"
            value, low, high = -value, _minus(high), _minus(low)
        if quantity.bound not in {"ci95", "range"}:
            low = high = None
    elif quantity.bound not in {"ci95", "range"}:
        low = high = None
    return Figure(
        quantity.kind, quantity.unit, value, low, high, direction, role=quantity.role,
        per=quantity.per,
    )  # fmt: skip


def _from_ratios(figures: Iterable[Figure]) -> list[Figure]:
    """A risk ratio of 0.77 is a relative reduction of 23%."""
    return [
        Figure(
            "relative_change",
            "proportion",
            abs(1 - f.value),
            *_change_interval(f),
            direction="decrease" if f.value < 1 else "increase",
            rule=f"1 minus the {f.measure.replace('_', ' ')}",
            role="effect",
        )
        for f in figures
        if f.measure in _RATIOS and f.value > 0
    ]


def _change_interval(ratio: Figure) -> tuple[float | None, float | None]:
    if ratio.low is None or ratio.high is None:
        return None, None
    return (1 - ratio.high, 1 - ratio.low) if ratio.value < 1 else (ratio.low - 1, ratio.high - 1)


def _from_arms(statement: Statement) -> list[Figure]:
    arm = _value(statement, "intervention_arm")
    other = _value(statement, "comparator_arm")
    before = _value(statement, "baseline")
    found: list[Figure] = []
    if arm is not None and other is not None and arm.kind == other.kind:
        a, b = _number(arm), _number(other)
        if arm.kind == "proportion":
            found.append(
                Figure(
                    "percentage_point_change",
                    "percentage_point",
                    abs(a - b) * 100,
                    direction="increase" if a > b else "decrease",
                    rule="difference of the two shares",
                    role="effect",
                )
            )
        if b:
            found.append(
                Figure(
                    "relative_change",
                    "proportion",
                    abs(a - b) / abs(b),
                    direction="increase" if a > b else "decrease",
                    rule=ARMS_APART,
                    role="effect",
                )
            )
    if arm is not None and before is not None and _number(before):
        a, b = _number(arm), _number(before)
        found.append(
            Figure(
                "relative_change",
                "proportion",
                abs(a - b) / abs(b),
                direction="increase" if a > b else "decrease",
                rule="relative change from before treatment",
                role="effect",
                before_after=True,
            )
        )
    return found


def _value(statement: Statement, role: Role) -> Quantity | None:
    return next((q for q in statement.of_role(role) if q.value is not None), None)


def _number(quantity: Quantity) -> float:
    return quantity.value if quantity.value is not None else 0.0


def _minus(number: float | None) -> float | None:
    return None if number is None else -number

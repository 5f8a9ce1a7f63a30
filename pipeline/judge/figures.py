"""Stage 5: what a Statement says in numbers that can be compared.

A row that gives two arms also gives their ratio and their difference; one that
gives days before and after also gives a relative change. Each derived figure
says how it was derived, so that a finding can show it.

Sources: relative risk reduction is 1 - RR (Cochrane Handbook 6.4, chapter 15.4);
the odds ratio is never turned into one, since it needs a baseline risk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
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
_LEVELS: Final[frozenset[QuantityKind]] = frozenset(
    {"mean", "score", "amount", "duration", "count", "mean_difference"}
)
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
        start: where the number that it is stands; -1 for one that was derived.
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
    start: int = -1


def figures_of(statement: Statement) -> list[Figure]:
    """Return every comparable number of a statement, as written before derived."""
    read = [_as_written(q, statement) for q in statement.quantities if q.role in RESULTS]
    written = [figure for figure in read if figure is not None]
    derived = [
        replace(figure, rule=rule.name.format(measure=figure.rule), start=-1)
        for rule in CONVERSIONS
        for figure in rule.make(written, statement)
    ]
    return [*written, *derived]


def readings_of(quantity: Quantity) -> list[Quantity]:
    """Return a number and what else it says: "twice as many" is 100% more, 5 in 1,000 a share."""
    found = [quantity]
    if quantity.kind == "fold_change" and quantity.value is not None:
        way: Direction = "increase" if quantity.value > 1 else "decrease"
        low, high = (None if e is None else abs(e - 1) for e in (quantity.low, quantity.high))
        found.append(
            replace(
                quantity,
                kind="relative_change",
                unit="proportion",
                value=abs(quantity.value - 1),
                # Fewer than half as many is more than 50% less.
                low=low if way == "increase" else high,
                high=high if way == "increase" else low,
                direction=quantity.direction or way,
            )
        )
    if quantity.kind == "rate" and quantity.unit == "count" and quantity.per:
        found.append(_as_share(quantity, quantity.per))
    return found


def as_odds(quantity: Quantity) -> Quantity:
    """Return a relative change as the odds ratio that it is of: 58% less is 0.42; else as it is."""
    value, way = quantity.value, quantity.direction
    if (
        quantity.kind != "relative_change"
        or value is None
        or quantity.bound not in {"none", "about"}
    ):
        return quantity
    ratio = 1 + value if way == "increase" else 1 - abs(value)
    return replace(
        quantity, kind="odds_ratio", unit="ratio", value=ratio, low=None, high=None, bound="none",
        direction=None,
    )  # fmt: skip


def _as_share(quantity: Quantity, per: float) -> Quantity:
    low, high = (None if end is None else end / per for end in (quantity.low, quantity.high))
    value = None if quantity.value is None else quantity.value / per
    return replace(
        quantity, kind="proportion", unit="proportion", value=value, low=low, high=high,
        per=None, resolution=quantity.resolution / per,
    )  # fmt: skip


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
        per=quantity.per, start=quantity.start,
    )  # fmt: skip


# --- what follows from the numbers written ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conversion:
    """A rule by which numbers follow from numbers.

    Attributes:
        name: as a finding tells it.
        source: where the rule is from.
        make: the figures that follow from those written, and from the arms of a statement.
    """

    name: str
    source: str
    make: Callable[[Sequence[Figure], Statement], Iterator[Figure]]


def _relative_of_ratio(figures: Sequence[Figure], _: Statement) -> Iterator[Figure]:
    """A risk ratio of 0.77 is a relative reduction of 23%."""
    for f in figures:
        if f.measure in _RATIOS and f.value > 0:
            way: Direction = "decrease" if f.value < 1 else "increase"
            name = f.measure.replace("_", " ")
            yield _relative(abs(1 - f.value), way, *_change_interval(f), rule=name)


def _points_of_difference(figures: Sequence[Figure], _: Statement) -> Iterator[Figure]:
    """A risk difference of -0.09 is 9 points less."""
    for f in figures:
        if f.measure == "risk_difference" and f.unit == "proportion":
            low, high = (None if end is None else end * 100 for end in (f.low, f.high))
            yield _points(f.value * 100, f.direction, low, high)


def _share_of_rate(figures: Sequence[Figure], _: Statement) -> Iterator[Figure]:
    """12 per 1,000 are 1.2%."""
    for f in figures:
        if f.measure == "rate" and f.unit == "count" and f.per:
            low, high = (None if end is None else end / f.per for end in (f.low, f.high))
            yield replace(
                f, measure="proportion", unit="proportion", value=f.value / f.per, low=low,
                high=high, per=None,
            )  # fmt: skip


def _needed_to_treat(figures: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for f in [
        *(f for f in figures if f.measure == "percentage_point_change"),
        *_points_of_difference(figures, statement),
        *_points_of_arms(figures, statement),
    ]:
        if f.value:
            needed = 100 / f.value
            yield Figure("number_needed_to_treat", "count", needed, role="effect")


def _points_of_arms(_: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for a, b in _arms(statement, {"proportion"}):
        yield _points(abs(a - b) * 100, _way(a, b))


def _relative_of_arms(_: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for a, b in _arms(statement, None):
        if b:
            yield _relative(abs(a - b) / abs(b), _way(a, b))


def _difference_of_arms(_: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for a, b in _arms(statement, _LEVELS):
        unit = statement.of_role("intervention_arm")[0].unit
        yield Figure(
            "mean_difference", unit, abs(a - b), direction=_way(a, b), role="effect"
        )  # fmt: skip


def _relative_of_before(_: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for a, b, _unit in _before_after(statement):
        if b:
            figure = _relative(abs(a - b) / abs(b), _way(a, b))
            yield replace(figure, before_after=True)


def _difference_of_before(_: Sequence[Figure], statement: Statement) -> Iterator[Figure]:
    for a, b, unit in _before_after(statement):
        if unit == "proportion":
            yield replace(_points(abs(a - b) * 100, _way(a, b)), before_after=True)
        else:
            yield Figure(
                "mean_difference", unit, abs(a - b), direction=_way(a, b), role="effect",
                before_after=True,
            )  # fmt: skip


_HANDBOOK: Final = "Cochrane Handbook for Systematic Reviews of Interventions 6.4"
# The rule of a figure that two arms give together.
ARMS_APART: Final = "relative difference of the two arms"
CONVERSIONS: Final = (
    Conversion("1 minus the {measure}", f"{_HANDBOOK}, 15.4.3", _relative_of_ratio),
    Conversion("a rate as a share", f"{_HANDBOOK}, 6.4.1.1", _share_of_rate),
    Conversion("the risk difference in points", f"{_HANDBOOK}, 6.4.1.5", _points_of_difference),
    Conversion("difference of the two shares", f"{_HANDBOOK}, 6.4.1.5", _points_of_arms),
    Conversion(ARMS_APART, f"{_HANDBOOK}, 6.4.1.2", _relative_of_arms),
    Conversion("1 over the difference of the two shares", f"{_HANDBOOK}, 15.4.2", _needed_to_treat),
    Conversion("difference of the two means", f"{_HANDBOOK}, 6.5.1.1", _difference_of_arms),
    Conversion(
        "relative change from before treatment", f"{_HANDBOOK}, 6.5.2.8", _relative_of_before
    ),
    Conversion("change from before treatment", f"{_HANDBOOK}, 6.5.2.8", _difference_of_before),
)


def _relative(
    value: float,
    way: Direction,
    low: float | None = None,
    high: float | None = None,
    *,
    rule: str = "",
) -> Figure:
    return Figure(
        "relative_change", "proportion", value, low, high, way, rule=rule, role="effect"
    )  # fmt: skip


def _points(
    value: float, way: Direction | None, low: float | None = None, high: float | None = None
) -> Figure:
    return Figure(
        "percentage_point_change", "percentage_point", value, low, high, way, role="effect"
    )


def _way(a: float, b: float) -> Direction:
    return "increase" if a > b else "decrease"


def _change_interval(ratio: Figure) -> tuple[float | None, float | None]:
    if ratio.low is None or ratio.high is None:
        return None, None
    return (1 - ratio.high, 1 - ratio.low) if ratio.value < 1 else (ratio.low - 1, ratio.high - 1)


def _arms(
    statement: Statement, kinds: Collection[QuantityKind] | None
) -> Iterator[tuple[float, float]]:
    """Yield the numbers of the treated and of those compared with, where both are of one kind."""
    arm, other = _value(statement, "intervention_arm"), _value(statement, "comparator_arm")
    if (
        arm is not None
        and other is not None
        and (arm.kind, arm.unit) == (other.kind, other.unit)
        and (kinds is None or arm.kind in kinds)
    ):
        yield _number(arm), _number(other)


def _before_after(statement: Statement) -> Iterator[tuple[float, float, str]]:
    """Yield what came out and what was there before, where both are known, and their unit."""
    after = _value(statement, "intervention_arm") or _value(statement, "follow_up")
    before = _value(statement, "baseline")
    if after is not None and before is not None and after.unit == before.unit:
        yield _number(after), _number(before), after.unit


def _value(statement: Statement, role: Role) -> Quantity | None:
    return next((q for q in statement.of_role(role) if q.value is not None), None)


def _number(quantity: Quantity) -> float:
    return quantity.value if quantity.value is not None else 0.0


def _minus(number: float | None) -> float | None:
    return None if number is None else -number

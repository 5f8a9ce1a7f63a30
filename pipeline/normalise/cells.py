"""Stage 3: what the headers of a table say of the numbers in its cells.

>>> from pipeline.quantities import read_quantities
>>> (number,) = read_cell("0.97 (0.93-1.01)", read_quantities("0.97 (0.93-1.01)"), "Risk ratio")
>>> number.value, number.low, number.high, number.kind, number.role
(0.97, 0.93, 1.01, 'risk_ratio', 'effect')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from pipeline.quantities.effects import Label, read_label
from pipeline.quantities.units import UnitMatch, match_unit
from pipeline.records import Direction, Quantity, Role
from pipeline.resources import word_list
from pipeline.wording import read_changes

_COLUMNS: Final = word_list("fields")["columns"]
_BASELINE, _FOLLOW_UP, _EFFECT, _COMPARATOR, _INTAKE, _SETTING = (
    re.compile(_COLUMNS[name], re.IGNORECASE)
    for name in ("baseline", "follow_up", "effect", "comparator", "intake", "setting")
)
# "Risk ratio (95% CI)": what follows the name of an estimate is about its interval.
_OF_INTERVAL: Final = re.compile(
    r"[\s,;/([]*(?:\b9[059]\s?%|\bC(?:r)?I\b|\b(?:confidence|credible)\b).*$", re.IGNORECASE
)
_OPENS: Final = re.compile(r"\s?[(\[]\s?")
_CLOSES: Final = re.compile(r"\s?[)\]]")
# "Improved (%)", "% improved", and not "95% CI".
_PERCENT: Final = re.compile(r"(?<![\d ])\s?%|\b(?:per ?cent|percentage)\b(?! points?)", re.I)
# "Pain (mmHg)", "Minutes gained", and not "after 8 weeks", "week 12", "flushes per day".
_NAMES_UNIT: Final = re.compile(r"(?<![\w%/-])(?P<unit>[A-Za-zµ°][\w/%°\[\]-]*)")
_NO_UNIT_BEFORE: Final = re.compile(r"(?:\d|\b(?:per|an?|each|every|of))\s?-?$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\s?\d")
_MEASURED: Final = frozenset({"time", "mass", "pressure", "length", "energy", "substance"})
_SHARE_TOP: Final = 100.0


def read_cell(
    text: str, quantities: Sequence[Quantity], column: str, row: str = ""
) -> list[Quantity]:
    """Read the numbers of a cell anew in the light of its headers.

    Args:
        text: of the cell; the quantities' places are in it.
        quantities: in order.
        column: its header, which says what part a number plays; "" where there is none.
        row: its header; either may say what a number is in.
    """
    joined = list(_joined(text, quantities))
    if len(joined) > 1 and len({q.unit for q in joined}) == 1:
        # "81% v 22%" are of two groups: what stands between them says of which.
        return joined
    label = _label(column) or _label(row)
    return [_under(quantity, column, row, label) for quantity in joined]


def _label(header: str) -> Label | None:
    return read_label(f"{_OF_INTERVAL.sub('', header)} ")


def _joined(text: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """Make one of "0.97 (0.93-1.01)": a number with a range behind it that holds it."""
    waiting: Quantity | None = None
    for quantity in quantities:
        if waiting is not None and _is_interval_of(text, waiting, quantity):
            closed = _CLOSES.match(text, quantity.end)
            end = closed.end() if closed is not None else quantity.end
            yield replace(
                waiting, low=quantity.low, high=quantity.high, bound="ci95", end=end,
                text=text[waiting.start : end],
            )  # fmt: skip
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = quantity
    if waiting is not None:
        yield waiting


def _is_interval_of(text: str, estimate: Quantity, interval: Quantity) -> bool:
    if estimate.value is None or estimate.bound != "none" or interval.bound != "range":
        return False
    if interval.low is None or interval.high is None or estimate.unit != interval.unit:
        return False
    opened = _OPENS.fullmatch(text, estimate.end, interval.start)
    return opened is not None and interval.low <= estimate.value <= interval.high


def _under(quantity: Quantity, column: str, row: str, label: Label | None) -> Quantity:
    """Give a number the unit and the part that its headers say."""
    if quantity.kind == "count" and quantity.role == "none":
        if label is not None:
            return replace(quantity, kind=label.kind, unit=label.unit, role="effect")
        quantity = _with_unit(_with_unit(quantity, column), row)
    if quantity.role in {"none", "dose"} and _INTAKE.search(f"{column}; {row}"):
        return replace(quantity, role="threshold")
    return _with_part(quantity, column) if column else quantity


def _with_unit(quantity: Quantity, header: str) -> Quantity:
    """Give a bare number the unit of its header: "19" under "Minutes gained"."""
    if quantity.kind != "count":
        return quantity
    top = max(abs(q) for q in (quantity.value, quantity.high, 0.0) if q is not None)
    if _PERCENT.search(header) and top <= _SHARE_TOP:
        return replace(
            quantity, kind="proportion", unit="proportion",
            value=_percent(quantity.value), low=_percent(quantity.low),
            high=_percent(quantity.high), resolution=quantity.resolution / 100,
        )  # fmt: skip
    unit = next(_units(header), None)
    if unit is None:
        return quantity
    return replace(quantity, kind="duration" if unit.is_time else "amount", unit=unit.ucum)


def _percent(number: float | None) -> float | None:
    # Ten digits: 57.99999999999999 is nobody's percentage.
    return None if number is None else float(f"{number / 100:.10g}")


def _units(header: str) -> Iterator[UnitMatch]:
    for word in _NAMES_UNIT.finditer(header):
        if _NO_UNIT_BEFORE.search(header[: word.start()]) or _NUMBERED.match(header, word.end()):
            continue
        unit = match_unit(f" {header[word.start() :]}", 0)
        if unit is None:
            continue
        # "Drop" is a unit and a change, "M" metres and men: in brackets it is meant.
        plain = unit.dimension in _MEASURED and len(unit.written) > 1
        if plain or header[: word.start()].endswith("("):
            yield unit


def _with_part(quantity: Quantity, header: str) -> Quantity:
    """Give a cell's number the part that its column's header says.

    "20%" under "Average drop" is a change, under "Before" a baseline.
    """
    if quantity.role not in {"none", "duration"} or (
        quantity.role == "duration" and not _EFFECT.search(header)
    ):
        return quantity
    changes = [word.change for word in read_changes(header)]
    if _EFFECT.search(header):
        way = next((c for c in changes if c in {"increase", "decrease"}), None)
        direction = quantity.direction or cast("Direction | None", way)
        if quantity.kind == "proportion":
            return replace(quantity, role="effect", kind="relative_change", direction=direction)
        if quantity.kind in {"amount", "duration"}:
            return replace(quantity, role="effect", kind="mean_difference")
        return replace(quantity, role="effect")
    if _BASELINE.search(header):
        return replace(quantity, role="baseline")
    if _FOLLOW_UP.search(header):
        return replace(quantity, role="follow_up")
    arm: Role = "comparator_arm" if _COMPARATOR.search(header) else "intervention_arm"
    if quantity.kind == "count":
        return replace(quantity, role=arm, kind="mean")
    levels = quantity.kind in {"proportion", "amount", "duration"}
    return replace(quantity, role=arm) if levels and not _SETTING.search(header) else quantity

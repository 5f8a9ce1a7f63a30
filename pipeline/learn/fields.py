"""The fields of a finding that people judge, and how each one reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Literal, get_args

from pipeline.evidence.render import number_text
from pipeline.records import Concept, EvidenceRow, Quantity, Role

Field = Literal[
    "value",
    "interval",
    "measure",
    "trials",
    "participants",
    "intervention",
    "comparator",
    "condition",
    "outcome",
    "direction",
    "stance",
    "timeframe",
    "certainty",
]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
NUMERIC: Final[tuple[Field, ...]] = ("value", "interval", "measure", "trials", "participants")
# All others stand beside the result; one of these is the result.
_POINT: Final[tuple[Role, ...]] = ("effect", "intervention_arm", "prevalence", "cost")
_INTERVALS: Final[Mapping[str, str]] = {"ci95": "95% CI ", "range": "range ", "none": ""}


def read_fields(row: EvidenceRow) -> dict[Field, str]:
    """Return each field as a person reads it, concepts by name; "" where it is empty."""
    return {field: read(row) for field, read in _READERS.items()}


def _point(row: EvidenceRow) -> Quantity | None:
    return next(iter(row.statement.of_role(*_POINT)), None)


def _value(row: EvidenceRow) -> str:
    point = _point(row)
    if point is None or point.value is None:
        return ""
    others = row.statement.of_role("comparator_arm")
    return " against ".join(number_text(quantity) for quantity in (point, *others))


def _interval(row: EvidenceRow) -> str:
    point = _point(row)
    if point is None or (point.low is None and point.high is None):
        return ""
    ends = [_end(point, end) if end is not None else "…" for end in (point.low, point.high)]
    return _INTERVALS.get(point.bound, "") + " to ".join(ends)


def _end(point: Quantity, end: float) -> str:
    return number_text(replace(point, value=end, low=None, high=None))


def _measure(row: EvidenceRow) -> str:
    point = _point(row)
    return point.kind.replace("_", " ") if point is not None else ""


def _count(row: EvidenceRow, role: Role) -> str:
    return " ".join(number_text(quantity) for quantity in row.statement.of_role(role))


def _name(*concepts: Concept | None) -> str:
    return "; ".join(concept.text for concept in concepts if concept is not None)


def _timeframe(row: EvidenceRow) -> str:
    time = row.statement.timeframe
    return number_text(time) if time is not None else ""


_READERS: Final[Mapping[Field, Callable[[EvidenceRow], str]]] = {
    "value": _value,
    "interval": _interval,
    "measure": _measure,
    "trials": lambda row: _count(row, "trials"),
    "participants": lambda row: _count(row, "participants"),
    "intervention": lambda row: _name(row.statement.intervention),
    "comparator": lambda row: _name(*row.statement.comparators),
    "condition": lambda row: _name(row.statement.condition, row.statement.population),
    "outcome": lambda row: _name(row.statement.outcome),
    "direction": lambda row: row.statement.direction.replace("_", " "),
    "stance": lambda row: row.stance,
    "timeframe": _timeframe,
    "certainty": lambda row: (row.certainty or "").replace("_", " "),
}

"""The cells of a finding become a Statement, as a claim's words do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

from pipeline.concepts import ConceptEntry
from pipeline.evidence.cells import Cells
from pipeline.evidence.columns import SAID
from pipeline.records import (
    Bound,
    Causal,
    ClaimKind,
    Concept,
    ConceptKind,
    Direction,
    Quantity,
    QuantityKind,
    Role,
    Species,
    Statement,
)

MEASURES: Final[tuple[QuantityKind, ...]] = get_args(QuantityKind)
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
BOUNDS: Final[tuple[Bound, ...]] = get_args(Bound)
_CAUSAL: Final[tuple[Causal, ...]] = get_args(Causal)
_SPECIES: Final[tuple[Species, ...]] = get_args(Species)
# A side effect is often a condition of its own; a drug is often the comparator.
_KINDS: Final[Mapping[str, tuple[ConceptKind, ...]]] = {
    "intervention": ("intervention",),
    "condition": ("condition",),
    "population": ("population",),
    "outcome": ("outcome", "condition"),
    "comparator": ("comparator", "intervention"),
}


class NamedConcepts:
    """The concepts of the table as statements name them, each made once."""

    def __init__(self, entries: Mapping[str, ConceptEntry]) -> None:
        self._entries = entries
        self._made: dict[tuple[str, str], tuple[Concept, ...]] = {}

    def of(self, cells: Cells, column: str) -> tuple[Concept, ...]:
        """Return the concepts of a cell; what is no concept of that column is a fault."""
        text = cells.text(column)
        if not text:
            return ()
        made = self._made.get((column, text))
        if made is None:
            made = self._make(cells, column)
        said = cells.text(SAID[column]) if column in SAID else ""
        # Several have one phrase between them, and their names say as much.
        return (replace(made[0], text=said),) if said and len(made) == 1 else made

    def one_of(self, cells: Cells, column: str) -> Concept | None:
        """Return the concept of a cell; None for an empty one."""
        found = self.of(cells, column)
        if len(found) > 1:
            cells.fault(column, "several concepts; one is wanted")
        return found[0] if found else None

    def _make(self, cells: Cells, column: str) -> tuple[Concept, ...]:
        found, ids = [], cells.ids(column)
        for concept_id in ids:
            entry = self._entries.get(concept_id)
            if entry is None:
                cells.fault(column, f"no concept is called '{concept_id}'; see concepts.csv")
            elif entry.kind not in _KINDS[column]:
                wanted = " or ".join(_KINDS[column])
                why = f"{concept_id} ({entry.name}) is of kind {entry.kind}, not {wanted}"
                cells.fault(column, why)
            else:
                found.append(Concept(entry.name, concept_id, entry.name))
        made = tuple(found)
        # A faulty cell is not remembered, so that its next line is reported too.
        if len(made) == len(ids):
            self._made[column, cells.text(column)] = made
        return made


def build_statement(cells: Cells, kind: ClaimKind, concepts: NamedConcepts) -> Statement:
    """Build the Statement of one line of findings.csv."""
    direction = cells.literal("direction", DIRECTIONS, "unclear")
    dose, timeframe = _span(cells, "dose"), _span(cells, "timeframe")
    counts = [
        _count(cells, "n_trials", role="trials"),
        _count(cells, "n_participants", role="participants"),
    ]
    quantities = [*_values(cells, kind, direction), *counts, dose, timeframe]
    return Statement(
        quantities=tuple(q for q in quantities if q is not None),
        intervention=concepts.one_of(cells, "intervention"),
        comparators=concepts.of(cells, "comparator"),
        condition=concepts.one_of(cells, "condition"),
        population=concepts.one_of(cells, "population"),
        outcome=concepts.one_of(cells, "outcome"),
        dose=dose,
        form=cells.text("form") or None,
        species=cells.literal("species", _SPECIES, "human"),
        timeframe=timeframe,
        direction=direction,
        causal=cells.literal("causal", _CAUSAL, "none"),
    )


def _values(cells: Cells, kind: ClaimKind, direction: Direction) -> list[Quantity]:
    """Return the effect or the two arms, and the baseline; nothing without a measure."""
    measure = cells.optional("measure", MEASURES)
    value, other = cells.number("value"), cells.number("comparator_value")
    baseline = cells.number("baseline_value")
    low, high = cells.number("low"), cells.number("high")
    if low is not None and high is not None and low > high:
        cells.fault("low", f"the interval {low:g} to {high:g} is upside down")
        return []
    if measure is None:
        if any(number is not None for number in (value, other, baseline, low, high)):
            cells.fault("measure", "the cell is empty, but there are numbers")
        return []
    if value is None and low is None and high is None:
        cells.fault("value", f"a {measure} needs a value or an interval")
        return []
    unit = cells.needed("unit")
    per = cells.number("per")
    change = direction if direction in {"increase", "decrease"} else None
    of_people = kind == "statistic" and cells.ids("outcome") == ("X-PREVALENCE",)
    role = _role(kind, measure, has_other=other is not None, of_people=of_people)
    found = [
        Quantity(
            value,
            unit,
            measure,
            low=low,
            high=high,
            bound=cells.literal("bound", BOUNDS, "none"),
            role=role,
            resolution=_resolution(cells.text("value"), unit),
            direction=change if role == "effect" else None,
            per=per,
        )
    ]
    arms: tuple[tuple[float | None, str, Role], ...] = (
        (other, "comparator_value", "comparator_arm"),
        (baseline, "baseline_value", "baseline"),
    )
    for number, column, arm in arms:
        if number is not None:
            resolution = _resolution(cells.text(column), unit)
            found.append(Quantity(number, unit, measure, role=arm, resolution=resolution, per=per))
    return found


def _role(kind: ClaimKind, measure: QuantityKind, *, has_other: bool, of_people: bool) -> Role:
    if has_other:
        return "intervention_arm"
    if measure == "money":
        return "cost"
    counted = measure == "count" and of_people
    if kind == "statistic" and (counted or measure in {"proportion", "rate"}):
        return "prevalence"
    return "effect"


def _count(cells: Cells, column: str, *, role: Role) -> Quantity | None:
    number = cells.integer(column)
    if number is None:
        return None
    return Quantity(float(number), "count", "count", role=role, resolution=1.0)


def _span(cells: Cells, column: str) -> Quantity | None:
    found = cells.measure(column)
    if found is None:
        return None
    low, high, unit = found
    kind: QuantityKind = "duration" if column == "timeframe" else "amount"
    role: Role = "duration" if column == "timeframe" else "dose"
    if high is None:
        return Quantity(low, unit, kind, role=role)
    return Quantity(None, unit, kind, low=low, high=high, bound="range", role=role)


def _resolution(text: str, unit: str) -> float:
    decimals = text.partition(".")[2]
    step = 10.0 ** -len(decimals)
    # 0.5 stands for 50% as the source printed it.
    return min(step, 0.01) if unit == "proportion" else step

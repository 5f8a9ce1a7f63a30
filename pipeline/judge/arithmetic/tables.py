"""Stage 5, arithmetic: a table's own sums, row by row.

A row is checked where the headers say which column holds the value before,
which the value after, and which the change. One of each, or nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from pipeline.judge.arithmetic.prose import check_quantities, judge_change
from pipeline.quantities import read_quantities
from pipeline.records import Cell, CellAddress, Quantity, Table

Column = Literal["before", "after", "change", "other"]


@dataclass(frozen=True, slots=True)
class TableCheck:
    """One sum of a table that was done again.

    Attributes:
        detail: a sentence for a writer, with the number as it should be.
        stated, recomputed: both numbers as printed.
        cells: those involved, the stated result last.
    """

    code: str
    passed: bool
    detail: str
    stated: str
    recomputed: str
    cells: tuple[CellAddress, ...]


_CHANGE: Final = re.compile(
    r"\b(?:change|changes|difference|diff|improvement|reduction|decrease|increase|delta|gain|drop)\b|Δ|[↓↑]",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"\b(?:baseline|before|pre|pre-?(?:treatment|tx|test|intervention|therapy)|initial|initially|start|at\sentry|"
    r"(?:week|day|month)\s0|intake|admission)\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"\b(?:after|post|post-?(?:treatment|tx|test|intervention|therapy)|follow-?\s?up|final|endpoint|end|"
    r"(?:week|day|month|year)s?\s[1-9]\d*|(?:at\s)?[1-9]\d*\s(?:weeks?|months?|years?|days?)|discharge)\b",
    re.IGNORECASE,
)
_PERCENT_HEADER: Final = re.compile(r"%|\bper\s?cent\b|\bpercentage\b(?!\spoint)", re.IGNORECASE)
_FALLING: Final = re.compile(r"\b(?:reduction|decrease|drop)\b|↓", re.IGNORECASE)
_RISING: Final = re.compile(r"\b(?:increase|gain)\b|↑", re.IGNORECASE)


def check_table(table: Table) -> list[TableCheck]:
    """Do the sums of a table again, cell by cell in the order of the table."""
    found: list[TableCheck] = []
    columns = {
        number: _kind_of(table.column_header(number)) for number in range(1, table.n_columns + 1)
    }
    before = [number for number, kind in columns.items() if kind == "before"]
    after = [number for number, kind in columns.items() if kind == "after"]
    for cell in table.cells:
        if cell.header:
            continue
        found += _inside(table, cell)
        if columns.get(cell.column) == "change" and len(before) == len(after) == 1:
            found += _row(table, cell, before[0], after[0])
    return found


def _kind_of(header: str) -> Column:
    if _CHANGE.search(header):
        return "change"
    was, becomes = _BEFORE.search(header) is not None, _AFTER.search(header) is not None
    if was == becomes:
        return "other"
    return "before" if was else "after"


def address_of(table: Table, cell: Cell) -> CellAddress:
    """Return where a cell stands."""
    return CellAddress(table.number, cell.row, cell.column)


def _inside(table: Table, cell: Cell) -> list[TableCheck]:
    """Check what stands in one cell: "30/120 (25%)"."""
    quantities = read_quantities(cell.text)
    return [
        TableCheck(r.code, r.passed, r.detail, r.stated, r.recomputed, (address_of(table, cell),))
        for r in check_quantities(cell.text, quantities)
    ]


def _row(table: Table, change: Cell, before_column: int, after_column: int) -> list[TableCheck]:
    first, second = table.at(change.row, before_column), table.at(change.row, after_column)
    if first is None or second is None:
        return []
    before, after = _only_value(first.text), _only_value(second.text)
    if before is None or after is None or before.unit != after.unit:
        return []
    if before.kind == "relative_change" or after.kind == "relative_change":
        return []
    header = table.column_header(change.column)
    found = []
    for stated in read_quantities(change.text):
        judged = judge_change(before, after, _as_change(stated, header, before))
        if judged is None or judged[0] == "unsure" or stated.role not in {"none", "duration"}:
            continue
        passed = judged[0] == "holds"
        if not passed and not (_is_whole(first, before) and _is_whole(second, after)):
            continue
        measure = table.row_header(change.row)
        about = f"{measure}: " if measure and change.column > 1 else ""
        tail = f", as stated ({stated.text})." if passed else f", not {stated.text}."
        detail = f"{about}{before.text} to {after.text} is {judged[1]}{tail}"
        cells = tuple(address_of(table, cell) for cell in (first, second, change))
        found.append(TableCheck("AR001", passed, detail, stated.text, judged[1], cells))
    return found


def _is_whole(cell: Cell, quantity: Quantity) -> bool:
    """Say whether a cell holds its number and nothing else.

    Where deviations or quartiles stand beside it, the change may be a mean of
    changes, which the change of the means need not equal.
    """
    return quantity.text == cell.text.strip(" *†‡") and quantity.bound in {"none", "about"}


def _only_value(text: str) -> Quantity | None:
    """Return the one number of a cell; None where there is another or none."""
    quantities = [q for q in read_quantities(text) if q.role not in {"participants", "p_value"}]
    if len(quantities) != 1 or quantities[0].value is None:
        return None
    quantity = quantities[0]
    if quantity.bound in {"at_least", "at_most"} or quantity.per is not None:
        return None
    # A cell gives its digits as they are: nobody rounds 140 to the next ten there.
    exact = (
        min(quantity.resolution, 1.0)
        if quantity.kind in {"count", "money"}
        else quantity.resolution
    )
    return replace(quantity, resolution=exact)


def _as_change(stated: Quantity, header: str, before: Quantity) -> Quantity:
    """Read a bare "60" under "Reduction (%)" as the header says; a column of falls falls."""
    direction = stated.direction
    if direction is None and (stated.value or 0) >= 0:
        falls, rises = _FALLING.search(header) is not None, _RISING.search(header) is not None
        direction = (
            "decrease" if falls and not rises else "increase" if rises and not falls else None
        )
    if stated.unit == "count" and stated.value is not None and _PERCENT_HEADER.search(header):
        return Quantity(
            stated.value / 100,
            "proportion",
            "relative_change",
            resolution=min(stated.resolution, 1.0) / 100,
            direction=direction,
            text=stated.text,
        )
    exact = min(stated.resolution, 1.0) if stated.unit == before.unit else stated.resolution
    return replace(stated, resolution=exact, direction=direction)

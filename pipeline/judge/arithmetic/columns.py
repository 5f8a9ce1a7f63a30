"""Stage 5, arithmetic: a table's sums along its columns.

Which column is a part of which, and whether a last row adds up the others, no header says for
certain. The other rows say it: where most of them hold, the one that does not is wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.judge.arithmetic.tables import TableCheck, address_of
from pipeline.records import Cell, Table

_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s?%")
_TOTAL: Final = re.compile(
    r"(?:grand |sub-?)?(?:total|sum|all(?: participants| patients)?|overall)\W*", re.IGNORECASE
)
# Fewer rows that hold show nothing.
_ROWS: Final = 2
_ADDED_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class _Number:
    """A cell with the number that it holds and nothing else; a percentage with its digits."""

    cell: Cell
    value: float
    digits: int


def check_columns(table: Table) -> list[TableCheck]:
    """Check percentages against the counts of their row, and totals against the rows above."""
    counts = _by_column(table, _COUNT)
    return [*_percentages(table, counts), *_totals(table, counts)]


def _by_column(table: Table, pattern: re.Pattern[str]) -> dict[int, dict[int, _Number]]:
    """The numbers of every column, by row, of cells that hold one and nothing else."""
    found: dict[int, dict[int, _Number]] = {}
    for cell in table.cells:
        match = pattern.fullmatch(cell.text.strip())
        if cell.header or match is None:
            continue
        written = (match[1] if match.groups() else match[0]).replace(",", "")
        digits = len(written.partition(".")[2])
        found.setdefault(cell.column, {})[cell.row] = _Number(cell, float(written), digits)
    return found


def _percentages(table: Table, counts: Mapping[int, Mapping[int, _Number]]) -> Iterator[TableCheck]:
    for shares in _by_column(table, _PERCENT).values():
        best: tuple[int, list[tuple[_Number, _Number, _Number]]] = (0, [])
        for part, whole in itertools.permutations(counts, 2):
            rows = sorted(set(shares) & set(counts[part]) & set(counts[whole]))
            known = [(counts[part][r], counts[whole][r], shares[r]) for r in rows]
            n_hold = sum(_holds(*one) for one in known)
            if n_hold >= _ROWS and 2 * n_hold > len(known) and n_hold > best[0]:
                best = (n_hold, known)
        for part_of, of, share in best[1]:
            ok = _holds(part_of, of, share)
            told = f"{part_of.value / of.value:.{share.digits}%}" if of.value else "no share"
            detail = (
                f"{_row_name(table, share.cell)}{part_of.cell.text} of {of.cell.text} is {told}"
            )
            detail += ", as stated." if ok else f", not {share.cell.text}."
            yield _check(table, "AR003", detail, told, (part_of, of, share), ok=ok)


def _holds(part: _Number, whole: _Number, share: _Number) -> bool:
    if not 0 < whole.value >= part.value:
        return False
    # One unit in the last place: a writer who cuts 66.9% to 66% is not told off.
    off = abs(100 * part.value / whole.value - share.value)
    return off <= float(10**-share.digits) + 1e-9


def _totals(table: Table, counts: Mapping[int, Mapping[int, _Number]]) -> Iterator[TableCheck]:
    """The last row, where it is called a total, against the sums of the rows above."""
    last = max((cell.row for cell in table.cells), default=0)
    if not _TOTAL.fullmatch(table.row_header(last)):
        return
    above = [r for r in range(1, last) if any(not c.header for c in table.in_row(r))]
    sums: list[tuple[float, list[_Number], _Number]] = []
    for numbers in counts.values():
        parts = [numbers[r] for r in above if r in numbers]
        if last in numbers and len(parts) == len(above) >= _ADDED_ROWS:
            sums.append((sum(p.value for p in parts), parts, numbers[last]))
    held = [total == number.value for total, _, number in sums]
    if not any(held):
        # A column of means or of years is not added up; nothing shows that these are.
        return
    for (total, parts, number), ok in zip(sums, held, strict=True):
        told = f"{total:,.0f}"
        detail = f"The rows above add up to {told}"
        detail += ", as stated." if ok else f", not {number.cell.text}."
        yield _check(table, "AR008", detail, told, (*parts, number), ok=ok)


def _row_name(table: Table, cell: Cell) -> str:
    name = table.row_header(cell.row)
    return f"{name}: " if name and cell.column > 1 else ""


def _check(
    table: Table, code: str, detail: str, told: str, numbers: tuple[_Number, ...], *, ok: bool
) -> TableCheck:
    cells = tuple(address_of(table, number.cell) for number in numbers)
    return TableCheck(code, ok, detail, numbers[-1].cell.text, told, cells)

"""Stage 1: an HTML table's cells find their rows and columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.read.tables import has_header
from pipeline.records import Cell

_TABLE_TAG: Final = re.compile(r"<(/?)(table|td|th|h[1-4])\b", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]*>")
# Cells longer than this on average are columns of a page, not of a table.
_CELL_MAX: Final = 500
# As many as a table can use; the standard's 1,000 and 65,534 are for browsers.
_MAX_SPAN: Final = 100
_MAX_ROW_SPAN: Final = 1_000
_MAX_COLUMN: Final = 200


def find_layouts(source: str, start: int, end: int) -> frozenset[int]:
    """Find the tables that only lay out a page, by the place of their tag.

    These are tables around tables or headings, of one cell, or of very long
    cells. They have no rows to compare; their cells are read as paragraphs.
    """
    found: set[int] = set()
    open_tables: list[list[int]] = []  # place, cells, whether it is a layout
    for tag in _TABLE_TAG.finditer(source, start, end):
        name = tag[2].lower()
        if name == "table" and not tag[1]:
            if open_tables:
                open_tables[-1][2] = 1
            open_tables.append([tag.start(), 0, 0])
        elif name == "table":
            if open_tables:
                place, n_cells, is_layout = open_tables.pop()
                if is_layout or _is_layout(source, place, tag.start(), n_cells):
                    found.add(place)
        elif open_tables and not tag[1]:
            if name in {"td", "th"}:
                open_tables[-1][1] += 1
            else:
                open_tables[-1][2] = 1
    # A table that never closes holds the rest of the page.
    found.update(place for place, _, is_layout in open_tables if is_layout)
    return frozenset(found)


def _is_layout(source: str, start: int, end: int, n_cells: int) -> bool:
    if n_cells <= 1:
        return True
    if end - start <= _CELL_MAX * n_cells:
        return False
    return len(_ANY_TAG.sub("", source[start:end])) > _CELL_MAX * n_cells


@dataclass(slots=True)
class TableState:
    """A table while it is read.

    Attributes:
        depth: how many tables are open around it.
        row, column: of the cell at hand, from 1.
    """

    is_layout: bool
    depth: int
    caption: str = ""
    row: int = 0
    column: int = 0
    in_cell: bool = False
    row_span: int = 1
    column_span: int = 1
    cells: list[Cell] = field(default_factory=list)
    # Rows with a cell that names no column.
    _plain_rows: set[int] = field(default_factory=set)
    # Whether a cell is marked as a header: then the writer says which are.
    _has_named: bool = False
    _has_head: bool = False
    # Up to which row each column is taken by a cell from above.
    _taken: dict[int, int] = field(default_factory=dict)
    _next: int = 1

    def begin_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self._next = 1

    def begin_cell(self, name: str, attributes: Mapping[str, str], *, in_head: bool) -> None:
        """Begin a cell at the next free place of the row."""
        if self.is_layout:
            return
        if not self.row:
            self.row = 1  # a cell without a row makes one
        column = self._next
        while self._taken.get(column, 0) >= self.row:
            column += 1
        self.column = column
        self.in_cell = True
        width = min(_span(attributes.get("colspan", "")), _MAX_SPAN)
        height = min(_span(attributes.get("rowspan", "")), _MAX_ROW_SPAN)
        if height > 1 and column + width <= _MAX_COLUMN:
            for taken in range(column, column + width):
                self._taken[taken] = self.row + height - 1
        self._next = column + width
        self.row_span, self.column_span = height, width
        if in_head:
            self._has_head = True
        elif name == "td" or self._has_head:
            # Below a <thead>, a row of <th> alone names a group of rows.
            self._plain_rows.add(self.row)
        self._has_named = self._has_named or name == "th"

    def keep(self, cell: Cell) -> None:
        """Keep the cell at hand, now that it is written."""
        self.cells.append(replace(cell, row_span=self.row_span, column_span=self.column_span))
        self.in_cell = False

    def finished(self) -> list[Cell]:
        """Return the cells, those of the rows that name the columns as headers."""
        n_header = 0
        rows = sorted({cell.row for cell in self.cells})
        while n_header < len(rows) and rows[n_header] not in self._plain_rows:
            n_header += 1
        if n_header == len(rows):
            n_header = min(1, len(rows))
        if not n_header and not self._has_named:
            texts = [[c.text for c in self.cells if c.row == row] for row in rows[:4]]
            n_header = int(has_header(texts))
        headers = set(rows[:n_header])
        return [replace(cell, header=cell.row in headers) for cell in self.cells]


def _span(written: str) -> int:
    digits = written.strip()[:6]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1

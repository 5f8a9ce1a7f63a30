"""Stage 1: an HTML table's cells find their rows and columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.read.flattened import is_value
from pipeline.read.html_names import names_columns
from pipeline.read.tables import has_header
from pipeline.records import Cell

_TABLE_TAG: Final = re.compile(r"<(/?)(table|td|th|h[1-4])\b", re.IGNORECASE)
# How a row or cell is painted.
_PAINT: Final = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
# A title over a whole table is no longer; longer is a note.
_TITLE_WORDS: Final = 12
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
    Where a cell is marked as a header, a heading is what a column or row is called,
    and a table in a cell is a list.
    """
    found: set[int] = set()
    # place, cells, whether it is a layout where no header stands in it, whether one does
    open_tables: list[list[int]] = []
    for tag in _TABLE_TAG.finditer(source, start, end):
        name = tag[2].lower()
        if name == "table" and not tag[1]:
            if open_tables:
                open_tables[-1][2] = 1
            open_tables.append([tag.start(), 0, 0, 0])
        elif name == "table":
            if open_tables:
                place, n_cells, holds_more, has_header = open_tables.pop()
                if holds_more > has_header or _is_layout(source, place, tag.start(), n_cells):
                    found.add(place)
        elif open_tables and not tag[1]:
            if name in {"td", "th"}:
                open_tables[-1][1] += 1
                open_tables[-1][3] |= name == "th"
            else:
                open_tables[-1][2] = 1
    # A table that never closes holds the rest of the page.
    found.update(table[0] for table in open_tables if table[2] > table[3])
    return frozenset(found)


def _is_layout(source: str, start: int, end: int, n_cells: int) -> bool:
    if n_cells <= 1:
        return True
    if end - start <= _CELL_MAX * n_cells:
        return False
    return len(_ANY_TAG.sub("", source[start:end])) > _CELL_MAX * n_cells


@dataclass(slots=True)
class _Look:
    """How a cell is marked and drawn.

    Attributes:
        is_named: whether its tag names a column; below a <thead>, a row of <th> names a group.
        is_headed: whether it, or its row, is called a header.
        paint: the colour behind it, "" for none of its own.
        is_bold: whether all of its words are.
    """

    is_named: bool
    is_headed: bool
    paint: str
    is_bold: bool = True


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
    # How each of the cells looks, and what the row at hand gives its cells.
    _looks: list[_Look] = field(default_factory=list)
    _row_headed: bool = False
    _row_paint: str = ""
    # Whether a cell is marked as a header: then the writer says which are.
    _has_named: bool = False
    _has_head: bool = False
    # Up to which row each column is taken by a cell from above.
    _taken: dict[int, int] = field(default_factory=dict)
    _next: int = 1

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        """Begin the next row."""
        self.row += 1
        self._next = 1
        self._row_headed, self._row_paint = names_columns(attributes), _paint(attributes)

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
        self._has_head = self._has_head or in_head
        self._has_named = self._has_named or name == "th"
        is_named = in_head or (name == "th" and not self._has_head)
        is_headed = self._row_headed or names_columns(attributes)
        self._looks.append(_Look(is_named, is_headed, _paint(attributes) or self._row_paint))

    def write_plain(self) -> None:
        """Note that words of the cell at hand are not bold."""
        self._looks[-1].is_bold = False

    def keep(self, cell: Cell) -> None:
        """Keep the cell at hand, now that it is written."""
        self.cells.append(replace(cell, row_span=self.row_span, column_span=self.column_span))
        self.in_cell = False

    def names_column(self, text: str) -> bool:
        """Say whether a header above the cell at hand is this text."""
        return any(
            look.is_named and cell.row < self.row and cell.text.casefold() == text
            for cell, look in zip(self.cells, self._looks, strict=False)
            if cell.column <= self.column < cell.column + cell.column_span
        )

    def finished(self) -> list[Cell]:
        """Return the cells, those of the rows that name the columns as headers."""
        rows: dict[int, list[tuple[Cell, _Look]]] = {}
        for cell, look in zip(self.cells, self._looks, strict=True):
            rows.setdefault(cell.row, []).append((cell, look))
        n_header = self._n_header([rows[row] for row in sorted(rows)])
        headers = set(sorted(rows)[:n_header])
        return [replace(cell, header=cell.row in headers) for cell in self.cells]

    def _n_header(self, rows: Sequence[_Row]) -> int:
        """Count the rows from the top that name the columns."""
        n_named = _leading(rows, _is_named)
        if n_named == len(rows):
            return min(1, len(rows))
        width = max(cell.column + cell.column_span - 1 for row in rows for cell, _ in row)
        groups = [at for at, row in enumerate(rows) if _is_whole(row, width) and _is_named(row)]
        # A second name over all columns, and more of them further down: those name groups.
        if groups[:2] == [0, 1] and groups[-1] > n_named:
            n_named = 1
        above = max([n_named, *(_reach(row) - rows[0][0][0].row for row in rows[:n_named])])
        if not above and _is_whole(rows[0], width) and _is_title(rows[0]):
            above = 1
        below = rows[above:]
        if _names_parts(rows[:above], below, width):
            return above + 1
        if all(_is_whole(row, width) for row in rows[:above]):
            above += self._n_drawn(below)
        return above

    def _n_drawn(self, rows: Sequence[_Row]) -> int:
        """Count the rows from the top that are drawn as names of columns, or seem to be."""
        for is_drawn in (_is_called, _is_bold, _painted(rows)):
            n_drawn = _leading(rows, is_drawn)
            if 0 < n_drawn < len(rows):
                return n_drawn
        if self._has_named:
            return 0
        return int(has_header([[cell.text for cell, _ in row] for row in rows[:4]]))


_Row = Sequence[tuple[Cell, _Look]]


def _leading(rows: Sequence[_Row], holds: Callable[[_Row], bool]) -> int:
    """Count the rows from the top for which something holds."""
    return next((at for at, row in enumerate(rows) if not holds(row)), len(rows))


def _is_named(row: _Row) -> bool:
    """Say whether a row is of header cells; the corner of a table may be an empty one."""
    marked = [look.is_named or (not cell.text and cell.column == 1) for cell, look in row]
    return all(marked) and any(look.is_named for _, look in row)


def _reach(row: _Row) -> int:
    """Return the number of the first row that no cell of this one reaches into."""
    return max(cell.row + cell.row_span for cell, _ in row)


def _is_whole(row: _Row, width: int) -> bool:
    """Say whether a row is one cell over all columns of a table that has several."""
    return len(row) == 1 and row[0][0].column_span >= width > 1


def _is_title(row: _Row) -> bool:
    return 0 < len(row[0][0].text.split()) <= _TITLE_WORDS


def _is_called(row: _Row) -> bool:
    return all(look.is_headed for _, look in row) and any(cell.text for cell, _ in row)


def _is_bold(row: _Row) -> bool:
    """Say whether all words of a row are bold, and more cells than its own name have some."""
    worded = [look.is_bold for cell, look in row if cell.text]
    return all(worded) and len(worded) > 1


def _painted(rows: Sequence[_Row]) -> Callable[[_Row], bool]:
    """Return what tells the rows of the first one's colour, where the others have another."""
    first = {look.paint for _, look in rows[0]} if rows else {""}
    n_first = sum({look.paint for _, look in row} == first for row in rows)
    is_told = len(first) == 1 and "" not in first and len(rows[0]) > 1 and n_first == 1
    return lambda row: is_told and row is rows[0]


def _names_parts(above: Sequence[_Row], below: Sequence[_Row], width: int) -> bool:
    """Say whether the next row names the parts of grouped columns.

    It has no name of its own, and no values.
    """
    if not above or len(below) < 2:
        return False
    is_grouped = any(1 < cell.column_span < width for cell, _ in above[-1])
    row_name, *texts = [cell.text for cell, _ in below[0]]
    return is_grouped and not row_name and bool(texts) and not any(map(is_value, texts))


def _paint(attributes: Mapping[str, str]) -> str:
    found = _PAINT.search(attributes.get("style", ""))
    return (found[1] if found else attributes.get("bgcolor", "")).strip().lower()


def _span(written: str) -> int:
    digits = written.strip()[:6]
    return max(1, int(digits)) if digits.isascii() and digits.isdecimal() else 1

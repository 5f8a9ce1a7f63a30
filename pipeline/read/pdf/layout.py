"""Stage 1: the strips of a page in the order of their reading, by columns and tables.

Columns of text are looked for first: a gap that no line crosses, with lines of text on
both sides. Within a column, strips are taken from the top as long as gaps go through all
of them; what they part is a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from pipeline.read.flattened import is_value
from pipeline.read.pdf.strips import Strip

# The narrowest gap between columns, as a share of the font's size.
_GUTTER: Final = 0.25
# Columns of text: lines in each, letters in a line, how much of the width it fills, the
# share of such lines (tables may stand among them), and how narrow a column may be.
_LINES_MIN: Final = 3
_LETTERS_MIN: Final = 18
_FILLED_MIN: Final = 0.6
_TEXT_SHARE: Final = 0.3
_NARROW: Final = 0.3
# Gaps are looked for this far apart, in points.
_STEP: Final = 3.0
# Rows of a table stand at least this much further apart than the lines of a cell, which
# stand no further apart than this.
_ROW_GAP: Final = 0.12
_LINE_GAP: Final = 0.6
_SAME_LINE: Final = 0.3
# Columns of a page with more strips than any page has are not looked for.
# How high the middle of letters is above the line that they stand on.
_MIDDLE: Final = 0.3
_STRIPS_MAX: Final = 1_500
# Two rows make columns; what stands in most of the width leaves no room for any.
_ROWS_MIN: Final = 2
_FULL: Final = 0.85
# Words of a justified line stand no further apart, in sizes of the font; fewer of them
# are numbers than of the cells of a table.
_STRETCHED: Final = 2.5
_VALUES_SHARE: Final = 0.3

_Span = tuple[float, float]


@dataclass(slots=True)
class Line:
    """A line of text in its column.

    Attributes:
        column: what lines of one column share.
        left_edge, right_edge: those of its column.
    """

    strips: list[Strip]
    page: int
    turn: int
    column: int = 0
    left_edge: float = 0.0
    right_edge: float = 0.0

    @property
    def text(self) -> str:
        """What it reads."""
        return " ".join(strip.text for strip in self.strips)

    @property
    def left(self) -> float:
        """Where it begins."""
        return min(strip.left for strip in self.strips)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(strip.right for strip in self.strips)

    @property
    def base(self) -> float:
        """What it stands on."""
        return self.strips[0].base

    @property
    def size(self) -> float:
        """The size of its letters."""
        return max(self.strips, key=lambda strip: len(strip.text)).size

    @property
    def is_bold(self) -> bool:
        """Say whether all of it is bold."""
        return all(strip.is_bold for strip in self.strips)


@dataclass(slots=True)
class Grid:
    """A table: rows from the top, each with the lines of each of its cells."""

    rows: list[list[list[Line]]] = field(default_factory=list)


Element = Line | Grid


class Layout:
    """Puts the text of a page turned one way in order."""

    def __init__(self, page: int, turn: int) -> None:
        self.page, self.turn = page, turn
        self._n_columns = 0

    def ordered(self, strips: Sequence[Strip]) -> list[Element]:
        """Return lines and tables in the order of their reading."""
        strips = sorted(strips, key=lambda strip: (strip.base, strip.left))
        if len(strips) > _STRIPS_MAX:
            return [*self.lines(strips)]
        columns = _text_columns(strips)
        if columns is None:
            return self._with_tables(strips)
        return [element for part in columns for element in self.ordered(part)]

    def _with_tables(self, strips: Sequence[Strip]) -> list[Element]:
        found: list[Element] = []
        plain: list[Strip] = []
        at = 0
        while at < len(strips):
            band = _best_band(strips, at)
            if band is None:
                plain.append(strips[at])
                at += 1
                continue
            found += [*self.lines(plain), self._grid(band)]
            plain = []
            at = band.end
        return [*found, *self.lines(plain)]

    def lines(self, strips: Sequence[Strip]) -> list[Line]:
        """Make lines of the strips of one column, which come from the top."""
        self._n_columns += 1
        lines: list[Line] = []
        for strip in strips:
            if lines and abs(strip.base - lines[-1].base) < _SAME_LINE * strip.size:
                lines[-1].strips.append(strip)
            else:
                lines.append(Line([strip], self.page, self.turn, self._n_columns))
        for line in lines:
            line.strips.sort(key=lambda strip: strip.left)
            line.left_edge = min(each.left for each in lines)
            line.right_edge = max(each.right for each in lines)
        return lines

    def _grid(self, band: _Band) -> Grid:
        grid = Grid()
        for row in _rows(band.columns):
            parts = _values_apart(band.columns, row)
            for at, part in enumerate(parts):
                # What names several rows at once stands in the first of them.
                label = row if not at else None
                spans = [label if len(parts) > 1 else row, *[part] * (len(band.columns) - 1)]
                cells = [
                    self.lines([strip for strip in column if span and _within(strip, span)])
                    for column, span in zip(band.columns, spans, strict=True)
                ]
                grid.rows.append(cells)
        return grid


@dataclass(slots=True)
class _Band:
    """Strips that a gap goes through, in columns from the left; `end` is the first behind it."""

    columns: list[list[Strip]]
    end: int


def _text_columns(strips: Sequence[Strip]) -> list[Sequence[Strip]] | None:
    """Part a page at the gap beside which most lines stand; None where there is none.

    Returns:
        What stands above the two columns, the left one, the right one, what stands below.
    """
    if len(strips) < 2 * _LINES_MIN:
        return None
    left, right = min(each.left for each in strips), max(each.right for each in strips)
    best: list[tuple[int, int, int, float]] = []
    for step in range(1, int((right - left) / _STEP)):
        gap = left + step * _STEP
        found = [(_beside(strips[a:b], gap), a, b, gap) for a, b in _uncrossed(strips, gap)]
        found = [each for each in found if each[0]]
        if found and (not best or max(found)[0] > best[0][0]):
            best = []
        best += [max(found)] if found and (not best or max(found)[0] == best[0][0]) else []
    if not best:
        return None
    _, start, end, gap = best[len(best) // 2]
    inside = strips[start:end]
    return [
        strips[:start],
        [strip for strip in inside if strip.left < gap],
        [strip for strip in inside if strip.left >= gap],
        strips[end:],
    ]


def _uncrossed(strips: Sequence[Strip], gap: float) -> list[tuple[int, int]]:
    """Return the stretches from the top in which nothing crosses a place of the width."""
    crossing = [at for at, each in enumerate(strips) if each.left < gap < each.right]
    edges = [-1, *crossing, len(strips)]
    return [(above + 1, below) for above, below in pairwise(edges) if below - above > 1]


def _beside(strips: Sequence[Strip], gap: float) -> int:
    """Count the lines beside a gap, on the side of fewer; 0 where one side is no text."""
    sides = (
        [strip for strip in strips if strip.left < gap],
        [strip for strip in strips if strip.left >= gap],
    )
    if min(map(len, sides)) < _LINES_MIN:
        return 0
    widths = [max(e.right for e in side) - min(e.left for e in side) for side in sides]
    if min(widths) < _NARROW * max(widths):
        return 0
    return min(map(_n_of_text, sides))


def _n_of_text(side: Sequence[Strip]) -> int:
    """Count the lines of text among strips from the top; 0 where they are too few."""
    lines: list[list[Strip]] = []
    for strip in side:
        if lines and strip.base - lines[-1][0].base < _SAME_LINE * strip.size:
            lines[-1].append(strip)
        else:
            lines.append([strip])
    width = max(each.right for each in side) - min(each.left for each in side)
    n_text = sum(
        sum(len(each.text) for each in line) >= _LETTERS_MIN
        and max(e.right for e in line) - min(e.left for e in line) >= _FILLED_MIN * width
        for line in lines
    )
    return n_text if n_text >= max(_LINES_MIN, _TEXT_SHARE * len(lines)) else 0


def _best_band(strips: Sequence[Strip], start: int) -> _Band | None:
    """Find the band that begins with a strip; None too where a better one begins below."""
    band = _band(strips, start)
    if band is None:
        return None
    below = next(
        (at for at in range(start, band.end) if strips[at].base > strips[start].base + 1), band.end
    )
    better = _band(strips, below)
    # A line across some of the columns hides the gaps between them.
    if better is not None and len(better.columns) > len(band.columns):
        return None
    return band


def _band(strips: Sequence[Strip], start: int) -> _Band | None:
    """Find what a gap goes through from a strip on; None where it is only a line."""
    gutter = _GUTTER * median(strip.size for strip in strips)
    width = max(each.right for each in strips) - min(each.left for each in strips)
    taken: list[Strip] = []
    spans: list[_Span] = []
    for strip in strips[start:]:
        wider = _with_span(spans, (strip.left, strip.right), gutter)
        if len(wider) == 1 and wider[0][1] - wider[0][0] > _FULL * width:
            break
        if len(wider) < len(spans) and _parts(taken, [s for s in spans if s not in wider]):
            break
        spans = wider
        taken.append(strip)
    if len(spans) < 2 or not _parts(taken, spans):
        return None
    columns = _columns(taken, spans)
    rows = [_row_of(columns, strip) for strip in taken]
    # A line above or below a table that stands in the width of a column is none of it.
    first = next((at for at, row in enumerate(rows) if row > 1), len(rows))
    # But the corner of a table may be empty.
    if first == len(rows) or any(strip in columns[0] for strip in taken[:first]):
        return None
    if _is_stretched(taken):
        return None
    last = max(at for at, row in enumerate(rows) if row > 1)
    taken = taken[: _end_of_cells(taken, last)]
    return _Band(_columns(taken, spans), start + len(taken))


def _is_stretched(strips: Sequence[Strip]) -> bool:
    """Say whether it is two lines of text whose words were set apart to fill the width."""
    bases = {round(strip.base) for strip in strips}
    pairs = [(one, other) for one, other in pairwise(strips) if one.base == other.base]
    widest = max((other.left - one.right for one, other in pairs), default=0.0)
    n_values = sum(is_value(strip.text) for strip in strips)
    is_near = widest < _STRETCHED * strips[0].size
    return len(bases) <= _ROWS_MIN and is_near and n_values < _VALUES_SHARE * len(strips)


def _with_span(spans: Sequence[_Span], new: _Span, gutter: float) -> list[_Span]:
    """Add a stretch of the width to those that are taken."""
    left, right = new
    apart = []
    for span in spans:
        if span[1] + gutter <= left or right + gutter <= span[0]:
            apart.append(span)
        else:
            left, right = min(left, span[0]), max(right, span[1])
    return sorted([*apart, (left, right)])


def _columns(strips: Iterable[Strip], spans: Sequence[_Span]) -> list[list[Strip]]:
    columns: list[list[Strip]] = [[] for _ in spans]
    for strip in strips:
        at = next(at for at, (left, right) in enumerate(spans) if left <= strip.left <= right)
        columns[at].append(strip)
    return [column for column in columns if column]


def _parts(strips: Sequence[Strip], spans: Sequence[_Span]) -> bool:
    """Say whether strips stand side by side in two of these stretches, in enough rows."""
    rows: list[tuple[float, int]] = []
    for strip in strips:
        at = next((at for at, span in enumerate(spans) if span[0] <= strip.left <= span[1]), None)
        if at is not None:
            rows.append((strip.base, at))
    n_rows, last = 0, float("-inf")
    for (above, one), (below, other) in pairwise(sorted(rows)):
        if one != other and below - above < strips[0].size and above - last > strips[0].size:
            n_rows, last = n_rows + 1, above
    return n_rows >= _ROWS_MIN


def _row_of(columns: Sequence[Sequence[Strip]], strip: Strip) -> int:
    """Count the columns that something stands in at the height of a strip."""
    middle = (strip.top + strip.bottom) / 2
    return sum(any(each.top < middle < each.bottom for each in column) for column in columns)


def _end_of_cells(strips: Sequence[Strip], last: int) -> int:
    """Return the end of a table whose last full row is known: lines of its cells go on."""
    end = last + 1
    while end < len(strips):
        gap = strips[end].top - max(each.bottom for each in strips[:end])
        if gap > _ROW_GAP * strips[end].size:
            break
        end += 1
    return end


def _rows(columns: Sequence[Sequence[Strip]]) -> list[_Span]:
    """Return the heights of a table's rows, from the top."""
    strips = [strip for column in columns for strip in column]
    spans: list[_Span] = []
    for strip in strips:
        # Letters stand higher than they are drawn, so that lines may touch.
        middle, half = (strip.top + strip.bottom) / 2, 0.4 * strip.size
        spans = _with_span(spans, (middle - half, middle + half), 0.0)
    gaps = sorted(below[0] - above[1] for above, below in pairwise(spans))
    size = median(strip.size for strip in strips)
    if not gaps or gaps[0] > _LINE_GAP * size:
        return spans
    limit = gaps[0] + _ROW_GAP * size
    if gaps[-1] > limit:
        return _joined(spans, lambda above, below: below[0] - above[1] < limit)
    # All stand equally far apart: a row begins where its first cell does.
    first = columns[0]
    return _joined(spans, lambda _, below: not any(_within(strip, below) for strip in first))


def _joined(spans: Sequence[_Span], goes_on: Callable[..., bool]) -> list[_Span]:
    rows: list[_Span] = []
    for span in spans:
        if rows and goes_on(rows[-1], span):
            rows[-1] = (rows[-1][0], span[1])
        else:
            rows.append(span)
    return rows


def _within(strip: Strip, row: _Span) -> bool:
    return row[0] <= (strip.top + strip.bottom) / 2 <= row[1]


def _values_apart(columns: Sequence[Sequence[Strip]], row: _Span) -> list[_Span]:
    """Split a row where a column holds several values in it, one above the other."""
    for column in columns[1:]:
        inside = [strip for strip in column if _within(strip, row)]
        bases = sorted({strip.base for strip in inside})
        is_one_each = 1 < len(bases) == len(inside)
        if is_one_each and all(is_value(strip.text) for strip in inside):
            middles = [base - _MIDDLE * inside[0].size for base in bases]
            cuts = [(above + below) / 2 for above, below in pairwise(middles)]
            return list(pairwise([row[0], *cuts, row[1]]))
    return [row]

"""Stage 1: a table that goes on over the end of a page is one table.

Where a page begins with rows in the columns of the table that the page before ended with,
and none of them names the columns anew, they are further rows of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from pipeline.read.pdf.layout import Grid, Line
from pipeline.read.pdf.paragraphs import Draft, is_small
from pipeline.read.story import Item, TableDraft

_CONTINUED: Final = re.compile(r"\bcont(?:inued|['’]d|\.)", re.IGNORECASE)
_LONGEST: Final = 200

_Span = tuple[float, float]


def join_tables(drafts: Sequence[Draft | Grid], items: Sequence[Item], body: float) -> list[Item]:
    """Put tables together that the ends of pages cut.

    Args:
        drafts: the text without its notes, in the order of its reading.
        items: the same, written.
        body: the size of most letters.
    """
    joined: list[Item] = []
    open_table: TableDraft | None = None
    above: Grid | None = None
    for draft, item in zip(drafts, items, strict=True):
        if isinstance(draft, Grid) and isinstance(item, TableDraft):
            if open_table is not None and above is not None and _goes_on(above, draft, item):
                open_table.rows += item.rows
            else:
                open_table = item
                joined.append(item)
            above = draft
        else:
            joined.append(item)
            if isinstance(draft, Draft) and not _may_stand_between(draft, body):
                above = None
    return joined


def _goes_on(above: Grid, below: Grid, written: TableDraft) -> bool:
    last, first = _lines(above)[-1], _lines(below)[0]
    if (first.page, first.turn) != (last.page + 1, last.turn) or written.header_rows():
        return False
    ours, theirs = _columns(above), _columns(below)
    return len(ours) == len(theirs) and all(
        _overlap(one, other) == (at == place)
        for at, one in enumerate(ours)
        for place, other in enumerate(theirs)
    )


def _may_stand_between(draft: Draft, body: float) -> bool:
    """Say whether it is a note on the table, or says that it goes on."""
    if all(is_small(line, body) for line in draft.lines):
        return True
    text = " ".join(line.text for line in draft.lines)
    return len(text) < _LONGEST and _CONTINUED.search(text) is not None


def _lines(grid: Grid) -> list[Line]:
    return [line for row in grid.rows for cell in row for line in cell]


def _columns(grid: Grid) -> list[_Span]:
    """Return what each column that holds something takes of the width."""
    columns = (list(chain.from_iterable(column)) for column in zip(*grid.rows, strict=True))
    return [
        (min(line.left for line in lines), max(line.right for line in lines))
        for lines in columns
        if lines
    ]


def _overlap(one: _Span, other: _Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

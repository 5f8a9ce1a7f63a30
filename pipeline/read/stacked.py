"""Stage 1: stacked tables, pasted with each cell on a line of its own.

Names of columns give them away, one below the other, and what the names announce:
a number stands under "Participants", a name and a year under "Source". Between
these the lines fall into rows by themselves; a row whose number is missing is told
by the words that stand in its place. A line that fits no column ends the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.read.flattened import FIRST_NAMES, goes_on, is_value
from pipeline.read.sheet import Grid, Line, Piece

_NUMBERS: Final = re.compile(
    r"(?:no\.? of |number of |total )?(?:n|trials?|studies|rcts?|participants?|patients|people|"
    r"women|men|children|adults|sample size|sample|age|cost|price|fee|score|mean|p-value|"
    r"before|after|baseline|follow-?up|change|difference|effect size|95% ci|\d+ (?:weeks|months))",
    re.IGNORECASE,
)
_SOURCES: Final = re.compile(r"(?:source|reference|citation|study|trial)s?", re.IGNORECASE)
_WORDS: Final = re.compile(
    r"(?:comparator|comparison|compared with|control|result|finding|effect|evidence|quality|"
    r"certainty|conclusion|verdict|dose|daily dose|duration|population|design|notes?|comments?|"
    r"side effects?|safety|use|uses|benefits?|meaning|description|form)s?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_MIN_COLUMNS, _MAX_COLUMNS = 3, 12
_MAX_LABEL_WORDS: Final = 12
_MAX_SOURCE_WORDS: Final = 8
_SENTENCE_END: Final = (".", "!", "?", ";", ":")


def find_stacked(lines: Sequence[Line], at: int) -> tuple[Grid | None, int]:
    """Find a stacked table whose first column's name is a line.

    Returns:
        The table, and the first line from which looking again may find another.
    """
    if lines[at].text.lower() not in FIRST_NAMES:
        return None, at + 1
    columns = [re.compile("")]
    end = at + 1
    while end < len(lines) and len(columns) < _MAX_COLUMNS:
        named = next(
            (kind for kind in (_NUMBERS, _SOURCES, _WORDS) if kind.fullmatch(lines[end].text)), None
        )
        if named is None:
            break
        columns.append(named)
        end += 1
    telling = [n for n, kind in enumerate(columns) if kind in (_NUMBERS, _SOURCES)]
    if len(columns) < _MIN_COLUMNS or not telling:
        return None, end
    rows = [tuple(line.piece for line in lines[at:end])]
    while (row := _row(lines, at, end, columns)) is not None:
        pieces, end = row
        rows.append(pieces)
    return (Grid(tuple(rows), 1, end - at) if len(rows) > 2 else None), end


def _row(
    lines: Sequence[Line], first: int, at: int, columns: Sequence[re.Pattern[str]]
) -> tuple[tuple[Piece, ...], int] | None:
    """Read one row; None where the lines do not make one."""
    pieces: list[Piece] = []
    for column, kind in enumerate(columns):
        if at >= len(lines) or not goes_on(lines, first, at):
            return None
        text = lines[at].text
        if kind is _NUMBERS and not is_value(text):
            pieces.append(Piece(lines[at].start, lines[at].start))
            continue
        if column == 0 and not _is_label(text):
            return None
        if kind is _SOURCES and not (_YEAR.search(text) and text.count(" ") < _MAX_SOURCE_WORDS):
            return None
        pieces.append(lines[at].piece)
        at += 1
    return tuple(pieces), at


def _is_label(text: str) -> bool:
    is_short = text.count(" ") < _MAX_LABEL_WORDS and not text.endswith(_SENTENCE_END)
    return is_short and not is_value(text) and not text.isupper()

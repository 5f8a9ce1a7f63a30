"""Stage 1: lines that are rows become a table.

Four makes: pipes, columns set apart by white space, flattened tables (rows pasted as
words and then numbers), and stacked ones (each cell on a line of its own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.read.flattened import find_flattened, goes_on, is_value
from pipeline.read.inline import write_inline
from pipeline.read.sheet import Grid, Line, Piece, Sheet
from pipeline.read.stacked import find_stacked
from pipeline.records import Cell

_DELIMITER: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BORDER: Final = re.compile(r"[+|][-=+:| ]*[-=][-=+:| ]*[+|]?|[-=]{3,}(?:[ +|]+[-=]{3,})*")
_GAP: Final = re.compile(r"\t+ *| {2,}\t*")
# Typists of old put two spaces behind a full stop.
_STOP: Final = re.compile(r"[a-z)][.!?](?: {2}|$)")
_CAPTION: Final = re.compile(
    r"(?:table|tab\.|figure|fig\.|exhibit|chart)\s*\d{1,3}\b", re.IGNORECASE
)
_CAPTION_MAX: Final = 300
# The name of a column is seldom longer; a phrase seldom shorter.
_NAME_WORDS: Final = 4


def is_caption(text: str) -> bool:
    """Say whether a line names the table below it ("Table 1: …")."""
    return len(text) <= _CAPTION_MAX and _CAPTION.match(text) is not None


def find_tables(lines: Sequence[Line]) -> dict[int, Grid]:
    """Find all tables among the lines, by the place of their first line."""
    found: dict[int, Grid] = {}
    # Where each make may be looked for again: a run of rows that was refused
    # once is not looked at from each of its lines.
    makes = (_find_piped, _find_spaced, find_stacked, find_flattened)
    again = [0] * len(makes)
    at = 0
    while at < len(lines):
        grid = None
        for make, find in enumerate(makes):
            if at >= again[make]:
                grid, again[make] = find(lines, at)
                if grid is not None:
                    break
        if grid is None:
            at += 1
        else:
            found[at] = grid
            at += grid.n_lines
    return found


def write_grid(
    sheet: Sheet, grid: Grid, *, caption: str = "", why: str = "", n_header: int | None = None
) -> None:
    """Write a table cell by cell, each on a line of its own."""
    if grid.title is not None:
        write_inline(sheet, [grid.title])
        block = sheet.end("boilerplate" if why else "caption", grid.title.end, why=why)
        if block is not None and not caption:
            caption = sheet.text_of(block)
    cells: list[Cell] = []
    header = grid.n_header if n_header is None else n_header
    for row, pieces in enumerate(grid.rows, 1):
        for column, piece in enumerate(pieces, 1):
            write_inline(sheet, [piece])
            cells.append(sheet.cell(row, column, piece.end, header=row <= header, why=why))
    sheet.add_table(cells, caption=caption)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Guess whether the first row of an unmarked table names its columns.

    It does where it holds words only and a later row holds a number, or where
    it is short and the columns below it hold phrases.
    """
    if len(rows) < 2:
        return False
    first = [text for text in rows[0] if text]
    if not first or any(is_value(text) or not _has_letter(text) for text in first):
        return False
    if any(is_value(text) for row in rows[1:] for text in row):
        return True
    return len(rows) > 2 and _is_short(rows[0]) and _holds_phrases(rows[1:])


def _is_short(names: Sequence[str]) -> bool:
    """Say whether the cells of a row may be the names of three columns or more."""
    is_each = all(
        0 < len(name.split()) <= _NAME_WORDS and not name.endswith(".") and not _has_digit(name)
        for name in names
    )
    return is_each and len(set(names)) == len(names) > 2


def _holds_phrases(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether some column, the first left out, holds longer words than names have."""
    return any(
        all(len(text.split()) >= _NAME_WORDS for text in column)
        for column in zip(*(row[1:] for row in rows), strict=False)
    )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


# --- pipes ------------------------------------------------------------------------


def split_piped(line: Line) -> list[Piece]:
    """Split a row at its pipes; escaped pipes and those in code are text."""
    text, base = line.text, line.start
    begin = 1 if text.startswith("|") else 0
    pieces: list[Piece] = []
    in_code = False
    for place in range(begin, len(text)):
        character = text[place]
        if character == "`":
            in_code = not in_code and text.find("`", place + 1) >= 0
        elif character == "|" and not in_code and text[place - 1 : place] != "\\":
            pieces.append(_trimmed(text, begin, place, base))
            begin = place + 1
    if begin < len(text) or not pieces:
        pieces.append(_trimmed(text, begin, len(text), base))
    return pieces


def _trimmed(text: str, start: int, end: int, base: int) -> Piece:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(base + start, base + end)


def _find_piped(lines: Sequence[Line], at: int) -> tuple[Grid | None, int]:
    end = at
    rules: list[int] = []
    while end < len(lines) and _is_piped(lines[end]) and goes_on(lines, at, end):
        if _DELIMITER.fullmatch(lines[end].text):
            rules.append(end)
        end += 1
    if rules and rules[0] > at + 1 and not _BORDER.fullmatch(lines[at].text):
        return None, rules[0] - 1  # lines with pipes, then a table
    if end - at < 2:
        return None, max(end, at + 1)
    rows: list[list[Piece]] = []
    n_header = 0
    for line in lines[at:end]:
        if _DELIMITER.fullmatch(line.text) or _BORDER.fullmatch(line.text):
            # The rule under the first row makes a header of it; a frame does not.
            n_header = n_header or (1 if len(rows) == 1 else 0)
        else:
            rows.append(split_piped(line))
    if not rows or not (n_header or _is_plainly_piped(lines[at:end], rows)):
        return None, end
    # Under a rule the header's width counts, as in Markdown.
    width = len(rows[0]) if n_header else max(len(row) for row in rows)
    if width < 2 and not rules:
        return None, end
    padded = tuple(_padded(row, width) for row in rows)
    return _with_guess(padded, n_header, end - at, lines[at:end]), end


def _is_piped(line: Line) -> bool:
    return "|" in line.text or _BORDER.fullmatch(line.text) is not None


def _is_plainly_piped(lines: Sequence[Line], rows: Sequence[Sequence[Piece]]) -> bool:
    # "Home | About | Contact" is no table, nor is a byline; rows in frames are,
    # and so are three lines of one width.
    framed = all(line.text[0] in "|+" and line.text[-1] in "|+" for line in lines)
    return (framed and len(rows) >= 2) or (len(rows) >= 3 and len({len(row) for row in rows}) == 1)


def _padded(row: Sequence[Piece], width: int) -> tuple[Piece, ...]:
    end = row[-1].end
    return (*row[:width], *(Piece(end, end) for _ in range(width - len(row))))


def _with_guess(
    rows: tuple[tuple[Piece, ...], ...], n_header: int, n_lines: int, lines: Sequence[Line]
) -> Grid:
    if not n_header:
        kept = [line for line in lines if not _BORDER.fullmatch(line.text)]
        texts = [
            [line.text[piece.start - line.start : piece.end - line.start] for piece in row]
            for line, row in zip(kept[:4], rows[:4], strict=True)
        ]
        n_header = int(has_header(texts))
    return Grid(rows, n_header, n_lines)


# --- white space --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Field:
    piece: Piece
    column_from: int
    column_to: int


def _find_spaced(lines: Sequence[Line], at: int) -> tuple[Grid | None, int]:
    rows: list[list[_Field]] = []
    end, n_header = at, 0
    while end < len(lines) and goes_on(lines, at, end):
        line = lines[end]
        if rows and _BORDER.fullmatch(line.text):
            n_header = n_header or (1 if len(rows) == 1 else 0)
        elif _GAP.search(line.text):
            rows.append(_fields(line))
        else:
            break
        end += 1
    n_sentences = sum(_STOP.search(line.text) is not None for line in lines[at:end])
    has_tabs = any("\t" in line.text for line in lines[at:end])
    if n_sentences * 2 >= end - at or not _is_aligned(rows, has_tabs):
        return None, max(end, at + 1)
    widest = max(rows, key=len)
    grid = tuple(tuple(_placed(row, widest)) for row in rows)
    return _with_guess(grid, n_header, end - at, lines[at:end]), end


def _fields(line: Line) -> list[_Field]:
    fields: list[_Field] = []
    start = 0
    for gap in (*_GAP.finditer(line.text), None):
        end = gap.start() if gap else len(line.text)
        piece = Piece(line.start + start, line.start + end)
        fields.append(_Field(piece, line.indent + start, line.indent + end))
        start = gap.end() if gap else end
    return fields


def _is_aligned(rows: Sequence[Sequence[_Field]], has_tabs: bool) -> bool:
    # Double spaces after a full stop are no columns: two rows with tabs or
    # three without must agree in their number of cells.
    if len(rows) < (2 if has_tabs else 3):
        return False
    width = max(len(row) for row in rows)
    full = sum(len(row) == width for row in rows)
    longest = max(field.column_to - field.column_from for row in rows for field in row)
    return width >= 2 and full * 3 >= len(rows) * 2 and longest <= 120


def _placed(row: Sequence[_Field], widest: Sequence[_Field]) -> list[Piece]:
    """Give each field of a short row the column it stands under."""
    if len(row) == len(widest):
        return [field.piece for field in row]
    end = row[-1].piece.end
    placed = [Piece(end, end)] * len(widest)
    column = 0
    for at, field in enumerate(row):
        # Enough columns must be left for the fields to the right.
        last = len(widest) - (len(row) - at)
        centre = (field.column_from + field.column_to) / 2
        column = min(
            range(column, last + 1),
            key=lambda c: abs((widest[c].column_from + widest[c].column_to) / 2 - centre),
        )
        placed[column] = field.piece
        column += 1
    return placed

"""Stage 1: flattened tables, whose rows were pasted as words and then numbers.

The columns are counted from the right, where the values stand. The header is
split into as many names only where it leaves no choice: a wrong name above a
number is worse than none.

    >>> row = Line(0, 19, "Cupping (dry) 12% 9")
    >>> [row.text[piece.start:piece.end] for piece in split_values(row)]
    ['Cupping (dry)', '12%', '9']
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from pipeline.read.sheet import Grid, Line, Piece

_NUMBER: Final = r"\d(?:[\d,.]*\d)?[kKM]?"
_UNIT: Final = (
    r"(?:%|percent|x|×|-?fold|pts?|points?|pp|mg|mcg|[µμ]g|g|kg|lbs?|oz|ml|mL|L|IU|kcal|cal|mmHg|"
    r"bpm|days?|d|weeks?|wks?|wk|months?|mos?|mo|years?|yrs?|yr|hours?|hrs?|hr|h|minutes?|mins?|"
    r"min|sessions?|visits?|trials?|studies|RCTs?|patients?|participants?|people)"
)
_VALUE: Final = (
    rf"(?:[~≈<>≤≥±]\s?|[+↑↓−-])?[$€£¥]?{_NUMBER}"
    rf"(?:\s?%?\s?(?:[–—-]|to|±)\s?[$€£¥]?{_NUMBER})?"
    rf"(?:\s?{_UNIT})?(?:\s?/\s?\w+)?\+?(?:\s?\((?=[^()]*\d)[^()]{{1,40}}\))?"
)
_BLANK: Final = r"(?:N/?A|n/a|n\.a\.|NR|NS|[–—-]|✓|✔|✗|✘|×|Yes|No|None)"
_LAST_VALUE: Final = re.compile(rf"(?:(?<=\s)|^)(?:{_VALUE}|{_BLANK})[*†‡§]?$")
_IS_VALUE: Final = re.compile(rf"(?:{_VALUE}|{_BLANK})[*†‡§]?")
# A bare whole number may be anything: a step, a page, a day.
_BARE: Final = re.compile(r"\d{1,4}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

# A row is short, and its label is a name and no sentence.
_MAX_ROW: Final = 240
_MAX_LABEL_WORDS: Final = 12
_MAX_HEADER_WORDS: Final = 30
_MAX_COLUMNS: Final = 12
_SENTENCE_END: Final = (".", "!", "?", ";", ",", ":")

# Words that name the first column of a table in which things are compared.
FIRST_NAMES: Final = frozenset(
    {
        *("intervention", "treatment", "therapy", "group", "outcome", "condition", "method"),
        *("metric", "measure", "supplement", "product", "food", "nutrient", "drug", "study"),
        *("medication", "option", "modality", "symptom", "exercise", "activity", "type", "name"),
        *("herb", "vitamin", "mineral", "approach", "arm", "variable", "parameter", "category"),
        *("plan", "service", "procedure", "provider", "ingredient", "remedy", "technique"),
    }
)
# Words with which the name of a measure begins.
_STARTERS: Final = frozenset(
    {
        *("avg", "avg.", "average", "mean", "median", "total", "max", "max.", "min", "min."),
        *("no.", "number", "cost", "price", "%", "p-value", "95%", "baseline", "follow-up"),
    }
)
# A name goes on after these.
_JOINTS: Final = frozenset(
    {"per", "of", "in", "for", "and", "vs", "vs.", "to", "&", "/", "at", "by"}
)


def is_value(text: str) -> bool:
    """Say whether a cell holds a number, or a mark for none."""
    return len(text) <= _MAX_ROW and _IS_VALUE.fullmatch(text.strip()) is not None


def split_values(line: Line) -> list[Piece]:
    """Split a line into its label and the values at its right end.

    Returns:
        The label first; only the label where the line is no such row.
    """
    text = line.text
    pieces: list[Piece] = []
    end = len(text)
    while len(text) <= _MAX_ROW and len(pieces) < _MAX_COLUMNS:
        found = _LAST_VALUE.search(text, 0, end)
        if found is None or found.start() == 0:
            break
        pieces.append(Piece(line.start + found.start(), line.start + found.end()))
        end = len(text[: found.start()].rstrip())
    return [Piece(line.start, line.start + end), *reversed(pieces)]


def find_flattened(lines: Sequence[Line], at: int) -> tuple[Grid | None, int]:
    """Find a flattened table that begins at a line, with its header or without.

    Returns:
        The table, and the first line from which looking again may find another.
    """
    rows = _rows_from(lines, at)
    if rows and len(rows) >= 3 and _names_years(lines[at], rows[0]):
        # A header whose names are numbers looks like a row.
        return _grid(lines, at + 1, rows[1:], header=lines[at]), at + len(rows)
    if rows:
        grid = _grid(lines, at, rows, header=None) if len(rows) >= 3 else None
        return grid, at + len(rows)
    if not _is_header(lines[at]):
        return None, at + 1
    rows = _rows_from(lines, at + 1)
    grid = _grid(lines, at + 1, rows, header=lines[at]) if rows else None
    return grid, at + 1 + len(rows)


def _rows_from(lines: Sequence[Line], at: int) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    place = at
    while place < len(lines) and _is_row(lines[place]) and goes_on(lines, at, place):
        rows.append(split_values(lines[place]))
        place += 1
    return rows


def goes_on(lines: Sequence[Line], first: int, place: int) -> bool:
    """Say whether a table whose first row is at `first` may reach to `place`.

    A blank line ends it, unless its rows are all set apart by blank lines.
    """
    return place <= first + 1 or not lines[place].gap or lines[first + 1].gap


def _is_row(line: Line) -> bool:
    text = line.text
    if len(text) > _MAX_ROW or text.endswith(_SENTENCE_END) or not text[-1:]:
        return False
    if _LAST_VALUE.search(text) is None:
        return False
    label = text[: split_values(line)[0].end - line.start]
    n_words = label.count(" ") + 1
    return n_words <= _MAX_LABEL_WORDS and any(character.isalpha() for character in label)


def _is_header(line: Line) -> bool:
    text = line.text
    if len(text) > _MAX_ROW or text.endswith(_SENTENCE_END):
        return False
    return any(c.isalpha() for c in text) and text.count(" ") < _MAX_HEADER_WORDS


def _grid(
    lines: Sequence[Line], at: int, rows: list[list[Piece]], *, header: Line | None
) -> Grid | None:
    n_values = min(len(row) for row in rows) - 1
    texts = [lines[at + i].text for i in range(len(rows))]
    values = [
        texts[i][piece.start - lines[at + i].start : piece.end - lines[at + i].start]
        for i, row in enumerate(rows)
        for piece in row[len(row) - n_values :]
    ]
    if len(rows) < 2 or all(_BARE.fullmatch(value) for value in values):
        return None
    # One number at the end of a line is also how prose breaks.
    if n_values < 2 and (header is None or len(rows) < 3):
        return None
    merged = [(Piece(row[0].start, row[-n_values - 1].end), *row[-n_values:]) for row in rows]
    if header is None:
        return Grid(tuple(merged), 0, len(rows))
    names = split_header(header, n_values + 1)
    if names is None:
        return Grid(tuple(merged), 0, len(rows) + 1, title=header.piece)
    return Grid((tuple(names), *merged), 1, len(rows) + 1)


def split_header(line: Line, n_names: int) -> list[Piece] | None:
    """Split a header into the names of its columns; None where there is a choice."""
    words = _words(line)
    if len(words) == n_names:
        return [piece for piece, _ in words]
    years = split_values(line)
    if len(years) == n_names and _names_years(line, years):
        return years
    inside = _inside_brackets([word for _, word in words])
    wide = {
        at
        for at in range(1, len(words))
        if words[at][0].start - words[at - 1][0].end > 1 and not inside[at]
    }
    for begins in (wide, _marked_begins(words, inside), _capital_begins(words, inside)):
        if len(begins) == n_names - 1:
            return _joined(words, sorted(begins))
    return None


def _names_years(line: Line, pieces: Sequence[Piece]) -> bool:
    tail = [line.text[piece.start - line.start : piece.end - line.start] for piece in pieces[1:]]
    return len(tail) > 1 and all(_YEAR.fullmatch(year) for year in tail)


def _words(line: Line) -> list[tuple[Piece, str]]:
    return [
        (Piece(line.start + found.start(), line.start + found.end()), found.group())
        for found in re.finditer(r"\S+", line.text)
    ]


def _inside_brackets(words: Sequence[str]) -> list[bool]:
    """Say of each word whether a bracket is open before it."""
    inside: list[bool] = []
    depth = 0
    for word in words:
        inside.append(depth > 0)
        depth = max(0, depth + word.count("(") - word.count(")"))
    return inside


def _marked_begins(words: Sequence[tuple[Piece, str]], inside: Sequence[bool]) -> set[int]:
    """Find the names that begin after a bracket, with a measure's word, or after a label."""
    begins: set[int] = set()
    texts = [word.lower() for _, word in words]
    for at in range(1, len(words)):
        # A bracket right behind a word belongs to its name.
        if inside[at] or texts[at].startswith("(") or texts[at - 1] in _JOINTS:
            continue
        starts = texts[at] in _STARTERS and texts[at - 1] not in _STARTERS
        if texts[at - 1].rstrip("*†‡").endswith(")") or starts:
            begins.add(at)
    label = 0
    while label < len(texts) and texts[label] in FIRST_NAMES:
        label += 1
    if 0 < label < len(texts) and not texts[label].startswith("("):
        begins.add(label)
    return begins


def _capital_begins(words: Sequence[tuple[Piece, str]], inside: Sequence[bool]) -> set[int]:
    """Find the names of a header in sentence case; none where all words have capitals."""
    capital = [
        at
        for at, (_, word) in enumerate(words)
        if not inside[at] and (word[0].isupper() or word[0] in "%$")
    ]
    if not capital or capital[0] != 0 or len(capital) == len(words):
        return set()
    return set(capital[1:])


def _joined(words: Sequence[tuple[Piece, str]], begins: Sequence[int]) -> list[Piece]:
    edges = [0, *begins, len(words)]
    return [
        Piece(words[start][0].start, words[end - 1][0].end)
        for start, end in itertools.pairwise(edges)
    ]

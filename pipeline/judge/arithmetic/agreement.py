"""Stage 5, arithmetic: what the text says of a number that the article's table gives too.

Agreement is cheap to say and disagreement is not: it needs the same measure,
the same row, the same time, and no other number that could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.judge.arithmetic.rounding import range_of
from pipeline.mark.sentences import sentence_spans
from pipeline.quantities import convert, read_quantities
from pipeline.records import Cell, CellAddress, Quantity, Table


@dataclass(frozen=True, slots=True)
class TextTableCheck:
    """One number of the text beside the same one of a table.

    Attributes:
        span: of the quantity in the text.
        cell: that holds the same measure.
    """

    code: str
    passed: bool
    detail: str
    stated: str
    recomputed: str
    span: tuple[int, int]
    cell: CellAddress


_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD: Final = re.compile(r"[a-z]{3,}", re.IGNORECASE)
# Words that name no measure.
_EMPTY: Final = frozenset(
    {"all", "and", "average", "avg", "for", "from", "group", "mean", "measure", "median", "metric"}
    | {"number", "our", "outcome", "overall", "per", "percent", "rate", "result", "results"}
    | {"score", "the", "total", "value", "values", "with"}
)
_COMPARED: Final = re.compile(
    r"\b(?:vs\.?|versus|than|compared|whereas|while|respectively)\b", re.IGNORECASE
)
# Roles that a number of the running text may have and be the table's too.
_STATED: Final = frozenset({"none", "cost"})
_SAME_UNITS: Final = frozenset({"proportion", "score", "ratio", "USD", "GBP", "EUR"})


def check_text_against_table(
    text: str, quantities: Sequence[Quantity], table: Table
) -> list[TextTableCheck]:
    """Compare the numbers of a text with the table's, in the order of the text.

    Args:
        text: a paragraph, without the table's own cells.
        quantities: read in it.
        table: of the same article.
    """
    if not any(q.value is not None and q.role in _STATED for q in quantities):
        return []
    found: list[TextTableCheck] = []
    cells = [(cell, _value(cell)) for cell in table.cells if not cell.header and cell.column > 1]
    for start, end in sentence_spans(text):
        here = [q for q in quantities if start <= q.start < end]
        words, times = _words(text[start:end]), _times(here)
        for quantity in here:
            if quantity.value is None or quantity.role not in _STATED:
                continue
            check = _agreeing(table, cells, quantity, words, times)
            if check is None and not _COMPARED.search(text, start, end):
                check = _disagreeing(table, cells, quantity, here, words, times)
            if check is not None:
                found.append(check)
    return found


def _words(text: str) -> frozenset[str]:
    found = {word.lower() for word in _WORD.findall(text)}
    return frozenset(_stem(word) for word in found - _EMPTY)


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _times(quantities: Sequence[Quantity]) -> frozenset[float]:
    """Return the durations named, in days."""
    days = [convert(q, "d") for q in quantities if q.kind == "duration" and q.value is not None]
    return frozenset(round(d.value, 3) for d in days if d is not None and d.value is not None)


# Every paragraph of an article is held against every cell of it.
@lru_cache(maxsize=4096)
def _value(cell: Cell) -> Quantity | None:
    quantities = read_quantities(cell.text)
    alone = len(quantities) == 1 and quantities[0].value is not None
    return quantities[0] if alone and quantities[0].text == cell.text.strip(" *†‡") else None


def _measure(table: Table, cell: Cell) -> tuple[frozenset[str], frozenset[float]]:
    """Return the words and the times of a column's header."""
    header = table.column_header(cell.column)
    return _words(_BRACKETS.sub(" ", header)), _times(read_quantities(header))


def _fits(measure: frozenset[str], words: frozenset[str]) -> bool:
    # One word ("cost", "change") is said of many things.
    return len(measure) >= 2 and measure <= words


def _row_words(table: Table, cell: Cell) -> frozenset[str]:
    return _words(_BRACKETS.sub(" ", table.row_header(cell.row)))


def _same_unit(left: Quantity, right: Quantity) -> bool:
    return left.unit == right.unit and left.unit in _SAME_UNITS


def _agreeing(
    table: Table,
    cells: Sequence[tuple[Cell, Quantity | None]],
    quantity: Quantity,
    words: frozenset[str],
    times: frozenset[float],
) -> TextTableCheck | None:
    """Find the one cell of the same measure with the same number."""
    found = []
    for cell, value in cells:
        if value is None or not _same_unit(value, quantity) or value.value != quantity.value:
            continue
        measure, measured_at = _measure(table, cell)
        conflict = bool(times and measured_at) and not times & measured_at
        if _fits(measure, words) and not conflict:
            found.append(cell)
    if len(found) != 1:
        return None
    cell = found[0]
    detail = (
        f"The text and the table agree on {quantity.text} "
        f"({table.row_header(cell.row)}: {table.column_header(cell.column)})."
    )
    return _check(table, cell, quantity, detail, cell.text, passed=True)


def _disagreeing(
    table: Table,
    cells: Sequence[tuple[Cell, Quantity | None]],
    quantity: Quantity,
    here: Sequence[Quantity],
    words: frozenset[str],
    times: frozenset[float],
) -> TextTableCheck | None:
    """Find the one cell that surely means the same and says something else."""
    alike = [q for q in here if _same_unit(q, quantity)]
    if len(alike) != 1 or quantity.bound != "none":
        return None
    columns: dict[int, list[tuple[Cell, Quantity]]] = {}
    for cell, value in cells:
        if value is not None and _same_unit(value, quantity):
            columns.setdefault(cell.column, []).append((cell, value))
    surely = []
    for found in columns.values():
        measure, measured_at = _measure(table, found[0][0])
        if not _fits(measure, words) or measured_at != times:
            continue
        if any(value.value == quantity.value for _, value in found):
            return None
        rows = [(c, v) for c, v in found if _row_words(table, c) and _row_words(table, c) <= words]
        surely += rows if len(rows) == 1 else []
    if len(surely) != 1 or surely[0][1].bound != "none":
        return None
    cell, value = surely[0]
    said, held = range_of(quantity), range_of(value)
    step = max(quantity.resolution, value.resolution)
    if said is None or held is None or not (said[0] > held[1] + step or held[0] > said[1] + step):
        return None
    detail = (
        f"The text says {quantity.text}, the article's own table {value.text} "
        f"({table.row_header(cell.row)}: {table.column_header(cell.column)})."
    )
    return _check(table, cell, quantity, detail, cell.text, passed=False)


def _check(
    table: Table, cell: Cell, quantity: Quantity, detail: str, held: str, *, passed: bool
) -> TextTableCheck:
    place = CellAddress(table.number, cell.row, cell.column)
    return TextTableCheck(
        "AR002", passed, detail, quantity.text, held, (quantity.start, quantity.end), place
    )

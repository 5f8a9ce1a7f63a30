"""Stage 2: which cells of a table claim something.

A cell claims by what stands in it, and where that is a word or a bare number, by what
stands above it and at the head of its row: "modest" under "Relief", "none known" under
"Drawbacks", "yes" in the row "Approved by the FDA". What the words of a column's header
say stands in `pipeline/data/fields.toml`. Prices, doses and what a thing is made of are
numbers of no result.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from spacy.tokens import Doc

from pipeline.mark.clauses import cut_clauses
from pipeline.mark.kinds import (
    PRICES,
    SETTING,
    TAKES_NUMBERS,
    can_be_looked_up,
    is_told,
    kind_named,
    kinds_of,
)
from pipeline.mark.marks import (
    ClaimMark,
    article_of,
    beginning_in,
    citations_of,
    codes_of,
    concepts_of,
    quantities_of,
    text_of,
)
from pipeline.records import Article, BlockKind, Cell, CellAddress, ClaimKind, ConceptKind, Table
from pipeline.resources import word_list
from pipeline.wording import read_changes

_COLUMNS: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in word_list("fields")["columns"].items()
}
# Columns whose numbers say how something was done, taken, made or sold.
_NO_RESULTS: Final = tuple(_COLUMNS[name] for name in ("size", "setting", "made_of", "opinion"))
# Columns that speak of something measured, whatever it was.
_MEASURES: Final = tuple(_COLUMNS[name] for name in ("baseline", "follow_up", "effect", "estimate"))
_BARE_NUMBER: Final = re.compile(r"[-+~↓↑]?\d[\d.,]*")
# A change, a score or an estimate with its interval is a result in any table.
_SIGNED: Final = re.compile(
    r"(?<![\d.])[-+−↓↑]\s?\d|\bCI\b|\bpoints?\b|\d\s*\(\s*-?\d[\d.]*\s*(?:–|-|to)\s*-?\d"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_ANSWER: Final = re.compile(r"(?:yes|no|n/?a|none|some|✓|✔|✗|✘|x)\b[^.]{0,40}", re.IGNORECASE)
# "NCCIH", "REDUCE-IT, JELIS": who found it, and nothing of what they found.
_NAME: Final = r"(?:[A-Z][A-Z0-9]{2,}|[A-Z][A-Za-z0-9]*-[A-Z0-9][A-Za-z0-9]*)(?:-[A-Z0-9]+)*"
_NAMES_ONLY: Final = re.compile(rf"{_NAME}(?:(?:[,;]? | ?/ ?| and | & ){_NAME})*")
# "Cures all and free of side effects" promises two things.
_BESIDES: Final = re.compile(
    r"\s+and (?=(?:free of|safe\b|without\b|no (?:side|known)))", re.IGNORECASE
)
_PROMISES: Final = re.compile(r"[A-Za-z-]+s\b(?! (?:of|in|for|and|or)\b) \w")
_QUOTED: Final = re.compile(r"[\"'].*[\"']")
# A shop's table of prices is not about health.
_COST: Final = "X-COST"
_ABOUT_HEALTH: Final[frozenset[ConceptKind]] = frozenset({"condition", "outcome"})
_RUNNING: Final[frozenset[BlockKind]] = frozenset({"paragraph", "quote", "list_item"})
# In a cell the treatment is named at the head of its row.
_ANYTHING: Final = frozenset({"intervention"})
_OF_BODIES: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory"})


def claims_in_tables(doc: Doc) -> Iterator[ClaimMark]:
    """Yield the claims of all cells of a Doc that was made from an article."""
    article = article_of(doc)
    if article is None:
        return
    for table in article.tables:
        rows: dict[int, list[tuple[Cell, list[ClaimMark]]]] = {}
        reader = _Reader(doc, table, _announced(article, table))
        for cell in table.cells:
            if not cell.header:
                rows.setdefault(cell.row, []).append((cell, list(reader.claims(cell))))
        for row in rows.values():
            # What else the row says in words tells what its claims are about.
            beside = _written(
                cell
                for cell, claims in row
                if not claims and cell.column > 1 and not re.search(r"\d", cell.text)
            )
            for _, claims in row:
                yield from (replace(claim, beside=beside) for claim in claims)


@dataclass(frozen=True)
class _Reader:
    """Reads the cells of one table; `stem` is where the words stand that announce it."""

    doc: Doc
    table: Table
    stem: tuple[int, int] | None

    def claims(self, cell: Cell) -> Iterator[ClaimMark]:
        """Yield what a cell claims: its codes, its sources, or one thing that it says."""
        start, end = cell.start_clean, cell.end_clean
        mark = ClaimMark(
            "statistic",
            start,
            end,
            "table cell",
            start,
            end,
            *(self.stem or (start, end)),
            cell=CellAddress(self.table.number, cell.row, cell.column),
            row_headers=_written(c for c in self.table.in_row(cell.row) if c.column == 1),
            column_headers=_written(self.table.headers_over(cell.column)),
        )
        codes = beginning_in(codes_of(self.doc), start, end)
        for code in codes:
            why = f"table cell; {code.system} code"
            yield replace(mark, kind="code", start=code.start, end=code.end, why=why, code=code)
        if codes or cell.column == 1:
            return
        cited = [c for c in beginning_in(citations_of(self.doc), start, end) if can_be_looked_up(c)]
        for one in cited:
            why = "table cell; citation"
            yield replace(mark, kind="citation", start=one.start, end=one.end, why=why)
        if cited and cited[0].start == start:
            return
        kind = self._kind(cell)
        if kind is None:
            return
        for a, b, own in self._promises(cell, kind):
            yield replace(mark, kind=own, start=start + a, end=start + b)

    def _kind(self, cell: Cell) -> ClaimKind | None:
        """Return which kind of claim a whole cell makes; None where it makes none."""
        header, label = self.table.column_header(cell.column), self.table.row_header(cell.row)
        if self._is_silent(cell, header):
            return None
        if _ANSWER.fullmatch(cell.text):
            asked = kind_named(header) or kind_named(label)
            if asked in _OF_BODIES:
                return asked
        named = self._named(cell)
        if _COLUMNS["harm"].search(header) and _LETTER.search(cell.text):
            return "safety"
        own = kinds_of(cell.text, (), told=False, conditions=(), named=named | {"intervention"})
        if own and own[0][0] in TAKES_NUMBERS:
            return own[0][0]
        if self._tells_a_result(cell, header, label):
            return "statistic"
        if not _LETTER.search(cell.text) or re.search(r"\d", cell.text):
            return None
        if own:
            return own[0][0]
        if read_changes(cell.text) and self._is_about_health(header):
            return "efficacy"
        first = self.table.column_header(1)
        is_outcome = _COLUMNS["rows_of_outcomes"].search(first) and not _COLUMNS[
            "comparator"
        ].search(header)
        is_benefit = _COLUMNS["benefit"].search(header) is not None
        is_for = _COLUMNS["good_for"].search(header) and named & _ABOUT_HEALTH
        if (is_outcome or is_benefit or is_for) and not _ANSWER.fullmatch(cell.text):
            return "efficacy"
        return None

    def _is_silent(self, cell: Cell, header: str) -> bool:
        """Say whether a cell claims nothing, whatever its words: a quotation, a name, a use."""
        if _QUOTED.fullmatch(cell.text) or is_told(cell.text):
            return True
        if any(pattern.search(header) for pattern in _NO_RESULTS):
            return True
        if _COLUMNS["used_for"].search(header) and not re.search(r"\d", cell.text):
            return True
        is_name = _NAMES_ONLY.fullmatch(cell.text) is not None
        return is_name and not self._named(cell) & _ABOUT_HEALTH

    def _promises(self, cell: Cell, kind: ClaimKind) -> Iterator[tuple[int, int, ClaimKind]]:
        """Yield each thing that a cell promises: "Protects the heart; cures colds" are two."""
        text = text_of(self.doc)[cell.start_clean : cell.end_clean]
        parts = [
            (a + start, a + end)
            for a, b in cut_clauses(text)
            for start, end in _cut(text[a:b], _BESIDES)
        ]
        kinds = [
            next(
                iter(kinds_of(text[a:b], (), told=False, conditions=(), named=_ANYTHING)), (None,)
            )[0]
            for a, b in parts
        ]
        each = all(
            own or _PROMISES.match(text, a) for own, (a, _) in zip(kinds, parts, strict=True)
        )
        if kind == "statistic" or len(parts) < 2 or not each:
            yield 0, len(text), kind
            return
        for own, (a, b) in zip(kinds, parts, strict=True):
            yield a, b, own or "efficacy"

    def _tells_a_result(self, cell: Cell, header: str, label: str) -> bool:
        """Say whether a cell tells how something came out, and not how it was done or sold."""
        inside = beginning_in(quantities_of(self.doc), cell.start_clean, cell.end_clean)
        if not inside and not _BARE_NUMBER.fullmatch(cell.text):
            return False
        if any(q.kind == "money" for q in inside):
            return PRICES.search(f"{header} {cell.text}") is not None
        if _COLUMNS["intake"].search(f"{header} {label}"):
            # How much people need, or may have, is what somebody found out.
            return True
        if _SIGNED.search(cell.text) or read_changes(cell.text):
            return True
        if inside and all(q.role in SETTING or q.kind == "frequency" for q in inside):
            return False
        if inside and all(q.kind == "count" for q in inside) and _LETTER.search(cell.text):
            # "3 or more muscles" says what is counted, and nothing of how it came out.
            return _measures(header)
        return self._is_about_health(header)

    @cached_property
    def _names_health(self) -> bool:
        """Whether its headers, or the names of its rows, are conditions or outcomes."""
        names = (c for c in self.table.cells if c.header or c.column == 1)
        return any(self._named(cell) & _ABOUT_HEALTH for cell in names)

    def _is_about_health(self, header: str) -> bool:
        """Say whether the table measures something, or speaks of conditions or outcomes."""
        return self._names_health or _measures(f"{header} {self.table.caption}")

    def _named(self, cell: Cell) -> frozenset[ConceptKind]:
        found = beginning_in(concepts_of(self.doc), cell.start_clean, cell.end_clean)
        return frozenset(mention.kind for mention in found if mention.concept_id != _COST)


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for found in pattern.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _announced(article: Article, table: Table) -> tuple[int, int] | None:
    """Return where a table is announced: a line right above that ends in a colon, its caption."""
    first = min((cell.start_clean for cell in table.cells), default=0)
    place = bisect_left(article.blocks, first, key=lambda block: block.start_clean)
    start = end = first
    for block in reversed(article.blocks[:place]):
        text = article.text[block.start_clean : block.end_clean]
        if block.kind != "caption" and not (block.kind in _RUNNING and text.endswith(":")):
            break
        start, end = block.start_clean, max(end if end < first else 0, block.end_clean)
        if block.kind != "caption":
            break
    return (start, end) if start < first else None


def _measures(header: str) -> bool:
    """Say whether a header speaks of something measured: a change, a ratio, before and after."""
    return bool(read_changes(header)) or any(pattern.search(header) for pattern in _MEASURES)


def _written(cells: Iterable[Cell]) -> tuple[tuple[int, int], ...]:
    return tuple((c.start_clean, c.end_clean) for c in cells if c.start_clean < c.end_clean)

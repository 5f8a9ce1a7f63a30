r"""Stage 1: the text of a document that is no text, before it is written on a sheet.

A document keeps its words in runs, its runs in paragraphs, and its paragraphs in
tables or in none. A reader of such a format collects them here; what becomes of
them is the same for each.

    >>> title = Paragraph([Bit("Zinc", "body", 1, 1)], "title", 1)
    >>> text = Paragraph([Bit("By 52%", "body", 2, 1), Bit("3", "body", 2, 2, raised=True)])
    >>> sheet = make_sheet([title, text])
    >>> sheet.source, sheet.clean.text
    ('Zinc\nBy 52%3\n', 'Zinc\nBy 52%\n')
    >>> sheet.locators[-1]
    Locator(start=11, end=12, part='body', paragraph=2, run=2, page=0, box=None)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from pipeline.read.boilerplate import why_boilerplate
from pipeline.read.lines import Draft, bullet_length, trimmed
from pipeline.read.sheet import Grid, Sheet
from pipeline.read.tables import has_header, is_caption
from pipeline.read.text import may_head, name_drafts
from pipeline.records import BlockKind, Cell, Locator

# Cells longer than this on average are columns of a page, not of a table.
_CELL_MAX: Final = 500
# Where a title is looked for; past these paragraphs an article has begun.
_TITLE_WITHIN: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’)\]]*\s*$")
# These are one line, however often their writer broke it.
_ONE_LINE: Final[frozenset[BlockKind]] = frozenset({"title", "heading", "caption"})
_NO_GRID: Final = Grid((), 0, 0)


@dataclass(slots=True)
class Bit:
    r"""A stretch of text within one run; a line break is a bit of its own, "\n".

    Attributes:
        text: "" for a mere place, such as where a comment begins.
        part, paragraph, run, page, box: where it stands, as a `Locator` says it.
        raised: written above the line, as the numbers of notes are.
        link: where the link leads that it stands in, "" where that is not known; None
            where it stands in none.
        start: its place in the source, once that is made; what stands in a
            paragraph without words is not in the source, and its text is gone then.
    """

    text: str
    part: str
    paragraph: int
    run: int
    raised: bool = False
    bold: bool = False
    link: str | None = None
    start: int = -1
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Paragraph:
    """A paragraph, and what its style makes of it.

    Attributes:
        why: what makes it boilerplate, or "".
        has_bullet: whether somebody typed the sign or number of an item before it.
    """

    bits: list[Bit] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    level: int = 0
    why: str = ""
    has_bullet: bool = False

    @property
    def text(self) -> str:
        """Its text as it stands in the source."""
        return "".join(bit.text for bit in self.bits)

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.bits[0].start

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.bits[-1].end

    @property
    def has_text(self) -> bool:
        """Say whether there is anything to read in it."""
        return any(bit.text.strip() for bit in self.bits)

    @property
    def is_bold(self) -> bool:
        """Say whether all that is to be read in it is bold."""
        return all(bit.bold for bit in self.bits if bit.text.strip())


@dataclass(slots=True)
class CellDraft:
    """A cell of a table.

    Attributes:
        column: where it begins, from 1.
        n_rows: how many rows it reaches over.
    """

    column: int
    items: list[Item]
    n_rows: int = 1

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield its own paragraphs, not those of tables in it."""
        return (item for item in self.items if isinstance(item, Paragraph))


@dataclass(slots=True)
class TableDraft:
    """A table of a document.

    Attributes:
        rows: from the top; a cell that spans rows stands in the first of them.
        n_header: how many rows from the top the document itself calls headers.
    """

    rows: list[list[CellDraft]]
    n_header: int = 0

    def cells(self) -> Iterator[CellDraft]:
        """Yield its cells row by row."""
        return (cell for row in self.rows for cell in row)

    @property
    def is_layout(self) -> bool:
        """Say whether it only lays out a page, so that its cells are no values."""
        cells = list(self.cells())
        if len(cells) <= 1:
            return True
        length = 0
        for cell in cells:
            for item in cell.items:
                if isinstance(item, TableDraft) or item.kind in {"title", "heading"}:
                    return True
                length += len(item.text)
        return length > _CELL_MAX * len(cells)

    def header_rows(self) -> int:
        """Return how many rows from the top name the columns."""
        n_header = self.n_header or int(self._looks_headed())
        if n_header >= len(self.rows):
            return min(1, len(self.rows))
        # A name that reaches into the next row makes a header of that as well.
        reach = [at + c.n_rows for at, row in enumerate(self.rows[:n_header]) for c in row]
        deepest = max(reach, default=0)
        return deepest if n_header < deepest < len(self.rows) else n_header

    def _looks_headed(self) -> bool:
        if len(self.rows) < 2:
            return False
        texts = [[_cell_text(cell) for cell in row] for row in self.rows[:4]]
        if has_header(texts):
            return True
        return any(texts[0]) and _all_bold(self.rows[0]) and not _all_bold(self.rows[1])


Item = Paragraph | TableDraft


def make_sheet(items: Sequence[Item], notes: Sequence[Item] = ()) -> Sheet:
    """Make the source of a document, and read it.

    Args:
        items: what the document holds, in order.
        notes: what stands below or behind it; no title is looked for there.
    """
    parts: list[str] = []
    locators: list[Locator] = []
    place = 0
    for paragraph in paragraphs_of((*items, *notes)):
        has_text = paragraph.has_text
        for bit in paragraph.bits:
            bit.start = place
            if not has_text:
                bit.text = ""
            elif bit.text:
                parts.append(bit.text)
                place = bit.end
                _locate(bit, locators)
        if has_text:
            parts.append("\n")
            place += 1
    sheet = Sheet("".join(parts))
    sheet.locators = locators
    flow = list(_flow(items))
    _name_lines(flow)
    _name_headings(flow, sheet.source)
    _write_flow(sheet, flow)
    _write_flow(sheet, list(_flow(notes)))
    return sheet


def paragraphs_of(items: Iterable[Item]) -> Iterator[Paragraph]:
    """Yield all paragraphs in the order of the text, those of tables row by row."""
    for item in items:
        if isinstance(item, Paragraph):
            yield item
        else:
            for cell in item.cells():
                yield from paragraphs_of(cell.items)


def _locate(bit: Bit, locators: list[Locator]) -> None:
    start, end = bit.start, bit.start + len(bit.text)
    last = locators[-1] if locators else None
    if last is not None and last.end == start:
        here = (bit.part, bit.paragraph, bit.run, bit.page, bit.box)
        if here == (last.part, last.paragraph, last.run, last.page, last.box):
            start = last.start
            locators.pop()
    locators.append(Locator(start, end, bit.part, bit.paragraph, bit.run, bit.page, bit.box))


def _flow(items: Iterable[Item]) -> Iterator[Item]:
    """Yield what is to be read, tables that only lay out a page as their paragraphs."""
    for item in items:
        if isinstance(item, Paragraph):
            if item.has_text:
                yield item
        elif item.is_layout:
            for cell in item.cells():
                yield from _flow(cell.items)
        else:
            yield item


def _cell_text(cell: CellDraft) -> str:
    return " ".join(paragraph.text.strip() for paragraph in cell.paragraphs()).strip()


def _all_bold(row: Sequence[CellDraft]) -> bool:
    return all(paragraph.is_bold for cell in row for paragraph in cell.paragraphs())


# --- what its writer named by looks only ----------------------------------------


def _name_lines(flow: Sequence[Item]) -> None:
    """Find the captions, items and headings that no style tells."""
    for item, following in zip_longest(flow, flow[1:]):
        if isinstance(item, TableDraft) or item.kind != "paragraph" or item.why:
            continue
        text = item.text.strip()
        if is_caption(text):
            if isinstance(following, TableDraft):
                item.kind = "caption"
        elif bullet_length(text):
            item.kind, item.level, item.has_bullet = "list_item", 1, True
        elif item.is_bold and may_head(text):
            item.kind, item.level = "heading", 3


def _name_headings(flow: Sequence[Item], source: str) -> None:
    """Find the title, and the headings where no line is one by its looks."""
    lines: list[Paragraph] = []
    drafts: list[Draft] = []
    for item in flow:
        if isinstance(item, TableDraft):
            drafts.append(Draft("cell", grid=_NO_GRID))
        elif not item.why:
            line = trimmed(source, item.start, item.end)
            drafts.append(Draft(item.kind, [line.piece], item.level))
            lines.append(item)
    if not any(line.kind in {"title", "heading"} for line in lines):
        # Nobody named anything: the lines are read as those of a plain text.
        named = [draft for draft in name_drafts(drafts, source) if draft.grid is None]
        for item, draft in zip(lines, named, strict=True):
            item.kind, item.level = draft.kind, draft.level
    titles = [line for line in lines if line.kind == "title"]
    if not titles:
        headings = [(at, line) for at, line in enumerate(lines) if line.kind == "heading"]
        titles = [
            line
            for at, line in headings
            if line.level == 1 or (at < _TITLE_WITHIN and not why_boilerplate(line.text.strip()))
        ][:1]
    for title in titles:
        title.kind, title.level = ("title" if title is titles[0] else "heading"), 1


# --- onto the sheet ---------------------------------------------------------------


def _write_flow(sheet: Sheet, flow: Sequence[Item]) -> None:
    caption = ""
    for item in flow:
        if isinstance(item, TableDraft):
            _write_table(sheet, item, caption=caption)
            caption = ""
        else:
            _write_paragraph(sheet, item)
            caption = sheet.text_of(sheet.blocks[-1]) if item.kind == "caption" else ""


def _write_table(sheet: Sheet, table: TableDraft, *, caption: str) -> None:
    n_header = table.header_rows()
    cells: list[Cell] = []
    for number, row in enumerate(table.rows, 1):
        for cell in row:
            place = 0
            for paragraph in cell.paragraphs():
                if paragraph.has_text:
                    _write_line(sheet, paragraph.bits)
                    place = paragraph.end
                    sheet.space(place)
            cells.append(sheet.cell(number, cell.column, place, header=number <= n_header))
    sheet.add_table(cells, caption=caption)


def _write_paragraph(sheet: Sheet, paragraph: Paragraph) -> None:
    kind, level = paragraph.kind, paragraph.level
    for number, bits in enumerate(_lines_of(paragraph)):
        line, end = bits, bits[-1].end
        if paragraph.has_bullet or (number and kind == "paragraph"):
            line = _without_bullet(bits)
            if line is not bits and kind == "paragraph":
                kind, level = "list_item", 1
        _write_line(sheet, line)
        if paragraph.why:
            sheet.end("boilerplate", end, why=paragraph.why)
        else:
            sheet.end(kind, end, level=level)
        if kind == "list_item":
            kind, level = "paragraph", 0  # a line of its own within an item


def _lines_of(paragraph: Paragraph) -> list[list[Bit]]:
    """Split a paragraph where its writer broke the line, but not within a sentence."""
    lines: list[list[Bit]] = [[]]
    so_far = ""
    is_broken = False
    for bit in paragraph.bits:
        if is_broken and bit.text.strip():
            goes_on = bit.text.lstrip()[0].islower() and not _SENTENCE_END.search(so_far)
            if so_far and not goes_on and paragraph.kind not in _ONE_LINE:
                lines.append([])
            is_broken = False
        lines[-1].append(bit)
        if bit.text == "\n":
            is_broken = True
        elif bit.text.strip():
            so_far = bit.text
    return lines


def _without_bullet(line: list[Bit]) -> list[Bit]:
    """Take away the sign or number of an item that somebody typed."""
    text = "".join(bit.text for bit in line)
    lead = len(text) - len(text.lstrip())
    length = bullet_length(text[lead:])
    if not length:
        return line
    surplus = lead + length
    kept: list[Bit] = []
    for bit in line:
        cut = min(surplus, len(bit.text))
        surplus -= cut
        kept.append(replace(bit, text=bit.text[cut:], start=bit.start + cut))
    return kept


def _write_line(sheet: Sheet, line: Sequence[Bit]) -> None:
    mark, place = -1, 0
    link: str | None = None
    for bit in line:
        if not bit.text:
            continue
        if mark >= 0 and not bit.raised:
            sheet.lower(mark, place, bit.start)
            mark = -1
        if bit.text == "\n":
            sheet.space(bit.start)
            continue
        if bit.link != link:
            sheet.unlink()
            link = bit.link
            if link is not None:
                sheet.link(link)
        if bit.raised and mark < 0:
            mark, place = len(sheet.clean), bit.start
        sheet.clean.copy(bit.start, bit.end)
    sheet.unlink()
    if mark >= 0:
        sheet.lower(mark, place, line[-1].end)

"""An article as a reader makes it of one file."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NewType

from pipeline.offsets import OffsetMap
from pipeline.records.page import Page

ArticleId = NewType("ArticleId", str)

Format = Literal["text", "markdown", "html", "docx", "odt", "pdf", "epub"]
BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "cell", "caption", "quote", "code", "boilerplate"
]


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of an article's clean text: a paragraph, a bullet, a cell.

    Attributes:
        start_clean, end_clean: code points of `Article.text`, half-open.
        level: heading level 1..6, list depth from 1; else 0.
        why: for boilerplate, what gave it away ("view counter"); else "".
    """

    kind: BlockKind
    start_clean: int
    end_clean: int
    level: int = 0
    why: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_clean < self.end_clean:
            raise ValueError(f"empty or negative block {self.start_clean}-{self.end_clean}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. Row and column count from 1, header row included.

    Attributes:
        row_span, column_span: how many rows and columns it reaches over.
    """

    row: int
    column: int
    start_clean: int
    end_clean: int
    text: str
    header: bool = False
    row_span: int = 1
    column_span: int = 1

    def __post_init__(self) -> None:
        if self.row < 1 or self.column < 1:
            raise ValueError(f"cells count from 1, not {self.row},{self.column}")
        if not 0 <= self.start_clean <= self.end_clean:
            raise ValueError(f"negative cell span {self.start_clean}-{self.end_clean}")
        if self.row_span < 1 or self.column_span < 1:
            raise ValueError(
                f"a cell reaches over {self.row_span} rows, {self.column_span} columns"
            )


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article.

    Attributes:
        number: its place in the article, from 1.
        cells: row by row, left to right; a spanning cell stands once, where it begins.
        caption: the line that names it, or "".
    """

    number: int
    cells: tuple[Cell, ...]
    caption: str = ""

    # Which cells stand in a row, and which headers over a column: worked out once.
    _rows: Mapping[int, Sequence[Cell]] = field(init=False, repr=False, compare=False)
    _headers: Mapping[int, Sequence[Cell]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = [(cell.row, cell.column) for cell in self.cells]
        if places != sorted(set(places)):
            raise ValueError("cells must be in order and each place taken once")
        rows: dict[int, list[Cell]] = {}
        headers: dict[int, list[Cell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                rows.setdefault(row, []).append(cell)
            for column in range(cell.column, cell.column + cell.column_span if cell.header else 0):
                headers.setdefault(column, []).append(cell)
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_headers", headers)

    @property
    def n_rows(self) -> int:
        """Number of rows, header row included."""
        return max((cell.row for cell in self.cells), default=0)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return max((cell.column for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place; None where nothing stands there."""
        return next((c for c in self.in_row(row) if (c.row, c.column) == (row, column)), None)

    def in_row(self, row: int) -> Sequence[Cell]:
        """Return the cells that stand in a row or reach into it, in the order of `cells`."""
        return self._rows.get(row, ())

    def headers_over(self, column: int) -> Sequence[Cell]:
        """Return the header cells that stand in a column or reach into it."""
        return self._headers.get(column, ())

    def column_header(self, column: int) -> str:
        """Join the header cells above a column; "" where there are none."""
        return " ".join(c.text for c in self.headers_over(column) if c.text)

    def row_header(self, row: int) -> str:
        """Return the text of the first column's cell that is in a row; "" where there is none."""
        return next((c.text for c in self.in_row(row) if c.column == 1), "")


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a stretch of an extracted text lies in the document it came from.

    A Word document has paragraphs and runs, a PDF has pages and boxes, an EPUB
    book parts and paragraphs. What
    a format does not have is 0, "" or None.

    Attributes:
        start, end: code points of `Article.source`, half-open.
        part: "body", "footnotes", "comments" …, as the format names it; the file
            in the archive of an EPUB book; "part 2" of an article on several pages.
        paragraph, run: from 1, in the order of the part; 0 where there are none.
        page: from 1; 0 where there are none.
        box: left, top, right, bottom in points (1/72 inch) from the top left
            corner of the page as it is shown.
    """

    start: int
    end: int
    part: str = ""
    paragraph: int = 0
    run: int = 0
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative locator {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an article that leads away from it, to another address of the web.

    Attributes:
        start_clean, end_clean: its words, code points of `Article.text`, half-open;
            both the same where nothing is left of them (a raised number of a note).
        href: as the article has it, absolute.
    """

    start_clean: int
    end_clean: int
    href: str

    def __post_init__(self) -> None:
        if not 0 <= self.start_clean <= self.end_clean:
            raise ValueError(f"negative link {self.start_clean}-{self.end_clean}")


@dataclass(frozen=True, slots=True)
class Part:
    """One page of an article that is cut into several.

    Attributes:
        start, end: what of the article it holds, code points of `Article.source`, half-open.
    """

    start: int
    end: int
    page: Page

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative part {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Silence:
    """A writer's word in the article itself that findings there are not wanted.

    Attributes:
        codes: finding codes ("ST002"), families ("ST") or none, which is all.
        reason: the writer's, "" where none is given.
        start, end: where it is written, code points of `Article.source`, half-open.
        covers_from, covers_to: what it silences, likewise; a claim that begins there.
        where: for people, "line 12" or "comment 3".
    """

    codes: tuple[str, ...]
    reason: str
    start: int
    end: int
    covers_from: int
    covers_to: int
    where: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or not 0 <= self.covers_from <= self.covers_to:
            raise ValueError(f"negative silence {self.start}-{self.end}")

    def covers(self, start: int, code: str) -> bool:
        """Say whether a finding of this code is silenced for a claim that begins there."""
        is_named = not self.codes or any(named in {code, code[:2]} for named in self.codes)
        return is_named and self.covers_from <= start < self.covers_to


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader makes of one file.

    Attributes:
        path: as the user gave it; "-" for standard input.
        sha256: of the bytes as read, in hex.
        source: the file as decoded (BOM dropped, line ends kept); of a document
            that is no text (Word, PDF, EPUB) the text that was extracted from it.
        text: clean text: no markup, plain quotes and spaces; every block is
            one line, so a line break always ends a sentence.
        offsets: leads every character of `text` back to `source`.
        blocks: in order, disjoint; boilerplate is among them.
        date: the day it speaks for: published or changed, whichever is later; the
            first of a month of which no day is said.
        author: as the article names who wrote it; several with commas between.
        published, modified: as it says itself.
        canonical: the address that a page gives as its own.
        is_teaser: whether the rest of a page is shown only to those who pay.
        language: ISO 639-1, or "und" where the text is too short to say.
        locators: for an extracted text, in order and disjoint: the way on from
            `source` into the document; empty where `source` is the file itself.
        silences: in the order in which they are written.
        links: in the order in which they begin; disjoint.
        page: where it was fetched from, its first part where it has several; None
            where it lay at hand.
        parts: of an article that is cut into several pages, in order, one behind the
            other; empty of every other.
        missing: addresses of further parts that belong to it and are not in it.
    """

    article_id: ArticleId
    path: str
    format: Format
    sha256: str
    source: str
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    title: str | None = None
    date: dt.date | None = None
    language: str = "en"
    locators: tuple[Locator, ...] = ()
    silences: tuple[Silence, ...] = ()
    page: Page | None = None
    author: str | None = None
    published: dt.date | None = None
    modified: dt.date | None = None
    canonical: str | None = None
    links: tuple[Link, ...] = ()
    is_teaser: bool = False
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.offsets) != len(self.text):
            raise ValueError(f"{len(self.offsets)} offsets for {len(self.text)} characters")
        last = 0
        for block in self.blocks:
            if block.start_clean < last or block.end_clean > len(self.text):
                raise ValueError(f"block {block.start_clean}-{block.end_clean} out of order")
            last = block.end_clean
        if self.parts and [part.start for part in self.parts] != [
            0,
            *(part.end for part in self.parts[:-1]),
        ]:
            raise ValueError("the parts of an article follow on each other")
        last = 0
        for locator in self.locators:
            if locator.start < last or locator.end > len(self.source):
                raise ValueError(f"locator {locator.start}-{locator.end} out of order")
            last = locator.end

    @property
    def is_whole(self) -> bool:
        """Say whether all of the article was there to be read."""
        return not self.is_teaser and not self.missing

    def part_at(self, start: int) -> Part | None:
        """Return the part that holds a code point of the source; None where it has no parts."""
        at = bisect_right(self.parts, start, key=lambda part: part.end)
        return self.parts[at] if at < len(self.parts) else None

    def page_at(self, start: int) -> Page | None:
        """Return the page on which a code point of the source stands; None of no page."""
        part = self.part_at(start)
        return self.page if part is None else part.page

    def locate(self, start: int, end: int) -> tuple[Locator, ...]:
        """Return the locators that a span of the source touches, in order."""
        first = bisect_right(self.locators, start, key=lambda locator: locator.end)
        last = bisect_left(self.locators, end, key=lambda locator: locator.start)
        return self.locators[first:last]

    def span_to_source(self, start_clean: int, end_clean: int) -> tuple[int, int]:
        """Lead a span of the clean text back to the file as decoded."""
        return self.offsets.span_to_source(start_clean, end_clean)

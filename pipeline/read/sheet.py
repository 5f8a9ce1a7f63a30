"""Stage 1: what a reader writes on: clean text, its blocks and its tables.

Every reader writes from left to right through its source, so offsets rise.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from pipeline.offsets import CleanText
from pipeline.read.silences import Comment
from pipeline.read.walls import PageSigns
from pipeline.records import Block, BlockKind, Cell, Link, Locator, Silence, Table

# What stands raised behind a word or number and belongs to a note.
_FOOTNOTE: Final = re.compile(
    r"[\s\[(]*(?:\d{1,3}|[*†‡§¶])(?:\s*[,–-]\s*(?:\d{1,3}|[*†‡§¶]))*[\s\])]*"
)
_POWER: Final = re.compile(r"\s*[-–]?\d{1,3}\s*")
_BEFORE_POWER: Final = re.compile(r"(?:\b10|\b[ckmµ]?m|\bft|\bsec|\bs)\s*$")
ENTITY: Final = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")


class Piece(NamedTuple):
    """A stretch of the source, half-open."""

    start: int
    end: int


class Line(NamedTuple):
    """One line without the white space around it.

    Attributes:
        indent: how far it stands in, a tab as four.
        gap: whether a blank line stands above it.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    gap: bool = False

    @property
    def piece(self) -> Piece:
        """Where it stands in the source."""
        return Piece(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the source, before it is written.

    Attributes:
        rows: from the top, all of one width; an empty cell is an empty piece.
        n_header: how many rows from the top name the columns.
        n_lines: how many lines it takes up.
        title: a line above that names the columns but cannot be split.
    """

    rows: tuple[tuple[Piece, ...], ...]
    n_header: int
    n_lines: int
    title: Piece | None = None


@dataclass(slots=True)
class Head:
    """What a document says of itself in its front matter or head."""

    title: str | None = None
    author: str | None = None
    published: dt.date | None = None
    modified: dt.date | None = None
    canonical: str | None = None


class Sheet:
    """Collects an article while its source is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.clean = CleanText(source)
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.head = Head()
        self.signs = PageSigns()
        # The way on into a document that is no text, and what its writer silenced there.
        self.locators: list[Locator] = []
        self.silences: list[Silence] = []
        # Silences in comments of a text; what they cover is settled when all is read.
        self.comments: list[Comment] = []
        self.links: list[Link] = []
        # Where the labels of Markdown's links lead, which may be said anywhere in the source.
        self.references: Mapping[str, str] = {}
        # Places in `blocks` of those that are nothing but a link.
        self.linked: set[int] = set()
        self._start = 0
        self._link_from = -1
        self._href = ""
        self._n_linked = 0

    # --- within a block ---

    def copy(self, start: int, end: int) -> None:
        """Append a stretch of the source, entities as what they stand for."""
        if self.source.find("&", start, end) < 0:
            self.clean.copy(start, end)
            return
        done = start
        for found in ENTITY.finditer(self.source, start, end):
            meant = html.unescape(found.group())
            if meant != found.group():
                self.clean.copy(done, found.start())
                self.clean.put_plain(meant, found.start(), found.end())
                done = found.end()
        self.clean.copy(done, end)

    def space(self, place: int) -> None:
        """Append one space unless one stands there."""
        if not self.clean.ends_in_space():
            self.clean.put(" ", place, place)

    def link(self, href: str = "") -> None:
        """Begin a link; one inside another is no second one.

        Args:
            href: where it leads, entities as what they stand for; kept where it
                is an address of the web in full.
        """
        if self._link_from < 0:
            self._link_from, self._href = len(self.clean), href.strip()

    def unlink(self) -> None:
        """End the link that is open, if one is."""
        if self._link_from < 0:
            return
        self._n_linked += _weight(self.clean.since(self._link_from))
        is_shown = len(self.clean) > self._link_from
        if is_shown and self._href.lower().startswith(("http://", "https://")):
            self.links.append(Link(self._link_from, len(self.clean), self._href))
        self._link_from = -1

    def _shorten_links(self) -> None:
        """Take back what links say of text that was cut."""
        end = len(self.clean)
        for at in range(len(self.links) - 1, -1, -1):
            link = self.links[at]
            if link.end_clean <= end:
                break
            self.links[at] = Link(min(link.start_clean, end), end, link.href)

    def lower(self, mark: int, start: int, end: int) -> None:
        """Keep what stands raised from lengthening the number before it.

        A note's number goes; a power gets its sign.

        Args:
            mark: how long the clean text was before it.
            start: where it begins in the source.
            end: where it ends.
        """
        text = self.clean.since(mark) if len(self.clean) > mark else ""
        is_power = _POWER.fullmatch(text) and _BEFORE_POWER.search(self.so_far()[: -len(text)][-8:])
        if is_power:
            self.drop(mark)
            self.clean.put_plain(f"^{text.strip()}", start, end)
        elif _FOOTNOTE.fullmatch(text):
            self.drop(mark)
            self.space(end)

    def drop(self, mark: int) -> None:
        """Take back what was written since the clean text had this length."""
        self.clean.cut(mark)
        self._shorten_links()

    def begins_at(self, mark: int) -> bool:
        """Say whether the block at hand holds something and begins at this length."""
        return self.is_open and mark == self._start

    @property
    def is_open(self) -> bool:
        """Say whether the block at hand holds something."""
        return len(self.clean) > self._start

    def so_far(self) -> str:
        """Return the clean text of the block at hand."""
        return self.clean.since(self._start)

    # --- blocks ---

    def end(self, kind: BlockKind, place: int, *, level: int = 0, why: str = "") -> Block | None:
        """End the block at hand; None where it holds no text."""
        was_in_link = self._link_from >= 0
        self.unlink()
        start, n_linked = self._start, self._n_linked
        self.clean.strip_end(start)
        self._shorten_links()
        self._n_linked = 0
        end = len(self.clean)
        block = None
        if end > start:
            block = Block(kind, start, end, level, why)
            if n_linked and n_linked >= _weight(self.clean.since(start)):
                self.linked.add(len(self.blocks))
            self.blocks.append(block)
            self.clean.break_line(place)
        self._start = len(self.clean)
        if was_in_link:
            self.link(self._href)
        return block

    def rename_last(self, kind: BlockKind) -> None:
        """Give the last block another kind."""
        self.blocks[-1] = replace(self.blocks[-1], kind=kind)

    def cell(self, row: int, column: int, place: int, *, header: bool, why: str = "") -> Cell:
        """End the cell at hand, which may be empty."""
        block = self.end("boilerplate" if why else "cell", place, why=why)
        if block is None:
            return Cell(row, column, len(self.clean), len(self.clean), "", header)
        start, end = block.start_clean, block.end_clean
        # The block's line break follows it.
        text = self.clean.since(start)[: end - start]
        return Cell(row, column, start, end, text, header)

    def add_table(self, cells: Sequence[Cell], *, caption: str = "") -> None:
        """Keep a table whose cells are written."""
        if cells:
            self.tables.append(Table(len(self.tables) + 1, tuple(cells), caption))

    def text_of(self, block: Block) -> str:
        """Return the clean text of one of the last blocks."""
        return self.clean.since(block.start_clean)[: block.end_clean - block.start_clean]


def _weight(text: str) -> int:
    return sum(character.isalnum() for character in text)

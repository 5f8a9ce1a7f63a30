"""Stage 6: an article becomes what a page shows: pieces, underlined claims, notes.

The article is laid out as it was, with each claim underlined and numbered like a
footnote. Nothing here knows HTML.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.records import (
    Article,
    Block,
    Document,
    EvidenceRow,
    JudgedClaim,
    Muted,
    Table,
    Trouble,
    VerdictName,
)
from pipeline.report.printed import NOTHING, VERDICTS, count_verdicts

# What is longer (an address) must be free to break, or a phone has to scroll.
LONGEST_WORD: Final = 24


@dataclass(frozen=True, slots=True)
class Note:
    """A claim as a numbered note.

    Attributes:
        key: unlike any other on the page: "1-3" is the third claim of the first article.
        number: its place in its article, from 1.
        used: the rows that a finding rests on, best first.
        seen: the other rows that were looked at.
    """

    key: str
    number: int
    judged: JudgedClaim
    used: tuple[EvidenceRow, ...]
    seen: tuple[EvidenceRow, ...]

    @property
    def verdict(self) -> VerdictName:
        """The verdict of the finding that decides."""
        return self.judged.decisive.verdict

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all its findings, each once, the one that decides first."""
        return tuple(dict.fromkeys(finding.code for finding in self.judged.findings))


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same claims cover from end to end.

    Attributes:
        notes: the claims that cover it, shortest first, so that a click
            reaches the one within before the one around it.
        ends: the claims whose last character is here; their markers follow.
        verdict: the worst of `notes`; None where no claim covers it.
    """

    text: str
    notes: tuple[Note, ...] = ()
    ends: tuple[Note, ...] = ()

    @property
    def parts(self) -> tuple[str, str]:
        """The text, and apart from it the last word, which its markers must not leave.

        A marker alone on the next line would seem to belong to nothing.
        """
        head, space, tail = self.text.rpartition(" ")
        if not self.ends or len(tail) > LONGEST_WORD:
            return self.text, ""
        return head + space, tail

    @property
    def verdict(self) -> VerdictName | None:
        """The worst verdict of the claims that cover it."""
        return min((note.verdict for note in self.notes), key=VERDICTS.index, default=None)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of the grid a table is laid out in."""

    header: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What the page lays out as one thing: a paragraph, a list, a table.

    Attributes:
        kind: a block kind, or "list" or "table".
        items: for a list, each bullet with its depth.
        rows: for a table, row by row; places without a cell hold an empty one.
    """

    kind: str
    level: int = 0
    why: str = ""
    segments: tuple[Segment, ...] = ()
    items: tuple[tuple[int, tuple[Segment, ...]], ...] = ()
    rows: tuple[tuple[TableCell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One article as the page shows it.

    Attributes:
        loose: claims that stand in no visible text, so that their markers
            need a place of their own.
        muted: in the order of the text; they have no notes and count for nothing.
        trouble: what kept the article from being judged, where something did.
    """

    key: str
    article: Article
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    loose: tuple[Note, ...]
    counts: dict[VerdictName, int]
    muted: tuple[Muted, ...] = ()
    trouble: Trouble | None = None

    @property
    def nothing(self) -> str:
        """What to say where there are no notes."""
        # An article in another language has no claims because nobody looked.
        return self.trouble.message if self.trouble is not None else NOTHING


def lay_out(document: Document, *, key: str, trouble: Trouble | None = None) -> Page:
    """Lay out an article with its claims; `key` tells it from the others on the page."""
    article = document.article
    ordered = sorted(
        document.claims,
        key=lambda judged: (judged.claim.start, judged.claim.end, judged.claim.claim_id),
    )
    notes = tuple(
        _note(judged, key=f"{key}-{number}", number=number)
        for number, judged in enumerate(ordered, start=1)
    )
    blocks = list(_with_gaps(article))
    # Each marker stands once: after the last visible character of its claim.
    last_place: dict[str, int] = {}
    for note in notes:
        claim = note.judged.claim
        for block in blocks:
            if block.start_clean < claim.end_clean and claim.start_clean < block.end_clean:
                last_place[note.key] = min(claim.end_clean, block.end_clean)
    cutter = _Cutter(article.text, notes, last_place)
    return Page(
        key=key,
        article=article,
        pieces=tuple(_pieces(article, blocks, cutter)),
        notes=notes,
        loose=tuple(note for note in notes if note.key not in last_place),
        counts=count_verdicts(document.claims),
        muted=document.muted,
        trouble=trouble,
    )


def _note(judged: JudgedClaim, *, key: str, number: int) -> Note:
    rows = {row.row_id: row for row in judged.evidence}
    named = dict.fromkeys(row_id for finding in judged.findings for row_id in finding.row_ids)
    used = tuple(rows.pop(row_id) for row_id in named if row_id in rows)
    return Note(key=key, number=number, judged=judged, used=used, seen=tuple(rows.values()))


def _with_gaps(article: Article) -> Iterable[Block]:
    """Yield the blocks, and a paragraph for any text that lies in none."""
    place = 0
    for block in article.blocks:
        yield from _gap(article, place, block.start_clean)
        yield block
        place = block.end_clean
    yield from _gap(article, place, len(article.text))


def _gap(article: Article, start: int, end: int) -> Iterable[Block]:
    if article.text[start:end].strip():
        yield Block("paragraph", start, end)


class _Cutter:
    """Cuts a stretch of clean text where claims begin and end."""

    def __init__(self, text: str, notes: Sequence[Note], last_place: dict[str, int]) -> None:
        self._text = text
        self._notes = notes
        self._last_place = last_place

    def cut(self, start: int, end: int) -> tuple[Segment, ...]:
        here = [
            note
            for note in self._notes
            if note.judged.claim.start_clean < end and start < note.judged.claim.end_clean
        ]
        cuts = {start, end}
        for note in here:
            claim = note.judged.claim
            cuts.update((max(start, claim.start_clean), min(end, claim.end_clean)))
        places = sorted(cuts)
        return tuple(self._segment(here, left, right) for left, right in itertools.pairwise(places))

    def _segment(self, notes: Sequence[Note], start: int, end: int) -> Segment:
        cover = [
            note
            for note in notes
            if note.judged.claim.start_clean <= start and end <= note.judged.claim.end_clean
        ]
        cover.sort(key=lambda note: (len(note.judged.claim.clean), note.number))
        ends = tuple(
            sorted(
                (note for note in cover if self._last_place[note.key] == end),
                key=lambda note: note.number,
            )
        )
        return Segment(printable(self._text[start:end]), tuple(cover), ends)


def _pieces(article: Article, blocks: Sequence[Block], cutter: _Cutter) -> Iterable[Piece]:
    """Yield the pieces in order; bullets in a row are one list, cells of a table one table."""
    tables = {
        (cell.start_clean, cell.end_clean): table
        for table in article.tables
        for cell in table.cells
        if cell.end_clean > cell.start_clean
    }
    drawn: set[int] = set()
    items: list[tuple[int, tuple[Segment, ...]]] = []
    for block in blocks:
        if block.kind == "list_item":
            depth = min(max(block.level, 1), 4)
            items.append((depth, cutter.cut(block.start_clean, block.end_clean)))
            continue
        if items:
            yield Piece("list", items=tuple(items))
            items.clear()
        table = tables.get((block.start_clean, block.end_clean)) if block.kind == "cell" else None
        if table is None:
            segments = cutter.cut(block.start_clean, block.end_clean)
            kind = "paragraph" if block.kind == "cell" else block.kind
            yield Piece(kind, level=block.level, why=block.why, segments=segments)
        elif table.number not in drawn:
            drawn.add(table.number)
            yield Piece("table", rows=tuple(_rows(table, cutter)))
    if items:
        yield Piece("list", items=tuple(items))


def _rows(table: Table, cutter: _Cutter) -> Iterable[tuple[TableCell, ...]]:
    places = {(cell.row, cell.column): cell for cell in table.cells}
    for row in range(1, table.n_rows + 1):
        cells = []
        for column in range(1, table.n_columns + 1):
            cell = places.get((row, column))
            if cell is None or cell.start_clean == cell.end_clean:
                cells.append(TableCell(header=cell is not None and cell.header, segments=()))
            else:
                segments = cutter.cut(cell.start_clean, cell.end_clean)
                cells.append(TableCell(header=cell.header, segments=segments))
        yield tuple(cells)


def printable(text: str) -> str:
    """Drop the control characters that no page may hold."""
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) != "Cc"
    )

"""Stage 1: a PDF with text becomes a sheet.

A PDF knows letters and places, no words, lines or paragraphs. Letters become strips
(`strips`), strips columns and tables (`layout`), lines paragraphs (`paragraphs`); what
stands at the edges of pages is told apart before (`furniture`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.errors import DocumentBrokenError, DocumentScannedError, SourceEmptyError
from pipeline.read.office import given_title
from pipeline.read.pdf.cut_tables import join_tables
from pipeline.read.pdf.furniture import body_size, find_furniture
from pipeline.read.pdf.glyphs import FORMAT, Box, Page, around, read_pages
from pipeline.read.pdf.hyphens import Words
from pipeline.read.pdf.layout import Element, Layout, Line
from pipeline.read.pdf.paragraphs import Draft, Drawn, Writer, draft_elements
from pipeline.read.pdf.strips import Strip, find_strips
from pipeline.read.sheet import Sheet
from pipeline.read.story import make_sheet

__all__ = ["Extract", "extract", "read_pdf"]

# A scanner's stamp is shorter than this; a page that is a picture is covered by it.
_STAMP: Final = 60
_COVERED: Final = 0.5
_SCANNED: Final = 0.8
# What a font gives for letters whose meaning it does not say.
_MEANINGLESS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Extract:
    """A PDF that was read, and the way back to where its letters are drawn."""

    sheet: Sheet
    pages: Sequence[Page]
    drawn: Sequence[Drawn]

    def boxes(self, start: int, end: int) -> list[tuple[int, Box]]:
        """Say where a stretch of the text is drawn: pages and boxes, line by line."""
        found: list[tuple[int, Box]] = []
        last: Box | None = None
        for each in self.drawn:
            bit = each.bit
            inside = each.boxes[max(0, start - bit.start) : max(0, end - bit.start)]
            boxes = [box for box in inside if box is not None] if bit.text else []
            if not boxes:
                continue
            if found and last == bit.box and found[-1][0] == bit.page:
                boxes.append(found.pop()[1])
            found.append((bit.page, around(boxes)))
            last = bit.box
        return found


def read_pdf(data: bytes, path: str) -> Sheet:
    """Read a PDF.

    Raises:
        SourceEmptyError: there are no bytes, or nothing on its pages.
        DocumentProtectedError: it opens only with a password.
        DocumentBrokenError: it is no PDF, not a whole one, or its letters mean nothing.
        DocumentScannedError: its pages are pictures.
        DocumentTooLongError: it has more pages than an article has.
        DocumentSlowError: reading it was given up.
    """
    return extract(data, path).sheet


def extract(data: bytes, path: str) -> Extract:
    """Read a PDF and keep the way back; raises as `read_pdf` does."""
    if not data:
        raise SourceEmptyError(source=path)
    title, pages = read_pages(data, path)
    _check_text(pages, path)
    upright = {page.number: find_strips(page.runs.get(0, ()), page.dots) for page in pages}
    aside = find_furniture(pages, upright)
    elements: list[Element] = []
    edges: list[Draft] = []
    for page in pages:
        kept = [strip for strip in upright[page.number] if id(strip) not in aside]
        elements += Layout(page.number, 0).ordered(kept)
        for turn in sorted(page.runs.keys() - {0}):
            dots = [page.framed(dot, turn) for dot in page.dots]
            elements += Layout(page.number, turn).ordered(find_strips(page.runs[turn], dots))
        edges += _edge_drafts(page, upright[page.number], aside)
    strips = [strip for page in upright.values() for strip in page]
    body = body_size(strips)
    drafts, notes = draft_elements(elements, body)
    lines = [each for each in elements if isinstance(each, Line)]
    writer = Writer({page.number: page for page in pages}, Words(line.text for line in lines))
    items = join_tables(drafts, writer.items(drafts), body)
    sheet = make_sheet(items, writer.items([*notes, *edges]))
    if not any(block.kind in {"title", "heading"} for block in sheet.blocks):
        sheet.head.title = given_title(title)
    return Extract(sheet, pages, writer.drawn)


def _check_text(pages: Sequence[Page], path: str) -> None:
    texts = [
        "".join(glyph.text for runs in page.runs.values() for run in runs for glyph in run)
        for page in pages
    ]
    n_pictures = sum(
        page.pictures > _COVERED and len(text.strip()) < _STAMP
        for page, text in zip(pages, texts, strict=True)
    )
    if n_pictures >= _SCANNED * len(pages):
        raise DocumentScannedError(source=path, n_pages=len(pages))
    whole = "".join(texts)
    if not whole.strip():
        raise SourceEmptyError(source=path)
    n_meaningless = sum(c == "\ufffd" or "\ue000" <= c < "\uf900" for c in whole)
    if n_meaningless > _MEANINGLESS * len(whole):
        why = "its fonts do not say which letters they draw"
        raise DocumentBrokenError(source=path, format=FORMAT, why=why)


def _edge_drafts(page: Page, strips: Sequence[Strip], aside: dict[int, str]) -> list[Draft]:
    lines = Layout(page.number, 0).lines([strip for strip in strips if id(strip) in aside])
    return [Draft([line], why=aside[id(line.strips[0])]) for line in lines]

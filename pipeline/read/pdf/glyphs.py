"""Stage 1: the letters of a PDF, as a process of its own found them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentTooLongError,
)
from pipeline.read.decode import looks_like
from pipeline.read.pdf.process import run_apart

# Left, top, right, bottom in points.
Box = tuple[float, float, float, float]

FORMAT: Final = "a PDF"
# A dissertation has 300 pages; of a book each chapter is an article of its own.
PAGES_LIMIT: Final = 500
_CHILD: Final = Path(__file__).with_name("child.py")
_PER_POINT: Final = 100
_SIZE_MIN: Final = 1.0
# Bullets of the fonts Symbol and Wingdings, which come without a meaning.
_SYMBOLS: Final = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➤", "\uf0fc": "✓", "\uf076": "•"}
_SOFT_HYPHENS: Final = {"\x02": "-", "\xad": "-", "\u2010": "-", "\u2011": "-", "\ufffe": "-"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter where it is drawn, or one of the letters of a ligature.

    Attributes:
        box: in the frame in which its text runs from left to right.
        base: the line that it stands on, from the top of the frame.
        size: of its font in points.
    """

    text: str
    box: Box
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        number: from 1.
        width, height: in points, as shown.
        origin: its left, bottom, right and top in the file's own space.
        rotation: how it is turned when it is shown, in degrees, clockwise.
        runs: its letters in the order in which they are drawn, by how far their
            text is turned against the page (0, 90, 180, 270, anticlockwise), a run
            as what is drawn at once.
        dots: small things drawn that may be the bullets of a list.
        pictures: the share of it that pictures cover.
    """

    number: int
    width: float
    height: float
    origin: Box
    rotation: int
    runs: Mapping[int, Sequence[Sequence[Glyph]]]
    dots: Sequence[Box]
    pictures: float

    def framed(self, box: Box, turn: int) -> Box:
        """Turn a box of the page, so that text turned by so much runs to the right."""
        left, top, right, bottom = box
        if turn == 90:
            return self.height - bottom, left, self.height - top, right
        if turn == 180:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if turn == 270:
            return top, self.width - right, bottom, self.width - left
        return box

    def own_place(self, x: float, y: float) -> tuple[float, float]:
        """Lead a place of the page as shown back to the file's own space."""
        left, bottom, right, top = self.origin
        if self.rotation == 90:
            return left + y, bottom + x
        if self.rotation == 180:
            return right - x, bottom + y
        if self.rotation == 270:
            return right - y, top - x
        return left + x, top - y

    def unframed(self, box: Box, turn: int) -> Box:
        """Turn a box back to the page as shown, and keep it on the page."""
        left, top, right, bottom = box
        if turn == 90:
            box = top, self.height - right, bottom, self.height - left
        elif turn == 180:
            box = self.width - right, self.height - bottom, self.width - left, self.height - top
        elif turn == 270:
            box = self.width - bottom, left, self.width - top, right
        x0, y0, x1, y1 = box
        return (
            min(max(x0, 0.0), self.width),
            min(max(y0, 0.0), self.height),
            min(max(x1, 0.0), self.width),
            min(max(y1, 0.0), self.height),
        )


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around all of these; there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def read_pages(data: bytes, path: str) -> tuple[str, list[Page]]:
    """Return the title that the properties give, and the pages that can be read.

    Raises:
        DocumentProtectedError: it opens only with a password.
        DocumentBrokenError: it is no PDF, or not a whole one.
        DocumentTooLongError: it has more pages than an article has.
        DocumentSlowError: reading it was given up.
    """
    told = _told(data, path)
    trouble = told.get("trouble")
    if trouble == "password":
        raise DocumentProtectedError(source=path)
    if trouble == "long":
        raise DocumentTooLongError(source=path, n_pages=told["n_pages"], limit=PAGES_LIMIT)
    if trouble is not None:
        why = looks_like(data) if not data.startswith(b"%PDF-") else ""
        raise DocumentBrokenError(source=path, format=FORMAT, why=why or "it is damaged")
    pages = [_page(number, page) for number, page in enumerate(told["pages"], 1) if page]
    if not pages:
        raise DocumentBrokenError(source=path, format=FORMAT, why="none of its pages is whole")
    return told["title"], pages


def _told(data: bytes, path: str) -> dict[str, Any]:
    written = run_apart(_CHILD, data, str(PAGES_LIMIT), source=path)
    if written is None:
        why = "it is damaged, and reading it fails"
        raise DocumentBrokenError(source=path, format=FORMAT, why=why)
    told: dict[str, Any] = json.loads(written)
    return told


def _page(number: int, told: Mapping[str, Any]) -> Page:
    width, height = (side / _PER_POINT for side in told["size"])
    runs: dict[int, list[list[Glyph]]] = {}
    page = Page(
        number,
        width,
        height,
        tuple(told["origin"]),
        told["rotation"],
        runs,
        [tuple(side / _PER_POINT for side in dot) for dot in told["dots"]],
        told["pictures"],
    )
    for codes, sides, base, size, bold, turn in told["runs"]:
        if size / _PER_POINT >= _SIZE_MIN:
            look = (base / _PER_POINT, size / _PER_POINT, bool(bold))
            runs.setdefault(turn, []).append(list(_glyphs(page, codes, sides, look, turn)))
    return page


def _glyphs(
    page: Page,
    codes: Sequence[int],
    sides: Sequence[int],
    look: tuple[float, float, bool],
    turn: int,
) -> Iterator[Glyph]:
    base, size, bold = look
    # The line that turned text stands on lies across the page.
    at = page.framed((base, base, base, base), turn)[1]
    half = ""
    for place, code in enumerate(codes):
        # PDFium gives what lies beyond the first plane of Unicode as two halves.
        character = (half + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        half = chr(code) if 0xD800 <= code < 0xDC00 else ""
        if half:
            continue
        left, top, right, bottom = (side / _PER_POINT for side in sides[4 * place : 4 * place + 4])
        box = page.framed((left, top, right, bottom), turn)
        for letter in _letters(character):
            yield Glyph(letter, box, at, size, bold)


def _letters(drawn: str) -> str:
    """Return what a drawn letter stands for: the letters of a ligature, "" for no letter."""
    if drawn in _SYMBOLS:
        return _SYMBOLS[drawn]
    if drawn in _SOFT_HYPHENS:
        return _SOFT_HYPHENS[drawn]
    if "\ufb00" <= drawn <= "\ufb06":
        return unicodedata.normalize("NFKC", drawn)
    if drawn.isspace():
        return " "
    return "" if unicodedata.category(drawn) in {"Cc", "Cs", "Cn"} else drawn

"""Stage 1: what stands at the edges of a PDF's pages and is no text of the article.

Running heads and feet stand on several pages at the same height, but for the number
of the page; a browser that prints a page adds its address and the time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.read.pdf.glyphs import Page
from pipeline.read.pdf.strips import Strip

# Longer ones are no number of a page, and Python refuses to read the longest.
_DIGITS: Final = re.compile(r"\d{1,9}")
_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\[(\s]*(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|\||von)\s*\d{1,4})?[-–—|\])\s]*",
    re.IGNORECASE,
)
_PRINTED: Final = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}.*|(?:https?|file)://\S+(?: \d+/\d+)?"
)
# How many rows from each edge may be no text, and how far from it a number of a page stands.
_ROWS: Final = 3
_MARGIN: Final = 0.12
# At the same height within this many points, and on this share of the pages.
_SAME_HEIGHT: Final = 6.0
_SHARE: Final = 0.3


def find_furniture(pages: Sequence[Page], strips: Mapping[int, Sequence[Strip]]) -> dict[int, str]:
    """Say what is no text of the article, by the `id` of the strip, and what gave it away."""
    edges = [(page, side) for page in pages for side in _edges(strips[page.number])]
    seen: defaultdict[str, list[_Seen]] = defaultdict(list)
    for page, side in edges:
        for row in side:
            seen[_signature(row)].append(_seen(page, row))
    n_least = max(2, _SHARE * len(pages))
    found: dict[int, str] = {}
    for page, side in edges:
        for row in side:
            one = _seen(page, row)
            n_same = sum(_is_again(one, other) for other in seen[_signature(row)])
            why = _why(page, row, is_again=n_same >= n_least)
            if not why:
                break  # what stands further in is the article
            found |= {id(strip): why for strip in row}
    return found


def _why(page: Page, row: Sequence[Strip], *, is_again: bool) -> str:
    text = " ".join(strip.text for strip in row)
    is_in_margin = not _MARGIN * page.height < row[0].base < (1 - _MARGIN) * page.height
    if is_in_margin and _PAGE_NUMBER.fullmatch(text):
        return "page number"
    if is_in_margin and _PRINTED.fullmatch(text):
        return "running head"
    return "running head" if is_again and any(map(str.isalpha, text)) else ""


def _edges(strips: Sequence[Strip]) -> tuple[list[list[Strip]], list[list[Strip]]]:
    """Return the first and the last rows of a page, from its edges inwards."""
    rows: list[list[Strip]] = []
    for strip in strips:
        if rows and strip.base - rows[-1][0].base < 0.3 * strip.size:
            rows[-1].append(strip)
        else:
            rows.append([strip])
    for row in rows:
        row.sort(key=lambda strip: strip.left)
    return rows[:_ROWS], rows[max(_ROWS, len(rows) - _ROWS) :][::-1]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row at an edge: on which page, how far from its top, with which numbers."""

    page: int
    base: float
    numbers: tuple[str, ...]


def _seen(page: Page, row: Sequence[Strip]) -> _Seen:
    numbers = _DIGITS.findall(" ".join(strip.text for strip in row))
    return _Seen(page.number, row[0].base, tuple(numbers))


def _is_again(one: _Seen, other: _Seen) -> bool:
    """Say whether rows of the same words are the same row.

    Numbers of pages differ as the pages do; the rows of a table that goes on over the
    ends of pages ("Week 4 52%") differ as they like.
    """
    pairs = zip(one.numbers, other.numbers, strict=True)
    return abs(one.base - other.base) < _SAME_HEIGHT and all(
        ours == theirs or int(ours) - one.page == int(theirs) - other.page for ours, theirs in pairs
    )


def _signature(row: Sequence[Strip]) -> str:
    return _DIGITS.sub("#", " ".join(strip.text for strip in row).lower())


def body_size(strips: Sequence[Strip]) -> float:
    """Return the size of most letters, in points, to the half; 0 without any."""
    counts: Counter[float] = Counter()
    for strip in strips:
        counts[round(2 * strip.size) / 2] += len(strip.text)
    return max(counts, key=lambda size: (counts[size], -size), default=0.0)

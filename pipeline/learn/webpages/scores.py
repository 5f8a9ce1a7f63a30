"""How well readers read marked pages.

Text is scored as bags of four words in a row, as the article extraction benchmark of
Scrapinghub (2020) does: order counts, a block more or less costs its length. The
title is among the metadata and counts in no text. Scores are means over pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.learn.intervals import Estimate, Proportion, proportion, ratio
from pipeline.learn.webpages.readers import PageReading
from pipeline.learn.webpages.truth import METADATA, CellTruth, MarkedPage, PagePart, part_of

WANTED_TEXT: Final = 0.95
WANTED_CELLS: Final = 0.97
_SHINGLE: Final = 4
_WORD: Final = re.compile(r"\w+")
PARTS: Final[tuple[PagePart, ...]] = ("tune", "held out")


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page as one reader reads it; None where there is nothing to score.

    Attributes:
        said: by name of the metadata, whether it is right; names the page does not say are
            right where nothing is made up.
    """

    name: str
    text: float | None
    cells: float | None
    said: Mapping[str, bool]
    wall: bool | None


@dataclass(frozen=True, slots=True)
class ReaderScores:
    """All pages of a half as one reader reads them."""

    text: Estimate
    cells: Estimate
    said: Mapping[str, Proportion]
    walls: Proportion
    pages: tuple[PageScore, ...]


@dataclass(frozen=True, slots=True)
class WebScores:
    """Every reader on each half of the pages."""

    n_pages: Mapping[PagePart, int]
    readers: Mapping[PagePart, Mapping[str, ReaderScores]]


def evaluate_webpages(
    pages: Mapping[str, MarkedPage], readers: Mapping[str, Callable[[bytes], PageReading]]
) -> WebScores:
    """Read every page with every reader and score each against its marks."""
    names = {part: [name for name in sorted(pages) if part_of(name) == part] for part in PARTS}
    return WebScores(
        n_pages={part: len(names[part]) for part in PARTS},
        readers={
            part: {
                reader: _summed(
                    score_page(name, pages[name], read(pages[name].source.encode()))
                    for name in names[part]
                )
                for reader, read in readers.items()
            }
            for part in PARTS
        },
    )


def score_page(name: str, page: MarkedPage, read: PageReading) -> PageScore:
    """Hold what was read of a page against its marks."""
    title = page.said.get("title", "")
    text = None
    if page.text:
        text = overlap(shingles(page.text, without=title), shingles(read.text, without=title))
    cells = None
    if read.cells is not None and (page.cells or read.cells) and page.text:
        cells = overlap(_cell_bag(page.cells), _cell_bag(read.cells))
    said = {}
    if read.said is not None and page.text:
        said = {key: _same(page.said.get(key), read.said.get(key)) for key in METADATA}
    return PageScore(name, text, cells, said, None if read.wall is None else read.wall == page.wall)


def shingles(text: str, *, without: str = "") -> Counter[tuple[str, ...]]:
    """Count all runs of four words of a text; a shorter text is one run.

    Args:
        text: to be counted.
        without: a line of these words is left out.
    """
    left_out = words(without)
    found = [
        word
        for line in text.splitlines()
        if not left_out or words(line) != left_out
        for word in words(line)
    ]
    last = max(1, len(found) - _SHINGLE + 1)
    return Counter(tuple(found[at : at + _SHINGLE]) for at in range(last) if found)


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def overlap(wanted: Counter[tuple[str, ...]], got: Counter[tuple[str, ...]]) -> float:
    """Return F1 of two bags; 1 where both are empty."""
    n_all = wanted.total() + got.total()
    return 2 * (wanted & got).total() / n_all if n_all else 1.0


def _cell_bag(cells: Iterable[CellTruth]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(" ".join(words(part)) for part in cell) for cell in cells)


def _same(wanted: str | None, got: str | None) -> bool:
    return words(wanted or "") == words(got or "")


def _summed(scores: Iterable[PageScore]) -> ReaderScores:
    pages = tuple(scores)
    keys = [key for key in METADATA if any(key in page.said for page in pages)]
    return ReaderScores(
        text=ratio([(page.text, 1) for page in pages if page.text is not None]),
        cells=ratio([(page.cells, 1) for page in pages if page.cells is not None]),
        said={key: proportion((p.name, p.said[key]) for p in pages if p.said) for key in keys},
        walls=proportion((page.name, page.wall) for page in pages if page.wall is not None),
        pages=pages,
    )

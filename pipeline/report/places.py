"""Stage 6: where a claim stands, said for people and counted for machines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from pipeline.records import Article, Claim

# As the lines of claims are counted; `str.splitlines` also splits at form feeds.
NEWLINES: Final = ("\r\n", "\r", "\n")
_LINE_BREAK: Final = re.compile("|".join(NEWLINES))


class Lines:
    """The lines of a text, to be asked often where an offset lies."""

    def __init__(self, source: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(source))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def end(self, end: int) -> tuple[int, int]:
        """Return the line of the last character before `end`, and the column after it."""
        line, column = self.place(end - 1)
        return line, column + 1


def has_lines(article: Article) -> bool:
    """Say whether somebody who opens the file finds the lines that claims name.

    A text that was extracted from a document has lines that only we know.
    """
    return not article.locators


def place(article: Article, claim: Claim) -> str:
    """Say where a claim begins, as "line 12, column 4", or "page 3" in a document.

    Spreadsheets take "12:4" for a time of the day.
    """
    if has_lines(article):
        return f"line {claim.line}, column {claim.column}"
    located = article.locate(claim.start, claim.end)
    return first_named(
        name_place(part=each.part, page=each.page, paragraph=each.paragraph) for each in located
    )


def short_place(article: Article, claim: Claim) -> str:
    """Say the same as a column of a table has room for: "12:4", "page 3", "¶ 12"."""
    if has_lines(article):
        return f"{claim.line}:{claim.column}"
    return shorten_place(place(article, claim))


def link_to(article: Article, claim: Claim) -> str | None:
    """Return an address that opens a page at a claim; None of what was fetched from nowhere.

    Only of HTML is known what a browser shows of it.
    """
    # Its import takes the readers along, and few articles are pages.
    from pipeline.read.fragments import fragment_link  # noqa: PLC0415

    if article.page is None or article.format != "html":
        return None
    part = article.part_at(claim.start)
    if part is None:
        return fragment_link(article.page.final_url, article.source, claim.start, claim.end)
    source = article.source[part.start : part.end]
    start, end = claim.start - part.start, min(claim.end, part.end) - part.start
    return fragment_link(part.page.final_url, source, start, end)


def name_place(*, part: str = "", page: int = 0, paragraph: int = 0) -> str:
    """Name a place in a document; what it has not is "" or 0, and "" of nothing."""
    pieces = (
        "" if part == "body" else part,
        f"page {page}" if page else "",
        f"paragraph {paragraph}" if paragraph else "",
    )
    return ", ".join(filter(None, pieces))


def first_named(names: Iterable[str]) -> str:
    """Return the first place that has a name.

    What no locator covers (a heading that the reader made up) has no place of its own.
    """
    return next(filter(None, names), "in the document")


def shorten_place(name: str) -> str:
    """Write "¶ 12" where a place says "paragraph 12"."""
    return name.replace(", paragraph ", " ¶ ").replace("paragraph ", "¶ ")

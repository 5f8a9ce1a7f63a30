"""Readers of web pages, ours and those that it is measured beside.

Each takes the bytes of a page and says what it makes of it, in one form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Final

from pipeline.errors import PipelineError
from pipeline.learn.webpages.truth import CellTruth
from pipeline.read import read_bytes
from pipeline.read.walls import WALLS
from pipeline.records import Article, Table

_MAX_MB: Final = 20.0


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader makes of a page.

    Attributes:
        cells: None where a reader keeps no rows.
        said: metadata by name; None where a reader gives none.
        wall: what it says keeps the article from being read; None where it says nothing of that.
    """

    text: str
    cells: tuple[CellTruth, ...] | None = None
    said: dict[str, str] | None = field(default=None)
    wall: str | None = None


def read_ours(data: bytes) -> PageReading:
    """Read a page as `claims check` does."""
    try:
        article = read_bytes(data, path="page", format="html", max_mb=_MAX_MB)
    except PipelineError as error:
        walls = {its.code: name for name, its in WALLS.items()}
        return PageReading("", (), {}, walls.get(error.code, error.code))
    lines = [
        article.text[block.start_clean : block.end_clean]
        for block in article.blocks
        if block.kind != "boilerplate"
    ]
    return PageReading(
        "\n".join(lines), _cells(article), _said(article), "teaser" * article.is_teaser
    )


def _cells(article: Article) -> tuple[CellTruth, ...]:
    return tuple(cell for table in article.tables for cell in _cells_of(table))


def _cells_of(table: Table) -> Iterator[CellTruth]:
    for cell in table.cells:
        if cell.text and not cell.header:
            row = "" if cell.column == 1 else table.row_header(cell.row)
            yield row, table.column_header(cell.column), cell.text


def _said(article: Article) -> dict[str, str]:
    said = {
        "title": article.title,
        "author": article.author,
        "published": article.published and article.published.isoformat(),
        "modified": article.modified and article.modified.isoformat(),
        "canonical": article.canonical,
    }
    return {name: value for name, value in said.items() if value}


def read_trafilatura(data: bytes) -> PageReading:
    """Read a page with plain trafilatura: its default settings, tables kept, comments not."""
    from lxml import etree
    from trafilatura import extract, extract_metadata

    page = data.decode("utf-8")
    text = extract(page, include_comments=False) or ""
    xml = extract(page, include_comments=False, output_format="xml") or "<doc/>"
    found = extract_metadata(page)
    said = {
        "title": found.title,
        "author": found.author,
        "published": found.date,
        "canonical": found.url,
    }
    kept = {name: value for name, value in said.items() if value}
    rows = [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row.iter("cell")]
        for row in etree.fromstring(xml.encode()).iter("row")
    ]
    return PageReading(text, tuple(_plain_cells(rows)), kept)


def _plain_cells(rows: list[list[str]]) -> Iterator[CellTruth]:
    """Give each cell the first of its row and of its column: trafilatura keeps no spans."""
    header = rows[0] if rows else []
    for row in rows[1:]:
        for place, text in enumerate(row):
            if text:
                yield (
                    row[0] if place else "",
                    header[place] if place < len(header) else "",
                    text,
                )


def read_readability(data: bytes) -> PageReading:
    """Read a page with readability-lxml; our table reader reads the HTML that it keeps."""
    from readability import Document

    document = Document(data.decode("utf-8"))
    kept, said = document.summary(), {"title": document.short_title()}
    try:
        article = read_bytes(kept.encode(), path="page", format="html", max_mb=_MAX_MB)
    except PipelineError:
        return PageReading("", (), said)
    return PageReading(article.text, _cells(article), said)


def read_resiliparse(data: bytes) -> PageReading:
    """Read a page with resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(data.decode("utf-8"), main_content=True, list_bullets=False)
    return PageReading(str(text))


OURS: Final = "ours"
# By the name that is printed: the module that must be there, and the reader.
READERS: Final[Mapping[str, tuple[str, Callable[[bytes], PageReading]]]] = {
    OURS: ("pipeline", read_ours),
    "trafilatura": ("trafilatura", read_trafilatura),
    "readability": ("readability", read_readability),
    "resiliparse": ("resiliparse", read_resiliparse),
}


def installed_readers() -> dict[str, Callable[[bytes], PageReading]]:
    """Return the readers that can be run here, ours first."""
    return {name: read for name, (module, read) in READERS.items() if find_spec(module)}

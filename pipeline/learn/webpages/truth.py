"""What a person marked in the source of a page, and the page without the marks.

A page of `corpus/pages` carries its truth in itself, so that neither can be
changed without the other. The marks are taken out before anything reads it:

- `<!--truth {…} -->`: JSON with title, author, published, modified, canonical
  and wall; what a page does not say is left out.
- `data-article` on an element: all its text is the article;
  `data-beside` on one within: but not this.
- `<!--cells … -->`: a line "row header | column header | text" for each cell
  below the headers.

    >>> page = read_truth("<p data-article>Zinc <b data-beside>Ad</b>helps.</p>")
    >>> page.source, page.text
    ('<p>Zinc <b>Ad</b>helps.</p>', 'Zinc helps.')
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pipeline.errors import AnnotationsMissingError, PageTruthError
from pipeline.read.html_names import BLOCKS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PagePart = Literal["tune", "held out"]
METADATA: Final = ("title", "author", "published", "modified", "canonical")
# Row header, column header and text of a cell.
CellTruth = tuple[str, str, str]

_HEAD: Final = re.compile(r"<!--truth\s(.*?)-->\n?", re.DOTALL)
_CELLS: Final = re.compile(r"<!--cells\n(.*?)-->\n?", re.DOTALL)
_MARK: Final = re.compile(r"\s+data-(?:article|beside)(?=[\s/>])")
_UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg"})
_N_FIELDS: Final = 3


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page and what is true of it.

    Attributes:
        source: of the page, without the marks.
        text: of the article, a line for each block, in order; "" behind a wall.
        cells: of all tables of the article, those that name columns left out.
        said: what the page says of itself, by the names in `METADATA`.
        wall: what keeps the article from being read; "teaser" where its beginning can be.
    """

    source: str
    text: str
    cells: tuple[CellTruth, ...]
    said: dict[str, str]
    wall: str = ""


def part_of(name: str) -> PagePart:
    """Return the half that a page belongs to: its name's hash decides, so nobody chose."""
    odd = hashlib.sha256(name.encode()).digest()[0] % 2
    return "held out" if odd else "tune"


def load_pages(folder: Path) -> dict[str, MarkedPage]:
    """Read all marked pages of a folder, by name.

    Raises:
        AnnotationsMissingError: there is none.
        PageTruthError: the marks of one are broken.
    """
    paths = sorted(folder.glob("*.html"))
    if not paths:
        raise AnnotationsMissingError(path=folder)
    pages: dict[str, MarkedPage] = {}
    for path in paths:
        try:
            pages[path.stem] = read_truth(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise PageTruthError(path=path, why=error) from error
    return pages


def read_truth(marked: str) -> MarkedPage:
    """Take the marks out of a page and return both.

    Raises:
        ValueError: a line of cells has not three fields, or the truth is no JSON of strings.
    """
    head = _HEAD.search(marked)
    said = json.loads(head[1]) if head else {}
    wall = said.pop("wall", "")
    unknown = sorted(set(said) - set(METADATA))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(METADATA)}, wall")
    cells = tuple(_cell(line) for found in _CELLS.finditer(marked) for line in _lines(found[1]))
    bare = _CELLS.sub("", _HEAD.sub("", marked))
    return MarkedPage(_MARK.sub("", bare), _article_text(bare), cells, said, wall)


def _lines(written: str) -> list[str]:
    return [line for line in written.splitlines() if line.strip()]


def _cell(line: str) -> CellTruth:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _N_FIELDS:
        raise ValueError(f"the cell {line.strip()!r} is not 'row header | column header | text'")
    return parts[0], parts[1], parts[2]


def _article_text(marked: str) -> str:
    from lxml.html import document_fromstring

    lines = "".join(_written(document_fromstring(marked), inside=False)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _written(element: HtmlElement, *, inside: bool) -> Iterator[str]:
    """Yield an element's marked text, with a line break around each block."""
    if not isinstance(element.tag, str) or element.tag in _UNREAD:
        return
    inside = "data-beside" not in element.attrib and (inside or "data-article" in element.attrib)
    edge = "\n" if element.tag in BLOCKS or element.tag == "br" else ""
    yield edge
    if inside:
        yield _unbroken(element.text)
    for child in element:
        yield from _written(child, inside=inside)
        if inside:
            yield _unbroken(child.tail)
    yield edge


def _unbroken(text: str | None) -> str:
    return (text or "").replace("\n", " ")

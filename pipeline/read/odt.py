"""Stage 1: an OpenDocument text (odt), as LibreOffice writes it, becomes a sheet.

What was deleted with changes tracked stands apart in it and is not read; else
it is as with Word: notes behind the text, headers and footers left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentProtectedError
from pipeline.read.archive import Archive
from pipeline.read.comments import Anchor, Reach, read_silences
from pipeline.read.office import LISTING, Look, Named, given_title, heading_of, named_by_style
from pipeline.read.sheet import Sheet
from pipeline.read.story import Bit, CellDraft, Item, Paragraph, TableDraft, make_sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMAT: Final = "an OpenDocument text (odt)"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES: Final = {
    **{f"{_OASIS}:{name}:1.0": name for name in ("office", "text", "table", "style")},
    f"{_OASIS}:drawing:1.0": "draw",
    f"{_OASIS}:xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
}
_SPACES: Final = {prefix: space for space, prefix in _PREFIXES.items()}
_WHITE: Final = re.compile(r"[ \t\r\n]+")
_CODED: Final = re.compile(r"_([0-9a-f]{2})_")
_LISTINGS: Final = re.compile(r"text:(?:table-of-content|[a-z-]+-index)")
# What stands in a paragraph and is no text of it.
_UNREAD: Final = re.compile(
    r"text:(?:note-citation|ruby-text|hidden-.*|script|tracked-changes|.*-decls|.*-source)"
    r"|office:(?:forms|event-listeners)|"
)
_CHARACTERS: Final = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_MAX_SPAN: Final = 100


def read_odt(data: bytes, path: str) -> Sheet:
    """Read an OpenDocument text.

    Raises:
        SourceEmptyError: there are no bytes.
        DocumentProtectedError: it opens only with a password.
        DocumentBrokenError: it is no OpenDocument text, or not a whole one.
        DocumentUnsafeError: it is made to harm its reader.
        MarkupTooDeepError: it nests deeper than any document does.
    """
    archive = Archive.opened(data, source=path, format=_FORMAT)
    manifest = "META-INF/manifest.xml"
    if archive.has(manifest) and b"encryption-data" in archive.read(manifest):
        raise DocumentProtectedError(source=path)
    content = archive.parse("content.xml")
    body = _child(_child(content, "office:body"), "office:text")
    if body is None:
        raise archive.broken("its content is not the text of a document")
    sheets = [archive.parse(name) for name in ("styles.xml",) if archive.has(name)]
    walk = _Walk(_Styles([*sheets, content]))
    items = list(walk.items(body))
    walk.part, walk.number = "notes", 0
    notes = [item for note in walk.notes for item in walk.items(note)]
    sheet = make_sheet(items, notes)
    sheet.silences = read_silences(walk.comments, walk.anchors, sheet.source)
    if not any(block.kind in {"title", "heading"} for block in sheet.blocks):
        sheet.head.title = _given_title(archive)
    return sheet


def _given_title(archive: Archive) -> str | None:
    for each in archive.parse("meta.xml").iter() if archive.has("meta.xml") else ():
        if _short(each.tag) == "dc:title":
            return given_title(each.text or "")
    return None


@lru_cache(maxsize=4_096)
def _short(tag: str) -> str:
    space, _, name = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{name}" if prefix else ""


def _get(element: _Element, name: str) -> str:
    prefix, _, local = name.partition(":")
    return str(element.get(f"{{{_SPACES[prefix]}}}{local}", ""))


def _child(element: _Element | None, name: str) -> _Element | None:
    children = element if element is not None else ()
    return next((each for each in children if _short(each.tag) == name), None)


class _Styles:
    def __init__(self, roots: list[_Element]) -> None:
        self.styles = {
            _get(each, "style:name"): each
            for root in roots
            for each in root.iter(f"{{{_SPACES['style']}}}style")
        }

    def chain(self, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = _get(self.styles[name], "style:parent-style-name")

    def named(self, name: str) -> Named | None:
        for style in self.chain(name):
            spelled = _CODED.sub(lambda code: chr(int(code[1], 16)), _get(style, "style:name"))
            named = named_by_style(_get(style, "style:display-name") or spelled)
            if named is not None and named.kind not in {"heading", "list_item"}:
                return named
        return None

    def look(self, name: str) -> Look:
        look = Look()
        for style in self.chain(name):
            own = _child(style, "style:text-properties")
            if own is not None:
                place, weight = _get(own, "style:text-position"), _get(own, "fo:font-weight")
                shown = _get(own, "text:display")
                look = look.over(
                    Look(
                        hidden=shown == "none" if shown else None,
                        raised=place.startswith("super") if place else None,
                        bold=weight in {"bold", "600", "700", "800", "900"} if weight else None,
                    )
                )
        return look


@dataclass(slots=True)
class _Walk:
    styles: _Styles
    part: str = "body"
    number: int = 0
    notes: list[_Element] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    paragraph: Paragraph = field(default_factory=Paragraph)
    boxes: list[_Element] = field(default_factory=list)

    def items(self, element: _Element, *, depth: int = 0, listing: bool = False) -> Iterator[Item]:
        """Yield the paragraphs and tables in an element, in order."""
        is_first = _short(element.tag) == "text:list-item"
        for each in element:
            name = _short(each.tag)
            if name in {"text:p", "text:h"}:
                yield self._paragraph(each, name, depth if is_first else 0, listing=listing)
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.items(box)
                is_first = False
            elif name == "table:table":
                yield self._table(each)
            elif name == "text:list":
                yield from self.items(each, depth=depth + 1, listing=listing)
            elif not _UNREAD.fullmatch(name) and _get(each, "text:display") != "none":
                is_listing = listing or _LISTINGS.fullmatch(name) is not None
                yield from self.items(each, depth=depth, listing=is_listing)

    def _paragraph(self, element: _Element, name: str, depth: int, *, listing: bool) -> Paragraph:
        style = _get(element, "text:style-name")
        named = LISTING if listing else self.styles.named(style)
        if named is None and name == "text:h":
            level = _get(element, "text:outline-level")
            named = heading_of(int(level) if re.fullmatch(r"[1-9]\d?", level) else 1)
        elif named is None and depth:
            named = Named("list_item", depth)
        self.number += 1
        self.paragraph = Paragraph([], *(named or Named("paragraph")))
        self._inline(element, self.styles.look(style), None)
        return self.paragraph

    def _inline(self, element: _Element, look: Look, link: str | None) -> None:
        self._put(_WHITE.sub(" ", element.text or ""), look, link)
        for each in element:
            name = _short(each.tag)
            if name == "text:span":
                style = self.styles.look(_get(each, "text:style-name"))
                self._inline(each, style.over(look), link)
            elif name in _CHARACTERS:
                self._put(_CHARACTERS[name], look, link)
            elif name == "text:note":
                self.notes.extend(each.iterchildren(f"{{{_SPACES['text']}}}note-body"))
            elif name.startswith("office:annotation"):
                self._comment(each, name)
            elif name.startswith("draw:"):
                self.boxes.append(each)
            elif not _UNREAD.fullmatch(name):
                self._inline(each, look, _get(each, "xlink:href") if name == "text:a" else link)
            self._put(_WHITE.sub(" ", each.tail or ""), look, link)

    def _put(self, text: str, look: Look, link: str | None) -> None:
        if text and not look.hidden:
            place = (self.part, self.number, 0, bool(look.raised), bool(look.bold), link)
            self.paragraph.bits.append(Bit(text, *place))

    def _comment(self, element: _Element, name: str) -> None:
        label = _get(element, "office:name") or f"unnamed {len(self.comments)}"
        reach: Reach = "end" if name == "office:annotation-end" else "start"
        if reach == "start":
            said = element.iter(f"{{{_SPACES['text']}}}p")
            self.comments[label] = "\n".join("".join(each.itertext()) for each in said)
        bit = Bit("", self.part, self.number, 0)
        self.paragraph.bits.append(bit)
        self.anchors.append(Anchor(reach, label, bit))

    def _table(self, element: _Element) -> TableDraft:
        rows: list[list[CellDraft]] = []
        n_header = 0
        for row, is_header in _rows(element, is_header=False):
            n_header += is_header and n_header == len(rows)
            cells: list[CellDraft] = []
            column = 1
            for each in row:
                name = _short(each.tag)
                if name == "table:table-cell":
                    items = list(self.items(each))
                    height = _count(_get(each, "table:number-rows-spanned"))
                    cells.append(CellDraft(column, items, height))
                if name in {"table:table-cell", "table:covered-table-cell"}:
                    column += _count(_get(each, "table:number-columns-repeated"))
            rows.append(cells)
        return TableDraft(rows, n_header)


def _rows(element: _Element, *, is_header: bool) -> Iterator[tuple[_Element, bool]]:
    for each in element:
        name = _short(each.tag)
        if name == "table:table-row":
            yield each, is_header
        elif name in {"table:table-header-rows", "table:table-rows", "table:table-row-group"}:
            yield from _rows(each, is_header=is_header or name == "table:table-header-rows")


def _count(written: str) -> int:
    is_number = written.isascii() and written.isdecimal()
    return max(1, min(int(written[:9]), _MAX_SPAN)) if is_number else 1

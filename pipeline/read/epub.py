"""Stage 1: an EPUB book becomes a sheet: its pages in the order in which they are read.

Its pages are XHTML and read as such. The source is their markup, one page after the
other; the locators say in which file of the archive each paragraph stands.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pipeline.errors import DocumentLockedError, MarkupTooDeepError, SourceEmptyError
from pipeline.read.archive import Archive
from pipeline.read.dates import find_date
from pipeline.read.decode import decode
from pipeline.read.html import read_html_part
from pipeline.read.office import given_title
from pipeline.read.sheet import Sheet
from pipeline.records import Locator

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMAT: Final = "an EPUB book"
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
# The longest books have some five million characters, markup included.
_TEXT_LIMIT: Final = 50_000_000
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
# Encrypted so that fonts are not taken out; nothing of the text is.
_FONTS_ONLY: Final = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)


def read_epub(data: bytes, path: str) -> Sheet:
    """Read an EPUB book.

    Raises:
        SourceEmptyError: there are no bytes, or no page holds text.
        DocumentLockedError: its text is encrypted.
        DocumentBrokenError: it is no EPUB, or not a whole one.
        DocumentUnsafeError: it is made to harm its reader.
        MarkupTooDeepError: its elements nest deeper than any page's.
    """
    archive = Archive.opened(data, source=path, format=_FORMAT)
    package = _package_name(archive)
    if any(algorithm not in _FONTS_ONLY for algorithm in _algorithms(archive)):
        raise DocumentLockedError(source=path)
    root = archive.parse(package)
    pages = [(name, _page(archive, name)) for name in _spine(archive, package, root)]
    pages = [(name, text) for name, text in pages if text]
    if sum(len(text) for _, text in pages) > _TEXT_LIMIT:
        raise archive.unsafe(f"its pages hold more than {_TEXT_LIMIT / 1e6:,.0f} MB of text")
    sheet = Sheet("".join(f"{text}\n" for _, text in pages))
    parts: list[tuple[int, str]] = []
    start = 0
    for name, text in pages:
        end = start + len(text) + 1
        try:
            read_html_part(sheet, start, end)
        except MarkupTooDeepError as error:
            raise MarkupTooDeepError(**{**error.details, "source": f"{path}: {name}"}) from error
        parts += [(number, name) for number in range(1, len(sheet.blocks) - len(parts) + 1)]
        start = end
    _one_title(sheet)
    _locate(sheet, parts)
    for each in root.iter():
        if _local(each) == "title" and not sheet.head.title:
            sheet.head.title = given_title(each.text or "")
        elif _local(each) == "date" and sheet.head.published is None:
            sheet.head.published = find_date(each.text or "")
    return sheet


def _package_name(archive: Archive) -> str:
    """Return the name of the part that lists the others."""
    for each in archive.parse(_CONTAINER).iter():
        if _local(each) == "rootfile" and each.get("full-path"):
            return str(each.get("full-path"))
    raise archive.broken("it does not say where its list of pages is")


def _algorithms(archive: Archive) -> Iterator[str]:
    if archive.has(_ENCRYPTION):
        for each in archive.parse(_ENCRYPTION).iter():
            if _local(each) == "EncryptedData":
                methods = (one for one in each if _local(one) == "EncryptionMethod")
                yield next((str(one.get("Algorithm", "")) for one in methods), "")


def _spine(archive: Archive, package: str, root: _Element) -> Iterator[str]:
    """Yield the names of the pages in the order of reading, without the list of contents."""
    items = {str(each.get("id")): each for each in root.iter() if _local(each) == "item"}
    listed = [str(each.get("idref")) for each in root.iter() if _local(each) == "itemref"]
    if not listed:
        raise archive.broken("it lists no pages")
    for idref in dict.fromkeys(listed):
        item = items.get(idref)
        if item is None:
            raise archive.broken(f"its list of pages names {idref}, which is nowhere")
        is_contents = "nav" in str(item.get("properties", "")).split()
        if str(item.get("media-type", "")).lower() in _PAGES and not is_contents:
            place = unquote(str(item.get("href", "")).partition("#")[0])
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package), place))


def _page(archive: Archive, name: str) -> str:
    """Return the markup of a page; "" where it holds none."""
    try:
        return decode(archive.read(name), source=f"{archive.source}: {name}")
    except SourceEmptyError:
        return ""


def _one_title(sheet: Sheet) -> None:
    """Make headings of the titles of all pages but the first."""
    titles = [at for at, block in enumerate(sheet.blocks) if block.kind == "title"]
    for at in titles[1:]:
        sheet.blocks[at] = replace(sheet.blocks[at], kind="heading")


def _locate(sheet: Sheet, parts: list[tuple[int, str]]) -> None:
    offsets = sheet.clean.offsets()
    last = 0
    for block, (number, name) in zip(sheet.blocks, parts, strict=True):
        start, end = offsets.span_to_source(block.start_clean, block.end_clean)
        start = max(start, last)
        if start < end:
            sheet.locators.append(Locator(start, end, part=name, paragraph=number))
            last = end


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]

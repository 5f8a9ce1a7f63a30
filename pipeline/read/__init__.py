"""Stage 1: bytes become an Article."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.errors import (
    FormatUnknownError,
    MarkupTooDeepError,
    SourceEmptyError,
    SourceUnreadableError,
)
from pipeline.read.boilerplate import mark_boilerplate
from pipeline.read.dates import SaidDate, dates_of_byline, dates_of_line
from pipeline.read.decode import BYTES_PER_MB, check_size, decode, sniff_document
from pipeline.read.find import STDIN, find_articles, look_for
from pipeline.read.html import read_html
from pipeline.read.language import UNKNOWN, tell_language
from pipeline.read.sheet import Sheet
from pipeline.read.silences import settle
from pipeline.read.suffixes import SUFFIXES
from pipeline.read.text import read_text
from pipeline.read.walls import WALLS, find_wall
from pipeline.records import Article, ArticleId, Block, BlockKind, Format, Table

__all__ = [
    "DOCUMENTS",
    "SUFFIXES",
    "TEXTS",
    "find_articles",
    "look_for",
    "read_bytes",
    "read_path",
    "read_source",
]


def _read_markdown(sheet: Sheet) -> None:
    # markdown-it's import takes as long as reading a page, and few files need it.
    from pipeline.read.markdown import read_markdown  # noqa: PLC0415

    read_markdown(sheet)


def _read_docx(data: bytes, path: str) -> Sheet:
    from pipeline.read.docx import read_docx  # noqa: PLC0415 - as Markdown, few files need it

    return read_docx(data, path)


def _read_odt(data: bytes, path: str) -> Sheet:
    from pipeline.read.odt import read_odt  # noqa: PLC0415

    return read_odt(data, path)


def _read_pdf(data: bytes, path: str) -> Sheet:
    from pipeline.read.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(data, path)


def _read_epub(data: bytes, path: str) -> Sheet:
    from pipeline.read.epub import read_epub  # noqa: PLC0415

    return read_epub(data, path)


# Formats that are text once they are decoded: the reader works on the source itself.
TEXTS: Final[Mapping[Format, Callable[[Sheet], None]]] = {
    "text": read_text,
    "markdown": _read_markdown,
    "html": read_html,
}
# Formats that hold a text: the reader takes the bytes and their name, extracts a
# source of its own making and says in `Sheet.locators` where it lies in the document.
DOCUMENTS: Final[Mapping[Format, Callable[[bytes, str], Sheet]]] = {
    "docx": _read_docx,
    "odt": _read_odt,
    "pdf": _read_pdf,
    "epub": _read_epub,
}

_LOOK_CHARACTERS: Final = 4_096
_HTML: Final = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|article|section"
    r"|main|p|h[1-6]|table|ul|ol|meta|title|nav|header)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN: Final = re.compile(
    r"\A---[ \t]*\r?\n.*?:|^#{1,6} \S|^(?:```|~~~)|\]\((?:https?://|/|#)", re.MULTILINE
)
_DATED: Final = frozenset({"date", "byline", "metadata"})
# Where an article's own text may say from when it is: above its first words of prose, or last.
_NO_DATELINE: Final[frozenset[BlockKind]] = frozenset({"cell", "caption", "code"})
# "Magazine · by Ann Lee · updated 2 May 2024" is built as a row of links is.
_TEXT: Final = frozenset({"", "navigation"})
_FOOTER: Final = "footer"
_HEAD_LINES: Final = 8
_LAST_LINES: Final = 3
_PROSE_WORDS: Final = 30


def read_path(path: Path, *, max_mb: float) -> Article:
    """Read one file, or standard input for "-".

    Raises:
        FormatUnknownError: its ending names no format that is read.
        SourceUnreadableError: it could not be opened, read or decoded.
        SourceTooLargeError: it has more than `max_mb` megabytes.
        SourceEmptyError: it holds no text.
        SourceBinaryError: it is not text.
        MarkupTooDeepError: its elements nest deeper than any page's.
    """
    data, written = read_source(path, max_mb=max_mb)
    return read_bytes(data, path=str(path), format=written, max_mb=max_mb)


def read_source(
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002 - the word of the records
    max_mb: float,
) -> tuple[bytes, Format | None]:
    """Read the bytes of one file; without a format tell it from the ending, not for "-".

    Raises:
        FormatUnknownError: its ending names no format that is read.
        SourceUnreadableError: it could not be opened or read.
        SourceTooLargeError: it has more than `max_mb` megabytes.
    """
    name = str(path)
    if name == STDIN:
        return _from_stdin(max_mb), format
    written = format or SUFFIXES.get(path.suffix.lower())
    if written is None:
        suffix = f"'{path.suffix}'" if path.suffix else "no suffix"
        raise FormatUnknownError(source=name, suffix=suffix, suffixes=", ".join(SUFFIXES))
    return _from_file(path, max_mb), written


def read_bytes(
    data: bytes,
    *,
    path: str,
    format: Format | None = None,  # noqa: A002 - the word of the records
    max_mb: float,
    charset: str = "",
) -> Article:
    """Read an article from bytes; without a format, from what they look like.

    Args:
        data: the file as it is.
        path: its name, for messages and results.
        format: how to read it.
        max_mb: what is larger is refused.
        charset: what the server says that sent it; a document of Word or PDF has none.

    Raises:
        SourceUnreadableError: text in an encoding that cannot be told.
        SourceTooLargeError: there are more than `max_mb` megabytes.
        SourceEmptyError: there is no text.
        SourceBinaryError: the bytes are not text.
        MarkupTooDeepError: its elements nest deeper than any page's.
        PipelineError: a page that shows something else instead of its article (E211 to E216).
    """
    check_size(len(data), source=path, max_mb=max_mb)
    written, sheet = _read_sheet(data, path, format, charset)
    text = sheet.clean.text
    blocks = mark_boilerplate(sheet.blocks, text, linked=frozenset(sheet.linked))
    wall = find_wall(sheet.signs, blocks, text) if written == "html" else ""
    if wall in WALLS:
        raise WALLS[wall](source=path)
    if not any(character.isalnum() for character in text):
        raise SourceEmptyError(source=path)
    sha256 = hashlib.sha256(data).hexdigest()
    offsets = sheet.clean.offsets()
    head = sheet.head
    dates = list(_dates_of(blocks, text))
    published = head.published or next((one.date for one in dates if not one.is_change), None)
    modified = head.modified or next((one.date for one in dates if one.is_change), None)
    silences = settle(sheet.comments, sheet.source, sheet.blocks, sheet.tables, offsets)
    return Article(
        article_id=ArticleId(sha256[:12]),
        path=path,
        format=written,
        sha256=sha256,
        source=sheet.source,
        text=text,
        offsets=offsets,
        blocks=blocks,
        tables=_tables_of(sheet.tables, blocks),
        title=head.title or _title_of(blocks, text),
        date=max((day for day in (published, modified) if day is not None), default=None),
        language=_language_of(blocks, text),
        locators=tuple(sheet.locators),
        silences=tuple(sorted([*sheet.silences, *silences], key=lambda one: one.start)),
        author=head.author,
        published=published,
        modified=modified,
        canonical=head.canonical,
        is_teaser=wall == "teaser",
        links=tuple(sheet.links),
    )


def _read_sheet(
    data: bytes, path: str, written: Format | None, charset: str
) -> tuple[Format, Sheet]:
    written = written or sniff_document(data)
    if written is not None and written in DOCUMENTS:
        return written, DOCUMENTS[written](data, path)
    source = decode(data, source=path, charset=charset)
    written = written or sniff_format(source)
    sheet = Sheet(source)
    try:
        TEXTS[written](sheet)
    except MarkupTooDeepError as error:
        raise MarkupTooDeepError(**{**error.details, "source": path}) from error
    return written, sheet


def sniff_format(source: str) -> Format:
    """Tell the format of a text that comes without a name."""
    head = source[:_LOOK_CHARACTERS]
    if _HTML.match(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"


def _from_file(path: Path, max_mb: float) -> bytes:
    name = str(path)
    try:
        check_size(path.stat().st_size, source=name, max_mb=max_mb)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceUnreadableError(source=name, why=_reason(error)) from error


def _from_stdin(max_mb: float) -> bytes:
    # One byte more than allowed, so that what is too large is noticed.
    return sys.stdin.buffer.read(int(max_mb * BYTES_PER_MB) + 1)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return "no such file"


def _title_of(blocks: Sequence[Block], text: str) -> str | None:
    for kind in ("title", "heading"):
        for block in blocks:
            if block.kind == kind:
                return text[block.start_clean : block.end_clean]
    return None


def _dates_of(blocks: Sequence[Block], text: str) -> Iterator[SaidDate]:
    """Yield the days that an article says it is from: its bylines, its head, its last lines."""
    lines = [(block, text[block.start_clean : block.end_clean]) for block in blocks]
    for block, line in lines:
        if block.why in _DATED:
            yield from dates_of_byline(line)
    own = [line for block, line in lines if block.why in _TEXT and block.kind not in _NO_DATELINE]
    for line in own[:_HEAD_LINES]:
        yield from dates_of_line(line)
        if line.count(" ") >= _PROSE_WORDS:
            break
    for line in own[-_LAST_LINES:]:
        yield from dates_of_line(line, at_end=True)
    for block, line in lines:
        # A page's foot names its owner first: "© 2025 Oak Farm. Posted May 2025."
        for sentence in line.split(". ") if block.why == _FOOTER else ():
            yield from dates_of_line(sentence, at_end=True)


def _language_of(blocks: Sequence[Block], text: str) -> str:
    kept = [text[b.start_clean : b.end_clean] for b in blocks if b.kind != "boilerplate"]
    language = tell_language("\n".join(kept))
    # A page all of short lines may be marked as a whole.
    return tell_language(text) if language == UNKNOWN else language


def _tables_of(tables: Sequence[Table], blocks: Sequence[Block]) -> tuple[Table, ...]:
    """Keep the tables that stand in the article, numbered anew."""
    aside = {block.start_clean for block in blocks if block.kind == "boilerplate"}
    kept = [
        table
        for table in tables
        if any(cell.text and cell.start_clean not in aside for cell in table.cells)
    ]
    return tuple(replace(table, number=number) for number, table in enumerate(kept, 1))

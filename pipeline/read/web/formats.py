"""Stage 1: what a page says of its own kind decides how it is read.

The address's ending counts only where the server does not know better: many send
Markdown as plain text, and documents as "some bytes".
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from pipeline.errors import ContentUnreadError
from pipeline.read import SUFFIXES
from pipeline.records import Format, Page

_TYPES: Final[Mapping[str, Format]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-word.document.macroenabled.12": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
# Servers say this of what they know nothing about.
_UNTOLD: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def type_of(page: Page) -> tuple[str, str]:
    """Return the media type and the charset that the server names, each "" where it does not."""
    written = page.header("content-type")
    head = Message()
    head["content-type"] = written
    # Where the header is malformed the library says text/plain, which nobody did.
    kind = head.get_content_type() if "/" in written.partition(";")[0] else ""
    return kind, (head.get_content_charset("") if kind else "")


def format_of(page: Page) -> Format | None:
    """Return the format of a page; None where its bytes have to tell.

    Raises:
        ContentUnreadError: it is of a kind that is not read.
    """
    kind, _ = type_of(page)
    named = SUFFIXES.get(PurePosixPath(unquote(urlsplit(page.final_url).path)).suffix.lower())
    if kind in _UNTOLD:
        return named
    written = _TYPES.get(kind)
    if written == "text" and named == "markdown":
        return named
    if written is None:
        wanted = "HTML, plain text, Markdown or a Word, OpenDocument or PDF document"
        raise ContentUnreadError(source=page.url, kind=kind, wanted=wanted)
    return written

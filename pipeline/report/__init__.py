"""Stage 6: Findings become a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

from pipeline.records import Document, Result
from pipeline.report import (
    to_claimreview,
    to_csv,
    to_github,
    to_html,
    to_json,
    to_jsonl,
    to_sarif,
    to_terminal,
)

# A writer returns the whole report as text that ends in a line break; it is
# written as UTF-8, byte for byte. rich and Jinja are imported when a writer is called.
Writer = Callable[[Result], str]
FormatName = Literal["terminal", "json", "html", "jsonl", "csv", "sarif", "claimreview", "github"]

FORMATS: Final[Mapping[FormatName, Writer]] = {
    "terminal": to_terminal.write,
    "json": to_json.write,
    "html": to_html.write,
    "jsonl": to_jsonl.write,
    "csv": to_csv.write,
    "sarif": to_sarif.write,
    "claimreview": to_claimreview.write,
    "github": to_github.write,
}
# A copier takes a document and the bytes that its article was read from, and
# returns a copy with its findings marked at their words. The original stays as it is.
Copier = Callable[[Document, bytes], bytes]
CopyName = Literal["docx", "pdf"]


def _to_docx(document: Document, data: bytes) -> bytes:
    # The readers that it needs are not wanted by those who want no copy.
    from pipeline.report.to_docx import write  # noqa: PLC0415

    return write(document, data)


def _to_pdf(document: Document, data: bytes) -> bytes:
    from pipeline.report.to_pdf import write  # noqa: PLC0415

    return write(document, data)


COPIES: Final[Mapping[CopyName, Copier]] = {"docx": _to_docx, "pdf": _to_pdf}

if set(FORMATS) != set(get_args(FormatName)):
    raise RuntimeError("every format needs a writer, and every writer a name")

__all__ = ["COPIES", "FORMATS", "FormatName", "Writer"]

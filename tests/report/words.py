"""Commented Word documents for tests: what is on which words, and what changed otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from factories import make_claim, make_document, make_judged
from word import read_word

from pipeline.read.docx import open_package
from pipeline.read.docx.names import short_name, value
from pipeline.records import Document, JudgedClaim
from pipeline.report import to_docx


def on(data: bytes, *words: str, **judged: Any) -> Document:
    """Make a document with a claim on each of these words, the first time they stand there."""
    article = read_word(data)
    spans = [(article.source.index(text), text) for text in words]
    claims = [
        make_judged(make_claim(text, start=start, line=1, column=1), **judged)
        for start, text in spans
    ]
    return make_document(article, claims=claims)


def judged_at(document: Document, *spans: tuple[int, int]) -> list[JudgedClaim]:
    source = document.article.source
    return [make_judged(make_claim(source[start:end], start=start)) for start, end in spans]


def marked(data: bytes, *words: str, **judged: Any) -> bytes:
    return to_docx.write(on(data, *words, **judged), data)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def anchored(data: bytes) -> dict[str, str]:
    """Return the words that each comment is on, by its number, as its XML has them."""
    package = open_package(data, source="x")
    open_now: set[str] = set()
    found: dict[str, str] = {}
    for each in package.parse(package.main).iter():
        name = short_name(each.tag)
        if name == "w:commentRangeStart":
            open_now.add(value(each, "id") or "")
            found[value(each, "id") or ""] = ""
        elif name == "w:commentRangeEnd":
            open_now.remove(value(each, "id") or "")
        elif any(short_name(above.tag) == "w:txbxContent" for above in each.iterancestors()):
            continue  # a box in the range is a text of its own
        elif name in {"w:t", "m:t", "w:tab", "w:br", "w:noBreakHyphen"}:
            text = {"w:tab": "\t", "w:br": "\n", "w:noBreakHyphen": "\u2011"}.get(name, each.text)
            for number in open_now:
                found[number] += text or ""
    assert not open_now
    return found


def said(data: bytes) -> list[str]:
    """Return the text of each comment, as python-docx reads it."""
    import docx

    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


def looks_of(data: bytes) -> Sequence[tuple[str, str]]:
    """Return every character of the text with the settings of its run."""
    from lxml import etree

    package = open_package(data, source="x")
    looks: list[tuple[str, str]] = []
    for each in package.parse(package.main).iter():
        if short_name(each.tag) == "w:t":
            settings = next((a for a in each.getparent() if short_name(a.tag) == "w:rPr"), None)
            written = "" if settings is None else etree.tostring(settings).decode()
            looks += [(character, written) for character in each.text or ""]
    return looks

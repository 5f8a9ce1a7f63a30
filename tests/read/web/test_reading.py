"""A fetched page becomes an article that knows where it came from."""

from __future__ import annotations

import hashlib
import io

import docx
import pytest
from factories import make_page

from pipeline.errors import PipelineError
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.reading import read_page, read_whole

TEXT = "<p>Acupuncture – says Ms. Béla – halves migraine days in most people who have them.</p>"


def read(body, content_type, max_mb=1.0):
    page = make_page("https://example.org/a", headers=[("content-type", content_type)])
    return read_page(Fetched(page, body), max_mb=max_mb)


def test_reading_keeps_the_page_with_the_article():
    article = read(TEXT.encode(), "text/html; charset=utf-8")
    assert (article.path, article.format) == ("https://example.org/a", "html")
    assert article.page is not None
    assert article.text.startswith("Acupuncture")


# Header, what the page itself declares, and the encoding that its bytes are in.
ENCODINGS = {
    "the header alone": ("text/html; charset=windows-1252", "", "cp1252"),
    "the header against the page": ("text/html; charset=windows-1252", "koi8-r", "cp1252"),
    "the page alone": ("text/html", "windows-1252", "cp1252"),
    "a header that is nonsense": ("text/html; charset=nonsense", "windows-1252", "cp1252"),
    "a header that is wrong": ("text/html; charset=utf-8", "windows-1252", "cp1252"),
    "both wrong, and UTF-8": ("text/html; charset=iso-8859-1", "koi8-r", "utf-8"),
    "Latin-1 that means Windows": ("text/html; charset=iso-8859-1", "", "cp1252"),
    "a header that is no codec of text": ("text/html; charset=rot13", "windows-1252", "cp1252"),
    "neither": ("text/html", "", "cp1252"),
}


@pytest.mark.parametrize(("header", "meta", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_reading_the_right_charset_is_found(header, meta, encoding):
    declared = f"<meta charset={meta}>" if meta else ""
    article = read((declared + TEXT).encode(encoding), header)
    assert "– says Ms. Béla –" in article.source


def test_reading_a_header_decides_where_bytes_may_be_either():
    article = read("<p>Привет, дорогой читатель</p>".encode("koi8-r"), "text/html; charset=koi8-r")
    assert "Привет" in article.source


def test_reading_a_word_document_from_the_web():
    document = docx.Document()
    document.add_paragraph("Acupuncture halves migraine days.")
    file = io.BytesIO()
    document.save(file)
    article = read(file.getvalue(), "application/octet-stream")
    assert (article.format, article.text) == ("docx", "Acupuncture halves migraine days.\n")


WRONG = {
    "a picture sent as HTML": (b"\x89PNG\r\n\x1a\n", "text/html", "E103"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "image/png", "E228"),
    "nothing": (b"", "text/html", "E102"),
    "a page without words": (b"<div id=root></div>", "text/html", "E102"),
    "no Word document": (b"PK", "application/vnd.oasis.opendocument.text", "E110"),
}


@pytest.mark.parametrize(("body", "content_type", "code"), WRONG.values(), ids=WRONG)
def test_reading_what_is_no_article_has_a_code(body, content_type, code):
    with pytest.raises(PipelineError) as caught:
        read(body, content_type)
    assert caught.value.code == code
    assert "https://example.org/a" in caught.value.message


def test_reading_a_part_that_cannot_be_read_is_missing_and_told():
    def fetched(number, body):
        return Fetched(make_page(f"https://example.org/a/{number}"), body)

    told = []
    article = read_whole(
        fetched(1, TEXT.encode()),
        [fetched(2, b"<div id=root></div>"), fetched(3, b"<p>Or not.</p>")],
        missing=["https://example.org/a/4"],
        max_mb=1.0,
        tell=lambda url, error: told.append((url, error.code)),
    )
    assert told == [("https://example.org/a/2", "E102")]
    assert article.missing == ("https://example.org/a/2", "https://example.org/a/4")
    assert not article.is_whole
    assert [part.page.url[-1] for part in article.parts] == ["1", "3"]
    assert article.sha256 == hashlib.sha256(TEXT.encode() + b"<p>Or not.</p>").hexdigest()


def test_reading_a_page_without_further_parts_is_reading_it():
    page = Fetched(make_page(), TEXT.encode())
    whole = read_whole(page, [], missing=[], max_mb=1.0, tell=lambda *_: None)
    assert whole == read_page(page, max_mb=1.0)
    assert whole.is_whole

"""A page is read as what its server says it is; where the server does not know, by its name."""

from __future__ import annotations

import pytest
from factories import make_page

from pipeline.errors import ContentUnreadError
from pipeline.read.web.formats import format_of, type_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    "HTML": ("text/html; charset=utf-8", "/a.txt", "html"),
    "XHTML": ("application/xhtml+xml", "/a", "html"),
    "in capitals": ("TEXT/HTML", "/a", "html"),
    "text": ("text/plain", "/a", "text"),
    "Markdown": ("text/markdown", "/a", "markdown"),
    "Markdown sent as text": ("text/plain; charset=utf-8", "/a.md", "markdown"),
    "a PDF": ("application/pdf", "/download", "pdf"),
    "a Word document": (WORD, "/download", "docx"),
    "some bytes with a name": ("application/octet-stream", "/a%20b.docx?x=1", "docx"),
    "some bytes without": ("application/octet-stream", "/download", None),
    "nothing said": ("", "/a", None),
    "nothing said of HTML": ("", "/a.html", "html"),
    "nonsense": ("html", "/a", None),
}


def seen(content_type, path="/a"):
    return make_page(
        f"https://example.org{path}",
        headers=[("content-type", content_type)] if content_type else [],
    )


@pytest.mark.parametrize(("content_type", "path", "expected"), FORMATS.values(), ids=FORMATS)
def test_formats_are_what_the_server_says(content_type, path, expected):
    assert format_of(seen(content_type, path)) == expected


@pytest.mark.parametrize("kind", ["image/png", "application/json", "text/css", "application/xml"])
def test_formats_that_are_not_read_are_named(kind):
    with pytest.raises(ContentUnreadError, match=kind):
        format_of(seen(kind, "/a.html"))


CHARSETS = {
    "text/html; charset=ISO-8859-1": "iso-8859-1",
    'text/html; charset="utf-8"': "utf-8",
    "text/html;charset=": "",
    "text/html": "",
    "": "",
}


@pytest.mark.parametrize(("content_type", "charset"), CHARSETS.items())
def test_formats_the_charset_is_what_the_server_says(content_type, charset):
    assert type_of(seen(content_type))[1] == charset

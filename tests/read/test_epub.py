"""EPUB books: pages in the order of the spine, each read as the page that it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import body_of, check_article, kinds_of, links_of, rows_of
from word import packed

from pipeline.errors import (
    DocumentBrokenError,
    DocumentLockedError,
    DocumentUnsafeError,
    MarkupTooDeepError,
    PipelineError,
    SourceEmptyError,
)
from pipeline.read import read_bytes
from pipeline.records import Article

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
)
ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)


def book(*bodies: str, head: str = "", spine: str = "", **parts: str) -> bytes:
    """Write a book with a page for each body, the last first in the archive."""
    names = [f"page {number}.xhtml" for number in range(1, len(bodies) + 1)]
    pages = {f"OEBPS/{n}": PAGE.format(body) for n, body in zip(names, bodies, strict=True)}
    items = "".join(
        f'<item id="p{at}" href="page%20{at}.xhtml" media-type="application/xhtml+xml"/>'
        for at in range(1, len(bodies) + 1)
    )
    listed = spine or "".join(f'<itemref idref="p{at}"/>' for at in range(1, len(bodies) + 1))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{head}</metadata><manifest>{items}'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="art" href="a.svg" media-type="image/svg+xml"/>'
        f"</manifest><spine>{listed}</spine></package>"
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            **dict(reversed(pages.items())),
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package,
            "OEBPS/nav.xhtml": PAGE.format("<nav><a href='x'>Contents of it</a></nav>"),
            **parts,
        }
    )


def read_epub(data: bytes) -> Article:
    return read_bytes(data, path="made up.epub", format="epub", max_mb=20)


TWO = book("<h1>Zinc</h1><p>It helps&#160;52%.</p>", "<h1>Sleep</h1><p>Or <b>not</b>.</p>")


def test_epub_pages_follow_one_another_in_the_order_of_the_spine():
    article = read_epub(TWO)
    assert kinds_of(article) == [
        ("title", "Zinc"),
        ("paragraph", "It helps 52%."),
        ("heading", "Sleep"),
        ("paragraph", "Or not."),
    ]
    check_article(article)
    turned = book("<p>One.</p>", "<p>Two.</p>", spine='<itemref idref="p2"/><itemref idref="p1"/>')
    assert body_of(read_epub(turned)) == ["Two.", "One."]


def test_epub_locators_say_which_file_and_which_paragraph():
    article = read_epub(TWO)
    start = article.source.index("Or <b>not")
    (locator,) = article.locate(start, start + 5)
    assert (locator.part, locator.paragraph) == ("OEBPS/page 2.xhtml", 2)
    assert [one.paragraph for one in article.locators] == [1, 2, 1, 2]


def test_epub_list_of_contents_and_pictures_are_left_out():
    spine = '<itemref idref="nav"/><itemref idref="art"/><itemref idref="p1"/>'
    assert body_of(read_epub(book("<p>It helps.</p>", spine=spine))) == ["It helps."]


def test_epub_tables_and_silences_are_those_of_its_pages():
    table = "<table><tr><th>Group<th>Better</tr><tr><td>Sham<td>41%</tr></table>"
    silence = "<!-- claims: ignore ST002 in press --><p>It helps 52%.</p>"
    article = read_epub(book(table, silence))
    assert rows_of(article.tables[0]) == [["Group#", "Better#"], ["Sham", "41%"]]
    assert article.silences[0].covers(article.source.index("It helps"), "ST002")


def test_epub_title_and_date_are_those_of_the_book():
    head = "<dc:title>On zinc</dc:title><dc:date>2019-05-01T00:00:00Z</dc:date>"
    article = read_epub(book("<h1>Cover</h1><p>It helps.</p>", head=head))
    assert (article.title, str(article.date)) == ("On zinc", "2019-05-01")


def test_epub_with_hidden_fonts_is_read():
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    assert read_epub(book("<p>It helps.</p>", **{"META-INF/encryption.xml": fonts})).text


DEEP = "<div>" * 2_000
LOCK = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
TROUBLES = {
    "nothing": (b"", SourceEmptyError, "holds no text"),
    "no text in it": (book("<p> </p>"), SourceEmptyError, "holds no text"),
    "locked": (book("x", **{"META-INF/encryption.xml": LOCK}), DocumentLockedError, "DRM"),
    "half of it": (TWO[: len(TWO) // 2], DocumentBrokenError, "an EPUB book: its end is missing"),
    "no archive": (b"%PDF-1.7", DocumentBrokenError, "looks like a PDF"),
    "no list": (packed({"mimetype": "application/epub+zip"}), DocumentBrokenError, "container.xml"),
    "an empty spine": (book(spine="<x/>"), DocumentBrokenError, "it lists no pages"),
    "an unknown page": (book(spine='<itemref idref="q"/>'), DocumentBrokenError, "names q"),
    "an entity": (
        packed({"META-INF/container.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
        DocumentUnsafeError,
        "entities",
    ),
    "a deep page": (book(DEEP), MarkupTooDeepError, "page 1.xhtml nests"),
}


@pytest.mark.parametrize(("data", "error", "said"), TROUBLES.values(), ids=TROUBLES)
def test_epub_that_cannot_be_read_is_told_so(data, error, said):
    with pytest.raises(error, match=said):
        read_epub(data)


def test_epub_with_more_text_than_a_book_is_refused():
    page = f"<p>{'word ' * 6_000_000}</p>"
    with pytest.raises(DocumentUnsafeError, match=r"more than 50 MB|times its size"):
        read_epub(book(page, page))


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(TWO) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(TWO)),
)
def test_epub_that_is_damaged_anywhere_is_read_or_refused(changes, end):
    data = bytearray(TWO)
    for place, byte in changes:
        data[place] = byte
    try:
        article = read_epub(bytes(data[: end if end % 3 == 0 else None]))
    except PipelineError:
        return
    check_article(article)


def test_epub_keeps_where_links_lead():
    lee = '<a href="https://doi.org/10.1000/a">Lee et al., 2019</a>'
    article = read_epub(
        book(f"<p>It helps ({lee}).</p>", '<p>See <a href="page%201.xhtml">above</a>, as ever.</p>')
    )
    assert links_of(article) == [("Lee et al., 2019", "https://doi.org/10.1000/a")]

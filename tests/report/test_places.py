"""Lines are counted as claims count them; a document says its own places."""

from __future__ import annotations

import pytest
from factories import make_article, make_claim, make_page, make_parted
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Locator
from pipeline.report.places import Lines, has_lines, link_to, place, short_place

SOURCE = "ab\r\ncd\rÉ🌿\n\nx"


@pytest.mark.parametrize(
    ("character", "expected"),
    [("a", (1, 1)), ("b", (1, 2)), ("c", (2, 1)), ("É", (3, 1)), ("🌿", (3, 2)), ("x", (5, 1))],
)
def test_places_counts_lines_and_code_points_from_one(character, expected):
    assert Lines(SOURCE).place(SOURCE.index(character)) == expected


def test_places_end_is_after_the_last_character_and_not_on_the_next_line():
    lines = Lines("one\ntwo\n")
    assert lines.end(3) == (1, 4)
    assert lines.end(7) == (2, 4)


@given(st.text(alphabet="a🌿\r\n\f\x85", min_size=1, max_size=30), st.data())
def test_places_lead_back_to_the_offset(source, data):
    offset = data.draw(st.integers(0, len(source) - 1))
    line, column = Lines(source).place(offset)
    starts, at = [0], 0
    while at < len(source):
        step = 2 if source.startswith("\r\n", at) else 1
        if source[at] in "\r\n":
            starts.append(at + step)
        at += step
    assert starts[line - 1] + column - 1 == offset


LOCATED = {
    "a page": (Locator(0, 9, page=3), "page 3", "page 3"),
    "a paragraph": (Locator(0, 9, part="body", paragraph=7, run=2), "paragraph 7", "¶ 7"),
    "a footnote": (
        Locator(0, 9, part="footnotes", paragraph=2),
        "footnotes, paragraph 2",
        "footnotes ¶ 2",
    ),
    "no place of its own": (Locator(30, 39, page=3), "in the document", "in the document"),
}


@pytest.mark.parametrize(("locator", "said", "short"), LOCATED.values(), ids=LOCATED)
def test_places_of_a_document_are_its_own(locator, said, short):
    article = make_article("x" * 40, locators=[locator])
    assert not has_lines(article)
    assert place(article, make_claim("xxxx", line=1, start=2)) == said
    assert short_place(article, make_claim("xxxx", line=1, start=2)) == short


def test_places_of_a_text_are_lines():
    article = make_article()
    assert has_lines(article)
    assert place(article, make_claim(line=12, column=4)) == "line 12, column 4"
    assert short_place(article, make_claim(line=12, column=4)) == "12:4"


LINKED = {
    "a page": ("html", True, "https://example.org/b#:~:text=Mint%20helps."),
    "a text that was fetched": ("text", True, None),
    "a file": ("html", False, None),
}


@pytest.mark.parametrize(("written", "fetched", "expected"), LINKED.values(), ids=LINKED)
def test_places_link_to_the_words_on_the_page_where_redirects_ended(written, fetched, expected):
    page = make_page("https://example.org/a", final_url="https://example.org/b")
    article = make_article("Well. Mint helps.", format=written, page=page if fetched else None)
    assert link_to(article, make_claim("Mint helps.", start=6)) == expected


def test_places_link_to_the_part_that_holds_the_words():
    article = make_parted()
    linked = [
        link_to(article, make_claim(words, start=at)) for words, at in (("Sage", 0), ("Mint", 10))
    ]
    assert linked == [
        "https://example.org/a/1#:~:text=Sage",
        "https://example.org/a/2#:~:text=Mint",
    ]
    assert place(article, make_claim("Mint", start=10)) == "part 2"

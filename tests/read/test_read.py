"""Reading as a whole: formats, names, bad input, and what holds for any bytes."""

import hashlib
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, check_article, read
from word import p, word

from pipeline.errors import (
    FormatUnknownError,
    PipelineError,
    SourceBinaryError,
    SourceEmptyError,
    SourceTooLargeError,
    SourceUnreadableError,
)
from pipeline.read import DOCUMENTS, SUFFIXES, TEXTS, read_bytes, read_path, sniff_format

TEXT = "Zinc\n\nIt may shorten a cold by a day or so, and that is about all it does.\n"


def test_read_formats_are_those_of_the_suffixes():
    known = {"text", "markdown", "html", "docx", "odt", "pdf", "epub"}
    assert {*TEXTS, *DOCUMENTS} == set(SUFFIXES.values()) == known
    texts = [".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"]
    assert list(SUFFIXES) == [*texts, ".docx", ".docm", ".odt", ".pdf", ".epub"]


def test_read_path_fills_the_article(tmp_path):
    path = tmp_path / "zinc.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    article = read_path(path, max_mb=1)
    assert article.path == str(path)
    assert article.format == "text"
    assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert article.article_id == article.sha256[:12]
    assert article.source == TEXT.replace("\n", "\r\n")
    assert (article.title, article.language, article.date) == ("Zinc", "en", None)


DATED = {
    "an issue": ("# Zinc\n\nIssue 7, 7 April 2023\n\nZinc helps.", "2023-04-07"),
    "built like links": ("# Zinc\n\n*Gut · by Ann Lee · updated 2 May 2023*", "2023-05-02"),
    "the later of two": ("By Ann Lee, 4 May 2023\n\nZinc.\n\nPage updated June 2024", "2024-06-01"),
    "the later of two, above": (
        "---\ndate: 2023-01-02\n---\nUpdated 4 May 2023\n\nZ",
        "2023-05-04",
    ),
    "below prose": (f"{'Zinc ' * 40}helps.\n\nIssue 7, 7 April 2023\n\n" + "Zinc.\n\n" * 5, None),
    "in a table": ("| a | b |\n|---|---|\n| Updated 4 May 2023 | Zinc |", None),
}


@pytest.mark.parametrize(("text", "day"), DATED.values(), ids=DATED)
def test_read_dates_an_article_by_what_it_says_of_itself(text, day):
    found = read(text, format="markdown").date
    assert (found.isoformat() if found is not None else None) == day


def test_read_path_goes_by_the_suffix(tmp_path):
    path = tmp_path / "zinc.HTM"
    path.write_text("Zinc <b>helps</b>")
    assert read_path(path, max_mb=1).text == "Zinc helps\n"


SNIFFED = {
    "doctype": ("\n<!DOCTYPE html><p>x", "html"),
    "a fragment": ("<div><p>x</p></div>", "html"),
    "a comment first": ("<!-- x --><html>", "html"),
    "a hash": ("# Zinc\n\ntext", "markdown"),
    "front matter": ("---\ntitle: x\n---\n", "markdown"),
    "a link": ("see [x](https://a.b)", "markdown"),
    "text": (TEXT, "text"),
    "text about tags": ("The <p> tag", "text"),
    "a hashtag": ("#zinc", "text"),
}


@pytest.mark.parametrize(("text", "expected"), SNIFFED.values(), ids=SNIFFED)
def test_read_tells_the_format_of_what_has_no_name(text, expected):
    assert sniff_format(text) == expected


def test_read_tells_a_document_that_comes_without_a_name():
    article = read_bytes(word(p("Zinc helps.")), path="-", max_mb=1)
    assert (article.format, article.text) == ("docx", "Zinc helps.\n")


def test_read_path_reads_standard_input(monkeypatch, tmp_path):
    class Stdin:
        buffer = io.BytesIO(b"<p>Zinc &amp; you")

    monkeypatch.setattr(sys, "stdin", Stdin)
    article = read_path(tmp_path.__class__("-"), max_mb=1)
    assert (article.path, article.format, article.text) == ("-", "html", "Zinc & you\n")


def test_read_path_stops_reading_standard_input_at_the_limit(monkeypatch, tmp_path):
    class Stdin:
        buffer = io.BytesIO(b"a" * 3_000_000)

    monkeypatch.setattr(sys, "stdin", Stdin)
    with pytest.raises(SourceTooLargeError):
        read_path(tmp_path.__class__("-"), max_mb=1)
    assert Stdin.buffer.tell() == 1_000_001


BAD = {
    "empty": ("x.txt", b"", SourceEmptyError, "holds no text"),
    "only marks": ("x.md", b"---\n***\n", SourceEmptyError, "holds no text"),
    "binary": ("x.txt", b"\x89PNG\r\n\x1a\n", SourceBinaryError, "PNG"),
    "too large": ("x.txt", b"a" * 1_000_001, SourceTooLargeError, "has 1 MB"),
    "ending": ("x.rtf", b"PK", FormatUnknownError, "'.rtf'"),
}


@pytest.mark.parametrize(("name", "data", "error", "words"), BAD.values(), ids=BAD)
def test_read_path_refuses_bad_input(tmp_path, name, data, error, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=words) as caught:
        read_path(path, max_mb=1)
    assert str(path) in str(caught.value)


def test_read_path_says_why_it_cannot_read(tmp_path):
    with pytest.raises(SourceUnreadableError, match="no such file or directory"):
        read_path(tmp_path / "none.txt", max_mb=1)
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(SourceUnreadableError, match="is a directory"):
        read_path(tmp_path / "folder.md", max_mb=1)


FOREIGN = {
    "German": (
        "Zink\n\nDie Tabletten verkürzen eine Erkältung, und mehr können sie nicht.\n" * 2,
        "de",
    ),
    "Chinese": ("针灸\n\n针灸可以缓解慢性疼痛。\n\n许多患者在治疗后感觉好转。\n", "zh"),
}


@pytest.mark.parametrize(("text", "code"), FOREIGN.values(), ids=FOREIGN)
def test_read_tells_the_language_of_the_article(text, code):
    assert read_bytes(text.encode(), path="x", max_mb=1).language == code


@given(st.binary(max_size=120), st.sampled_from([None, *TEXTS, *DOCUMENTS]))
def test_read_raises_nothing_but_its_own_on_any_bytes(data, format):  # noqa: A002
    try:
        article = read_bytes(data, path="x", format=format, max_mb=1)
    except PipelineError:
        return
    check_article(article)


@given(st.text(max_size=120), st.sampled_from([None, *TEXTS, *DOCUMENTS]))
def test_read_keeps_its_promises_on_any_text(text, format):  # noqa: A002
    try:
        article = read_bytes(text.encode("utf-8", "replace"), path="x", format=format, max_mb=1)
    except PipelineError:
        return
    check_article(article)


NASTY = {
    "open comments": "<!--",
    "open tags": "<a ",
    "open quotes": '<a "',
    "references": "&#",
    "pipes": "|",
    "brackets": "[",
    "pictures": "![",
    "stars": "*",
    "ticks": "`a``",
    "rows that are none": "Step 1\n",
    "tables in tables": "<table><tr><td>",
    "spans": "<td colspan=100 rowspan=999>",
}


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("format", list(TEXTS))
def test_read_takes_linear_time_on_what_was_made_to_hurt(unit, format):  # noqa: A002
    # Quadratic time on 20,000 characters would be noticed: the whole set takes seconds.
    data = (unit * (20_000 // len(unit))).encode()
    try:
        check_article(read_bytes(data, path="x", format=format, max_mb=1))
    except PipelineError:
        return


LINKED = {
    "html": ("html", "<p>See <a href='https://a.b/?x=1&amp;y=2'>the trial</a> now</p>"),
    "entities": ("html", "<p>See <a href='https://a.b/?x=1&amp;y=2'>the&nbsp;trial </a> now</p>"),
    "markdown": ("markdown", "# Z\n\nSee [the trial](https://a.b/?x=1&amp;y=2 'z') now"),
    "angles": ("markdown", "# Z\n\nSee [the trial](<https://a.b/?x=1&y=2>) now"),
    "html in markdown": (
        "markdown",
        "# Z\n\n<p>See <a href='https://a.b/?x=1&amp;y=2'>the trial</a> now</p>",
    ),
    "text": ("text", "See [the trial](https://a.b/?x=1&y=2) now, and later again."),
}


@pytest.mark.parametrize(("written", "text"), LINKED.values(), ids=LINKED)
def test_read_keeps_where_links_lead(written, text):
    article = read(text, format=written)
    (link,) = article.links
    assert article.text[link.start_clean : link.end_clean].strip() == "the trial"
    assert link.href == "https://a.b/?x=1&y=2"


KEPT = {
    "a bare address": ("text", "See https://a.b/c now, and more.", ["https://a.b/c"]),
    "a note's number": ("html", "<p>By 52%<sup><a href='https://a.b'>3</a></sup> of</p>", [""]),
    "a number in a link": ("html", "<p>By 52%<a href='https://a.b'><sup>3</sup></a> of</p>", [""]),
    "over two blocks": ("html", "<a href='https://a.b'><p>One</p><p>Two</p></a>", ["One", "Two"]),
    "a place of the page": ("html", "<p>See <a href='#x'>below</a></p>", []),
    "a page beside it": ("html", "<p>See <a href='/x'>there</a></p>", []),
    "nothing to see": ("html", "<p>See <a href='https://a.b'><img></a> it</p>", []),
    "a letter to somebody": ("html", "<p>See <a href='mailto:a@b.c'>us</a></p>", []),
    "hidden": ("html", "<p>See <span hidden><a href='https://a.b'>it</a></span> now</p>", []),
}


@pytest.mark.parametrize(("written", "text", "expected"), KEPT.values(), ids=KEPT)
def test_read_keeps_links_that_lead_away_with_what_is_left_of_their_words(written, text, expected):
    article = read(text, format=written)
    found = [article.text[link.start_clean : link.end_clean].strip() for link in article.links]
    assert found == expected


@given(st.lists(st.sampled_from([*FRAGMENTS, "<a href='https://a.b'>", "[a](https://a.b)"])))
def test_read_keeps_links_in_order_and_inside_of_the_text(pieces):
    for written in ("html", "markdown", "text"):
        try:
            article = read("".join(pieces), format=written)
        except PipelineError:
            continue
        place = 0
        for link in article.links:
            assert place <= link.start_clean <= link.end_clean <= len(article.text)
            place = link.end_clean

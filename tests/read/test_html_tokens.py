"""The tokenizer: every place exact, every page in linear time."""

import html.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.html_tokens import read_attributes, tokenize


def shown(source: str) -> list[str]:
    tokens = tokenize(source, 0, len(source))
    return [source[t.start : t.end] for t in tokens if t.kind != "comment"]


SPLIT = {
    "tags and text": ("<p class=x>a</p>", ["<p class=x>", "a", "</p>"]),
    "a comment goes": ("a<!-- <p> -->b", ["a", "b"]),
    "an empty comment": ("a<!-->b", ["a", "b"]),
    "a comment without end": ("a<!-- b>", ["a"]),
    "quoted >": ("<a title='1 > 0'>x", ["<a title='1 > 0'>", "x"]),
    "a quote that never closes": ("<a title='1>x", ["<a title='1>", "x"]),
    "an apostrophe in a bare value": ("<a b=it's>x</a>", ["<a b=it's>", "x", "</a>"]),
    "no tag": ("1 < 2 <3", ["1 < 2 <3"]),
    "no tag before one": ("1 < 2<b>", ["1 ", "<", " 2", "<b>"]),
    "a tag cut short": ("a<b c", ["a<b c"]),
    "script": ("<script>a<b></SCRIPT>c", ["<script>", "a<b>", "</SCRIPT>", "c"]),
    "script without end": ("<script>a</p>", ["<script>", "a</p>"]),
    "doctype": ("<!DOCTYPE html>a", ["a"]),
}


@pytest.mark.parametrize(("source", "expected"), SPLIT.values(), ids=SPLIT)
def test_html_tokens_split_the_known_forms(source, expected):
    assert shown(source) == expected


def test_html_tokens_keep_comments_apart_from_declarations():
    source = "<!doctype html><!-- a --><!--><?b?><!-- c"
    tokens = tokenize(source + ">", 0, len(source) + 1)
    comments = [source[t.start : t.end] for t in tokens if t.kind == "comment"]
    assert comments == ["<!-- a -->", "<!-->", "<!-- c"]


def test_html_tokens_read_attributes_as_browsers_do():
    written = " a=1 B=\"x &amp; y\" c='z' d a=2 e = f/"
    assert read_attributes(written) == {"a": "1", "b": "x & y", "c": "z", "d": "", "e": "f"}


@given(st.text(alphabet="<>/!-?ab&;='\" ", max_size=60))
def test_html_tokens_rise_and_lie_inside(source):
    place = 0
    for token in tokenize(source, 0, len(source)):
        assert place <= token.start <= token.end <= len(source)
        place = token.end


class _Peer(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(f"<{tag} {sorted((k, v or '') for k, v in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"</{tag}>")


WELL_FORMED = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b a=1>", "</b>", "<i x='y' z>", "text", "1 &lt; 2", "<!-- c -->", "<br/>"]
    ),
    max_size=20,
).map(" ".join)


@given(WELL_FORMED)
def test_html_tokens_agree_with_the_standard_library_on_plain_pages(source):
    peer = _Peer()
    peer.feed(source)
    peer.close()
    ours = []
    for token in tokenize(source, 0, len(source)):
        if token.kind == "start":
            ours.append(f"<{token.name} {sorted(read_attributes(token.attributes).items())}>")
            if token.attributes.endswith("/"):
                ours.append(f"</{token.name}>")
        elif token.kind == "end":
            ours.append(f"</{token.name}>")
    assert ours == peer.seen


SLASHES = {
    "none": ("<a href=x>", False),
    "alone": ("<a/>", True),
    "behind quotes": ('<a name="x"/>', True),
    "behind a space": ("<a name=x />", True),
    "of a bare value": ("<a href=/>", False),
    "of a longer bare value": ("<a href=/blog/>", False),
    "behind a bare name": ("<td nowrap/>", True),
    "behind an address with a question": ('<a href="/a?b=c"/>', True),
}


@pytest.mark.parametrize(("tag", "closes"), SLASHES.values(), ids=SLASHES)
def test_html_tokens_tell_a_closing_slash_from_an_address(tag, closes):
    assert next(tokenize(tag, 0, len(tag))).closes_itself is closes

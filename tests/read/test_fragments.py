"""Links that lead to a claim on its page."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS

from pipeline.read import fragments
from pipeline.read.fragments import fragment_link

URL = "https://a.example/zinc"

LINKS = {
    "a text that stands once": ("<p>Well. [Zinc helps.]</p>", "Zinc%20helps."),
    "signs that part a directive": (
        "<p>[A well-known, R&amp;D thing].</p>",
        "A%20well%2Dknown%2C%20R%26D%20thing",
    ),
    "words before it": (
        "<p>Men: [it helps].</p><p>Women: it helps.</p>",
        "Men%3A-,it%20helps,-.",
    ),
    "words of the block above": (
        "<h2>Men</h2><p>[It helps]</p><p>It helps</p>",
        "Men-,It%20helps,-It",
    ),
    "as the page shows it": (
        "<p>[The trial’s <b>end</b>&nbsp;was<sup>3</sup> near]</p>",
        "The%20trial%E2%80%99s%20end%20was3%20near",
    ),
    "over blocks": ("<p>[Zinc helps.</p><p>Or not.]</p>", "Zinc%20helps.,Or%20not."),
    "over blocks, by where it begins": (
        "<p>Zinc helps.</p><h2>Or</h2><p>[Zinc helps.</p><p>Or not.]</p>",
        "Or-,Zinc%20helps.,Or%20not.",
    ),
    "half a word": ("<p>Zinc [supple]ments</p>", "supplements"),
}


def drawn(text):
    """Take brackets out of a page, and return it with where they stood."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("text", "expected"), LINKS.values(), ids=LINKS)
def test_fragments_name_the_text_and_what_makes_it_unique(text, expected):
    assert fragment_link(URL, *drawn(text)) == f"{URL}#:~:text={expected}"


def test_fragments_shorten_a_long_text_to_its_ends():
    text = "<p>[" + " ".join(f"word{n}" for n in range(80)) + "]</p>"
    directive = fragment_link(URL, *drawn(text)).partition("text=")[2]
    assert unquote(directive).startswith("word0 word1 word2 word3 word4,word75")


def test_fragments_keep_the_fragment_of_an_address():
    link = fragment_link(f"{URL}#top", *drawn("<p>[Zinc helps.]</p>"))
    assert link == f"{URL}#top:~:text=Zinc%20helps."


def test_fragments_of_what_shows_nothing_are_the_page():
    assert fragment_link(URL, "<p>Zinc.</p><!-- x -->", 12, 15) == URL


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join), st.data())
def test_fragments_of_any_span_are_an_address(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    link = fragment_link(URL, text, start, end)
    assert link.startswith(URL)
    assert not set(link) & set(' <>"')


def test_fragments_read_a_page_once_for_all_its_claims(monkeypatch):
    source = "<p>" + "Zinc helps. " * 50 + "</p><h2>Or</h2>"
    starts = []
    read_tokens = fragments.tokenize

    def tokenize(source, start, end):
        starts.append(start)
        return read_tokens(source, start, end)

    monkeypatch.setattr(fragments, "tokenize", tokenize)
    for place in range(0, 400, 12):
        fragment_link(URL, source, 3 + place, 15 + place)
    assert starts == [0]

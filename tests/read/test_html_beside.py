"""What stands in an article, or in a column beside it, and is not of it."""

import pytest
from reading import body_of, check_article, read, whys_of

LONG = "These are words that belong to the article and to nothing else on the page at all. " * 5
SAID = "Our trial found no benefit at all"


def read_page(text: str):
    article = read(text, format="html")
    check_article(article)
    return article


PULLED = {
    "a blockquote with a name under it": (
        f"<blockquote><p>“{SAID}.”</p><cite>Ann Lee</cite></blockquote>",
        True,
    ),
    "called a pull quote": (f"<div class=pullquote>{SAID}<p>Ann Lee</p></div>", True),
    "said nowhere else": ("<blockquote>Our trial was stopped after a week</blockquote>", False),
    "a few words": ("<blockquote>Our trial</blockquote>", False),
}


@pytest.mark.parametrize(("quote", "is_beside"), PULLED.values(), ids=PULLED)
def test_html_beside_is_a_quote_that_stands_in_the_article_too(quote, is_beside):
    article = read_page(f"<p>{LONG}</p>{quote}<p>She said: “{SAID}, and some harm.”</p>")
    assert set(whys_of(article).values()) == ({"pull quote"} if is_beside else set())


NAMES = {"alone": "Ann Lee", "with by": "By Ann Lee", "both": "by Ann Lee, Sam Hill"}


@pytest.mark.parametrize("line", NAMES.values(), ids=NAMES)
def test_html_beside_is_a_line_with_the_names_of_those_who_wrote_it(line):
    meta = '<meta name=author content="Ann Lee"><meta name=author content="Sam Hill">'
    article = read_page(f"{meta}<p>{LONG}</p><p>{line}</p><p>Ann Lee found no benefit.</p>")
    assert (list(whys_of(article)), body_of(article)[-1]) == ([line], "Ann Lee found no benefit.")


def test_html_beside_are_the_columns_of_a_layout():
    article = read_page(
        "<table><tr><td colspan=2>Herbs for all</td></tr><tr><td>Simples and salves</td>"
        f"<td><h2>Zinc</h2><table><tr><td><p>{LONG}</p></td></tr></table></td>"
        "<td>The fair is in May.</td></tr></table>"
    )
    beside = ["Simples and salves", "The fair is in May."]
    assert whys_of(article) == dict.fromkeys(beside, "outside the article")


def test_html_beside_are_no_columns_of_about_one_size():
    row = f"<tr><td><h2>For</h2><p>{LONG}</p></td><td><p>{LONG}</p></td></tr>"
    assert whys_of(read_page(f"<table>{row}</table>")) == {}


def test_html_beside_is_who_made_the_picture_over_a_caption():
    caption = "<figcaption>A lens <span class=img-credit>Photo: A. Lee</span></figcaption>"
    article = read_page(f"<p>{LONG}</p><figure>{caption}</figure>")
    assert body_of(article)[-1] == "A lens"


CALLED = {
    "a call to action": "elementor-widget-call-to-action",
    "who wrote it": "article__author",
    "a disclaimer": "page-disclaimer",
    "what others read": "most-viewed",
}


@pytest.mark.parametrize("name", CALLED.values(), ids=CALLED)
def test_html_beside_is_told_by_its_name(name):
    line = "Fifty words of five have stood here since."
    article = read_page(f"<p>{LONG}</p><div class={name}><p>{line}</p></div>")
    assert whys_of(article) == {line: "a part beside the article"}


CARD = "<article><h3><a href=/z>Is zinc worth it?</a></h3><p>Eight trials, and what they say.</p>"


def test_html_beside_are_cards_of_others_and_their_heading_where_no_article_is_marked():
    cards = f"<div><h2>More to read</h2>{CARD * 9}</div>"
    article = read_page(f"<body><h1>Tea</h1><div><p>{LONG}</p><p>{LONG}</p></div>{cards}")
    assert body_of(article) == ["Tea", LONG.strip(), LONG.strip()]


def test_html_beside_are_no_entries_of_a_page_that_is_made_of_them():
    entries = "".join(f"<article><h2>Note {n}</h2><p>{LONG}</p></article>" for n in range(3))
    assert whys_of(read_page(f"<h1>Tea</h1>{entries}")) == {}


def test_html_beside_is_no_form_around_the_page():
    article = read_page(f"<form><h1>Tea</h1><p>{LONG}</p><ul><li>Ask first.</ul></form>")
    assert body_of(article) == ["Tea", LONG.strip(), "Ask first."]


HIDDEN = {
    "until a script shows it": '<div style="visibility: hidden">',
    "by a dialog": "<div aria-hidden=true>",
}


@pytest.mark.parametrize("tag", HIDDEN.values(), ids=HIDDEN)
def test_html_beside_is_not_what_is_hidden_where_that_is_most_of_the_page(tag):
    text = f"<body>{tag}<h1>Tea</h1><div><p>{LONG}</p></div></div><p>Accept.</p></body>"
    assert LONG.strip() in body_of(read_page(text))

"""Where on a page the article stands."""

import pytest
from reading import body_of, check_article, read, whys_of

from pipeline.read import html_main

TEXT = (
    "<p>Zinc lozenges may shorten a cold by a day or two, a review of eight trials has found.</p>"
    "<p>Nobody knows which dose is the best, and half of the trials were paid for by makers.</p>"
    "<p>Nausea and a bad taste were common among those who took the lozenges every two hours.</p>"
    "<p>In children no trial has found a difference, and parents liked the taste no better.</p>"
)
LIST = "<ul><li>Ask first.</li><li>Stop after five days.</li></ul>"
SIDE = "<div class=x9><div>Win a trip to Lapland</div><div>Ten more things to see</div></div>"
TABLE = "<table><tr><th>Dose<th>Days<tr><td>80 mg<td>5</table>"


def page(inside: str, *, before: str = "", after: str = "") -> str:
    return (
        f"<html><head><title>Zinc</title></head><body><div class=x1>{before}</div>"
        f"<div class=x2><h1>Zinc</h1>{inside}</div>{after}</body></html>"
    )


def read_page(text: str):
    article = read(text, format="html")
    check_article(article)
    return article


def test_html_main_is_the_element_around_what_was_named_with_all_that_it_holds():
    article = read_page(page(TEXT + LIST, before="<p>Our shop in Ely</p>", after=SIDE))
    assert body_of(article)[-2:] == ["Ask first.", "Stop after five days."]
    assert whys_of(article) == dict.fromkeys(
        ["Our shop in Ely", "Win a trip to Lapland", "Ten more things to see"],
        "outside the article",
    )


KEPT = {
    "tables": (TABLE, ["Dose", "Days", "80 mg", "5"]),
    "sources": ("<div class=sources><p>Lee 2019</p></div>", ["Lee 2019"]),
    "what unfolds": ("<div class=accordion><p>Is it safe?</p></div>", ["Is it safe?"]),
}


@pytest.mark.parametrize(("after", "expected"), KEPT.values(), ids=KEPT)
def test_html_main_keeps_what_belongs_to_an_article_wherever_it_stands(after, expected):
    assert body_of(read_page(page(TEXT, after=after)))[-len(expected) :] == expected


def test_html_main_keeps_a_sentence_that_leads_from_the_title_into_the_article():
    lead = "Does it help, or does it only taste as if it did?"
    inside = f"<div><p>{lead}</p></div><div>{TEXT}</div>"
    assert lead in body_of(read_page(page(inside)))


def test_html_main_keeps_what_is_called_a_standfirst():
    head = "<div class=top><h1>Zinc</h1><p class=article__dek>Does it help?</p></div>"
    article = read_page(f"<html><body>{head}<div class=x2>{TEXT}</div>{SIDE}</body></html>")
    assert "Does it help?" in body_of(article)


def test_html_main_says_nothing_where_too_little_is_found():
    short = page("<p>Zinc may help against a cold.</p>", after=SIDE)
    assert "outside the article" not in whys_of(read_page(short)).values()


def test_html_main_says_nothing_of_a_part_of_a_page():
    article = read_page(TEXT + SIDE)
    assert "outside the article" not in whys_of(article).values()


def test_html_main_asks_nobody_about_a_page_that_is_too_large(monkeypatch):
    monkeypatch.setattr(html_main, "_MAX_CHARACTERS", 10)
    assert "Our shop in Ely" in body_of(read_page(page(TEXT, before="<p>Our shop in Ely</p>")))

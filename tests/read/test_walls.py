"""Walls: what is told instead of an article, and what tells nothing."""

import re

import pytest
from reading import body_of, read

from pipeline.errors import (
    PageBehindConsentError,
    PageBehindLoginError,
    PageBehindPaywallError,
    PageForHumansError,
    PageMissingError,
    PageNeedsScriptError,
    SourceEmptyError,
)
from pipeline.read.walls import WALLS
from pipeline.resources import word_list

RULES = word_list("walls")["wall"]
EXAMPLES = [(rule, line) for rule in RULES for line in rule["examples"]]
NEAR_MISSES = [(rule, line) for rule in RULES for line in rule["near_misses"]]
PAYWALL = "<div>You have reached your limit of free articles this month.</div>"
SENTENCE = "<p>Zinc lozenges may shorten a cold by a day or two, a review of trials found.</p>"
PASSWORD = "<form><input type=password></form>"


def finds(rule, line):
    return re.search(rule["pattern"], line, re.IGNORECASE) is not None


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_walls_find_the_lines_of_their_rules(rule, line):
    assert finds(rule, line)


@pytest.mark.parametrize(("rule", "line"), NEAR_MISSES, ids=[line for _, line in NEAR_MISSES])
def test_walls_pass_near_misses(rule, line):
    assert not finds(rule, line)


def test_walls_of_every_kind_have_an_error_and_a_pattern():
    assert {rule["kind"] for rule in RULES} == set(WALLS)


PAGES = {
    "script, and it says so": (
        "<noscript>You need to enable JavaScript</noscript><div></div><script src=a></script>",
        PageNeedsScriptError,
    ),
    "script, and nothing at all": ("<div id=root></div><script>x()</script>", PageNeedsScriptError),
    "loading": ("<p>Loading…</p><script>x()</script>", PageNeedsScriptError),
    "cookies": ("<h1>Before you continue</h1><p>We use cookies.</p>", PageBehindConsentError),
    "login": (f"<h1>Sign in</h1>{PASSWORD}", PageBehindLoginError),
    "no money": (f"<h1>Zinc</h1>{PAYWALL}", PageBehindPaywallError),
    "paid, says JSON-LD": (
        '<script type="application/ld+json">{"@type": "Article", "isAccessibleForFree": false}'
        "</script><h1>Zinc</h1><p>A headline.</p>",
        PageBehindPaywallError,
    ),
    "missing": ("<title>404 Not Found</title><p>Nothing here.</p>", PageMissingError),
    "robots": ("<title>Just a moment...</title><p>a.example</p>", PageForHumansError),
}


@pytest.mark.parametrize(("text", "error"), PAGES.values(), ids=PAGES)
def test_walls_are_told_with_their_own_error(text, error):
    with pytest.raises(error, match="made up"):
        read(f"<html><body>{text}", format="html")


@pytest.mark.parametrize(("text", "_"), PAGES.values(), ids=PAGES)
def test_walls_around_a_whole_article_are_none(text, _):
    article = read(f"<html><body>{text}<main>{SENTENCE * 8}</main>", format="html")
    assert "Zinc lozenges" in article.text
    assert article.is_teaser == (PAYWALL in text)


def test_walls_leave_the_beginning_of_an_article_to_be_read():
    article = read(f"<html><body><h1>Zinc</h1>{SENTENCE * 2}{PAYWALL}", format="html")
    assert article.is_teaser
    assert not any("limit" in line for line in body_of(article))


def test_walls_are_looked_for_in_pages_alone():
    assert not read("# Zinc\n\nSubscribe to continue reading.", format="markdown").is_teaser
    with pytest.raises(SourceEmptyError):
        read("<html><body>", format="html")

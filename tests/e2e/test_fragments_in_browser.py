"""Links to claims, followed by a browser."""

from __future__ import annotations

import pytest
from e2e.browser import Browser, find_chromium

from pipeline.read.fragments import fragment_link

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium not installed")

GAP = "<div style='height:4000px'></div>"
TARGETS = {
    "the second of two alike": (
        "<p>Men: it may help.</p>{gap}<p id=x>Women: it may help.</p>",
        "Women: ",
        "it may help",
    ),
    "signs that part a directive": (
        "{gap}<p id=x>A well-known, R&amp;D thing, 50&nbsp;% off</p>",
        "A well",
        "-known, R&amp;D thing, 50",
    ),
    "tags and quotes inside": (
        "{gap}<p id=x>The trial’s <b>end</b>, it’s said, was near<sup>3</sup> and dear.</p>",
        "The ",
        "trial’s <b>end</b>, it’s said, was near<sup>3</sup> and",
    ),
    "over blocks": (
        "<p>Zinc may help.</p>{gap}<h2>Or</h2><p id=x>Zinc may help.</p><p>Iron may not.</p>",
        "<p id=x>",
        "Zinc may help.</p><p>Iron may not",
    ),
    "a cell of a table": (
        "<table><tr><td>Day</td><td>12%</td></tr></table>{gap}"
        "<table><tr><td>Night</td><td id=x>12%</td></tr></table>",
        "<td id=x>",
        "12%",
    ),
}


@pytest.fixture(scope="module")
def browser():
    with Browser(CHROMIUM) as opened:
        yield opened


@pytest.mark.parametrize(("page", "before", "words"), TARGETS.values(), ids=TARGETS)
def test_fragments_lead_a_browser_to_the_words(browser, tmp_path, page, before, words):
    path = tmp_path / "page.html"
    text = f"<!doctype html><meta charset=utf-8><body>{page.format(gap=GAP)}{GAP}</body>"
    path.write_text(text, encoding="utf-8")
    start = text.rindex(before + words) + len(before)
    link = fragment_link(path.as_uri(), text, start, start + len(words))
    browser.open(path, link.removeprefix(path.as_uri()))
    top, height = browser.run(
        "new Promise(done => setTimeout(() => done([document.querySelector('#x')"
        ".getBoundingClientRect().top, innerHeight]), 300))"
    )
    assert 0 <= top < height
    assert browser.run("scrollY") > 1000

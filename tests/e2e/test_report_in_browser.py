from __future__ import annotations

import pytest
from e2e.browser import Browser, find_chromium
from factories import make_finding, make_result
from report.builders import HOSTILE, gallery, judged_document

from pipeline.report import to_html

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium not installed")

OPEN_NOTE = "document.querySelector('.note.open')"
VISIBLE_NOTES = (
    "[...document.querySelectorAll('.note')]"
    ".filter(note => getComputedStyle(note).display !== 'none').length"
)


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as opened:
        yield opened


@pytest.fixture
def page(browser, tmp_path):
    """The gallery in a window of an ordinary size; it must ask for nothing and fail nowhere."""
    file = tmp_path / "report.html"
    file.write_text(to_html.write(gallery()), encoding="utf-8")
    browser.resize(1280, 900)
    browser.open(file)
    yield browser
    assert browser.requests() == [file.as_uri()]
    assert browser.complaints() == []


def test_browser_shows_no_note_until_one_is_chosen(page):
    assert page.run(VISIBLE_NOTES) == 0


def test_browser_click_on_a_passage_shows_its_reason(page):
    page.click("mark.unverifiable")
    assert page.run(VISIBLE_NOTES) == 1
    assert "Seen in guinea pigs, not in people." in page.run(f"{OPEN_NOTE}.innerText")


def test_browser_click_on_a_marker_shows_its_reason_and_a_second_one_hides_it(page):
    page.click("#m1-1")
    assert "holds none of that year" in page.run(f"{OPEN_NOTE}.innerText")
    assert page.run("document.querySelector('#m1-1').getAttribute('aria-expanded')") == "true"
    page.click("#m1-1")
    assert page.run(VISIBLE_NOTES) == 0
    assert page.run("document.querySelector('#m1-1').getAttribute('aria-expanded')") == "false"


def test_browser_further_clicks_go_through_claims_that_cross(page):
    shared = "mark[data-claims*=' ']"
    seen = []
    for _ in range(3):
        page.click(shared)
        seen.append(page.run(f"{OPEN_NOTE}.id"))
    assert seen[0] == seen[2] != seen[1]
    assert set(seen) == {"n1-1", "n1-2"}


def test_browser_enter_on_a_marker_shows_its_reason(page):
    page.run("document.querySelector('#m1-2').focus()")
    page.press("Enter")
    assert "70% lies outside its interval" in page.run(f"{OPEN_NOTE}.innerText")
    assert "41% (95% CI 36% to 46%)" in page.run(f"{OPEN_NOTE}.innerText")


def test_browser_keys_step_through_the_claims_and_escape_closes(page):
    ids = []
    for key in ("j", "j", "ArrowRight", "ArrowLeft", "k"):
        page.press(key)
        ids.append(page.run(f"{OPEN_NOTE}.id"))
    assert ids == ["n1-1", "n1-2", "n1-3", "n1-2", "n1-1"]
    assert page.run("document.querySelector('.position').textContent") == "1 of 16"
    page.press("Escape")
    assert page.run(VISIBLE_NOTES) == 0
    assert page.run("document.activeElement.id") == "m1-1"


def test_browser_shows_which_words_the_note_is_about(page):
    page.press("j")
    chosen = "[...document.querySelectorAll('mark[data-chosen]')].map(m => m.textContent).join('')"
    assert page.run(chosen) == "A 2031 review by the Institute of Digestion covered 12 trials"
    page.press("Escape")
    assert page.run(chosen) == ""


def test_browser_filter_hides_a_verdict_and_steps_skip_it(page):
    page.click("button.filter.unsupported")
    assert page.run("document.querySelectorAll('mark.unsupported').length") == 0
    page.press("j")
    assert page.run(f"{OPEN_NOTE}.dataset.verdict") != "unsupported"
    page.click("button.filter.unsupported")
    assert page.run("document.querySelectorAll('mark.unsupported').length") > 0


def test_browser_filter_closes_the_note_it_hides(page):
    page.press("j")
    page.click("button.filter.unsupported")
    assert page.run(VISIBLE_NOTES) == 0


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_browser_page_never_scrolls_sideways(page, width):
    page.resize(width, 700)
    page.press("j")
    assert page.run("document.documentElement.scrollWidth") <= width


def test_browser_on_a_phone_the_note_is_in_view_beside_its_passage(page):
    page.resize(375, 700)
    page.press("k")
    top = page.run(f"{OPEN_NOTE}.closest('.notes').getBoundingClientRect().top")
    marker = page.run("document.activeElement.getBoundingClientRect().bottom")
    assert 0 < marker <= top < 700


@pytest.mark.parametrize("width", [375, 1280])
def test_browser_a_chosen_passage_is_not_under_the_bar(page, width):
    page.resize(width, 700)
    for key in "kkkkkk":
        page.press(key)
        bar = page.run("document.querySelector('.toolbar').getBoundingClientRect().bottom")
        assert page.run("document.activeElement.getBoundingClientRect().top") >= bar


def test_browser_prints_every_note_and_no_buttons(page):
    page.send("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.run(VISIBLE_NOTES) == 16
        toolbar = "getComputedStyle(document.querySelector('.toolbar')).display"
        assert page.run(toolbar) == "none"
    finally:
        page.send("Emulation.setEmulatedMedia", media="")


def test_browser_without_scripts_shows_every_note(page):
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open_again()
        assert page.run(VISIBLE_NOTES) == 16
    finally:
        page.send("Emulation.setScriptExecutionDisabled", value=False)


def test_browser_runs_nothing_that_an_article_brings(browser, tmp_path):
    document = judged_document(
        [("title", 1, HOSTILE), ("paragraph", 0, f"‹a:{HOSTILE}:a›")],
        {"a": make_finding(reason=HOSTILE)},
        path=HOSTILE,
        title=HOSTILE,
    )
    file = tmp_path / "hostile.html"
    file.write_text(to_html.write(make_result([document])), encoding="utf-8")
    browser.open(file)
    browser.press("j")
    assert HOSTILE in browser.run("document.querySelector('article p').textContent")
    assert browser.run("document.scripts.length") == 1
    assert browser.requests() == [file.as_uri()]
    assert browser.complaints() == []


def test_browser_policy_stops_a_script_that_got_in_all_the_same(browser, tmp_path):
    spoilt = to_html.write(gallery()).replace(
        "</main>", "<script>window.owned = 1</script><img src=http://127.0.0.1:9/x></main>"
    )
    file = tmp_path / "spoilt.html"
    file.write_text(spoilt, encoding="utf-8")
    browser.open(file)
    assert browser.run("window.owned") is None
    assert any("Content Security Policy" in complaint for complaint in browser.complaints())

from __future__ import annotations

import json
import re

import pytest
from e2e.browser import Browser, find_chromium
from factories import make_finding, make_result, make_trouble
from report.builders import HOSTILE, folder, gallery, gallery_document, judged_document

from pipeline.report import to_html

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium not installed")

OPEN_NOTE = "document.querySelector('.note.open')"
_SEEN = "e => e.checkVisibility()"
VISIBLE_NOTES = f"[...document.querySelectorAll('.note')].filter({_SEEN}).length"
VISIBLE_CLAIMS = "document.querySelectorAll('.note:not(.off)').length"
VISIBLE_ARTICLES = (
    f"[...document.querySelectorAll('.document')].filter({_SEEN}).map(section => section.id)"
)
VISIBLE_ROWS = (
    f"[...document.querySelectorAll('.index tbody tr')].filter({_SEEN}).map(r => r.dataset.key)"
)
# Pairs of texts of which one lies on the other; a note on a phone lies over the article, and the
# bar over what was scrolled beneath it, on purpose.
_OVERLAPS = """(() => {
  const inside = document.querySelector(%s);
  if (inside === null) return [];
  const boxes = [];
  const walk = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (!text.data.trim() || text.parentElement.closest('.hide, .word, .phone, .marker')) continue;
    if (getComputedStyle(text.parentElement).visibility === 'hidden') continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) boxes.push([box, text]);
  }
  const found = [];
  boxes.forEach(([a, one], n) => {
    if (a.left < 0 || a.right > document.documentElement.clientWidth + 0.5)
      if (!one.parentElement.closest('.scroll, pre')) found.push(['out', one.data.trim()]);
    for (const [b, other] of boxes.slice(n + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Lines of one text stand close.
      const allowed = Math.min(a.height, b.height) * 0.4;
      if (one !== other && across > 1 && down > allowed) found.push([one.data, other.data]);
    }
  });
  return found.slice(0, 5);
})()"""
_PARTS = (".masthead", ".toolbar", ".errors", ".index", ".document.current", ".colophon")
OVERLAPS = f"[{', '.join(_OVERLAPS % repr(part) for part in _PARTS)}].flat()"
OVERLAPS_IN_PANEL = _OVERLAPS % "'.panel'"
CONTROLS = f"""(() => {{
  const all = document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]');
  const seen = [...all].filter({_SEEN}).filter(e => !e.disabled);
  seen.forEach((e, n) => e.dataset.number = n);
  return seen.length;
}})()"""
FOCUSED = """(() => {
  const e = document.activeElement;
  if (e === document.body || e.dataset.number === undefined) return null;
  const style = getComputedStyle(e);
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {number: Number(e.dataset.number), outline, html: e.outerHTML.slice(0, 120)};
})()"""


# The page hears of a new address a moment later.
A_MOMENT = "new Promise(done => setTimeout(done, 50))"


def follow(page, link):
    page.click(link)
    page.run(A_MOMENT)


def type_into_search(words):
    return (
        "(() => { const s = document.querySelector('.search input');"
        f"s.value = {json.dumps(words)}; s.dispatchEvent(new Event('input')); }})()"
    )


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as opened:
        yield opened


@pytest.fixture
def shown(browser, tmp_path):
    """Show a result at a place of its page; it must ask for nothing and fail nowhere."""
    file = tmp_path / "report.html"

    def show(result, place="", *, width=1280, height=900):
        file.write_text(to_html.write(result), encoding="utf-8")
        browser.resize(width, height)
        browser.open(file, place)
        return browser

    yield show
    assert browser.requests() == [file.as_uri()]
    assert browser.complaints() == []


@pytest.fixture
def page(shown):
    """The first article of the gallery, in a window of an ordinary size."""
    return shown(gallery(), "#a1")


@pytest.fixture
def index(shown):
    """The overview of twelve articles."""
    return shown(folder(12))


# --- one article


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
    assert page.run("document.querySelector('.position').textContent") == "1 of 15"
    page.press("Escape")
    assert page.run(VISIBLE_NOTES) == 0
    assert page.run("document.activeElement.id") == "m1-1"


def test_browser_steps_go_on_into_the_next_article_of_the_index(shown):
    page = shown(gallery(), "#n1-15")
    page.press("j")
    assert page.run(f"{OPEN_NOTE}.id") == "n2-1"
    assert page.run(VISIBLE_ARTICLES) == ["a2"]
    page.press("k")
    assert page.run(f"{OPEN_NOTE}.id") == "n1-15"


def test_browser_shortcut_keys_can_be_switched_off(page):
    page.run("document.querySelector('input.keys').click()")
    page.press("j")
    assert page.run(VISIBLE_NOTES) == 0
    # Arrows on a marker are no shortcut of a single letter.
    page.run("document.querySelector('#m1-2').focus()")
    page.press("ArrowRight")
    assert page.run(f"{OPEN_NOTE}.id") == "n1-1"


def test_browser_shows_which_words_the_note_is_about(page):
    page.press("j")
    chosen = "[...document.querySelectorAll('mark[data-chosen]')].map(m => m.textContent).join('')"
    assert page.run(chosen) == "A 2031 review by the Institute of Digestion covered 12 trials"
    page.press("Escape")
    assert page.run(chosen) == ""


@pytest.mark.parametrize("place", ["#n1-3", "#m1-3"])
def test_browser_an_address_leads_to_a_claim(shown, place):
    page = shown(gallery(), place)
    assert page.run(f"{OPEN_NOTE}.id") == "n1-3"
    assert page.run("document.activeElement.id").endswith("1-3")


def test_browser_one_article_is_there_at_once(shown):
    page = shown(make_result([gallery_document()]))
    assert page.run(VISIBLE_ARTICLES) == ["a1"]
    page.press("j")
    assert page.run(f"{OPEN_NOTE}.id") == "n1-1"


def test_browser_no_article_is_a_page_all_the_same(shown):
    page = shown(make_result([], errors=[make_trouble()]))
    assert page.run("getComputedStyle(document.querySelector('.errors')).display") == "block"


# --- what is chosen


def test_browser_a_verdict_that_is_chosen_hides_the_others_and_steps_skip_them(page):
    page.click("button.filter.unverifiable")
    assert page.run("document.querySelectorAll('#a1 mark.unsupported').length") == 0
    assert page.run("document.querySelectorAll('#a1 .marker:not(.off)').length") == 7
    for _ in range(8):
        page.press("j")
        assert page.run(f"{OPEN_NOTE}.dataset.verdict") == "unverifiable"
    page.click("button.filter.unverifiable")
    assert page.run("document.querySelectorAll('#a1 mark.unsupported').length") > 0


def test_browser_what_is_chosen_combines(index):
    index.click("button.filter.unsupported")
    index.click("[data-value=citation]")
    index.click("[data-value=safety]")
    left = "[...claims()].every(n => n.dataset.verdict === 'unsupported')"
    claims = "const claims = () => document.querySelectorAll('.note:not(.off)');"
    kinds = "[...new Set([...claims()].map(n => n.dataset.kind))].sort()"
    assert index.run(f"{claims} {left}") is True
    assert index.run(f"(() => {{ {claims} return {kinds} }})()") == ["citation", "safety"]


def test_browser_counts_say_what_a_click_would_show(index):
    for selector in ("button.filter.unsupported", ".kinds .option", ".codes .option"):
        text = index.run(f"document.querySelector({selector!r}).innerText")
        promised = sum(int(number) for number in re.findall(r"(?<!\w)\d+", text))
        index.click(selector)
        assert index.run(VISIBLE_CLAIMS) == promised, selector
        index.click(selector)
    index.click("button.filter.unsupported")
    text = index.run("document.querySelector('.kinds .option').innerText")
    promised = sum(int(number) for number in re.findall(r"\d+", text))
    index.click(".kinds .option")
    assert index.run(VISIBLE_CLAIMS) == promised


def test_browser_says_what_is_chosen_and_shows_all_again(index):
    before = index.run(VISIBLE_CLAIMS)
    index.click("button.filter.supported")
    state = index.run("document.querySelector('.state').innerText")
    assert state.startswith("supported: ")
    assert f"of {before} claims in 9 of 12 articles" in state
    index.click(".clear")
    assert index.run(VISIBLE_CLAIMS) == before
    assert index.run("getComputedStyle(document.querySelector('.state')).display") == "none"
    assert index.run("document.activeElement.className") == "filter unsupported"


def test_browser_a_choice_closes_the_note_it_hides(page):
    page.press("j")
    page.click("button.filter.supported")
    assert page.run(VISIBLE_NOTES) == 0


def test_browser_finds_words_of_claims_and_names_of_files(index):
    index.press("/")
    assert index.run("document.activeElement.type") == "search"
    for letter in "HEARTBURN placebo":
        index.press(letter)
    assert index.run(VISIBLE_CLAIMS) == 3
    assert len(index.run(VISIBLE_ROWS)) == 3
    index.press("Enter")
    assert index.run(f"{OPEN_NOTE}.dataset.kind") == "safety"
    index.run(f"location.hash = ''; {A_MOMENT}")
    index.run(type_into_search("009-"))
    assert len(index.run(VISIBLE_ROWS)) == 1


def test_browser_finds_an_article_without_claims_by_its_name(index):
    name = index.run("document.querySelector('tr[data-key=\"3\"] .filename').textContent")
    index.run(type_into_search(name))
    assert index.run(VISIBLE_ROWS) == ["3"]
    index.run(type_into_search("no such word at all"))
    assert index.run(VISIBLE_ROWS) == []
    assert "No article has a claim like this." in index.run("document.body.innerText")


def test_browser_letters_in_the_search_are_letters(index):
    index.press("/")
    for letter in "jk/":
        index.press(letter)
    assert index.run("document.querySelector('.search input').value") == "jk/"
    assert index.run(VISIBLE_NOTES) == 0


# --- the index


def order_of(page):
    return page.run("[...document.querySelectorAll('.index tbody tr')].map(r => r.dataset.key)")


def test_browser_index_sorts_by_each_column_both_ways(index):
    given = order_of(index)
    for column in ("file", "title", "claims", "unsupported", "unverifiable", "supported", "worst"):
        orders = []
        for _ in range(2):
            index.click(f".sort[data-column={column}]")
            heading = f"document.querySelector('th.col-{column}')"
            cells = index.run(
                f"[...document.querySelectorAll('.index tbody .col-{column}')]"
                ".map(c => (c.querySelector('.number') ?? c).textContent.trim())"
            )
            orders.append((index.run(f"{heading}.getAttribute('aria-sort')"), cells))
        (one, cells), (other, back) = orders
        assert {one, other} == {"ascending", "descending"}, column
        if column not in {"file", "title", "worst"}:
            numbers = [int(cell) for cell in cells]
            assert numbers == sorted(numbers, reverse=one == "descending"), column
        assert cells != back
        assert sorted(order_of(index)) == sorted(given)
    assert index.run("document.querySelectorAll('[aria-sort]').length") == 1


def test_browser_index_counts_what_is_chosen(index):
    index.click("button.filter.supported")
    rows = index.run(
        "[...document.querySelectorAll('.index tbody tr:not(.off)')].map(r =>"
        " ['claims', 'unsupported', 'unverifiable', 'supported']"
        ".map(c => Number(r.querySelector(`.col-${c} .number`).textContent)))"
    )
    assert rows
    for claims, unsupported, unverifiable, supported in rows:
        assert (claims, unsupported, unverifiable) == (supported, 0, 0)


def test_browser_index_stays_sorted_when_its_counts_change(index):
    index.click(".sort[data-column=supported]")
    index.click("[data-value=statistic]")
    numbers = index.run(
        "[...document.querySelectorAll('.index tbody tr:not(.off) .col-supported .number')]"
        ".map(n => Number(n.textContent))"
    )
    assert numbers
    assert numbers == sorted(numbers, reverse=True)


def test_browser_index_leads_to_an_article_and_back_to_its_row(index):
    follow(index, "tr[data-key='6'] a")
    assert index.run(VISIBLE_ARTICLES) == ["a6"]
    assert index.run("document.activeElement.id") == "p6"
    assert index.run("getComputedStyle(document.querySelector('.index')).display") == "none"
    follow(index, ".home")
    assert index.run(VISIBLE_ARTICLES) == []
    assert index.run("document.activeElement.getAttribute('href')") == "#a6"
    index.run("history.back()")
    index.run(A_MOMENT)
    assert index.run(VISIBLE_ARTICLES) == ["a6"]


def test_browser_counts_of_an_open_article_are_its_own(index):
    follow(index, "tr[data-key='1'] a")
    counts = "[...document.querySelectorAll('.filter .number')].map(n => n.textContent)"
    assert index.run(counts) == ["0", "0", "1"]
    follow(index, ".home")
    assert index.run(counts) == ["18", "21", "12"]


def test_browser_shows_all_articles_on_one_page_where_somebody_wants_that(index):
    follow(index, ".every a")
    assert len(index.run(VISIBLE_ARTICLES)) == 12
    index.press("j")
    assert len(index.run(VISIBLE_ARTICLES)) == 12


def test_browser_kinds_and_codes_come_when_called_and_go_with_escape(page):
    visible = "getComputedStyle(document.querySelector('.panel')).display !== 'none'"
    assert page.run(visible) is False
    page.click(".opener")
    assert page.run(visible) is True
    page.press("Escape")
    assert page.run(visible) is False
    assert page.run("document.activeElement.className") == "opener"


def test_browser_a_choice_keeps_the_focus_though_the_list_changes(index):
    index.run("document.querySelector('.codes .more').open = true")
    last = ".codes .more li:last-child .option"
    value = index.run(f"document.querySelector({last!r}).dataset.value")
    index.click(last)
    assert index.run("document.activeElement.dataset.value") == value
    assert index.run("document.activeElement.getAttribute('aria-pressed')") == "true"


# --- sizes


SIZES = {"one article": (1, "#a1"), "twelve": (12, ""), "one of twelve": (12, "#a2")}


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1920])
@pytest.mark.parametrize(("n_articles", "place"), SIZES.values(), ids=SIZES)
def test_browser_nothing_overlaps_and_nothing_scrolls_sideways(shown, n_articles, place, width):
    page = shown(folder(n_articles), place, width=width, height=740)
    page.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run(OVERLAPS) == []
    page.run("document.querySelector('.opener').click()")
    assert page.run(OVERLAPS_IN_PANEL) == []
    page.press("Escape")
    page.press("j")
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run(_OVERLAPS % "'.note.open'") == []


def test_browser_shows_two_hundred_articles(shown):
    page = shown(folder(200), width=360, height=740)
    assert len(page.run(VISIBLE_ROWS)) == 200
    assert page.run("document.documentElement.scrollWidth") <= 360
    page.run(type_into_search("199-"))
    assert len(page.run(VISIBLE_ROWS)) == 1
    page.press("Escape")
    follow(page, ".index tbody tr:not(.off) a")
    assert page.run(VISIBLE_ARTICLES) == ["a200"]


def test_browser_index_gives_names_the_whole_width_of_a_phone(shown):
    page = shown(folder(12), width=360, height=740)
    for column in ("file", "title", "worst"):
        width = f"document.querySelector('tbody .col-{column}').getBoundingClientRect().width"
        assert page.run(width) > 300


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


# --- without a pointer, without a script, on paper


@pytest.mark.parametrize("place", ["", "#a2", "#n2-3"])
def test_browser_every_control_is_reached_by_keyboard_and_shows_it(shown, place):
    page = shown(folder(4), place)
    page.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    wanted, reached = page.run(CONTROLS), set()
    # Round once, from wherever it begins.
    for _ in range(wanted + 5):
        page.press("Tab")
        seen = page.run(FOCUSED)
        if seen is not None:
            assert seen["outline"], seen
            reached.add(seen["number"])
    assert reached == set(range(wanted))


def test_browser_prints_the_articles_that_are_shown_with_every_note_and_no_buttons(shown):
    for place, notes, rows in (("#all", 16, 3), ("#a2", 1, 0), ("", 0, 3)):
        page = shown(gallery(), place)
        page.send("Emulation.setEmulatedMedia", media="print")
        try:
            assert page.run(VISIBLE_NOTES) == notes
            assert len(page.run(VISIBLE_ROWS)) == rows
            toolbar = "getComputedStyle(document.querySelector('.toolbar')).display"
            assert page.run(toolbar) == "none"
        finally:
            page.send("Emulation.setEmulatedMedia", media="")


def test_browser_without_scripts_shows_everything_and_no_button_that_does_nothing(shown):
    page = shown(gallery())
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open_again()
        assert page.run(VISIBLE_NOTES) == 16
        assert page.run(VISIBLE_ARTICLES) == ["a1", "a2", "a3"]
        assert page.run("document.querySelectorAll('button:enabled').length") == 0
        assert "16 claims checked" in page.run("document.body.innerText")
        assert "6 unsupported" in page.run("document.querySelector('.totals').innerText")
        assert page.run("document.documentElement.scrollWidth") <= 1280
        assert page.run(OVERLAPS) == []
    finally:
        page.send("Emulation.setScriptExecutionDisabled", value=False)


def test_browser_a_script_that_fails_leaves_a_page_to_read(browser, tmp_path):
    spoilt = to_html.write(gallery()).replace('class="facets"', 'class="gone"')
    file = tmp_path / "spoilt.html"
    file.write_text(spoilt, encoding="utf-8")
    browser.open(file)
    assert browser.run(VISIBLE_NOTES) == 16
    assert browser.complaints()


# --- what an article may not do


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

"""The report for people who see, hear or move otherwise: axe looks at every state of it."""

from __future__ import annotations

import pytest
from e2e.browser import Browser, find_chromium
from factories import make_result
from report.builders import folder, gallery, gallery_document
from report.installed import npm_package

from pipeline.report import to_html

CHROMIUM = find_chromium()
AXE = npm_package("axe-core")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium not installed"),
    pytest.mark.skipif(AXE is None, reason="axe-core not installed"),
]
# All its rules: those of WCAG 2.2 AA, and what is good practice beyond.
_RUN = """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
 'best-practice']}).then(said => said.violations.map(
 each => [each.id, each.help, each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))"""

OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
STATES = {
    "overview": (12, "", ""),
    "overview, something chosen": (
        12,
        "",
        "document.querySelector('.filter').click();"
        "document.querySelector('.kinds .option').click()",
    ),
    "overview, nothing left": (
        12,
        "",
        "(s => { s.value = 'xyzzy'; s.dispatchEvent(new Event('input')); })"
        "(document.querySelector('.search input'))",
    ),
    "overview, all unfolded": (
        12,
        "",
        f"{OPEN_ALL}; document.querySelector('.opener').click();"
        "document.querySelector('.sort').click()",
    ),
    "an article of many": (12, "#a2", OPEN_ALL),
    "a note": (12, "#n2-2", OPEN_ALL),
    "an article with kinds and codes": (12, "#a2", "document.querySelector('.opener').click()"),
    "all on one page": (3, "#all", OPEN_ALL),
    "one article": (1, "", OPEN_ALL),
    "a note of one article": (1, "#n1-3", OPEN_ALL),
}


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM is not None
    with Browser(CHROMIUM) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    made = {}
    for n_articles in {200, *(n for n, _, _ in STATES.values())}:
        result = make_result([gallery_document()]) if n_articles == 1 else folder(n_articles)
        made[n_articles] = tmp_path_factory.mktemp("pages") / f"{n_articles}.html"
        made[n_articles].write_text(to_html.write(result), encoding="utf-8")
    return made


def violations(browser):
    browser.send("Runtime.evaluate", expression=(AXE / "axe.min.js").read_text(encoding="utf-8"))
    return browser.run(_RUN)


@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("n_articles", "place", "act"), STATES.values(), ids=STATES)
def test_everybody_axe_finds_nothing_wrong(browser, pages, n_articles, place, act, scheme, width):
    browser.prefer(scheme)
    browser.resize(width, 800)
    browser.open(pages[n_articles], place)
    if act:
        browser.run(f"{{ {act} }}")
    assert violations(browser) == []
    assert browser.complaints() == []


def test_everybody_axe_finds_nothing_wrong_with_two_hundred_articles(browser, pages):
    browser.prefer("light")
    browser.resize(360, 800)
    browser.open(pages[200])
    assert violations(browser) == []


def test_everybody_axe_finds_nothing_wrong_without_scripts(browser, tmp_path):
    # axe is a script; so the page loses its own instead.
    page = to_html.write(gallery())
    head, _, rest = page.partition("<script>")
    file = tmp_path / "plain.html"
    file.write_text(head + rest.partition("</script>")[2], encoding="utf-8")
    browser.open(file)
    assert violations(browser) == []


def test_everybody_axe_sees_what_is_wrong(browser, tmp_path):
    spoilt = to_html.write(gallery()).replace('<html lang="en"', "<html", 1)
    spoilt = spoilt.replace("#5b5e62", "#a5a8ad")
    # The policy knows the style by its bytes.
    spoilt = spoilt.replace('http-equiv="Content-Security-Policy"', 'name="none"')
    file = tmp_path / "spoilt.html"
    file.write_text(spoilt, encoding="utf-8")
    browser.prefer("light")
    browser.open(file, "#a1")
    assert {rule for rule, _, _ in violations(browser)} == {"html-has-lang", "color-contrast"}


def test_everybody_colours_that_are_forced_leave_the_signs(browser, pages):
    browser.send(
        "Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}]
    )
    browser.open(pages[12])
    try:
        signs = browser.run("[...document.querySelectorAll('.filter .sign')].map(s => s.innerText)")
        assert signs == ["✗", "?", "✓"]
        assert browser.run("getComputedStyle(document.querySelector('.filter')).borderStyle") == (
            "solid"
        )
    finally:
        browser.send("Emulation.setEmulatedMedia", features=[])

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest
from factories import (
    make_article,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_page,
    make_parted,
    make_result,
    make_row,
    make_source,
    make_trouble,
)
from report.builders import HOSTILE, claim_at, draw, gallery, gallery_document, judged_document

from pipeline.codes import CODES
from pipeline.records import Document, Result
from pipeline.report import to_html
from pipeline.report.pages import lay_out
from pipeline.resources import data_path

VOID = {"meta", "link", "img", "wbr", "input"}


class Seen(HTMLParser):
    """What a browser would find: tags with their attributes, and the text of each element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in set(self.open):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        found = [attrs for name, attrs in self.tags if name == tag]
        return [a for a in found if all(a.get(key) == value for key, value in wanted.items())]


# --- what the page is made of


def test_html_runs_and_loads_nothing_but_what_its_own_policy_names():
    page = to_html.write(gallery())
    seen = Seen(page)
    (policy,) = seen.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; ")
    assert "unsafe" not in policy["content"]
    for tag in ("style", "script"):
        (inner,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy["content"]


def test_html_refers_to_nothing_elsewhere_but_evidence():
    seen = Seen(to_html.write(gallery()))
    assert not [attrs for _, attrs in seen.tags if "src" in attrs or "srcset" in attrs]
    assert [link["href"] for link in seen.all("link")] == ["data:,"]
    addresses = {a["href"] for a in seen.all("a") if not a["href"].startswith("#")}
    assert addresses == {"https://example.org/mint?year=2029&part=2"}
    assert not re.findall(r"url\(|@import|https?:", data_path("report.css").read_text())
    assert not re.findall(r"fetch|XMLHttp|import\(|https?:", data_path("report.js").read_text())


def test_html_uses_no_inline_handlers_and_no_inline_styles():
    seen = Seen(to_html.write(gallery()))
    names = {name for _, attrs in seen.tags for name in attrs}
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_html_gives_every_id_once_and_refers_to_none_that_is_missing():
    seen = Seen(to_html.write(gallery()))
    ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in seen.tags:
        for name in ("aria-controls", "aria-labelledby"):
            assert attrs.get(name, ids[0]) in ids
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in ids


def test_html_script_and_style_cannot_end_their_elements_early():
    assert "</" not in data_path("report.js").read_text()
    assert "</" not in data_path("report.css").read_text()


# --- what an article may not do to it


def _page_full_of(words: str, *, n_articles: int = 2) -> str:
    document = judged_document(
        [("title", 1, words), ("paragraph", 0, f"‹a:{words}:a›"), ("row", 0, words)],
        {"a": make_finding(reason=words, comparison=make_comparison(words, claimed=words))},
        path=words,
        title=words,
    )
    errors = [make_trouble(words, message=words)]
    return to_html.write(make_result([document] * n_articles, errors=errors))


def test_html_shows_hostile_text_as_text():
    seen, calm = Seen(_page_full_of(HOSTILE)), Seen(_page_full_of("kind / words"))
    assert [(tag, list(attrs)) for tag, attrs in seen.tags] == [
        (tag, list(attrs)) for tag, attrs in calm.tags
    ]
    alone = Seen(_page_full_of(HOSTILE, n_articles=1))
    assert HOSTILE in "".join(alone.texts["title"])
    for tag in ("h2", "h3", "mark", "th", "td", "blockquote", "caption", "li"):
        assert HOSTILE in "".join(seen.texts[tag]).replace("  ", " "), tag


def test_html_links_no_row_to_a_script():
    row = make_row(source=make_source(url="javascript:alert(1)", title="<b>Mint</b>"))
    document = make_document(claims=[make_judged(evidence=[row])])
    seen = Seen(to_html.write(make_result([document])))
    assert not seen.all("a")
    assert "".join(seen.texts["cite"]) == "<b>Mint</b>"


def test_html_drops_the_characters_no_page_may_hold():
    article = dataclasses.replace(make_article("a\x00b\x1bc d\n"), path="\ud800")
    document = make_document(article, claims=[])
    written = to_html.write(make_result([document]))
    assert ">abc d<" in written
    written.encode("utf-8")


# --- the article on it


def test_html_lays_blocks_out_as_what_they_are():
    page = to_html.write(make_result([gallery_document()]))
    assert '<h3 class="title" dir="auto">What peppermint oil does for the gut 🌿</h3>' in page
    assert '<h4 class="level-2" dir="auto">Does it help?</h4>' in page
    assert '<li class="depth-2" dir="auto"><mark' in page
    assert '<th scope="col" dir="auto">Outcome</th>' in page
    assert '<td dir="auto">6.0</td><td dir="auto"></td><td dir="auto">' in page
    assert "not part of the article: view counter" in page
    assert '<pre dir="auto"><code>no_claim = &#39;50%&#39;</code></pre>' in page


def test_html_marks_a_claim_over_several_cells_once():
    article, spans = draw([("row", 0, "‹a:Pain | 8.0 | 4.0:a›"), ("paragraph", 0, "End.")])
    document = make_document(article, claims=[make_judged(claim_at(article, spans["a"]))])
    seen = Seen(to_html.write(make_result([document])))
    assert len(seen.all("mark")) == 3
    assert len([b for b in seen.all("button") if b["class"].startswith("marker")]) == 1


def test_html_gives_a_claim_outside_the_visible_text_a_marker_all_the_same():
    document = make_document(
        make_article("Mint.\n\nEnd.\n"), claims=[make_judged(make_claim("\n", start=6))]
    )
    assert [note.number for note in lay_out(document, key="1").loose] == [1]
    assert Seen(to_html.write(make_result([document]))).all("button", id="m1-1")


# --- the notes


def test_html_has_a_real_button_and_a_note_for_every_claim():
    result = gallery()
    seen = Seen(to_html.write(result))
    markers = [b for b in seen.all("button") if b["class"].startswith("marker")]
    assert len(markers) == len(result.claims()) == len(seen.all("div", role="group", tabindex="-1"))
    assert all(b["type"] == "button" and b["aria-expanded"] == "false" for b in markers)
    assert markers[0]["aria-label"] == "Claim 1, unsupported: show why"


def test_html_note_tells_reason_code_numbers_evidence_and_what_to_do():
    document = make_document(
        claims=[
            make_judged(
                code="ST002",
                reason="The row gives 41%.",
                comparison=make_comparison("outside", claimed="70%", evidence="41%"),
                evidence=[
                    make_row(source=make_source(url="https://a.org", status="retracted")),
                    make_row("R9", sentence="Looked at as well."),
                ],
                confidence=0.756,
            )
        ]
    )
    page = to_html.write(make_result([document]))
    for said in (
        "ST002",
        "The number contradicts the evidence",
        "The row gives 41%.",
        '<th scope="col">Article</th><th scope="col">Evidence</th>',
        '<td dir="auto">70%</td><td dir="auto">41%</td>',
        "Rule: outside",
        CODES["ST002"].remedy.split(",")[0].replace("'", "&#39;"),
        '<cite><a href="https://a.org" target="_blank" rel="noopener noreferrer">',
        "retracted",
        "1 other row looked at",
        "confidence 0.76",
    ):
        assert said in page


def test_html_note_shows_a_claim_without_its_markup():
    claim = make_claim("<b>Proven</b> to help.", clean="Proven to help.")
    page = to_html.write(make_result([make_document(claims=[make_judged(claim)])]))
    assert '<blockquote dir="auto">Proven to help.</blockquote>' in page


def rows_of(page):
    """Read the index: each article's key, and the text of its cells by column."""
    (table,) = re.findall(r'<tbody role="rowgroup">.*?</tbody>', page, re.DOTALL)
    for key, row in re.findall(r'<tr role="row" data-key="(\d+)">(.*?)</tr>', table, re.DOTALL):
        cells = re.findall(r'class="col-(\w+)[^>]*>(.*?)</t[hd]>', row, re.DOTALL)
        yield key, {name: " ".join(re.sub("<.*?>", "", text).split()) for name, text in cells}


def test_html_of_several_articles_begins_with_an_index_worst_first():
    page = to_html.write(gallery())
    rows = dict(rows_of(page))
    assert list(rows) == ["1", "2", "3"]
    assert rows["1"] == {
        "file": "drafts/peppermint &lt;oil&gt; &amp; you.md",
        "title": "What peppermint oil does for the gut 🌿",
        "claims": "15 claims",
        "unsupported": "✗ 6 unsupported",
        "unverifiable": "? 7 unverifiable",
        "supported": "✓ 2 supported",
        "worst": "✗ CI002 no such source",
    }
    assert rows["2"]["claims"] == "1 claim 3 muted"
    assert rows["3"]["worst"] == "nothing to check"
    assert [a["href"] for a in Seen(page).all("a") if re.fullmatch(r"#a\d", a["href"])] == [
        "#a1",
        "#a2",
        "#a3",
    ]


def test_html_of_one_article_has_no_index():
    seen = Seen(to_html.write(make_result()))
    assert not seen.all("table", role="table")
    assert seen.all("html")[0]["data-articles"] == "one"
    assert Seen(to_html.write(gallery())).all("html")[0]["data-articles"] == "many"


def test_html_index_names_what_kept_an_article_from_being_judged():
    french = judged_document([("paragraph", 0, "Rien.")], {}, path="fr.md")
    trouble = make_trouble("fr.md", code="E105", message="fr.md is in French.")
    page = to_html.write(make_result([french, make_document()], errors=[trouble]))
    assert dict(rows_of(page))["1"]["worst"] == "E105 not judged"


def test_html_index_calls_nothing_unjudged_whose_copy_could_not_be_made():
    trouble = make_trouble("draft.md", code="E602", message="Cannot make a copy of draft.md.")
    documents = [make_document(), make_document(claims=[])]
    page = to_html.write(make_result(documents, errors=[trouble]))
    assert "not judged" not in page
    assert "Cannot make a copy of draft.md." in page


def test_html_counts_what_can_be_chosen_by_kind_and_code():
    seen = Seen(to_html.write(gallery()))
    options = [b for b in seen.all("button") if b.get("class") == "option"]
    kinds = [b["data-value"] for b in options if b["data-facet"] == "kind"]
    assert kinds[0] == "statistic"
    assert len(kinds) == len(set(kinds)) == 9
    codes = {b["data-value"] for b in options if b["data-facet"] == "code"}
    notes = seen.all("div", role="group", tabindex="-1")
    assert codes == {code for note in notes for code in note["data-codes"].split()}
    assert {note["data-kind"] for note in notes} == set(kinds)


def test_html_every_chart_says_in_words_what_it_draws():
    page = to_html.write(gallery())
    assert 'role="img" aria-label="6 unsupported, 7 unverifiable, 3 supported"' in page
    for drawn in re.findall(r"<svg [^>]*>", page):
        assert 'role="img"' in drawn or 'aria-hidden="true"' in drawn
    # Those that are hidden stand beside their numbers.
    options = re.findall(r'<button[^>]*class="option".*?</button>', page, re.DOTALL)
    for option in options:
        assert re.search(r'<span class="number">\d+</span>', option)


def test_html_lists_what_was_muted_with_who_and_why_and_counts_none_of_it():
    page = to_html.write(gallery())
    assert "3 muted claims, not counted" in page
    assert "Silenced in the text: <span" in page
    assert "<p>Known to the baseline</p>" in page
    assert 'Off in the settings: <span dir="auto">CI = off</span>' in page
    assert "16 claims checked against" in page
    assert "3 muted claims not counted." in page
    assert "muted" not in to_html.write(make_result()).partition("<body>")[2]


def test_html_buttons_do_not_pretend_to_work_before_the_script_runs():
    assert all("disabled" in b for b in Seen(to_html.write(gallery())).all("button"))


def test_html_tells_of_errors_and_of_articles_without_claims():
    page = to_html.write(gallery())
    assert "Cannot read drafts/&lt;gone&gt;.md: gone." in page
    assert "Nothing in this article is a claim that could be checked." in page
    assert "0 claims checked" in to_html.write(Result(documents=()))


def test_html_folds_errors_away_where_they_are_many_and_loses_none():
    troubles = [make_trouble(f"{n}.md", message=f"Cannot read {n}.md.") for n in range(20)]
    page = to_html.write(make_result(errors=troubles))
    assert "<summary>12 more</summary>" in page
    assert all(trouble.message in page for trouble in troubles)
    assert "more</summary>" not in to_html.write(make_result(errors=troubles[:8]))


def test_html_says_why_an_article_was_not_judged():
    document = judged_document([("paragraph", 0, "Rien.")], {}, path="fr.md")
    trouble = make_trouble("fr.md", code="E105", message="fr.md is in French.")
    page = to_html.write(make_result([document], errors=[trouble]))
    assert '<p class="hint nothing" dir="auto">fr.md is in French.</p>' in page


def test_html_does_not_tell_who_is_right_how_to_mend_it():
    assert "What to do" not in to_html.write(make_result([make_document()]))


# --- colours


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_html_measures_contrast_as_the_guidelines_do():
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_html_colours_can_be_read_by_people_with_weak_eyes(scheme):
    light, dark = data_path("report.css").read_text().split("@media screen and (prefers-color", 1)
    colours = _colours(light) | (_colours(dark) if scheme == "dark" else {})
    verdicts = ("unsupported", "unverifiable", "supported")
    pairs = [(text, ground) for text in ("text", "muted", "link") for ground in ("ground", "sheet")]
    pairs += [(verdict, "ground") for verdict in verdicts]
    pairs += [(verdict, "sheet") for verdict in verdicts]
    pairs += [("text", f"{verdict}-wash") for verdict in verdicts]
    # WCAG 2.2 AA: 4.5 to 1 for text of ordinary size.
    assert {pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5} == set()
    # And 3 to 1 for what only shows where something is, or how much.
    drawn = [("edge", "ground"), *((verdict, f"{verdict}-wash") for verdict in verdicts)]
    assert {pair for pair in drawn if contrast(colours[pair[0]], colours[pair[1]]) < 3} == set()


def test_html_tells_verdicts_apart_without_colour():
    css = data_path("report.css").read_text()
    styles = re.findall(r"mark\.(\w+) \{ text-decoration-style: (\w+);", css)
    assert len({style for _, style in styles}) == len(styles) == 3


def test_html_of_an_empty_article_is_a_page():
    article = make_article("")
    Seen(to_html.write(make_result([Document(article)])))


def test_html_links_to_a_page_and_says_when_it_was_fetched():
    page = make_page("https://example.org/a", final_url="https://example.org/b?x=1&y=2")
    text = to_html.write(make_result([make_document(make_article(path=page.url, page=page))]))
    assert '<a href="https://example.org/b?x=1&amp;y=2" rel="noreferrer">The page</a>' in text
    assert "fetched 2026-05-01 12:00 UTC" in text


def test_html_leads_to_each_claim_on_its_page():
    page = make_page("https://example.org/a")
    article = make_article("Well. Mint helps.", path=page.url, format="html", page=page)
    document = make_document(article, claims=[make_judged(make_claim("Mint helps.", start=6))])
    seen = Seen(to_html.write(make_result([document])))
    (link,) = seen.all("a", href="https://example.org/a#:~:text=Mint%20helps.")
    assert link["rel"] == "noopener noreferrer"


def test_html_links_to_each_part_of_an_article():
    seen = Seen(to_html.write(make_result([make_document(make_parted())])))
    assert seen.all("a", href="https://example.org/a/1")
    assert seen.all("a", href="https://example.org/a/2")

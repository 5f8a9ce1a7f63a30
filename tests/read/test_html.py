"""HTML: blocks, tables, what is beside the article, and where each character stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, body_of, check_article, kinds_of, read, rows_of, whys_of

from pipeline.errors import MarkupTooDeepError, SourceEmptyError
from pipeline.records import Article

LONG = "These are words that belong to the article and to nothing else on the page at all. " * 5


def read_page(text: str) -> Article:
    return read(text, format="html")


BLOCKS = {
    "headings and paragraphs": (
        "<h1>Zinc</h1><h2>Uses</h2><p>One.<p>Two.",
        [("title", "Zinc"), ("heading", "Uses"), ("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "inline tags leave no gap": (
        "<p>52<b>%</b> of <i>a</i>dults</p>",
        [("paragraph", "52% of adults")],
    ),
    "entities": (
        "<p>R&amp;D&nbsp;&lt; 5 &#37; &frac12; &rsquo;s &bogus;</p>",
        [("paragraph", "R&D < 5 % ½ 's &bogus;")],
    ),
    "a stray &# loses nothing": (
        "<p>A &# b</p><p>C</p>",
        [("paragraph", "A &# b"), ("paragraph", "C")],
    ),
    "source lines are no lines": ("<p>one\n  two</p>", [("paragraph", "one two")]),
    "lists": (
        "<ul><li>One<li>Two<ol><li>Deep</ol></ul>After",
        [("list_item", "One"), ("list_item", "Two"), ("list_item", "Deep"), ("paragraph", "After")],
    ),
    "paragraphs of an item": (
        "<ul><li><p>One.</p><p>More.</p></li></ul>",
        [("list_item", "One."), ("paragraph", "More.")],
    ),
    "bullets that are none": (
        "<p>✅ One ✅ Two<br>• Three</p>",
        [("list_item", "One"), ("list_item", "Two"), ("list_item", "Three")],
    ),
    "a line break ends a line": (
        "<p>One.<br>Two.</p>",
        [("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "a line break within a sentence": ("<p>One of<br/>them.</p>", [("paragraph", "One of them.")]),
    "a line break in a heading": ("<h2>One<br>Two</h2>", [("heading", "One Two")]),
    "quotes": ("<blockquote><p>Said so.</p></blockquote>", [("quote", "Said so.")]),
    "code": ("<pre>one\n  two</pre>", [("code", "one"), ("code", "two")]),
    "figure captions": (
        "<figure><img alt=x><figcaption>A needle</figcaption></figure>",
        [("caption", "A needle")],
    ),
    "footnote numbers go": (
        "<p>by 52%<sup>3</sup>, in 2019<sup>[4, 5]</sup></p>",
        [("paragraph", "by 52% , in 2019")],
    ),
    "powers stay": (
        "<p>10<sup>6</sup> cells, the 5<sup>th</sup></p>",
        [("paragraph", "10^6 cells, the 5th")],
    ),
    "what is not shown": (
        "<p>Seen<span hidden> no</span><b style='display: none'> no</b></p><script>no</script>"
        "<style>no</style><template>no</template><noscript>no</noscript><!-- no -->"
        "<p aria-hidden=true>no",
        [("paragraph", "Seen")],
    ),
    "labels for screen readers": (
        "<h2><span class=nhsuk-u-visually-hidden>Advice: </span>See a doctor</h2>"
        "<p>Zinc<i class='sr-only'> (new window)</i> helps.</p>",
        [("heading", "See a doctor"), ("paragraph", "Zinc helps.")],
    ),
    "what leads to an editor, and to notes and back": (
        "<h2>Uses<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>"
        "<p>By 5%.<a href=#n1>1</a> So<a href=#n2>[2]</a>.</p><h3>Notes <a href=#u>¶</a></h3>"
        "<ol><li><a href=#c1>^</a> Lee 2019 <a href=#c1>↩</a></li></ol>",
        [
            ("heading", "Uses"),
            ("paragraph", "By 5%. So."),
            ("heading", "Notes"),
            ("list_item", "Lee 2019"),
        ],
    ),
    "links that are no notes": (
        "<p>See <a href=#t>Table 1</a> and <a href=/2>2</a>.</p>",
        [("paragraph", "See Table 1 and 2.")],
    ),
    "a script that writes tags": (
        "<script>var a = '<p>no</p>';</script><p>Yes</p>",
        [("paragraph", "Yes")],
    ),
    "a quote in an attribute": (
        "<p title='a > b'>One</p><p title=it's>Two</p>",
        [("paragraph", "One"), ("paragraph", "Two")],
    ),
    "less than": ("<p>p < 0.05 and n <5</p>", [("paragraph", "p < 0.05 and n <5")]),
    "a declaration nobody knows": ("<![if x]><p>One</p><?php x ?>", [("paragraph", "One")]),
    "end tags of nothing": ("</div></p>One</b>", [("paragraph", "One")]),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_html_finds_the_known_blocks(text, expected):
    article = read_page(text)
    assert kinds_of(article) == expected
    check_article(article)


TABLES = {
    "head and body": (
        "<thead><tr><th>Dose<th>Days</thead><tbody><tr><td>5 mg<td>4.1</tbody>",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "row headers name no column": (
        "<tr><th>Dose</th><th>Days</th></tr><tr><th scope=row>5 mg</th><td>4.1</td></tr>",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "no th at all": (
        "<tr><td>Dose<td>Days<tr><td>5 mg<td>4.1",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "words alone": ("<tr><td>tea<td>cup<tr><td>pill<td>box", [["tea", "cup"], ["pill", "box"]]),
    "empty cells": ("<tr><th>A<th>B<tr><td><td>1", [["A#", "B#"], ["", "1"]]),
    "a cell is one line": (
        "<tr><th>A<th>B<tr><td><p>one</p><p>two</p><td>x<br>y<ul><li>z</ul>",
        [["A#", "B#"], ["one two", "x y z"]],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_html_reads_the_known_tables(text, expected):
    article = read_page(f"<p>Lead.</p><table>{text}</table><p>After.</p>")
    assert [rows_of(table) for table in article.tables] == [expected]
    assert body_of(article)[-1] == "After."
    check_article(article)


def test_html_puts_cells_beside_those_that_span():
    article = read_page(
        "<table><tr><th rowspan=2>Dose<th colspan=2>Sleep<tr><th>Latency<th>Total"
        "<tr><td rowspan=2>5 mg<td>9<td>7<tr><td>8<td>6</table>"
    )
    places = {(c.row, c.column): c.text for c in article.tables[0].cells}
    assert places == {
        (1, 1): "Dose",
        (1, 2): "Sleep",
        (2, 2): "Latency",
        (2, 3): "Total",
        (3, 1): "5 mg",
        (3, 2): "9",
        (3, 3): "7",
        (4, 2): "8",
        (4, 3): "6",
    }
    assert article.tables[0].column_header(3) == "Sleep Total"
    assert article.tables[0].row_header(4) == "5 mg"


GROUPS = {
    "a row that names a group is no header": (
        "<thead><tr><th>Remedy<th>Change<tbody><tr><th colspan=2>Herbs<tr><th>Yoga<td>9",
        [["Remedy#", "Change#"], ["Herbs"], ["Yoga", "9"]],
    ),
    "where rows are named, columns are not guessed": (
        "<tr><th>Type<td>Tea<tr><th>Caffeine<td>0 mg",
        [["Type", "Tea"], ["Caffeine", "0 mg"]],
    ),
}


@pytest.mark.parametrize(("text", "expected"), GROUPS.values(), ids=GROUPS)
def test_html_believes_what_is_marked_as_a_header(text, expected):
    article = read_page(f"<p>Lead.</p><table>{text}</table>")
    assert [rows_of(table) for table in article.tables] == [expected]


def test_html_says_who_wrote_it_and_when_it_was_changed():
    article = read_page(
        "<link rel=canonical href=https://a.example/zinc>"
        f"<h1>Zinc</h1><p>By <a rel=author href=/ann>Ann <b>Lee</b></a></p><p>{LONG}</p>"
        "<p>Published on May 4, 2023</p><p>Last updated: June 5, 2024</p>"
    )
    assert (article.author, article.canonical) == ("Ann Lee", "https://a.example/zinc")
    assert (str(article.published), str(article.modified)) == ("2023-05-04", "2024-06-05")
    # What it says is what it said when it was last changed.
    assert article.date == article.modified


def test_html_without_a_day_of_publication_speaks_for_the_day_it_was_changed():
    article = read_page(f"<h1>Zinc</h1><p>{LONG}</p><p>Last updated: June 5, 2024</p>")
    assert (article.published, str(article.date)) == (None, "2024-06-05")


def test_html_keeps_captions():
    inside = read_page("<table><caption>Costs</caption><tr><th>A<th>B<tr><td>x<td>1</table>")
    above = read_page("<p>Table 1: Costs</p><table><tr><th>A<th>B<tr><td>x<td>1</table>")
    assert inside.tables[0].caption == "Costs"
    assert above.tables[0].caption == "Table 1: Costs"
    assert kinds_of(above)[0] == ("caption", "Table 1: Costs")


LAYOUTS = {
    "a table around a heading": "<table><tr><td><h2>Zinc</h2><p>Text.</p><td>Beside</table>",
    "a table around a table": "<table><tr><td>Zinc<td><table><tr><td>A</table></table>",
    "one cell": "<table><tr><td>Zinc</table>",
    "told so": "<table role=presentation><tr><td>Zinc<td>Text</table>",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_html_tables_that_lay_out_a_page_are_none(text):
    article = read_page(text)
    assert article.tables == ()
    assert all(kind != "cell" for kind, _ in kinds_of(article))


BESIDE = {
    "nav": ("<nav>Menu of things</nav>", "navigation"),
    "footer": ("<footer>Down here</footer>", "footer"),
    "aside": ("<aside>By the way 12%</aside>", "aside"),
    "form": ("<form>Your thoughts <input></form>", "form"),
    "role": ("<div role=navigation>Menu of things</div>", "navigation"),
    "class": ("<div class='x share-buttons'>Tell your friends</div>", "a part beside the article"),
    "id": ("<div id=comments>Great post, it cured my cat</div>", "a part beside the article"),
    "link only": ("<p><a href=/x>Our ten best pills</a></p>", "link only"),
}


@pytest.mark.parametrize(("text", "why"), BESIDE.values(), ids=BESIDE)
def test_html_marks_what_stands_beside_the_article(text, why):
    article = read_page(f"<h1>Zinc</h1><p>{LONG}</p>{text}<p>{LONG}</p>")
    assert list(whys_of(article).values()) == [why]
    check_article(article)


def test_html_marks_what_stands_outside_main():
    article = read_page(f"<div><p>Buy tea.</p></div><main><h1>Zinc</h1><p>{LONG}</p></main>")
    assert whys_of(article) == {"Buy tea.": "outside the article"}


def test_html_reads_all_where_main_is_a_shell():
    article = read_page(f"<main><p>Loading</p></main><p>{LONG}</p>")
    assert LONG.strip() in body_of(article)


def test_html_does_not_believe_a_class_around_most_of_the_page():
    article = read_page(f"<div class=widget><p>{LONG}</p></div><p>Short.</p>")
    assert whys_of(article) == {}


UNFOLDING = {
    "a tab": '<div role="tabpanel" style="display:none">',
    "a part of an accordion": '<div class="accordion-content" style="display: none">',
    "a collapsed answer": '<div class="faq collapse" hidden>',
}


@pytest.mark.parametrize("tag", UNFOLDING.values(), ids=UNFOLDING)
def test_html_reads_what_unfolds(tag):
    article = read_page(f"<p>{LONG}</p>{tag}<a href='#'>Is it safe?</a><p>It is.</p></div>")
    assert body_of(article)[1:] == ["Is it safe?", "It is."]


SHOWN = {
    "as a part of what unfolds": '<details><div aria-hidden="true">',
    "by a link": '<a href="#h1">History</a><div id="h1" style="display:none">',
    "by a script": (
        "<script>function t(){var e=document.getElementById('h1');e.style.display='block'}</script>"
        '<div id="h1" style="display:none">'
    ),
}


@pytest.mark.parametrize("tag", SHOWN.values(), ids=SHOWN)
def test_html_reads_hidden_parts_that_something_shows(tag):
    assert body_of(read_page(f"<p>{LONG}</p>{tag}<p>It is.</p></div>"))[1:] == ["It is."]


TITLES_OF_FOLDS = {
    "in a heading": "<h3><button class=x>Is it safe?</button></h3><div><p>It is.</p></div>",
    "of an accordion": "<button class=accordion>Is it safe?</button><div>It is.</div>",
    "that opens": "<button aria-expanded=false aria-controls=a>Is it safe?</button><p id=a>It is.",
}


@pytest.mark.parametrize("text", TITLES_OF_FOLDS.values(), ids=TITLES_OF_FOLDS)
def test_html_reads_the_button_over_what_unfolds(text):
    article = read_page(f"<h1>Zinc</h1><p>{LONG}</p>{text}")
    assert body_of(article)[-2:] == ["Is it safe?", "It is."]


def test_html_reads_no_other_buttons():
    button = "<button>Compare</button><button role=tab>Our dose</button>"
    menu = "<button aria-expanded=false aria-controls=m>All our pills</button>"
    assert body_of(read_page(f"{menu}<h1>Zinc</h1><p>{LONG}</p>{button}"))[-1] == LONG.strip()


FOLDED = [
    '<div class="table" hidden>',
    '<div class="stable" hidden>',
    '<a href="#p">x</a><div id="p" class="popup" hidden>',
    '<div class="faq"><i aria-hidden="true">',
]


@pytest.mark.parametrize("tag", FOLDED)
def test_html_leaves_hidden_parts_out_that_unfold_in_no_way(tag):
    assert body_of(read_page(f"<p>{LONG}</p>{tag}<p>It is.</p></div>")) == [LONG.strip()]


NAMED = {
    "a word of the name": ("region-footer", True),
    "in capitals": ("pageFooter", True),
    "what it has": ("has-sidebar", False),
    "what it wraps": ("content-sidebar-wrap", False),
    "another word": ("footnotes", False),
}


@pytest.mark.parametrize(("named", "beside"), NAMED.values(), ids=NAMED)
def test_html_tells_parts_by_the_words_of_their_names(named, beside):
    article = read_page(f"<p>{LONG}</p><div class={named}><p>Five words stand in here.</p></div>")
    assert ("Five words stand in here." in whys_of(article)) == beside


def test_html_drops_a_table_beside_the_article():
    table = "<table><tr><th>A<th>B<tr><td>x<td>1</table>"
    article = read_page(f"<p>{LONG}</p><aside>{table}</aside>{table}")
    assert [table.number for table in article.tables] == [1]


DATES = {
    "published_time": '<meta property="article:published_time" content="2023-04-05T10:00Z">',
    "JSON-LD": '<script type="application/ld+json">{"datePublished": "2023-04-05"}</script>',
    "citation": '<meta name="citation_date" content="2023/04/05">',
    "time": '<p><time datetime="2023-04-05">yesterday</time></p>',
    "a line": "<p>April 5, 2023</p>",
    "the more believed": (
        '<time datetime="2020-01-01">x</time><meta property="article:published_time" '
        'content="2023-04-05">'
    ),
}


@pytest.mark.parametrize("text", DATES.values(), ids=DATES)
def test_html_reads_the_date(text):
    date = read_page(f"{text}<p>{LONG}</p>").date
    assert date is not None
    assert date.isoformat() == "2023-04-05"


TITLES = {
    "h1": ("<title>Other | Site</title><h1>Zinc &amp; you</h1>", "Zinc & you"),
    "og:title": ('<title>Other</title><meta property="og:title" content="Zinc">', "Zinc"),
    "not the name of the site": (
        "<h1><a href=https://a.example/>Some Site</a></h1><h1><a href=/zinc>Zinc</a></h1>",
        "Zinc",
    ),
    "a heading that the window is named after": (
        "<title>Some Site: Zinc &amp; you</title><h2>News</h2><h3>Zinc &amp; you</h3>",
        "Zinc & you",
    ),
    "the longest of such headings": (
        "<title>Zinc &amp; you | Some Site</title><h2>Some Site</h2><h3>Zinc &amp; you</h3>",
        "Zinc & you",
    ),
    "what the page says before what its window is named after": (
        '<title>Zinc | Some Site</title><meta property="og:title" content="All about zinc">'
        "<h2>Zinc</h2>",
        "All about zinc",
    ),
    "title without its site": ("<title>Zinc &amp; you | Some Site</title>", "Zinc & you"),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.values(), ids=TITLES)
def test_html_reads_the_title(text, expected):
    assert read_page(f"{text}<p>{LONG}</p>").title == expected


STYLED = '<p class="c3 title" id="h.gjdgxs"><span class="c0">Zinc</span></p>'
PARTS = '<h1 id="h.a1">Colds</h1><p>One.</p><h1 id="h.b2">Sleep</h1><p>Two.</p>'
# Body, what it holds, its title, and the blocks that are a title or a heading.
GOOGLE_DOCS = {
    "the style Title": (STYLED + PARTS, "Zinc", ["title Zinc", "heading Colds", "heading Sleep"]),
    "the name, where each part has a heading 1": (
        PARTS,
        "Zinc | final",
        ["heading Colds", "heading Sleep"],
    ),
    "one heading 1": ('<h1 id="h.a1">Colds</h1><p>One.</p>', "Colds", ["title Colds"]),
}


@pytest.mark.parametrize(("text", "title", "headings"), GOOGLE_DOCS.values(), ids=GOOGLE_DOCS)
def test_html_reads_the_title_of_a_google_document(text, title, headings):
    page = f'<title>Zinc | final</title><body class="c1 doc-content">{text}<p>{LONG}</p>'
    article = read_page(page)
    found = [
        f"{block.kind} {article.text[block.start_clean : block.end_clean]}"
        for block in article.blocks
        if block.kind in {"title", "heading"}
    ]
    assert (article.title, found) == (title, headings)


LED = {
    "through Google": "https://www.google.com/url?q=https://doi.org/10.1/a&amp;sa=D&amp;ust=17",
    "through Google, spelled out": "https://www.google.com/url?sa=D&q=https%3A%2F%2Fdoi.org/10.1/a",
    "straight": "https://doi.org/10.1/a",
}


@pytest.mark.parametrize("href", LED.values(), ids=LED)
def test_html_links_lead_where_they_end_and_not_through_google(href):
    article = read_page(f'<p>Zinc helps (<a href="{href}">Lee 2019</a>). {LONG}</p>')
    assert [link.href for link in article.links] == ["https://doi.org/10.1/a"]


def test_html_takes_no_title_by_its_class_elsewhere():
    page = f'<p class="title" id="widget">Shop</p><h1>Zinc</h1>{PARTS}<p>{LONG}</p>'
    assert read_page(f"<title>Other</title><body>{page}").title == "Zinc"


def test_html_leads_back_across_tags_and_entities():
    source = "<p>It fell by <b>52&#37;</b>&nbsp;in <i>adults</i>.</p>"
    article = read_page(source)
    at = article.text.index("52%")
    start, end = article.span_to_source(at, at + len("52% in adults"))
    assert source[start:end] == "52&#37;</b>&nbsp;in <i>adults"


def test_html_refuses_a_page_that_nests_without_end():
    with pytest.raises(MarkupTooDeepError, match="made up nests more than 1024 levels"):
        read_page("<div>" * 5_000 + "deep")


def test_html_reads_a_page_that_nests_deep():
    assert body_of(read_page("<div>" * 1_000 + "deep")) == ["deep"]


def test_html_of_tags_alone_is_empty():
    with pytest.raises(SourceEmptyError):
        read_page("<p><br></p><style>x</style>")


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=40).map("".join))
def test_html_of_any_make_keeps_its_promises(text):
    check_article(read_page(f"a{text}"))


def test_html_a_link_to_the_root_ends_at_its_end_tag():
    # An address without quotes that ends in a slash closes nothing by itself.
    page = read_page("<p><a href=/>Home</a></p><p>Zinc may help.</p><p><a href=x />Or not.</p>")
    assert body_of(page) == ["Zinc may help.", "Or not."]


def test_html_a_pages_foot_says_when_it_was_posted():
    foot = "<footer><p>© 2025 Oak Farm. Posted May 2025. Money back.</p></footer>"
    assert str(read_page(f"<main><h1>Zinc</h1><p>{LONG}</p></main>{foot}").date) == "2025-05-01"

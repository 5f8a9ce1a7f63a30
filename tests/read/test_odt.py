"""OpenDocument texts: what LibreOffice shows is what is read."""

import pytest
from reading import body_of, check_article, kinds_of, links_of, rows_of, whys_of
from word import packed

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentUnsafeError,
    MarkupTooDeepError,
    PipelineError,
    SourceEmptyError,
)
from pipeline.read import read_bytes
from pipeline.records import Article

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    [
        *(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "text", "table", "style")),
        f'xmlns:draw="{_OASIS}:drawing:1.0" xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
STYLES = """
<style:style style:name="Heading" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>
<style:style style:name="Contents_20_1" style:family="paragraph"/>
<style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="P2" style:parent-style-name="Quotations"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Loop" style:parent-style-name="Loop"/>
<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Up"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Gone"><style:text-properties text:display="none"/></style:style>
"""


def written(*body: str, styles: str = STYLES, title: str = "", **parts: str) -> bytes:
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_SPACES}><office:body><office:text>"
            f"{''.join(body)}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_SPACES}><office:styles>{styles}"
            "</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {_SPACES}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
            **parts,
        }
    )


def read_odt(data: bytes) -> Article:
    return read_bytes(data, path="made up.odt", format="odt", max_mb=20)


def p(inner: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def h(inner: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{inner}</text:h>'


def span(inner: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{inner}</text:span>'


def items(*inner: str) -> str:
    each = "</text:list-item><text:list-item>".join(inner)
    return f"<text:list><text:list-item>{each}</text:list-item></text:list>"


def cell(*inner: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{''.join(map(p, inner))}</table:table-cell>"


def row(*cells: str) -> str:
    made = (each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def table(*rows: str, heads: str = "") -> str:
    headed = f"<table:table-header-rows>{heads}</table:table-header-rows>" if heads else ""
    return f"<table:table>{headed}{''.join(rows)}</table:table>"


NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    f"<text:note-body>{p('Noted.')}</text:note-body></text:note>"
)
BOX = f"<draw:frame><draw:text-box>{p('Boxed.')}</draw:text-box></draw:frame>"

BLOCKS = {
    "spans leave no gap": (p(f"52{span('%', 'B')} of people."), [("paragraph", "52% of people.")]),
    "white space": (
        p("It\n   helps<text:s text:c='3'/><text:tab/>some."),
        [("paragraph", "It helps some.")],
    ),
    "a source line is no line": (p(f"One.\n{span('Two.', 'B')}\n"), [("paragraph", "One. Two.")]),
    "a line break": (
        p("One.<text:line-break/>Two."),
        [("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "headings": (h("Uses", 2) + p("It helps."), [("heading", "Uses"), ("paragraph", "It helps.")]),
    "a numbered heading": (items(h("Uses", 2)), [("heading", "Uses")]),
    "a quote": (p("Said so.", "P2"), [("quote", "Said so.")]),
    "a style based on itself": (p("It helps.", "Loop"), [("paragraph", "It helps.")]),
    "lists": (
        items(p("One.") + p("More."), p("Two.") + items(p("Deep."))),
        [
            ("list_item", "One."),
            ("paragraph", "More."),
            ("list_item", "Two."),
            ("list_item", "Deep."),
        ],
    ),
    "hidden text": (p(f"Seen{span(' no', 'Gone')}."), [("paragraph", "Seen.")]),
    "a hidden section": (
        f'<text:section text:display="none">{p("No.")}</text:section>'
        f"<text:section>{p('Yes.')}</text:section>",
        [("paragraph", "Yes.")],
    ),
    "deleted text": (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('No.')}</text:deletion>"
        f"</text:changed-region></text:tracked-changes>{p('It <text:change/>helps.')}",
        [("paragraph", "It helps.")],
    ),
    "a power and a note": (
        p(f"10{span('6', 'Up')} cells, by 52%{span('3', 'Up')}, says Lee."),
        [("paragraph", "10^6 cells, by 52% , says Lee.")],
    ),
    "a field": (p("See <text:sequence>1</text:sequence>."), [("paragraph", "See 1.")]),
    "a box": (p(f"One {BOX}and."), [("paragraph", "One and."), ("paragraph", "Boxed.")]),
    "notes behind the text": (
        p(f"by 52%{NOTE} of people.") + p("So."),
        [("paragraph", "by 52% of people."), ("paragraph", "So."), ("paragraph", "Noted.")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_odt_reads_what_is_shown(body, expected):
    article = read_odt(written(p("Zinc", "P1"), body))
    check_article(article)
    assert kinds_of(article) == [("title", "Zinc"), *expected]
    covered = {at for each in article.locators for at in range(each.start, each.end)}
    assert {article.source[at] for at in range(len(article.source)) if at not in covered} == {"\n"}


def test_odt_knows_levels_links_and_contents():
    index = f"<text:index-body>{p('Uses 1')}</text:index-body>"
    listing = f"<text:table-of-content>{index}</text:table-of-content>"
    link = p("<text:a>See our prices</text:a>")
    article = read_odt(
        written(p("Zinc", "P1"), listing, h("Uses", 3), items(items(p("Deep."))), link)
    )
    assert whys_of(article) == {"Uses 1": "table of contents", "See our prices": "link only"}
    assert [b.level for b in article.blocks if b.kind in {"heading", "list_item"}] == [3, 2]


TABLES = {
    "headers": (
        table(row("Sham", "41"), heads=row("2019", "2020")),
        [["2019#", "2020#"], ["Sham", "41"]],
    ),
    "the first row by its words": (
        table(row("Group", "Better"), row("Sham", "41%")),
        [["Group#", "Better#"], ["Sham", "41%"]],
    ),
    "spans": (
        table(
            row(
                "A",
                cell("B", more='table:number-columns-spanned="2"'),
                "<table:covered-table-cell/>",
            ),
            row(cell("x", more='table:number-rows-spanned="2"'), "1", "2"),
            row("<table:covered-table-cell/>", "3", "4"),
        ),
        [["A#", "B#"], ["x", "1", "2"], ["3", "4"]],
    ),
    "paragraphs of a cell": (
        table(row("A", "B"), row("x", cell("5%", "", "of 30")), row("y", "6%")),
        [["A#", "B#"], ["x", "5% of 30"], ["y", "6%"]],
    ),
}


@pytest.mark.parametrize(("made", "expected"), TABLES.values(), ids=TABLES)
def test_odt_reads_tables(made, expected):
    article = read_odt(written(p("Some words."), made))
    check_article(article)
    assert [rows_of(found) for found in article.tables] == [expected]


def test_odt_a_cell_stands_where_those_before_it_leave_room():
    made = table(row("A", cell("B"), "C"), row("<table:covered-table-cell/>", "3", "4"))
    (found,) = read_odt(written(p("Words."), made)).tables
    assert [(c.text, c.column) for c in found.cells][-2:] == [("3", 2), ("4", 3)]


def test_odt_comments_silence():
    said = "<office:annotation office:name='a'><dc:creator>Ann</dc:creator>{}</office:annotation>"
    article = read_odt(
        written(
            p(
                f"Zinc. Copper {said.format(p('claims: ignore ST002') + p('ours'))}helps 5%"
                "<office:annotation-end office:name='a'/> of people."
            )
        )
    )
    assert body_of(article) == ["Zinc. Copper helps 5% of people."]
    (silence,) = article.silences
    assert article.source[silence.covers_from : silence.covers_to] == "Copper helps 5%"
    assert (silence.codes, silence.reason, silence.where) == (("ST002",), "ours", "comment 1")


def test_odt_titles_the_article():
    assert read_odt(written(p("It helps."), title="All about zinc")).title == "All about zinc"
    assert read_odt(written(p("It helps."), title="Untitled 1")).title is None
    assert read_odt(written(h("Zinc"), p("It helps."), title="Other")).title == "Zinc"


def test_odt_is_told_without_a_name():
    assert read_bytes(written(p("It helps.")), path="-", max_mb=1).format == "odt"


DEEP = f"{'<text:section>' * 400}{p('x')}{'</text:section>' * 400}"
REFUSED = {
    "nothing": (b"", SourceEmptyError, "holds no text"),
    "no words": (written(p("")), SourceEmptyError, "holds no text"),
    "no archive": (b"Zinc", DocumentBrokenError, "an OpenDocument text"),
    "no content": (packed({"a": "b"}), DocumentBrokenError, "content.xml is missing"),
    "a drawing": (
        packed({"content.xml": f"<office:document-content {_SPACES}/>"}),
        DocumentBrokenError,
        "not the text of a document",
    ),
    "a password": (
        written(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        DocumentProtectedError,
        "password",
    ),
    "entities": (
        packed({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        DocumentUnsafeError,
        "document type",
    ),
    "sections without end": (written(DEEP), MarkupTooDeepError, "more than 256"),
}


@pytest.mark.parametrize(("data", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_odt_refuses_what_is_no_whole_document(data, error, words):
    with pytest.raises(error) as caught:
        read_odt(data)
    assert words in str(caught.value)
    assert isinstance(caught.value, PipelineError)


def test_odt_reads_deep_lists():
    deep = p("Deep.")
    for _ in range(100):
        deep = items(deep)
    assert body_of(read_odt(written(deep))) == ["Deep."]


def test_odt_believes_no_number_of_columns():
    wide = cell("x", more='table:number-columns-repeated="999999999999999999999"')
    (found,) = read_odt(written(p("Words."), table(row(wide, "y"), row("1", "2")))).tables
    assert found.n_columns == 101


def test_odt_keeps_where_links_lead():
    def linked(href, inner):
        return f'<text:a xlink:type="simple" xlink:href="{href}">{inner}</text:a>'

    lee = linked("https://doi.org/10.1000/a", f"Lee et al., {span('2019', 'B')}")
    below = linked("#below", "below")
    note = f"<text:note><text:note-body>{p(linked('https://a.example/b', 'Hall'))}"
    article = read_odt(
        written(
            p(f"It helps ({lee}){note}</text:note-body></text:note>."),
            p(f"See {below}, as ever."),
        )
    )
    assert links_of(article) == [
        ("Lee et al., 2019", "https://doi.org/10.1000/a"),
        ("Hall", "https://a.example/b"),
    ]

"""Word documents as a whole: what becomes of each thing that Word can hold."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import body_of, check_article, kinds_of, links_of, rows_of, whys_of
from word import (
    UP,
    box,
    cell,
    commented,
    field,
    item,
    mark,
    note,
    p,
    packed,
    r,
    read_word,
    row,
    table,
    word,
)

from pipeline.errors import MarkupTooDeepError, PipelineError, SourceEmptyError
from pipeline.records import Article

GONE = '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'
END_GONE = '<w:rPr><w:del w:id="1"/></w:rPr>'

BLOCKS = {
    "headings and paragraphs": (
        [p("Zinc", style="Title"), p("Uses", style="Heading1"), p("One."), p("Two.")],
        [("title", "Zinc"), ("heading", "Uses"), ("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "runs leave no gap": ([p("52", r("%", "b"), " of adults.")], [("paragraph", "52% of adults.")]),
    "marks are characters": (
        [p("*Not* _Markdown_, # and <b> &amp; as they are.")],
        [("paragraph", "*Not* _Markdown_, # and <b> &amp; as they are.")],
    ),
    "lists": (
        [p("It helps:"), item("One"), item("Deep", level=1)],
        [("paragraph", "It helps:"), ("list_item", "One"), ("list_item", "Deep")],
    ),
    "items that somebody typed": (
        [p("It helps:"), p("• One"), p("2. Two"), p("Three.")],
        [
            ("paragraph", "It helps:"),
            ("list_item", "One"),
            ("list_item", "Two"),
            ("paragraph", "Three."),
        ],
    ),
    "quotes": ([p("Said so.", style="Quote")], [("quote", "Said so.")]),
    "a line break ends a line": (
        [p(r("One."), r("", inner="<w:br/>"), r("Two."))],
        [("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "a line break within a sentence": (
        [p(r("One of", inner="<w:br/>"), r("them."))],
        [("paragraph", "One of them.")],
    ),
    "tabs and hyphens": (
        [p(r("a", inner="<w:tab/>"), r("non"), r("", inner="<w:noBreakHyphen/>"), "sense soft.")],
        [("paragraph", "a non-sense soft.")],
    ),
    "soft hyphens vanish": (
        [p(r("acu", inner="<w:softHyphen/>"), "puncture helps.")],
        [("paragraph", "acupuncture helps.")],
    ),
    "footnote numbers go": (
        [p("by 50%", note(1), " of people, ", r("in 2019"), r("3", UP), " or so.")],
        [("paragraph", "by 50% of people, in 2019 or so.")],
    ),
    "a note's mark of the writer's own goes": (
        [p("by 50%", note(1, own="12"), " of people.")],
        [("paragraph", "by 50% of people.")],
    ),
    "powers stay": (
        [p("10", r("6", UP), " cells, 10", r("-3", UP), " g, the 5", r("th", UP), " day.")],
        [("paragraph", "10^6 cells, 10^-3 g, the 5th day.")],
    ),
    "hidden text": ([p("Seen", r(" no", "vanish"), ".")], [("paragraph", "Seen.")]),
    "what is hidden by a switch that is off": (
        [p("Seen", r(" too", '<w:vanish w:val="0"/>'), ".")],
        [("paragraph", "Seen too.")],
    ),
    "tracked changes": (
        [p("It ", GONE, f"<w:ins>{r('helps')}</w:ins>", f"<w:moveFrom>{r(' no')}</w:moveFrom>.")],
        [("paragraph", "It helps")],
    ),
    "what was moved stands where it went": (
        [p(f"<w:moveTo>{r('Moved.')}</w:moveTo>")],
        [("paragraph", "Moved.")],
    ),
    "an insertion that was deleted again": ([p("It helps.", f"<w:ins>{GONE}</w:ins>")], None),
    "a paragraph whose end was deleted": (
        [p("By ", settings=END_GONE), p("52% of people.")],
        [("paragraph", "By 52% of people.")],
    ),
    "the last of them": ([p("By 52%.", settings=END_GONE)], [("paragraph", "By 52%.")]),
    "a paragraph that was deleted whole": (
        [p("One."), p(GONE, settings=END_GONE), p("Two.")],
        [("paragraph", "One."), ("paragraph", "Two.")],
    ),
    "a large first letter": (
        [
            p("A", settings='<w:framePr w:dropCap="drop" w:lines="3"/>'),
            p("cupuncture helps some."),
        ],
        [("paragraph", "Acupuncture helps some.")],
    ),
    "the results of fields": (
        [p("See ", field(' REF "x" ', "Table 1"), ", page ", field(" PAGE ", "3"), ".")],
        [("paragraph", "See Table 1, page 3.")],
    ),
    "a field in the instructions of another": (
        [
            p(
                "It ",
                mark("begin"),
                "<w:r><w:instrText>IF</w:instrText></w:r>",
                field("DATE", "today"),
                mark("separate"),
                "helps.",
                mark("end"),
            )
        ],
        None,
    ),
    "simple fields": (
        [p('<w:fldSimple w:instr="DATE">' + r("today") + "</w:fldSimple>", " it helps.")],
        [("paragraph", "today it helps.")],
    ),
    "a field without an end": (
        [p(mark("begin"), "It helps."), p("So it does.")],
        [("paragraph", "It helps."), ("paragraph", "So it does.")],
    ),
    "text boxes follow their paragraph, once": (
        [p("One ", box(p("In the box."), p("Also.")), "and a half."), p("Two.")],
        [
            ("paragraph", "One and a half."),
            ("paragraph", "In the box."),
            ("paragraph", "Also."),
            ("paragraph", "Two."),
        ],
    ),
    "boxes in boxes": (
        [p("One.", box(p("Outer.", box(p("Inner.")))))],
        [("paragraph", "One."), ("paragraph", "Outer."), ("paragraph", "Inner.")],
    ),
    "content controls": (
        [
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In a block.')}</w:sdtContent></w:sdt>",
            p("By ", f"<w:sdt><w:sdtContent>{r('52%')}</w:sdtContent></w:sdt>", "."),
        ],
        [("paragraph", "In a block."), ("paragraph", "By 52%.")],
    ),
    "what a content control says to type": (
        [
            p(
                "It helps.",
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
                f"<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>",
            )
        ],
        [("paragraph", "It helps.")],
    ),
    "smart tags and custom XML": (
        [p(f"<w:smartTag><w:customXml>{r('In London')}</w:customXml></w:smartTag>", " it helps.")],
        [("paragraph", "In London it helps.")],
    ),
    "signs of a font of signs": (
        [p("p ", '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', " 0.05.")],
        [("paragraph", "p ≤ 0.05.")],
    ),
    "such a sign by its short code": (
        [p("p ", '<w:r><w:sym w:font="Symbol" w:char="B3"/></w:r>', " 0.05.")],
        [("paragraph", "p ≥ 0.05.")],
    ),
    "a sign that is none": (
        [p("p ", '<w:r><w:sym w:font="Symbol" w:char="x"/></w:r>', "= 0.05.")],
        [("paragraph", "p = 0.05.")],
    ),
    "formulas": (
        [
            p(
                "At ",
                "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r>"
                "</m:sup></m:sSup></m:oMath>",
                " cells.",
            )
        ],
        [("paragraph", "At 10^6 cells.")],
    ),
    "readings over words": (
        [
            p(
                f"<w:ruby><w:rt>{r('ki')}</w:rt><w:rubyBase>{r('Qi')}</w:rubyBase></w:ruby>",
                " flows, they say.",
            )
        ],
        [("paragraph", "Qi flows, they say.")],
    ),
    "comments are no text": (
        [p("It ", commented(0, "helps"), ".")],
        [("paragraph", "It helps.")],
    ),
    "white space around text that is not to be kept": (
        [p("<w:r><w:t>\n   It\nhelps  </w:t></w:r>", ".")],
        [("paragraph", "It helps.")],
    ),
    "white space is a space": (
        [p("It\u00a0 helps,  really\u2009so.")],
        [("paragraph", "It helps, really so.")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_docx_reads_what_word_shows(body, expected):
    article = read_word(word(p("A headline", style="Heading1"), *body))
    check_article(article)
    found = kinds_of(article)[1:]
    assert found == (expected or [("paragraph", "It helps.")])


@pytest.mark.parametrize("body", [body for body, _ in BLOCKS.values()], ids=BLOCKS)
def test_docx_reads_the_strict_spelling_alike(body):
    body = [p("A headline", style="Heading1"), *body]
    assert kinds_of(read_word(word(*body, strict=True))) == kinds_of(read_word(word(*body)))


def test_docx_reads_notes_behind_the_text_in_the_order_of_their_marks():
    article = read_word(
        word(
            p("One", note(3), " two", note(2), " three", note(7, kind="endnote"), "."),
            p("Never mind ", f"<w:del>{note(4)}</w:del>", "that."),
            footnotes={2: p("Second."), 3: p("First."), 4: p("Deleted.")},
            endnotes={7: p("The end.")},
        )
    )
    assert body_of(article)[-3:] == ["First.", "Second.", "The end."]
    assert [b.kind for b in article.blocks][-3:] == ["paragraph"] * 3


def test_docx_reads_a_note_once_however_often_it_is_marked():
    article = read_word(word(p("A", note(1), " b", note(1), "."), footnotes={1: p("Noted.")}))
    assert body_of(article) == ["A b.", "Noted."]


def test_docx_leaves_out_headers_and_footers():
    article = read_word(word(p("It helps."), parts={"word/header1.xml": word(p("Draft"))}))
    assert body_of(article) == ["It helps."]


def test_docx_marks_the_table_of_contents():
    listing = [
        p(
            mark("begin"),
            "<w:r><w:instrText>TOC \\o</w:instrText></w:r>",
            mark("separate"),
            "Uses 1",
        ),
        p("Harms 2"),
        p(mark("end")),
    ]
    article = read_word(word(p("Zinc", style="Title"), *listing, p("It helps.")))
    assert whys_of(article) == {"Uses 1": "table of contents", "Harms 2": "table of contents"}


def test_docx_knows_a_line_that_is_only_a_link():
    link = f"<w:hyperlink>{r('See our prices for a course')}</w:hyperlink>"
    field_link = field('HYPERLINK "https://x.y"', r("And our other prices"))
    article = read_word(word(p("It helps."), p(link), p(field_link), p("Look, ", link)))
    assert set(whys_of(article).values()) == {"link only"}
    assert len(whys_of(article)) == 2


# --- tables

SIDE = '<w:hMerge w:val="continue"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEADS = "<w:tblHeader/>"
TABLES = {
    "the first row by its words": (
        table(["Group", "Better"], ["Sham", "41%"]),
        [["Group#", "Better#"], ["Sham", "41%"]],
    ),
    "rows that are named headers": (
        table(
            row("2019", "2020", settings=HEADS),
            row("n = 4", "n = 5", settings=HEADS),
            row("1", "2"),
        ),
        [["2019#", "2020#"], ["n = 4#", "n = 5#"], ["1", "2"]],
    ),
    "a bold first row": (
        table(row(cell(p(r("2019", "b"))), cell(p(r("2020", "b")))), ["1", "2"]),
        [["2019#", "2020#"], ["1", "2"]],
    ),
    "all bold": (
        table(row(cell(p(r("3", "b"))), cell(p(r("4", "b")))), row(cell(p(r("5", "b"))), "6")),
        [["3#", "4#"], ["5", "6"]],
    ),
    "cells over columns": (
        table(row("A", cell("B", settings='<w:gridSpan w:val="2"/>')), ["x", "1", "2"]),
        [["A#", "B#"], ["x", "1", "2"]],
    ),
    "cells over rows": (
        table(
            ["A", "B"],
            row(cell("x", settings=DOWN), "1"),
            row(cell("", settings=ON), "2"),
            ["y", "3"],
        ),
        [["A#", "B#"], ["x", "1"], ["2"], ["y", "3"]],
    ),
    "a header over two rows": (
        table(
            row(cell("Group", settings=DOWN), "Better", settings=HEADS),
            row(cell("", settings=ON), "in %"),
            ["Sham", "41"],
        ),
        [["Group#", "Better#"], ["in %#"], ["Sham", "41"]],
    ),
    "a header that is not all of the table": (
        table(row(cell("A", settings=DOWN), "B"), row(cell("", settings=ON), "1")),
        [["A#", "B#"], ["1"]],
    ),
    "one that goes on from nothing": (
        table(["A", "B"], row(cell("x", settings=ON), "1")),
        [["A#", "B#"], ["x", "1"]],
    ),
    "rows that were deleted": (
        table(["A", "B"], row("x", "9", settings="<w:del/>"), ["y", "1"]),
        [["A#", "B#"], ["y", "1"]],
    ),
    "cells that were deleted": (
        table(["A", "B"], row("x", cell("9", settings="<w:cellDel/>"), "1")),
        [["A#", "B#"], ["x", "1"]],
    ),
    "cells over columns, as old documents have them": (
        table(
            row(cell("A", settings='<w:hMerge w:val="restart"/>'), cell("", settings=SIDE), "B"),
            ["x", "1", "2"],
        ),
        [["A#", "B#"], ["x", "1", "2"]],
    ),
    "one that goes on after it ended": (
        table(
            ["A", "B"],
            row(cell("x", settings=DOWN), "1"),
            ["y", "2"],
            row(cell("z", settings=ON), "3"),
        ),
        [["A#", "B#"], ["x", "1"], ["y", "2"], ["z", "3"]],
    ),
    "paragraphs of a cell": (
        table(["A", "B"], row("x", cell(p("5%"), p(), p("(n = 3)"))), ["y", "6%"]),
        [["A#", "B#"], ["x", "5% (n = 3)"], ["y", "6%"]],
    ),
    "empty cells keep their place": (
        table(["A", "", "C"], ["", "1", ""]),
        [["A#", "#", "C#"], ["", "1", ""]],
    ),
    "rows in content controls": (
        table(
            ["A", "B"],
            f"<w:sdt><w:sdtContent>{row('x', '1')}</w:sdtContent></w:sdt>",
        ),
        [["A#", "B#"], ["x", "1"]],
    ),
    "a row that begins further in": (
        table(["A", "B"], row("1", settings='<w:gridBefore w:val="1"/>')),
        [["A#", "B#"], ["1"]],
    ),
}


@pytest.mark.parametrize(("written", "expected"), TABLES.values(), ids=TABLES)
def test_docx_reads_tables(written, expected):
    article = read_word(word(p("Some words to begin with."), written))
    check_article(article)
    (found,) = article.tables
    assert rows_of(found) == expected


def test_docx_a_cell_stands_where_the_columns_before_it_leave_room():
    wide = cell("B", settings='<w:gridSpan w:val="2"/>')
    (found,) = read_word(word(p("Words."), table(row("A", wide, "D"), ["1", "2", "3", "4"]))).tables
    assert [(c.text, c.column) for c in found.cells][:4] == [("A", 1), ("B", 2), ("D", 4), ("1", 1)]


def test_docx_a_table_around_others_is_only_layout():
    inner = table(["Group", "Better"], ["Sham", "41%"])
    outer = table(row(cell(p("It helps."), inner, p("Or not.")), "Aside."))
    article = read_word(word(outer))
    assert [rows_of(found) for found in article.tables] == [
        [["Group#", "Better#"], ["Sham", "41%"]]
    ]
    assert body_of(article)[0] == "It helps."
    assert body_of(article)[-2:] == ["Or not.", "Aside."]


def test_docx_a_caption_above_a_table_names_it():
    made = table(["Group", "Better"], ["Sham", "41%"])
    for caption in (p("Table 1: Responders"), p(r("Table 1: Responders", "b"))):
        article = read_word(word(p("A headline", style="Heading1"), caption, made))
        assert article.tables[0].caption == "Table 1: Responders"
        assert kinds_of(article)[1] == ("caption", "Table 1: Responders")
    styled = read_word(word(p("Words."), p("Responders", style="Caption"), made))
    assert styled.tables[0].caption == "Responders"


# --- title and headings without styles

UNSTYLED = {
    "bold lines": (
        [p(r("Zinc and You", "b")), p("It helps some."), p(r("Is it safe?", "b")), p("It is.")],
        [
            ("title", "Zinc and You"),
            ("paragraph", "It helps some."),
            ("heading", "Is it safe?"),
            ("paragraph", "It is."),
        ],
    ),
    "a bold sentence": (
        [p("A headline", style="Heading1"), p(r("It helps 5% of people.", "b"))],
        [("title", "A headline"), ("paragraph", "It helps 5% of people.")],
    ),
    "plain lines": (
        [p("Zinc and You"), p("It helps some."), p("A Word on Safety"), p("It is safe.")],
        [
            ("title", "Zinc and You"),
            ("paragraph", "It helps some."),
            ("heading", "A Word on Safety"),
            ("paragraph", "It is safe."),
        ],
    ),
    "a first heading": (
        [p("Zinc", style="Heading2"), p("It helps."), p("Uses", style="Heading1"), p("Some.")],
        [
            ("title", "Zinc"),
            ("paragraph", "It helps."),
            ("heading", "Uses"),
            ("paragraph", "Some."),
        ],
    ),
    "two titles": (
        [p("Zinc", style="Title"), p("It helps."), p("Copper", style="Title"), p("Not so.")],
        [
            ("title", "Zinc"),
            ("paragraph", "It helps."),
            ("heading", "Copper"),
            ("paragraph", "Not so."),
        ],
    ),
    "a bold byline": (
        [p(r("By Ann Lee", "b")), p("Zinc", style="Heading1"), p("It helps.")],
        [("boilerplate", "By Ann Lee"), ("title", "Zinc"), ("paragraph", "It helps.")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), UNSTYLED.values(), ids=UNSTYLED)
def test_docx_finds_headings_that_no_style_tells(body, expected):
    assert kinds_of(read_word(word(*body))) == expected


TITLES = {
    "what is seen comes first": ([p("Zinc", style="Title"), p("It helps.")], "Copper", "Zinc"),
    "the properties' else": ([p("It helps.")], "All about zinc", "All about zinc"),
    "not what a program wrote": ([p("It helps.")], "Document1", None),
    "nor a file name": ([p("It helps.")], "draft (final).docx", None),
    "nor a form to fill in": ([p("It helps.")], "<%Title%>", None),
    "nor nothing": ([p("It helps.")], "", None),
}


@pytest.mark.parametrize(("body", "core", "expected"), TITLES.values(), ids=TITLES)
def test_docx_titles_the_article(body, core, expected):
    assert read_word(word(*body, title=core)).title == expected


def test_docx_dates_the_article_by_what_it_says():
    article = read_word(word(p("Zinc", style="Title"), p("March 3, 2021"), p("It helps.")))
    assert str(article.date) == "2021-03-03"


# --- the way back


def at(article: Article, text: str) -> tuple[str, int, int]:
    start = article.source.index(text)
    (found,) = article.locate(start, start + len(text))
    return found.part, found.paragraph, found.run


def test_docx_leads_back_to_part_paragraph_and_run():
    article = read_word(
        word(
            p("Zinc"),
            p(),
            p("It ", GONE, r("helps"), note(1)),
            table(["Group", "Better"], ["Sham", "41%"]),
            p("And ", box(p("boxed")), "after"),
            footnotes={1: p(r("noted"))},
        )
    )
    assert at(article, "Zinc") == ("body", 1, 1)
    assert at(article, "helps") == ("body", 3, 3)  # the deleted run is counted
    assert at(article, "41%") == ("body", 7, 1)
    # Both spellings of a box have their paragraphs in the XML.
    assert at(article, "boxed") == ("body", 9, 1)
    assert at(article, "after") == ("body", 8, 5)
    assert at(article, "noted") == ("footnotes", 1, 1)


def test_docx_joined_paragraphs_lead_back_each_to_its_own():
    article = read_word(word(p("By ", settings=END_GONE), p("52%")))
    assert at(article, "By") == ("body", 1, 1)
    assert at(article, "52%") == ("body", 2, 1)


@pytest.mark.parametrize("body", [body for body, _ in BLOCKS.values()], ids=BLOCKS)
def test_docx_leads_back_from_every_character_but_the_ends_of_lines(body):
    article = read_word(word(*body))
    covered = {at for each in article.locators for at in range(each.start, each.end)}
    assert {article.source[at] for at in range(len(article.source)) if at not in covered} == {"\n"}


def test_docx_reads_what_another_library_writes():
    import docx

    made = docx.Document()
    made.add_heading("Zinc", 0)
    made.add_heading("Uses", 1)
    made.add_paragraph("One", style="List Bullet")
    made.add_paragraph("Deep", style="List Bullet 2")
    made.add_paragraph("Said so.", style="Intense Quote")
    grid = made.add_table(rows=2, cols=3, style="Light Grid Accent 1")
    for at, text in enumerate(["", "2019", "2020", "Sham", "41%", "40%"]):
        grid.cell(at // 3, at % 3).text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    file = io.BytesIO()
    made.save(file)
    article = read_word(file.getvalue())
    assert [(b.kind, b.level) for b in article.blocks][:5] == [
        ("title", 1),
        ("heading", 1),
        ("list_item", 1),
        ("list_item", 2),
        ("quote", 0),
    ]
    assert rows_of(article.tables[0]) == [["#", "2019 2020#"], ["Sham", "41%", "40%"]]


# --- bad input


def test_docx_of_nothing_is_empty():
    for body in ([], [p()], [p(GONE)], [table([""])]):
        with pytest.raises(SourceEmptyError, match=r"made up\.docx holds no text"):
            read_word(word(*body))


def test_docx_refuses_tables_nested_without_end():
    with pytest.raises(MarkupTooDeepError, match=r"made up\.docx nests more than 256 levels"):
        read_word(
            word("<w:tbl><w:tr><w:tc>" * 100_000 + p("x") + "</w:tc></w:tr></w:tbl>" * 100_000)
        )


def test_docx_reads_tables_nested_deep():
    deep = "<w:tbl><w:tr><w:tc>" * 80 + p("deep") + "</w:tc></w:tr></w:tbl>" * 80
    assert body_of(read_word(word(deep))) == ["deep"]


MANY = {
    "paragraphs": lambda n: p("Zinc helps 5% of people.") * n,
    "runs": lambda n: p(*["a "] * n),
    "cells": lambda n: table(["5%"] * n),
    "rows": lambda n: table(*[["5%"]] * n),
    "boxes": lambda n: p("a", *[box(p("b"))] * n),
    "fields": lambda n: p("a", mark("begin") * n),
    "comments": lambda n: p("a", *[commented(each, "b") for each in range(n)]),
    "links": lambda n: p(*[f"<w:hyperlink>{r('b')}</w:hyperlink>"] * n),
    "paragraphs without ends": lambda n: p("a ", settings=END_GONE) * n,
}


@pytest.mark.parametrize("make", MANY.values(), ids=MANY)
def test_docx_takes_linear_time_on_what_was_made_to_hurt(make):
    # Quadratic time on thousands would be noticed: the whole set takes seconds.
    check_article(read_word(word(make(4_000))))


PIECES = [
    *("word ", "52%", ". ", "- ", "• ", "Table 1: ", "10", "\u00ad", "\uf0a3", "é", "By Ann"),
    *(note(1), box(p("boxed ")), mark("begin"), mark("separate"), mark("end"), GONE),
    *(r("3", UP), r("bold", "b"), r("hid", "vanish"), r("", inner="<w:br/>"), field("PAGE", "3")),
    *(commented(0, "said"), "<w:commentRangeEnd w:id='9'/>", "<m:oMath><m:r/></m:oMath>"),
]
HOLDERS = [
    lambda *inner: p(*inner),
    lambda *inner: p(*inner, settings=END_GONE),
    lambda *inner: p(*inner, style="Heading1"),
    lambda *inner: p(*inner, style="Title"),
    lambda *inner: table(row(cell(p(*inner)), cell(p("5%"))), row(cell(p(*inner)))),
    lambda *inner: table(row(cell(p(*inner), table(row(cell(p("in")), cell("x")))))),
]


@given(
    st.lists(
        st.tuples(st.sampled_from(HOLDERS), st.lists(st.sampled_from(PIECES), max_size=5)),
        min_size=1,
        max_size=6,
    )
)
def test_docx_of_any_make_keeps_its_promises(parts):
    body = [holder(*inner) for holder, inner in parts]
    data = word(p("a"), *body, footnotes={1: p("noted")}, comments={0: "claims: ignore"})
    article = read_word(data)
    check_article(article)
    for silence in article.silences:
        assert 0 <= silence.covers_from <= silence.covers_to <= len(article.source) + 1


@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_docx_raises_nothing_but_its_own_on_damaged_bytes(chance: random.Random, n_faults):
    data = bytearray(word(p("Zinc", note(1)), table(["a", "5%"]), footnotes={1: p("noted")}))
    for _ in range(n_faults):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        check_article(read_word(bytes(data)))
    except PipelineError:
        return


@given(st.text(alphabet="<>/wprtbl:= \"'&;a", max_size=60))
def test_docx_raises_nothing_but_its_own_on_any_part(text):
    part = f'<w:document xmlns:w="http://x"><w:body>{text}</w:body></w:document>'
    for name in ("word/document.xml", "word/styles.xml", "_rels/.rels"):
        try:
            read_word(word(p("a"), parts={name: part}))
        except PipelineError:
            continue
    with pytest.raises(PipelineError):
        read_word(packed({"word/document.xml": text}))


def linked(number, *inner):
    return f'<w:hyperlink r:id="{number}">{"".join(inner)}</w:hyperlink>'


@pytest.mark.parametrize("strict", [False, True])
def test_docx_keeps_where_links_lead(strict):
    hrefs = {"a": "https://doi.org/10.1000/a", "b": "https://a.example/?x=1&y=2"}
    article = read_word(
        word(
            p("It helps (", linked("a", r("Lee et al., "), r("2019", "b")), "). ", note(1)),
            p("So ", field('HYPERLINK "https://a.example/c"', "says"), " a list."),
            p(
                "See ",
                '<w:hyperlink w:anchor="x"><w:r><w:t>below</w:t></w:r></w:hyperlink>',
                " it.",
            ),
            p("Or ", linked("nowhere", r("not")), ", as ever."),
            footnotes={1: p("As of ", linked("b", r("the guide")), ".")},
            links=hrefs,
            strict=strict,
        )
    )
    assert links_of(article) == [
        ("Lee et al., 2019", "https://doi.org/10.1000/a"),
        ("says", "https://a.example/c"),
        ("the guide", "https://a.example/?x=1&y=2"),
    ]

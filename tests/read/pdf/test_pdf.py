"""PDFs: what a reader of the page reads is what is read."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import HEIGHT, WIDTH, at, dot, lines, pdf, picture, read_pdf, turned
from reading import body_of, check_article, kinds_of, rows_of, whys_of
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentScannedError,
    DocumentSlowError,
    DocumentTooLongError,
    PipelineError,
    SourceEmptyError,
)
from pipeline.read import read_bytes
from pipeline.read.pdf import glyphs, process

PROSE = (
    "Zinc may shorten a cold by about a day, and that is all that",
    "is known of it. The treat-",
    "ment was given to 52% of the people in these trials, and they",
    "were well.",
)
LEFT = (
    "Acupuncture helped some people",
    "with headaches in a trial that ran",
    "for twelve weeks at nine centres",
    "and was paid for by its makers. It",
)
RIGHT = (
    "did not help all of them, and of",
    "those who felt better many had had",
    "sham needles. Nobody can tell who",
    "will be helped by it in the end.",
)


def test_pdf_lines_become_paragraphs():
    article = read_pdf(pdf(lines(72, 100, "Zinc", size=20) + lines(72, 140, *PROSE)))
    assert kinds_of(article) == [
        ("title", "Zinc"),
        (
            "paragraph",
            "Zinc may shorten a cold by about a day, and that is all that is known of it. The "
            "treatment was given to 52% of the people in these trials, and they were well.",
        ),
    ]
    assert article.title == "Zinc"
    check_article(article)


def test_pdf_offsets_count_in_the_extracted_text_and_lead_on_to_page_and_box():
    article = read_pdf(pdf([at(72, 90, "Zinc.")], lines(72, 100, "It helps 52% of people.")))
    start = article.source.index("52%")
    (locator,) = article.locate(start, start + 3)
    assert (locator.page, locator.part, locator.paragraph, locator.run) == (2, "", 0, 0)
    left, top, right, bottom = locator.box
    assert left == pytest.approx(72, abs=1)
    assert top < 100 - 5 < bottom
    assert 180 < right < 200
    assert article.source[locator.start : locator.end] == "It helps 52% of people."


BREAKS = {
    "a gap": (("One line that is quite long, as these go.", "", "Another."), 2),
    "room for the next word": (("A short line", "and another, which is longer by far."), 1),
    "room, and a capital": (("It ends here", "Another begins, which is longer by far."), 2),
    "no room": (("A line that goes on to the very edge", "of it, and so on as it should be."), 1),
}


@pytest.mark.parametrize(("written", "n_paragraphs"), BREAKS.values(), ids=BREAKS)
def test_pdf_paragraphs_end_where_a_line_had_room_or_a_gap_follows(written, n_paragraphs):
    assert len(read_pdf(pdf(lines(72, 300, *written))).blocks) == n_paragraphs


def test_pdf_indents_begin_paragraphs():
    page = [*lines(72, 100, *LEFT[:3]), *lines(86, 142.9, LEFT[3]), *lines(72, 157.2, *RIGHT[:3])]
    assert [text[:11] for text in body_of(read_pdf(pdf(page)))] == ["Acupuncture", "and was pai"]


@pytest.mark.parametrize("offset", [0.0, 5.0], ids=["lines level", "lines between"])
def test_pdf_columns_are_read_one_after_the_other(offset):
    head = lines(150, 80, "What needles do for a head that aches", size=16)
    page = [*head, *lines(72, 120, *LEFT), *lines(320, 120 + offset, *RIGHT)]
    assert body_of(read_pdf(pdf(page))) == [
        "What needles do for a head that aches",
        " ".join((*LEFT, *RIGHT)),
    ]


def test_pdf_three_columns_are_read_one_after_the_other():
    written = [[f"word {n} of the column {c}" for n in range(5)] for c in "abc"]
    columns = [lines(40 + 180 * at, 100, *column) for at, column in enumerate(written)]
    text = " ".join(body_of(read_pdf(pdf([mark for column in columns for mark in column]))))
    assert text == " ".join(line for column in written for line in column)


def test_pdf_text_goes_on_below_a_heading_across_all_columns():
    page = [
        *lines(72, 100, *LEFT),
        *lines(320, 100, *RIGHT),
        *lines(72, 200, "A heading that goes across the columns of the page", size=18),
        *lines(72, 240, *RIGHT),
        *lines(320, 240, *LEFT),
    ]
    texts = body_of(read_pdf(pdf(page)))
    assert [text[:11] for text in texts] == [
        "Acupuncture",
        "A heading t",
        "did not hel",
        "Acupuncture",
    ]


def test_pdf_paragraphs_go_on_across_pages_and_what_stands_at_the_edges_is_set_aside():
    def page(number, *written):
        return [
            at(72, 40, "Wellness Today"),
            at(480, 40, f"Issue {number}"),
            *lines(72, 100, *written),
            at(290, 810, f"{number}"),
        ]

    halves = [LEFT, RIGHT, PROSE]
    article = read_pdf(pdf(*[page(number, *half) for number, half in enumerate(halves, 1)]))
    assert body_of(article)[0].endswith(
        "makers. It did not help all of them, and of those who "
        "felt better many had had sham needles. Nobody can tell who will be helped by it in the "
        "end."
    )
    assert set(whys_of(article).values()) == {"running head", "page number"}
    assert not any("Wellness" in text for text in body_of(article))
    assert [locator.page for locator in article.locators[:9]] == [1] * 4 + [2] * 4 + [3]


def test_pdf_browsers_name_the_page_and_the_time_when_they_print():
    page = [
        at(24, 20, "11/28/26, 11:53 PM", size=8),
        at(300, 20, "Zinc", size=8),
        *lines(72, 100, *PROSE),
        at(24, 830, "https://example.org/zinc", size=8),
        at(560, 830, "1/1", size=8),
    ]
    article = read_pdf(pdf(page))
    assert body_of(article)[0].startswith("Zinc may")
    assert set(whys_of(article).values()) == {"running head"}


def test_pdf_items_have_a_sign_or_a_dot_before_them():
    page = [
        *lines(72, 100, *PROSE, "", "• Zinc helps.", "• Or it does not."),
        dot(75, 196),
        at(90, 200, "A dot is drawn."),
        dot(75, 211),
        at(90, 215, "Here too, and the item"),
        at(90, 229, "goes on."),
    ]
    assert [text for kind, text in kinds_of(read_pdf(pdf(page))) if kind == "list_item"] == [
        "Zinc helps.",
        "Or it does not.",
        "A dot is drawn.",
        "Here too, and the item goes on.",
    ]


def table_at(top, *rows, xs=(72, 200, 300)):
    return [
        at(x, top + 18 * number, words, font="Helvetica-Bold" if not number else "Helvetica")
        for number, row in enumerate(rows)
        for x, words in zip(xs, row, strict=False)
        if words
    ]


def test_pdf_tables_are_what_stands_in_columns():
    rows = [("Group", "Better", "Dropped out"), ("Needles", "52%", "3"), ("Sham", "41%", "12")]
    page = [
        *lines(72, 80, *PROSE),
        at(72, 150, "Table 1. Who felt better"),
        *table_at(170, *rows),
        *lines(72, 250, *PROSE),
    ]
    article = read_pdf(pdf(page))
    (table,) = article.tables
    assert rows_of(table) == [[f"{name}#" for name in rows[0]], *map(list, rows[1:])]
    assert table.caption == "Table 1. Who felt better"
    assert len(body_of(article)) == 2 + 1 + 9
    check_article(article)


def test_pdf_cells_of_several_lines_are_one_cell():
    page = [
        *table_at(100, ("Outcome", "Better")),
        *lines(72, 120, "Pain at the end of", "the treatment", size=10),
        at(200, 126, "52%"),
        *lines(72, 160, "Pain after a year", "or more", size=10),
        at(200, 166, "41%"),
    ]
    assert rows_of(read_pdf(pdf(page)).tables[0]) == [
        ["Outcome#", "Better#"],
        ["Pain at the end of the treatment", "52%"],
        ["Pain after a year or more", "41%"],
    ]


def test_pdf_a_name_may_stand_beside_several_rows():
    page = [
        *table_at(100, ("Group", "Code", "Fee")),
        at(72, 130, "With current"),
        *table_at(106, (), ("", "97813", "$74")),
        *table_at(120, (), ("", "97814", "$57")),
        at(72, 170, "Without"),
        *table_at(152, (), ("", "97810", "$68")),
    ]
    assert rows_of(read_pdf(pdf(page)).tables[0]) == [
        ["Group#", "Code#", "Fee#"],
        ["With current", "97813", "$74"],
        ["", "97814", "$57"],
        ["Without", "97810", "$68"],
    ]


HEADED = (("Group", "Better", "Dropped out"), ("Needles", "52%", "3"), ("Sham", "41%", "12"))
ROWS = (("Heat", "38%", "7"), ("Nothing", "30%", "15"))
# What the next page begins with, and the rows of each table then.
NEXT_PAGES = {
    "further rows": ([*table_at(42, (), *ROWS), *lines(72, 140, *PROSE)], [5]),
    "further rows, and said so": (
        [at(72, 60, "Table 1 (continued)"), *table_at(62, (), *ROWS), *lines(72, 150, *PROSE)],
        [5],
    ),
    "a header of its own": (table_at(60, ("Diet", "Better", "Worse"), *ROWS), [3, 3]),
    "text": ([*lines(72, 60, *PROSE), *table_at(162, (), *ROWS)], [3, 2]),
    "other columns": (
        [mark for n, row in enumerate(ROWS) for mark in lines(72, 60 + 15 * n, row[0])]
        + [mark for n, row in enumerate(ROWS) for mark in lines(480, 60 + 15 * n, row[1])],
        [3, 2],
    ),
}


@pytest.mark.parametrize(("page", "n_rows"), NEXT_PAGES.values(), ids=NEXT_PAGES)
def test_pdf_a_table_goes_on_over_the_end_of_a_page(page, n_rows):
    note = lines(72, 780, "1 Of those who were asked.", size=8)
    article = read_pdf(pdf([*lines(72, 80, *PROSE), *table_at(700, *HEADED), *note], page))
    assert [len(rows_of(table)) for table in article.tables] == n_rows
    assert article.tables[0].column_header(2) == "Better"
    check_article(article)


def test_pdf_rows_of_a_long_table_are_no_running_heads():
    def rows(first):
        return [(f"Week {n}", f"{20 + n * n}%", str(3 * n)) for n in range(first, first + 40)]

    pages = [table_at(60, HEADED[0], *rows(1)), *(table_at(60, *rows(n)) for n in (41, 81))]
    article = read_pdf(pdf(*pages))
    assert sum(len(rows_of(table)) for table in article.tables) == 1 + 3 * 40
    assert whys_of(article) == {}


def test_pdf_a_row_on_the_next_page_is_found_there():
    article = read_pdf(pdf(table_at(700, *HEADED), table_at(42, (), *ROWS)))
    (table,) = article.tables
    assert table.at(4, 2).text == "38%"
    start = article.source.index("38%")
    assert [locator.page for locator in article.locate(start, start + 3)] == [2]


def test_pdf_a_line_across_columns_of_a_table_hides_none_of_them():
    rows = [("Product", "Factor", "Price"), ("Dune Milk", "50", "$18"), ("Lido Stick", "30", "$11")]
    across = [at(90, 80, "What all of our testers"), at(222, 80, "liked most of all")]
    article = read_pdf(pdf([*across, *table_at(100, *rows)]))
    assert body_of(article)[0] == "What all of our testers liked most of all"
    assert rows_of(article.tables[0])[1:] == [list(row) for row in rows[1:]]


def test_pdf_the_corner_of_a_table_may_be_empty():
    page = table_at(100, ("", "Minutes gained"), ("Falling asleep", "19"), ("Awake at night", "26"))
    assert rows_of(read_pdf(pdf(page)).tables[0]) == [
        ["#", "Minutes gained#"],
        ["Falling asleep", "19"],
        ["Awake at night", "26"],
    ]


def test_pdf_numbers_of_notes_lengthen_no_number_and_notes_stand_behind_the_text():
    page = [
        *lines(72, 100, *PROSE[:3]),
        at(72, 143, "In a trial 52%"),
        at(144, 139, "3", size=7),
        at(149, 143, " of them were well and went home, it is said."),
        at(72, 780, "3", size=6),
        at(76, 783, "Lee and others, 2019.", size=8),
    ]
    second = lines(72, 100, "and all of that is what we know.")
    article = read_pdf(pdf(page, second))
    assert "52% of them were well" in article.text
    assert article.text.splitlines()[-1].endswith("Lee and others, 2019.")


def test_pdf_ligatures_are_letters():
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    article = read_pdf(pdf([at(72, 100, "A ﬁrm beneﬁt.", font="Vera")]))
    assert article.text == "A firm benefit.\n"
    start = article.source.index("firm")
    assert article.locate(start, start + 4)


# Where words begin that stand at 300, 500 from the left and the bottom, of a page of 842 x 595.
TURNED = {90: (500, 300), 180: (842 - 300, 500), 270: (595 - 500, 842 - 300)}


@pytest.mark.parametrize("rotation", TURNED)
def test_pdf_pages_are_read_as_they_are_shown(rotation):
    size = (842, 595) if rotation == 180 else (595, 842)  # reportlab turns the paper too
    mark = turned(300, HEIGHT - 500, "It helps 52%.", rotation)
    article = read_pdf(pdf([mark], rotation=rotation, size=size))
    assert article.text == "It helps 52%.\n"
    (locator,) = article.locators
    left, top, right, bottom = locator.box
    assert right - left > 3 * (bottom - top)
    x, base = TURNED[rotation]
    assert left == pytest.approx(x, abs=1)
    assert top < base - 3 < bottom


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pdf_text_that_is_turned_is_read_behind_the_page(degrees):
    page = [*lines(72, 100, *PROSE), turned(300, 500, "It helps 52%.", degrees)]
    article = read_pdf(pdf(page))
    assert body_of(article)[-1] == "It helps 52%."
    left, top, right, bottom = article.locators[-1].box
    assert left - 1 <= 300 <= right + 1
    assert top - 1 <= 500 <= bottom + 1
    assert (bottom - top > right - left) == (degrees != 180)


TITLES = {"a title": ("Zinc and colds", "Zinc and colds"), "a program's": ("untitled", None)}


@pytest.mark.parametrize(("given_title", "title"), TITLES.values(), ids=TITLES)
def test_pdf_title_is_that_of_the_properties_where_the_page_has_none(given_title, title):
    data = pdf(lines(72, 100, *PROSE), title=given_title)
    assert read_pdf(data).title == title


# --- bad input


def test_pdf_that_opens_without_a_password_is_read():
    assert read_pdf(pdf(lines(72, 100, *PROSE), password="")).text.startswith("Zinc may")


BLANK = pdf([])
WHOLE = pdf(lines(72, 100, *PROSE), title="Zinc")
SCAN = [picture(0, 0, WIDTH, HEIGHT)]
TROUBLES = {
    "nothing": (b"", SourceEmptyError, "holds no text"),
    "a password": (pdf([at(72, 90, "Zinc.")], password="x"), DocumentProtectedError, "a password"),
    "half of it": (WHOLE[: len(WHOLE) // 2][:200], DocumentBrokenError, "damaged"),
    "only its head": (b"%PDF-1.7\n", DocumentBrokenError, "damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n", DocumentBrokenError, "a PNG image"),
    "text": (b"Zinc helps.", DocumentBrokenError, "made up.pdf cannot be read as a PDF"),
    "a blank page": (BLANK, SourceEmptyError, "holds no text"),
    "scanned": (pdf(SCAN, SCAN), DocumentScannedError, "pictures of 2 pages"),
    "scanned, stamped": (pdf([*SCAN, at(9, 9, "Scanned")]), DocumentScannedError, "1 page"),
}


@pytest.mark.parametrize(("data", "error", "said"), TROUBLES.values(), ids=TROUBLES)
def test_pdf_that_cannot_be_read_is_told_so(data, error, said):
    with pytest.raises(error, match=said):
        read_pdf(data)


def test_pdf_with_a_picture_and_text_is_read():
    assert "52%" in read_pdf(pdf([*SCAN, *lines(72, 100, *PROSE)])).text


@pytest.mark.parametrize("n_pages", [500, 501])
def test_pdf_longer_than_an_article_is_refused(n_pages):
    data = pdf(*[[at(72, 100, "Zinc.")]] * n_pages)
    if n_pages == 500:
        assert read_pdf(data).locators[-1].page == 500
    else:
        with pytest.raises(DocumentTooLongError, match="has 501 pages; at most 500 are read"):
            read_pdf(data)


def test_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(process, "_SECONDS_LIMIT", 0.001)
    with pytest.raises(DocumentSlowError, match=r"longer than 0\.001 s"):
        read_pdf(WHOLE)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no sh")
def test_pdf_that_ends_its_reader_ends_nothing_else(monkeypatch, tmp_path):
    crash = tmp_path / "child.py"
    crash.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(glyphs, "_CHILD", crash)
    with pytest.raises(DocumentBrokenError, match="reading it fails"):
        read_pdf(WHOLE)


def test_pdf_that_takes_too_much_memory_is_given_up(monkeypatch, tmp_path):
    greedy = tmp_path / "child.py"
    greedy.write_text("raise MemoryError\n")
    monkeypatch.setattr(glyphs, "_CHILD", greedy)
    with pytest.raises(DocumentSlowError, match="too much memory"):
        read_pdf(WHOLE)


def test_pdf_comes_out_the_same_each_time():
    assert read_pdf(WHOLE) == read_pdf(WHOLE)


def test_pdf_that_comes_without_a_name_is_known_by_its_bytes():
    assert read_bytes(WHOLE, path="-", max_mb=1).format == "pdf"


CHANGES = st.lists(
    st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=12
)


@settings(max_examples=40)
@given(CHANGES, st.integers(0, len(WHOLE)))
def test_pdf_that_is_damaged_anywhere_is_read_or_refused(changes, end):
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    try:
        article = read_pdf(bytes(data[: end if end % 3 == 0 else None]))
    except PipelineError:
        return
    check_article(article)
    for locator in article.locators:
        left, top, right, bottom = locator.box
        assert 0 <= left <= right
        assert 0 <= top <= bottom

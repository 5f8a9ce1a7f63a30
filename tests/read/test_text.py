"""Plain text: titles, bullets, wrapped paragraphs and light Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, body_of, check_article, kinds_of, read, rows_of, whys_of

from pipeline.read.text import may_head

PROSE = "Needles calm nerves, some say, and others doubt it strongly."

BLOCKS = {
    "title, heading, paragraph": (
        f"Zinc for Colds\n\nWhat is zinc?\n\n{PROSE}\n",
        [("title", "Zinc for Colds"), ("heading", "What is zinc?"), ("paragraph", PROSE)],
    ),
    "a hard-wrapped paragraph is one line": (
        "Zinc\n\nA trial of zinc lozenges in adults with a cold found that they\n"
        "shortened it by 33% on average, and that few people stopped taking\nthem early.\n",
        [
            ("title", "Zinc"),
            (
                "paragraph",
                "A trial of zinc lozenges in adults with a cold found that they shortened it by "
                "33% on average, and that few people stopped taking them early.",
            ),
        ],
    ),
    "a wrapped line may begin with a capital": (
        "Zinc\n\nA survey of grown people in all parts of the United\nStates found it.\n",
        [
            ("title", "Zinc"),
            (
                "paragraph",
                "A survey of grown people in all parts of the United States found it.",
            ),
        ],
    ),
    "long lines are paragraphs of their own": (
        f"Zinc\n{PROSE * 3}\n{PROSE * 4}\n",
        [("title", "Zinc"), ("paragraph", PROSE * 3), ("paragraph", PROSE * 4)],
    ),
    "bullets of many makes": (
        f"Zinc\n\n{PROSE}\n\n• one\n- two\n✅ three\n👉 four\n* five\n",
        [
            ("title", "Zinc"),
            ("paragraph", PROSE),
            *(("list_item", word) for word in ("one", "two", "three", "four", "five")),
        ],
    ),
    "several bullets in one line": (
        f"Zinc\n\n{PROSE}\n\n✅ Colds end **33%** sooner ✅ Few side effects ✅ Cheap\n",
        [
            ("title", "Zinc"),
            ("paragraph", PROSE),
            ("list_item", "Colds end 33% sooner"),
            ("list_item", "Few side effects"),
            ("list_item", "Cheap"),
        ],
    ),
    "an item goes on where it is indented": (
        f"Zinc\n\n{PROSE}\n\n1. Take it early\n   With food\n2. Stop after a week\n",
        [
            ("title", "Zinc"),
            ("paragraph", PROSE),
            ("list_item", "Take it early With food"),
            ("list_item", "Stop after a week"),
        ],
    ),
    "short lines after a colon are items": (
        f"Zinc\n\nIt is used for many things, including:\n\nColds\n\nHair loss\n\n{PROSE}\n",
        [
            ("title", "Zinc"),
            ("paragraph", "It is used for many things, including:"),
            ("list_item", "Colds"),
            ("list_item", "Hair loss"),
            ("paragraph", PROSE),
        ],
    ),
    "one short line after a colon is a heading": (
        f"Zinc\n\nIt has benefits:\n\nFewer Colds\n\n{PROSE}\n",
        [
            ("title", "Zinc"),
            ("paragraph", "It has benefits:"),
            ("heading", "Fewer Colds"),
            ("paragraph", PROSE),
        ],
    ),
    "a numbered heading above its paragraph": (
        f"Zinc\n\n1. Fewer Colds\n\n{PROSE}\n",
        [("title", "Zinc"), ("heading", "Fewer Colds"), ("paragraph", PROSE)],
    ),
    "marked headings": (
        f"# Zinc #\n\n## Uses\n\n{PROSE}\n\nDoses\n-----\n\n{PROSE}\n\n**Risks:**\n\n{PROSE}\n",
        [
            ("title", "Zinc"),
            ("heading", "Uses"),
            ("paragraph", PROSE),
            ("heading", "Doses"),
            ("paragraph", PROSE),
            ("heading", "Risks:"),
            ("paragraph", PROSE),
        ],
    ),
    "a short line with a share is no heading": (
        f"Zinc\n\nColds end 33% sooner\n\n{PROSE}\n",
        [("title", "Zinc"), ("paragraph", "Colds end 33% sooner"), ("paragraph", PROSE)],
    ),
    "a table's note is no heading": (
        f"Zinc\n\n{PROSE}\n\n*Based On Median Costs\n\n{PROSE}\n",
        [
            ("title", "Zinc"),
            ("paragraph", PROSE),
            ("paragraph", "*Based On Median Costs"),
            ("paragraph", PROSE),
        ],
    ),
    "a first sentence is no title": (f"{PROSE}\n\n{PROSE}\n", [("paragraph", PROSE)] * 2),
    "quotes and rules": (
        f"Zinc\n\n> It helped\n> me a lot.\n\n* * *\n\n{PROSE}\n",
        [("title", "Zinc"), ("quote", "It helped me a lot."), ("paragraph", PROSE)],
    ),
    "code": (
        f"Zinc\n\n```\nx = 52\n```\n{PROSE}\n",
        [("title", "Zinc"), ("code", "x = 52"), ("paragraph", PROSE)],
    ),
    "Windows line ends": (
        f"Zinc\r\n\r\n{PROSE}\r\n",
        [("title", "Zinc"), ("paragraph", PROSE)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_text_finds_the_known_blocks(text, expected):
    article = read(text)
    assert kinds_of(article) == expected
    check_article(article)


def test_text_passes_boilerplate_on_its_way_to_the_title():
    article = read(f"Home > Blog > Zinc\n- 时间:\n- 浏览:40\n\nZinc for Colds\n\n{PROSE}\n")
    assert article.title == "Zinc for Colds"
    assert body_of(article) == ["Zinc for Colds", PROSE]
    assert set(whys_of(article).values()) == {
        "navigation",
        "metadata in another script",
        "view counter",
    }


def test_text_reads_a_pipe_table_between_paragraphs():
    article = read(f"Zinc\n{PROSE}\n| Dose | Days |\n|---|---|\n| 5 mg | **4.1** |\n{PROSE}\n")
    assert rows_of(article.tables[0]) == [["Dose#", "Days#"], ["5 mg", "4.1"]]
    assert [kind for kind, _ in kinds_of(article)].count("cell") == 4


def test_text_keeps_the_caption_of_a_table():
    article = read(
        f"Zinc\n\n{PROSE}\n\nTable 1: Days ill\n\n| Dose | Days |\n|---|---|\n| 5 | 4 |\n"
    )
    assert article.tables[0].caption == "Table 1: Days ill"
    assert ("caption", "Table 1: Days ill") in kinds_of(article)


def test_text_a_line_that_stands_out_heads_only_where_it_is_short_and_no_sentence():
    assert may_head("Is it safe?")
    assert may_head("How it works:")
    assert not may_head("It is safe.")
    assert not may_head("word " * 14)
    assert not may_head("a" * 101)


def test_text_takes_the_date_from_a_line_of_its_own():
    article = read(f"Zinc\n\nUpdated: May 4, 2023\n\nPosted on 2 March 2021\n\n{PROSE}\n")
    assert (str(article.published), str(article.date)) == ("2021-03-02", "2023-05-04")


def test_text_takes_a_later_date_where_there_is_no_first():
    article = read(f"Zinc\n\nUpdated: May 4, 2023\n\n{PROSE}\n")
    assert article.date is not None
    assert article.date.isoformat() == "2023-05-04"


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join))
def test_text_of_any_make_keeps_its_promises(text):
    check_article(read(f"a{text}"))

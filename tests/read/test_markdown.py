"""Markdown: its structure, its tables, its front matter, its HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import (
    FRAGMENTS,
    body_of,
    check_article,
    kinds_of,
    links_of,
    read,
    rows_of,
    whys_of,
)

from pipeline.records import Article


def read_md(text: str) -> Article:
    return read(text, format="markdown")


BLOCKS = {
    "headings": (
        "# Zinc #\n\nText.\n\n## Uses\n\nDoses\n=====\n",
        [("title", "Zinc"), ("paragraph", "Text."), ("heading", "Uses"), ("heading", "Doses")],
    ),
    "soft breaks join": (
        "# Z\n\nOne\nTwo **three\nfour**\n",
        [("title", "Z"), ("paragraph", "One Two three four")],
    ),
    "hard breaks part": (
        "# Z\n\nOne.  \nTwo.\\\nThree\n",
        [("title", "Z"), ("paragraph", "One."), ("paragraph", "Two."), ("paragraph", "Three")],
    ),
    "nested lists": (
        "# Z\n\n1. one\n   more\n2. two\n   - deep *er*\n\n   second of two\n",
        [
            ("title", "Z"),
            ("list_item", "one more"),
            ("list_item", "two"),
            ("list_item", "deep er"),
            ("paragraph", "second of two"),
        ],
    ),
    "tasks": (
        "# Z\n\n- [x] done\n- [ ] open\n",
        [("title", "Z"), ("list_item", "done"), ("list_item", "open")],
    ),
    "quotes": (
        "# Z\n\n> one\n> two\n\n> - three\n",
        [("title", "Z"), ("quote", "one two"), ("list_item", "three")],
    ),
    "code": (
        "# Z\n\n```py\nx = 1\n```\n\n    y = 2\n",
        [("title", "Z"), ("code", "x = 1"), ("code", "y = 2")],
    ),
    "bullets that are none": (
        "# Z\n\n✅ one ✅ two\n• three\n",
        [("title", "Z"), ("list_item", "one"), ("list_item", "two"), ("list_item", "three")],
    ),
    "a line in bold": (
        "# Z\n\n**Risks and Harms**\n\nText.\n",
        [("title", "Z"), ("heading", "Risks and Harms"), ("paragraph", "Text.")],
    ),
    "HTML inside": (
        "# Z\n\n<div><p>one &lt; two</p></div>\n\n<nav>\nMenu\n</nav>\n",
        [("title", "Z"), ("paragraph", "one < two"), ("boilerplate", "Menu")],
    ),
    "no heading at all is plain text": (
        "Zinc for Colds\n\nWhat Is It?\n\nA metal.\n",
        [("title", "Zinc for Colds"), ("heading", "What Is It?"), ("paragraph", "A metal.")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_markdown_finds_the_known_blocks(text, expected):
    article = read_md(text)
    assert kinds_of(article) == expected
    check_article(article)


def test_markdown_reads_title_and_date_from_its_front_matter():
    article = read_md('---\ntitle: "Zinc: a guide"\ndate: 2022-11-05\n---\n\nZinc *may* help.\n')
    assert article.title == "Zinc: a guide"
    assert article.date is not None
    assert article.date.isoformat() == "2022-11-05"
    assert body_of(article) == ["Zinc may help."]
    assert set(whys_of(article).values()) == {"front matter"}


def test_markdown_without_an_end_to_the_front_matter_keeps_its_text():
    assert "Zinc helps." in body_of(read_md("---\n\n# Zinc\n\nZinc helps.\n"))


TABLES = {
    "plain": (
        "| Dose | Days |\n|:--|--:|\n| 5 mg | **4.1** |\n",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "escaped pipe and short row": (
        "| A \\| B | C |\n|---|---|\n| x |\n",
        [["A | B#", "C#"], ["x", ""]],
    ),
    "in a quotation": ("> | A | B |\n> |---|---|\n> | x | 1 |\n", [["A#", "B#"], ["x", "1"]]),
    "flattened": (
        "Remedy Relief Relapse\nTea 12% 9%\nRaw honey 30% 8%\n",
        [["Remedy#", "Relief#", "Relapse#"], ["Tea", "12%", "9%"], ["Raw honey", "30%", "8%"]],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_markdown_reads_the_known_tables(text, expected):
    article = read_md(f"# Z\n\n{text}\nText.\n")
    assert [rows_of(table) for table in article.tables] == [expected]
    check_article(article)


def test_markdown_keeps_the_caption_of_a_table():
    article = read_md("# Z\n\nTable 2. Days ill\n\n| A | B |\n|---|---|\n| x | 1 |\n")
    assert article.tables[0].caption == "Table 2. Days ill"
    assert ("caption", "Table 2. Days ill") in kinds_of(article)


def test_markdown_leads_back_through_containers_and_marks():
    source = "# Z\n\n> 1. It cut colds\n>    by **33%** in\n>    adults\n"
    article = read_md(source)
    clean = "It cut colds by 33% in adults"
    at = article.text.index(clean)
    start, end = article.span_to_source(at, at + len(clean))
    assert source[start:end] == "It cut colds\n>    by **33%** in\n>    adults"


def test_markdown_may_nest_as_deep_as_it_likes():
    check_article(read_md("# Z\n\n" + ">" * 5_000 + " deep\n"))


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join))
def test_markdown_of_any_make_keeps_its_promises(text):
    check_article(read_md(f"# a\n{text}"))


REFERENCES = {
    "with a label": ("As [Lee et al., 2019][lee] say", [("Lee et al., 2019", "https://a.b/c")]),
    "whatever the case": ("As [they][LEE] say", [("they", "https://a.b/c")]),
    "with an empty label": ("As [lee][] says", [("lee", "https://a.b/c")]),
    "its own label": ("As [Lee] says", [("Lee", "https://a.b/c")]),
    "over a line": ("As [our\ntrial] says", [("our trial", "https://a.b/d")]),
    "in a list": ("- As [they][lee] say", [("they", "https://a.b/c")]),
    "in a table": ("| A | B |\n|---|---|\n| [they][lee] | 3 |", [("they", "https://a.b/c")]),
    "a label of nothing": ("As [they][hall] say [so]", []),
    "a picture": ("As ![they][lee] say", []),
    "in code": ("As `[they][lee]` say", []),
}
SAID = '\n\n[lee]: https://a.b/c "A title"\n[Our  Trial]: <https://a.b/d>\n[3]: https://a.b/3\n'


@pytest.mark.parametrize(("text", "expected"), REFERENCES.values(), ids=REFERENCES)
def test_markdown_links_by_a_label_lead_where_it_says(text, expected):
    article = read(f"# Zinc\n\n{text}{SAID}", format="markdown")
    assert links_of(article) == expected
    assert "https" not in article.text


def test_markdown_the_number_of_a_note_keeps_its_brackets():
    article = read(f"# Zinc\n\nIt helps [3]. Or not [4].{SAID}", format="markdown")
    assert article.text == "Zinc\nIt helps [3]. Or not [4].\n"
    assert links_of(article) == [("3", "https://a.b/3")]

"""Parts of an article become one article, every place of which leads back to its part."""

from __future__ import annotations

from dataclasses import replace

from factories import make_page
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, check_article, read

from pipeline.errors import PipelineError
from pipeline.read.web.joined import join_parts

FIRST = """<title>Teas</title><h1>Teas</h1><p>Mint helps.</p>
<table><tr><th>Tea<th>Cups<tr><td>Mint<td>2</table><ul><li>Mint</ul>"""
SECOND = """<title>Teas, page 2</title><h1>Teas</h1><p>Mint helps.</p><p>Sage, too
(<a href="https://doi.org/10.1000/x">Lee 2019</a>).</p><!-- claims: ignore UV001 known -->
<p>Thyme cures.</p><table><tr><th>Tea<th>Cups<tr><td>Sage<td>3</table><ul><li>Mint</ul>"""
THIRD = "<h1>More teas</h1><p>Basil helps.</p>"


def pages(*sources):
    return [
        replace(read(source, format="html"), page=make_page(f"https://example.org/teas/{number}"))
        for number, source in enumerate(sources, 1)
    ]


def joined(*sources):
    return join_parts(pages(*sources))


def kept(article):
    return [
        (block.kind, article.text[block.start_clean : block.end_clean])
        for block in article.blocks
        if block.kind not in {"boilerplate", "cell"}
    ]


def test_joined_parts_are_one_text_with_one_title_in_their_order():
    article = joined(FIRST, SECOND, THIRD)
    check_article(article)
    assert article.title == "Teas"
    assert kept(article) == [
        ("title", "Teas"),
        ("paragraph", "Mint helps."),
        ("list_item", "Mint"),
        ("paragraph", "Sage, too (Lee 2019)."),
        ("paragraph", "Thyme cures."),
        ("list_item", "Mint"),
        ("heading", "More teas"),
        ("paragraph", "Basil helps."),
    ]


def test_joined_places_lead_back_to_the_part():
    article = joined(FIRST, SECOND, THIRD)
    assert [part.page.url[-1] for part in article.parts] == ["1", "2", "3"]
    sources = [article.source[part.start : part.end] for part in article.parts]
    assert sources == [f"{source}\n" for source in (FIRST, SECOND, THIRD)]
    for words, part in (("Thyme cures", 2), ("Basil", 3)):
        at = article.text.index(words)
        start, end = article.span_to_source(at, at + len(words))
        assert article.source[start:end] == words
        assert [each.part for each in article.locate(start, end)] == [f"part {part}"]
        assert article.page_at(start) == article.parts[part - 1].page


def test_joined_tables_links_and_silences_keep_their_places():
    article = joined(FIRST, SECOND)
    assert [table.number for table in article.tables] == [1, 2]
    assert article.tables[1].cells[2].text == "Sage"
    for table in article.tables:
        for cell in table.cells:
            assert article.text[cell.start_clean : cell.end_clean] == cell.text
    (link,) = article.links
    assert article.text[link.start_clean : link.end_clean] == "Lee 2019"
    (silence,) = article.silences
    assert silence.where == "part 2, line 2"
    assert article.source[silence.covers_from :].startswith("Thyme cures")
    assert article.source[silence.start :].startswith("<!-- claims")


def test_joined_one_part_is_left_as_it_is():
    (article,) = pages(FIRST)
    assert join_parts([article]) is article


@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join), max_size=4))
def test_joined_parts_of_anything_are_an_article(sources):
    readable = []
    for source in sources:
        try:
            readable += pages(f"Zinc.{source}")
        except PipelineError:
            continue
    if readable:
        check_article(join_parts(readable))

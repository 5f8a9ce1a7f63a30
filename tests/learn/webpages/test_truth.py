"""Pages that carry their truth: what is read of the marks, and that they leave no trace."""

import pytest

from pipeline.errors import AnnotationsMissingError, PageTruthError
from pipeline.learn.webpages.truth import load_pages, part_of, read_truth
from pipeline.resources import pages_dir

MARKED = """<!doctype html>
<!--truth {"title": "Zinc", "wall": "teaser"} -->
<title>Zinc</title><nav>Home</nav>
<div class="a" data-article><h1>Zinc</h1><p>It may
help <b>you</b><sup data-beside>1</sup>.</p><aside data-beside>Buy!</aside>
<script>x()</script></div>
<table data-article><tr><th>Dose</th></tr><tr><td>5 mg</td></tr></table>
<!--cells
| Dose | 5 mg
-->
"""


def test_truth_is_what_stands_inside_the_marks_block_by_block():
    page = read_truth(MARKED)
    assert page.text.splitlines() == ["Zinc", "It may help you.", "Dose", "5 mg"]
    assert page.cells == (("", "Dose", "5 mg"),)
    assert (page.said, page.wall) == ({"title": "Zinc"}, "teaser")


def test_truth_leaves_no_trace_in_the_page_and_takes_nothing_else():
    source = read_truth(MARKED).source
    for trace in ("data-article", "data-beside", "<!--"):
        assert trace not in source
    assert '<div class="a"><h1>Zinc</h1>' in source
    assert "<sup>1</sup>" in source


BROKEN = {
    "a cell of two fields": ("<!--cells\nDose | 5 mg\n--><p data-article>x", "row header"),
    "no JSON": ("<!--truth {title} -->", "property name"),
    "a name that nobody reads": ('<!--truth {"colour": "red"} --><p>x', "'colour' is none of"),
}


@pytest.mark.parametrize(("written", "why"), BROKEN.values(), ids=BROKEN)
def test_truth_that_is_broken_is_named_with_its_page(tmp_path, written, why):
    (tmp_path / "page.html").write_text(written, encoding="utf-8")
    with pytest.raises(PageTruthError, match=r"page\.html") as told:
        load_pages(tmp_path)
    assert why in told.value.message


def test_truth_wants_pages(tmp_path):
    with pytest.raises(AnnotationsMissingError):
        load_pages(tmp_path)


def test_truth_splits_pages_by_their_names():
    parts = [part_of(f"page-{n}") for n in range(200)]
    assert 70 < parts.count("tune") < 130
    assert parts == [part_of(f"page-{n}") for n in range(200)]


def test_truth_of_the_corpus_is_whole():
    pages = load_pages(pages_dir())
    assert len(pages) >= 70
    for name, page in pages.items():
        assert bool(page.text) == (page.wall in {"", "teaser"}), name
        # Cells are cells of the article: their words stand in its text.
        for cell in page.cells:
            assert cell[2] in page.text, (name, cell)

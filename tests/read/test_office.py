"""Names of styles, and titles that nobody gave."""

import pytest

from pipeline.read.office import LISTING, Named, given_title, named_by_style

STYLES = {
    "Heading 1": Named("heading", 1),
    "heading 9": Named("heading", 6),
    "Heading 10": Named("heading", 6),
    "Title": Named("title", 1),
    "Quotations": Named("quote"),
    "caption": Named("caption"),
    "List Number": Named("list_item", 1),
    "List Bullet 3": Named("list_item", 3),
    "toc 1": LISTING,
    "Contents Heading": LISTING,
    "table of figures": LISTING,
    "Normal": None,
    "Heading 1 Char": None,
    "List Paragraph": None,
    "": None,
}


@pytest.mark.parametrize(("called", "expected"), STYLES.items())
def test_office_styles_are_known_by_their_names(called, expected):
    assert named_by_style(called) == expected


@pytest.mark.parametrize(
    "text", ["", "Document1", "untitled document", "draft.docx", "Microsoft Word - a", "<%x%>", "3"]
)
def test_office_a_title_that_a_program_wrote_is_none(text):
    assert given_title(text) is None


def test_office_a_title_that_somebody_gave_is_one_line():
    assert given_title(" All about\n zinc ") == "All about zinc"

"""Which headings of a thesaurus articles mean by their names."""

from __future__ import annotations

import pytest

from pipeline.evidence.extract.said import found_by, found_by_use

HEADINGS = {
    "a medicine": ("metformin", ["D02.078.370.141.450"], "name"),
    "an illness": ("cystic fibrosis", ["C06.689.202", "C08.381.187"], "name"),
    "what the body makes": ("serotonin", ["D02.092.211.831", "D03.1"], "search"),
    "one place of several": ("hydrocortisone", ["D04.210.500", "D06.472.040"], "search"),
    "an antibody": ("rituximab", ["D12.776.124.486.485.114.224.075.785"], "name"),
    "another protein": ("albumins", ["D12.776.034"], "search"),
    "a tool": ("needles", ["E07.858.600"], "search"),
    "a sign": ("shock", ["C23.550.835"], "search"),
    "an everyday word": ("Drainage", ["E04.237"], "search"),
}


@pytest.mark.parametrize(("name", "trees", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_said_by_branch(name, trees, expected):
    assert found_by(name, trees) == expected


@pytest.mark.parametrize(("n_reviews", "expected"), [(0, "search"), (1, "search"), (2, "name")])
def test_said_by_how_many_reviews_are_about_it(n_reviews, expected):
    assert found_by_use("name", n_reviews=n_reviews) == expected
    assert found_by_use("search", n_reviews=n_reviews) == "search"

"""Each pattern that finds an outcome finds the one of its own example."""

import re

import pytest
from spans import drawn

from pipeline.resources import word_list

OUTCOMES = {entry["name"]: entry for entry in word_list("extraction")["outcome"]}


@pytest.mark.parametrize("entry", OUTCOMES.values(), ids=OUTCOMES)
def test_extract_words_find_the_outcome_they_were_written_for(entry):
    text, (span,) = drawn(entry["example"])
    *_, found = re.finditer(entry["pattern"], text, re.IGNORECASE)
    assert found.span("o") == span

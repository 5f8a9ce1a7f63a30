"""One sentence held against another: the order of the questions."""

import pytest
from judge.pairs.reading import said

ORDER = {
    "no evidence": ("Yoga lowers pain.", "  ", "UV001"),
    "the second sentence decides": (
        "Yoga lowers pain.",
        "Yoga and pain were studied. Yoga reduced pain.",
        "EF001",
    ),
    "a count and a promise": (
        "Nine trials found that yoga lowers pain.",
        "Nine trials found that yoga did not reduce pain.",
        "EF002",
    ),
    "a number that nobody understood": (
        "Yoga lowers pain, says our 7 theory.",
        "Yoga reduced pain.",
        "ST003",
    ),
}


@pytest.mark.parametrize(("claim", "evidence", "code"), ORDER.values(), ids=ORDER)
def test_pairs_ask_first_what_it_is_about_then_its_numbers_then_its_words(
    table, nlp, claim, evidence, code
):
    assert said(table, nlp, claim, evidence) == code

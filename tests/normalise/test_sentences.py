"""Sentences that somebody hands over."""

import pytest

from pipeline.normalise.sentences import read_sentences

PARTS = {
    "one": ("Yoga lowers pain by 30%.", ["Yoga lowers pain by 30%"]),
    "two sentences": ("Yoga helps. Tea does not.", ["Yoga helps", "Tea does not"]),
    "a semicolon": ("Yoga helps; tea was not studied.", ["Yoga helps", "tea was not studied"]),
    "a semicolon in brackets": ("It fell (RR 0.8; P = 0.01).", ["It fell (RR 0.8; P = 0.01)"]),
    "though": (
        "Yoga lifted mood, though it did not ease pain.",
        ["Yoga lifted mood", "though it did not ease pain"],
    ),
    "but, without a number": (
        "Yoga lifted mood by 3 points but had no effect on pain.",
        ["Yoga lifted mood by 3 points", "but had no effect on pain"],
    ),
    "but, of the other group": (
        "It eased in 30% on yoga but 20% on rest.",
        ["It eased in 30% on yoga but 20% on rest"],
    ),
    "no claim in an article": ("Is it 30%?", ["Is it 30%?"]),
    "white space": (" \n ", []),
    "spaces that run on": ("Yoga   helps.", ["Yoga helps"]),
}


@pytest.mark.parametrize(("text", "expected"), PARTS.values(), ids=PARTS)
def test_sentences_are_read_whole_whatever_they_claim(table, nlp, text, expected):
    ((claims, _),) = read_sentences([text], nlp, table.concepts)
    assert [claim.clean for claim in claims] == expected


def test_sentences_what_stands_behind_a_semicolon_keeps_the_treatment(table, nlp):
    ((first, second), _), *_ = read_sentences(
        ["Yoga lowered pain; sleep did not improve."], nlp, table.concepts
    )
    assert first.statement.intervention.name == second.statement.intervention.name == "yoga"
    assert (first.statement.negated, second.statement.negated) == (False, True)

"""A claim beside a sentence of evidence, as both were read."""

import re

import pytest
from judge.pairs.reading import held
from spans import drawn

from pipeline.judge.pairs.held import stems_of
from pipeline.resources import word_list

WORDS = {entry["name"]: entry for entry in word_list("pairs")["word"]}


@pytest.mark.parametrize("entry", WORDS.values(), ids=WORDS)
def test_held_words_find_what_they_were_written_for(entry):
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]


def test_held_stems_leave_out_what_says_nothing():
    assert stems_of("The risk of headaches was reduced") == {"heada"}


def test_held_a_claim_is_turned_where_its_treatment_is_what_the_evidence_compares_with(table, nlp):
    evidence = "Ginger lowered the risk of nausea compared with placebo (RR 0.7)."
    assert held(table, nlp, "Placebo lowers nausea compared with ginger.", evidence).is_turned
    assert not held(table, nlp, "Ginger lowers nausea compared with placebo.", evidence).is_turned


def test_held_two_names_are_of_one_group_by_word_concept_or_as_controls(table, nlp):
    pair = held(
        table,
        nlp,
        "It eased in 40% with melatonin and 20% with a dummy pill.",
        "It eased in 40% of the melatonin group and 20% of controls.",
    )
    (mine, dummy), (theirs, control) = pair.claim.arms.values(), pair.evidence.arms.values()
    assert pair.is_same_arm(mine, theirs)
    assert pair.is_same_arm(dummy, control)
    assert not pair.is_same_arm(mine, control)


def test_held_a_way_is_told_by_adverbs_where_no_verb_tells_it(table, nlp):
    pair = held(table, nlp, "Pain was lower with yoga.", "There were more falls with yoga.")
    assert (pair.claim.way, pair.evidence.way) == ("decrease", "increase")

"""A sentence's opposites: each form of the word list, and what none is made of."""

import pytest

from pipeline.learn.entailment.turning import denies, family_of, turns
from pipeline.resources import word_list

FORMS = [(family, one) for family in ("denied", "affirmed") for one in family_of(family)]


@pytest.mark.parametrize(("family", "form"), FORMS, ids=lambda given: str(given)[:40])
def test_turning_every_form_turns_its_own_example(family, form):
    assert form["becomes"] in turns(form["example"])
    assert denies(form["example"]) == (family == "denied")


def test_turning_turns_the_first_word_of_a_way():
    ways = word_list("turning")["ways"]
    assert ways["becomes"] in turns(ways["example"])


def test_turning_turns_one_word_alone():
    assert turns("Zinc reduced pain and improved sleep.")[0] == (
        "Zinc raised pain and improved sleep."
    )


def test_turning_what_denies_is_made_to_affirm_and_nothing_else():
    assert turns("Zinc did not improve sleep.") == ["Zinc did improve sleep."]


def test_turning_keeps_the_capital():
    assert turns("Fewer people fell ill.") == ["More people fell ill."]


def test_turning_leaves_a_sentence_without_a_result_alone():
    assert turns("Two trials took part.") == []
    assert not denies("Two trials took part.")

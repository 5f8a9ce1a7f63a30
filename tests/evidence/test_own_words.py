"""Words of the user's own lead to concepts of the table."""

import pytest
from factories import CONCEPTS

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.errors import WordUnknownError
from pipeline.evidence.own_words import with_words

INDEX = ConceptIndex(
    [
        *CONCEPTS,
        ConceptEntry("X-NEEDLE", "needle", "intervention", found_by="search"),
        ConceptEntry("X-TENS", "TENS", "intervention"),
    ]
)


def found(text, *words):
    return {(m.concept_id, text[m.start : m.end]) for m in with_words(INDEX, words).find(text)}


FOUND = {
    "by a name": ("Needling eases pain.", ("needling", "acupuncture"), "D015670", "Needling"),
    "by another case": ("Needling eases it.", ("Needling", "ACUPUNCTURE"), "D015670", "Needling"),
    "by an id": ("Needling eases it.", ("needling", "D015670"), "D015670", "Needling"),
    "several words": (
        "A sleepy-time pill helps.",
        ("sleepy time pill", "melatonin"),
        "D008550",
        "sleepy-time pill",
    ),
    "in the plural": ("Head bangers hurt.", ("head banger", "migraine"), "D008881", "Head bangers"),
    "in capitals only": ("MIG hurts.", ("MIG", "migraine"), "D008881", "MIG"),
    "one that is else for searches": (
        "Prickers help.",
        ("pricker", "needle"),
        "X-NEEDLE",
        "Prickers",
    ),
}


@pytest.mark.parametrize(("text", "word", "concept_id", "said"), FOUND.values(), ids=FOUND)
def test_own_words_lead_to_the_concept(text, word, concept_id, said):
    assert (concept_id, said) in found(text, word)
    assert (concept_id, said) not in found(text)


def test_own_words_in_capitals_are_no_small_words():
    assert found("A mig hurts.", ("MIG", "migraine")) == set()


def test_own_words_are_all_that_their_name_is():
    # "Pain" is an illness and an outcome.
    both = {("D010146", "ouch"), ("X-PAIN", "ouch")}
    assert found("Less ouch.", ("ouch", "pain")) == both
    assert found("Less ouch.", ("ouch", "X-PAIN")) == {("X-PAIN", "ouch")}


def test_own_words_come_before_the_tables():
    assert found("Melatonin.") == {("D008550", "Melatonin")}
    assert found("Melatonin.", ("melatonin", "acupuncture")) == {("D015670", "Melatonin")}


def test_own_words_leave_all_else_as_it_was():
    index = with_words(INDEX, [("needling", "acupuncture")])
    text = "Acupuncture for neck pain, migraine and sleep quality."
    assert index.find(text) == INDEX.find(text)
    assert index.relation("D019547", "D010146") == "narrower"
    assert with_words(INDEX, []) is INDEX
    # The index of others has not changed.
    assert found("Needling eases it.") == set()


def test_own_words_count_among_the_forms():
    index = with_words(INDEX, [("needling", "acupuncture"), ("migraine", "pain")])
    forms = index.parts.forms
    assert len(list(forms)) == len(set(forms)) == len(forms) == len(INDEX.parts.forms) + 1


UNKNOWN = {
    "a letter": ("acupunture", "Did you mean 'acupuncture'?"),
    "nothing near": ("xyzzy", "`claims evidence show` the concepts of one."),
    "an id that is none": ("D99", "the concepts of one"),
}


@pytest.mark.parametrize(("name", "hint"), UNKNOWN.values(), ids=UNKNOWN)
def test_own_words_for_nothing_are_told_with_the_nearest_name(name, hint):
    with pytest.raises(WordUnknownError) as caught:
        with_words(INDEX, [("needling", name)])
    assert caught.value.message.startswith(f"'needling' of [concepts] cannot stand for '{name}': ")
    assert hint in caught.value.message


def test_own_words_work_on_the_shipped_table(table):
    index = with_words(table.concepts, [("needle therapy", "acupuncture")])
    (mention,) = index.find("Needle therapy.")
    assert mention.name == table.concepts.find("Acupuncture.")[0].name

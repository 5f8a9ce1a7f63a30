import pytest
import spacy
from factories import CONCEPTS

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.mark.code_spans import CodeSpans
from pipeline.mark.concept_spans import ConceptSpans
from pipeline.mark.marks import concepts_of

HEADACHE = ConceptEntry("D006261", "headache", "condition")

NAMED = {
    "a condition": ("A headache is common.", ["headache"]),
    "at the beginning": ("Headache is common.", ["Headache"]),
    "in a body's name": ("The American Headache Society says so.", []),
    "in a body of something": ("The Headache Institute of Oslo says so.", []),
    "in a journal's name": ("It stood in the Headache Journal.", []),
    "before a body in small letters": ("Headache is what this society treats.", ["Headache"]),
}


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_concept_spans_leave_alone_what_is_part_of_a_bodys_name(text, expected):
    doc = ConceptSpans(ConceptIndex([HEADACHE]))(spacy.blank("en")(text))
    assert [text[m.start : m.end] for m in concepts_of(doc)] == expected


YOGA = ConceptEntry("D015013", "yoga", "intervention")
PEOPLE = {
    "who teaches it": ("My yoga teacher says so.", []),
    "where it is done": ("She runs a yoga studio.", []),
    "joined": ("A yoga-teacher came.", []),
    "what is taught": ("Yoga teaches you to breathe.", ["Yoga"]),
    "classes are how it is taken": ("Yoga classes ease pain.", ["Yoga"]),
    "of a condition": ("Ask a headache clinic.", ["headache"]),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_concept_spans_take_who_sells_or_teaches_a_treatment_for_none(text, expected):
    doc = ConceptSpans(ConceptIndex([YOGA, HEADACHE]))(spacy.blank("en")(text))
    assert [text[m.start : m.end] for m in concepts_of(doc)] == expected


def test_concept_spans_leave_alone_what_stands_in_a_code():
    doc = spacy.blank("en")("Diagnosis code B12, for B12.")
    doc = ConceptSpans(ConceptIndex([ConceptEntry("B12", "B12", "intervention")]))(CodeSpans()(doc))
    assert [m.start for m in concepts_of(doc)] == [len("Diagnosis code B12, for ")]


def test_concept_spans_are_labelled_by_kind():
    doc = ConceptSpans(ConceptIndex(CONCEPTS))(spacy.blank("en")("Acupuncture for migraine."))
    assert [(span.text, span.label_) for span in doc.spans["concepts"]] == [
        ("Acupuncture", "intervention"),
        ("migraine", "condition"),
    ]

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mark.sentences import SentenceStarts, sentence_spans, sentence_starts

# "|" stands where a sentence begins.
CUT = {
    "two sentences": "Pain fell. |Sleep did not.",
    "et al.": "Smith et al. Found it first.",
    "versus": "Real vs. Sham needles.",
    "a lettered part": "It pays under Part B. |It pays for no gym.",
    "initials": "By J. B. Smith. |It is old.",
    "country before a name": "In the U.S. Army it is used.",
    "country before an opener": "It is sold in the U.S. |The rest is not.",
    "decimal": "It fell by 2.5 points.",
    "question": "Does it work? |It does.",
    "quote after the stop": 'He said "it works." |She did not.',
    "the number of a note behind the stop": "It helps.[1] |It is safe.[^2,3] |Well.",
    "a raised number behind the stop": "It helps.¹ |It is safe.",
    "bullets in a line": "Benefits: |✅ Less pain |✅ Better sleep",
    "lines": "One row\n|Another row",
    "blank lines": "One\n\n|Two",
    "number first": "It helps. |68% slept better.",
    "title": "Dr. Lee agrees.",
    "no capital follows": "approx. half of them",
}


@pytest.mark.parametrize("marked", CUT.values(), ids=CUT)
def test_sentences_begin_where_a_reader_would_begin_them(marked):
    pieces = marked.split("|")
    text = "".join(pieces)
    expected = [sum(map(len, pieces[:i])) for i in range(len(pieces))]
    assert sentence_starts(text) == expected


def test_sentences_of_nothing_are_none():
    assert sentence_starts("") == []


def test_sentences_component_cuts_a_doc_at_its_lines():
    doc = SentenceStarts()(spacy.blank("en")("Dose | 5 mg\nPain fell (Lee et al. 2019). Good."))
    assert [sent.text.strip() for sent in doc.sents] == [
        "Dose | 5 mg",
        "Pain fell (Lee et al. 2019).",
        "Good.",
    ]


@given(st.text(alphabet="aB .?!\n✅1\"'", max_size=60))
def test_sentences_start_inside_the_text_in_order(text):
    starts = sentence_starts(text)
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(text) for start in starts)


@pytest.mark.parametrize("marks", ["…!?", '?"', ". . "], ids=["marks", "quotes", "spaced"])
def test_sentences_are_found_in_any_number_of_marks(marks):
    begun = time.process_time()
    assert sentence_starts(marks * 100_000)[0] == 0
    # It takes a tenth of a second; gone through from each mark it would take hours.
    assert time.process_time() - begun < 20


def test_sentences_span_the_whole_text():
    text = "Pain fell. Sleep did not.\nSmith et al. saw it."
    spans = [text[start:end] for start, end in sentence_spans(text)]
    assert spans == ["Pain fell. ", "Sleep did not.\n", "Smith et al. saw it."]
    assert list(sentence_spans("")) == []

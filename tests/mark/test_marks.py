import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.citations import CodeMention
from pipeline.mark import marks
from pipeline.mark.marks import beginning_in, cover


def test_marks_of_somebody_elses_doc_are_none():
    doc = spacy.blank("en")("Ginger eases nausea.")
    assert marks.article_of(doc) is None
    for read in (marks.quantities_of, marks.citations_of, marks.codes_of, marks.concepts_of):
        assert read(doc) == []
    assert marks.marks_of(doc) == []


def test_marks_cover_whole_tokens_and_leave_out_what_no_token_covers():
    doc = spacy.blank("en")("Pain fell.  Good.")
    cover(doc, "g", [(1, 3, "a"), (5, 10, "b")])
    assert [(span.text, span.label_) for span in doc.spans["g"]] == [("Pain", "a"), ("fell.", "b")]
    cover(doc, "g", [(17, 17, "a")])
    assert len(doc.spans["g"]) == 0


def test_marks_of_equal_extent_and_other_labels_are_both_kept():
    doc = spacy.blank("en")("Pain fell.")
    cover(doc, "g", [(0, 4, "a"), (0, 4, "b")])
    assert [span.label_ for span in doc.spans["g"]] == ["a", "b"]


@given(st.lists(st.integers(0, 12), max_size=8).map(sorted), st.integers(0, 13), st.integers(0, 13))
def test_marks_that_begin_in_a_stretch_are_those_that_a_walk_through_all_finds(starts, start, end):
    found = [CodeMention("CPT", "97810", begin, 13) for begin in starts]
    assert beginning_in(found, start, end) == [f for f in found if start <= f.start < end]

import spacy

from pipeline.mark.quantity_spans import QuantitySpans


def test_quantity_spans_keep_the_exact_words_where_tokens_run_together():
    text = "Pain ↓60%—(n=512) fell."
    doc = QuantitySpans()(spacy.blank("en")(text))
    records = doc.user_data["claims.quantities"]
    assert [text[q.start : q.end] for q in records] == [q.text for q in records]
    assert [q.value for q in records] == [0.6, 512]
    assert len(doc.spans["quantities"]) == 2


def test_quantity_spans_are_labelled_by_kind():
    doc = QuantitySpans()(spacy.blank("en")("In 20% of adults (OR 1.4)."))
    assert [span.label_ for span in doc.spans["quantities"]] == ["proportion", "odds_ratio"]


def test_quantity_spans_a_text_without_any_has_empty_groups():
    doc = QuantitySpans()(spacy.blank("en")("A quiet evening."))
    assert doc.user_data["claims.quantities"] == []
    assert len(doc.spans["quantities"]) == 0

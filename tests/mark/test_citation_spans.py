import spacy
from reading import read

from pipeline.mark.citation_spans import CitationSpans
from pipeline.mark.language import mark_articles

TEXT = (
    "Sleep\nIt helps (NIH, 2023)—and more [1].\n"
    "1. Smith J. Needles in nurses. Pain. 2020;1:2. PMID: 12345678"
)


def marked(text):
    return CitationSpans()(spacy.blank("en")(text))


def test_citation_spans_keep_the_exact_words_in_order():
    doc = marked(TEXT)
    records = doc.user_data["claims.citations"]
    assert [TEXT[c.start : c.end] for c in records] == [c.text for c in records]
    assert [c.start for c in records] == sorted(c.start for c in records)
    assert records[0].text == "NIH, 2023"


def test_citation_spans_cover_whole_tokens_with_the_kind_as_label():
    doc = marked(TEXT)
    spans = doc.spans["citations"]
    assert len(spans) == 3
    assert "NIH, 2023" in spans[0].text
    assert spans[0].label_ == "organisation"


def test_citation_spans_numbers_take_over_what_the_reference_list_says():
    _, number, _ = marked(TEXT).user_data["claims.citations"]
    assert (number.authors, number.journal, number.year) == (("Smith",), "Pain", 2020)


def test_citation_spans_items_of_a_reference_list_go_by_their_places(nlp):
    text = (
        "# Zinc\n\nZinc helps [2], says a page [1].\n\n## References\n\n"
        "1. Cochrane review, 2020, of zinc.\n2. Roy B. Zinc for colds. Pain 2019;3:1-9.\n"
    )
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    second, first, *_ = doc.user_data["claims.citations"]
    assert (second.authors, second.year) == (("Roy",), 2019)
    assert (first.publisher, first.year) == ("Cochrane", 2020)


def test_citation_spans_items_of_other_lists_are_no_entries(nlp):
    text = (
        "# Zinc\n\nZinc helps [2].\n\n1. Rest well.\n2. Take it (Roy, 2019).\n3. Sleep.\n4. Eat.\n"
    )
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    assert doc.user_data["claims.citations"][0].authors == ()


def test_citation_spans_notes_of_markdown_lead_to_their_entries(nlp):
    text = "# Zinc\n\nZinc helps.[^1] So it does.\n\n[^1]: Roy B. Zinc. Pain 2019;3:1-9.\n"
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    assert doc.user_data["claims.citations"][0].authors == ("Roy",)


def test_citation_spans_a_text_without_any_has_empty_groups():
    doc = marked("")
    assert doc.user_data["claims.citations"] == []
    assert len(doc.spans["citations"]) == 0


def test_citation_spans_take_over_what_links_say(nlp):
    text = (
        "# Sleep\n\n[Studies show](https://doi.org/10.1000/a) that it helps, and more [1].\n\n"
        "\\[1\\] Smith J. Needles in nurses. Pain. 2020;1:2. "
        "[PubMed](https://pubmed.ncbi.nlm.nih.gov/12345678)\n"
    )
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    vague, number, entry = doc.user_data["claims.citations"]
    assert vague.identifiers == (("doi", "10.1000/a"),)
    assert ("pmid", "12345678") in number.identifiers
    assert number.links == entry.links == ("https://pubmed.ncbi.nlm.nih.gov/12345678",)


def test_citation_spans_take_a_name_and_a_year_in_a_column_of_sources(nlp):
    text = "| Outcome | Source |\n|---|---|\n| Sleep | Lee 2012 |\n| Summer 2019 | Roe 2006 |\n"
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    found = doc.user_data["claims.citations"]
    assert [doc.text[c.start : c.end] for c in found] == ["Lee 2012", "Roe 2006"]

import spacy
from reading import read

from pipeline.mark.code_spans import CodeSpans
from pipeline.mark.language import mark_articles


def test_code_spans_count_from_the_start_of_the_document():
    text = "Costs\nAsk for CPT codes 97810/97811.\nICD-10 M54.2"
    doc = CodeSpans()(spacy.blank("en")(text))
    found = doc.user_data["claims.codes"]
    assert [text[m.start : m.end] for m in found] == ["CPT codes 97810", "97811", "ICD-10 M54.2"]
    assert [span.label_ for span in doc.spans["codes"]] == ["CPT", "CPT", "ICD-10"]


def test_code_spans_take_the_lines_of_a_list_of_diagnoses():
    text = "ICD-10-CM\nM54.2 Neck pain\n- G43.709 Migraine\nB12 levels"
    doc = CodeSpans()(spacy.blank("en")(text))
    found = doc.user_data["claims.codes"]
    assert [(m.system, m.code) for m in found] == [
        ("ICD-10-CM", "M54.2"),
        ("ICD-10-CM", "G43.709"),
    ]


def test_code_spans_take_the_lines_below_diagnosis_codes():
    text = "Diagnosis codes we see most\nM54.2, neck pain\nSleep 7.5 hours"
    doc = CodeSpans()(spacy.blank("en")(text))
    assert [(m.system, m.code) for m in doc.user_data["claims.codes"]] == [("diagnosis", "M54.2")]


def test_code_spans_take_diagnosis_codes_beside_american_bills_for_american_ones():
    for payer, system in (("Medicare", "ICD-10-CM"), ("The insurer", "diagnosis")):
        doc = CodeSpans()(spacy.blank("en")(f"{payer} pays.\nDiagnosis code M54.2"))
        assert [(m.system, m.code) for m in doc.user_data["claims.codes"]] == [(system, "M54.2")]


def test_code_spans_leave_a_code_alone_that_may_be_of_an_older_edition():
    doc = CodeSpans()(spacy.blank("en")("Medicare pays.\nDiagnosis code V58.61"))
    assert [m.system for m in doc.user_data["claims.codes"]] == ["diagnosis"]


def test_code_spans_a_text_without_any_has_empty_groups():
    doc = CodeSpans()(spacy.blank("en")("No code here."))
    assert doc.user_data["claims.codes"] == []
    assert len(doc.spans["codes"]) == 0


def test_code_spans_take_the_cells_below_a_column_of_codes(nlp):
    text = "| Code | Meaning |\n|---|---|\n| 99213 | A visit |\n| J0000 | A shot |\n"
    ((_, doc),) = mark_articles([read(text, format="markdown")], nlp)
    assert [(m.system, m.code) for m in doc.user_data["claims.codes"]] == [
        ("procedure", "99213"),
        ("procedure", "J0000"),
    ]


def test_code_spans_tell_each_cell_and_item_of_codes_by_its_own_shape(nlp):
    text = "| CPT | For |\n|---|---|\n| 97810 | Needles |\n| G43.909 | Migraine |\n| R51 | A |\n"
    expected = [("CPT", "97810"), ("ICD-10-CM", "G43.909"), ("ICD-10-CM", "R51")]
    for written in (text, "CPT and ICD-10 codes\n\n- 97810 needles\n- G43.909\n- R51"):
        ((_, doc),) = mark_articles([read(written, format="markdown")], nlp)
        assert [(m.system, m.code) for m in doc.user_data["claims.codes"]] == expected


def test_code_spans_read_a_line_of_codes_where_the_text_is_about_bills():
    doc = CodeSpans()(
        spacy.blank("en")("Ask for CPT 97810.\nDry needling has codes: 20560, 20561.")
    )
    assert [m.code for m in doc.user_data["claims.codes"]] == ["97810", "20560", "20561"]

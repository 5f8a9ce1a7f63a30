"""Which cells of a table claim something, of which kind, under which headers; made-up tables."""

import pytest
from reading import read
from spans import drawn

from pipeline.mark.language import mark_articles
from pipeline.mark.marks import marks_of


def marks(nlp, text, written="markdown"):
    ((article, doc),) = mark_articles([read(text, format=written)], nlp)
    return article, marks_of(doc)


def marked(nlp, text):
    article, found = marks(nlp, text)
    return [(m.kind, article.text[m.start : m.end]) for m in found]


TABLE = """
| Remedy | Pain before | Pain after | Change | Sessions |
|---|---|---|---|---|
| Yoga | 6.1 | 4.2 | -31% | 12 sessions |
| Rest | 6.0 | none | | 0 sessions |
"""


def test_table_claims_take_each_way_in_which_a_row_gives_its_result(nlp):
    assert marked(nlp, TABLE) == [("statistic", text) for text in ("6.1", "4.2", "-31%", "6.0")]


# The first column, the column, a cell; the kind of its claim, "" where it makes none.
CELLS = {
    "dose": ("Name", "Dose", "600 mg", ""),
    "how often": ("Name", "How often", "3 x day", ""),
    "price": ("Name", "Visit", "$49", ""),
    "a price among words": ("Name", "How to get it", "from about $2 for 90", ""),
    "a typical price": ("Name", "Average price", "$49", ""),
    "a price saved": ("Name", "Change", "saves $49 a year", "statistic"),
    "effect": ("Name", "Change", "-20%", "statistic"),
    "bare number": ("Name", "Score after", "4.2", "statistic"),
    "an estimate": ("Name", "Risk ratio (95% CI)", "0.97 (0.93-1.01)", "statistic"),
    "a bare number of something measured": ("Name", "Minutes, average gain", "19", "statistic"),
    "a bare number of nothing": ("Name", "Minutes", "19", ""),
    "a signed number": ("Name", "Week", "-22%", "statistic"),
    "a range is no sign": ("Name", "Covers", "1-2 regions", ""),
    "how many were asked": ("Name", "Women", "393", ""),
    "what it is made of": ("Name", "% Daily Value", "43%", ""),
    "what it weighs": ("Name", "Weight", "43 g", ""),
    "what people lost": ("Name", "Weight loss", "4.3%", "statistic"),
    "what people need": ("Name", "Recommended intake", "90 mg", "statistic"),
    "no change": ("Name", "Migraine", "no change", "efficacy"),
    "an outcome in a word": ("Outcome", "Reading", "modest", "efficacy"),
    "a comparator in a word": ("Outcome", "Comparator", "placebo", ""),
    "a benefit in a word": ("Name", "Relief", "modest", "efficacy"),
    "a word of something else": ("Name", "Mood", "modest", ""),
    "a harm in words": ("Name", "Drawbacks", "None known", "safety"),
    "none of something else": ("Name", "Salt", "none", ""),
    "an effect in its own words": ("Name", "Notes", "relieves migraine", "efficacy"),
    "a mechanism": ("Name", "What it does", "boosts your immune system", "mechanism"),
    "good for a condition": ("Name", "Good for", "migraine", "efficacy"),
    "good for fun": ("Name", "Good for", "date night", ""),
    "an approval": ("Name", "FDA approved", "Yes, in 2021", "regulatory"),
    "cover": ("Name", "Covered by Medicare", "No", "coverage"),
    "an opinion": ("Name", "Our view", "Most effective option", ""),
    "a verdict": ("Name", "Verdict", "Harmless", ""),
    "what it is sold for": ("Name", "Used for", "Migraine prevention", ""),
    "its uses": ("Name", "Common uses", "eases migraine", ""),
    "who found it": ("Name", "Evidence", "NCCIH", ""),
    "trials": ("Name", "Evidence", "ABLE-IT, D-HALT", ""),
    "a condition in capitals": ("Name", "Good for", "IBS", "efficacy"),
    "somebody's words": ("Name", "Relief", '"Like nothing"', ""),
    "advice": ("Name", "Relief", "Ask us", ""),
    "code": ("Name", "CPT", "97810", "code"),
    "code of a column named so": ("Name", "Code", "97810", "code"),
    "code of another shape": ("Name", "CPT", "978", ""),
    "source": ("Name", "Source", "Lee 2012", "citation"),
    "a name and a year elsewhere": ("Name", "Champion", "Lee 2012", ""),
}


@pytest.mark.parametrize(("first", "header", "cell", "kind"), CELLS.values(), ids=CELLS)
def test_table_claims_go_by_the_cell_and_its_headers(nlp, first, header, cell, kind):
    text = f"| {first} | {header} |\n|---|---|\n| Ginger | {cell} |\n"
    assert [found for found, _ in marked(nlp, text)] == ([kind] if kind else [])


PROMISES = {
    "behind a semicolon": ("[Protects the heart]; [eases migraine]", "efficacy efficacy"),
    "verb by verb": ("[Builds bone], [prevents migraine]", "efficacy efficacy"),
    "of two kinds": ("[Boosts your immune system] and [stops migraine]", "mechanism efficacy"),
    "and harmless": ("[Eases migraine] and [free of side effects]", "efficacy safety"),
    "how well": ("[Eases migraine, a little]", "efficacy"),
    "a reservation": ("[Not proven; poor trials only]", "efficacy"),
}


@pytest.mark.parametrize(("cell", "kinds"), PROMISES.values(), ids=PROMISES)
def test_table_claims_take_each_promise_of_a_cell(nlp, cell, kinds):
    text, spans = drawn(cell)
    found = marked(nlp, f"| Name | What it does |\n|---|---|\n| Ginger | {text} |\n")
    assert found == [(kind, text[a:b]) for kind, (a, b) in zip(kinds.split(), spans, strict=True)]


def test_table_claims_take_an_answer_to_what_the_row_asks(nlp):
    text = "| | Ginger |\n|---|---|\n| FDA approved | No |\n| Organic | Yes |\n"
    assert marked(nlp, text) == [("regulatory", "No")]


def test_table_claims_take_codes_of_the_first_column(nlp):
    text = "| 98940 | Adjustment |\n| G0283 | Stimulation |\n| 97110 | Exercise |\n"
    assert [kind for kind, _ in marked(nlp, text)] == ["code", "code", "code"]


def test_table_claims_take_no_rows_name_for_a_result(nlp):
    text = "| Group | Change |\n|---|---|\n| 40% women | -31% |\n"
    assert marked(nlp, text) == [("statistic", "-31%")]


def test_table_claims_of_a_shop_are_none(nlp):
    text = "| | Cocoa | Price | Taste |\n|---|---|---|---|\n| Dark one | 85% | $2.40 | 4/5 |\n"
    assert marked(nlp, text) == []


def test_table_claims_know_the_code_of_a_cell_and_its_headers(nlp):
    text = "| Visit | CPT code |\n|---|---|\n| First | 97810 |\n"
    article, (mark,) = marks(nlp, text)
    assert (mark.kind, mark.code.system, mark.code.code) == ("code", "CPT", "97810")
    assert [article.text[start:end] for start, end in mark.headers] == ["First", "CPT code"]


def test_table_claims_know_a_cell_by_its_place_and_headers(nlp):
    article, found = marks(nlp, TABLE)
    change = next(m for m in found if article.text[m.start : m.end] == "-31%")
    assert (change.cell.table, change.cell.row, change.cell.column) == (1, 2, 4)
    assert [article.text[start:end] for start, end in change.headers] == ["Yoga", "Change"]


def test_table_claims_keep_what_the_row_says_besides_apart_from_its_header(nlp):
    text = (
        "| Outcome | Comparator | Change | Reading |\n|---|---|---|---|\n"
        "| Migraine | Sham | -31% | little effect |\n"
    )
    article, found = marks(nlp, text)

    def words(places):
        return [article.text[start:end] for start, end in places]

    assert [(words(m.row_headers), words(m.beside)) for m in found] == [
        (["Migraine"], ["Sham"]),
        (["Migraine"], ["Sham"]),
    ]


def test_table_claims_of_a_spanning_row_head_have_it(nlp):
    text = (
        "<table><tr><th>Kind</th><th>CPT</th></tr><tr><td rowspan=2>Needles</td><td>97810</td></tr>"
        "<tr><td>97811</td></tr></table>"
    )
    article, found = marks(nlp, text, written="html")
    heads = [[article.text[s:e] for s, e in m.row_headers] for m in found]
    assert heads == [["Needles"], ["Needles"]]

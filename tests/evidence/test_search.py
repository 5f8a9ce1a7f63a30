"""A search answers as a librarian would lay the rows out."""

from __future__ import annotations

import pytest
from alike import WordEncoder
from factories import CONCEPTS, make_quantity, make_row, make_source, make_table

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence import EvidenceTable
from pipeline.evidence.render import topic_text
from pipeline.evidence.search import TableSearch

MINT = make_source(
    "mint-2029",
    title="Peppermint oil for cramps",
    publisher="Institute of Digestion",
    authors="Levie A",
    registry_id="CD009999",
    year=2029,
)
ENTRIES = (
    *CONCEPTS,
    ConceptEntry("X-CRAMPS", "cramps", "condition", synonyms=("belly ache", "IBS")),
    ConceptEntry("X-MINT", "mint", "intervention", found_by="search"),
)
ROWS = (
    make_row("back-1", sentence="Yoga for low back pain: a little better.", condition="D017116"),
    make_row("neck-1", sentence="Massage eases stiff necks.", condition="D019547"),
    make_row("mint-1", sentence="Mint against placebo.", source=MINT, condition="X-CRAMPS"),
    make_row("mint-2", sentence="Mint again.", source=MINT, verified=False, condition="X-CRAMPS"),
)


def ids(rows):
    return [row.row_id for row in rows]


def found(words, rows=ROWS, *, limit=9, encoder=None):
    search = TableSearch(make_table(rows, concepts=ENTRIES), encoder)
    return ids(search.find(words, limit=limit))


FOUND = {
    "a word of the sentence": ("yoga", ["back-1"]),
    "another form of it": ("massages", ["neck-1"]),
    "the title of the source": ("peppermint", ["mint-1", "mint-2"]),
    "its publisher": ("digestion", ["mint-1", "mint-2"]),
    "its author": ("levie", ["mint-1", "mint-2"]),
    "its identifier": ("CD009999", ["mint-1", "mint-2"]),
    "the id": ("mint-2", ["mint-2"]),
    "an identifier among words": ("peppermint CD009999", ["mint-1", "mint-2"]),
    "an identifier among words that others have": ("yoga CD009999", ["mint-1", "mint-2"]),
    "a synonym of its concept": ("belly ache", ["mint-1", "mint-2"]),
    "an abbreviation in small letters": ("ibs", ["mint-1", "mint-2"]),
    "a wider concept": ("pain", ["back-1", "neck-1"]),
    "a narrower concept": ("neck pain", ["neck-1", "back-1"]),
    "a question": ("what helps with massage?", ["neck-1"]),
    "nothing": ("homeopathy", []),
    "no word": ("…", []),
}


@pytest.mark.parametrize(("words", "expected"), FOUND.values(), ids=FOUND)
def test_search_finds_rows_by(words, expected):
    assert found(words) == expected


def test_search_finds_no_more_than_asked():
    assert found("mint", limit=1) == ["mint-1"]


def test_search_in_a_table_without_rows_finds_nothing():
    empty = EvidenceTable((), {}, {}, (), (), ConceptIndex(ENTRIES), "")
    assert TableSearch(empty).find("pain", limit=9) == []


PEOPLE = make_quantity(900.0, "count", kind="count", role="participants")
FIRST = {
    "checked before unchecked": ({"verified": False}, {}),
    "current before superseded": ({"source": make_source(status="superseded")}, {}),
    "overviews before single studies": ({"source": make_source(kind="trial")}, {}),
    "results before sizes": ({"outcome": "X-STUDY-SIZE"}, {}),
    "main outcomes before others": ({"primary": None}, {}),
    "many people before few": ({}, {"quantities": [PEOPLE]}),
    "what is found before what is paid for": ({"kind": "coverage"}, {}),
    "the very thing before a narrower one": ({"condition": "D019547"}, {}),
    "being about it before having its word": ({"intervention": "D008550"}, {}),
    "treated before compared with": (
        {"intervention": "D008550", "comparators": ["D015670"]},
        {},
    ),
}


@pytest.mark.parametrize(("worse", "better"), FIRST.values(), ids=FIRST)
def test_search_puts_first(worse, better):
    common = {"condition": "D010146", "sentence": "Acupuncture eases pain."}
    rows = [make_row("worse", **(common | worse)), make_row("better", **(common | better))]
    assert found("acupuncture pain", rows) == ["better", "worse"]


def test_search_prefers_an_unchecked_answer_to_a_checked_one_on_something_else():
    rows = [
        make_row("aside", intervention="D008550", sentence="Melatonin against acupuncture."),
        make_row("answer", verified=False, sentence="Acupuncture."),
    ]
    assert found("acupuncture", rows) == ["answer", "aside"]
    assert found("acupuncture migraine", rows) == ["answer", "aside"]


def test_search_prefers_a_checked_answer_on_a_narrower_thing():
    rows = [
        make_row("unchecked", verified=False, condition="D010146", sentence="Acupuncture."),
        make_row("checked", condition="D019547", sentence="Acupuncture."),
    ]
    assert found("acupuncture pain", rows) == ["checked", "unchecked"]


def test_search_counts_less_what_a_row_compares_with():
    common = {"sentence": "Something.", "intervention": "D008550"}
    rows = [
        make_row("compared", comparators=["X-SHAM"], **common),
        make_row("said", **(common | {"sentence": "Fake treatment by sham."})),
    ]
    assert found("sham treatment", rows) == ["said", "compared"]


def test_search_counts_a_name_of_many_words_once():
    rows = [
        make_row("names-alone", intervention="D008550", condition="D017116", sentence="Melatonin."),
        make_row("treats", condition="D010146", sentence="Acupuncture for pain of the back."),
    ]
    assert found("acupuncture low back pain", rows)[0] == "treats"


# --- with an encoder ----------------------------------------------------------------------


def test_search_with_an_encoder_puts_first_what_is_likest():
    rows = [
        make_row("walking", sentence="Walking eases pain.", outcome="X-DISABILITY"),
        make_row("days", sentence="Walking eases pain.", outcome="X-HEADACHE-FREQUENCY"),
    ]
    assert found("walking for headache frequency of people", rows) == ["walking", "days"]
    encoder = WordEncoder()
    words = "walking for headache frequency of people"
    assert found(words, rows, encoder=encoder) == ["days", "walking"]


def test_search_with_an_encoder_reads_titles_and_topics_of_what_meets_the_words():
    encoder = WordEncoder()
    found("massage", encoder=encoder)
    assert encoder.asked == [
        "massage",
        ROWS[1].source.title,
        topic_text(ROWS[1].statement),
    ]


def test_search_with_an_encoder_finds_nothing_where_no_word_is_met():
    encoder = WordEncoder()
    assert found("homeopathy", encoder=encoder) == []
    assert encoder.asked == []


def test_search_with_an_encoder_prefers_the_likest_title():
    sources = [make_source(f"s{n}", title=title) for n, title in enumerate(("Other", "Mint tea"))]
    rows = [
        make_row(source.source_id, source=source, sentence="Mint eases cramps.")
        for source in sources
    ]
    assert found("mint tea", rows, encoder=WordEncoder()) == ["s1", "s0"]


# --- spread over sources ------------------------------------------------------------------


def test_search_shows_another_source_before_the_same_question_again():
    one, other = make_source("one"), make_source("other")
    rows = [
        make_row("ratio", source=one, sentence="Yoga eases pain."),
        make_row("share", source=one, sentence="Yoga eases pain."),
        make_row("elsewhere", source=other, sentence="Yoga eases pain.", verified=False),
    ]
    assert found("yoga", rows) == ["ratio", "elsewhere", "share"]


def test_search_shows_another_outcome_before_the_same_question_again():
    common = {"source": make_source("one"), "sentence": "Yoga eases pain."}
    rows = [
        make_row("ratio", **common),
        make_row("share", **common),
        make_row("other-outcome", primary=None, outcome="X-DISABILITY", **common),
    ]
    assert found("yoga", rows) == ["ratio", "other-outcome", "share"]


def test_search_shows_another_result_before_the_same_one_by_another_name():
    common = {"source": make_source("one"), "sentence": "Yoga eases pain."}
    ratio = make_quantity(0.86, "ratio", kind="risk_ratio", role="effect", low=0.71, high=1.04)
    other = make_quantity(0.91, "ratio", kind="risk_ratio", role="effect")
    rows = [
        make_row("checked", quantities=[ratio], **common),
        make_row("again", quantities=[ratio], outcome="X-PAIN", **common),
        make_row("another", primary=None, quantities=[other], outcome="X-DISABILITY", **common),
    ]
    assert found("yoga", rows) == ["checked", "another", "again"]


def test_search_finds_as_many_rows_as_asked_for_where_there_are_as_many():
    rows = [make_row(f"r{n:03}", source=make_source(f"s{n:03}")) for n in range(90)]
    assert found("acupuncture", rows, limit=80) == [f"r{n:03}" for n in range(80)]
    assert len(found("acupuncture", rows, limit=80, encoder=WordEncoder())) == 80

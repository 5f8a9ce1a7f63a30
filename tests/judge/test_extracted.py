"""What a machine read in abstracts: told, believed of the review that is cited, never against."""

import pytest
from factories import make_claim, make_match, make_row

from pipeline.judge.extracted import may_bear_out, says_so, with_lead
from pipeline.judge.findings import finding
from pipeline.judge.statements import judge_statement


def read(row_id="R1", stance="affirms", **relations):
    row = make_row(row_id, stance=stance, verified=False, provenance="extracted")
    return make_match(row, **relations)


NAMED = {
    "all of it": ({}, True),
    "an outcome that the text does not name": ({"outcome": "unknown"}, False),
    "a sort of the outcome": ({"outcome": "narrower"}, False),
    "a treatment that it does not name": ({"intervention": "unknown"}, False),
}


@pytest.mark.parametrize(("relations", "expected"), NAMED.values(), ids=NAMED)
def test_extracted_a_number_is_borne_out_on_what_is_named(relations, expected):
    assert may_bear_out(make_claim(), read(**relations)) is expected
    assert not may_bear_out(make_claim(), make_match(make_row(verified=False)))


def test_extracted_a_number_is_not_borne_out_where_what_is_compared_was_not_read():
    text = "Stays were 3 days shorter after acupuncture than after surgery."
    assert not may_bear_out(make_claim(text), read())
    assert may_bear_out(make_claim(text, comparators=["X-SURGERY"]), read())


def test_extracted_a_number_that_was_not_understood_is_told_by_no_words():
    assert says_so(make_claim(kind="statistic"), [read()], judge_statement) is None


SAID = {
    "the very question": ([read()], True),
    "a part of the condition": ([read(condition="narrower")], False),
    "another outcome": ([read(outcome="other")], False),
    "two that differ": ([read(), read("R2", "denies")], False),
    "the contrary": ([read(stance="denies")], False),
    "nothing": ([], False),
}


@pytest.mark.parametrize(("own", "is_told"), SAID.values(), ids=SAID)
def test_extracted_what_a_review_says_is_believed_on_the_very_question(own, is_told):
    told = says_so(make_claim(), own, judge_statement)
    assert (told is not None) is is_told
    if told is not None:
        assert told.verdict == "supported"
        assert told.reason.endswith("Read by machine in the review's abstract.")


def test_extracted_a_lead_is_told_where_nothing_answers_and_decides_nothing():
    silent = finding("UV001", "No checked row says so.")
    told = with_lead(make_claim(), silent, [read("other", outcome="other"), read("lead")])
    assert (told.code, told.row_ids) == ("UV001", ("lead",))
    assert "decides nothing" in told.reason
    assert with_lead(make_claim(), silent, [make_match()]) == silent
    decided = finding("EF001", "It helps.")
    assert with_lead(make_claim(), decided, [read()]) == decided

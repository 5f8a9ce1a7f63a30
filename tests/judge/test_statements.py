import re

import pytest
from factories import make_cited, make_claim, make_match, make_source
from spans import drawn

from pipeline.judge.statements import judge_statement
from pipeline.resources import word_list

WORDS = {entry["name"]: entry for entry in word_list("judging")["word"]}


@pytest.mark.parametrize("entry", WORDS.values(), ids=WORDS)
def test_statements_words_find_what_they_were_written_for(entry):
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]


def judged(*matches, **claim):
    return judge_statement(make_claim(**claim), matches)[0].code


def row(stance="affirms", certainty="moderate", **fields):
    return make_match(stance=stance, certainty=certainty, **fields)


CERTAINTY = {
    "bare on moderate": ("none", "moderate", "EF001"),
    "bare on low": ("none", "low", "EF003"),
    "may on low": ("possible", "low", "EF001"),
    "suggested on very low": ("suggested", "very_low", "EF001"),
    "proven on moderate": ("proven", "moderate", "EF001"),
    "proven on low": ("proven", "low", "EF003"),
    "shown on low": ("shown", "low", "EF003"),
    "bare on ungraded": ("none", None, "EF001"),
}


@pytest.mark.parametrize(("hedge", "certainty", "code"), CERTAINTY.values(), ids=CERTAINTY)
def test_statements_hold_the_wording_against_the_certainty(hedge, certainty, code):
    assert judged(row(certainty=certainty), hedge=hedge) == code


def test_statements_inconclusive_is_not_contradicted():
    assert judged(row("uncertain")) == "EF004"
    assert judged(row("denies")) == "EF002"


def test_statements_a_denial_is_supported_by_a_denial():
    assert judged(row("denies"), negated=True) == "EF001"
    assert judged(row("affirms"), negated=True) == "EF002"


def test_statements_more_than_a_dummy_is_what_works_means():
    sham = row("denies", row_id="S", comparators=["X-SHAM"])
    nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"])
    assert judged(sham, nothing) == "EF002"
    # Where the text itself says "better than nothing", that row decides.
    against_nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"], comparator="same")
    assert judged(sham, against_nothing, comparators=["X-NO-TREATMENT"]) == "EF001"


def test_statements_rows_that_disagree_are_said_to():
    assert judged(row("affirms", row_id="A"), row("denies", row_id="B")) == "EF009"


def test_statements_a_claim_wider_than_its_rows_is_not_decided():
    assert judged(row(condition="narrower")) == "EF005"


def test_statements_that_name_nothing_are_too_vague():
    assert judged(row(), condition=None, outcome=None) == "UV003"


def test_statements_a_mouse_is_no_person():
    mouse = make_match(kind="mechanism", species="animal", outcome="same")
    assert judged(mouse, kind="mechanism") == "EF007"


SAFETY = {
    "no side effects against counted harms": ("It has no side effects.", "denies", "EF006"),
    "generally safe": ("It is generally safe.", "affirms", "EF001"),
    "may cause bruising": ("It can cause bruising.", "denies", "EF001"),
}


@pytest.mark.parametrize(("text", "stance", "code"), SAFETY.values(), ids=SAFETY)
def test_statements_weigh_words_of_safety(text, stance, code):
    assert judged(row(stance, kind="safety"), text=text, kind="safety") == code


def medicare(stance, condition):
    source = make_source("NCD", kind="policy", publisher="Medicare", title="NCD 30.3.3")
    return make_match(kind="coverage", source=source, stance=stance, condition=condition)


COVERAGE = {
    "covered": ("affirms", "same", "CV001"),
    "excluded": ("denies", "same", "CV002"),
    "only a part is covered": ("affirms", "narrower", "CV003"),
}


@pytest.mark.parametrize(("stance", "condition", "code"), COVERAGE.values(), ids=COVERAGE)
def test_statements_hold_coverage_against_the_payers_own_policy(stance, condition, code):
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    assert judged(medicare(stance, condition), kind="coverage", source=cited) == code


def test_statements_one_payers_policy_decides_for_no_other():
    assert judged(medicare("denies", "same"), kind="coverage") == "CV004"


def test_statements_a_persons_own_qualification_is_theirs():
    assert judged(kind="credential", why="own qualification") == "CR003"

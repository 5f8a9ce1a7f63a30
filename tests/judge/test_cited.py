"""What the very source that a text cites says: its numbers, its size, its words, its abstract."""

from dataclasses import replace

import pytest
from factories import (
    make_cited,
    make_claim,
    make_match,
    make_quantity,
    make_row,
    make_source,
    make_table,
)

from pipeline.judge.candidates import Topic
from pipeline.judge.cited import Cited, judge_cited
from pipeline.judge.numbers import judge_number
from pipeline.judge.statements import judge_statement

REVIEW = make_source(registry_id="CD001218", authors="Linde K", held="abstract")
HALF = make_quantity(0.5, role="intervention_arm", text="50%")


def row(row_id="R1", **fields):
    return make_row(row_id, source=REVIEW, **fields)


def by_rows(claim, matches):
    return (
        judge_number(claim, matches)
        if claim.kind == "statistic"
        else judge_statement(claim, matches)
    )


def told(claim, *rows, relations=None):
    asked = Cited(
        claim,
        REVIEW,
        Topic("D015670", "D008881"),
        make_table(rows, sources=[REVIEW]),
        None,
        lambda _, one: make_match(one, **(relations or {})),
        by_rows,
    )
    return judge_cited(asked, [])


def codes(claim, *rows, relations=None):
    return [found.code for found in told(claim, *rows, relations=relations)]


READ = {
    "on what is named": ({}, {}, "CI011"),
    "on an outcome that is not": ({}, {"outcome": "unknown"}, "CI010"),
    "on another": ({}, {"outcome": "other"}, "CI010"),
    "not by our own reader": ({"provenance": "curated"}, {}, "CI010"),
}


@pytest.mark.parametrize(("fields", "relations", "code"), READ.values(), ids=READ)
def test_cited_what_was_read_in_a_reviews_abstract_bears_out_its_number(fields, relations, code):
    read = row(quantities=[HALF], verified=False, **{"provenance": "extracted", **fields})
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited())
    assert codes(claim, read, relations=relations)[0] == code
    other = replace(HALF, value=0.9, text="90%")
    wrong = make_claim(kind="statistic", quantities=[other], source=make_cited())
    assert codes(wrong, read, relations=relations)[0] == "CI010"


def test_cited_what_was_checked_comes_before_what_a_machine_read():
    read = row("A", quantities=[HALF], verified=False, provenance="extracted")
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited())
    found = told(claim, read, row("B", quantities=[HALF]))[0]
    assert (found.code, found.row_ids) == ("CI011", ("B",))


def test_cited_what_a_machine_read_of_a_review_bears_out_what_it_is_said_to_say():
    read = row("A", verified=False, provenance="extracted")
    assert codes(make_claim(source=make_cited()), read) == ["CI011"]
    against = row("A", stance="denies", verified=False, provenance="extracted")
    assert codes(make_claim(source=make_cited()), against)[0] == "CI010"


def test_cited_both_groups_numbers_claim_no_effect():
    arms = [HALF, make_quantity(0.4, role="comparator_arm", text="40%")]
    claim = make_claim(kind="statistic", quantities=arms, source=make_cited(), direction="increase")
    assert codes(claim, row(quantities=arms, significant=False)) == ["CI011"]


def test_cited_a_number_that_shows_nothing_for_sure_is_no_effect():
    held = row(quantities=[HALF], significant=False)
    said = {"kind": "statistic", "quantities": [HALF], "source": make_cited()}
    assert codes(make_claim(direction="decrease", **said), held) == ["ST004"]
    none = make_claim("The drop was not significant.", direction="decrease", **said)
    assert codes(none, held) == ["CI011"]

"""Whether a row answers a claim, by what a reader says of it."""

from dataclasses import replace

import pytest
from factories import make_quantity, make_row, make_source, make_table
from learn.annotations.marking import mark

from pipeline.learn.annotations.records import Fields, Named, Number, SourceNamed
from pipeline.learn.answers import Answers

NEEDLES, MIGRAINE = Named("needles", "D015670"), Named("migraine", "D008881")
ATTACKS = Named("attacks", "X-HEADACHE-FREQUENCY")
FIELDS = Fields(intervention=NEEDLES, condition=MIGRAINE, outcome=ATTACKS)
THIRD = Number("a third", "proportion", "effect", value=0.33)
SMALL = make_source("T", kind="trial")
ROW = make_row()
# What a reader says of a claim, the row, and whether it answers.
CLAIMS = {
    "the same question": ({}, ROW, True),
    "another treatment": ({"intervention": Named("oil", "D005395")}, ROW, False),
    "a treatment without an id": ({"intervention": Named("oil")}, ROW, False),
    "another condition": ({"condition": Named("pain", "D010146")}, ROW, False),
    "another outcome": ({"outcome": Named("sleep", "X-SLEEP-QUALITY")}, ROW, False),
    "no outcome": ({"outcome": None}, ROW, True),
    "against something": ({"comparators": (Named("sham", "X-SHAM"),)}, ROW, False),
    "against the same": (
        {"comparators": (Named("sham", "X-SHAM"),)}, make_row(comparators=["X-SHAM"]), True,
    ),
    "one that could not tell": ({}, make_row(stance="uncertain"), False),
    "one that nobody read": ({}, make_row(verified=False), False),
    "a small trial": ({}, make_row(source=SMALL), False),
    "some people": ({"population": Named("men", "X-MEN")}, make_row(population="X-MEN"), True),
    "other people": ({"population": Named("men", "X-MEN")}, make_row(population="X-WOMEN"), False),
}  # fmt: skip


def answers(row, kind="efficacy", verdict="supported", **said):
    gold = mark("it helps", 0, 8, kind=kind, verdict=verdict, fields=replace(FIELDS, **said))
    return Answers(make_table([row])).any_for(gold)


@pytest.mark.parametrize(("said", "row", "expected"), CLAIMS.values(), ids=CLAIMS)
def test_answers_a_row_on_the_same_question_answers(said, row, expected):
    assert answers(row, **said) is expected


def test_answers_a_number_is_answered_by_a_number():
    claim = {"kind": "statistic", "quantities": (THIRD,)}
    assert not answers(ROW, **claim)
    assert answers(make_row(quantities=[make_quantity(0.4)]), **claim)


def test_answers_what_a_body_says_is_answered_by_its_own_row():
    row = make_row(kind="regulatory", outcome=None)
    named = {"kind": "regulatory", "outcome": None}
    assert answers(row, source=SourceNamed(publisher="Cochrane"), **named)
    assert not answers(row, source=SourceNamed(publisher="NICE"), **named)
    assert not answers(row, **named)


def test_answers_are_asked_for_what_is_true_or_false_only():
    assert not answers(ROW, verdict="unverifiable")
    assert not answers(ROW, kind="citation")
    bare = mark("it helps", 0, 8, kind="efficacy", verdict="supported")
    assert not Answers(make_table([ROW])).any_for(bare)

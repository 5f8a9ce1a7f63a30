from dataclasses import replace

import pytest
from learn.annotations.marking import LABELS, marked

from pipeline.learn.annotations.records import CellNamed, Fields, Named, SourceNamed
from pipeline.learn.reading.scores import ALL, WANTED, hold_against, score


def held(gold, said):
    return hold_against(gold.name, gold.annotations, said.annotations)


def of(*articles):
    return score(articles, LABELS.claim_kinds)


GOLD = marked(
    "[Mint helps]. [It is safe]. [So?] [Take two].",
    "efficacy",
    "safety",
    "none",
    {"kind": "none", "trap": "advice"},
)
SAID = marked("[Mint helps]. [It is safe]. So? [Take two].", "efficacy", "mechanism", "safety")


def test_scores_count_what_was_found_and_flagged():
    scores = of(held(GOLD, SAID))
    assert (scores.n_articles, scores.n_claims, scores.n_said, scores.n_negatives) == (1, 2, 3, 2)
    found = scores.found[ALL]
    assert (found.precision.part, found.precision.whole) == (1, 3)
    assert (found.recall.part, found.recall.whole) == (1, 2)
    assert (found.f1.value, found.f1.n) == (pytest.approx(2 / 5), 5)
    assert scores.found["mechanism"].precision.share == 0.0
    assert scores.found["safety"].recall.share == 0.0
    assert scores.found["code"].f1.value is None
    flagged = {trap: (one.part, one.whole) for trap, one in scores.flagged.items()}
    assert flagged == {ALL: (1, 2), "advice": (1, 1), "question": (0, 1)}


def test_scores_have_intervals_over_articles():
    right = held(GOLD, replace(GOLD, annotations=GOLD.claims))
    wrong = replace(held(GOLD, marked("Mint")), name="other.txt")
    f1 = of(right, wrong).found[ALL].f1
    assert f1.value == pytest.approx(4 / 6)
    assert f1.clustered == (0.0, 1.0)
    assert of(right, replace(right, name="other.txt")).found[ALL].f1.clustered == (1.0, 1.0)


def test_scores_do_not_depend_on_the_order_of_articles():
    one, other = held(GOLD, SAID), replace(held(GOLD, GOLD), name="other.txt")
    assert of(one, other) == of(other, one)


def claimed(**fields):
    return marked("[Mint helps]", {"kind": "efficacy", "fields": Fields(**fields)})


MINT, TEA = Named("mint", "X-MINT"), Named("tea", "X-TEA")
COUNTED = {
    "right": (MINT, MINT, [(1, 1), (0, 0), (1, 1)]),
    "wrong": (MINT, TEA, [(0, 1), (0, 0), (0, 1)]),
    "left out": (MINT, None, [(0, 1), (0, 0), (0, 1)]),
    "made up": (None, TEA, [(0, 0), (0, 1), (0, 1)]),
    "rightly left out": (None, None, [(0, 0), (1, 1), (0, 0)]),
}


@pytest.mark.parametrize(("gold", "said", "expected"), COUNTED.values(), ids=COUNTED)
def test_scores_count_a_field_in_three_ways(gold, said, expected):
    its = of(held(claimed(intervention=gold), claimed(intervention=said))).fields["intervention"]
    assert [(one.part, one.whole) for one in (its.given, its.empty, its.either)] == expected


def test_scores_put_the_fields_of_a_source_together():
    gold = claimed(source=SourceNamed(publisher="Leaf", year=2019))
    said = claimed(source=SourceNamed(publisher="Leaf", year=2018, journal="Pain"))
    its = of(held(gold, said)).fields["source"]
    assert [(one.part, one.whole) for one in (its.given, its.empty, its.either)] == [
        (1, 2),
        (4, 5),
        (1, 3),
    ]


def test_scores_count_no_field_of_what_was_missed_or_not_read():
    missed = of(held(claimed(hedge="none"), marked("Mint helps")))
    assert missed.fields["hedge"].given.whole == 0
    unread = of(held(marked("[Mint helps]", "efficacy"), claimed(hedge="none")))
    assert unread.fields["hedge"].given.whole == 0


CELL = CellNamed(1, 2, 3, ("Mint", "Relief"))
CELLS = {
    "right": (claimed(cell=CELL), (1, 1), (1, 1)),
    "another header": (claimed(cell=replace(CELL, headers=("Mint",))), (0, 1), (1, 1)),
    "another place": (claimed(cell=replace(CELL, row=3)), (1, 1), (0, 1)),
    "no cell": (claimed(), (0, 1), (0, 0)),
    "missed": (marked("Mint helps"), (0, 1), (0, 0)),
}


@pytest.mark.parametrize(("said", "cells", "places"), CELLS.values(), ids=CELLS)
def test_scores_count_cells_whether_found_or_not(said, cells, places):
    scores = of(held(claimed(cell=CELL), said))
    assert (scores.cells.part, scores.cells.whole) == cells
    assert (scores.places.part, scores.places.whole) == places


def test_scores_of_nothing_are_none():
    scores = of()
    assert scores.found[ALL].f1.value is None
    assert scores.fields["hedge"].given.share is None
    assert scores.flagged[ALL].share is None


def test_scores_that_are_wanted_are_measured():
    assert set(WANTED) <= set(of().fields)

from __future__ import annotations

import pytest
from factories import make_row, make_source, make_table
from learn.judging import write_lines

from pipeline.errors import AnnotationsMissingError
from pipeline.evidence.search import search_rows
from pipeline.learn.retrieval import FIRST, QUERIES_FILE, evaluate_retrieval

ROWS = [
    make_row(f"CD{999000 + n}-x1", source=make_source(f"CD{999000 + n}"), sentence=f"Row {n}.")
    for n in range(FIRST + 2)
]
TABLE = make_table(ROWS)


def asks(query, *numbers, **other):
    line = {
        "query": query,
        "source_ids": [f"CD{999000 + n}" for n in numbers],
        "row_ids": [f"CD{999000 + n}-x1" for n in numbers],
    }
    return {**line, **other}


def in_order(words, *, limit):
    """A search that finds the rows in their order, whatever was asked."""
    return ROWS[:limit] if words else []


def nothing(words, *, limit):
    """A search that finds nothing."""
    return in_order(words, limit=limit)[:0]


@pytest.fixture
def evaluate(tmp_path):
    def run(*lines, table=TABLE, **searches):
        write_lines(tmp_path / QUERIES_FILE, lines)
        return evaluate_retrieval(table, tmp_path, searches or {"x": in_order})

    return run


# What is asked for stands so far down.
RANKS = {
    "first": (0, 1, 1.0),
    "second": (1, 1, 0.5),
    "tenth": (9, 1, 0.1),
    "eleventh": (10, 0, 0.0),
}


@pytest.mark.parametrize(("number", "found", "reciprocal"), RANKS.values(), ids=RANKS)
def test_retrieval_looks_at_the_first_ten(evaluate, number, found, reciprocal):
    score = evaluate(asks("mint", number)).searches["x"]
    assert (score.row.part, score.row.whole, score.review.part) == (found, 1, found)
    assert score.mean_reciprocal_rank == pytest.approx(reciprocal)
    assert score.missed == (() if found else ("mint",))


def test_retrieval_the_best_of_several_right_rows_counts(evaluate):
    score = evaluate(asks("mint", 9, 3)).searches["x"]
    assert score.mean_reciprocal_rank == 0.25


def test_retrieval_another_row_of_the_right_review_is_half_of_it(evaluate):
    line = asks("mint", 11, source_ids=["CD999002.pub3"])
    score = evaluate(line).searches["x"]
    assert (score.row.part, score.review.part) == (0, 1)


def test_retrieval_asks_every_search_the_same(evaluate):
    scores = evaluate(asks("mint", 0), asks("sage", 1), ordered=in_order, none=nothing)
    assert list(scores.searches) == ["ordered", "none"]
    assert scores.searches["ordered"].row.share == 1.0
    assert scores.searches["ordered"].mean_reciprocal_rank == 0.75
    assert (scores.searches["none"].row.share, scores.searches["none"].missed) == (
        0.0,
        ("mint", "sage"),
    )


def test_retrieval_intervals_are_clustered_by_review(evaluate):
    # Of either review one query is answered and one not: whichever is drawn, it is half.
    missed = {"row_ids": ["CD999011-x1"]}
    lines = [asks("a", 0), asks("b", 0, **missed), asks("c", 1), asks("d", 1, **missed)]
    score = evaluate(*lines).searches["x"]
    assert score.row.clustered == (0.5, 0.5)
    low, high = score.mean_reciprocal_rank_interval
    assert (low, high) == (0.25, 0.5)


def test_retrieval_does_not_count_queries_whose_rows_are_gone(evaluate):
    gone = asks("sage", 0, row_ids=["CD999000-xdead"])
    elsewhere = asks("rue", 0, source_ids=["CD000001"])
    scores = evaluate(
        asks("mint", 0), gone, elsewhere, asks("dill", 0, row_ids=["a", "CD999000-x1"])
    )
    assert (scores.n_queries, scores.n_gone) == (2, 2)


BROKEN = {
    "no words": asks(" ", 0),
    "no rows": asks("mint", 0, row_ids=[]),
    "rows that are no list": asks("mint", 0, row_ids="CD999000-x1"),
    "no sources": asks("mint", 0, source_ids=None),
    "no JSON": "{",
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_retrieval_tells_broken_lines_and_asks_the_others(evaluate, line):
    scores = evaluate(line, asks("sage", 0))
    assert (scores.n_queries, len(scores.faults)) == (1, 1)
    assert "line 1" in scores.faults[0]


def test_retrieval_asks_the_same_words_once(evaluate):
    scores = evaluate(asks("mint", 0), asks("mint", 1))
    assert scores.n_queries == 1
    assert "'mint' was asked further up" in scores.faults[0]


def test_retrieval_without_queries_measures_nothing(evaluate):
    score = evaluate().searches["x"]
    assert (score.row.share, score.mean_reciprocal_rank) == (None, None)
    assert score.mean_reciprocal_rank_interval == (0.0, 1.0)


def test_retrieval_names_the_queries_that_are_not_there(tmp_path):
    with pytest.raises(AnnotationsMissingError, match=QUERIES_FILE):
        evaluate_retrieval(TABLE, tmp_path, {"x": in_order})


def test_retrieval_takes_the_search_of_the_command_line(evaluate):
    rows = [
        make_row("CD999001-x1", source=make_source("CD999001", title="Mint"), sentence="Mint."),
        make_row("CD999002-x1", source=make_source("CD999002", title="Sage"), sentence="Sage."),
    ]
    table = make_table(rows)

    def search(words, *, limit):
        return search_rows(table, words, limit=limit)

    score = evaluate(asks("sage", 2), table=table, x=search).searches["x"]
    assert score.mean_reciprocal_rank == 1.0

from __future__ import annotations

import pytest
from factories import make_quantity, make_row, make_source, make_table
from learn.judging import write_lines

from pipeline.errors import AnnotationsMissingError
from pipeline.evidence.search import TableSearch
from pipeline.learn.retrieval import (
    FIRST,
    HALVES,
    QUERIES_FILE,
    Query,
    evaluate_retrieval,
    numbers_of,
    read_queries,
)
from pipeline.resources import annotations_dir

# Reviews of one half, so that one score holds what is asked of them.
REVIEWS = [
    review
    for review in (f"CD{number}" for number in range(999000, 999099))
    if Query("", (review,)).half == "measuring"
]
ROWS = [
    make_row(f"{review}-x1", source=make_source(review), sentence=f"Row {n}.")
    for n, review in enumerate(REVIEWS[: FIRST + 2])
]
TABLE = make_table(ROWS)


def asks(query, *numbers, **other):
    line = {
        "query": query,
        "source_ids": [REVIEWS[n] for n in numbers],
        "row_ids": [f"{REVIEWS[n]}-x1" for n in numbers],
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


def score_of(scores, name="x"):
    return scores.searches[name]["measuring"]


# What is asked for stands so far down.
RANKS = {
    "first": (0, 1, 1.0),
    "second": (1, 1, 0.5),
    "tenth": (9, 1, 0.1),
    "eleventh": (10, 0, 0.0),
}


@pytest.mark.parametrize(("number", "found", "reciprocal"), RANKS.values(), ids=RANKS)
def test_retrieval_looks_at_the_first_ten(evaluate, number, found, reciprocal):
    score = score_of(evaluate(asks("mint", number)))
    assert (score.row.part, score.row.whole, score.review.part) == (found, 1, found)
    assert score.mean_reciprocal_rank == pytest.approx(reciprocal)
    assert score.missed == (() if found else ("mint",))


def test_retrieval_the_best_of_several_right_rows_counts(evaluate):
    score = score_of(evaluate(asks("mint", 9, 3)))
    assert score.mean_reciprocal_rank == 0.25


def test_retrieval_another_row_of_the_right_review_is_half_of_it(evaluate):
    source = make_source(f"{REVIEWS[2]}.pub3")
    later = make_row("later", source=source, outcome="X-DISABILITY")
    line = asks("mint", 2, row_ids=["later"])
    score = score_of(evaluate(line, table=make_table([*ROWS, later])))
    assert (score.row.part, score.review.part) == (0, 1)


def test_retrieval_asks_every_search_the_same(evaluate):
    scores = evaluate(asks("mint", 0), asks("sage", 1), ordered=in_order, none=nothing)
    assert list(scores.searches) == ["ordered", "none"]
    assert score_of(scores, "ordered").row.share == 1.0
    assert score_of(scores, "ordered").mean_reciprocal_rank == 0.75
    assert (score_of(scores, "none").row.share, score_of(scores, "none").missed) == (
        0.0,
        ("mint", "sage"),
    )


def test_retrieval_counts_each_half_for_itself(evaluate):
    chosen = next(f"CD{n}" for n in range(999000, 999099) if f"CD{n}" not in REVIEWS)
    table = make_table([*ROWS, make_row("other", source=make_source(chosen))])
    scores = evaluate(
        asks("mint", 0),
        {"query": "sage", "source_ids": [chosen], "row_ids": ["other"]},
        table=table,
    )
    halves = scores.searches["x"]
    assert tuple(halves) == HALVES
    assert [halves[half].row.part for half in HALVES] == [0, 1]


def test_retrieval_versions_of_a_review_are_in_one_half():
    of_versions = {Query("x", (f"CD001218.pub{n}",)).half for n in range(2, 20)}
    assert len(of_versions) == 1


def test_retrieval_intervals_are_clustered_by_review(evaluate):
    # Of either review one query is answered and one not: whichever is drawn, it is half.
    others = [
        make_row(f"{review}-x2", source=make_source(review), outcome="X-DISABILITY")
        for review in REVIEWS[:2]
    ]
    lines = [
        asks(f"{review}{n}", number, row_ids=[f"{review}-x{n}"])
        for number, review in enumerate(REVIEWS[:2])
        for n in (1, 2)
    ]
    score = score_of(evaluate(*lines, table=make_table([*ROWS, *others])))
    assert score.row.clustered == (0.5, 0.5)
    low, high = score.mean_reciprocal_rank_interval
    assert (low, high) == (0.25, 0.5)


def test_retrieval_does_not_count_queries_whose_reviews_are_gone(evaluate):
    elsewhere = asks("rue", 0, source_ids=["CD000001"])
    scores = evaluate(asks("mint", 0), elsewhere)
    assert (scores.n_queries, scores.n_gone) == (1, 1)


def test_retrieval_counts_a_query_that_no_row_answers_any_more_for_its_review(evaluate):
    scores = evaluate(asks("mint", 0), asks("sage", 0, row_ids=[f"{REVIEWS[0]}-xdead"]))
    assert (scores.n_queries, scores.n_without_row, scores.n_gone) == (2, 1, 0)
    score = score_of(scores)
    assert (score.row.whole, score.review.whole, score.review.part) == (1, 2, 2)


RATIO = make_quantity(0.76, "ratio", kind="risk_ratio", role="effect", low=0.62, high=0.94)
TRIALS = make_quantity(12.0, "count", kind="count", role="trials")
SHARES = (
    make_quantity(0.4149, "proportion", kind="proportion", role="intervention_arm"),
    make_quantity(0.17, "proportion", kind="proportion", role="comparator_arm"),
)
NUMBERS = {
    "a ratio": ((RATIO,), "risk_ratio 0.76 0.62 0.94"),
    "two arms, to three digits": (SHARES, "proportion 0.415 0.17"),
    "how many trials there were": ((TRIALS,), ""),
    "beside a result": ((TRIALS, RATIO), "risk_ratio 0.76 0.62 0.94"),
    "none": ((), ""),
}


@pytest.mark.parametrize(("quantities", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_retrieval_knows_a_result_by_its_numbers(quantities, expected):
    assert numbers_of(make_row(quantities=quantities)) == expected


PAIN = {"outcome": "X-DISABILITY"}
# A row of the review, read anew, and whether it is what "mint" asks for.
RIGHT = {
    "the same numbers": ({"quantities": (RATIO,)}, True),
    "the same numbers on what goes by another name": ({"quantities": (RATIO,), **PAIN}, True),
    "other numbers": ({"quantities": SHARES}, False),
    "an outcome of the same words": ({"outcome": "X-DISABILITY"}, True),
    "that outcome with other numbers": ({"quantities": SHARES, **PAIN}, False),
}


@pytest.mark.parametrize(("fields", "right"), RIGHT.values(), ids=RIGHT)
def test_retrieval_knows_a_right_row_that_was_read_anew(evaluate, fields, right):
    row = make_row("anew", source=make_source(REVIEWS[0]), provenance="extracted", **fields)
    line = {
        "query": "mint",
        "source_ids": [f"{REVIEWS[0]}.pub2"],
        "results": ["risk_ratio 0.76 0.62 0.94"],
        "outcomes": [make_row(**PAIN).statement.outcome.text.upper()],
    }
    scores = evaluate(line, table=make_table([row]))
    assert (scores.n_queries, scores.n_without_row) == (1, 0 if right else 1)


def test_retrieval_takes_another_answer_to_the_same_question_for_right(evaluate):
    of_review = {"source": make_source(REVIEWS[0])}
    named = make_row("named", **of_review)
    rows = [
        make_row("same-question", quantities=SHARES, **of_review),
        make_row("other-outcome", outcome="X-DISABILITY", **of_review),
        make_row("elsewhere", source=make_source(REVIEWS[1])),
        named,
    ]
    line = asks("mint", 0, row_ids=["named"])

    def first_of(row):
        return lambda words, *, limit: [row][:limit] if words else []

    searches = {row.row_id: first_of(row) for row in rows}
    scores = evaluate(line, table=make_table(rows), **searches)
    right = {name for name in searches if score_of(scores, name).row.part}
    assert right == {"named", "same-question"}


BROKEN = {
    "no words": asks(" ", 0),
    "no answer": asks("mint", 0, row_ids=[]),
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
    score = score_of(evaluate())
    assert (score.row.share, score.mean_reciprocal_rank) == (None, None)
    assert score.mean_reciprocal_rank_interval == (0.0, 1.0)


def test_retrieval_names_the_queries_that_are_not_there(tmp_path):
    with pytest.raises(AnnotationsMissingError, match=QUERIES_FILE):
        evaluate_retrieval(TABLE, tmp_path, {"x": in_order})


def test_retrieval_takes_the_search_of_the_command_line(evaluate):
    rows = [
        make_row(f"{review}-x1", source=make_source(review, title=name), sentence=f"{name}.")
        for review, name in zip(REVIEWS, ("Mint", "Sage"), strict=False)
    ]
    table = make_table(rows)
    score = score_of(evaluate(asks("sage", 1), table=table, x=TableSearch(table).find))
    assert score.mean_reciprocal_rank == 1.0


def test_retrieval_can_read_every_query_that_comes_along():
    faults = []
    queries = read_queries(annotations_dir() / QUERIES_FILE, faults=faults)
    assert (faults, len(queries) >= 300) == ([], True)

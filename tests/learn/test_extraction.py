from __future__ import annotations

import pytest
from learn.judging import (
    all_right,
    line_of,
    make_extracted,
    make_findings,
    table_of,
    write_lines,
)

from pipeline.learn.drawing import draw_findings
from pipeline.learn.extraction import (
    DRAWN_FILE,
    FOLDER,
    ROWS_FILES,
    WHOLE_FILE,
    evaluate_extraction,
)
from pipeline.learn.fields import FIELDS

ROWS = make_findings(4)
TABLE = table_of(*ROWS)


@pytest.fixture
def evaluate(tmp_path):
    """Evaluate the table on the lines given."""

    def run(*, table=TABLE, whole=None, drawn=None, kept_out=(), **lines):
        folder = tmp_path / FOLDER
        for judge, given in lines.items():
            write_lines(folder / ROWS_FILES[judge], given)
        if whole is not None:
            write_lines(folder / WHOLE_FILE, whole)
        if drawn is not None:
            folder.mkdir(exist_ok=True)
            (folder / DRAWN_FILE).write_text(drawn.to_json(), encoding="utf-8")
        return evaluate_extraction(table, tmp_path, kept_out=kept_out)

    return run


def counted(proportion):
    return proportion.part, proportion.whole


def test_extraction_without_judgements_counts_the_package(evaluate):
    scores = evaluate()
    assert (scores.n_findings, scores.n_reviews, scores.judges, scores.faults) == (4, 2, {}, ())
    assert (scores.bars["findings"].measured, scores.bars["findings"].holds) == (4, False)
    assert (scores.bars["numeric"].measured, scores.bars["numeric"].holds) == (None, None)
    assert (scores.agreement, scores.recall, scores.bands, scores.drawn) == ({}, {}, (), None)


# Value, interval, measure and trials are filled, participants are not.
GIVEN = {
    "all right": ({}, (4, 4), (4, 4)),
    "one wrong": ({"value": "wrong"}, (3, 4), (3, 4)),
    "one missed": ({"participants": "missed"}, (4, 4), (4, 5)),
    "one unclear": ({"trials": "unclear"}, (3, 3), (3, 3)),
    "wrong and missed": ({"trials": "wrong", "participants": "missed"}, (3, 4), (3, 5)),
}


@pytest.mark.parametrize(("answers", "filled", "given"), GIVEN.values(), ids=GIVEN)
def test_extraction_counts_what_is_filled_and_what_is_given(evaluate, answers, filled, given):
    score = evaluate(a=[line_of(ROWS[0], **answers)]).judges["a"].fields["numeric"]
    assert (counted(score.filled), counted(score.given)) == (filled, given)


def test_extraction_an_empty_cell_that_is_right_counts_in_neither(evaluate):
    score = evaluate(a=[line_of(ROWS[0])]).judges["a"].fields["participants"]
    assert (counted(score.filled), counted(score.given)) == ((0, 0), (0, 0))
    assert score.answers["absent-right"] == 1


TOGETHER = {
    "all right": ({}, (1, 1), (1, 1)),
    "one wrong": ({"value": "wrong"}, (0, 1), (0, 1)),
    "one missed": ({"participants": "missed"}, (1, 1), (0, 1)),
    "one unclear": ({"value": "unclear"}, (0, 0), (0, 0)),
    "wrong beside unclear": ({"value": "unclear", "trials": "wrong"}, (0, 1), (0, 1)),
    "missed beside unclear": ({"value": "unclear", "participants": "missed"}, (0, 0), (0, 1)),
    "wrong in another field": ({"outcome": "wrong"}, (1, 1), (1, 1)),
}


@pytest.mark.parametrize(("answers", "filled", "given"), TOGETHER.values(), ids=TOGETHER)
def test_extraction_counts_findings_right_in_all_numbers(evaluate, answers, filled, given):
    score = evaluate(a=[line_of(ROWS[0], **answers)]).judges["a"].rows["numeric"]
    assert (counted(score.filled), counted(score.given)) == (filled, given)


def test_extraction_a_finding_without_numbers_has_none_to_get_right(evaluate):
    row = make_extracted("CD999001-x1", numbers=False)
    score = evaluate(table=table_of(row), a=[line_of(row)]).judges["a"]
    assert counted(score.rows["numeric"].filled) == (0, 0)
    assert counted(score.rows["all"].filled) == (1, 1)


def test_extraction_intervals_are_clustered_by_review(evaluate):
    # Of either review one is right and one wrong: whichever is drawn, it is half.
    lines = [line_of(row, **({"outcome": "wrong"} if n % 2 else {})) for n, row in enumerate(ROWS)]
    score = evaluate(a=lines).judges["a"]
    for measured in (score.fields["outcome"].filled, score.rows["all"].filled):
        assert (counted(measured), measured.clustered) == ((2, 4), (0.5, 0.5))
        assert 0.1 < measured.wilson[0] < measured.wilson[1] < 0.9


def test_extraction_does_not_count_findings_that_are_gone(evaluate):
    gone = make_extracted("CD999009-xdead", outcome="X-PAIN")
    score = evaluate(a=[line_of(gone, outcome="wrong"), line_of(ROWS[0])]).judges["a"]
    assert (score.n_judged, score.n_gone) == (2, 1)
    assert counted(score.fields["outcome"].filled) == (1, 1)


IMPOSSIBLE = {
    "right of an empty field": ("participants", "right", "is empty, and judged 'right'"),
    "wrong of an empty field": ("participants", "wrong", "is empty, and judged 'wrong'"),
    "missed of a filled one": ("value", "missed", "is filled, and judged 'missed'"),
    "absent of a filled one": ("value", "absent-right", "is filled, and judged 'absent-right'"),
}


@pytest.mark.parametrize(("field", "answer", "why"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_extraction_tells_an_answer_that_cannot_be(evaluate, field, answer, why):
    scores = evaluate(a=[line_of(ROWS[1]), line_of(ROWS[0], **{field: answer})])
    assert len(scores.faults) == 1
    assert f"line 2: {ROWS[0].row_id}: '{field}' {why}" in scores.faults[0]
    assert sum(scores.judges["a"].fields[field].answers.values()) == 1


def test_extraction_tells_broken_lines_and_counts_the_others(evaluate):
    scores = evaluate(a=["{", line_of(ROWS[0])])
    assert (len(scores.faults), scores.judges["a"].n_judged) == (1, 1)


# --- two readers ------------------------------------------------------------------------


def test_extraction_settled_is_what_both_say(evaluate):
    scores = evaluate(a=[line_of(ROWS[0]), line_of(ROWS[1])], b=[line_of(ROWS[0], "b")])
    assert (scores.judges["settled"].n_judged, scores.judges["settled"].n_open) == (1, 0)


DIFFER = {
    "wrong is worse than right": ("outcome", "right", "wrong", "wrong"),
    "wrong is worse than unclear": ("outcome", "unclear", "wrong", "wrong"),
    "unclear is worse than right": ("outcome", "right", "unclear", "unclear"),
    "missed is worse than absent": ("participants", "absent-right", "missed", "missed"),
}


@pytest.mark.parametrize(("field", "first", "second", "worse"), DIFFER.values(), ids=DIFFER)
def test_extraction_the_worse_answer_counts_until_it_is_settled(
    evaluate, field, first, second, worse
):
    for a, b in ((first, second), (second, first)):
        scores = evaluate(
            a=[line_of(ROWS[0], **{field: a})], b=[line_of(ROWS[0], "b", **{field: b})]
        )
        settled = scores.judges["settled"]
        assert (settled.n_open, settled.fields[field].answers[worse]) == (1, 1)


def test_extraction_what_was_settled_counts(evaluate):
    line = {"row_id": ROWS[0].row_id, "annotator": "c", "outcome": "right"}
    scores = evaluate(
        a=[line_of(ROWS[0], outcome="wrong", note_code="outcome-cut")],
        b=[line_of(ROWS[0], "b")],
        settled=[line],
    )
    assert scores.judges["settled"].n_open == 0
    assert counted(scores.judges["settled"].fields["outcome"].filled) == (1, 1)
    assert scores.judges["a"].notes == {"outcome-cut": 1}


def test_extraction_bars_are_held_against_what_was_settled(evaluate):
    a = [line_of(row, outcome="wrong") for row in ROWS]
    settled = [{"row_id": row.row_id, "annotator": "c", "outcome": "right"} for row in ROWS]
    scores = evaluate(a=a, b=[line_of(row, "b") for row in ROWS], settled=settled)
    assert (scores.bars["outcome"].measured, scores.bars["outcome"].holds) == (1.0, True)


def test_extraction_a_bar_is_reached_at_its_own_height(evaluate):
    rows = make_findings(100)
    for n_wrong, holds in ((13, True), (14, False)):
        lines = [
            line_of(r, **({"outcome": "wrong"} if n < n_wrong else {})) for n, r in enumerate(rows)
        ]
        scores = evaluate(table=table_of(*rows), a=lines)
        assert scores.bars["outcome"].holds is holds


def test_extraction_agreement_is_by_field_over_what_both_judged(evaluate):
    scores = evaluate(
        a=[line_of(ROWS[0]), line_of(ROWS[1]), line_of(ROWS[2])],
        b=[line_of(ROWS[1], "b", value="wrong"), line_of(ROWS[0], "b")],
    )
    assert (scores.agreement["value"].n, scores.agreement["value"].raw) == (2, 0.5)
    assert (scores.agreement["numeric"].n, scores.agreement["numeric"].raw) == (10, 0.9)
    assert scores.agreement["all"].n == 2 * len(FIELDS)
    assert scores.agreement["outcome"].kappa is None


# --- the draw ---------------------------------------------------------------------------


def test_extraction_holds_what_was_judged_against_what_was_drawn(evaluate):
    drawn = draw_findings(TABLE, seed=3, n=2)
    inside = [row for row in ROWS if row.row_id in drawn.ids]
    outside = next(row for row in ROWS if row.row_id not in drawn.ids)
    scores = evaluate(
        drawn=drawn,
        a=[line_of(row) for row in (*inside, outside)],
        b=[line_of(inside[0], "b")],
    )
    found = scores.drawn
    assert (found.seed, found.n, found.n_judged, found.n_others, found.n_again) == (3, 2, 1, 1, 2)


def test_extraction_says_how_much_of_the_draw_the_package_still_gives(evaluate):
    drawn = draw_findings(TABLE, seed=3, n=4)
    scores = evaluate(drawn=drawn, table=table_of(*ROWS[:3]))
    assert scores.drawn.n_again == 3


# --- recall -----------------------------------------------------------------------------


def whole(source_id, *results, annotator="a"):
    return {"source_id": source_id, "annotator": annotator, "results": list(results)}


def test_extraction_recall_counts_results_that_rows_of_the_package_give(evaluate):
    first = ROWS[0].row_id
    scores = evaluate(whole=[whole("CD999000", [first], []), whole("CD999001")])
    recall = scores.recall["a"]
    assert (recall.n_abstracts, recall.n_silent, counted(recall.found)) == (2, 1, (1, 2))
    assert scores.bars["recall"].measured == 0.5


def test_extraction_recall_counts_what_was_read_and_is_not_kept(evaluate):
    out = "CD999000-xdoubt"
    lines = [whole("CD999000", [ROWS[0].row_id], [out], [])]
    recall = evaluate(whole=lines, kept_out={out}).recall["a"]
    assert (counted(recall.found), counted(recall.kept), recall.n_gone) == ((2, 3), (1, 3), 0)


def test_extraction_recall_leaves_out_results_found_in_rows_that_are_gone(evaluate):
    first = ROWS[0].row_id
    scores = evaluate(whole=[whole("CD999000", ["CD999000-xdead"], ["CD999000-xdead", first])])
    assert scores.recall["a"].n_gone == 1
    assert counted(scores.recall["a"].found) == (1, 1)


def test_extraction_recall_of_several_readers_is_held_to_the_lowest(evaluate):
    first = ROWS[0].row_id
    scores = evaluate(
        whole=[whole("CD999000", [first]), whole("CD999000", [first], [], annotator="b")]
    )
    assert list(scores.recall) == ["a", "b"]
    assert scores.bars["recall"].measured == 0.5


def test_extraction_recall_is_clustered_by_abstract(evaluate):
    ids = [row.row_id for row in ROWS]
    scores = evaluate(whole=[whole("CD999000", [ids[0]], []), whole("CD999001", [ids[2]], [])])
    assert scores.recall["a"].found.clustered == (0.5, 0.5)


# --- the score --------------------------------------------------------------------------

SCORED = [
    make_extracted("CD999001-x1", score=0.59),
    make_extracted("CD999002-x1", score=0.60),
    make_extracted("CD999003-x1", score=0.90),
    make_extracted("CD999004-x1", score=1.0),
]


def test_extraction_bands_hold_each_finding_once(evaluate):
    scores = evaluate(
        table=table_of(*SCORED),
        a=[line_of(SCORED[0], value="wrong"), line_of(SCORED[3], participants="missed")],
    )
    bands = {band.low: band for band in scores.bands}
    assert {low: band.n_findings for low, band in bands.items() if band.n_findings} == {
        0.5: 1,
        0.6: 1,
        0.9: 2,
    }
    assert counted(bands[0.5].right.filled) == (0, 1)
    assert (counted(bands[0.9].right.filled), counted(bands[0.9].right.given)) == ((1, 1), (0, 1))


def test_extraction_cuts_say_what_is_kept(evaluate):
    scores = evaluate(table=table_of(*SCORED), a=[line_of(row) for row in SCORED])
    kept = {cut.low: (cut.share, cut.right.filled.whole) for cut in scores.cuts}
    assert (kept[0.0], kept[0.6], kept[0.9]) == ((1.0, 4), (0.75, 3), (0.5, 2))


def test_extraction_all_right_is_right_in_every_field(evaluate):
    score = evaluate(a=[line_of(row) for row in ROWS]).judges["a"]
    assert counted(score.rows["all"].given) == (4, 4)
    assert set(all_right(ROWS[0]).values()) == {"right", "absent-right"}

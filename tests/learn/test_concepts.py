from __future__ import annotations

import pytest
from factories import make_table
from learn.judging import make_extracted, table_of, write_lines

from pipeline.check import load_checker
from pipeline.errors import AnnotationsMissingError
from pipeline.learn.concepts import (
    CONCEPTS_FILE,
    claims_of,
    claims_of_sentences,
    draw_statements,
    evaluate_concepts,
    read_concept_judgements,
)
from pipeline.learn.verdicts import read_sentences
from pipeline.settings import Settings

ROW = make_extracted("CD999001.pub2-x1", intervention="D013662", condition="D006261")


def line(row_id="CD999001.pub2-x1", **other):
    """A judgement of the row's intervention, which is right."""
    return {
        "row_id": row_id,
        "source_id": "CD999001.pub2",
        "intervention": "D013662",
        "condition": "D006261",
        "field": "intervention",
        "right": True,
        "wanted": "",
        **other,
    }


@pytest.fixture(scope="module")
def checker():
    return load_checker(Settings())


@pytest.fixture
def evaluate(tmp_path, checker):
    def run(*lines, rows=(ROW,), articles=()):
        write_lines(tmp_path / CONCEPTS_FILE, lines)
        return evaluate_concepts(table_of(*rows), checker, articles, tmp_path)

    return run


def counted(scores, group="findings", field="intervention"):
    score = scores.scores[group][field]
    return score.right.part, score.right.whole, score.n_gone, score.n_changed


# The line, and: right ones, counted ones, gone, changed.
LINES = {
    "right": (line(), (1, 1, 0, 0)),
    "wrong": (line(right=False, wanted="D000001"), (0, 1, 0, 0)),
    "wrong then, mended now": (
        line(intervention="D000001", right=False, wanted="D013662"),
        (1, 1, 0, 0),
    ),
    "right then, another now": (line(intervention="D000001"), (0, 1, 0, 1)),
    "wrong then, another now": (
        line(intervention="D000001", right=False, wanted="D000002"),
        (0, 1, 0, 1),
    ),
    "known by its concepts, the number read anew": (line("CD999001.pub2-x9"), (1, 1, 0, 0)),
    "gone": (line("CD999001.pub2-x9", condition="D000001"), (0, 0, 1, 0)),
}


@pytest.mark.parametrize(("judged", "expected"), LINES.values(), ids=LINES)
def test_concepts_hold_what_a_row_gives_now_against_the_judgement(evaluate, judged, expected):
    assert counted(evaluate(judged)) == expected


def test_concepts_count_each_field_on_its_own(evaluate):
    scores = evaluate(line(), line(field="condition", right=False, wanted="D000001"))
    assert counted(scores) == (1, 1, 0, 0)
    assert counted(scores, field="condition") == (0, 1, 0, 0)
    assert counted(scores, group="measured", field="condition") == (0, 1, 0, 0)
    assert counted(scores, group="articles") == (0, 0, 0, 0)


def test_concepts_ask_articles_again(evaluate, checker, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Green tea\n\nGreen tea cures headaches.\n", encoding="utf-8")
    ((article, claim_id),) = claims_of(checker, [folder], ["a.txt", "b.txt"])
    claim = {"claim_id": claim_id, "article": article}
    given = {k: v for k, v in line().items() if k not in {"row_id", "source_id"}}
    given |= {"intervention": "X-GREEN-TEA", "condition": "D006261"}
    scores = evaluate(
        {**claim, **given}, {**claim, **given, "field": "condition"}, articles=[folder]
    )
    assert counted(scores, group="articles") == (1, 1, 0, 0)
    assert counted(scores, group="articles", field="condition") == (1, 1, 0, 0)
    assert counted(scores, group="measured") == (1, 1, 0, 0)


def test_concepts_ask_sentences_again(evaluate, tmp_path, checker):
    (tmp_path / "sentences.txt").write_text("# Tea\n\nS|Green tea cures headaches.\n", "utf-8")
    ((title, claim_id),) = claims_of_sentences(
        checker, read_sentences(tmp_path / "sentences.txt", faults=[])
    )
    given = {k: v for k, v in line().items() if k not in {"row_id", "source_id"}}
    judged = {**given, "claim_id": claim_id, "title": title, "intervention": "X-GREEN-TEA"}
    scores = evaluate(judged)
    assert counted(scores, group="sentences") == (1, 1, 0, 0)
    assert counted(scores, group="measured") == (0, 0, 0, 0)
    assert counted(scores, group="articles") == (0, 0, 0, 0)


BROKEN = {
    "of nothing": {k: v for k, v in line().items() if k != "source_id"},
    "no field": line(field="outcome"),
    "no verdict": line(right="yes"),
    "no id": line(row_id=""),
    "nothing wanted": {k: v for k, v in line().items() if k != "wanted"},
    "not JSON": "{",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_concepts_tell_a_line_that_says_no_judgement(evaluate, broken):
    scores = evaluate(line(), broken)
    assert counted(scores) == (1, 1, 0, 0)
    assert len(scores.faults) == 1


def test_concepts_tell_a_field_that_was_judged_twice(tmp_path):
    faults = []
    write_lines(tmp_path / CONCEPTS_FILE, [line(), line(right=False)])
    (kept,) = read_concept_judgements(tmp_path / CONCEPTS_FILE, faults=faults)
    assert kept.right
    assert "further up" in faults[0].message


def test_concepts_say_which_articles_are_not_there(checker, tmp_path):
    with pytest.raises(AnnotationsMissingError):
        claims_of(checker, [tmp_path / "none"], ["a.txt"])


def test_concepts_without_judgements_are_an_error(checker, tmp_path):
    with pytest.raises(AnnotationsMissingError):
        evaluate_concepts(make_table([]), checker, [], tmp_path)


def test_concepts_are_drawn_alike_in_any_order():
    ids = [f"x{number}" for number in range(20)]
    drawn = draw_statements(ids, n=5)
    assert drawn == draw_statements(ids[::-1], n=5)
    assert len(set(drawn)) == 5
    assert sorted(draw_statements(ids, n=50)) == sorted(ids)

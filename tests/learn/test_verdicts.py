import json

import pytest
from factories import make_claim, make_judged

from pipeline.errors import AnnotationsMissingError
from pipeline.learn.verdicts import (
    LABELS_FILE,
    SENTENCES_FILE,
    Counts,
    Label,
    count,
    evaluate_verdicts,
    overlaps,
    read_sentences,
    said_of,
)
from pipeline.read import read_path
from pipeline.resources import annotations_dir, evaluation_dir

LABELS = annotations_dir() / LABELS_FILE
SENTENCES = annotations_dir() / SENTENCES_FILE
LINES = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
NAMES = sorted({line["article"] for line in LINES})


@pytest.mark.parametrize("name", NAMES)
def test_verdicts_labels_stand_where_they_say(name):
    source = read_path(evaluation_dir() / name, max_mb=1).source
    for line in LINES:
        if line["article"] == name:
            assert source[line["start"] : line["end"]] == line["text"]


def test_verdicts_labels_cover_every_evaluation_article():
    assert {path.name for path in evaluation_dir().iterdir()} == set(NAMES)


def judged(start, length, code="UV001", kind="efficacy"):
    return make_judged(make_claim("x" * length, start=start, kind=kind), code=code)


HALVES = {
    "all of it": (0, 10, True),
    "half of the longer, all of the shorter": (0, 5, True),
    "just half": (5, 10, True),
    "less than half": (6, 10, False),
    "beside it": (10, 10, False),
}


@pytest.mark.parametrize(("start", "length", "expected"), HALVES.values(), ids=HALVES)
def test_verdicts_wants_half_of_either(start, length, expected):
    label = Label(0, 10, "efficacy", "supported")
    assert overlaps(label, judged(start, length)) is expected


def test_verdicts_counts_found_missed_extra_and_right():
    labels = [
        Label(0, 10, "efficacy", "supported"),
        Label(20, 30, "efficacy", "supported"),
        Label(40, 50, "none", None),
    ]
    found = [judged(0, 10, code="EF001"), judged(40, 10)]
    assert count(labels, found) == Counts(
        found=1, missed=1, extra=1, traps=1, sprung=1, decided=1, right=1
    )


def test_verdicts_takes_the_worst_of_a_sentence():
    assert said_of([]) == "-"
    assert said_of([judged(0, 5, code="EF001")]) == "S"
    assert said_of([judged(0, 5, code="EF001"), judged(0, 5)]) == "V"
    assert said_of([judged(0, 5), judged(0, 5, code="EF002")]) == "U"


def test_verdicts_labels_of_sentences_have_a_title_and_a_verdict():
    notes = read_sentences(SENTENCES, faults=[])
    assert sum(len(sentences) for _, sentences in notes) == 611
    assert {expected for _, sentences in notes for expected, _ in sentences} == {
        "S",
        "U",
        "V",
        "UV",
    }


PAGE = "Warm feet\n\nAcupuncture cures neck pain.\n"


@pytest.fixture
def labelled(tmp_path):
    """One article with one label, and one labelled sentence."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "feet.txt").write_text(PAGE, encoding="utf-8")
    line = {"article": "feet.txt", "start": 11, "end": 39, "kind": "efficacy"}
    label = json.dumps(line | {"verdict": "unsupported"})
    (tmp_path / LABELS_FILE).write_text(f"{label}\n", encoding="utf-8")
    sentences = "# Warm feet\nU|Acupuncture cures neck pain.\n"
    (tmp_path / SENTENCES_FILE).write_text(sentences, encoding="utf-8")
    return tmp_path


def test_verdicts_are_counted_over_articles_and_sentences(checker, labelled):
    scores = evaluate_verdicts(checker, labelled / "articles", labelled)
    found = scores.measures["claims found (recall)"]
    assert (scores.n_articles, scores.n_labels, found.part, found.whole) == (1, 1, 1, 1)
    assert sum(scores.sentences["U"].values()) == 1
    assert scores.sentences["U"]["-"] == 0


def test_verdicts_name_the_labels_that_are_not_there(checker, tmp_path):
    with pytest.raises(AnnotationsMissingError, match=LABELS_FILE):
        evaluate_verdicts(checker, tmp_path, tmp_path)


def test_verdicts_tell_broken_labels_and_count_the_others(checker, labelled):
    for name in (LABELS_FILE, SENTENCES_FILE):
        path = labelled / name
        path.write_text(f"{{}}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    scores = evaluate_verdicts(checker, labelled / "articles", labelled)
    assert [
        f"{name}, line 1" in fault
        for name, fault in zip((LABELS_FILE, SENTENCES_FILE), scores.faults, strict=True)
    ] == [True, True]
    assert (scores.n_labels, sum(scores.sentences["U"].values())) == (1, 1)


def test_verdicts_name_the_articles_that_are_not_there(checker, labelled):
    with pytest.raises(AnnotationsMissingError, match="nowhere"):
        evaluate_verdicts(checker, labelled / "nowhere", labelled)

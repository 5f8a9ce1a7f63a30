import json

import pytest
from benchmarks import agreement
from factories import make_claim, make_judged

from pipeline.read import read_path

LINES = [json.loads(line) for line in agreement.LABELS.read_text(encoding="utf-8").splitlines()]
NAMES = sorted({line["article"] for line in LINES})


@pytest.mark.parametrize("name", NAMES)
def test_annotations_stand_where_they_say(name):
    source = read_path(agreement.ARTICLES / name, max_mb=1).source
    for line in LINES:
        if line["article"] == name:
            assert source[line["start"] : line["end"]] == line["text"]


def test_annotations_cover_every_evaluation_article():
    assert {path.name for path in agreement.ARTICLES.iterdir()} == set(NAMES)


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
def test_agreement_wants_half_of_either(start, length, expected):
    label = agreement.Label(0, 10, "efficacy", "supported")
    assert agreement.overlaps(label, judged(start, length)) is expected


def test_agreement_counts_found_missed_extra_and_right():
    labels = [
        agreement.Label(0, 10, "efficacy", "supported"),
        agreement.Label(20, 30, "efficacy", "supported"),
        agreement.Label(40, 50, "none", None),
    ]
    found = [judged(0, 10, code="EF001"), judged(40, 10)]
    assert agreement.count(labels, found) == agreement.Counts(
        found=1, missed=1, extra=1, traps=1, sprung=1, decided=1, right=1
    )


def test_agreement_takes_the_worst_of_a_sentence():
    assert agreement.said_of([]) == "-"
    assert agreement.said_of([judged(0, 5, code="EF001")]) == "S"
    assert agreement.said_of([judged(0, 5, code="EF001"), judged(0, 5)]) == "V"
    assert agreement.said_of([judged(0, 5), judged(0, 5, code="EF002")]) == "U"


def test_annotations_of_sentences_have_a_title_and_a_verdict():
    notes = agreement.read_sentences()
    assert sum(len(sentences) for _, sentences in notes) == 611
    assert {expected for _, sentences in notes for expected, _ in sentences} == {
        "S",
        "U",
        "V",
        "UV",
    }

import pytest
from factories import make_claim, make_judged, make_row, make_table
from learn.annotations.marking import marked, write_corpus

from pipeline.errors import AnnotationsMissingError
from pipeline.learn.annotations.records import Fields, Named
from pipeline.learn.annotations.store import FILES
from pipeline.learn.answers import Answers
from pipeline.learn.verdicts import (
    SENTENCES_FILE,
    Counts,
    count,
    evaluate_verdicts,
    read_sentences,
    said_of,
)
from pipeline.resources import annotations_dir

NONE = Answers(make_table([]))
SENTENCES = annotations_dir() / SENTENCES_FILE


def judged(start, length, code="UV001", kind="efficacy"):
    return make_judged(make_claim("x" * length, start=start, kind=kind), code=code)


def test_verdicts_counts_found_missed_extra_and_right():
    annotated = marked(
        f"[{'x' * 10}]{'.' * 10}[{'x' * 10}]{'.' * 10}[{'x' * 10}]", "efficacy", "efficacy", "none"
    )
    found = [judged(0, 10, code="EF001"), judged(40, 10)]
    assert count(annotated, found, NONE) == Counts(
        found=1, missed=1, extra=1, traps=1, sprung=1, decided=1, right=1
    )


def test_verdicts_that_are_open_decide_nothing():
    annotated = marked(f"[{'x' * 10}]", {"kind": "efficacy", "verdict": "unsupported"})
    assert count(annotated, [judged(0, 10)], NONE) == Counts(found=1)
    assert count(annotated, [judged(0, 10, code="EF001")], NONE) == Counts(found=1, decided=1)


def test_verdicts_of_the_claims_that_a_row_answers_are_counted_apart():
    fields = Fields(Named("needles", "D015670"), Named("migraine", "D008881"))
    answers = Answers(make_table([make_row()]))
    annotated = marked(
        f"[{'x' * 10}]{'.' * 10}[{'x' * 10}]",
        {"kind": "efficacy", "fields": fields},
        {"kind": "efficacy"},
    )
    found = [judged(0, 10, code="EF001"), judged(20, 10)]
    counted = count(annotated, found, answers)
    assert (counted.answered, counted.answered_decided) == (1, 1)
    counted = count(annotated, [judged(0, 10), judged(20, 10)], answers)
    assert (counted.answered, counted.answered_decided) == (1, 0)


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


PAGE = marked(
    "Warm feet\n\n[Acupuncture cures neck pain].\n", {"kind": "efficacy", "verdict": "unsupported"}
)


@pytest.fixture
def labelled(tmp_path):
    """One article with one claim, and one labelled sentence."""
    write_corpus(tmp_path, PAGE)
    sentences = "# Warm feet\nU|Acupuncture cures neck pain.\n"
    (tmp_path / SENTENCES_FILE).write_text(sentences, encoding="utf-8")
    return tmp_path


def test_verdicts_are_counted_over_articles_and_sentences(checker, labelled):
    scores = evaluate_verdicts(checker, labelled / "articles", labelled, "dev")
    found = scores.measures["claims found (recall)"]
    assert (scores.part, scores.n_articles, scores.n_labels) == ("dev", 1, 1)
    assert (found.part, found.whole) == (1, 1)
    assert sum(scores.sentences["U"].values()) == 1
    assert scores.sentences["U"]["-"] == 0


def test_verdicts_are_of_the_part_that_was_asked_for(checker, labelled):
    assert evaluate_verdicts(checker, labelled / "articles", labelled, "train").n_articles == 0


def test_verdicts_of_an_article_in_another_language_are_not_counted(checker, labelled):
    with (labelled / "splits.toml").open("a", encoding="utf-8") as file:
        file.write('[language]\n"mint.txt" = "de"\n')
    assert evaluate_verdicts(checker, labelled / "articles", labelled, "dev").n_articles == 0


def test_verdicts_name_the_labels_that_are_not_there(checker, labelled):
    (labelled / FILES["settled"]).unlink()
    with pytest.raises(AnnotationsMissingError, match=FILES["settled"]):
        evaluate_verdicts(checker, labelled / "articles", labelled, "dev")


def test_verdicts_tell_broken_labels_and_count_the_others(checker, labelled):
    for name in (FILES["settled"], SENTENCES_FILE):
        path = labelled / name
        path.write_text(f"{{}}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    scores = evaluate_verdicts(checker, labelled / "articles", labelled, "dev")
    assert [
        f"{name}, line 1" in fault
        for name, fault in zip((FILES["settled"], SENTENCES_FILE), scores.faults, strict=True)
    ] == [True, True]
    assert (scores.n_labels, sum(scores.sentences["U"].values())) == (1, 1)


def test_verdicts_name_the_articles_that_are_not_there(checker, labelled):
    with pytest.raises(AnnotationsMissingError, match="nowhere"):
        evaluate_verdicts(checker, labelled / "nowhere", labelled, "dev")

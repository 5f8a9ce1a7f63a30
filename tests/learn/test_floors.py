import json

import pytest
from learn.annotations.marking import LABELS, WHOLE, marked

from pipeline.errors import FloorsUnmetError, LabelsUnusableError, ReportUnwritableError
from pipeline.learn.annotations.splits import fingerprint
from pipeline.learn.annotations.store import load_corpus
from pipeline.learn.floors import (
    FLOORS_FILE,
    MEASURED_ON,
    Floors,
    falls,
    pin,
    pinned_scores,
    read_floors,
    shut,
    write_floors,
)
from pipeline.learn.reading.scores import hold_against, score
from pipeline.resources import annotations_dir, articles_dir, models_dir

FLOORS = Floors("abc", {"f1": 0.5, "hedge": 0.9})


def test_floors_of_this_repository_are_of_its_annotations():
    pinned = read_floors(models_dir() / FLOORS_FILE)
    corpus = load_corpus(articles_dir(), annotations_dir())
    assert pinned.annotations == fingerprint(corpus.of(MEASURED_ON))
    assert "reading: f1" in pinned.scores


FALLS = {
    "nothing fell": ({"f1": 0.5, "hedge": 0.9}, []),
    "all rose": ({"f1": 0.6, "hedge": 1.0, "more": 0.1}, []),
    "one fell": ({"f1": 0.4999, "hedge": 0.9}, ["f1 is 0.4999, below its floor of 0.5"]),
    "one is gone": ({"f1": 0.5}, ["hedge is not measured any more (floor 0.9)"]),
}


@pytest.mark.parametrize(("measured", "fallen"), FALLS.values(), ids=FALLS)
def test_floors_name_what_fell(measured, fallen):
    assert falls(measured, FLOORS) == fallen
    assert shut(measured, FLOORS, annotations="abc") == fallen


def test_floors_keep_the_gate_shut_when_annotations_changed():
    (why,) = shut({"f1": 0.9, "hedge": 0.9}, FLOORS, annotations="def")
    assert "annotations are not those" in why


def test_floors_are_pinned_higher_and_lower_only_when_asked():
    higher = {"f1": 0.7, "hedge": 0.9}
    assert pin(higher, FLOORS, annotations="def", lower=False) == Floors("def", higher)
    lower = {"f1": 0.7, "hedge": 0.8}
    with pytest.raises(FloorsUnmetError, match=r"hedge is 0\.8, below its floor of 0\.9"):
        pin(lower, FLOORS, annotations="abc", lower=False)
    assert pin(lower, FLOORS, annotations="abc", lower=True) == Floors("abc", lower)


def test_floors_are_written_by_name_and_read_again(tmp_path):
    write_floors(tmp_path / "floors.json", Floors("abc", {"b": 0.5, "a": 1.0}))
    text = (tmp_path / "floors.json").read_text(encoding="utf-8")
    assert list(json.loads(text)["scores"]) == ["a", "b"]
    assert read_floors(tmp_path / "floors.json") == Floors("abc", {"a": 1.0, "b": 0.5})
    assert read_floors(tmp_path / "none.json") == Floors("", {})
    with pytest.raises(ReportUnwritableError, match="nowhere"):
        write_floors(tmp_path / "nowhere" / "floors.json", FLOORS)


@pytest.mark.parametrize("text", ["{", "{}", '{"annotations": "a", "scores": {"f1": "1"}}'])
def test_floors_say_what_is_wrong_with_their_file(text, tmp_path):
    (tmp_path / "floors.json").write_text(text, encoding="utf-8")
    with pytest.raises(LabelsUnusableError, match="floors"):
        read_floors(tmp_path / "floors.json")


def test_floors_are_rounded_down_and_higher_is_better():
    gold = marked(
        "[Mint helps]. [Sage does]. [So?] [Or?] [No?]",
        {"kind": "efficacy", "fields": WHOLE},
        "efficacy",
        "none",
        "none",
        "none",
    )
    said = marked("[Mint helps]. Sage does. [So?]", {"kind": "efficacy", "fields": WHOLE}, "code")
    read = hold_against(gold.name, gold.annotations, said.annotations)
    scores = pinned_scores(score([read], LABELS.claim_kinds))
    assert scores["reading: hard negatives left alone"] == 0.6666
    assert scores["reading: precision"] == 0.5
    assert (scores["reading: hedge"], scores["reading: hedge, strictest"]) == (1.0, 1.0)
    assert scores["reading: f1 of efficacy"] == 0.6666
    assert "reading: f1 of safety" not in scores

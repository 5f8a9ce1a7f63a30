"""What the detector says of a text: runs of word pieces become stretches."""

import numpy as np
import pytest
from mark.tagging import KINDS, LIMITS, Told
from spans import drawn

from pipeline.encoders.tagging import Tagged
from pipeline.mark.claim_scores import ClaimScorer, find_spans, scores_of
from pipeline.mark.language import build_language

# Each word is a piece: its letter says how high it scores, a capital that a claim begins.
SCORES = {"x": 0.9, "o": 0.1, "h": 0.6}
RUNS = {
    "one run": "o [X x x] o",
    "to the end": "o [X x x]",
    "over a gap": "[X x x x x o o o o o o x x] o",
    "a gap that is too wide": "[X x x] o o o o o o o [x x x]",
    "cut where the next begins": "[X x x] [X x x]",
    "a beginning at once": "[X X x x]",
    "two pieces are noise": "o X x o o o o o o o o",
    "too low on the whole": "X o o o o o o x o o o o o o x",
    "nothing": "o o o",
}


@pytest.mark.parametrize("marked", RUNS.values(), ids=RUNS)
def test_claim_scores_makes_stretches_of_runs(marked):
    text, spans = drawn(marked)
    words = text.split(" ")
    places = tuple((2 * at, 2 * at + 1) for at in range(len(words)))
    none = [0.0] * (len(KINDS) - 1)
    inside = np.array([[SCORES[word.lower()], *none] for word in words], np.float32)
    begin = np.array([[0.9 if word.isupper() else 0.0, *none] for word in words], np.float32)
    found = find_spans(Tagged(places, inside, begin), KINDS, dict.fromkeys(KINDS, LIMITS), at=100)
    assert [(each.start - 100, each.end - 100) for each in found] == spans


def test_claim_scores_asks_for_the_sentences_of_some_documents_together(table):
    told = Told(efficacy=["[Zinc cures colds]."])
    nlp = build_language(table.concepts, tagger=told)
    docs = list(nlp.pipe(["Zinc cures colds. So they say.", "", "Zinc cures colds."]))
    assert told.asked == [
        (" | ", "Zinc cures colds."),
        (" | Zinc cures colds.", "So they say."),
        (" | ", "Zinc cures colds."),
    ]
    found = [[(each.kind, each.start, each.end) for each in scores_of(doc).spans] for doc in docs]
    assert found == [[("efficacy", 0, 16)], [], [("efficacy", 0, 16)]]
    assert [span.text for span in docs[2].spans["detected"]] == ["Zinc cures colds"]


def test_claim_scores_has_a_say_on_what_it_read_alone(table):
    doc = build_language(table.concepts, tagger=Told(efficacy=["[Zinc cures] colds."]))(
        "Zinc cures colds."
    )
    scores = scores_of(doc)
    assert scores.of("efficacy", 0, 10) == pytest.approx(0.9)
    assert scores.of("efficacy", 5, 16) == pytest.approx(0.5)
    assert scores.of("citation", 0, 10) is None
    assert scores.of("efficacy", 17, 20) is None


def test_claim_scores_leaves_nothing_without_a_detector(nlp):
    assert scores_of(nlp("Zinc cures colds.")) is None
    assert scores_of(ClaimScorer(None)(nlp.make_doc("Zinc."))) is None

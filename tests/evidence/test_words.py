"""BM25 over rows: a text of average length that has every word scores 1."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.concepts import ConceptIndex
from pipeline.evidence.words import WordIndex, words_of
from pipeline.resources import word_list

PLAIN = ConceptIndex(())


def index_of(*texts, titles=None):
    said = words_of(texts, PLAIN)
    return WordIndex.of(said, words_of(titles or [""] * len(texts), PLAIN))


@pytest.mark.parametrize(
    "entry", word_list("words")["passed_over"], ids=lambda entry: entry["example"]
)
def test_words_that_stand_everywhere_are_passed_over(entry):
    assert words_of([entry["example"]], PLAIN) == [entry["left"]]


LEFT = {
    "other forms": ("Headaches in the elderly's diets", ["headache", "elderly", "diet"]),
    "british spelling": ("paediatric oedema", ["pediatric", "edema"]),
    "numbers of no name": ("RR 0.82 (95% 0.7 to 1,200)", ["rr"]),
    "numbers of names": (
        "vitamin B12, omega-3 and D3",
        ["vitamin", "b", "12", "omega", "3", "d", "3"],
    ),
    "nothing": ("… the of and", []),
}


@pytest.mark.parametrize(("text", "words"), LEFT.values(), ids=LEFT)
def test_words_are_compared_in_their_normal_form(text, words):
    assert words_of([text], PLAIN) == [words]


def test_words_score_1_for_a_text_of_average_length_with_all_of_them():
    index = index_of("yoga pain", "tea sleep", "massage neck")
    scores = index.scores(["yoga", "pain"])
    assert scores.tolist() == pytest.approx([1.0, 0.0, 0.0])
    assert index.scores(["yoga", "absent"])[0] == pytest.approx(0.5, abs=0.2)


def test_words_weigh_as_much_as_they_are_rare():
    index = index_of("pain yoga", "pain tea", "pain sleep")
    one, other, _ = index.scores(["pain", "yoga"])
    assert one > 2 * other > 0


def test_words_of_a_title_count_and_are_told_apart():
    index = index_of("yoga", "tea", titles=["sleep", "yoga"])
    places, said = index.having("yoga")
    assert (places.tolist(), said.tolist()) == ([0, 1], [True, False])
    assert (index.scores(["yoga"]) > 0).tolist() == [True, True]
    assert [len(part) for part in index.having("absent")] == [0, 0]


def test_words_stay_between_0_and_1_and_cope_with_nothing():
    index = index_of("pain " * 400, "pain", "")
    assert np.all((index.scores(["pain"] * 3) >= 0) & (index.scores(["pain"]) <= 1))
    assert index.scores([]).tolist() == [0.0, 0.0, 0.0]
    assert index_of().scores(["pain"]).tolist() == []


def test_words_come_back_from_arrays():
    index = index_of("yoga pain", "tea", titles=["sleep", "yoga"])
    again = WordIndex.unpacked(index.packed())
    assert again.scores(["yoga", "tea"]).tolist() == index.scores(["yoga", "tea"]).tolist()

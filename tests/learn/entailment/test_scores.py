"""Scores of a reader of pairs, reckoned by hand."""

import numpy as np
import pytest

from pipeline.encoders import Reading
from pipeline.learn.entailment.scores import macro_f1, score_pairs
from pipeline.learn.entailment.sets import Pair

PAIRS = [
    Pair("Tea helps.", "It did.", "support", "tea"),
    Pair("Tea harms.", "It did.", "contradict", "tea"),
    Pair("Mint helps.", "Nobody asked.", "nei", "mint"),
    Pair("Mint cools.", "Nobody asked.", "nei", "mint"),
]


class ByWords:
    """Takes all for supported unless nobody asked, or there is no evidence."""

    def read(self, pairs):
        return [self._read(evidence) for _, evidence in pairs]

    def _read(self, evidence):
        if "Nobody" in evidence or not evidence:
            return Reading(0.1, 0.1, 0.8)
        return Reading(0.6, 0.3, 0.1)


def test_scores_count_what_was_said_by_label():
    scores = score_pairs("mine", PAIRS, ByWords())
    assert (scores.n_pairs, scores.n_claims) == (4, 2)
    assert scores.told["contradict"] == {"support": 1, "contradict": 0, "nei": 0}
    assert scores.told["nei"]["nei"] == 2
    assert scores.accuracy["claim and evidence"].value == 0.75
    # Support: 2 of 1 + 2; contradict: none; neither: all.
    assert scores.macro_f1["claim and evidence"].value == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_scores_show_how_far_one_side_alone_gets():
    scores = score_pairs("mine", PAIRS, ByWords())
    assert scores.accuracy["claim alone"].value == 0.5
    assert scores.accuracy["evidence alone"].value == 0.75


def test_scores_draw_whole_claims_anew():
    low, high = score_pairs("mine", PAIRS, ByWords()).accuracy["claim and evidence"].clustered
    assert (low, high) == (0.5, 1.0)


def test_scores_leave_labels_out_that_a_set_does_not_have():
    assert macro_f1(np.array([[3, 1, 0], [0, 4, 0], [0, 0, 0]])) == pytest.approx(
        (6 / 7 + 8 / 9) / 2
    )


def test_scores_learn_shortcuts_where_there_is_something_to_learn_from():
    assert "evidence learned" not in score_pairs("mine", PAIRS, ByWords()).accuracy
    scores = score_pairs("mine", PAIRS, ByWords(), PAIRS * 3)
    # The claims differ in a word each; of the evidence two say the same with different labels.
    assert scores.accuracy["claims learned"].value == 1.0
    assert scores.accuracy["evidence learned"].value == 0.75


def test_scores_hold_confidence_against_what_was_right():
    scores = score_pairs("mine", PAIRS, ByWords())
    # Sure by 0.6 of one right and one wrong, by 0.8 of two right, each a bin of its own.
    assert scores.calibration.error == pytest.approx((0.4 + 0.6 + 0.2 + 0.2) / 4)

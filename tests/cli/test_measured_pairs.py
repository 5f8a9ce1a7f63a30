"""Scores of a reader of pairs, as a terminal shows them."""

from pipeline.cli.measured_pairs import pairs_text
from pipeline.learn.entailment.calibration import calibrate
from pipeline.learn.entailment.scores import PairScores
from pipeline.learn.intervals import Estimate

TOLD = {"support": 3, "contradict": 1, "nei": 0}


def test_measured_pairs_lays_out_scores_with_intervals():
    estimate = {"claim and evidence": Estimate(0.5, 12, (0.25, 0.75))}
    wanted = dict.fromkeys(("support", "contradict", "nei"), TOLD)
    known = calibrate([0.9, 0.5] * 10, [True, False] * 10)
    text = pairs_text([PairScores("mine/dev", 12, 7, estimate, estimate, wanted, known)])
    assert "mine/dev: 12 pairs of 7 claims" in text
    assert "claim and evidence    0.500 (0.250 to 0.750)    0.500 (0.250 to 0.750)" in text
    assert "contradict                       3           1           0" in text
    assert "expected calibration error 0.300 (" in text
    assert "answered                 0.10" in text
    assert text.endswith("  0.375  0.444  0.500\n")

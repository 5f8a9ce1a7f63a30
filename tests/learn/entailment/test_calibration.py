"""Confidence beside the share right, reckoned by hand."""

import pytest

from pipeline.learn.entailment.calibration import calibrate


@pytest.mark.parametrize(
    ("sure", "right", "wanted"),
    [
        # All of one sureness: in ten bins the misses stand together, in one of the last.
        ([0.9] * 20, [True] * 18 + [False] * 2, 0.9 * 0.1 + 0.1 * 0.9),
        ([1.0], [True], 0.0),
        ([], [], 0.0),
    ],
)
def test_calibration_error_is_how_far_sureness_and_share_are_apart(sure, right, wanted):
    assert calibrate(sure, right).error == pytest.approx(wanted)


def test_calibration_bins_are_of_equal_mass_from_the_least_certain():
    bins = calibrate([0.9, 0.5] * 10, [True, False] * 10).bins
    assert [one.n for one in bins] == [2] * 10
    assert [one.confidence for one in bins] == [pytest.approx(0.5)] * 5 + [pytest.approx(0.9)] * 5
    assert [one.right for one in bins] == [0.0] * 5 + [1.0] * 5


def test_calibration_answers_the_most_certain_first():
    coverage = calibrate([0.9, 0.5] * 10, [True, False] * 10).coverage
    assert [one.share for one in coverage[4:6]] == [0.5, 0.6]
    assert [one.wrong for one in coverage[4:6]] == [0.0, pytest.approx(1 / 6)]
    assert (coverage[-1].share, coverage[-1].wrong) == (1.0, 0.5)


def test_calibration_band_is_wider_for_fewer_pairs():
    few, many = calibrate([0.7] * 30, [True] * 30).band, calibrate([0.7] * 3000, [True] * 3000).band
    assert few[0] < few[1]
    assert many[1] < few[1]
    assert calibrate([0.7] * 3000, [True] * 3000).error > many[1]

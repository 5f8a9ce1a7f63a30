"""What a trained detector says of itself, and what is refused."""

import pytest
from encoders.adapters import SAYS, write_detector

from pipeline.encoders.detector import Thresholds
from pipeline.errors import AdapterUnusableError


def test_detector_says_what_it_finds_and_from_which_score_on(tmp_path, tiny_folder):
    detector = write_detector(tmp_path, tiny_folder)
    detector.check()
    assert detector.kinds == ("efficacy", "safety")
    assert detector.thresholds["safety"] == Thresholds(inside=0.5, begin=0.6, agree=0.2)
    assert detector.scale == 2.0


REFUSED = {
    "no kinds": ({"kinds": []}, "'kinds'"),
    "an unknown kind": ({"kinds": ["magic"]}, "'kinds'"),
    "a kind without thresholds": ({"thresholds": {"efficacy": {}}}, "'thresholds'"),
    "other thresholds": (
        {"thresholds": {"efficacy": {"inside": 1}, "safety": {"inside": 1}}},
        "a threshold",
    ),
}


@pytest.mark.parametrize(("says", "why"), REFUSED.values(), ids=REFUSED)
def test_detector_refuses_what_it_cannot_use(tmp_path, tiny_folder, says, why):
    with pytest.raises(AdapterUnusableError, match=why):
        write_detector(tmp_path, tiny_folder, **says).check()


def test_detector_is_the_same_with_other_thresholds(tmp_path, tiny_folder):
    one = write_detector(tmp_path / "one", tiny_folder)
    other = {kind: {"inside": 0.4, "begin": 0.6, "agree": 0.2} for kind in SAYS["kinds"]}
    same = write_detector(tmp_path / "same", tiny_folder, thresholds=other)
    assert (one.identity, one.said == same.said) == (same.identity, False)

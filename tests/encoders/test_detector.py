"""What a trained detector says of itself, and what is refused."""

import pytest
from encoders.adapters import SAYS, write_detector

from pipeline.encoders.detector import Thresholds
from pipeline.errors import AdapterUnusableError, ModelMissingError


def test_detector_says_what_it_finds_and_from_which_score_on(tmp_path, tiny_folder):
    detector = write_detector(tmp_path, tiny_folder)
    detector.check()
    assert detector.kinds == ("efficacy", "safety")
    assert detector.thresholds["safety"] == Thresholds(inside=0.5, begin=0.6, agree=0.2)
    assert detector.scale == 2.0


REFUSED = {
    "another encoder": ({"encoder": "0" * 64}, "another encoder"),
    "no kinds": ({"kinds": []}, "'kinds'"),
    "an unknown kind": ({"kinds": ["magic"]}, "'kinds'"),
    "no scale": ({"scale": 0}, "'scale'"),
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


@pytest.mark.parametrize("content", ["{", "[]"])
def test_detector_refuses_what_is_no_object(tmp_path, tiny_folder, content):
    detector = write_detector(tmp_path, tiny_folder)
    (tmp_path / "detector.json").write_text(content, encoding="utf-8")
    with pytest.raises(AdapterUnusableError):
        detector.check()


@pytest.mark.parametrize("name", ["adapter.safetensors", "detector.json"])
def test_detector_names_the_file_that_is_missing(tmp_path, tiny_folder, name):
    detector = write_detector(tmp_path, tiny_folder)
    (tmp_path / name).unlink()
    with pytest.raises(ModelMissingError, match=name):
        detector.check()


def test_detector_is_another_with_other_weights_but_not_with_other_thresholds(
    tmp_path, tiny_folder
):
    one = write_detector(tmp_path / "one", tiny_folder)
    other = {kind: {"inside": 0.4, "begin": 0.6, "agree": 0.2} for kind in SAYS["kinds"]}
    same = write_detector(tmp_path / "same", tiny_folder, thresholds=other)
    assert (one.identity, one.said == same.said) == (same.identity, False)
    assert write_detector(tmp_path / "other", tiny_folder, scale=1.0).identity != one.identity

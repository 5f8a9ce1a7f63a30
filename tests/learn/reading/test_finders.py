"""What may find claims: patterns, the detector, or both."""

import pytest
from mark.tagging import Told

from pipeline.learn.reading.finders import Alone, tagger_of


def test_finders_need_no_detector_for_patterns():
    assert tagger_of("patterns") is None


@pytest.mark.parametrize(("finder", "alone"), [("both", False), ("detector", True)])
def test_finders_let_a_pattern_stand_by_itself_only_beside_the_detector(finder, alone):
    tagger = tagger_of(finder)
    assert all((limits.agree > 1) == alone for limits in tagger.thresholds.values())


def test_finders_change_nothing_else():
    told = Told(efficacy=["[Zinc cures colds]"])
    alone = Alone(told)
    assert alone.kinds == told.kinds
    (one,), (other,) = (each.tag([("", "Zinc cures colds")]) for each in (told, alone))
    assert one.inside.tobytes() == other.inside.tobytes()

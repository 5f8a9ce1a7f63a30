"""What a user may choose, frozen."""

from dataclasses import FrozenInstanceError

import pytest

from pipeline.settings import Settings


def test_settings_defaults_are_the_shipped_evidence_and_no_other():
    settings = Settings()
    assert (settings.evidence, settings.shipped_evidence) == ((), True)
    assert (settings.fail_on, settings.as_of) == ("unsupported", None)
    assert settings.top_k > 0
    assert settings.max_mb > 0


def test_settings_cannot_be_changed_while_a_run_goes_on():
    with pytest.raises(FrozenInstanceError):
        Settings().top_k = 3


def test_settings_with_the_same_choices_are_equal():
    assert Settings(top_k=5) == Settings(top_k=5) != Settings()

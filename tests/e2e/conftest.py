"""What end-to-end tests share: everything as shipped, loaded once."""

from __future__ import annotations

import pytest

from pipeline.check import Checker, load_checker
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def by_patterns() -> Checker:
    """Give the same with patterns alone, which do not look at what stands around a sentence.

    What two formats make of one text is compared by these: the detector reads the heading and
    the sentence before, and may weigh a word otherwise where a format takes them differently.
    """
    return load_checker(Settings(finder="patterns"))


@pytest.fixture(scope="session")
def shipped() -> Checker:
    """Give the checker that `claims check` uses."""
    return load_checker(Settings())

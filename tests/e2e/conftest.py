"""What end-to-end tests share: everything as shipped, loaded once."""

from __future__ import annotations

import pytest

from pipeline.check import Checker, load_checker
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def shipped() -> Checker:
    """Give the checker that `claims check` uses."""
    return load_checker(Settings())

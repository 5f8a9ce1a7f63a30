"""Records that break their own rule cannot be made."""

from __future__ import annotations

import pytest

from pipeline.evidence.records import CodeSystem


def test_records_a_shape_must_be_a_pattern():
    with pytest.raises(ValueError, match="shape"):
        CodeSystem("CPT", "Category I", "(", "97810")

"""Checks a drawn text: every quantity in [brackets], and what the first one says."""

from __future__ import annotations

import math
from typing import Any

from spans import drawn

from pipeline.quantities import read_quantities

Case = tuple[str, dict[str, Any]]


def check_reading(marked: str, fields: dict[str, Any]) -> None:
    """Assert that exactly the bracketed spans are read, and the first one's fields."""
    text, spans = drawn(marked)
    found = read_quantities(text)
    assert [text[q.start : q.end] for q in found] == [text[start:end] for start, end in spans]
    assert [(q.start, q.end) for q in found] == spans
    for name, wanted in fields.items():
        value = getattr(found[0], name)
        same = (
            math.isclose(value, wanted)
            if isinstance(wanted, float) and value is not None
            else value == wanted
        )
        assert same, f"{name} is {value!r}, wanted {wanted!r}"

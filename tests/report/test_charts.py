"""Bars: what lies end to end, and never past the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.charts import Part, stack
from pipeline.report.printed import VERDICTS


def counts(*numbers):
    return dict(zip(VERDICTS, numbers, strict=True))


def test_charts_lays_verdicts_end_to_end_worst_first():
    assert stack(counts(1, 2, 1), longest=8) == (
        Part("unsupported", 0.0, 12.5),
        Part("unverifiable", 12.5, 25.0),
        Part("supported", 37.5, 12.5),
    )


def test_charts_of_nothing_is_empty_bars():
    assert {part.width for part in stack(counts(0, 0, 0), longest=0)} == {0.0}


@given(st.tuples(*[st.integers(0, 10**6)] * 3), st.integers(0, 10**6))
def test_charts_no_bar_has_a_gap_or_runs_over(numbers, more):
    longest = sum(numbers) + more
    place = 0.0
    for part in stack(counts(*numbers), longest=longest):
        assert abs(part.start - place) < 0.011
        assert part.width >= 0
        place = part.start + part.width
    assert place <= 100.01

"""The bench measures what it says: each second counts for one stage only."""

import time

from benchmarks import bench


def test_bench_counts_a_second_for_the_innermost_stage_only(monkeypatch):
    clock = iter([0.0, 1.0, 3.0, 3.5])
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    watch = bench.Stopwatch()
    with watch.of("mark"), watch.of("read"):
        pass
    assert (watch.seconds["read"], watch.seconds["mark"]) == (2.0, 1.5)


def test_bench_times_a_stage_that_yields_without_its_consumer(monkeypatch):
    clock = iter(float(tick) for tick in range(100))
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    watch = bench.Stopwatch()
    found = []
    for step in watch.timed_steps("mark", lambda: iter("ab"))():
        found.append(step)
        next(clock)
    assert found == ["a", "b"]
    # Two steps and the end of them, one tick each; the consumer's ticks are not counted.
    assert watch.seconds["mark"] == 3.0


def test_bench_puts_the_stages_back_as_they_were():
    before = bench.check.judge_document
    with bench.watched(bench.Stopwatch()):
        assert bench.check.judge_document is not before
    assert bench.check.judge_document is before

"""The bench measures what it says: each second counts for one stage only."""

import time

import numpy as np
from benchmarks import bench
from benchmarks.scaled import multiply
from evidence.packages import write_package

from pipeline.evidence import load_evidence
from pipeline.evidence.compiled import unpack_table


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


def test_bench_multiplies_rows_under_ids_of_their_own(tmp_path):
    folder = write_package(tmp_path, findings=[{}, {"row_id": "R2", "kind": "safety"}])
    table = load_evidence([folder])
    grown = unpack_table(multiply(table.packed, 3))
    assert [row.row_id for row in grown.rows] == ["R1", "R2", "R1~1", "R2~1", "R1~2", "R2~2"]
    assert [row.kind for row in grown.rows] == ["efficacy", "safety"] * 3
    assert grown.row("R2~1").sentence == table.row("R2").sentence
    assert len(grown.rows_by_source["S1"]) == 6
    for word in table.word_index.words:
        once, said = table.word_index.having(word)
        places, also_said = grown.word_index.having(word)
        assert places.tolist() == [place + 2 * copy for copy in range(3) for place in once]
        assert np.array_equal(also_said, np.tile(said, 3))

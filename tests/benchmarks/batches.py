"""How many short articles a batch judges in a second, with one worker and with more.

    python tests/benchmarks/batches.py [--articles 300] [--workers 1 2] [--rounds 3]

`make bench` calls it as it is; `--articles 10000 --workers 2 --rounds 1` is the long one.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.many import write_articles

from pipeline.batch import Limits, Options, find_inputs, run_batch
from pipeline.mark.lean import import_spacy_lean
from pipeline.settings import Settings

# Until then processes start and read what they need.
_BEGUN = 20


@dataclass
class Clock:
    """When how many articles were done."""

    begun: float = field(default_factory=time.perf_counter)
    n_done: int = 0
    marks: list[tuple[float, int]] = field(default_factory=list)

    def tell(self, n_done: int) -> None:
        if n_done > self.n_done:
            self.n_done = n_done
            self.marks.append((time.perf_counter(), n_done))

    def per_s(self) -> float:
        """Articles in a second, once all is running."""
        (start, before), *_, (end, after) = [mark for mark in self.marks if mark[1] >= _BEGUN]
        return (after - before) / (end - start)


def used() -> tuple[float, float]:
    """Return the seconds of a core that this process and its workers used up to now."""
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    mine, theirs = (usage.ru_utime + usage.ru_stime for usage in found)
    return mine, theirs


def one_batch(folder: Path, out: Path, *, n_workers: int) -> tuple[Clock, float]:
    """Judge all articles afresh; returns the clock, and the seconds until all is written."""
    clock = Clock()
    run_batch(
        find_inputs([str(folder)], settings=Settings(), names={}),
        options=Options(out, Limits(seconds=120, memory_mb=4096), n_workers, fresh=True),
        progress=clock.tell,
    )
    return clock, time.perf_counter() - clock.begun


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Time `claims batch`.")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3, help="after one to warm up, where several")
    chosen = parser.parse_args(arguments)
    import_spacy_lean()
    rates: dict[int, list[float]] = {n: [] for n in chosen.workers}
    cores: dict[int, list[tuple[float, float]]] = {n: [] for n in chosen.workers}
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as name:
        folder, out = Path(name) / "articles", Path(name) / "out"
        write_articles(folder, chosen.articles)
        if chosen.rounds > 1:
            one_batch(folder, out, n_workers=max(chosen.workers))
        # In turns, so that what else the machine does meets all alike.
        for _ in range(chosen.rounds):
            for n in chosen.workers:
                mine, theirs = used()
                clock, seconds = one_batch(folder, out, n_workers=n)
                rates[n].append(clock.per_s())
                also_mine, also_theirs = used()
                cores[n].append((also_mine - mine, also_theirs - theirs))
        counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
        n_bytes = sum(path.stat().st_size for path in out.iterdir())
    medians = {n: statistics.median(found) for n, found in rates.items()}
    least = min(medians)
    print(f"Batch of {counts['articles']:,} short articles, {counts['claims']:,} claims:")
    for n, rate in medians.items():
        ratio = f", {rate / medians[least]:.2f} times that of {least}" if n != least else ""
        mine, theirs = (
            1000 * statistics.median(side) / chosen.articles for side in zip(*cores[n], strict=True)
        )
        print(
            f"  {n} worker{'s' if n > 1 else ''}: {rate:,.1f} articles/s{ratio}; an article takes "
            f"{theirs:.1f} ms of a core in workers, starts included, and {mine:.1f} ms beside them"
        )
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(
        f"  The last took {seconds:,.0f} s from beginning to end; a worker's memory at most "
        f"{peak_mb:,.0f} MB; {n_bytes / 1e6:,.0f} MB written."
    )


if __name__ == "__main__":
    main()

"""What `make bench` runs: speed by stage, cold start, encoder's share, a larger table, batches.

    python tests/benchmarks/bench.py [--repeats 5] [--starts 5] [--times 1 10 100] [--rounds 3]
        [PATH ...]

Times are medians. The numbers of one run can be compared with each other,
those of two machines cannot; the ratios can.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.scaled import multiply
from rich.console import Console
from rich.table import Table

from pipeline import check
from pipeline.encoders import Floats, OnnxEncoder, find_encoder_folder
from pipeline.evidence import load_evidence
from pipeline.packed import write_packed
from pipeline.read import find_articles
from pipeline.records import Claim, Match, Result
from pipeline.report import FORMATS
from pipeline.resources import evidence_dir, samples_dir
from pipeline.retrieve import TableRetriever
from pipeline.settings import Settings

STAGES = ("read", "mark", "normalise", "retrieve", "judge", "report")
# Each a process of its own; the first is what the others are measured against.
STARTS = {
    "import spacy, torch hidden": ["-c", "import sys; sys.modules['torch'] = None; import spacy"],
    "import spacy": ["-c", "import spacy"],
    "claims --help": ["-m", "pipeline", "--help"],
    "claims check, one page": ["-m", "pipeline", "check", "--exit-zero", "--format", "json"],
}


@dataclass
class Stopwatch:
    """Seconds by stage; while a stage calls another one, only the inner one counts."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    _open: list[str] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        self._stop()
        self._open.append(stage)
        try:
            yield
        finally:
            self._stop()
            self._open.pop()

    def _stop(self) -> None:
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            with self.of(stage):
                return work(*arguments, **options)

        return run

    def timed_steps(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Time a stage that yields, step by step."""

        def run(*arguments: Any, **options: Any) -> Iterator[Any]:
            steps = iter(work(*arguments, **options))
            while True:
                with self.of(stage):
                    step = next(steps, None)
                if step is None:
                    return
                yield step

        return run


class TimedRetriever(TableRetriever):
    """A retriever on the stopwatch that is running."""

    watch = Stopwatch()

    def retrieve(self, claims: Sequence[Claim], *, top_k: int) -> list[list[Match]]:
        with self.watch.of("retrieve"):
            return super().retrieve(claims, top_k=top_k)


class ListeningEncoder(OnnxEncoder):
    """Remembers what it was asked and how long it took."""

    def listen(self) -> None:
        self.asked: list[str] = []
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Floats:
        start = time.perf_counter()
        vectors = super().encode(texts)
        self.seconds += time.perf_counter() - start
        self.asked += texts
        return vectors


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """Put the stages, as `pipeline.check` calls them, on a stopwatch."""
    wrappers = {
        "read_path": watch.timed("read", check.read_path),
        "mark_articles": watch.timed_steps("mark", check.mark_articles),
        "normalise_claims": watch.timed("normalise", check.normalise_claims),
        "judge_document": watch.timed("judge", check.judge_document),
    }
    plain = {name: getattr(check, name) for name in wrappers}
    vars(check).update(wrappers)
    try:
        yield
    finally:
        vars(check).update(plain)


def no_stdin() -> bytes:
    raise RuntimeError("a bench reads no standard input")


def one_pass(checker: check.Checker, paths: Sequence[str]) -> tuple[Result, Stopwatch]:
    """Check all articles once, with a report, on a stopwatch."""
    watch = Stopwatch()
    if isinstance(checker.retriever, TimedRetriever):
        checker.retriever.watch = watch
    with watched(watch):
        result = checker.check(paths, stdin=no_stdin)
    with watch.of("report"):
        FORMATS["json"](result)
    return result, watch


def stage_table(passes: Sequence[Stopwatch], *, n_articles: int, n_words: int) -> Table:
    table = Table("stage", title="Speed per stage, warm", title_justify="left")
    for name in ("ms/article", "articles/s", "words/s"):
        table.add_column(name, justify="right")
    medians = {s: statistics.median(watch.seconds[s] for watch in passes) for s in STAGES}
    for stage, seconds in {**medians, "all": sum(medians.values())}.items():
        per_s = 1 / max(seconds, 1e-9)
        table.add_row(
            stage,
            f"{1000 * seconds / n_articles:.1f}",
            f"{n_articles * per_s:,.1f}",
            f"{n_words * per_s:,.0f}",
        )
    return table


def encoder_lines(
    encoder: ListeningEncoder, checker: check.Checker, paths: Sequence[str], *, repeats: int
) -> list[str]:
    """Compare tokens/s inside a check with tokens/s of the bare encoder on the same texts."""
    inside, whole, bare = [], [], []
    for _ in range(repeats):
        encoder.listen()
        start = time.perf_counter()
        one_pass(checker, paths)
        whole.append(time.perf_counter() - start)
        inside.append(encoder.seconds)
        texts = list(encoder.asked)
        start = time.perf_counter()
        encoder.encode(texts)
        bare.append(time.perf_counter() - start)
    if not texts:
        return ["No claim had two rows to order, so the encoder was not asked."]
    n_tokens = encoder.count_tokens(texts)
    rates = [n_tokens / statistics.median(seconds) for seconds in (inside, bare, whole)]
    return [
        f"{n_tokens:,} tokens in {len(texts)} texts. In its calls inside `claims check`: "
        f"{rates[0]:,.0f} tokens/s; bare, in one call: {rates[1]:,.0f} tokens/s.",
        f"Encoder efficiency: {rates[0] / rates[1]:.2f} in its calls, "
        f"{rates[2] / rates[1]:.2f} over the whole check.",
    ]


def start_table(page: str, more: Sequence[str], *, starts: int) -> Table:
    """Time processes from the first instruction to the last, in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in STARTS}
    # One round more, uncounted, so that all files are in memory.
    for round_ in range(starts + 1):
        for name, arguments in STARTS.items():
            command = [sys.executable, *arguments, *([page, *more] if "page" in name else [])]
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            took = time.perf_counter() - start
            if done.returncode != 0:
                raise SystemExit(f"{name} failed: {done.stderr.strip()}")
            if round_:
                seconds[name].append(took)
    table = Table("process", title=f"Cold start, median of {starts}", title_justify="left")
    for name in ("seconds", "fastest", "ratio"):
        table.add_column(name, justify="right")
    unit = statistics.median(seconds["import spacy, torch hidden"])
    for name, taken in seconds.items():
        median = statistics.median(taken)
        table.add_row(name, f"{median:.2f}", f"{min(taken):.2f}", f"{median / unit:.2f}")
    return table


def scale_table(paths: Sequence[str], evidence: Sequence[Path], *, times: Sequence[int]) -> Table:
    """Time and weigh the table with its rows repeated, each size in a process of its own."""
    table = Table("rows", title="The table at many times its rows, warm", title_justify="left")
    names = ("load s", "rank ms/claim", "with encoder", "table MB", "process MB", "file MB")
    for name in names:
        table.add_column(name, justify="right")
    packed = load_evidence(evidence).packed
    if packed is None:
        raise SystemExit("the table was not packed")
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
        for factor in times:
            path = Path(folder) / "table.packed"
            write_packed(path, multiply(packed, factor))
            command = [
                sys.executable,
                str(Path(__file__).with_name("scaled.py")),
                str(path),
                *paths,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise SystemExit(f"{factor} times failed: {done.stderr.strip()}")
            found = json.loads(done.stdout)
            table.add_row(
                f"{found['rows']:,.0f}",
                f"{found['load_s']:.3f}",
                f"{found['ranked_ms']:.1f}",
                f"{found['retrieved_ms']:.1f}",
                f"{found['table_mb']:,.0f}",
                f"{found['memory_mb']:,.0f}",
                f"{path.stat().st_size / 1e6:,.0f}",
            )
    return table


def load_line(evidence: Sequence[Path]) -> str:
    """Time what a first run and each later one take to load the table."""
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
        old = os.environ.get("CLAIMS_CACHE_DIR")
        os.environ["CLAIMS_CACHE_DIR"] = folder
        try:
            seconds = []
            for _ in range(4):
                start = time.perf_counter()
                table = load_evidence(evidence, tell=lambda _: None)
                seconds.append(time.perf_counter() - start)
        finally:
            if old is None:
                del os.environ["CLAIMS_CACHE_DIR"]
            else:
                os.environ["CLAIMS_CACHE_DIR"] = old
    return (
        f"Loading {len(table.rows):,} rows, {len(table.sources):,} sources and "
        f"{len(table.concepts):,} concepts: {seconds[0]:.2f} s the first time, then "
        f"{1000 * statistics.median(seconds[1:]):.0f} ms."
    )


def batch_lines(*, rounds: int) -> str:
    """Time batches with one worker and with two, in a process of its own."""
    script = Path(__file__).with_name("batches.py")
    command = [sys.executable, str(script), "--rounds", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"a batch failed: {done.stderr.strip()}")
    return done.stdout.strip()


def fingerprint(paths: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:12]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Time `claims check`.")
    parser.add_argument("paths", nargs="*", default=[str(samples_dir())])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--starts", type=int, default=5, help="0 leaves the cold start out")
    parser.add_argument("--evidence", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--rounds", type=int, default=3, help="0 leaves batches out")
    chosen = parser.parse_args(arguments)
    console = Console(highlight=False, width=100)

    paths, troubles = find_articles(chosen.paths)
    if troubles or not paths:
        raise SystemExit(f"nothing to time: {[trouble.message for trouble in troubles]}")
    evidence = (evidence_dir(), *chosen.evidence)
    console.print(load_line(evidence))
    checker = check.load_checker(Settings(evidence=tuple(chosen.evidence)))
    encoder = ListeningEncoder(find_encoder_folder())
    encoder.listen()
    checker.retriever = TimedRetriever(checker.table, encoder)
    result, _ = one_pass(checker, paths)
    n_words = sum(len(document.article.text.split()) for document in result.documents)
    console.print(
        f"{len(paths)} articles ({fingerprint(paths)}), {n_words:,} words, "
        f"{len(result.claims())} claims, {result.n_rows} evidence rows, "
        f"{chosen.repeats} passes after one to warm up."
    )
    passes = [one_pass(checker, paths)[1] for _ in range(chosen.repeats)]
    console.print(stage_table(passes, n_articles=len(paths), n_words=n_words))
    for line in encoder_lines(encoder, checker, paths, repeats=chosen.repeats):
        console.print(line)
    if chosen.starts:
        more = [part for folder in chosen.evidence for part in ("--evidence", str(folder))]
        console.print(start_table(paths[0], more, starts=chosen.starts))
    if chosen.times:
        console.print(scale_table(paths, evidence, times=chosen.times))
    if chosen.rounds:
        console.print(batch_lines(rounds=chosen.rounds))


if __name__ == "__main__":
    main()

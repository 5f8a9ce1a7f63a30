"""`claims batch`: many articles in, a folder of results out."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.cli.exits import EXIT_CLEAN, EXIT_FINDINGS, EXIT_TROUBLE
from pipeline.cli.options import (
    AsOfOption,
    BaselineOption,
    ConfigOption,
    EvidenceOnlyOption,
    EvidenceOption,
    FailOnOption,
    MaxMbOption,
    MinConfidenceOption,
    NoConfigOption,
    choose_settings,
    load_baseline,
)
from pipeline.cli.streams import (
    is_terminal,
    say,
    say_notice,
    say_trouble,
    stdout_encoding,
    write_out,
)
from pipeline.report.printed import SIGNS, counted, harmless, shorten_middle

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.batch.manifests import Column

# A worker begins with 0.5 GB of address space; a text of a megabyte wants as much again.
_MEMORY_MB: Final = 4096.0
# A page takes a tenth of a second; a book may take a minute.
_TIMEOUT_S: Final = 120.0
_PER_SHARD: Final = 1000
# Codes and sources in the summary; the manifest has all.
_LISTED: Final = 8
_TITLE_WIDTH: Final = 66


@dataclass(frozen=True, slots=True)
class ColumnName:
    """How lists call a column."""

    column: Column
    name: str


def parse_column(text: str) -> ColumnName:
    """Read "text=body".

    Raises:
        typer.BadParameter: no such column, or no name.
    """
    from pipeline.batch.manifests import COLUMNS

    written, _, name = text.partition("=")
    column = next((known for known in COLUMNS if known == written), None)
    if column is None or not name:
        raise typer.BadParameter(
            f"{text!r} is not COLUMN=NAME, as in text=body. Columns: {', '.join(COLUMNS)}."
        )
    return ColumnName(column, name)


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders, patterns like 'drafts/*.md', and lists of articles: CSV, JSON "
            "Lines or Parquet with a column 'path' or 'text', and maybe 'id' and 'format'.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write the results to.")
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes; by default as many as cores."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that one article may take.")
    ] = _TIMEOUT_S,
    memory: Annotated[
        float, typer.Option("--memory", min=1, help="MB of memory that one worker may take.")
    ] = _MEMORY_MB,
    per_shard: Annotated[
        int, typer.Option("--per-shard", min=1, help="Articles in each file of results.")
    ] = _PER_SHARD,
    columns: Annotated[
        list[ColumnName] | None,
        typer.Option(
            "--column",
            metavar="COLUMN=NAME",
            parser=parse_column,
            help="How a list calls its column: path, text, id or format. Repeatable.",
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Throw away what an earlier run wrote to DIR.")
    ] = False,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry", help="Try again what an earlier run gave up (time, memory, crash)."
        ),
    ] = False,
    fail_on: FailOnOption = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found; trouble still exits 2.")
    ] = False,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
    baseline: BaselineOption = None,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help="Count known findings like all others.")
    ] = False,
) -> None:
    """Check many articles in several processes; a run that was broken off goes on where it was."""
    settings = choose_settings(
        config=config,
        no_config=no_config,
        evidence=evidence,
        evidence_only=evidence_only,
        fail_on=fail_on,
        as_of=as_of,
        max_mb=max_mb,
        min_confidence=min_confidence,
    ).settings
    known = load_baseline(baseline, no_baseline=no_baseline)
    from pipeline.mark.lean import import_spacy_lean

    # Before anything else imports spaCy, which takes torch along otherwise.
    import_spacy_lean()
    from pipeline.batch import Limits, Options, find_inputs, run_batch
    from pipeline.resources import usable_cores

    found = find_inputs(
        inputs, settings=settings, names={each.column: each.name for each in columns or ()}
    )
    options = Options(
        out=out,
        limits=Limits(seconds=timeout, memory_mb=memory),
        n_workers=workers or usable_cores(),
        per_shard=per_shard,
        fresh=fresh,
        retry=retry,
    )
    try:
        with _progress(found.n_jobs) as tell:
            summary = run_batch(found, options=options, baseline=known, progress=tell)
    except KeyboardInterrupt:
        say("Broken off. The same command goes on from here.")
        raise
    write_out(_written(summary, out), encoding=stdout_encoding())
    for notice in summary.notices:
        say_notice(notice)
    _say_troubles(summary)
    raise typer.Exit(_exit_code(summary, settings.fail_on, exit_zero=exit_zero))


def _exit_code(summary: Summary, fail_on: str, *, exit_zero: bool) -> int:
    if summary.errors:
        return EXIT_TROUBLE
    return EXIT_FINDINGS if fail_on in summary.fails_on and not exit_zero else EXIT_CLEAN


def _say_troubles(summary: Summary) -> None:
    for trouble in summary.troubles:
        say_trouble(trouble)
    n_more = summary.errors.total() - len(summary.troubles)
    if n_more:
        say(f"… and {counted(n_more, 'more error')}; the results have all of them.")


def _written(summary: Summary, out: Path) -> str:
    """Return the summary as a person reads it."""
    lines = [
        f"{counted(summary.n_articles, 'article')}, {summary.n_checked:,} checked, "
        f"{counted(summary.n_claims, 'claim')}"
        + (f" and {summary.n_muted:,} muted" if summary.n_muted else "")
    ]
    lines += [
        f"  {SIGNS[verdict]} {verdict:<13} {summary.verdicts[verdict]:>8,}" for verdict in SIGNS
    ]
    lines += [
        f"  {code}  {title:<58} {n:>8,}"
        for code, n in summary.ranked_codes(_LISTED)
        for title in [shorten_middle(_meaning(code), 58)]
    ]
    sources = list(summary.ranked_sources(_LISTED))
    if sources:
        lines.append("Decided most often by")
        lines += [f"  {n:>8,}  {shorten_middle(harmless(t), _TITLE_WIDTH)}" for t, n in sources]
    lines.append(f"Results: {harmless(str(out))}")
    return "\n".join(lines) + "\n"


def _meaning(code: str) -> str:
    from pipeline.codes import CODES

    return CODES[code].title


@contextlib.contextmanager
def _progress(n_jobs: int) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far it is, how fast it goes and how long it will take."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeftColumn

    begun, n_done = time.monotonic(), 0
    shown = Progress(
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeLeftColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        disable=not is_terminal(sys.stderr),
    )
    with shown:
        task = shown.add_task("", total=n_jobs, rate="")

        def tell(n: int) -> None:
            nonlocal n_done
            n_done = n
            speed = shown.tasks[0].speed
            shown.update(task, completed=n, rate=f"{speed:,.1f}/s" if speed else "")

        yield tell
    seconds = time.monotonic() - begun
    say(f"{counted(n_done, 'article')} in {seconds:,.1f} s, {n_done / max(seconds, 1e-3):,.1f}/s")

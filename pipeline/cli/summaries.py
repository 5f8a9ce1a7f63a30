"""What commands that write a folder of results share: progress, the summary and the exit code."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from pipeline.cli.exits import EXIT_CLEAN, EXIT_FINDINGS, EXIT_TROUBLE
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

# A worker begins with 0.5 GB of address space; a text of a megabyte wants as much again.
MEMORY_MB: Final = 4096.0
# A page takes a tenth of a second; a book may take a minute.
TIMEOUT_S: Final = 120.0
PER_SHARD: Final = 1000
# Codes and sources in the summary; the manifest has all.
_LISTED: Final = 8
_TITLE_WIDTH: Final = 66


def end_with(summary: Summary, out: Path, *, fail_on: str, exit_zero: bool) -> NoReturn:
    """Print what a run came to, and exit.

    Raises:
        typer.Exit: always, with the code that the run deserves.
    """
    write_out(_written(summary, out), encoding=stdout_encoding())
    for notice in summary.notices:
        say_notice(notice)
    _say_troubles(summary)
    raise typer.Exit(_exit_code(summary, fail_on, exit_zero=exit_zero))


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
def shown_rate() -> Iterator[Callable[[str, int, int], None]]:
    """Show on stderr how far it is, how fast it goes and how long it will take.

    What it gives is to be told what is done ("checked"), with how many articles, and how
    many there are; at the end it says how long the last of these took.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeftColumn

    doing, begun, n_done = "", time.monotonic(), 0
    shown = Progress(
        TextColumn("{task.description}"),
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
        task = shown.add_task("", total=None, rate="")

        def tell(what: str, n: int, n_all: int) -> None:
            nonlocal doing, begun, n_done
            if what != doing:
                doing, begun = what, time.monotonic()
                shown.reset(task, description=what, total=n_all)
            n_done = n
            speed = shown.tasks[0].speed
            shown.update(task, completed=n, rate=f"{speed:,.1f}/s" if speed else "")

        yield tell
    seconds = time.monotonic() - begun
    say(f"{counted(n_done, 'article')} in {seconds:,.1f} s, {n_done / max(seconds, 1e-3):,.1f}/s")

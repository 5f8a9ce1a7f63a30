"""What commands that check share: the checker, progress, the report and the exit code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import typer

from pipeline.cli.exits import exit_code
from pipeline.cli.outputs import Output, write_outputs
from pipeline.cli.streams import (
    columns,
    is_terminal,
    say_notice,
    say_trouble,
    stdout_encoding,
    wants_color,
    write_out,
)
from pipeline.records import Result
from pipeline.report import FORMATS, FormatName
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.baseline import Baseline
    from pipeline.check import Checker


def load(settings: Settings, *, baseline: Baseline | None = None) -> Checker:
    """Load the checker as fast as it goes.

    Raises:
        PipelineError: the evidence, or a word of the settings, is not what it has to be.
    """
    from pipeline.mark.lean import import_spacy_lean, uncollected

    with uncollected():
        # Before anything else imports spaCy, which takes torch along otherwise.
        import_spacy_lean()
        from pipeline.check import load_checker

        return load_checker(settings, baseline=baseline)


@contextlib.contextmanager
def shown_progress(n_articles: int) -> Iterator[Callable[[str], None] | None]:
    """Show on stderr how far a run over several articles is; only where somebody looks.

    What it gives is to be told the name of each article as it is begun.
    """
    if n_articles < 2 or not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    shown = Progress(
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task("", total=n_articles)
        begun = 0

        def tell(path: str) -> None:
            nonlocal begun
            shown.update(task, description=path, completed=begun)
            begun += 1

        yield tell


def report(
    result: Result,
    settings: Settings,
    *,
    report_format: FormatName,
    outputs: Sequence[Output],
    quiet: bool,
    no_color: bool,
    exit_zero: bool,
    debug: bool,
) -> NoReturn:
    """Write all that a run found to where it was wanted, and exit.

    Raises:
        typer.Exit: always, with the code that the result deserves.
    """
    result = replace(result, errors=(*result.errors, *write_outputs(result, outputs)))
    if report_format == "terminal":
        from pipeline.report import to_terminal

        color = wants_color(no_color=no_color)
        text = to_terminal.write(
            result,
            quiet=quiet,
            color=color,
            width=columns(),
            why=debug,
            fail_on=settings.fail_on,
        )
        write_out(text, encoding=stdout_encoding())
    else:
        write_out(FORMATS[report_format](result))
    for notice in result.all_notices():
        say_notice(notice)
    for trouble in result.errors:
        say_trouble(trouble)
    raise typer.Exit(exit_code(result, fail_on=settings.fail_on, exit_zero=exit_zero))

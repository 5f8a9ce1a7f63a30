"""`claims check`: articles in, a report out."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.cli.exits import exit_code
from pipeline.cli.outputs import Output, parse_output, write_outputs
from pipeline.cli.streams import (
    LOG,
    as_trouble,
    columns,
    is_terminal,
    say_trouble,
    show_log,
    stdout_encoding,
    wants_color,
    write_out,
)
from pipeline.errors import PipelineError
from pipeline.records import Result, VerdictName
from pipeline.report import FORMATS, FormatName
from pipeline.settings import Settings

_DEFAULTS: Final = Settings()
_BYTES_PER_MB: Final = 1_000_000


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...",
            help="Files, folders, patterns like 'drafts/*.md', or - for standard input.",
            show_default=False,
        ),
    ] = None,
    report_format: Annotated[
        FormatName, typer.Option("--format", help="What to write to standard output.")
    ] = "terminal",
    outputs: Annotated[
        list[Output] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FILE",
            parser=parse_output,
            help="Write a report to a file as well. Repeatable.",
        ),
    ] = None,
    fail_on: Annotated[
        VerdictName,
        typer.Option(
            "--fail-on", help="Exit 1 from this verdict on: unsupported, unverifiable, supported."
        ),
    ] = _DEFAULTS.fail_on,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found; trouble still exits 2.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only unsupported claims and the count.")
    ] = False,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="Print no colours. NO_COLOR does the same.")
    ] = False,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            "--evidence",
            metavar="DIR",
            help="An evidence package of yours, laid on top of the shipped one. Repeatable.",
        ),
    ] = None,
    evidence_only: Annotated[
        bool,
        typer.Option("--evidence-only", help="Use the packages of --evidence and no other."),
    ] = False,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Judge editions and listings as of this day, not of the article's own.",
        ),
    ] = None,
    max_mb: Annotated[
        float, typer.Option("--max-mb", min=0.001, help="Read no file larger than this.")
    ] = _DEFAULTS.max_mb,
    print_schema: Annotated[
        bool,
        typer.Option(
            "--print-schema",
            help="Print the JSON Schema of the report and stop; with --format claimreview, "
            "that of a completed review.",
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print tracebacks, and what made each claim a claim.")
    ] = False,
) -> None:
    """Check the health claims of articles: text, Markdown and HTML."""
    if print_schema:
        from pipeline.report.schema import print_schema as schema_text

        write_out(schema_text(claimreview=report_format == "claimreview"))
        return
    if not paths:
        raise typer.BadParameter(
            "name a file, a folder, a pattern, or - for standard input.", param_hint="PATH"
        )
    if debug:
        show_log()
    settings = Settings(
        evidence=tuple(evidence or ()),
        shipped_evidence=not evidence_only,
        fail_on=fail_on,
        as_of=as_of.date() if as_of is not None else None,
        top_k=_DEFAULTS.top_k,
        max_mb=max_mb,
    )
    result = run_check(paths, settings)
    result = replace(result, errors=(*result.errors, *write_outputs(result, outputs or ())))
    if report_format == "terminal":
        from pipeline.report import to_terminal

        color = wants_color(no_color=no_color)
        text = to_terminal.write(result, quiet=quiet, color=color, width=columns(), why=debug)
        write_out(text, encoding=stdout_encoding())
    else:
        write_out(FORMATS[report_format](result))
    for trouble in result.errors:
        say_trouble(trouble)
    raise typer.Exit(exit_code(result, fail_on=settings.fail_on, exit_zero=exit_zero))


def run_check(paths: Sequence[str], settings: Settings) -> Result:
    """Check articles; what stops the whole run becomes the result's only error."""
    from pipeline.mark.lean import import_spacy_lean, uncollected

    try:
        with uncollected():
            # Before anything else imports spaCy, which takes torch along otherwise.
            import_spacy_lean()
            from pipeline.check import load_checker

            checker = load_checker(settings)
    except PipelineError as error:
        LOG.debug("The checker could not be loaded", exc_info=True)
        return Result(documents=(), errors=(as_trouble(error),))
    with _progress(paths) as tell:
        return checker.check(
            paths, stdin=lambda: _read_stdin(max_mb=settings.max_mb), progress=tell
        )


def _read_stdin(*, max_mb: float) -> bytes:
    if sys.stdin is None:
        return b""
    # One more than may be read is enough to see that it is too much.
    return sys.stdin.buffer.read(int((max_mb + 1) * _BYTES_PER_MB))


@contextlib.contextmanager
def _progress(paths: Sequence[str]) -> Iterator[Callable[[str], None] | None]:
    """Show on stderr how far a run over several files is; only where somebody looks."""
    n_files = _count_files(paths) if is_terminal(sys.stderr) else 0
    if n_files < 2:
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
        task = shown.add_task("", total=n_files)
        begun = 0

        def tell(path: str) -> None:
            nonlocal begun
            shown.update(task, description=path, completed=begun)
            begun += 1

        yield tell


def _count_files(paths: Sequence[str]) -> int:
    from pipeline.read import find_articles

    found, _ = find_articles(paths)
    return len(found)

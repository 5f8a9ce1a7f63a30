"""`claims check`: articles in, a report out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.cli.exits import exit_code
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
from pipeline.cli.outputs import Output, parse_output, write_outputs
from pipeline.cli.streams import (
    LOG,
    as_trouble,
    columns,
    is_terminal,
    say_notice,
    say_trouble,
    show_log,
    stdout_encoding,
    wants_color,
    write_out,
)
from pipeline.errors import PipelineError
from pipeline.records import Result
from pipeline.report import FORMATS, FormatName
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.baseline import Baseline
    from pipeline.changes import Changes

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
    fail_on: FailOnOption = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found; trouble still exits 2.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only what makes it fail, and the count.")
    ] = False,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="Print no colours. NO_COLOR does the same.")
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
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="REV",
            help="Check only files that git calls changed since this commit or branch; without "
            "PATH, those below the working folder.",
        ),
    ] = None,
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
    if not paths and changed_since is None:
        raise typer.BadParameter(
            "name a file, a folder, a pattern, or - for standard input.", param_hint="PATH"
        )
    if debug:
        show_log()
    settings = Settings()
    try:
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
        changes = find_changes(changed_since)
    except PipelineError as error:
        LOG.debug("Nothing was checked", exc_info=True)
        result = Result(documents=(), errors=(as_trouble(error),))
    else:
        result = run_check(paths or ["."], settings, baseline=known, changes=changes)
    result = replace(result, errors=(*result.errors, *write_outputs(result, outputs or ())))
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


def find_changes(revision: str | None) -> Changes | None:
    """Ask git what was changed; None where it is not to be asked.

    Raises:
        ChangesUnknownError: git cannot say.
    """
    from pipeline.changes import changes_since

    return changes_since(revision, folder=Path.cwd()) if revision is not None else None


def run_check(
    paths: Sequence[str],
    settings: Settings,
    *,
    baseline: Baseline | None = None,
    changes: Changes | None = None,
) -> Result:
    """Check articles; what stops the whole run becomes the result's only error."""
    from pipeline.mark.lean import import_spacy_lean, uncollected

    try:
        with uncollected():
            # Before anything else imports spaCy, which takes torch along otherwise.
            import_spacy_lean()
            from pipeline.check import load_checker

            checker = load_checker(settings, baseline=baseline)
    except PipelineError as error:
        LOG.debug("The checker could not be loaded", exc_info=True)
        return Result(documents=(), errors=(as_trouble(error),))
    with _progress(paths, settings, changes) as tell:
        return checker.check(
            paths,
            stdin=lambda: _read_stdin(max_mb=settings.max_mb),
            progress=tell,
            changes=changes,
        )


def _read_stdin(*, max_mb: float) -> bytes:
    if sys.stdin is None:
        return b""
    # One more than may be read is enough to see that it is too much.
    return sys.stdin.buffer.read(int((max_mb + 1) * _BYTES_PER_MB))


@contextlib.contextmanager
def _progress(
    paths: Sequence[str], settings: Settings, changes: Changes | None
) -> Iterator[Callable[[str], None] | None]:
    """Show on stderr how far a run over several files is; only where somebody looks."""
    n_files = _count_files(paths, settings, changes) if is_terminal(sys.stderr) else 0
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


def _count_files(paths: Sequence[str], settings: Settings, changes: Changes | None) -> int:
    from pipeline.pick import pick_articles

    return len(pick_articles(paths, settings=settings, changes=changes).paths)

"""`claims check`: articles in, a report out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.cli.options import (
    AsOfOption,
    BaselineOption,
    ConfigOption,
    DebugOption,
    EvidenceOnlyOption,
    EvidenceOption,
    ExitZeroOption,
    FailOnOption,
    FormatOption,
    MaxMbOption,
    MinConfidenceOption,
    NoBaselineOption,
    NoColorOption,
    NoConfigOption,
    OutputsOption,
    QuietOption,
    choose_settings,
    load_baseline,
)
from pipeline.cli.reporting import load, report, shown_progress
from pipeline.cli.streams import (
    LOG,
    as_trouble,
    is_terminal,
    show_log,
    write_out,
)
from pipeline.errors import PipelineError
from pipeline.records import Result
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
    report_format: FormatOption = "terminal",
    outputs: OutputsOption = None,
    fail_on: FailOnOption = None,
    exit_zero: ExitZeroOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
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
    debug: DebugOption = False,
) -> None:
    """Check the health claims of articles: text, web pages, Word documents, PDFs, e-books."""
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
    report(
        result,
        settings,
        report_format=report_format,
        outputs=outputs or (),
        quiet=quiet,
        no_color=no_color,
        exit_zero=exit_zero,
        debug=debug,
    )


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
    try:
        checker = load(settings, baseline=baseline)
    except PipelineError as error:
        LOG.debug("The checker could not be loaded", exc_info=True)
        return Result(documents=(), errors=(as_trouble(error),))
    n_files = _count_files(paths, settings, changes) if is_terminal(sys.stderr) else 0
    with shown_progress(n_files) as tell:
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


def _count_files(paths: Sequence[str], settings: Settings, changes: Changes | None) -> int:
    from pipeline.pick import pick_articles

    return len(pick_articles(paths, settings=settings, changes=changes).paths)

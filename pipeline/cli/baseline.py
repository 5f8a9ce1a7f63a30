"""`claims baseline`: what is known already, so that only new findings fail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from pipeline.cli.exits import EXIT_TROUBLE
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
    as_trouble,
    say_notice,
    say_trouble,
    stdout_encoding,
    write_out,
)
from pipeline.records import Result, VerdictName
from pipeline.report.printed import counted, harmless

if TYPE_CHECKING:
    from pipeline.baseline import Baseline
    from pipeline.settings.choices import Choices

app = typer.Typer(
    help="Keep what is known already, so that only new findings fail.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_EXITS: Final = "Exit codes: 0 done, 2 trouble; what could be checked is kept all the same."


@app.command(
    epilog="\b\nExamples:\n  claims baseline write drafts/\n"
    f"  claims baseline write drafts/yoga.md --baseline old.json\n\n{_EXITS}"
)
def write(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders or patterns like 'drafts/*.md'."),
    ],
    baseline: BaselineOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    fail_on: FailOnOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
) -> None:
    """Check articles and keep all that is found as known.

    What the baseline holds of other files stays as it is.
    """
    from pipeline.cli.check import run_check

    choices = choose_settings(
        config=config,
        no_config=no_config,
        evidence=evidence,
        evidence_only=evidence_only,
        fail_on=fail_on,
        as_of=as_of,
        max_mb=max_mb,
        min_confidence=min_confidence,
    )
    before = begun(baseline, choices)
    keep(
        before, run_check(paths, choices.settings), targets=paths, fail_on=choices.settings.fail_on
    )


def begun(file: Path | None, choices: Choices) -> Baseline:
    """Read the baseline that is to be written, or begin one where it belongs.

    Args:
        file: that the user named; None looks for one.
        choices: of the run; a first baseline lies beside its settings.

    Raises:
        BaselineBrokenError: the file is not what `write` writes.
    """
    from pipeline.baseline import Baseline, find_baseline, place_for_new, read_baseline

    here = Path.cwd()
    settings_file = choices.file.path if choices.file is not None else None
    file = file or find_baseline(here) or place_for_new(here, settings_file)
    return read_baseline(file) if file.exists() else Baseline(file)


def keep(before: Baseline, result: Result, *, targets: Sequence[str], fail_on: VerdictName) -> None:
    """Keep all that a run found as known, and say so; exits 2 where there was trouble.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    from pipeline.baseline import renewed, write_baseline

    after, outside = renewed(before, result, targets=targets, fail_on=fail_on)
    if result.documents or not result.errors:
        write_baseline(after)
        write_out(_written(before, after), encoding=stdout_encoding())
    for notice in result.all_notices():
        say_notice(notice)
    troubles = [*result.errors, *map(as_trouble, outside)]
    for trouble in troubles:
        say_trouble(trouble)
    if troubles:
        raise typer.Exit(EXIT_TROUBLE)


@app.command(
    epilog="\b\nExamples:\n  claims baseline show\n  claims baseline show --format json\n\n"
    "Exit codes: 0 shown, 2 trouble."
)
def show(
    baseline: BaselineOption = None,
    form: Annotated[
        Literal["terminal", "json"], typer.Option("--format", help="A list, or JSON.")
    ] = "terminal",
) -> None:
    """Show what is known already, file by file."""
    known = load_baseline(baseline)
    if form == "json":
        write_out(_as_json(known))
    else:
        write_out(_listed(known), encoding=stdout_encoding())


def _written(before: Baseline, after: Baseline) -> str:
    from pipeline.baseline import counts
    from pipeline.settings.files import shown

    findings, claims, files = counts(after.known)
    n_new = len(set(after.known) - set(before.known))
    n_gone = len(set(before.known) - set(after.known))
    return (
        f"{shown(after.file)} knows {counted(findings, 'finding')} of {counted(claims, 'claim')} "
        f"in {counted(files, 'file')}: {n_new:,} new, {n_gone:,} forgotten.\n"
    )


def _listed(baseline: Baseline | None) -> str:
    from pipeline.baseline import NAME, counts
    from pipeline.settings.files import shown

    if baseline is None:
        return f"There is no {NAME} from here upwards. `claims baseline write PATH…` makes one.\n"
    lines: list[str] = []
    last = ""
    for known in baseline.known:
        if known.path != last:
            last = known.path
            gone = " (no longer there)" if last in baseline.gone else ""
            lines += [*([""] if lines else []), f"{harmless(last)}{gone}"]
        lines.append(f"  {known.code}  “{harmless(known.text)}”")
    findings, claims, files = counts(baseline.known)
    total = (
        f"{shown(baseline.file)}: {counted(findings, 'finding')} of {counted(claims, 'claim')} "
        f"in {counted(files, 'file')}."
    )
    return "\n".join([*lines, *([""] if lines else []), total]) + "\n"


def _as_json(baseline: Baseline | None) -> str:
    from pipeline.baseline import SCHEMA

    known = baseline.known if baseline is not None else ()
    gone = baseline.gone if baseline is not None else frozenset()
    whole = {
        "schema": SCHEMA,
        "file": str(baseline.file) if baseline is not None else None,
        "known": [
            {
                "path": each.path,
                "claim": each.claim_id,
                "code": each.code,
                "text": each.text,
                "gone": each.path in gone,
            }
            for each in known
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

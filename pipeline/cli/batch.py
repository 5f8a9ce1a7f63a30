"""`claims batch`: many articles in, a folder of results out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    AsOfOption,
    BaselineOption,
    ConfigOption,
    EvidenceOnlyOption,
    EvidenceOption,
    ExitZeroOption,
    FailOnOption,
    FreshOption,
    MaxMbOption,
    MinConfidenceOption,
    NoBaselineOption,
    NoConfigOption,
    WorkersOption,
    choose_settings,
    load_baseline,
)
from pipeline.cli.streams import say
from pipeline.cli.summaries import MEMORY_MB, PER_SHARD, TIMEOUT_S, end_with, shown_rate

if TYPE_CHECKING:
    from pipeline.batch.manifests import Column


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
    workers: WorkersOption = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that one article may take.")
    ] = TIMEOUT_S,
    memory: Annotated[
        float, typer.Option("--memory", min=1, help="MB of memory that one worker may take.")
    ] = MEMORY_MB,
    per_shard: Annotated[
        int, typer.Option("--per-shard", min=1, help="Articles in each file of results.")
    ] = PER_SHARD,
    columns: Annotated[
        list[ColumnName] | None,
        typer.Option(
            "--column",
            metavar="COLUMN=NAME",
            parser=parse_column,
            help="How a list calls its column: path, text, id or format. Repeatable.",
        ),
    ] = None,
    fresh: FreshOption = False,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry", help="Try again what an earlier run gave up (time, memory, crash)."
        ),
    ] = False,
    fail_on: FailOnOption = None,
    exit_zero: ExitZeroOption = False,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
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
        with shown_rate() as tell:

            def progress(n: int) -> None:
                tell("checked", n, found.n_jobs)

            summary = run_batch(found, options=options, baseline=known, progress=progress)
    except KeyboardInterrupt:
        say("Broken off. The same command goes on from here.")
        raise
    end_with(summary, out, fail_on=settings.fail_on, exit_zero=exit_zero)

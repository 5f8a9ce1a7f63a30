"""Options that several commands share, and the settings that come of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.outputs import Output, parse_output
from pipeline.records import VerdictName
from pipeline.report import FormatName

if TYPE_CHECKING:
    from pipeline.baseline import Baseline
    from pipeline.settings.choices import Choices

FormatOption = Annotated[
    FormatName, typer.Option("--format", help="What to write to standard output.")
]
OutputsOption = Annotated[
    list[Output] | None,
    typer.Option(
        "--output",
        metavar="FORMAT=FILE",
        parser=parse_output,
        help="Write a report to a file as well, or marked copies of Word documents (docx) or "
        "PDFs to a folder, as in docx=marked/. Repeatable.",
    ),
]
SetsOption = Annotated[
    Path,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        envvar="CLAIMS_DATA_DIR",
        help="Folder of the sets of pairs, each `NAME/PART.jsonl.gz`.",
    ),
]
ExitZeroOption = Annotated[
    bool, typer.Option("--exit-zero", help="Exit 0 whatever is found; trouble still exits 2.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print only what makes it fail, and the count.")
]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="Print no colours. NO_COLOR does the same.")
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Print tracebacks, and what made each claim a claim.")
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Take the settings from this file. By default claims.toml, or pyproject.toml with "
        "[tool.claims], is looked for from the working folder upwards.",
    ),
]
NoConfigOption = Annotated[
    bool, typer.Option("--no-config", help="Take no settings from any file.")
]
EvidenceOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        metavar="DIR",
        help="An evidence package of yours, laid on top of the shipped one. Repeatable; takes "
        "the place of those in the settings.",
    ),
]
EvidenceOnlyOption = Annotated[
    bool | None,
    typer.Option(
        "--evidence-only/--no-evidence-only",
        help="Use the packages of --evidence and no other.",
        show_default=False,
    ),
]
FailOnOption = Annotated[
    VerdictName | None,
    typer.Option(
        "--fail-on",
        help="Exit 1 from this verdict on: unsupported (the default), unverifiable, supported.",
    ),
]
AsOfOption = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Judge editions and listings as of this day, not of the article's own.",
    ),
]
MaxMbOption = Annotated[
    float | None,
    typer.Option("--max-mb", min=0.001, help="Read no file larger than this; by default 20."),
]
MinConfidenceOption = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        help="Decide nothing of which a rule is less sure than this, from 0 to 1.",
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; by default as many as cores.")
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help="Throw away what an earlier run wrote to DIR.")
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="The file of known findings. By default .claims-baseline.json is looked for from the "
        "working folder upwards.",
    ),
]
NoBaselineOption = Annotated[
    bool, typer.Option("--no-baseline", help="Count known findings like all others.")
]
AnnotationsOption = Annotated[
    Path | None,
    typer.Option(
        "--annotations",
        metavar="DIR",
        help="Folder of labels and judgements; without one, that of the checkout.",
    ),
]
ArticlesOption = Annotated[
    Path | None,
    typer.Option(
        "--articles",
        metavar="DIR",
        help="Folder of the annotated articles; without one, that of the checkout.",
    ),
]
FinderOption = Annotated[
    Literal["patterns", "detector", "both"],
    typer.Option("--finder", help="What finds the claims of running text."),
]


def choose_settings(
    *,
    config: Path | None,
    no_config: bool,
    evidence: list[Path] | None = None,
    evidence_only: bool | None = None,
    fail_on: VerdictName | None = None,
    as_of: dt.datetime | None = None,
    max_mb: float | None = None,
    min_confidence: float | None = None,
) -> Choices:
    """Put together what holds: these options, else the settings file, else the defaults.

    Raises:
        PipelineError: the settings file cannot be read, or something in it is wrong.
    """
    from pipeline.settings.choices import Options, choose

    if config is not None and no_config:
        raise typer.BadParameter("name a file or take none, not both.", param_hint="--config")
    options = Options(
        config=config,
        no_config=no_config,
        evidence=tuple(evidence) if evidence else None,
        evidence_only=evidence_only,
        fail_on=fail_on,
        as_of=as_of.date() if as_of is not None else None,
        max_mb=max_mb,
        min_confidence=min_confidence,
    )
    return choose(options, start=Path.cwd())


def load_baseline(file: Path | None, *, no_baseline: bool = False) -> Baseline | None:
    """Read what is known already; None where nothing is.

    Raises:
        BaselineBrokenError: the file is not what `claims baseline write` writes.
    """
    from pipeline.baseline import find_baseline, read_baseline

    if file is not None and no_baseline:
        raise typer.BadParameter("name a file or take none, not both.", param_hint="--baseline")
    found = None if no_baseline else file or find_baseline(Path.cwd())
    return read_baseline(found) if found is not None else None

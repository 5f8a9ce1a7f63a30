"""`claims config`: which settings are in force, and where each came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from pipeline.cli.options import (
    AsOfOption,
    ConfigOption,
    EvidenceOnlyOption,
    EvidenceOption,
    FailOnOption,
    MaxMbOption,
    MinConfidenceOption,
    NoConfigOption,
    choose_settings,
)
from pipeline.cli.streams import stdout_encoding, write_out
from pipeline.report.printed import harmless

if TYPE_CHECKING:
    from pipeline.settings.choices import Choices

# Goes up when a key changes its meaning or goes.
_SCHEMA: Final = 1


def config(
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    fail_on: FailOnOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
    form: Annotated[
        Literal["terminal", "json"], typer.Option("--format", help="A list, or JSON.")
    ] = "terminal",
) -> None:
    """Show the settings in force here, and where each came from."""
    from pipeline.baseline import find_baseline

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
    baseline = find_baseline(Path.cwd())
    if form == "json":
        write_out(_as_json(choices, baseline))
    else:
        write_out(_listed(choices, baseline), encoding=stdout_encoding())


def _listed(choices: Choices, baseline: Path | None) -> str:
    from pipeline.settings.files import shown

    file = shown(choices.file.path) if choices.file is not None else "none; `claims init` makes one"
    known = shown(baseline) if baseline is not None else "none; `claims baseline write` makes one"
    rows = [(each.key, each.value, each.origin) for each in choices.shown()]
    first, second = (max(len(harmless(row[n])) for row in rows) for n in (0, 1))
    lines = [f"Settings file  {file}", f"Baseline       {known}", ""]
    for row in rows:
        key, value, origin = map(harmless, row)
        lines.append(f"{key:<{first}}  {value:<{second}}  {origin}".rstrip())
    return "\n".join(lines) + "\n"


def _as_json(choices: Choices, baseline: Path | None) -> str:
    whole = {
        "schema": _SCHEMA,
        "file": str(choices.file.path) if choices.file is not None else None,
        "baseline": str(baseline) if baseline is not None else None,
        "settings": [
            {"key": each.key, "value": each.value, "from": each.origin} for each in choices.shown()
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

"""`claims evaluate`: what the tool is worth, measured on what people judged.

A measurement is a function of `pipeline.learn` that returns a record, a table
of `pipeline.cli.measured` that lays it out, and a command here that joins them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.streams import stdout_encoding, write_out
from pipeline.resources import annotations_dir, evaluation_dir

app = typer.Typer(
    help="Measure what the tool is worth, on labels and judgements of its own repository.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_AnnotationsOption = Annotated[
    Path | None,
    typer.Option(
        "--annotations",
        metavar="DIR",
        help="Folder of labels and judgements; without one, that of the checkout.",
    ),
]
_FormatOption = Annotated[
    Literal["text", "json"], typer.Option("--format", help="How to print the scores.")
]


@app.command(
    epilog="\b\nExamples:\n  claims evaluate verdicts\n  claims evaluate verdicts --format json"
)
def verdicts(annotations: _AnnotationsOption = None, form: _FormatOption = "text") -> None:
    """Measure how far the verdicts agree with labelled articles and sentences."""
    from pipeline.check import load_checker
    from pipeline.cli.measured import as_json, verdicts_text
    from pipeline.learn.verdicts import evaluate_verdicts
    from pipeline.settings import Settings

    scores = evaluate_verdicts(
        load_checker(Settings()), evaluation_dir(), annotations or annotations_dir()
    )
    text = as_json(scores) if form == "json" else verdicts_text(scores)
    write_out(text, encoding=stdout_encoding())

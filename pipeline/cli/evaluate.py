"""`claims evaluate`: what the tool is worth, measured on what people judged.

A measurement is a function of `pipeline.learn` that returns a record, a table
of `pipeline.cli.measured` that lays it out, and a command here that joins them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli import draw
from pipeline.cli.draw import AbstractsOption, EvidenceOption, load_extracted, read_all
from pipeline.cli.exits import EXIT_TROUBLE
from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.resources import annotations_dir, articles_dir, evaluation_dir

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


app.add_typer(draw.app, name="draw")


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
    _print(verdicts_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate extraction\n"
    "  claims evaluate extraction --evidence extracted/ --format json"
)
def extraction(
    evidence: EvidenceOption = None,
    annotations: _AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how well results were read from abstracts, by the judgements of people."""
    from pipeline.cli.measured import as_json, extraction_text
    from pipeline.learn.extraction import evaluate_extraction

    scores = evaluate_extraction(load_extracted(evidence), annotations or annotations_dir())
    _print(extraction_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate retrieval\n"
    "  claims evaluate retrieval --evidence extracted/"
)
def retrieval(
    evidence: EvidenceOption = None,
    annotations: _AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure whether a search in plain words finds the right row and the right review."""
    from functools import partial

    from pipeline.cli.measured import as_json, retrieval_text
    from pipeline.evidence.search import search_rows
    from pipeline.learn.retrieval import evaluate_retrieval

    table = load_extracted(evidence)
    # One name for each way of ranking that is to be compared.
    searches = {"words and concepts": partial(search_rows, table)}
    scores = evaluate_retrieval(table, annotations or annotations_dir(), searches)
    _print(retrieval_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate concepts\n"
    "  claims evaluate concepts --evidence extracted/"
)
def concepts(
    evidence: EvidenceOption = None,
    annotations: _AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure whether findings and claims are given the right intervention and condition."""
    from pipeline.check import load_checker
    from pipeline.cli.measured import as_json, concepts_text
    from pipeline.learn.concepts import evaluate_concepts
    from pipeline.settings import Settings

    scores = evaluate_concepts(
        load_extracted(evidence),
        load_checker(Settings()),
        (articles_dir(), evaluation_dir()),
        annotations or annotations_dir(),
    )
    _print(concepts_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate reviews --abstracts cochrane_abstracts.jsonl.gz"
)
def reviews(
    abstracts: AbstractsOption,
    annotations: _AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure whether trials, participants and last search of reviews are read rightly."""
    from pipeline.cli.measured import as_json, reviews_text
    from pipeline.learn.reviews import evaluate_reviews

    scores = evaluate_reviews(read_all(abstracts), annotations or annotations_dir())
    _print(reviews_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


def _print(text: str) -> None:
    write_out(text, encoding=stdout_encoding())


def _tell(faults: Sequence[str]) -> None:
    """Tell of lines that could not be used; the scores are of the others."""
    for fault in faults:
        say(f"left out: {fault}")
    if faults:
        raise typer.Exit(EXIT_TROUBLE)

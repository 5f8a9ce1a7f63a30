"""`claims train`: what the tool learns from annotations is learned anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import AnnotationsOption, ArticlesOption, SetsOption
from pipeline.resources import (
    annotations_dir,
    articles_dir,
    models_dir,
    tell_stderr,
)

app = typer.Typer(
    name="train",
    help="Train what the tool learns from annotated articles, and from pairs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def train() -> None:
    """Train what the tool learns from annotated articles, and from pairs."""


@app.command(
    epilog="\b\nExamples:\n  claims train detector --config models/configs/detector.toml\n"
    "  claims evaluate reading --finder detector"
)
def detector(
    config: Annotated[
        Path,
        typer.Option("--config", metavar="FILE", help="Settings of the training."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where adapter and head are written; without it, where the tool reads them.",
        ),
    ] = None,
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
) -> None:
    """Train the adapter and head that find claims, on the train part of the annotations."""
    from pipeline.encoders import find_encoder_folder
    from pipeline.learn.annotations.store import load_corpus
    from pipeline.learn.detector.config import read_config
    from pipeline.learn.detector.examples import make_examples
    from pipeline.learn.detector.training import train_detector
    from pipeline.learn.reading.evaluate import english
    from pipeline.mark.language import build_language

    settings = read_config(config)
    corpus = load_corpus(articles or articles_dir(), annotations or annotations_dir())
    examples = make_examples(english(corpus, "train"), build_language(), settings.kinds)
    n_claims = sum(span.begins for example in examples for span in example.spans)
    tell_stderr(f"{len(examples)} sentences with {n_claims} claims")
    folder = out or models_dir() / "detector"
    train_detector(examples, find_encoder_folder(), settings, folder, tell=tell_stderr)
    tell_stderr(f"Written to {folder}")


@app.command(
    epilog="\b\nExamples:\n  claims train verdict --config models/configs/verdict.toml "
    "--data-dir sets/ --out read/\n"
    "  claims evaluate entailment evinf2/test --data-dir sets/ --model read/"
)
def verdict(
    config: Annotated[
        Path,
        typer.Option("--config", metavar="FILE", help="Settings of the training."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Where adapter and head are written."),
    ],
    sets: SetsOption,
) -> None:
    """Train an adapter and a head that read a claim beside its evidence, on public sets."""
    from pipeline.encoders import find_encoder_folder, find_verdict_model
    from pipeline.learn.entailment.config import read_config
    from pipeline.learn.entailment.made import read_stages
    from pipeline.learn.entailment.sets import read_pairs
    from pipeline.learn.entailment.training import train_verdict

    settings = read_config(config)
    train_verdict(
        read_stages(settings, sets),
        [pair for name in settings.calibrate for pair in read_pairs(name, sets)],
        find_encoder_folder(),
        find_verdict_model(config.parent / settings.start) if settings.start else None,
        settings,
        out,
        tell=tell_stderr,
    )
    tell_stderr(f"Written to {out}")

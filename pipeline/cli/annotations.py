"""`claims annotations`: what people marked in articles comes in, goes out and is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.exits import EXIT_TROUBLE
from pipeline.cli.options import AnnotationsOption, ArticlesOption
from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.resources import annotations_dir, articles_dir

app = typer.Typer(
    help="Bring annotations of articles in and out, count them, and compare two readers.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
# Those of `pipeline.learn.annotations.formats`, which is slow to import; a test compares both.
Format = Literal[
    "jsonl", "quotes", "datasets", "parquet", "docbin", "conll", "doccano", "label-studio"
]
_ReaderOption = Annotated[
    Literal["settled", "first", "second"],
    typer.Option(
        "--reader",
        help="Whose annotations: what was settled, or of articles that two read what either "
        "marked before.",
    ),
]
_FORMS = (
    "Formats: jsonl, an article to a line; quotes, a folder of articles with NAME.marks.jsonl "
    "beside each; datasets, as save_to_disk makes it; parquet and docbin, folders with a file for "
    "each part; conll; doccano; label-studio. Each says in pipeline/learn/annotations/formats how "
    "it carries what it has no place for."
)


@app.command(
    "import",
    epilog="\b\nExamples:\n  claims annotations import new-articles/ --from quotes\n"
    "  claims annotations import export.json --from label-studio --reader second\n"
    "  claims annotations import pages/ --from quotes --real\n\n" + _FORMS,
)
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    form: Annotated[Format, typer.Option("--from", help="Their format.")] = "quotes",
    reader: _ReaderOption = "settled",
    real: Annotated[
        bool,
        typer.Option(
            "--real",
            help="Folders of real pages with index.jsonl: only places are kept, no text.",
        ),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite", help="Replace annotations of the same articles, settled ones too."
        ),
    ] = False,
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
) -> None:
    """Put annotated articles in place; each must be listed with its topic in splits.toml."""
    from pipeline.learn.annotations.formats import FORMATS
    from pipeline.learn.annotations.importing import import_articles
    from pipeline.learn.annotations.labels import read_labels
    from pipeline.learn.reading.pages import PAGES_FILE, pages_of, write_pages

    folder = annotations or annotations_dir()
    labels = read_labels(folder)
    faults: list[str] = []
    if real:
        pages = []
        for path in paths:
            found, wrong = pages_of(FORMATS[form].read(path, labels), path)
            pages += found
            faults += wrong
        write_pages(folder / PAGES_FILE, pages)
        say(f"{len(pages)} pages, {sum(len(page.marks) for page in pages)} annotations")
    else:
        incoming = [one for path in paths for one in FORMATS[form].read(path, labels)]
        imported = import_articles(
            incoming,
            articles or articles_dir(),
            folder,
            reader=reader,
            overwrite=overwrite,
        )
        faults += imported.faults
        say(f"{len(imported.names)} articles, {imported.n_annotations} annotations")
    _tell(faults)


@app.command(
    epilog="\b\nExamples:\n  claims annotations export out/ --to datasets\n"
    "  claims annotations export dev.jsonl --to doccano --split dev\n\n" + _FORMS
)
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A file or folder, by the format.")],
    form: Annotated[Format, typer.Option("--to", help="The format.")] = "jsonl",
    part: Annotated[
        Literal["train", "dev", "test", "early", "all"],
        typer.Option("--split", help="Only this part."),
    ] = "all",
    reader: _ReaderOption = "settled",
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
) -> None:
    """Write annotated articles, texts included, in another program's format."""
    from pipeline.learn.annotations.formats import FORMATS
    from pipeline.learn.annotations.records import PARTS
    from pipeline.learn.annotations.store import load_corpus

    corpus = load_corpus(
        articles or articles_dir(),
        annotations or annotations_dir(),
        reader=reader,
    )
    asked = PARTS if part == "all" else (part,)
    wanted = sorted((one for name in asked for one in corpus.of(name)), key=lambda one: one.name)
    FORMATS[form].write(wanted, out, corpus.labels)
    say(f"{len(wanted)} articles, {sum(len(one.annotations) for one in wanted)} annotations")
    _tell([fault.message for fault in corpus.faults])


@app.command(
    epilog="\b\nExamples:\n  claims annotations agreement\n"
    "  claims annotations agreement --format json"
)
def agreement(
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="How to print the scores.")
    ] = "text",
) -> None:
    """Measure how far two readers of the same articles agreed before anything was settled."""
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_reading import agreement_text
    from pipeline.learn.annotations.records import PARTS
    from pipeline.learn.annotations.second import agree, compare_readers, twice_read
    from pipeline.learn.annotations.store import load_corpus

    places = (articles or articles_dir(), annotations or annotations_dir())
    first, second = load_corpus(*places, reader="first"), load_corpus(*places, reader="second")
    both = twice_read(first, second)
    groups = {"all": both}
    groups |= {part: [pair for pair in both if pair[0].part == part] for part in PARTS}
    found = {name: agree(pairs, first.labels) for name, pairs in groups.items() if pairs}
    fields = compare_readers(both, first.labels)
    if form == "json":
        _print(as_json({"agreement": found, "fields": fields}))
    else:
        _print(agreement_text(found, fields))
    _tell([fault.message for fault in (*first.faults, *second.faults)])


@app.command(
    epilog="\b\nExamples:\n  claims annotations show\n"
    "  claims annotations show creatine-magazine-feature.md"
)
def show(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLE]...", help="Names of articles; without one, counts."),
    ] = None,
    reader: _ReaderOption = "settled",
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
) -> None:
    """Count what the corpus holds, or print what was marked in an article of train or dev."""
    from pipeline.cli.measured_reading import article_text, counts_text
    from pipeline.errors import AnnotationsMissingError
    from pipeline.learn.annotations.counts import count_parts
    from pipeline.learn.annotations.records import PARTS
    from pipeline.learn.annotations.splits import fingerprint
    from pipeline.learn.annotations.store import load_corpus
    from pipeline.learn.reading.evaluate import refuse_unseen

    corpus = load_corpus(
        articles or articles_dir(),
        annotations or annotations_dir(),
        reader=reader,
    )
    for name in names or ():
        if name not in corpus.articles:
            raise AnnotationsMissingError(path=name)
        part = corpus.articles[name].part
        if part is not None:
            refuse_unseen(part, what=f"{name} would be shown")
        _print(article_text(corpus.articles[name]))
    if not names:
        found = list(corpus.articles.values())
        by_part = {part: [one for one in found if one.part == part] for part in PARTS}
        fingerprints = {part: fingerprint(its) for part, its in by_part.items() if its}
        _print(counts_text(count_parts(found), fingerprints))
    _tell([fault.message for fault in corpus.faults])


def _print(text: str) -> None:
    write_out(text, encoding=stdout_encoding())


def _tell(faults: list[str]) -> None:
    """Tell of what could not be used."""
    for fault in faults:
        say(f"left out: {fault}")
    if faults:
        raise typer.Exit(EXIT_TROUBLE)

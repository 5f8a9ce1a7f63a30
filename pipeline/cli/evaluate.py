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
from pipeline.cli.exits import EXIT_FINDINGS, EXIT_TROUBLE
from pipeline.cli.options import AnnotationsOption, ArticlesOption, FinderOption, SetsOption
from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.errors import AnnotationLineError
from pipeline.resources import annotations_dir, articles_dir, models_dir, pages_dir, samples_dir

app = typer.Typer(
    help="Measure what the tool is worth, on labels and judgements of its own repository.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_PartOption = Annotated[
    Literal["train", "dev", "test", "early"],
    typer.Option("--split", help="Which part of the annotated articles."),
]
_FormatOption = Annotated[
    Literal["text", "json"], typer.Option("--format", help="How to print the scores.")
]


app.add_typer(draw.app, name="draw")


@app.command(
    epilog="\b\nExamples:\n  claims evaluate reading\n"
    "  claims evaluate reading --split train --errors errors.jsonl\n"
    "  claims evaluate reading --real pages/"
)
def reading(
    part: _PartOption = "dev",
    finder: FinderOption = "both",
    real: Annotated[
        Path | None,
        typer.Option(
            "--real",
            metavar="DIR",
            help="Measure the real pages instead, which are saved in this folder.",
        ),
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors",
            metavar="FILE",
            help="Write what was missed, made up and misread, as JSON lines; not of the test part.",
        ),
    ] = None,
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how well claims are found and their fields read, against the annotations."""
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_reading import reading_text
    from pipeline.evidence import load_evidence
    from pipeline.learn.annotations.labels import read_labels
    from pipeline.learn.annotations.store import load_corpus
    from pipeline.learn.reading.differences import differences, write_differences
    from pipeline.learn.reading.evaluate import evaluate_reading, refuse_unseen
    from pipeline.learn.reading.finders import tagger_of
    from pipeline.learn.reading.pages import PAGES_FILE, evaluate_pages, read_pages
    from pipeline.learn.reading.scores import score
    from pipeline.mark.language import build_language
    from pipeline.resources import evidence_dirs

    folder = annotations or annotations_dir()
    faults: list[AnnotationLineError] = []
    told: list[str] = []
    if errors is not None:
        refuse_unseen("test" if real is not None else part, what="What was missed would be shown")
    concepts = load_evidence(evidence_dirs()).concepts
    nlp = build_language(concepts, tagger=tagger_of(finder))
    if real is not None:
        pages = read_pages(folder / PAGES_FILE, faults=faults)
        read = evaluate_pages(pages, real, read_labels(folder), nlp, concepts)
        found, name, told = list(read.articles), "real pages", list(read.faults)
    else:
        corpus = load_corpus(articles or articles_dir(), folder)
        faults.extend(corpus.faults)
        found, name = evaluate_reading(corpus, part, nlp, concepts), part
    scores = score(found, read_labels(folder).claim_kinds)
    _print(reading_text(name, scores) if form == "text" else as_json(scores))
    if errors is not None:
        write_differences(errors, differences(found))
    _tell([*(fault.message for fault in faults), *told])


@app.command(
    epilog="\b\nExamples:\n  claims evaluate gate\n  claims evaluate gate --pin\n\n"
    "Exit codes: 0 no score fell, 1 one did, 2 trouble."
)
def gate(
    pin: Annotated[
        bool, typer.Option("--pin", help="Pin the scores as they are now; none may fall.")
    ] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --pin: scores may fall.")] = False,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", metavar="FILE", help="Where scores are pinned."),
    ] = None,
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
) -> None:
    """Fail where a score of the dev part fell below its floor."""
    from pipeline.cli.measured_reading import gate_text
    from pipeline.evidence import load_evidence
    from pipeline.learn import floors as gates
    from pipeline.learn.annotations.splits import fingerprint
    from pipeline.learn.annotations.store import load_corpus
    from pipeline.learn.reading.evaluate import evaluate_reading
    from pipeline.learn.reading.finders import tagger_of
    from pipeline.learn.reading.scores import score
    from pipeline.mark.language import build_language
    from pipeline.resources import evidence_dirs

    path = floors or models_dir() / gates.FLOORS_FILE
    pinned = gates.read_floors(path)
    corpus = load_corpus(articles or articles_dir(), annotations or annotations_dir())
    concepts = load_evidence(evidence_dirs()).concepts
    nlp = build_language(concepts, tagger=tagger_of("both"))
    read = evaluate_reading(corpus, gates.MEASURED_ON, nlp, concepts)
    measured = gates.pinned_scores(score(read, corpus.labels.claim_kinds))
    now = fingerprint(corpus.of(gates.MEASURED_ON))
    if pin:
        gates.write_floors(path, gates.pin(measured, pinned, annotations=now, lower=lower))
    fallen = [] if pin else gates.shut(measured, pinned, annotations=now)
    _print(gate_text(measured, pinned, fallen))
    _tell([fault.message for fault in corpus.faults])
    if fallen:
        raise typer.Exit(EXIT_FINDINGS)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate verdicts\n"
    "  claims evaluate verdicts --split early --format json"
)
def verdicts(
    part: _PartOption = "dev",
    articles: ArticlesOption = None,
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how far the verdicts agree with annotated articles and labelled sentences."""
    from pipeline.check import load_checker
    from pipeline.cli.measured import as_json, verdicts_text
    from pipeline.learn.verdicts import evaluate_verdicts
    from pipeline.settings import Settings

    scores = evaluate_verdicts(
        load_checker(Settings()),
        articles or articles_dir(),
        annotations or annotations_dir(),
        part,
    )
    _print(verdicts_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate extraction\n"
    "  claims evaluate extraction --evidence extracted/ --format json"
)
def extraction(
    evidence: EvidenceOption = None,
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how well results were read from abstracts, by the judgements of people."""
    from pipeline.cli.measured import as_json, extraction_text
    from pipeline.evidence.extract import read_kept_out
    from pipeline.learn.extraction import evaluate_extraction
    from pipeline.resources import reviews_dir

    scores = evaluate_extraction(
        load_extracted(evidence),
        annotations or annotations_dir(),
        kept_out=read_kept_out(evidence or reviews_dir()),
    )
    _print(extraction_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate retrieval\n"
    "  claims evaluate retrieval --evidence extracted/"
)
def retrieval(
    evidence: EvidenceOption = None,
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure whether a search in plain words finds the right row and the right review."""
    from pipeline.cli.measured import as_json, retrieval_text
    from pipeline.encoders import load_encoder
    from pipeline.evidence.search import TableSearch
    from pipeline.learn.retrieval import evaluate_retrieval

    table = load_extracted(evidence)
    # One name for each way of ranking that is to be compared.
    searches = {
        "words and concepts": TableSearch(table).find,
        "and vectors": TableSearch(table, load_encoder()).find,
    }
    scores = evaluate_retrieval(table, annotations or annotations_dir(), searches)
    _print(retrieval_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate concepts\n"
    "  claims evaluate concepts --evidence extracted/"
)
def concepts(
    evidence: EvidenceOption = None,
    annotations: AnnotationsOption = None,
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
        (samples_dir(), articles_dir()),
        annotations or annotations_dir(),
    )
    _print(concepts_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(
    epilog="\b\nExamples:\n  claims evaluate reviews --abstracts cochrane_abstracts.jsonl.gz"
)
def reviews(
    abstracts: AbstractsOption,
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure whether trials, participants and last search of reviews are read rightly."""
    from pipeline.cli.measured import as_json, reviews_text
    from pipeline.learn.reviews import evaluate_reviews

    scores = evaluate_reviews(read_all(abstracts), annotations or annotations_dir())
    _print(reviews_text(scores) if form == "text" else as_json(scores))
    _tell(scores.faults)


@app.command(epilog="\b\nExamples:\n  claims evaluate pages\n  claims evaluate pages --each")
def pages(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--pages",
            metavar="DIR",
            help="Folder of marked pages; without one, that of the checkout.",
        ),
    ] = None,
    each: Annotated[
        bool,
        typer.Option("--each", help="Name the pages of the tuning half that fall short, and why."),
    ] = False,
    form: _FormatOption = "text",
) -> None:
    """Measure how well web pages are read, beside other extractors that are installed."""
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_pages import pages_text
    from pipeline.learn.webpages.readers import installed_readers
    from pipeline.learn.webpages.scores import evaluate_webpages
    from pipeline.learn.webpages.truth import load_pages

    scores = evaluate_webpages(load_pages(folder or pages_dir()), installed_readers())
    _print(pages_text(scores, each=each) if form == "text" else as_json(scores))


@app.command(
    epilog="\b\nExamples:\n  claims evaluate entailment evinf2/test --data-dir sets/\n"
    "  claims evaluate entailment scifact/dev:scifact_dev_unseen_docs --data-dir sets/ "
    "--shortcuts scifact/train --draw drawn/"
)
def entailment(
    names: Annotated[
        list[str],
        typer.Argument(metavar="SET...", help="scifact/dev, or of its clean ids scifact/dev:LIST."),
    ],
    sets: SetsOption,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            metavar="DIR",
            help="Adapter and head, as `claims train verdict` wrote them; without it, ours.",
        ),
    ] = None,
    shortcuts: Annotated[
        list[str] | None,
        typer.Option(
            "--shortcuts",
            metavar="SET",
            help="Show how far words of one side get that are learned from this set; repeatable.",
        ),
    ] = None,
    draw: Annotated[
        Path | None,
        typer.Option(
            "--draw", metavar="DIR", help="Write reliability.svg and coverage.svg into a folder."
        ),
    ] = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how well a trained reader says whether evidence supports a claim."""
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_pairs import pairs_text
    from pipeline.encoders import OnnxPairReader, find_verdict_model
    from pipeline.learn.entailment.drawing import draw_coverage, draw_reliability
    from pipeline.learn.entailment.scores import score_pairs
    from pipeline.learn.entailment.sets import read_pairs
    from pipeline.whole_files import write_whole

    reader = OnnxPairReader(find_verdict_model(model or models_dir() / "verdict"))
    learned = [pair for name in shortcuts or () for pair in read_pairs(name, sets)]
    scores = [score_pairs(name, read_pairs(name, sets), reader, learned) for name in names]
    if draw is not None:
        draw.mkdir(parents=True, exist_ok=True)
        write_whole(draw / "reliability.svg", draw_reliability(scores).encode())
        write_whole(draw / "coverage.svg", draw_coverage(scores).encode())
    _print(pairs_text(scores) if form == "text" else as_json({"sets": scores}))


@app.command(
    epilog="\b\nExamples:\n  claims evaluate numbers\n  claims evaluate numbers --split test"
)
def numbers(
    part: Annotated[
        Literal["dev", "test"],
        typer.Option("--split", help="Which of the pairs that were written by hand."),
    ] = "dev",
    annotations: AnnotationsOption = None,
    form: _FormatOption = "text",
) -> None:
    """Measure `claims judge` where numbers decide: pairs made of our rows, and pairs by hand."""
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_pairs import numbers_text
    from pipeline.evidence import load_evidence
    from pipeline.learn.pairs.generated import SEED, generate_number_pairs
    from pipeline.learn.pairs.scores import score_numbers
    from pipeline.learn.pairs.sets import HAND, read_number_pairs
    from pipeline.pairs import load_pair_judge
    from pipeline.resources import evidence_dirs

    judge = load_pair_judge()
    made = generate_number_pairs(load_evidence(evidence_dirs()), seed=SEED)
    by_hand = read_number_pairs((annotations or annotations_dir()) / HAND[part])
    scores = [
        score_numbers("made of rows", made, judge),
        score_numbers(f"by hand, {part}", by_hand, judge),
    ]
    _print(numbers_text(scores) if form == "text" else as_json({"sets": scores}))


@app.command(
    epilog="\b\nExamples:\n  claims evaluate quantities --data-dir sets/\n"
    "  claims evaluate quantities --data-dir sets/ --split test"
)
def quantities(
    sets: SetsOption,
    part: Annotated[
        Literal["train", "trial", "test"],
        typer.Option("--split", help="Which part of MeasEval."),
    ] = "trial",
    sentences: Annotated[
        Path | None,
        typer.Option(
            "--sentences",
            metavar="FILE",
            help="quantulum3's quantities.json; without it that of the installed package.",
        ),
    ] = None,
    form: _FormatOption = "text",
) -> None:
    """Measure how well quantities are read, on MeasEval and on quantulum3's own test sentences.

    Where quantulum3 is installed, what it reads is told beside what we do.
    """
    from pipeline.cli.measured import as_json
    from pipeline.cli.measured_reading import quantities_text
    from pipeline.learn.quantities import (
        MEASEVAL,
        QUANTULUM,
        installed_readers,
        quantulum_sentences,
        read_paragraphs,
        read_sentences,
        score_set,
    )

    readers = installed_readers()
    scores = [score_set(f"{MEASEVAL}, {part}", read_paragraphs(sets, part), readers)]
    if (path := sentences or quantulum_sentences()) is not None:
        scores.append(score_set(f"{QUANTULUM}'s sentences", read_sentences(path), readers))
    _print(quantities_text(scores) if form == "text" else as_json({"sets": scores}))
    if QUANTULUM not in readers:
        say(f"{QUANTULUM} is not installed: `pip install {QUANTULUM}` lets it be compared with.")


def _print(text: str) -> None:
    write_out(text, encoding=stdout_encoding())


def _tell(faults: Sequence[str]) -> None:
    """Tell of lines that could not be used; the scores are of the others."""
    for fault in faults:
        say(f"left out: {fault}")
    if faults:
        raise typer.Exit(EXIT_TROUBLE)

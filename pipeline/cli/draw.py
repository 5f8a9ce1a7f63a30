"""`claims evaluate draw`: what people are to judge, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.exits import EXIT_TROUBLE
from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.resources import evidence_dir, reviews_dir

if TYPE_CHECKING:
    from pipeline.evidence import EvidenceTable
    from pipeline.evidence.extract import Abstract

app = typer.Typer(
    help="Draw findings or abstracts by a seed and write them as tasks, outside of any repository.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
AbstractsOption = Annotated[
    Path,
    typer.Option(
        "--abstracts",
        metavar="FILE",
        help="The abstracts that the findings were read from: JSON lines, plain or gzipped.",
    ),
]
_SeedOption = Annotated[
    int, typer.Option("--seed", help="Decides what is drawn; commit it with the judgements.")
]
_OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Where tasks go; in no git repository.")
]
_ExcludeOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--exclude",
        metavar="FILE",
        help="CD numbers, one to a line, of reviews never to draw from. Repeatable.",
    ),
]
_PerFileOption = Annotated[int, typer.Option("--per-file", min=1, help="Tasks in each file.")]
EvidenceOption = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="DIR",
        help="Package of extracted findings, on top of the curated one; without one, the shipped.",
    ),
]


@app.command(
    epilog="\b\nExamples:\n  claims evaluate draw extraction --abstracts abstracts.jsonl.gz "
    "--seed 7 --out tasks/\n  claims evaluate draw extraction --abstracts abstracts.jsonl "
    "--rows 50 --seed 7 --out tasks/ --exclude seen.txt"
)
def extraction(
    abstracts: AbstractsOption,
    seed: _SeedOption,
    out: _OutOption,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Findings to draw.")] = 400,
    exclude: _ExcludeOption = None,
    evidence: EvidenceOption = None,
    per_file: _PerFileOption = 20,
) -> None:
    """Draw extracted findings to be judged field by field."""
    from pipeline.learn.drawing import draw_findings, read_excluded
    from pipeline.learn.tasks import finding_tasks, refuse_repository, write_rows

    refuse_repository(out)
    table = load_extracted(evidence)
    drawn = draw_findings(table, seed=seed, n=rows, excluded=read_excluded(exclude or ()))
    tasks = finding_tasks(drawn, table, read_all(abstracts))
    _say_written(write_rows(out, drawn, tasks, per_file=per_file), len(tasks), "findings")


@app.command(
    epilog="\b\nExamples:\n  claims evaluate draw abstracts --abstracts abstracts.jsonl.gz "
    "--seed 7 --out tasks/\n  claims evaluate draw abstracts --abstracts abstracts.jsonl "
    "--n 20 --seed 7 --out tasks/"
)
def abstracts(
    abstracts: AbstractsOption,
    seed: _SeedOption,
    out: _OutOption,
    n: Annotated[int, typer.Option("--n", min=1, help="Abstracts to draw.")] = 100,
    exclude: _ExcludeOption = None,
    per_file: _PerFileOption = 10,
) -> None:
    """Draw abstracts to be read whole, by readers who do not know what was extracted."""
    from pipeline.learn.drawing import draw_abstracts, read_excluded
    from pipeline.learn.tasks import abstract_tasks, refuse_repository, write_abstracts

    refuse_repository(out)
    read = list(read_all(abstracts))
    drawn = draw_abstracts(read, seed=seed, n=n, excluded=read_excluded(exclude or ()))
    tasks = abstract_tasks(drawn, read)
    _say_written(write_abstracts(out, drawn, tasks, per_file=per_file), len(tasks), "abstracts")


@app.command(
    epilog="\b\nExamples:\n  claims evaluate draw matches --abstracts abstracts.jsonl.gz "
    "--out matches/ --listed tasks/abstracts-001.jsonl --listed tasks/abstracts-002.jsonl"
)
def matches(
    abstracts: AbstractsOption,
    listed: Annotated[
        list[Path],
        typer.Option(
            "--listed", metavar="FILE", help="Filled-in lines of `draw abstracts`. Repeatable."
        ),
    ],
    out: _OutOption,
    evidence: EvidenceOption = None,
    per_file: _PerFileOption = 10,
) -> None:
    """Set the results that a reader listed beside what was read of the same abstracts."""
    from pipeline.evidence.extract import read_kept_out
    from pipeline.learn.tasks import match_tasks, read_listed, refuse_repository, write_matches

    refuse_repository(out)
    results, faults = read_listed(listed)
    table = load_extracted(evidence)
    kept_out = read_kept_out(evidence or reviews_dir()).values()
    tasks = match_tasks(results, table, read_all(abstracts), kept_out=kept_out)
    _say_written(write_matches(out, tasks, per_file=per_file), len(tasks), "abstracts")
    for fault in faults:
        say(f"left out: {fault.message}")
    if faults:
        raise typer.Exit(EXIT_TROUBLE)


def read_all(abstracts: Path) -> Iterator[Abstract]:
    """Read a file of abstracts; one that cannot be used as a whole is trouble."""
    from pipeline.evidence.extract import read_abstracts, stop_reading

    return read_abstracts([abstracts], report=stop_reading)


def load_extracted(package: Path | None) -> EvidenceTable:
    """Load the curated evidence with a package of extracted findings on top of it."""
    from pipeline.evidence import load_evidence

    return load_evidence((evidence_dir(), package or reviews_dir()))


def _say_written(paths: list[Path], n: int, what: str) -> None:
    names = [str(path) for path in paths]
    where = f"{names[0]} to {names[-1]}" if len(names) > 1 else "".join(names)
    write_out(f"{n} {what} in {where}\n", encoding=stdout_encoding())

"""`claims evidence extract`: results of reviews' abstracts become an evidence package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.errors import EvidenceMissingError
from pipeline.resources import evidence_dir

EXAMPLES: Final = (
    "\b\nExamples:\n  claims evidence extract abstracts.jsonl.gz --out extracted/\n"
    "  claims evidence extract abstracts.jsonl --out extracted/ --data-dir data/"
)


def extract(
    abstracts: Annotated[
        Path,
        typer.Argument(
            metavar="ABSTRACTS", help="JSON lines, plain or gzipped: doi, cochrane_id, sections."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The package to write.")],
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            metavar="DIR",
            help="Folder with registries/ of MeSH, for more concepts; else CLAIMS_DATA_DIR.",
        ),
    ] = None,
) -> None:
    """Read the results of reviews' abstracts into an evidence package; no sentence is kept."""
    from pipeline.evidence import load_evidence
    from pipeline.evidence.extract import extract_package, read_abstracts, read_mesh

    if not abstracts.is_file():
        raise EvidenceMissingError(path=abstracts, why="no such file")
    named = data_dir or (Path(value) if (value := os.environ.get("CLAIMS_DATA_DIR")) else None)
    descriptors = read_mesh(named / "registries") if named is not None else []
    done = extract_package(
        read_abstracts(abstracts),
        out,
        base=load_evidence((evidence_dir(),)),
        descriptors=descriptors,
    )
    for reason, count in sorted(done.left_out.items(), key=lambda item: (-item[1], item[0])):
        say(f"left out, {reason}: {count}")
    write_out(
        f"{out}: {done.n_rows} findings of {done.n_reviews_with_rows} reviews "
        f"({done.n_reviews} read, {done.n_found} results met).\n",
        encoding=stdout_encoding(),
    )

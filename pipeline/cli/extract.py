"""`claims evidence extract`: results of abstracts become an evidence package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.cli.exits import EXIT_TROUBLE
from pipeline.cli.streams import Reporter, say, stdout_encoding, write_out
from pipeline.resources import evidence_dir

EXAMPLES: Final = (
    "\b\nExamples:\n  claims evidence extract abstracts.jsonl.gz --out extracted/\n"
    "  claims evidence extract pubmed.xml.gz more/ --out extracted/ --data-dir data/\n\n"
    "Exit codes: 0 all was read, 2 something could not be read; the rest was."
)


def extract(
    abstracts: Annotated[
        list[Path],
        typer.Argument(
            metavar="ABSTRACTS...",
            help="Files or folders: PubMed XML, or JSON Lines, plain or gzipped.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The package to write.")],
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            metavar="DIR",
            help="Folder with registries/ of MeSH and of Cochrane's DOIs; else CLAIMS_DATA_DIR.",
        ),
    ] = None,
) -> None:
    """Read the results of abstracts into an evidence package; no sentence is kept."""
    from pipeline.evidence import load_evidence
    from pipeline.evidence.extract import (
        extract_package,
        read_abstracts,
        read_mesh,
        read_review_dois,
    )

    named = data_dir or (Path(value) if (value := os.environ.get("CLAIMS_DATA_DIR")) else None)
    registries = named / "registries" if named is not None else None
    reporter = Reporter()
    done = extract_package(
        read_abstracts(abstracts, report=reporter),
        out,
        base=load_evidence((evidence_dir(),)),
        descriptors=read_mesh(registries) if registries is not None else (),
        versions=read_review_dois(registries) if registries is not None else (),
    )
    for same in done.merged:
        say(str(same))
    for reason, count in sorted(done.left_out.items(), key=lambda item: (-item[1], item[0])):
        say(f"left out, {reason}: {count}")
    write_out(
        f"{out}: {done.n_rows} findings of {done.n_reviews_with_rows} publications "
        f"({done.n_reviews} read, {done.n_rows + done.left_out.total()} results met; "
        f"{done.n_sources} sources).\n",
        encoding=stdout_encoding(),
    )
    if reporter.count:
        say(f"{reporter.count} records or files could not be used as they are.")
        raise typer.Exit(EXIT_TROUBLE)

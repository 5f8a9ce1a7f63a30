"""`claims evidence import`: reference lists become the sources of a package of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.cli.exits import EXIT_TROUBLE
from pipeline.cli.streams import Reporter, say, stdout_encoding, write_out
from pipeline.resources import evidence_dirs

EXAMPLES: Final = (
    "\b\nExamples:\n  claims evidence import references.ris --out my-evidence/\n"
    "  claims evidence import pubmed.xml zotero.json old.bib --out my-evidence/\n\n"
    "Exit codes: 0 all was read, 2 something could not be read; the rest was."
)


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="PubMed XML, RIS, BibTeX, CSL-JSON or CSV, plain or gzipped."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The package; its sources.csv is added to.")
    ],
) -> None:
    """Add the publications of reference lists to the sources of an evidence package."""
    from pipeline.evidence import load_evidence
    from pipeline.evidence.bibliographies import read_bibliographies
    from pipeline.evidence.imports import import_sources

    reporter = Reporter()
    done = import_sources(
        read_bibliographies(files, report=reporter), out, below=load_evidence(evidence_dirs())
    )
    for same in done.merged:
        say(str(same))
    for known in done.known:
        say(known)
    if done.n_new:
        say("Nobody has checked what was added: fill verified_on and verified_how.")
    write_out(
        f"{out / 'sources.csv'}: {done.n_new} sources added, of {done.n_read} publications read.\n",
        encoding=stdout_encoding(),
    )
    if reporter.count:
        say(f"{reporter.count} records or files could not be used as they are.")
        raise typer.Exit(EXIT_TROUBLE)

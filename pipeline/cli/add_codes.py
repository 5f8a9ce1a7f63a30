"""`claims evidence add-codes`: a licensed list of codes becomes an evidence package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.cli.exits import EXIT_FINDINGS
from pipeline.cli.streams import say, stdout_encoding, write_out
from pipeline.resources import evidence_dir

EXAMPLES: Final = (
    "\b\nExamples:\n  claims evidence add-codes cpt2026.csv --system CPT --edition 2026 "
    "--complete --out my-codes/\n"
    "  claims check draft.md --as-of 2026-05-01 --evidence my-codes/\n\n"
    "Exit codes: 0 every line was taken, 1 some were left out, 2 trouble."
)


def add_codes(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV or tab-separated text with a header.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The package to write.")],
    system: Annotated[
        str, typer.Option("--system", help="The code system, such as CPT or ICD-10-CM.")
    ],
    edition: Annotated[
        str,
        typer.Option(
            "--edition",
            help="The year of the list, or its first and last day: '2025-10-01 to 2026-09-30'.",
        ),
    ],
    complete: Annotated[
        bool,
        typer.Option(
            "--complete",
            help="It holds every code of each category of which it has any: what it lacks "
            "does not exist in this edition.",
        ),
    ] = False,
    code_column: Annotated[
        str, typer.Option("--code-column", metavar="NAME", help="Where the usual names fail.")
    ] = "",
    meaning_column: Annotated[
        str, typer.Option("--meaning-column", metavar="NAME", help="Where the usual names fail.")
    ] = "",
) -> None:
    """Make an evidence package of a list of codes that you may use."""
    from pipeline.evidence import load_evidence
    from pipeline.evidence.add_codes import read_code_list, write_code_package

    base = load_evidence((evidence_dir(),))
    read = read_code_list(
        file, system=system, base=base, code_column=code_column, meaning_column=meaning_column
    )
    for fault in read.faults:
        say(str(fault))
    whole = write_code_package(read, out, edition=edition, complete=complete, base=base)
    named = " and ".join(f"{read.system} {category}".strip() for category in whole)
    told = f", all of {named} in the edition of {edition}" if whole else ""
    write_out(f"{out}: {len(read.codes)} {read.system} codes{told}.\n", encoding=stdout_encoding())
    if read.faults:
        hence = ", so the list is not declared complete" if complete else ""
        say(f"left out: {len(read.faults)} lines{hence}.")
        raise typer.Exit(EXIT_FINDINGS)

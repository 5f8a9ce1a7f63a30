"""`claims evidence`: look into the reference-evidence table, or check one of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import add_codes, extract
from pipeline.cli.streams import columns, say, stdout_encoding, write_out
from pipeline.errors import EvidenceInvalidError
from pipeline.resources import evidence_dir

app = typer.Typer(
    help="Look into the reference-evidence table, or check a package of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_EvidenceOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        metavar="DIR",
        help="An evidence package to look into in place of the one that comes along. Repeatable.",
    ),
]


@app.command(
    epilog="\b\nExamples:\n  claims evidence validate\n  claims evidence validate my-evidence/"
)
def validate(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The package; without one, the shipped one."),
    ] = None,
) -> None:
    """Check an evidence package against its schema and its own rules."""
    from pipeline.evidence.validate import validate_evidence

    checked = folder if folder is not None else evidence_dir()
    faults = validate_evidence(checked)
    for fault in faults:
        write_out(f"{fault}\n", encoding=stdout_encoding())
    if faults:
        raise EvidenceInvalidError(path=checked, count=len(faults), first=faults[0])
    write_out(f"{checked} holds to the rules.\n", encoding=stdout_encoding())


@app.command(
    epilog="\b\nExamples:\n  claims evidence show D008881\n  claims evidence show CPT 97810"
)
def show(
    identity: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Of a row, a source, a listing, a concept or a code."),
    ],
    evidence: _EvidenceOption = None,
) -> None:
    """Show one thing of the evidence table."""
    from pipeline.cli.lookup import show_thing
    from pipeline.evidence import load_evidence

    table = load_evidence(tuple(evidence or (evidence_dir(),)))
    text = show_thing(table, " ".join(identity), width=columns())
    write_out(text, encoding=stdout_encoding())


@app.command(
    epilog="\b\nExamples:\n  claims evidence search neck pain\n"
    "  claims evidence search melatonin sleep --limit 3"
)
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Rows to show at most.")] = 10,
    evidence: _EvidenceOption = None,
) -> None:
    """Find the rows of the evidence table that speak of something."""
    from pipeline.cli.lookup import list_rows
    from pipeline.evidence import load_evidence
    from pipeline.evidence.search import search_rows

    table = load_evidence(tuple(evidence or (evidence_dir(),)))
    rows = search_rows(table, " ".join(words), limit=limit)
    if not rows:
        say(f"No row speaks of {' '.join(words)!r}.")
        return
    write_out(list_rows(rows, width=columns()), encoding=stdout_encoding())


app.command("extract", epilog=extract.EXAMPLES)(extract.extract)
app.command("add-codes", epilog=add_codes.EXAMPLES)(add_codes.add_codes)

"""`claims evidence`: look into the reference-evidence table, or check one of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import add_codes, extract, import_sources
from pipeline.cli.streams import columns, say, stdout_encoding, write_out
from pipeline.errors import EvidenceInvalidError
from pipeline.resources import evidence_dirs

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
        help="An evidence package to look into in place of those that come along. Repeatable.",
    ),
]


@app.command(
    epilog="\b\nExamples:\n  claims evidence validate\n  claims evidence validate my-evidence/\n"
    "  claims evidence validate my-evidence/ --alone"
)
def validate(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The package; without one, those that come along."),
    ] = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone", help="It lies on no other, as with `claims check --evidence-only`."
        ),
    ] = False,
) -> None:
    """Check an evidence package against its schema and its own rules."""
    shipped = evidence_dirs()
    if folder is None:
        for place, own in enumerate(shipped):
            _validate(own, on_top_of=shipped[:place])
        return
    ours = [own.resolve() for own in shipped]
    below = shipped[: ours.index(folder.resolve())] if folder.resolve() in ours else shipped
    _validate(folder, on_top_of=() if alone else below)


def _validate(folder: Path, *, on_top_of: tuple[Path, ...]) -> None:
    from pipeline.evidence.validate import validate_evidence

    faults = validate_evidence(folder, on_top_of=on_top_of)
    for fault in faults:
        write_out(f"{fault}\n", encoding=stdout_encoding())
    if faults:
        raise EvidenceInvalidError(path=folder, count=len(faults), first=faults[0])
    write_out(f"{folder} holds to the rules.\n", encoding=stdout_encoding())


@app.command(epilog="\b\nExamples:\n  claims evidence new my-evidence/")
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
) -> None:
    """Make an empty evidence package, with a README that says how to fill it."""
    from pipeline.evidence.starting import README, start_package

    start_package(folder)
    write_out(
        f"{folder} is made; {folder / README} says how to fill it.\n", encoding=stdout_encoding()
    )


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

    table = load_evidence(tuple(evidence or evidence_dirs()))
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
    from pipeline.encoders import load_encoder
    from pipeline.evidence import load_evidence
    from pipeline.evidence.search import TableSearch

    table = load_evidence(tuple(evidence or evidence_dirs()))
    rows = TableSearch(table, load_encoder()).find(" ".join(words), limit=limit)
    if not rows:
        say(f"No row speaks of {' '.join(words)!r}.")
        return
    write_out(list_rows(rows, width=columns()), encoding=stdout_encoding())


app.command("extract", epilog=extract.EXAMPLES)(extract.extract)
app.command("add-codes", epilog=add_codes.EXAMPLES)(add_codes.add_codes)
app.command("import", epilog=import_sources.EXAMPLES)(import_sources.import_files)

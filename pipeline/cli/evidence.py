"""`claims evidence`: look into the reference-evidence table."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Look into the reference-evidence table, or check a package of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def evidence() -> None:
    """Look into the reference-evidence table, or check a package of your own."""

"""`claims diff`: what differs between two results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from pipeline.cli.exits import EXIT_CLEAN, EXIT_FINDINGS
from pipeline.cli.streams import stdout_encoding, write_out
from pipeline.report.printed import ASIDE, SIGNS, harmless, shorten_middle

if TYPE_CHECKING:
    from pipeline.compare import Change, Comparison, Said

_TEXT_LENGTH: Final = 100
# A result of a later version may say what is not known here.
_SIGNS: Final[Mapping[str, str]] = {str(verdict): sign for verdict, sign in SIGNS.items()}
_ASIDES: Final[Mapping[str, str]] = {str(why): words for why, words in ASIDE.items()}


def diff(
    old: Annotated[
        Path,
        typer.Argument(metavar="OLD", help="A result as JSON or JSON Lines, or a folder of --out."),
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.")],
    form: Annotated[
        Literal["terminal", "json"], typer.Option("--format", help="A list, or JSON.")
    ] = "terminal",
) -> None:
    """Say which claims appeared, went, or are judged otherwise."""
    from pipeline.compare import compare_results, read_result

    found = compare_results(read_result(old), read_result(new))
    if form == "json":
        write_out(_as_json(found))
    else:
        write_out(_listed(found), encoding=stdout_encoding())
    raise typer.Exit(EXIT_FINDINGS if found.documents else EXIT_CLEAN)


def _listed(found: Comparison) -> str:
    lines: list[str] = []
    for document in found.documents:
        lines.append(harmless(document.path))
        if document.note:
            lines.append(f"  ({harmless(document.note)})")
        lines += [_line(change) for change in document.changes]
        lines.append("")
    appeared, went, changed = found.count()
    lines.append(
        f"{appeared:,} appeared, {went:,} went, {changed:,} changed, {found.n_same:,} the same."
    )
    for name, was, now in found.made_otherwise:
        versions = f"{harmless(was) or 'unknown'}, then {harmless(now) or 'unknown'}"
        lines.append(f"Made with another version of {harmless(name)}: {versions}.")
    if found.made_otherwise and changed:
        lines.append("A verdict may have changed because of that, and not because of the text.")
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    if change.old is None and change.new is not None:
        mark, said, verdict = "+", change.new, _verdict(change.new)
    elif change.new is None and change.old is not None:
        mark, said, verdict = "-", change.old, _verdict(change.old)
    elif change.old is not None and change.new is not None:
        mark, said = "~", change.new
        verdict = f"{_verdict(change.old)} → {_verdict(change.new)}"
    else:
        raise ValueError("a change is of one claim at least")
    place = said.place or (f"{said.line}:{said.column}" if said.line else "")
    words = shorten_middle(harmless(said.text), _TEXT_LENGTH)
    line = f"  {mark} {harmless(place)}{' ' if place else ''}{verdict}  “{words}”"
    if change.aside:
        when = "before" if change.old is None else "now"
        line += f"  ({when} {_ASIDES.get(change.aside, harmless(change.aside))})"
    return line


def _verdict(said: Said) -> str:
    return f"{_SIGNS.get(said.verdict, '·')} {harmless(said.verdict)} {harmless(said.code)}"


def _as_json(found: Comparison) -> str:
    from pipeline.compare import SCHEMA

    appeared, went, changed = found.count()
    whole = {
        "schema": SCHEMA,
        "appeared": appeared,
        "went": went,
        "changed": changed,
        "same": found.n_same,
        "made_otherwise": [
            {"what": name, "old": was or None, "new": now or None}
            for name, was, now in found.made_otherwise
        ],
        "documents": [
            {
                "path": document.path,
                "note": document.note or None,
                "changes": [
                    {
                        "old": _said(change.old),
                        "new": _said(change.new),
                        "put_aside_by": change.aside or None,
                    }
                    for change in document.changes
                ],
            }
            for document in found.documents
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _said(said: Said | None) -> dict[str, str | int | None] | None:
    if said is None:
        return None
    return {
        "id": said.claim_id,
        "verdict": said.verdict,
        "code": said.code,
        "line": said.line or None,
        "column": said.column or None,
        "place": said.place or None,
        "text": said.text,
    }

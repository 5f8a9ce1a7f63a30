"""The lines of an article become rows of a table, one for each claim.

They are made of the lines, so that the two forms of the results cannot say
different things. Muted claims are in the lines only: who counts rows counts claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from pipeline.batch.jobs import Line
from pipeline.report.printed import is_only_near

Kind = Literal["text", "number", "share", "texts"]
# A line as JSON gives it back: the schema says what is in it.
_Thing = Mapping[str, Any]
Row = Mapping[str, str | int | float | list[str] | None]

COLUMNS: Final[Mapping[str, Kind]] = {
    "article_id": "text",
    "path": "text",
    "sha256": "text",
    "format": "text",
    "claim_id": "text",
    "kind": "text",
    "verdict": "text",
    "code": "text",
    "codes": "texts",
    "severity": "text",
    "reason": "text",
    "confidence": "share",
    "start": "number",
    "end": "number",
    "line": "number",
    "column": "number",
    "page": "number",
    "paragraph": "number",
    "text": "text",
    "intervention": "text",
    "condition": "text",
    "outcome": "text",
    "claimed": "text",
    "evidence": "text",
    "row_id": "text",
    "row_ids": "texts",
    "source_is": "text",
    "source_id": "text",
    "source_title": "text",
    "source_year": "number",
    "source_url": "text",
}


def rows_of(lines: Sequence[Line]) -> Iterator[Row]:
    """Yield a row for each claim that counts, in the order of the text."""
    for record, document in lines:
        if record == "document":
            yield from (_row(document, claim) for claim in claims_of(document))


def claims_of(document: _Thing) -> list[_Thing]:
    """Return the claims of a line that is a document."""
    claims: list[_Thing] = document["claims"]
    return claims


def known_of(document: _Thing) -> frozenset[tuple[str, str]]:
    """Return what a baseline put aside of a line that is a document: ids of claims, with codes."""
    return frozenset(
        (muted["claim"]["id"], finding["code"])
        for muted in document["muted"]
        if muted["muted_by"] == "baseline"
        for finding in muted["claim"]["findings"]
    )


def source_of(claim: _Thing) -> _Thing | None:
    """Return the row of evidence that the decision names first; None where it names none."""
    rows = {row["row_id"]: row for row in claim["evidence"]}
    named = (rows[row_id] for row_id in claim["findings"][0]["row_ids"] if row_id in rows)
    return next(named, None)


def _row(document: _Thing, claim: _Thing) -> Row:
    decisive = claim["findings"][0]
    compared = decisive["comparison"] or {}
    row = source_of(claim) or {}
    place = claim["locator"][0] if claim["locator"] else {}
    statement = claim["statement"]
    return {
        "article_id": document["sha256"][:12],
        "path": document["path"],
        "sha256": document["sha256"],
        "format": document["format"],
        "claim_id": claim["id"],
        "codes": list(dict.fromkeys(finding["code"] for finding in claim["findings"])),
        "severity": decisive["severity"],
        "page": place.get("page"),
        "paragraph": place.get("paragraph"),
        **{
            name: claim[name]
            for name in ("kind", "verdict", "code", "reason", "confidence", "start", "end")
        },
        **{name: claim[name] for name in ("line", "column", "text")},
        **{
            name: statement[name]["id"] if statement[name] else None
            for name in ("intervention", "condition", "outcome")
        },
        "claimed": compared.get("claimed"),
        "evidence": compared.get("evidence"),
        "row_id": row.get("row_id"),
        "row_ids": decisive["row_ids"],
        "source_is": ("nearest" if is_only_near(claim["code"]) else "evidence") if row else None,
        "source_id": row.get("source_id"),
        "source_title": row.get("title"),
        "source_year": row.get("year"),
        "source_url": row.get("url"),
    }

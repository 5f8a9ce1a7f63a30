"""Documents as lines, as the results hold them."""

from __future__ import annotations

from collections.abc import Sequence

from factories import make_document, make_judged, make_row

from pipeline.batch.jobs import Line
from pipeline.records import Document, Trouble
from pipeline.report.to_json import document_as_json, trouble_as_json


def lines_of(*things: Document | Trouble) -> list[Line]:
    """Write things as lines."""
    return [
        ("error", trouble_as_json(thing))
        if isinstance(thing, Trouble)
        else ("document", document_as_json(thing))
        for thing in things
    ]


def document_with(*codes: str) -> Document:
    """Make a document with a claim for each code, each with its row."""
    return make_document(claims=[make_judged(code=code, evidence=[make_row()]) for code in codes])


def articles_of(n: int, codes: Sequence[str] = ("ST001", "UV001")) -> list[list[Line]]:
    """Make the lines of articles."""
    return [lines_of(document_with(*codes)) for _ in range(n)]

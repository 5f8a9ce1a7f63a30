"""Extracted findings and judgements of them for tests; every number is invented."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from factories import make_quantity, make_row, make_source, make_table

from pipeline.learn.fields import FIELDS, read_fields


def make_extracted(row_id="CD999001.pub2-x1", *, score=0.9, numbers=True, **fields):
    """An extracted finding of the review that its id begins with."""
    quantities = fields.pop("quantities", ())
    if numbers and not quantities:
        quantities = (
            make_quantity(0.5, "ratio", kind="risk_ratio", low=0.3, high=0.8, bound="ci95"),
            make_quantity(3.0, "count", kind="count", role="trials", resolution=1.0),
        )
    return make_row(
        row_id,
        source=make_source(row_id.rpartition("-")[0], title="Mint oil for cramps"),
        provenance="extracted",
        verified=False,
        score=score,
        quantities=quantities,
        comparators=fields.pop("comparators", ("X-SHAM",)),
        **fields,
    )


def make_findings(n, *, per_review=2):
    """`n` extracted findings, so many of each review."""
    return [
        make_extracted(f"CD{999000 + number // per_review}-x{number:02}") for number in range(n)
    ]


def table_of(*rows):
    """These extracted findings, above one that is curated."""
    return make_table([make_row("curated"), *rows])


def all_right(row):
    """The answers of somebody who finds no fault with a row."""
    said = read_fields(row)
    return {field: "right" if said[field] else "absent-right" for field in FIELDS}


def line_of(row, annotator="a", **answers):
    """A line of judgements: all is right but what is given."""
    return {"row_id": row.row_id, "annotator": annotator, **all_right(row), **answers}


def write_lines(path: Path, lines: Iterable[Mapping[str, object] | str]) -> Path:
    """Write JSON lines; a string goes as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path

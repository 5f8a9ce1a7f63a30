"""Stage 6: a Result becomes JSON Lines, to be read a line at a time.

Each line says what it is: first the tool, then each document as in `to_json`,
then each error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal

from pipeline.records import Result
from pipeline.report.printed import writable
from pipeline.report.to_json import (
    SCHEMA,
    Json,
    document_as_json,
    tool_as_json,
    trouble_as_json,
)

Record = Literal["tool", "document", "error"]


def write(result: Result) -> str:
    """Write one object a line, each with a line break at its end."""
    return "".join(_lines(result))


def line(record: Record, thing: Mapping[str, Json]) -> str:
    """Write one object that says what it is, with a line break at its end."""
    named = {"schema": SCHEMA, "record": record, **thing}
    # U+2028 ends a line for some readers; JSON may hold it as it is or as an escape.
    text = json.dumps(named, ensure_ascii=False, allow_nan=False)
    for separator in ("\x85", "\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return writable(text) + "\n"


def _lines(result: Result) -> Iterator[str]:
    yield line("tool", tool_as_json(result))
    for document in result.documents:
        yield line("document", document_as_json(document))
    for trouble in result.errors:
        yield line("error", trouble_as_json(trouble))

"""Lists of articles: CSV, JSON Lines or Parquet, with a path or a text in each row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from pipeline.errors import ManifestColumnError, ManifestUnreadableError, PipelineError

Column = Literal["path", "text", "id", "format"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
# How columns are called that are not called as here.
Names = Mapping[Column, str]
# A text is a cell; the library's own limit is 128 kB.
_LONGEST_CELL: Final = 1 << 30
_HINT: Final = "Save it again from the program that made it."


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list.

    Attributes:
        number: of the row, from 1, the header not counted.
        values: of the columns that the list has; a cell that is empty or null is "".
    """

    number: int
    values: Mapping[Column, str]


def read_manifest(path: Path, names: Names) -> Iterator[Entry | PipelineError]:
    """Yield the rows of a list, and for each that cannot be read the error.

    Raises:
        ManifestColumnError: it has neither paths nor texts, or lacks a column that was named.
        ManifestUnreadableError: it is no such file.
    """
    read = READERS[path.suffix.lower()]
    try:
        yield from read(path, names)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        hint = "Check the path and its permissions."
        raise ManifestUnreadableError(source=path, why=why, hint=hint) from error


def _chosen(path: Path, present: Iterable[str], names: Names) -> dict[Column, str]:
    """Return how the columns are called that a list has."""
    there = list(present)
    chosen: dict[Column, str] = {}
    for column in COLUMNS:
        name = names.get(column, column)
        if name in there:
            chosen[column] = name
        elif column in names:
            raise _lacking(path, f"'{name}'", there)
    if "path" not in chosen and "text" not in chosen:
        raise _lacking(path, "'path' or 'text'", there)
    return chosen


def _lacking(path: Path, wanted: str, present: list[str]) -> ManifestColumnError:
    return ManifestColumnError(
        source=path,
        wanted=wanted,
        present=", ".join(present) or "none",
        hint="Say which is which with --column, as in --column text=body.",
    )


def _read_csv(path: Path, names: Names) -> Iterator[Entry | PipelineError]:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            table = csv.DictReader(file, strict=True)
            chosen = _chosen(path, table.fieldnames or (), names)
            for number, row in enumerate(table, 1):
                values = {column: row[name] or "" for column, name in chosen.items()}
                yield Entry(number, values)
        except (csv.Error, UnicodeDecodeError) as error:
            raise ManifestUnreadableError(source=path, why=str(error), hint=_HINT) from error


def _read_jsonl(path: Path, names: Names) -> Iterator[Entry | PipelineError]:
    chosen: dict[Column, str] | None = None
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                why = f"it is no JSON ({error})"
                yield ManifestUnreadableError(source=f"{path}#{number}", why=why, hint=_HINT)
                continue
            if not isinstance(row, dict):
                why = "an object was wanted"
                yield ManifestUnreadableError(source=f"{path}#{number}", why=why, hint=_HINT)
                continue
            # The first row says what the columns are; later ones may leave some out.
            if chosen is None:
                chosen = _chosen(path, row, names)
            yield Entry(number, {c: _as_text(row.get(name)) for c, name in chosen.items()})


def _read_parquet(path: Path, names: Names) -> Iterator[Entry | PipelineError]:
    import pyarrow  # noqa: PLC0415 - other lists do without
    import pyarrow.parquet  # noqa: PLC0415

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            chosen = _chosen(path, file.schema_arrow.names, names)
            number = 0
            for batch in file.iter_batches(columns=list(chosen.values())):
                for row in batch.to_pylist():
                    number += 1
                    values = {column: _as_text(row[name]) for column, name in chosen.items()}
                    yield Entry(number, values)
    except pyarrow.ArrowException as error:
        why = str(error).splitlines()[0]
        raise ManifestUnreadableError(source=path, why=why, hint=_HINT) from error


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


_Reader = Callable[[Path, Names], Iterator[Entry | PipelineError]]
READERS: Final[Mapping[str, _Reader]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
}

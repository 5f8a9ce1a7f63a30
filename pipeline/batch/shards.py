"""Outcomes become files: JSON Lines and Parquet, so many articles to a file.

Each file is there whole or not at all, and the same outcomes in the same order
make the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow
import pyarrow.parquet

from pipeline.batch.jobs import Line
from pipeline.batch.rows import Row, rows_of
from pipeline.errors import ReportUnwritableError
from pipeline.report.to_json import Json
from pipeline.report.to_jsonl import line
from pipeline.whole_files import UNFINISHED, write_whole

MANIFEST: Final = "manifest.json"
_TEXTS: Final = pyarrow.list_(pyarrow.string())
_TYPES: Final = {
    "text": pyarrow.string(),
    "number": pyarrow.int64(),
    "share": pyarrow.float64(),
    "texts": _TEXTS,
}


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the results, as two files of one name."""

    name: str
    n_articles: int
    n_claims: int
    sha256: Mapping[str, str]

    def as_json(self) -> dict[str, Json]:
        """Return it for the manifest."""
        return {
            "name": self.name,
            "articles": self.n_articles,
            "claims": self.n_claims,
            "sha256": dict(self.sha256),
        }


def write_shards(
    folder: Path,
    articles: Iterable[Sequence[Line]],
    *,
    tool: Mapping[str, Json],
    per_shard: int,
) -> list[Shard]:
    """Write the results; those of an earlier run go.

    Args:
        folder: to write to.
        articles: the lines of each, in order.
        tool: what each file of JSON Lines begins with.
        per_shard: articles in each pair of files; the last may hold fewer.

    Raises:
        ReportUnwritableError: the disk is full, or the like.
    """
    # While the shards change there is no manifest, which would speak of others.
    _remove(folder, [MANIFEST])
    waiting = iter(articles)
    shards: list[Shard] = []
    while part := list(islice(waiting, per_shard)):
        shards.append(_write_shard(folder, len(shards), part, tool))
    kept = {f"{shard.name}{ending}" for shard in shards for ending in shard.sha256}
    _remove(folder, [path.name for path in results(folder) if path.name not in kept])
    return shards


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write a file of the results.

    Raises:
        ReportUnwritableError: the disk is full, or the like.
    """
    try:
        write_whole(folder / name, data)
    except OSError as error:
        why = error.strerror or str(error)
        raise ReportUnwritableError(path=folder / name, why=why) from error


def results(folder: Path) -> list[Path]:
    """Return the files that runs write to a folder, and those that were not finished."""
    found = (folder.glob(pattern) for pattern in ("results-*.*", f"{UNFINISHED}*"))
    return sorted(path for paths in found for path in paths)


def _write_shard(
    folder: Path, number: int, part: Sequence[Sequence[Line]], tool: Mapping[str, Json]
) -> Shard:
    name = f"results-{number:05}"
    lines = [line("tool", tool), *(line(*each) for article in part for each in article)]
    text = "".join(lines).encode()
    rows = [row for article in part for row in rows_of(article)]
    write_file(folder, f"{name}.jsonl", text)
    parquet = _parquet(rows)
    write_file(folder, f"{name}.parquet", parquet)
    sha256 = {
        ending: hashlib.sha256(data).hexdigest()
        for ending, data in ((".jsonl", text), (".parquet", parquet))
    }
    return Shard(name, len(part), len(rows), sha256)


def _parquet(rows: Sequence[Row]) -> bytes:
    from pipeline.batch.rows import COLUMNS  # noqa: PLC0415

    schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in COLUMNS.items()])
    table = pyarrow.Table.from_pylist([dict(row) for row in rows], schema=schema)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            why = error.strerror or str(error)
            raise ReportUnwritableError(path=folder / name, why=why) from error

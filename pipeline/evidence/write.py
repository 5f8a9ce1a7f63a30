"""Records become lines of the files of an evidence package.

The same records give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.errors import ReportUnwritableError
from pipeline.evidence.columns import COLUMNS
from pipeline.evidence.load import FOUND_BY
from pipeline.records import Source
from pipeline.resources import evidence_dir

DESCRIPTOR: Final = "datapackage.json"


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of a file of a package, in their order."""
    needed, others = COLUMNS[name]
    return (*needed, *others)


def cell(value: object) -> str:
    """Write one value as a cell."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(map(cell, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Never 1e-05: the readers of a table want plain digits.
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)


def source_line(source: Source) -> dict[str, str]:
    """Write a source as a line of sources.csv."""
    return {name: cell(getattr(source, name, "")) for name in columns_of("sources")}


def write_lines(folder: Path, name: str, lines: Iterable[Mapping[str, str]]) -> None:
    """Write one of the CSV files of a package; what a line does not name is empty.

    Raises:
        ReportUnwritableError: the folder or the file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns_of(name), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    write_text(folder / f"{name}.csv", text.getvalue())


def write_text(path: Path, text: str) -> None:
    """Write a file, and its folder where it is not there.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror or str(error)) from error


def descriptor(name: str, *, title: str, version: str, files: Iterable[str]) -> str:
    """Return the datapackage.json of a package, with the schema of each of its files.

    The schema is the shipped package's, but for what holds only of a package that
    stands alone: a line may refer to what lies below, and may replace it.

    Args:
        name: of the package, in small letters and hyphens.
        title: of the package, for people.
        version: of the package.
        files: "sources", "findings" …; those of `COLUMNS`.
    """
    shipped = json.loads((evidence_dir() / DESCRIPTOR).read_text(encoding="utf-8"))
    by_file = {resource["path"]: resource for resource in shipped["resources"]}
    package = {
        "$schema": shipped["$schema"],
        "name": name,
        "title": title,
        "version": version,
        "resources": [_own(by_file[f"{file}.csv"], file) for file in files],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _own(resource: Mapping[str, Any], file: str) -> dict[str, Any]:
    schema = {key: value for key, value in resource["schema"].items() if key != "foreignKeys"}
    known = {field["name"]: field for field in (*_ON_TOP, *schema["fields"])}
    schema["fields"] = [known[name] for name in columns_of(file)]
    return {**resource, "schema": schema}


# Columns that only a package has that lies on another one.
_ON_TOP: Final = (
    {
        "name": "replaces",
        "type": "string",
        "description": "The id of a line below that this one takes the place of.",
    },
    {
        "name": "found_by",
        "type": "string",
        "description": "By which names texts are held to mean it; empty for all of them.",
        "constraints": {"enum": [*FOUND_BY]},
    },
)

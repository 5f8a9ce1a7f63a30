"""Layer 5: an empty evidence package, and the page that says how to fill it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.errors import PackageExistsError
from pipeline.evidence.columns import COLUMNS
from pipeline.evidence.extract.identity import slug
from pipeline.evidence.write import DESCRIPTOR, descriptor, write_lines, write_text
from pipeline.resources import data_path

README: Final = "README.md"
_FOLDER: Final = "DIR"


def start_package(folder: Path) -> None:
    """Make an empty package: a file of every kind with its header, a schema and a README.

    Raises:
        PackageExistsError: there is a file, or something in the folder.
        ReportUnwritableError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackageExistsError(path=folder)
    for name in COLUMNS:
        write_lines(folder, name, ())
    called = folder.resolve().name
    described = descriptor(
        slug(called) or "evidence", title=f"Evidence: {called}", version="1", files=COLUMNS
    )
    write_text(folder / DESCRIPTOR, described)
    page = data_path("package.md").read_text(encoding="utf-8")
    write_text(folder / README, page.replace(f" {_FOLDER}", f" {folder}"))

"""An empty evidence package, and the page that says how to fill it."""

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
# Long lists of registries, which nobody fills in by hand.
_REGISTRIES: Final = frozenset({"diagnoses", "notices", "journals"})
FILES: Final = tuple(name for name in COLUMNS if name not in _REGISTRIES)


def start_package(folder: Path) -> None:
    """Make an empty package: a file of every kind with its header, a schema and a README.

    Raises:
        PackageExistsError: there is a file, or something in the folder.
        ReportUnwritableError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackageExistsError(path=folder)
    for name in FILES:
        write_lines(folder, name, ())
    called = folder.resolve().name
    described = descriptor(
        slug(called) or "evidence", title=f"Evidence: {called}", version="1", files=FILES
    )
    write_text(folder / DESCRIPTOR, described)
    page = data_path("package.md").read_text(encoding="utf-8")
    write_text(folder / README, page.replace(f" {_FOLDER}", f" {folder}"))

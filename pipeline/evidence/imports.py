"""Publications of reference lists become sources of a package.

Nobody has checked them: `verified_on` and `verified_how` stay empty, and a row of
such a source decides nothing until somebody fills them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.errors import EvidenceMissingError
from pipeline.evidence.cells import Cells, read_cells, stop
from pipeline.evidence.extract.abstracts import Abstract
from pipeline.evidence.extract.identity import (
    Same,
    known_sources,
    merge_same,
    name_sources,
    source_known,
)
from pipeline.evidence.extract.package import source_of, version_after, versions_of
from pipeline.evidence.table import EvidenceTable
from pipeline.evidence.write import columns_of, source_line, write_lines
from pipeline.records import Source

_FILE: Final = "sources.csv"


@dataclass(slots=True)
class Imported:
    """What an import did.

    Attributes:
        n_read: publications, after those that are one were merged.
        n_new: lines that were added.
        merged: records that were one publication.
        known: publications that are sources already, in words.
    """

    n_read: int = 0
    n_new: int = 0
    merged: list[Same] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def import_sources(
    publications: Iterable[Abstract], out: Path, *, below: EvidenceTable
) -> Imported:
    """Add publications to the sources of a package in a folder.

    Lines that are there stay as they are. A publication that is a source already,
    there or below, by DOI or PMID, is named and not added.

    Args:
        publications: any order; the lines are in order of their ids.
        out: a package's folder; made where it is not there.
        below: what the package will lie on; its ids are given to nothing else.

    Raises:
        EvidenceMissingError: `out` is a file.
        EvidenceRowError: the sources that are there cannot be read.
        ReportUnwritableError: the folder cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise EvidenceMissingError(path=out, why="a file is there, and a folder is wanted")
    lines = {cells.needed("source_id"): dict(cells.values) for cells in _lines(out)}
    done = Imported()
    merged, done.merged = merge_same(publications)
    done.n_read = len(merged)
    known = known_sources(below.sources.values()) | known_sources(map(_named, lines.values()))
    new = []
    for publication in merged:
        source_id = source_known(publication, known)
        if not source_id and publication.source_id in {*lines, *below.sources}:
            source_id = publication.source_id if publication.review_id else ""
        if source_id:
            done.known.append(f"{publication.place} is {source_id} already; not added")
        else:
            new.append(publication)
    added = [source_of(p) for p in name_sources(new, taken={*lines, *below.sources})]
    reviews = versions_of((*below.sources.values(), *added))
    for source in added:
        line = source_line(source)
        later = version_after(source, reviews)
        if later and source.status == "current":
            line["status"], line["superseded_by"] = "superseded", later
        lines[source.source_id] = line
    done.n_new = len(added)
    if added:
        write_lines(out, "sources", [lines[source_id] for source_id in sorted(lines)])
    return done


def _lines(folder: Path) -> list[Cells]:
    needed = ("source_id",)
    known = columns_of("sources")
    return [*read_cells(folder / _FILE, needed=needed, known=known, report=stop)]


def _named(line: dict[str, str]) -> Source:
    doi, pmid = line.get("doi", ""), line.get("pmid", "")
    return Source(line["source_id"], "unspecified", "", doi=doi, pmid=pmid)

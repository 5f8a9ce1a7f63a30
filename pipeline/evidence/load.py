"""The files of evidence packages become records, each with its line.

Packages are laid on top of each other. A later one may add to an earlier one;
where it gives an id that is there already, its line must name that id under
`replaces`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

from pipeline.concepts import ConceptEntry, FoundBy
from pipeline.errors import EvidenceMissingError
from pipeline.evidence.cells import Cells, Fault, Report, read_cells
from pipeline.evidence.columns import COLUMNS, EXTRACTED_COLUMNS, EXTRACTED_FILE
from pipeline.evidence.records import Code, CodeStatus, CodeSystem, Listing
from pipeline.evidence.render import render_sentence
from pipeline.evidence.statements import NamedConcepts, build_statement
from pipeline.records import (
    Better,
    Certainty,
    ClaimKind,
    ConceptKind,
    EvidenceRow,
    Held,
    Source,
    SourceKind,
    SourceStatus,
    Stance,
)

_Record = TypeVar("_Record")
_Key = TypeVar("_Key", str, tuple[str, str])
CodeFile = Literal["codes", "diagnoses"]

CLAIM_KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
SOURCE_KINDS: Final[tuple[SourceKind, ...]] = get_args(SourceKind)
HELD: Final[tuple[Held, ...]] = get_args(Held)
SOURCE_STATUSES: Final[tuple[SourceStatus, ...]] = get_args(SourceStatus)
CONCEPT_KINDS: Final[tuple[ConceptKind, ...]] = get_args(ConceptKind)
PROVENANCES: Final[tuple[Literal["curated", "extracted"], ...]] = ("curated", "extracted")
BETTER: Final[tuple[Better, ...]] = get_args(Better)
FOUND_BY: Final[tuple[FoundBy, ...]] = get_args(FoundBy)
CODE_STATUSES: Final[tuple[CodeStatus, ...]] = get_args(CodeStatus)


@dataclass(slots=True)
class Packages:
    """Several packages on top of each other, every record with its line."""

    concepts: dict[str, tuple[ConceptEntry, Cells]] = field(default_factory=dict)
    sources: dict[str, tuple[Source, Cells]] = field(default_factory=dict)
    rows: dict[str, tuple[EvidenceRow, Cells]] = field(default_factory=dict)
    code_systems: dict[tuple[str, str], tuple[CodeSystem, Cells]] = field(default_factory=dict)
    listings: dict[str, tuple[Listing, Cells]] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)


def read_packages(folders: Sequence[Path], *, report: Report) -> Packages:
    """Read all of the packages but their codes, and report what cannot be read.

    Raises:
        EvidenceMissingError: a folder is not there or holds no package.
    """
    packages = Packages()
    for folder in folders:
        if not folder.is_dir():
            raise EvidenceMissingError(path=folder, why="no such folder")
        if not any((folder / f"{name}.csv").is_file() for name in COLUMNS):
            wanted = ", ".join(f"{name}.csv" for name in COLUMNS)
            raise EvidenceMissingError(path=folder, why=f"it holds none of {wanted}")
        packages.versions.append(_version(folder))
        _lay(packages.concepts, _lines(folder, "concepts", report), concept_of, "concept_id")
        _lay(packages.sources, _lines(folder, "sources", report), source_of, "source_id")
        _lay(packages.code_systems, _lines(folder, "code_systems", report), system_of, "category")
        _lay(packages.listings, _lines(folder, "listings", report), listing_of, "listing_id")
    # Findings come last: a package may speak of what another one holds.
    builder = RowBuilder(
        {source_id: source for source_id, (source, _) in packages.sources.items()},
        {concept_id: entry for concept_id, (entry, _) in packages.concepts.items()},
    )
    for folder in folders:
        _lay(packages.rows, _lines(folder, "findings", report), builder.build, "row_id")
        _lay(packages.rows, _extracted_lines(folder, report), builder.build, "row_id")
    return packages


def read_codes(
    folders: Sequence[Path], *, report: Report, name: CodeFile = "codes"
) -> dict[tuple[str, str], tuple[Code, Cells]]:
    """Read the codes of evidence packages, and report what cannot be read."""
    codes: dict[tuple[str, str], tuple[Code, Cells]] = {}
    for folder in folders:
        _lay(codes, _lines(folder, name, report), code_of, "code")
    return codes


def read_notices(folders: Sequence[Path], *, report: Report) -> dict[str, tuple[str, ...]]:
    """Read which listings hold a notice on a publication, by its DOI.

    Several lists may speak of one publication; none of them takes another's place.
    """
    notices: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        for cells in notice_lines(folder, report):
            doi = cells.needed("doi")
            notices[doi] = (*notices.get(doi, ()), cells.needed("listing_id"))
    return notices


def notice_lines(folder: Path, report: Report) -> Iterator[Cells]:
    """Yield the lines of a package's notices."""
    return _lines(folder, "notices", report)


def _lines(folder: Path, name: str, report: Report) -> Iterator[Cells]:
    needed, others = COLUMNS[name]
    return read_cells(
        folder / f"{name}.csv", needed=needed, known=(*needed, *others), report=report
    )


def _extracted_lines(folder: Path, report: Report) -> Iterator[Cells]:
    """Yield the findings that a machine read, as lines of findings.csv would be.

    Raises:
        EvidenceMissingError: the file is there and is not Parquet.
    """
    path = folder / EXTRACTED_FILE
    if not path.is_file():
        return
    # Slow to import, and most packages have no such file.
    import pyarrow as pa  # noqa: PLC0415 - a quarter second
    import pyarrow.parquet as pq  # noqa: PLC0415 - a quarter second

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise EvidenceMissingError(path=path, why=str(error)) from error
    names = [name for name in table.column_names if name in EXTRACTED_COLUMNS]
    for column in COLUMNS["findings"][0]:
        if column not in names:
            report(Fault(str(path), 0, column, "the column is missing"))
            return
    columns = [table.column(name).to_pylist() for name in names]
    for number, values in enumerate(zip(*columns, strict=True), start=1):
        filled = {name: value for name, value in zip(names, values, strict=True) if value}
        yield Cells(str(path), number, filled, report)


def _version(folder: Path) -> str:
    path = folder / "datapackage.json"
    if not path.is_file():
        return "unversioned"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EvidenceMissingError(path=path, why=f"not JSON: {error}") from error
    version = package.get("version") if isinstance(package, dict) else None
    return str(version or "unversioned")


def _lay(
    below: dict[_Key, tuple[_Record, Cells]],
    lines: Iterator[Cells],
    build: Callable[[Cells], tuple[_Key, _Record] | None],
    column: str,
) -> None:
    """Lay the records of one file on those below."""
    mine: dict[_Key, tuple[_Record, Cells]] = {}
    for cells in lines:
        built = build(cells)
        if built is None:
            continue
        key, record = built
        # A system of one category has no name for it.
        name = key if isinstance(key, str) else " ".join(key).strip()
        if key in mine:
            cells.fault(column, f"{name} was given before, on line {mine[key][1].line}")
            continue
        if key in below and name not in cells.ids("replaces"):
            where = f"{below[key][1].path}, line {below[key][1].line}"
            cells.fault(
                column, f"{name} is in {where} already; to replace it, name it in 'replaces'"
            )
            continue
        mine[key] = (record, cells)
    below.update(mine)


# --- one line ------------------------------------------------------------------------------


def concept_of(cells: Cells) -> tuple[str, ConceptEntry]:
    """Build a concept, with its id."""
    concept_id = cells.needed("concept_id")
    entry = ConceptEntry(
        concept_id,
        cells.needed("name"),
        cells.literal("kind", CONCEPT_KINDS, "intervention"),
        cells.ids("parents"),
        cells.ids("synonyms"),
        cells.literal("better", BETTER, "neither"),
        cells.number("scale_low"),
        cells.number("scale_high"),
        cells.literal("found_by", FOUND_BY, "names"),
    )
    return concept_id, entry


def source_of(cells: Cells) -> tuple[str, Source]:
    """Build a source, with its id."""
    source_id = cells.needed("source_id")
    return source_id, Source(
        source_id=source_id,
        kind=cells.literal("kind", SOURCE_KINDS, "unspecified"),
        title=cells.needed("title"),
        publisher=cells.text("publisher"),
        authors=cells.text("authors"),
        journal=cells.text("journal"),
        year=cells.integer("year"),
        year_earliest=cells.integer("year_earliest"),
        doi=cells.text("doi"),
        pmid=cells.text("pmid"),
        registry_id=cells.text("registry_id"),
        trial_names=cells.ids("trial_names"),
        version=cells.integer("version"),
        held=cells.literal("held", HELD, "bibliographic"),
        n_trials=cells.integer("n_trials"),
        n_participants=cells.integer("n_participants"),
        last_search=cells.text("last_search"),
        status=cells.literal("status", SOURCE_STATUSES, "current"),
        superseded_by=cells.text("superseded_by"),
        url=cells.text("url"),
        verified_on=cells.text("verified_on"),
        verified_how=cells.text("verified_how"),
        design=cells.text("design"),
    )


def code_of(cells: Cells) -> tuple[tuple[str, str], Code]:
    """Build a code, with its system and itself as its key."""
    system, code = cells.needed("system"), cells.needed("code")
    return (system, code), Code(
        system,
        code,
        cells.literal("status", CODE_STATUSES, "active"),
        cells.date("valid_from"),
        cells.date("valid_to"),
        cells.text("meaning"),
        cells.ids("concepts"),
        cells.ids("replaced_by"),
    )


def system_of(cells: Cells) -> tuple[tuple[str, str], CodeSystem] | None:
    """Build a category of a code system, with both as its key; None where its shape is none."""
    try:
        record = category_of(cells)
    except ValueError as error:
        cells.fault("shape", str(error))
        return None
    return (record.system, record.category), record


def category_of(cells: Cells) -> CodeSystem:
    """Build a category of a code system.

    Raises:
        ValueError: its shape is no regular expression.
    """
    return CodeSystem(
        cells.needed("system"),
        cells.text("category"),
        cells.needed("shape"),
        cells.text("example"),
        cells.flag("complete") or False,
        cells.text("edition"),
        cells.text("url"),
        cells.text("note"),
    )


def listing_of(cells: Cells) -> tuple[str, Listing]:
    """Build a listing, with its id."""
    listing_id = cells.needed("listing_id")
    return listing_id, Listing(
        listing_id,
        cells.needed("publisher"),
        cells.literal("source_kind", SOURCE_KINDS, "unspecified"),
        cells.ids("interventions"),
        cells.ids("conditions"),
        cells.integer("year_from"),
        cells.date("as_of"),
        cells.flag("complete") or False,
        cells.text("url"),
        cells.text("note"),
        cells.text("verified_how"),
    )


class RowBuilder:
    """Builds findings, which refer to sources and concepts."""

    def __init__(self, sources: Mapping[str, Source], concepts: Mapping[str, ConceptEntry]) -> None:
        self._sources = sources
        self._concepts = NamedConcepts(concepts)

    def build(self, cells: Cells) -> tuple[str, EvidenceRow] | None:
        """Build a finding, with its id; None where its source is not known."""
        row_id, source_id = cells.needed("row_id"), cells.needed("source_id")
        if source_id not in self._sources:
            cells.fault("source_id", f"no source is called '{source_id}'; see sources.csv")
            return None
        return row_id, self.row(cells)

    def row(self, cells: Cells, *, sentence: str | None = None) -> EvidenceRow:
        """Build a finding whose source is known.

        Args:
            cells: its line.
            sentence: as it was rendered before; None renders it now.
        """
        source = self._sources[cells.text("source_id")]
        kind = cells.literal("kind", CLAIM_KINDS, "efficacy")
        stance = cells.literal("stance", STANCES, "uncertain")
        certainty = cells.optional("certainty", CERTAINTIES)
        statement = build_statement(cells, kind, self._concepts)
        if sentence is None:
            sentence = render_sentence(
                statement,
                source,
                kind=kind,
                stance=stance,
                certainty=certainty,
                note=cells.text("note"),
            )
        return EvidenceRow(
            row_id=cells.text("row_id"),
            kind=kind,
            source=source,
            statement=statement,
            stance=stance,
            sentence=sentence,
            certainty=certainty,
            primary=cells.flag("primary"),
            significant=cells.flag("significant"),
            # A row nobody marked is one nobody checked.
            verified=cells.flag("verified") or False,
            provenance=cells.literal("provenance", PROVENANCES, "curated"),
            score=cells.number("score"),
        )

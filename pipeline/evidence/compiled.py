"""Evidence packages as one file of arrays, made on first use; how a table is loaded.

To read tens of thousands of lines takes seconds, and a check looks at some
hundred of them. So the packages in use are read once, checked, and kept in the
cache folder in a form of which single records can be made: the cells of each
line as text, and the indexes as arrays. The file is named after what it was
made of, the code that made it included, so that it is never out of date.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from pipeline import resources
from pipeline.concepts import ConceptIndex
from pipeline.evidence.cells import Cells, stop
from pipeline.evidence.columns import COLUMNS, EXTRACTED_COLUMNS, EXTRACTED_FILE
from pipeline.evidence.lazy import LazyRecords, by_id, by_pair, pair_key
from pipeline.evidence.load import (
    Packages,
    RowBuilder,
    category_of,
    code_of,
    listing_of,
    read_codes,
    read_notices,
    read_packages,
    source_of,
)
from pipeline.evidence.packed_concepts import pack_concepts, unpack_concepts
from pipeline.evidence.records import Code
from pipeline.evidence.table import EvidenceTable
from pipeline.packed import Arrays, Keys, Texts, open_packed, write_packed
from pipeline.records import EvidenceRow
from pipeline.resources import data_path, tell_stderr

_Record = TypeVar("_Record")
_Codes = Mapping[tuple[str, str], tuple[Code, Cells]]
# What a smaller package would save is less than what it costs to look for it.
_WORTH_KEEPING: Final = 100_000
# Bytes of packages that are read in a second, for the line of progress.
_BYTES_PER_S: Final = 2_000_000
# Files kept: the shipped packages alone, with a user's own, and what was before.
_FILES_KEPT: Final = 4
_SUFFIX: Final = ".packed"
_FILES: Final = (*(f"{name}.csv" for name in COLUMNS), EXTRACTED_FILE, "datapackage.json")


def load_evidence(
    folders: Sequence[Path], *, tell: Callable[[str], None] = tell_stderr
) -> EvidenceTable:
    """Load evidence packages, the later ones on top of the earlier.

    Two processes may do so for the first time at once; both keep the same file.
    Where the cache cannot be written, everything is read every time.

    Args:
        folders: of the packages.
        tell: is told that it will take a while, where it will.

    Raises:
        EvidenceMissingError: a folder is not there or holds no package.
        EvidenceRowError: a line breaks a rule without which it cannot be read.
    """
    identity = _identity(folders)
    path = resources.cache_dir() / "evidence" / f"{identity.digest}{_SUFFIX}"
    kept = identity.n_bytes >= _WORTH_KEEPING
    arrays = open_packed(path) if kept else None
    if arrays is not None:
        with contextlib.suppress(OSError):
            path.touch()
    else:
        if kept:
            seconds = 1 + identity.n_bytes // _BYTES_PER_S
            tell(f"Preparing the evidence table (once, about {seconds} s) …")
        arrays = _packed(folders)
        # A file that was changed while it was read must not be kept under its old name.
        if kept and _identity(folders) == identity:
            with contextlib.suppress(OSError):
                write_packed(path, arrays)
                _forget_others(path)
    return unpack_table(arrays)


def evidence_digest(folders: Sequence[Path]) -> str:
    """Say which evidence packages hold: other files, or other code that reads them, another one."""
    return _identity(folders).digest


@dataclass(frozen=True, slots=True)
class _Identity:
    """What packages are: a hash of their files and of the code that reads them."""

    digest: str
    n_bytes: int


def _identity(folders: Sequence[Path]) -> _Identity:
    digest, n_bytes = hashlib.sha256(_code_digest()), 0
    for folder in folders:
        digest.update(b"package")
        for name in _FILES:
            # What cannot be read is told by the reader, which says more.
            with contextlib.suppress(OSError):
                content = (folder / name).read_bytes()
                n_bytes += len(content)
                digest.update(f"{name} {len(content)}\n".encode())
                digest.update(content)
    return _Identity(digest.hexdigest()[:32], n_bytes)


@cache
def _code_digest() -> bytes:
    here = Path(__file__).parent
    above = [here.parent / name for name in ("concepts.py", "packed.py")]
    records = sorted((here.parent / "records").glob("*.py"))
    lists = [data_path("concepts.toml"), data_path("words.toml")]
    digest = hashlib.sha256()
    for path in (*sorted(here.glob("*.py")), *above, *records, *lists):
        digest.update(path.read_bytes())
    return digest.digest()


def _packed(folders: Sequence[Path]) -> Arrays:
    # Hundreds of thousands of records are made and none dies before the last:
    # the collector would walk them in vain.
    collecting = gc.isenabled()
    gc.disable()
    try:
        packages = read_packages(folders, report=stop)
        return pack_table(
            packages,
            read_codes(folders, report=stop),
            diagnoses=read_codes(folders, report=stop, name="diagnoses"),
            notices=read_notices(folders, report=stop),
        )
    finally:
        if collecting:
            gc.enable()


def _forget_others(path: Path) -> None:
    """Remove the files that were used longest ago; a process that maps one keeps it."""
    files = [(file.stat().st_mtime_ns, file) for file in path.parent.glob(f"*{_SUFFIX}")]
    for _, file in sorted(files, reverse=True)[_FILES_KEPT:]:
        file.unlink(missing_ok=True)


# --- to arrays ------------------------------------------------------------------------------


def pack_table(
    packages: Packages, codes: _Codes, *, diagnoses: _Codes, notices: Mapping[str, Sequence[str]]
) -> Arrays:
    """Return all that packages say, and the indexes of the table that they make, as arrays."""
    table = EvidenceTable(
        rows=tuple(row for row, _ in packages.rows.values()),
        sources={source_id: source for source_id, (source, _) in packages.sources.items()},
        codes={key: code for key, (code, _) in codes.items()},
        code_systems=(),
        listings=(),
        concepts=ConceptIndex(entry for entry, _ in packages.concepts.values()),
        version="",
    )
    linked = (pair_key(key) for key, code in table.codes.items() if code.concepts)
    return {
        **pack_concepts(table.concepts),
        **table.row_index.packed(),
        **table.word_index.packed(),
        **table.source_index.packed(),
        **_lines(packages.rows.values(), "rows"),
        **Keys.of(Texts.of(packages.sources)).packed("sources.ids"),
        **_lines(packages.sources.values(), "sources"),
        **Keys.of(Texts.of(map(pair_key, codes))).packed("codes.ids"),
        **_lines(codes.values(), "codes"),
        **Texts.of(linked).packed("codes.linked"),
        **Keys.of(Texts.of(map(pair_key, diagnoses))).packed("diagnoses.ids"),
        **_lines(diagnoses.values(), "diagnoses"),
        **Keys.of(Texts.of(notices)).packed("notices.dois"),
        **Texts.of(map(";".join, notices.values())).packed("notices.listings"),
        **_lines(packages.code_systems.values(), "code_systems"),
        **_lines(packages.listings.values(), "listings"),
        **Texts.of(["+".join(packages.versions)]).packed("version"),
    }


def _columns(name: str) -> tuple[str, ...]:
    if name == "rows":
        return EXTRACTED_COLUMNS
    needed, others = COLUMNS[name]
    return (*needed, *others)


def _lines(records: Iterable[tuple[object, Cells]], name: str) -> Arrays:
    columns = _columns(name)
    lines = (
        json.dumps(
            [cells.values.get(column, "") for column in columns],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for _, cells in records
    )
    return Texts.of(lines).packed(f"{name}.cells")


# --- and back -------------------------------------------------------------------------------


def unpack_table(arrays: Arrays) -> EvidenceTable:
    """Make a table of its arrays; each record is made when somebody looks at it."""
    concepts = unpack_concepts(arrays)
    sources = by_id(
        Keys.unpacked(arrays, "sources.ids"),
        _records(arrays, "sources", lambda cells, _: source_of(cells)[1]),
    )
    builder = RowBuilder(sources, concepts.parts.entries)
    sentences = Texts.unpacked(arrays, "rows.sentences")

    def row_of(cells: Cells, place: int) -> EvidenceRow:
        return builder.row(cells, sentence=sentences[place])

    listings_of = Texts.unpacked(arrays, "notices.listings")

    def codes(name: str) -> Mapping[tuple[str, str], Code]:
        made = _records(arrays, name, lambda cells, _: code_of(cells)[1])
        return by_pair(Keys.unpacked(arrays, f"{name}.ids"), made)

    return EvidenceTable(
        rows=_records(arrays, "rows", row_of),
        sources=sources,
        codes=codes("codes"),
        diagnoses=codes("diagnoses"),
        notices=by_id(
            Keys.unpacked(arrays, "notices.dois"),
            LazyRecords(
                lambda place: tuple(listings_of[place].split(";")), n_records=len(listings_of)
            ),
        ),
        code_systems=tuple(_records(arrays, "code_systems", lambda cells, _: category_of(cells))),
        listings=tuple(_records(arrays, "listings", lambda cells, _: listing_of(cells)[1])),
        concepts=concepts,
        version=Texts.unpacked(arrays, "version")[0],
        packed=arrays,
    )


def _records(
    arrays: Arrays, name: str, make: Callable[[Cells, int], _Record]
) -> LazyRecords[_Record]:
    lines, columns = Texts.unpacked(arrays, f"{name}.cells"), _columns(name)

    def at(place: int) -> _Record:
        values = zip(columns, json.loads(lines[place]), strict=True)
        # Every line was read without a fault when the arrays were made.
        return make(Cells(name, place, {column: v for column, v in values if v}, stop), place)

    return LazyRecords(at, n_records=len(lines))

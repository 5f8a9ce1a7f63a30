"""A licensed user's list of codes becomes an evidence package of their own.

The package lies on top of the shipped one (`--evidence`) and may also stand
alone: what the shipped one knows of a code (what it is for, since when) comes
along, and a line that the shipped one has too says under `replaces` that it
takes its place.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.citations import code_key, is_diagnosis
from pipeline.errors import CodeListUnreadableError, CodeSystemUnknownError, PipelineError
from pipeline.evidence.cells import Fault
from pipeline.evidence.records import CodeSystem
from pipeline.evidence.table import EvidenceTable
from pipeline.read.decode import decode
from pipeline.resources import evidence_dir

# What headers call the two columns; the first that a header has is taken.
_CODE_COLUMNS: Final = ("code", "concept code", "procedure code", "diagnosis code")
_MEANING_COLUMNS: Final = (
    "meaning",
    "description",
    "long description",
    "full description",
    "descriptor",
    "long descriptor",
    "consumer friendly descriptor",
    "medium descriptor",
    "short description",
    "short descriptor",
    "title",
    "name",
)
_SEPARATORS: Final = ("\t", ";", ",")
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class CodeList:
    """What was read of a list.

    Attributes:
        system: as the evidence table writes it.
        codes: meanings by code, in order of code; "" where the list gives none.
        faults: what is wrong with the lines that were left out, in order.
    """

    system: str
    codes: Mapping[str, str]
    faults: tuple[Fault, ...]


def read_code_list(
    path: Path,
    *,
    system: str,
    base: EvidenceTable,
    code_column: str = "",
    meaning_column: str = "",
) -> CodeList:
    """Read a list of codes: CSV or tab-separated, with a header.

    Args:
        path: the list.
        system: "CPT"; capitals do not matter.
        base: the table that knows the shapes of the system's codes.
        code_column: as the header calls it; "" for the usual names.
        meaning_column: likewise.

    Raises:
        CodeSystemUnknownError: the table has no shape of such codes.
        CodeListUnreadableError: no list, or no header that names its codes.
    """
    systems = dict.fromkeys(one.system for one in base.code_systems)
    known = next((one for one in systems if one.casefold() == system.casefold()), None)
    if known is None:
        raise CodeSystemUnknownError(system=system, known=", ".join(systems))
    text = _text(path)
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [cell.strip() for cell in next(lines, [])]
    place = _column(header, code_column, (*_CODE_COLUMNS, f"{known} code", known), path=path)
    if place is None:
        raise CodeListUnreadableError(path=path, why=f"no column of codes among {_or(header)}")
    meaning_place = _column(header, meaning_column, _MEANING_COLUMNS, path=path)
    codes: dict[str, str] = {}
    faults: list[Fault] = []
    shapes = base.categories(known)
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        code = code_key(known, _cell(cells, place))
        meaning = _cell(cells, meaning_place)
        if code in codes and codes[code] == meaning:
            continue
        why = _wrong_with(code, codes, shapes)
        if why:
            faults.append(Fault(str(path), lines.line_num, header[place], why))
        else:
            codes[code] = meaning
    return CodeList(known, {code: codes[code] for code in sorted(codes)}, tuple(faults))


def _text(path: Path) -> str:
    if not path.is_file():
        raise CodeListUnreadableError(path=path, why="no such file")
    try:
        return decode(path.read_bytes(), source=str(path))
    except PipelineError as error:
        why = str(error.details.get("why", "it is empty"))
        raise CodeListUnreadableError(path=path, why=why) from error


def _cell(cells: Sequence[str], place: int | None) -> str:
    return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""


def _column(header: Sequence[str], wanted: str, usual: Sequence[str], *, path: Path) -> int | None:
    plain = [_plain(name) for name in header]
    if wanted:
        if _plain(wanted) not in plain:
            raise CodeListUnreadableError(
                path=path, why=f"no column '{wanted}' among {_or(header)}"
            )
        return plain.index(_plain(wanted))
    return next((plain.index(_plain(name)) for name in usual if _plain(name) in plain), None)


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub(" ", name.casefold()).strip()


def _or(header: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in header) or "no columns at all"


def _wrong_with(code: str, codes: Mapping[str, str], shapes: Sequence[CodeSystem]) -> str:
    """Say why a line is left out; "" where nothing is wrong with it."""
    if not code:
        return "the cell is empty, and a code is wanted"
    if code in codes:
        return f"'{code}' was given before with other words"
    if any(re.fullmatch(shape.shape, code) for shape in shapes):
        return ""
    # Spreadsheets take "00100" for a number.
    cut = code.isdigit() and any(_fits_padded(code, shape) for shape in shapes)
    hint = "; a spreadsheet may have dropped leading zeros" if cut else ""
    examples = ", ".join(shape.example for shape in shapes if shape.example)
    return f"'{code}' has the shape of no category; codes look like {examples}{hint}"


def _fits_padded(code: str, shape: CodeSystem) -> bool:
    return any(re.fullmatch(shape.shape, code.zfill(width)) for width in range(len(code) + 1, 8))


# --- the package ------------------------------------------------------------------------------


def write_code_package(
    read: CodeList, out: Path, *, edition: str, complete: bool, base: EvidenceTable
) -> tuple[str, ...]:
    """Write the package of a list.

    Args:
        read: the list.
        out: made where it is not there; its files of the same names are replaced.
        edition: of the list: "2026".
        complete: whether the list holds every code of each category of which it
            has any. A list with lines that were left out is never complete:
            what is wrong in it may stand for a real code.
        base: the table that the package is to lie on.

    Returns:
        The categories that are declared complete.
    """
    fitting = [
        shape
        for shape in base.categories(read.system)
        if any(re.fullmatch(shape.shape, code) for code in read.codes)
    ]
    whole = complete and not read.faults
    name = "diagnoses" if is_diagnosis(read.system) else "codes"
    out.mkdir(parents=True, exist_ok=True)
    lines = [_code_line(read.system, code, meaning, base) for code, meaning in read.codes.items()]
    named = {i for line in lines for i in line.get("concepts", "").split(";") if i}
    files = {
        name: lines,
        "code_systems": [_system_line(one, edition, whole) for one in fitting],
        "concepts": _concept_lines(named, base),
    }
    resources = _resources([file for file, its_lines in files.items() if its_lines])
    for file, its_lines in files.items():
        path = out / f"{file}.csv"
        # A file of an earlier list must not stay beside a new one.
        path.unlink(missing_ok=True)
        if its_lines:
            _write(
                path, its_lines, columns=[f["name"] for f in resources[file]["schema"]["fields"]]
            )
    package = {
        "name": f"added-codes-{_NOT_LETTERS.sub('-', read.system.casefold())}",
        "title": f"{read.system} codes, edition {edition}",
        "description": "Of a list that its user added; the terms of that list hold for it.",
        "version": edition,
        "resources": list(resources.values()),
    }
    text = json.dumps(package, indent=1, ensure_ascii=False) + "\n"
    (out / "datapackage.json").write_text(text, encoding="utf-8", newline="")
    return tuple(one.category for one in fitting) if whole else ()


def _code_line(system: str, code: str, meaning: str, base: EvidenceTable) -> dict[str, str]:
    known = base.code(system, code)
    if known is None:
        return {"system": system, "code": code, "status": "active", "meaning": meaning}
    return {
        "system": system,
        "code": code,
        "status": "active",
        "valid_from": known.valid_from.isoformat() if known.valid_from is not None else "",
        "meaning": meaning or known.meaning,
        "concepts": ";".join(known.concepts),
        "replaces": f"{system} {code}",
    }


def _system_line(category: CodeSystem, edition: str, complete: bool) -> dict[str, str]:
    return {
        "system": category.system,
        "category": category.category,
        "shape": category.shape,
        "example": category.example,
        "complete": "true" if complete else "false",
        "edition": edition,
        "url": category.url,
        "note": "The codes are of a list that its user added.",
        "replaces": f"{category.system} {category.category}".strip(),
    }


def _concept_lines(named: set[str], base: EvidenceTable) -> list[dict[str, str]]:
    """Return the concepts that the codes are for, with all that are wider."""
    wanted = {wider for i in named for wider in (i, *base.concepts.ancestors(i))}
    entries = [entry for i in sorted(wanted) if (entry := base.concepts.entry(i)) is not None]
    return [
        {
            "concept_id": entry.concept_id,
            "kind": entry.kind,
            "name": entry.name,
            "parents": ";".join(entry.parents),
            "synonyms": ";".join(entry.synonyms),
            "replaces": entry.concept_id,
        }
        for entry in entries
    ]


def _resources(names: Sequence[str]) -> dict[str, Any]:
    """Return the shipped package's schemas of some files, with the column `replaces`."""
    shipped = json.loads((evidence_dir() / "datapackage.json").read_text(encoding="utf-8"))
    found = {one["path"].removesuffix(".csv"): one for one in shipped["resources"]}
    replaces = {"name": "replaces", "type": "string", "description": "The id below it."}
    for name in names:
        found[name]["schema"]["fields"].append(replaces)
    return {name: found[name] for name in names}


def _write(path: Path, lines: Sequence[Mapping[str, str]], *, columns: Sequence[str]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")

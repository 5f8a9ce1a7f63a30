"""Is an evidence package sound? All faults are named, not just the first.

First its own schema (datapackage.json, by frictionless), then what a schema
cannot say: references, intervals, and whether numbers, direction and stance
tell the same story.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.citations import normal_doi
from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.cells import Cells, Fault, Report
from pipeline.evidence.columns import COLUMNS, EXTRACTED_FILE
from pipeline.evidence.lasting import is_hazard_of_end
from pipeline.evidence.load import Packages, notice_lines, read_codes, read_packages
from pipeline.evidence.records import Code, CodeSystem
from pipeline.records import Direction, EvidenceRow, Quantity, QuantityKind

# What "no effect" is on the scale of a measure.
_NO_EFFECT: Final[Mapping[QuantityKind, float]] = {
    "risk_ratio": 1.0,
    "odds_ratio": 1.0,
    "hazard_ratio": 1.0,
    "rate_ratio": 1.0,
    "risk_difference": 0.0,
    "mean_difference": 0.0,
    "standardised_mean_difference": 0.0,
}
_OUT_OF_ORDER: Final = "out of order; lines are sorted by id so that they diff well"
_NEEDS_CONCEPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "efficacy": ("intervention", "outcome"),
    "safety": ("intervention", "outcome"),
    "mechanism": ("intervention", "outcome"),
    "coverage": ("intervention",),
    "regulatory": ("intervention",),
    "credential": ("intervention",),
}


def validate_evidence(folder: Path, *, on_top_of: Sequence[Path] = ()) -> list[Fault]:
    """Name every fault of a package, in order of file, line and column.

    Args:
        folder: the package.
        on_top_of: packages it may refer to; their own faults are not named.

    Raises:
        EvidenceMissingError: a folder is not there or holds no package.
    """
    faults: list[Fault] = []
    packages = read_packages([*on_top_of, folder], report=faults.append)
    codes = read_codes([*on_top_of, folder], report=faults.append)
    diagnoses = read_codes([*on_top_of, folder], report=faults.append, name="diagnoses")
    _check_concepts(packages)
    _check_sources(packages)
    for row, cells in packages.rows.values():
        _check_row(row, cells, packages)
    for code, cells in (*codes.values(), *diagnoses.values()):
        _check_code(code, cells, packages, codes)
    _check_listings(packages)
    _check_notices(folder, packages, faults.append)
    _check_order(packages, codes, diagnoses)
    mine = {str(folder / name) for name in (*(f"{n}.csv" for n in COLUMNS), EXTRACTED_FILE)}
    own = [fault for fault in faults if fault.path in mine]
    seen = {(fault.path, fault.line, fault.column) for fault in own}
    by_schema = (
        fault
        for fault in _check_schema(folder)
        if (fault.path, fault.line, fault.column) not in seen
    )
    return sorted({*own, *by_schema})


def _check_schema(folder: Path) -> list[Fault]:
    path = folder / "datapackage.json"
    if not path.is_file():
        return []
    # Half a second to import, and only this command needs it.
    import frictionless

    report = frictionless.Package(str(path)).validate()
    faults = [Fault(str(path), 0, "", error.note) for error in report.errors]
    for task in report.tasks:
        faults += [
            Fault(
                str(folder / str(task.place)),
                int(getattr(error, "row_number", 0) or 0),
                str(getattr(error, "field_name", "") or ""),
                str(error.note).rstrip("."),
            )
            for error in task.errors
        ]
    return faults


def _check_concepts(packages: Packages) -> None:
    entries = {key: entry for key, (entry, _) in packages.concepts.items()}
    index = ConceptIndex(())
    owners: dict[tuple[str, str], ConceptEntry] = {}
    for entry, cells in packages.concepts.values():
        for parent in entry.parents:
            above = entries.get(parent)
            if above is None:
                cells.fault("parents", f"no concept is called '{parent}'")
            elif above.kind != entry.kind:
                cells.fault("parents", f"{parent} is of kind {above.kind}, not {entry.kind}")
        if _is_own_ancestor(entry, entries):
            cells.fault("parents", f"{entry.concept_id} is among its own wider concepts")
        if entry.kind != "outcome" and cells.text("better"):
            cells.fault("better", "only an outcome is better one way")
        low, high = entry.scale_low, entry.scale_high
        if (low is None) != (high is None):
            cells.fault("scale_low", "a scale needs both its ends")
        elif low is not None and high is not None and low >= high:
            cells.fault("scale_low", "the scale is upside down")
        for name in (entry.name, *entry.synonyms):
            owner = owners.setdefault((entry.kind, index.normal_form(name)), entry)
            if owner is not entry:
                why = f"'{name}' also names {owner.concept_id} ({owner.name})"
                cells.fault("name" if name == entry.name else "synonyms", why)


def _is_own_ancestor(entry: ConceptEntry, entries: Mapping[str, ConceptEntry]) -> bool:
    seen: set[str] = set()
    level = list(entry.parents)
    while level:
        if entry.concept_id in level:
            return True
        seen.update(level)
        above = (p for c in level if c in entries for p in entries[c].parents)
        level = [p for p in above if p not in seen]
    return False


def _check_sources(packages: Packages) -> None:
    for source, cells in packages.sources.values():
        newer = source.superseded_by
        if newer and newer not in packages.sources:
            cells.fault("superseded_by", f"no source is called '{newer}'")
        if newer == source.source_id:
            cells.fault("superseded_by", "a source does not supersede itself")
        if newer and source.status == "current":
            cells.fault("status", f"current, but superseded by {newer}")
        if source.year is not None and source.year_earliest is not None:
            cells.fault("year_earliest", "only where the year is not known")
        cells.date("verified_on")
        if source.verified_how and not source.verified_on:
            cells.fault("verified_on", "checked, but on which day?")


def _check_row(row: EvidenceRow, cells: Cells, packages: Packages) -> None:
    if row.verified and not row.source.verified_how:
        cells.fault("verified", f"verified, but nobody checked {row.source.source_id}")
    for column in _NEEDS_CONCEPTS.get(row.kind, ()):
        if not cells.text(column):
            cells.fault(column, f"the cell is empty, and a row of kind {row.kind} needs it")
    for quantity in row.statement.quantities:
        _check_quantity(quantity, cells)
    effect = next(iter(row.statement.of_role("effect")), None)
    if effect is not None:
        _check_story(row, effect, cells)
    if row.kind == "efficacy" and row.stance == "affirms":
        _check_benefit(row, cells, packages)


def _check_quantity(quantity: Quantity, cells: Cells) -> None:
    column = {"comparator_arm": "comparator_value", "baseline": "baseline_value"}.get(
        quantity.role, "value"
    )
    ends = [("low", quantity.low), (column, quantity.value), ("high", quantity.high)]
    given = [(name, number) for name, number in ends if number is not None]
    if quantity.role not in {"dose", "duration"}:
        for (_, lower), (name, upper) in itertools.pairwise(given):
            if lower > upper:
                cells.fault(name, f"{upper:g} lies outside the interval")
    if quantity.kind == "proportion":
        if quantity.unit != "proportion":
            cells.fault("unit", f"'{quantity.unit}'; a proportion has the unit proportion, 0..1")
        for name, number in given:
            if not 0 <= number <= 1:
                cells.fault(name, f"{number:g} is no proportion; 0..1 is wanted")
    if quantity.kind in {"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"}:
        for name, number in given:
            # The end of an interval may be rounded to 0.
            if number < 0 or (number == 0 and name == column):
                cells.fault(name, f"{number:g} is no ratio")


def _check_story(row: EvidenceRow, effect: Quantity, cells: Cells) -> None:
    """Compare an effect's sign and interval with what the row says of them."""
    nothing = _NO_EFFECT.get(effect.kind)
    if nothing is None:
        return
    way: Direction = row.statement.direction
    measured = row.statement.outcome.text if row.statement.outcome is not None else ""
    if effect.value is not None and way in {"increase", "decrease"}:
        signed = effect.value - nothing if way == "increase" else nothing - effect.value
        if signed < 0 and not is_hazard_of_end(effect, measured):
            cells.fault("direction", f"{way}, but the {effect.kind} is {effect.value:g}")
    if effect.bound != "ci95" or effect.low is None or effect.high is None:
        return
    # An interval that ends at no effect may be rounded either way.
    if row.significant is False and not effect.low <= nothing <= effect.high:
        cells.fault("significant", f"false, but the interval excludes {nothing:g}")
    if row.significant and effect.low < nothing < effect.high:
        cells.fault("significant", f"true, but the interval includes {nothing:g}")
    affirms = row.kind == "efficacy" and row.stance == "affirms" and way != "no_difference"
    if affirms and effect.low < nothing < effect.high:
        cells.fault("stance", f"affirms, but the interval includes {nothing:g}")


def _check_benefit(row: EvidenceRow, cells: Cells, packages: Packages) -> None:
    """Ask whether a row that affirms says that things got better."""
    outcome = row.statement.outcome
    found = packages.concepts.get(outcome.concept_id) if outcome is not None else None
    if found is None:
        return
    better = "lower" if found[0].kind == "condition" else found[0].better
    worse = {"higher": "decrease", "lower": "increase"}.get(better)
    # A number needed to treat has no way of its own.
    counts_people = any(q.kind == "number_needed_to_treat" for q in row.statement.quantities)
    if row.statement.direction == worse and not counts_people:
        cells.fault("stance", f"affirms a {worse} of {found[0].name}, of which {better} is better")


def _check_code(
    code: Code,
    cells: Cells,
    packages: Packages,
    codes: Mapping[tuple[str, str], tuple[Code, Cells]],
) -> None:
    shapes = [s for s, _ in packages.code_systems.values() if s.system == code.system]
    if not shapes:
        cells.fault("system", f"'{code.system}' is not in code_systems.csv")
    elif not any(_fits(code.code, shape) for shape in shapes):
        cells.fault("code", f"'{code.code}' has the shape of no category of {code.system}")
    for concept_id in code.concepts:
        if concept_id not in packages.concepts:
            cells.fault("concepts", f"no concept is called '{concept_id}'")
    for newer in code.replaced_by:
        if (code.system, newer) not in codes:
            cells.fault("replaced_by", f"{code.system} {newer} is not in codes.csv")
    first, last = code.valid_from, code.valid_to
    if first is not None and last is not None and last < first:
        cells.fault("valid_to", "before the first day")
    if code.status != "active" and code.valid_to is None:
        cells.fault("valid_to", f"{code.status}, but since when?")


def _fits(code: str, shape: CodeSystem) -> bool:
    return re.fullmatch(shape.shape, code) is not None


def _check_listings(packages: Packages) -> None:
    for system, cells in packages.code_systems.values():
        if system.example and not _fits(system.example, system):
            cells.fault("example", f"'{system.example}' does not have the shape")
        if system.complete and not system.edition:
            cells.fault("edition", "complete, but as of which edition?")
    for listing, cells in packages.listings.values():
        for column in ("interventions", "conditions"):
            for concept_id in cells.ids(column):
                if concept_id not in packages.concepts:
                    cells.fault(column, f"no concept is called '{concept_id}'")
        if listing.complete and listing.as_of is None:
            cells.fault("as_of", "complete, but as of which day?")
        if listing.complete and not listing.verified_how:
            cells.fault("verified_how", "complete, but how is that known?")


def _check_notices(folder: Path, packages: Packages, report: Report) -> None:
    last = ""
    for cells in notice_lines(folder, report):
        doi, listing_id = cells.text("doi"), cells.text("listing_id")
        if doi != normal_doi(doi):
            cells.fault("doi", f"'{doi}' is not as DOIs are compared: '{normal_doi(doi)}'")
        if listing_id not in packages.listings:
            cells.fault("listing_id", f"no listing is called '{listing_id}'")
        if doi < last:
            cells.fault("doi", _OUT_OF_ORDER)
        last = doi


def _check_order(
    packages: Packages,
    codes: Mapping[tuple[str, str], tuple[Code, Cells]],
    diagnoses: Mapping[tuple[str, str], tuple[Code, Cells]],
) -> None:
    tables: tuple[tuple[str, Iterable[tuple[object, tuple[object, Cells]]]], ...] = (
        ("concept_id", packages.concepts.items()),
        ("source_id", packages.sources.items()),
        ("row_id", packages.rows.items()),
        ("listing_id", packages.listings.items()),
        ("category", packages.code_systems.items()),
        ("code", codes.items()),
        ("code", diagnoses.items()),
    )
    for column, table in tables:
        last: tuple[str, str] | None = None
        # A line that replaces one below stands in that one's place in the table.
        in_file = sorted(table, key=lambda entry: (entry[1][1].path, entry[1][1].line))
        for key, (_, cells) in in_file:
            place = (cells.path, str(key))
            if last is not None and last[0] == place[0] and last[1] > place[1]:
                cells.fault(column, _OUT_OF_ORDER)
            last = place

"""What is wrong with a package: each rule with a package that breaks it, and one that does not."""

from __future__ import annotations

import json

import pytest
from evidence.packages import CONCEPTS, write_package

from pipeline.errors import EvidenceMissingError
from pipeline.evidence.validate import validate_evidence
from pipeline.resources import evidence_dir

RATIO = {
    "measure": "risk_ratio",
    "value": "0.8",
    "low": "0.7",
    "high": "0.9",
    "bound": "ci95",
    "unit": "ratio",
}
SHARE = {"measure": "proportion", "value": "0.4", "unit": "proportion"}


def _faults(tmp_path, **files):
    return [
        f"{fault.line} {fault.column}: {fault.why}"
        for fault in validate_evidence(write_package(tmp_path, **files))
    ]


def test_validate_finds_nothing_wrong_with_the_shipped_package():
    assert validate_evidence(evidence_dir()) == []


def test_validate_finds_nothing_wrong_with_a_sound_package(tmp_path):
    assert _faults(tmp_path) == []


ROWS = {
    "outside its interval": (
        RATIO | {"value": "0.95"}, "high: 0.9 lies outside the interval"),
    "a share in per cent": (
        SHARE | {"value": "40"}, "value: 40 is no proportion; 0..1 is wanted"),
    "a share in another unit": (
        SHARE | {"unit": "ratio"}, "unit: 'ratio'; a proportion has the unit proportion, 0..1"),
    "a ratio of nothing": (
        RATIO | {"value": "0", "low": "0", "bound": "none", "direction": "decrease"},
        "value: 0 is no ratio"),
    "direction against the number": (
        RATIO | {"direction": "increase", "stance": "uncertain"},
        "direction: increase, but the risk_ratio is 0.8"),
    "affirms with an interval of no effect": (
        RATIO | {"high": "1.1"}, "stance: affirms, but the interval includes 1"),
    "significant with an interval of no effect": (
        RATIO | {"high": "1.1", "stance": "denies", "significant": "true"},
        "significant: true, but the interval includes 1"),
    "not significant with a narrow interval": (
        RATIO | {"significant": "false"}, "significant: false, but the interval excludes 1"),
    "affirms what is worse": (
        {"direction": "increase"},
        "stance: affirms a increase of pain intensity, of which lower is better"),
    "affirms more of a condition": (
        {"direction": "increase", "outcome": "D010146"},
        "stance: affirms a increase of pain, of which lower is better"),
    "no outcome": (
        {"outcome": ""}, "outcome: the cell is empty, and a row of kind efficacy needs it"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), ROWS.values(), ids=ROWS)
def test_validate_names_what_a_row_gets_wrong(tmp_path, line, expected):
    assert f"2 {expected}" in _faults(tmp_path, findings=[line])


SOUND_ROWS = {
    "an interval that ends at no effect": RATIO | {"high": "1.0"},
    "an interval that ends at no effect, called significant": (
        RATIO | {"high": "1.0", "significant": "true"}
    ),
    "an interval that ends at no effect, called not significant": (
        RATIO | {"high": "1.0", "significant": "false", "stance": "uncertain"}
    ),
    "denies a small effect that is significant": RATIO | {"stance": "denies"},
    "the share at the interval's end": SHARE | {"low": "0.4", "high": "0.5", "bound": "ci95"},
    "no difference, affirmed": RATIO | {"high": "1.1", "direction": "no_difference"},
    "nobody": SHARE | {"value": "0"},
    "everybody": SHARE | {"value": "1"},
}


@pytest.mark.parametrize("line", SOUND_ROWS.values(), ids=SOUND_ROWS)
def test_validate_lets_a_sound_row_be(tmp_path, line):
    assert _faults(tmp_path, findings=[line]) == []


SURVIVAL = {"concept_id": "X-SURVIVAL", "kind": "outcome", "name": "survival", "better": "higher"}


@pytest.mark.parametrize(("measure", "n_faults"), [("hazard_ratio", 0), ("risk_ratio", 1)])
def test_validate_lets_a_hazard_below_one_be_more_of_what_lasts(tmp_path, measure, n_faults):
    line = RATIO | {"measure": measure, "direction": "increase", "outcome": "X-SURVIVAL"}
    assert len(_faults(tmp_path, findings=[line], concepts=[*CONCEPTS, SURVIVAL])) == n_faults


def test_validate_wants_a_checked_source_for_a_verified_row(tmp_path):
    unchecked = {"verified_how": "", "verified_on": ""}
    assert _faults(tmp_path, sources=[unchecked]) == ["2 verified: verified, but nobody checked S1"]
    assert _faults(tmp_path, sources=[unchecked], findings=[{"verified": "false"}]) == []


SOURCES = {
    "newer version unknown": (
        {"superseded_by": "S9", "status": "superseded"}, "superseded_by: no source is called 'S9'"),
    "newer version, yet current": (
        {"superseded_by": "S2"}, "status: current, but superseded by S2"),
    "supersedes itself": (
        {"superseded_by": "S1", "status": "superseded"},
        "superseded_by: a source does not supersede itself"),
    "both years": ({"year_earliest": "2015"}, "year_earliest: only where the year is not known"),
    "checked on no day": ({"verified_on": ""}, "verified_on: checked, but on which day?"),
    "checked on a wrong day": (
        {"verified_on": "May 2026"},
        "verified_on: 'May 2026' is no date; one such as 2019-01-31 is wanted"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), SOURCES.values(), ids=SOURCES)
def test_validate_names_what_a_source_gets_wrong(tmp_path, line, expected):
    assert f"2 {expected}" in _faults(tmp_path, sources=[line, {"source_id": "S2"}])


CONCEPT_FAULTS = {
    "parent unknown": ({"parents": "X-NOWHERE"}, "parents: no concept is called 'X-NOWHERE'"),
    "parent of another kind": (
        {"parents": "X-PAIN"}, "parents: X-PAIN is of kind outcome, not condition"),
    "own ancestor": (
        {"parents": "D999999"}, "parents: D999999 is among its own wider concepts"),
    "better without being an outcome": (
        {"better": "lower"}, "better: only an outcome is better one way"),
    "half a scale": ({"scale_low": "0"}, "scale_low: a scale needs both its ends"),
    "scale upside down": (
        {"scale_low": "10", "scale_high": "0"}, "scale_low: the scale is upside down"),
    "a name taken": (
        {"synonyms": "Neck-pains"}, "synonyms: 'Neck-pains' also names D019547 (neck pain)"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), CONCEPT_FAULTS.values(), ids=CONCEPT_FAULTS)
def test_validate_names_what_a_concept_gets_wrong(tmp_path, line, expected):
    odd = {"concept_id": "D999999", "kind": "condition", "name": "oddness", **line}
    found = _faults(tmp_path, concepts=[*CONCEPTS[:3], odd, *CONCEPTS[3:]])
    assert f"5 {expected}" in found


CODES = {
    "system unknown": ({"system": "XYZ"}, "system: 'XYZ' is not in code_systems.csv"),
    "no such shape": ({"code": "9870"}, "code: '9870' has the shape of no category of CPT"),
    "concept unknown": ({"concepts": "X-NOWHERE"}, "concepts: no concept is called 'X-NOWHERE'"),
    "successor unknown": (
        {"status": "replaced", "valid_to": "2004-12-31", "replaced_by": "99999"},
        "replaced_by: CPT 99999 is not in codes.csv"),
    "ends before it begins": (
        {"valid_from": "2005-01-01", "valid_to": "2004-12-31"}, "valid_to: before the first day"),
    "deleted some day": ({"status": "deleted"}, "valid_to: deleted, but since when?"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), CODES.values(), ids=CODES)
def test_validate_names_what_a_code_gets_wrong(tmp_path, line, expected):
    assert _faults(tmp_path, codes=[line]) == [f"2 {expected}"]


def test_validate_names_a_shape_that_is_no_pattern(tmp_path):
    (fault, *_) = _faults(tmp_path, code_systems=[{"shape": "("}], codes=[])
    assert fault.startswith("2 shape: shape '(':")


def test_validate_names_an_example_without_the_shape(tmp_path):
    lines = [{"example": "123", "complete": "true"}]
    assert _faults(tmp_path, code_systems=lines) == [
        "2 edition: complete, but as of which edition?",
        "2 example: '123' does not have the shape",
    ]


def test_validate_wants_a_day_and_a_reason_for_a_complete_listing(tmp_path):
    lines = [{"complete": "true", "conditions": "X-NOWHERE"}]
    assert _faults(tmp_path, listings=lines) == [
        "2 as_of: complete, but as of which day?",
        "2 conditions: no concept is called 'X-NOWHERE'",
        "2 verified_how: complete, but how is that known?",
    ]


def test_validate_wants_lines_in_order(tmp_path):
    found = _faults(tmp_path, findings=[{"row_id": "R2"}, {"row_id": "R1"}])
    assert found == ["3 row_id: out of order; lines are sorted by id so that they diff well"]


def test_validate_does_not_stop_at_the_first_fault(tmp_path):
    lines = [{"kind": "rumour"}, {"row_id": "R2", "outcome": "X-JOY", "n_trials": "few"}]
    found = _faults(tmp_path, findings=lines, sources=[{"held": "nothing"}])
    assert [fault.partition(":")[0] for fault in found] == [
        "2 kind", "3 n_trials", "3 outcome", "2 held",
    ]  # fmt: skip


NOTICES = {
    "a DOI as nobody compares it": (
        [{"doi": "10.1000/A"}], "2 doi: '10.1000/A' is not as DOIs are compared: '10.1000/a'"),
    "a list that nobody knows": (
        [{"listing_id": "L9"}], "2 listing_id: no listing is called 'L9'"),
    "out of order": (
        [{"doi": "10.1000/b"}, {}],
        "3 doi: out of order; lines are sorted by id so that they diff well"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), NOTICES.values(), ids=NOTICES)
def test_validate_names_what_is_wrong_with_notices(tmp_path, lines, expected):
    assert _faults(tmp_path, notices=lines) == [expected]


def test_validate_holds_diagnoses_to_the_shapes_of_their_system(tmp_path):
    assert _faults(tmp_path, diagnoses=[{}]) == []
    assert _faults(tmp_path, diagnoses=[{"code": "9921"}]) == [
        "2 code: '9921' has the shape of no category of CPT"
    ]


def test_validate_reads_what_lies_below_without_judging_it(tmp_path):
    below = write_package(tmp_path / "below", listings=[{"complete": "true"}])
    above = write_package(
        tmp_path / "above",
        concepts=[], sources=[], codes=[], code_systems=[], listings=[],
        findings=[{"row_id": "R2"}],
    )  # fmt: skip
    assert validate_evidence(above, on_top_of=[below]) == []
    assert [fault.column for fault in validate_evidence(above)] == ["source_id"]


def test_validate_a_line_that_replaces_another_is_in_order(tmp_path):
    below = write_package(tmp_path / "below")
    above = write_package(
        tmp_path / "above",
        concepts=[
            {"concept_id": "D000001", "kind": "condition", "name": "cramps"},
            {"concept_id": "X-SHAM", "kind": "comparator", "name": "dummy", "replaces": "X-SHAM"},
        ],
        findings=[], sources=[], codes=[], code_systems=[], listings=[],
    )  # fmt: skip
    assert validate_evidence(above, on_top_of=[below]) == []


def test_validate_holds_a_package_to_its_own_schema(tmp_path):
    package = write_package(tmp_path, sources=[{"doi": "doi:10.1000/1", "held": "nothing"}])
    descriptor = json.loads((evidence_dir() / "datapackage.json").read_text(encoding="utf-8"))
    sources = next(r for r in descriptor["resources"] if r["name"] == "sources")
    sources["schema"]["fields"].append({"name": "replaces", "type": "string"})
    header = (package / "sources.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    sources["schema"]["fields"].sort(key=lambda field: header.index(field["name"]))
    descriptor["resources"] = [sources]
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    found = validate_evidence(package)
    assert [(fault.line, fault.column) for fault in found] == [(2, "doi"), (2, "held")]
    # One fault a cell: the schema knows the closed set too.
    assert "is none of bibliographic" in found[1].why


def test_validate_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(EvidenceMissingError):
        validate_evidence(tmp_path / "nowhere")

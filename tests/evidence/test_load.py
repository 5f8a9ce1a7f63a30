"""Files become a table; a broken line says where, what came and what was wanted."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from evidence.packages import write_package

from pipeline.errors import EvidenceMissingError, EvidenceRowError
from pipeline.evidence import load_evidence
from pipeline.evidence.load import read_packages
from pipeline.resources import evidence_dir


def test_load_reads_a_package(tmp_path):
    table = load_evidence([write_package(tmp_path)])
    (row,) = table.rows
    assert (row.row_id, row.kind, row.stance, row.verified) == ("R1", "efficacy", "affirms", True)
    assert row.source == table.sources["S1"]
    assert row.statement.intervention.name == "acupuncture"
    assert [c.concept_id for c in row.statement.comparators] == ["X-SHAM"]
    assert table.concepts.relation("D019547", "D010146") == "narrower"
    assert table.code_systems[0].shape == r"\d{5}"
    assert table.listings[0].interventions == ("D015670",)
    assert table.version == "unversioned"


def test_load_reads_every_field_of_a_source(tmp_path):
    line = {"pmid": "27351677", "version": "3", "held": "abstract", "status": "corrected"}
    source = load_evidence([write_package(tmp_path, sources=[line])]).sources["S1"]
    assert (source.year, source.pmid, source.version) == (2016, "27351677", 3)
    assert (source.held, source.status) == ("abstract", "corrected")


def test_load_reads_the_days_of_a_code(tmp_path):
    line = {"status": "deleted", "valid_to": "2004-12-31", "replaced_by": "97810;97811"}
    code = load_evidence([write_package(tmp_path, codes=[line])]).codes["CPT", "97810"]
    assert (code.valid_from, code.valid_to) == (None, dt.date(2004, 12, 31))
    assert code.replaced_by == ("97810", "97811")


def test_load_names_a_broken_code_at_once(tmp_path):
    package = write_package(tmp_path, codes=[{"valid_to": "soon"}])
    with pytest.raises(EvidenceRowError, match=r"codes\.csv, line 2.*'soon' is no date"):
        load_evidence([package])


def test_load_finds_diagnoses_in_their_own_file(tmp_path):
    lines = [{}, {"system": "ICD-10-CM", "code": "M54.2", "valid_from": "2015-10-01"}]
    table = load_evidence([write_package(tmp_path, diagnoses=lines)])
    assert table.code("ICD-10-CM", "M54.2").valid_from == dt.date(2015, 10, 1)
    assert table.code("CPT", "97810") is not None
    # Codes of what was done are in the other file.
    assert table.code("CPT", "99213") is None


def test_load_keeps_every_list_that_holds_a_notice(tmp_path):
    below = write_package(tmp_path / "below", notices=[{}])
    above = write_package(
        tmp_path / "above",
        concepts=[], sources=[], codes=[], code_systems=[], findings=[],
        listings=[{"listing_id": "L2", "publisher": "Ours"}],
        notices=[{"listing_id": "L2"}],
    )  # fmt: skip
    table = load_evidence([below, above])
    found = table.notices_on("https://doi.org/10.1000/A.")
    assert [listing.publisher for listing in found] == ["Cochrane", "Ours"]
    assert table.notices_on("10.1000/b") == table.notices_on("") == ()


def test_load_takes_an_unmarked_row_for_unverified(tmp_path):
    (row,) = load_evidence([write_package(tmp_path, findings=[{"verified": ""}])]).rows
    assert not row.verified


BROKEN = {
    "unknown kind": ({"kind": "rumour"}, "column 'kind': 'rumour' is none of statistic, citation"),
    "no such source": ({"source_id": "S9"}, "column 'source_id': no source is called 'S9'"),
    "no such concept": ({"outcome": "X-JOY"}, "column 'outcome': no concept is called 'X-JOY'"),
    "concept of another kind": (
        {"condition": "X-PAIN"},
        "X-PAIN (pain intensity) is of kind outcome, not condition",
    ),
    "two interventions": ({"intervention": "D015670;D015670"}, "several concepts; one is wanted"),
    "no number": ({"measure": "risk_ratio", "value": "1,2"}, "'1,2' is no number"),
    "not finite": ({"measure": "risk_ratio", "value": "inf"}, "'inf' is not finite"),
    "no whole number": ({"n_trials": "4.5"}, "'4.5' is no whole number"),
    "no flag": ({"verified": "yes"}, "'yes' is neither true nor false"),
    "no span of time": ({"timeframe": "long"}, "'long' is no number with a unit"),
    "span upside down": ({"timeframe": "12-6 mo"}, "'12-6 mo' is upside down"),
    "interval upside down": (
        {"measure": "risk_ratio", "low": "2", "high": "1", "unit": "ratio"},
        "the interval 2 to 1 is upside down",
    ),
    "numbers without a measure": ({"value": "0.5"}, "the cell is empty, but there are numbers"),
    "a measure without numbers": ({"measure": "mean"}, "a mean needs a value or an interval"),
    "number without a unit": (
        {"measure": "mean", "value": "3"},
        "column 'unit': the cell is empty",
    ),
}


@pytest.mark.parametrize(("line", "message"), BROKEN.values(), ids=BROKEN)
def test_load_names_file_line_and_column_of_a_broken_row(tmp_path, line, message):
    with pytest.raises(EvidenceRowError) as caught:
        load_evidence([write_package(tmp_path, findings=[{}, {"row_id": "R2", **line}])])
    assert str(caught.value).startswith(f"[E402] {tmp_path / 'findings.csv'}, line 3, column ")
    assert message in str(caught.value)


def test_load_names_a_missing_column(tmp_path):
    package = write_package(tmp_path)
    (package / "sources.csv").write_text("source_id,title\nS1,Needles\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match="'kind': the column is missing; columns present"):
        load_evidence([package])


def test_load_names_an_unknown_column(tmp_path):
    package = write_package(tmp_path)
    (package / "sources.csv").write_text("source_id,kind,title,colour\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match="'colour': unknown column"):
        load_evidence([package])


def test_load_names_a_line_with_too_few_cells(tmp_path):
    package = write_package(tmp_path)
    (package / "sources.csv").write_text("source_id,kind,title\nS1,trial\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match=r"line 2.*2 cells, but the header has 3"):
        load_evidence([package])


def test_load_names_a_line_that_is_no_csv(tmp_path):
    package = write_package(tmp_path)
    (package / "sources.csv").write_text('source_id,kind,title\nS1,trial,"a"b\n', encoding="utf-8")
    with pytest.raises(EvidenceRowError, match="not a line of CSV"):
        load_evidence([package])


def test_load_names_an_id_given_twice(tmp_path):
    with pytest.raises(EvidenceRowError, match=r"line 3.*R1 was given before, on line 2"):
        load_evidence([write_package(tmp_path, findings=[{}, {}])])


def test_load_refuses_a_folder_without_a_package(tmp_path):
    with pytest.raises(EvidenceMissingError, match=r"it holds none of sources\.csv"):
        load_evidence([tmp_path])
    with pytest.raises(EvidenceMissingError, match="no such folder"):
        load_evidence([tmp_path / "nowhere"])


def test_load_refuses_bytes_that_are_no_text(tmp_path):
    package = write_package(tmp_path)
    (package / "sources.csv").write_bytes(b"source_id,kind,title\n\xff\xfe\n")
    with pytest.raises(EvidenceMissingError, match=r"sources\.csv.*utf-8"):
        load_evidence([package])


def test_load_refuses_a_descriptor_that_is_no_json(tmp_path):
    package = write_package(tmp_path)
    (package / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(EvidenceMissingError, match="not JSON"):
        load_evidence([package])


def test_load_lays_a_package_on_top_of_another(tmp_path):
    below = write_package(tmp_path / "below")
    above = write_package(
        tmp_path / "above",
        concepts=[],
        sources=[],
        codes=[],
        code_systems=[],
        listings=[],
        findings=[{"row_id": "R2"}],
    )
    (above / "datapackage.json").write_text('{"version": "7"}', encoding="utf-8")
    table = load_evidence([below, above])
    assert [row.row_id for row in table.rows] == ["R1", "R2"]
    assert table.version == "unversioned+7"


def test_load_refuses_an_id_that_shadows_one_below(tmp_path):
    below = write_package(tmp_path / "below")
    above = write_package(
        tmp_path / "above", concepts=[], sources=[], codes=[], code_systems=[], listings=[]
    )
    with pytest.raises(EvidenceRowError, match=r"R1 is in .*below.*line 2 already; to replace it"):
        load_evidence([below, above])


def test_load_lets_a_row_replace_one_below_where_it_says_so(tmp_path):
    below = write_package(tmp_path / "below")
    above = write_package(
        tmp_path / "above",
        concepts=[],
        sources=[],
        codes=[],
        code_systems=[],
        listings=[],
        findings=[{"stance": "denies", "replaces": "R1"}],
    )
    (row,) = load_evidence([below, above]).rows
    assert row.stance == "denies"


def test_load_goes_on_after_a_fault_that_is_only_collected(tmp_path):
    faults = []
    lines = [{"stance": "perhaps"}, {"row_id": "R2", "certainty": "sure"}]
    read_packages([write_package(tmp_path, findings=lines)], report=faults.append)
    assert [(fault.line, fault.column) for fault in faults] == [(2, "stance"), (3, "certainty")]


def test_load_reads_the_shipped_package_in_little_time():
    fastest = min(_cpu_s() for _ in range(3))
    # About 0.1 s where nothing else runs; a cold start pays it once.
    assert fastest < 0.4


def _cpu_s():
    start = time.process_time()
    load_evidence([evidence_dir()])
    return time.process_time() - start

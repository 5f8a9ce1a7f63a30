"""Registries become lines of codes.csv, the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
import re

import pytest

from pipeline.evidence import load_evidence
from pipeline.evidence.build import HEADER, build_hcpcs, main
from pipeline.evidence.columns import COLUMNS
from pipeline.resources import evidence_dir

REGISTRY = "code\tshort\tlong\nS8930\tEar\tNeedles in  the ear\nA0021\tCar\t\n"
CODES = (
    "system,code,status,valid_from,valid_to,meaning,concepts,replaced_by\n"
    "CPT,97810,active,2005-01-01,,needles,D015670,\n"
    "HCPCS,S8930,active,,,of old,D020831,\n"
    "HCPCS,Z9999,active,,,gone,,\n"
)


def test_build_puts_the_registry_in_the_place_of_what_was_there():
    lines = list(csv.DictReader(io.StringIO(build_hcpcs(CODES, REGISTRY))))
    assert [(line["system"], line["code"], line["meaning"]) for line in lines] == [
        ("CPT", "97810", "needles"),
        ("HCPCS", "A0021", "Car"),
        ("HCPCS", "S8930", "Needles in the ear"),
    ]


def test_build_keeps_the_concepts_that_somebody_linked():
    lines = csv.DictReader(io.StringIO(build_hcpcs(CODES, REGISTRY)))
    assert {line["code"]: line["concepts"] for line in lines} == {
        "97810": "D015670",
        "A0021": "",
        "S8930": "D020831",
    }


def test_build_gives_the_same_text_again():
    once = build_hcpcs(CODES, REGISTRY)
    assert build_hcpcs(once, REGISTRY) == once


def test_build_writes_the_columns_of_a_package():
    assert set(HEADER) | {"replaces"} == {c for part in COLUMNS["codes"] for c in part}


def test_build_writes_into_a_package(tmp_path, capsys):
    (tmp_path / "registries").mkdir()
    registry = tmp_path / "registries" / "hcpcs_level2_2019.tsv.gz"
    registry.write_bytes(gzip.compress(REGISTRY.encode()))
    options = ["hcpcs", "--data-dir", str(tmp_path), "--out", str(tmp_path)]
    assert main(options) == 0
    first = (tmp_path / "codes.csv").read_bytes()
    assert main(options) == 0
    assert (tmp_path / "codes.csv").read_bytes() == first
    assert "2 codes" in capsys.readouterr().err


def test_build_says_where_it_looked_for_the_registry(tmp_path, capsys):
    assert main(["hcpcs", "--data-dir", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "hcpcs_level2_2019.tsv.gz" in capsys.readouterr().err


def test_build_asks_for_a_data_folder(monkeypatch, capsys):
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    with pytest.raises(SystemExit):
        main(["hcpcs"])
    assert "CLAIMS_DATA_DIR" in capsys.readouterr().err


def test_build_of_what_is_shipped_gives_what_is_shipped():
    shipped = (evidence_dir() / "codes.csv").read_text(encoding="utf-8")
    hcpcs = [line for line in csv.DictReader(io.StringIO(shipped)) if line["system"] == "HCPCS"]
    registry = "".join(f"{line['code']}\t\t{line['meaning']}\n" for line in hcpcs)
    assert build_hcpcs(shipped, f"code\tshort\tlong\n{registry}") == shipped


def test_build_left_no_shipped_code_without_a_shape():
    table = load_evidence([evidence_dir()])
    shapes = [system.shape for system in table.categories("HCPCS") if system.complete]
    codes = [code for system, code in table.codes if system == "HCPCS"]
    assert len(codes) > 6_000
    assert all(any(re.fullmatch(shape, code) for shape in shapes) for code in codes)

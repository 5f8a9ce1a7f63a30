"""Registries become lines of the package's files."""

from __future__ import annotations

import csv
import io
import re

import pytest

from pipeline.evidence import load_evidence
from pipeline.evidence.columns import COLUMNS
from pipeline.evidence.registries import (
    CODES_HEADER,
    DIAGNOSES_HEADER,
    NOTICES_HEADER,
    RETRACTION_WATCH,
    build_hcpcs,
    build_icd10,
    build_notices,
)
from pipeline.resources import evidence_dir

HCPCS = "code\tshort\tlong\nS8930\tEar\tNeedles in  the ear\nA0021\tCar\t\n"
CODES = (
    "system,code,status,valid_from,valid_to,meaning,concepts,replaced_by\n"
    "CPT,97810,active,2005-01-01,,needles,D015670,\n"
    "HCPCS,S8930,active,,,of old,D020831,\n"
    "HCPCS,Z9999,active,,,gone,,\n"
)
ICD = 'M542,"Cervicalgia"\nM54,"Dorsalgia"\nH54512A,"Low vision  right eye"\n'
LATER = 'M542,"Pain of the neck"\nM5450,"Low back pain, unspecified"\n'
DIAGNOSES = (
    "system,code,valid_from,meaning\n"
    'ICD-10-CM,M54.50,2021-10-01,"Low back pain, unspecified"\n'
    "ICD-10-CM,M99.99,,gone\n"
    "ICD-9-CM,723.1,,Cervicalgia\n"
)


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_registries_hcpcs_takes_the_place_of_what_was_there():
    lines = read(build_hcpcs(CODES, HCPCS))
    assert [(line["system"], line["code"], line["meaning"]) for line in lines] == [
        ("CPT", "97810", "needles"),
        ("HCPCS", "A0021", "Car"),
        ("HCPCS", "S8930", "Needles in the ear"),
    ]


def test_registries_hcpcs_keeps_the_concepts_that_somebody_linked():
    assert {line["code"]: line["concepts"] for line in read(build_hcpcs(CODES, HCPCS))} == {
        "97810": "D015670",
        "A0021": "",
        "S8930": "D020831",
    }


def test_registries_icd10_gets_its_points_and_keeps_later_codes():
    lines = read(build_icd10(DIAGNOSES, [ICD]))
    assert [(line["code"], line["valid_from"], line["meaning"]) for line in lines] == [
        ("H54.512A", "", "Low vision right eye"),
        ("M54", "", "Dorsalgia"),
        ("M54.2", "", "Cervicalgia"),
        ("M54.50", "2021-10-01", "Low back pain, unspecified"),
        ("723.1", "", "Cervicalgia"),
    ]


def test_registries_icd10_takes_the_newest_title_and_drops_no_code():
    lines = read(build_icd10(DIAGNOSES, [ICD, LATER]))
    assert [(line["code"], line["valid_from"], line["meaning"]) for line in lines] == [
        ("H54.512A", "", "Low vision right eye"),
        ("M54", "", "Dorsalgia"),
        ("M54.2", "", "Pain of the neck"),
        ("M54.50", "2021-10-01", "Low back pain, unspecified"),
        ("723.1", "", "Cervicalgia"),
    ]


def test_registries_notices_are_dois_as_they_are_compared():
    lines = read(build_notices("10.1000/B\n\nhttps://doi.org/10.1000/a.\n10.1000/b\n"))
    assert [line["doi"] for line in lines] == ["10.1000/a", "10.1000/b"]
    assert {line["listing_id"] for line in lines} == {RETRACTION_WATCH}


def test_registries_give_the_same_text_again():
    codes = build_hcpcs(CODES, HCPCS)
    assert build_hcpcs(codes, HCPCS) == codes
    diagnoses = build_icd10(DIAGNOSES, [ICD, LATER])
    assert build_icd10(diagnoses, [ICD, LATER]) == diagnoses


def test_registries_write_the_columns_of_a_package():
    def known(name):
        return {column for part in COLUMNS[name] for column in part}

    assert set(CODES_HEADER) | {"replaces"} == known("codes")
    assert set(DIAGNOSES_HEADER) <= known("diagnoses")
    assert set(NOTICES_HEADER) == known("notices")


def test_registries_of_what_is_shipped_give_what_is_shipped():
    shipped = (evidence_dir() / "codes.csv").read_text(encoding="utf-8")
    hcpcs = [line for line in read(shipped) if line["system"] == "HCPCS"]
    registry = "".join(f"{line['code']}\t\t{line['meaning']}\n" for line in hcpcs)
    assert build_hcpcs(shipped, f"code\tshort\tlong\n{registry}") == shipped


def test_registries_left_no_shipped_code_without_a_shape():
    table = load_evidence([evidence_dir()])
    shapes = [system.shape for system in table.categories("HCPCS") if system.complete]
    codes = [code for system, code in table.codes if system == "HCPCS"]
    assert len(codes) > 6_000
    assert all(any(re.fullmatch(shape, code) for shape in shapes) for code in codes)


def test_registries_shipped_all_categories_of_icd10():
    table = load_evidence([evidence_dir()])
    codes = {code for system, code in table.diagnoses if system == "ICD-10-CM"}
    assert len(codes) > 46_000
    assert len({code for code in codes if len(code) == 3}) > 1_900
    assert all(code[:3] in codes for code in codes)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("F41.1", "Generalized anxiety disorder"),
        ("M17.0", "Bilateral primary osteoarthritis of knee"),
        ("M25.561", "Pain in right knee"),
        ("Z71.3", "Dietary counseling and surveillance"),
    ],
)
def test_registries_shipped_the_codes_at_the_bottom(code, meaning):
    held = load_evidence([evidence_dir()]).code("ICD-10-CM", code)
    assert held is not None
    assert held.meaning == meaning


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("M54.99", "code"),
        ("M54.5X", "with X at its end"),
        ("S13.4XX", "with X at its end"),
        ("S13.4XXA", "seven-place code"),
        ("T40.4X1", "code"),
    ],
)
def test_registries_shipped_one_shape_for_each_code_of_icd10(code, places):
    table = load_evidence([evidence_dir()])
    fitting = [c for c in table.categories("ICD-10-CM") if re.fullmatch(c.shape, code)]
    assert [(c.category, c.complete) for c in fitting] == [(places, places == "code")]


def test_registries_shipped_the_notices_with_their_day():
    table = load_evidence([evidence_dir()])
    (listing,) = [one for one in table.listings if one.listing_id == RETRACTION_WATCH]
    assert listing.as_of is not None
    assert not listing.complete
    assert len(table.notices) > 60_000
    assert table.notices_on("https://doi.org/10.1002/14651858.CD004870.pub4") == (listing,)

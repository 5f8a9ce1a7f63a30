import math
import re

import pytest
from factories import make_quantity
from quantities.reading import check_reading

from pipeline.quantities import convert
from pipeline.quantities.units import match_unit
from pipeline.resources import word_list

UNITS = word_list("units")["unit"]
SUBSTANCES = word_list("units")["substance"]


@pytest.mark.parametrize("entry", UNITS, ids=lambda entry: entry["ucum"])
def test_units_read_the_example_of_every_entry(entry):
    check_reading(entry["example"], {})


def test_units_have_one_entry_each():
    codes = [entry["ucum"] for entry in UNITS]
    names = [name.lower() for entry in UNITS for name in entry.get("names", ())]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)


CONVERTED = {
    "weeks to days": (4.0, "wk", "d", 28.0),
    "years to months": (1.0, "a", "mo", 12.0),
    "grams to milligrams": (0.6, "g", "mg", 600.0),
    "grams a week to milligrams a day": (7.0, "g/wk", "mg/d", 1000.0),
    "frequency": (2.0, "/d", "/wk", 14.0),
    "international units a week": (7000.0, "[IU]/wk", "[IU]/d", 1000.0),
    "kilojoules": (4184.0, "kJ", "kcal", 1000.0),
}


@pytest.mark.parametrize(("value", "unit", "wanted", "result"), CONVERTED.values(), ids=CONVERTED)
def test_convert_is_exact(value, unit, wanted, result):
    got = convert(make_quantity(value=value, unit=unit), wanted)
    assert got is not None
    assert (got.unit, math.isclose(got.value, result, rel_tol=1e-9)) == (wanted, True)


@pytest.mark.parametrize(
    "entry", word_list("units")["substance"], ids=lambda entry: entry["source"]
)
def test_units_know_a_substance_by_the_words_in_brackets(entry):
    (words,) = re.findall(r"\[(.+)\]", entry["example"])
    assert re.search(entry["pattern"], entry["example"], re.IGNORECASE)[0] == words


# As reference tables of laboratories and the NIH Office of Dietary Supplements print them.
OF_SUBSTANCES = {
    "cholesterol": (100.0, "mg/dL", "mmol/L", "LDL cholesterol", 2.586),
    "triglycerides": (1.0, "mmol/L", "mg/dL", "triglycerides", 88.57),
    "glucose": (5.5, "mmol/L", "mg/dL", "fasting glucose", 99.1),
    "uric acid": (6.0, "mg/dL", "umol/L", "uric acid", 356.9),
    "creatinine": (1.0, "mg/dL", "umol/L", "creatinine", 88.4),
    "vitamin D in blood": (20.0, "ng/mL", "nmol/L", "vitamin D levels", 49.9),
    "vitamin D taken": (20.0, "ug", "[IU]", "vitamin D3", 800.0),
    "vitamin D taken every day": (400.0, "[IU]/d", "ug/d", "vitamin D", 10.0),
    "milligrams of vitamin D": (1.0, "mg", "[IU]", "vitamin D", 40000.0),
    "retinol": (1000.0, "[IU]", "ug", "retinol", 300.0),
}


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "of", "result"), OF_SUBSTANCES.values(), ids=OF_SUBSTANCES
)
def test_convert_knows_amounts_of_substances(value, unit, wanted, of, result):
    quantity = make_quantity(value=value, unit=unit)
    got = convert(quantity, wanted, of=of)
    assert got is not None
    assert got.value == pytest.approx(result, rel=1e-3)
    assert convert(quantity, wanted, of="something else") is None


def test_convert_scales_interval_and_resolution():
    got = convert(make_quantity(value=2.0, low=1.0, high=3.0, unit="wk", resolution=1.0), "d")
    assert got is not None
    assert (got.low, got.high, got.resolution) == (7.0, 21.0, 7.0)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("wk", "mg"),
        ("USD", "d"),
        ("Cel", "[degF]"),
        ("proportion", "percentage_point"),
        ("mg/d", "mg"),
        ("[IU]", "mg"),
    ],
)
def test_convert_refuses_what_no_factor_leads_to(unit, wanted):
    assert convert(make_quantity(value=1.0, unit=unit), wanted) is None


def test_units_of_one_letter_need_their_case():
    assert match_unit("5 G", 1) is None
    found = match_unit("5 g", 1)
    assert found is not None
    assert found.ucum == "g"


def test_units_stop_at_the_end_of_a_word():
    assert match_unit("5 minor flaws", 1) is None

import pytest

from pipeline.quantities.numerals import find_numerals, parse_number, resolution_of, trailing_zeros

KNOWN = {
    "integer": ("12", [12.0]),
    "decimal": ("1.20", [1.2]),
    "middle dot": ("0·27", [0.27]),
    "no leading zero": (".05", [0.05]),
    "thousands": ("6,318", [6318.0]),
    "millions": ("2,300,000.5", [2300000.5]),
    "thin thousands before people": ("6 318 participants", [6318.0]),
    "thin thousands elsewhere": ("6 318 mg", [6.0, 318.0]),
    "dotted thousands before people": ("6.318 participants", [6318.0]),
    "dotted thousands elsewhere": ("6.318 mg", [6.318]),
    "thin thousands before money": ("10 000 dollars", [10000.0]),
    "mixed in slashes": ("2 1/2 of it, 12 1/30", [2.5, 12.0, 1.0, 30.0]),
    "a power of ten": ("-1e-3 or 2.5E6", [-0.001, 2.5e6]),
    "trillions of money": ("$2.5T", [2.5e12]),
    "a time told with an article": ("for a year, a year ago, twice a year", [1.0, 1.0]),
    "vulgar": ("½", [0.5]),
    "mixed": ("1½ and 2 ¼", [1.5, 2.25]),
    "minus": ("-5", [-5.0]),
    "dash behind a number": ("8-12", [8.0, 12.0]),
    "scale word": ("1.5 million", [1.5e6]),
    "scale letter": ("10k", [1e4]),
    "ordinal": ("2nd", []),
    "glued": ("HT7 M54.2 3.4.1 v2", []),
    "comma without space": ("1,23", []),
}


@pytest.mark.parametrize(("text", "values"), KNOWN.values(), ids=KNOWN)
def test_numerals_read_what_is_certain(text, values):
    assert [numeral.value for numeral in find_numerals(text)] == values


@pytest.mark.parametrize(("text", "step"), [("41", 1.0), ("1.20", 0.01), ("0·5", 0.1)])
def test_resolution_is_one_unit_in_the_last_place(text, step):
    assert resolution_of(text) == pytest.approx(step)


@pytest.mark.parametrize(
    ("value", "step"), [(5200, 100), (5000, 1000), (100, 100), (99, 1), (90, 1), (0, 1), (5201, 1)]
)
def test_zeros_round_from_a_hundred_on(value, step):
    assert trailing_zeros(value) == step


@pytest.mark.parametrize(
    ("text", "value"), [("-1.5", -1.5), ("– 2", -2.0), ("+3", 3.0), ("1,234.5", 1234.5)]
)
def test_parse_number_knows_signs(text, value):
    assert parse_number(text) == value

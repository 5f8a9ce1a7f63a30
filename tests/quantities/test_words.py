import pytest

from pipeline.quantities.words import read_fraction_words, read_number_words

KNOWN = {
    "unit": ("five", 5.0),
    "ten to nineteen": ("seventeen", 17.0),
    "tens": ("forty", 40.0),
    "hyphen": ("twenty-nine", 29.0),
    "no hyphen": ("twenty nine", 29.0),
    "hundred": ("a hundred", 100.0),
    "hundreds and": ("two hundred and five", 205.0),
    "thousands": ("three thousand two hundred", 3200.0),
    "dozen": ("a dozen", 12.0),
    "two dozen": ("two dozen", 24.0),
    "million": ("one million", 1e6),
}


@pytest.mark.parametrize(("text", "value"), KNOWN.values(), ids=KNOWN)
def test_words_read_numbers(text, value):
    assert read_number_words(text) == (value, len(text))


@pytest.mark.parametrize(
    ("text", "value", "length"),
    [
        ("two or three", 2.0, 3),
        ("five two", 5.0, 4),
        ("twenty twelve", 20.0, 6),
        ("one and two", 1.0, 3),
        ("and", 0.0, 0),
    ],
)
def test_words_stop_where_a_number_ends(text, value, length):
    assert read_number_words(text) == (value, length)


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("two-thirds", (2, 3)),
        ("a quarter", (1, 4)),
        ("three quarters", (3, 4)),
        ("one half", (1, 2)),
        ("3 fifths", (3, 5)),
    ],
)
def test_words_read_fractions(text, fraction):
    assert read_fraction_words(text) == fraction

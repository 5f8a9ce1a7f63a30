"""Numbers and sources as a reason names them."""

import pytest
from factories import make_quantity, make_row, make_source

from pipeline.judge.figures import Figure
from pipeline.judge.phrases import (
    claimed_text,
    figure_text,
    in_unit,
    number,
    percent,
    row_text,
    source_name,
)

PRINTED = {
    "a whole percentage": (percent, (0.5,), "50%"),
    "a decimal": (percent, (0.125,), "12.5%"),
    "small": (percent, (0.0004,), "0.04%"),
    "more than all": (percent, (1.5,), "150%"),
    "thousands": (number, (1825,), "1,825"),
    "no idle noughts": (number, (0.18,), "0.18"),
    "four digits": (number, (3.14159,), "3.142"),
    "nought": (number, (0,), "0"),
    "a share": (in_unit, (0.41, "proportion"), "41%"),
    "points": (in_unit, (9.0, "percentage_point"), "9 percentage points"),
    "a ratio": (in_unit, (1.23, "ratio"), "1.23"),
    "a currency": (in_unit, (1200, "USD"), "1,200 USD"),
    "a unit": (in_unit, (5, "mg"), "5 mg"),
}


@pytest.mark.parametrize(("printer", "given", "expected"), PRINTED.values(), ids=PRINTED)
def test_phrases_print_numbers_as_people_write_them(printer, given, expected):
    assert printer(*given) == expected


FIGURES = {
    "a ratio with its interval": (
        Figure("risk_ratio", "ratio", 1.23, 1.11, 1.36),
        "RR 1.23 (1.11 to 1.36)",
    ),
    "a fall": (Figure("relative_change", "proportion", 0.3, direction="decrease"), "down 30%"),
    "a rise": (Figure("relative_change", "proportion", 0.3, direction="increase"), "up 30%"),
    "a difference below nought": (
        Figure("mean_difference", "score", 0.5, 0.2, 0.8, "decrease"),
        "mean difference -0.5 (-0.8 to -0.2)",
    ),
    "a share": (Figure("proportion", "proportion", 0.41), "41%"),
}


@pytest.mark.parametrize(("figure", "expected"), FIGURES.values(), ids=FIGURES)
def test_phrases_print_figures_with_measure_and_interval(figure, expected):
    assert figure_text(figure) == expected


def test_phrases_print_what_the_writer_wrote():
    assert claimed_text(make_quantity(0.5, text="every second")) == "every second"
    assert claimed_text(make_quantity(0.5, text="")) == "50%"


NAMES = {
    "a review": ({"registry_id": "CD001218"}, "Cochrane review CD001218 (2016)"),
    "a publisher": ({"publisher": "NICE", "year": 2021}, "NICE (2021)"),
    "an author": ({"publisher": "", "authors": "Linde K, Allais G"}, "Linde (2016)"),
    "a title": ({"publisher": "", "title": "Needles", "year": None}, "Needles"),
}


@pytest.mark.parametrize(("fields", "expected"), NAMES.values(), ids=NAMES)
def test_phrases_name_a_source_in_a_few_words(fields, expected):
    assert source_name(make_source(**fields)) == expected


def test_phrases_name_the_source_of_a_row_once():
    nice = make_source(publisher="NICE")
    assert row_text(make_row(source=nice, sentence="It helps.")) == "It helps [NICE (2016)]"
    assert row_text(make_row(source=nice, sentence="NICE lists it.")) == "NICE lists it"

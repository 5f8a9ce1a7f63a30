"""What the headers of a table say of the numbers in its cells."""

import pytest

from pipeline.normalise.cells import read_cell
from pipeline.quantities import read_quantities

CELLS = {
    "a share under a change": ("58%", "Average reduction", "effect", "relative_change"),
    "a number under a change": ("1.9", "Change", "effect", "count"),
    "before": ("6.1", "Pain before", "baseline", "count"),
    "after": ("4.2", "Pain after", "follow_up", "count"),
    "a mean": ("4.2", "Pain", "intervention_arm", "mean"),
    "a share": ("58%", "Responders", "intervention_arm", "proportion"),
    "no header": ("4.2", "", "none", "count"),
}


@pytest.mark.parametrize(("text", "header", "role", "kind"), CELLS.values(), ids=CELLS)
def test_cells_of_a_number_are_its_columns(text, header, role, kind):
    (quantity,) = read_quantities(text)
    found = read_cell(text, [quantity], header)[0]
    assert (found.role, found.kind) == (role, kind)


def test_cells_take_their_direction_from_the_column_unless_they_have_one():
    (plain,) = read_quantities("58%")
    (signed,) = read_quantities("↑58%")
    assert read_cell("58%", [plain], "Pain reduction")[0].direction == "decrease"
    assert read_cell("↑58%", [signed], "Pain reduction")[0].direction == "increase"


READ = {
    "an estimate with its interval": (
        "0.97 (0.93–1.01)",
        "Risk ratio (95% CI)",
        "",
        "0.97 0.93 1.01 ratio risk_ratio effect",
    ),
    "an estimate of its row": (
        "0.80",
        "Value",
        "Odds ratio",
        "0.8 None None ratio odds_ratio effect",
    ),
    "days": ("7.0", "Days ill", "", "7.0 None None d duration intervention_arm"),
    "how long": ("8", "Duration in weeks", "", "8.0 None None wk duration none"),
    "minutes": ("19", "Minutes, average gain", "", "19.0 None None min mean_difference effect"),
    "a unit in brackets": (
        "12",
        "Drop in pressure (mmHg)",
        "",
        "12.0 None None mm[Hg] mean_difference effect",
    ),
    "the unit of the row": (
        "140",
        "Before",
        "LDL (mg/dL)",
        "140.0 None None mg/dL amount baseline",
    ),
    "percent": ("45", "Improved (%)", "", "0.45 None None proportion proportion intervention_arm"),
    "no percent of an interval": (
        "45",
        "Pain (95% CI)",
        "",
        "45.0 None None count mean intervention_arm",
    ),
    "no unit of a time point": (
        "4.2",
        "Pain after 8 weeks",
        "",
        "4.2 None None count count follow_up",
    ),
    "no unit of a rate": (
        "4.2",
        "Flushes per day",
        "",
        "4.2 None None count mean intervention_arm",
    ),
    "what people need": ("90 mg", "Daily amount", "Men", "90.0 None None mg amount threshold"),
    "a range that does not hold it": (
        "5 (6–9)",
        "Pain",
        "",
        "5.0 None None count mean intervention_arm",
    ),
}


@pytest.mark.parametrize(("text", "column", "row", "expected"), READ.values(), ids=READ)
def test_cells_are_read_in_the_light_of_their_headers(text, column, row, expected):
    quantity = read_cell(text, read_quantities(text), column, row)[0]
    got = (quantity.value, quantity.low, quantity.high, quantity.unit, quantity.kind, quantity.role)
    assert " ".join(map(str, got)) == expected


def test_cells_of_two_groups_are_left_to_what_stands_between_them():
    text = "down by 81% v 22%"
    assert {q.role for q in read_cell(text, read_quantities(text), "Result")} == {"none"}

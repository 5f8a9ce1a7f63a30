"""A table's sums along its columns."""

import pytest
from judge.arithmetic.test_tables import table_of

from pipeline.judge.arithmetic import check_columns

SHARES = [
    ["group", "n", "improved", "share"],
    ["ginger", "50", "25", "50%"],
    ["tea", "40", "10", "25%"],
    ["mint", "30", "20", "47%"],
]
TOTALS = [
    ["group", "people", "improved"],
    ["ginger", "1,050", "25"],
    ["tea", "40", "10"],
    ["Total", "1,090", "39"],
]


def check(rows):
    return [(c.code, c.passed, c.stated, c.recomputed) for c in check_columns(table_of(*rows))]


def test_columns_where_most_shares_follow_from_two_columns_one_that_does_not_is_wrong():
    assert check(SHARES) == [
        ("AR003", True, "50%", "50%"),
        ("AR003", True, "25%", "25%"),
        ("AR003", False, "47%", "67%"),
    ]


def test_columns_where_one_total_adds_up_one_that_does_not_is_wrong():
    assert check(TOTALS) == [
        ("AR008", True, "1,090", "1,090"),
        ("AR008", False, "39", "35"),
    ]


SILENT = {
    "one row that holds shows nothing": [SHARES[0], SHARES[1], ["mint", "30", "20", "47%"]],
    "no total adds up": [*TOTALS[:3], ["Total", "1,000", "39"]],
    "no total": [*TOTALS[:3], ["mint", "1,090", "39"]],
    "a hole": [*TOTALS[:2], ["tea", "", "10"], ["Total", "1,050", "36"]],
    "one row above": [TOTALS[0], TOTALS[1], ["Total", "1,050", "26"]],
}


@pytest.mark.parametrize("rows", SILENT.values(), ids=SILENT)
def test_columns_say_nothing_where_nothing_shows_what_belongs_together(rows):
    assert check(rows) == []


def test_columns_a_share_that_was_cut_and_not_rounded_is_let_pass():
    rows = [*SHARES[:3], ["mint", "299", "199", "66%"]]
    assert [passed for _, passed, *_ in check(rows)] == [True, True, True]

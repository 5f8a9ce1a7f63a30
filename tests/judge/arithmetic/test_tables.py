import pytest

from pipeline.judge.arithmetic import check_table
from pipeline.records import Cell, CellAddress, Table


def table_of(*rows, header=True):
    cells = [
        Cell(i, j, 0, len(text), text, header=header and i == 1)
        for i, row in enumerate(rows, start=1)
        for j, text in enumerate(row, start=1)
        if text
    ]
    return Table(1, tuple(cells))


HEADER = ("Measure", "Baseline", "After 8 weeks", "Change")
RIGHT = {
    "percent with an arrow": (HEADER, ("Pain", "6.4", "2.6", "↓59%")),
    "percent with a sign": (HEADER, ("Pain", "6.4", "2.6", "-60%")),
    "points": (HEADER, ("Sleep", "31.2", "49.6", "+18.4 pts")),
    "plain difference": (HEADER, ("Pain", "6.2", "3.1", "-3.1")),
    "both at once": (HEADER, ("Pain", "8.0", "4.0", "-4.0 (-50%)")),
    "a percent header": (("Measure", "Before", "After", "Reduction (%)"), ("Pain", "8", "4", "50")),
    "shares in points": (HEADER, ("Slept", "40%", "60%", "+20%")),
    "shares in relation": (HEADER, ("Slept", "40%", "60%", "+50%")),
    "spread": (("Measure", "Pre", "Post", "Change"), ("Pain", "8.0 ± 1.1", "4.0 ± 0.9", "-50%")),
    "hundreds are as they stand": (HEADER, ("Steps", "4000", "5000", "+25%")),
}


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT)
def test_tables_pass_changes_that_follow(rows):
    results = check_table(table_of(*rows))
    assert results
    assert all(result.passed and result.code == "AR001" for result in results)


WRONG = {
    "wrong percent": (HEADER, ("Pain", "8.0", "4.0", "↓59%")),
    "wrong way": (HEADER, ("Pain", "8.0", "4.0", "↑50%")),
    "wrong difference": (HEADER, ("Pain", "6.2", "3.1", "-4.1")),
    "a header of falls": (("Measure", "Before", "After", "Increase (%)"), ("Pain", "8", "4", "50")),
    "neither relation nor points": (HEADER, ("Slept", "40%", "60%", "+35%")),
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_tables_fail_changes_that_do_not(rows):
    (result,) = check_table(table_of(*rows))
    assert (result.code, result.passed) == ("AR001", False)
    assert result.cells == (CellAddress(1, 2, 2), CellAddress(1, 2, 3), CellAddress(1, 2, 4))


def test_tables_tell_the_writer_the_number():
    (result,) = check_table(table_of(HEADER, ("Pain", "8.0", "4.0", "↓59%")))
    assert result.detail == "Pain: 8.0 to 4.0 is a fall of 50%, not ↓59%."


SILENT = {
    "two columns after": (
        ("Measure", "Baseline", "Week 4", "Week 8", "Change"),
        ("Pain", "8", "6", "4", "-60%"),
    ),
    "no column before": (("Measure", "Sham", "After", "Change"), ("Pain", "8", "4", "-60%")),
    "no header": (("Pain", "8", "4", "-60%"),),
    "two numbers in a cell": (HEADER, ("Pain", "8 (6-9)", "4", "-60%")),
    "deviations": (HEADER, ("Pain", "8 ± 2", "4 ± 1", "-60%")),
    "different units": (HEADER, ("Pain", "8 weeks", "4 days", "-60%")),
    "an empty cell": (HEADER, ("Pain", "", "4", "-60%")),
    "words": (HEADER, ("Pain", "8", "4", "better")),
    "a p value": (HEADER, ("Pain", "8", "4", "p = 0.03")),
    "from nought": (HEADER, ("Pain", "0", "4", "+60%")),
}


@pytest.mark.parametrize("rows", SILENT.values(), ids=SILENT)
def test_tables_say_nothing_when_unsure(rows):
    header = rows[0][0] == "Measure"
    assert check_table(table_of(*rows, header=header)) == []


def test_tables_check_the_share_within_a_cell():
    (result,) = check_table(table_of(("Group", "Better"), ("Real", "30/120 (35%)")))
    assert (result.code, result.passed, result.cells) == ("AR003", False, (CellAddress(1, 2, 2),))

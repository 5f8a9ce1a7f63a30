import pytest

from pipeline.judge.arithmetic import check_text_against_table
from pipeline.quantities import read_quantities
from pipeline.records import Cell, CellAddress, Table

ROWS = (
    ("Treatment", "Avg. Pain Reduction (4 wks)", "Relapse Rate (3 mo)", "Session Cost"),
    ("Massage (licensed)", "58%", "22%", "$89"),
    ("Stretching", "46%", "39%", "$24"),
)
TABLE = Table(
    1,
    tuple(
        Cell(i, j, 0, len(text), text, header=i == 1)
        for i, row in enumerate(ROWS, start=1)
        for j, text in enumerate(row, start=1)
    ),
)


def check(text):
    return check_text_against_table(text, read_quantities(text), TABLE)


def test_agreement_is_a_passed_check():
    (result,) = check("Average pain reduction over a 4-week course: 58%.")
    assert (result.code, result.passed, result.cell) == ("AR002", True, CellAddress(1, 2, 2))


def test_a_clear_disagreement_fails():
    (result,) = check("With massage the pain reduction after 4 weeks was 71%.")
    assert (result.code, result.passed, result.cell) == ("AR002", False, CellAddress(1, 2, 2))
    assert "71%" in result.detail
    assert "58%" in result.detail


SILENT = {
    "another time": "With massage the pain reduction after 8 weeks was 71%.",
    "no time": "With massage the pain reduction was 71%.",
    "another row": "With yoga the pain reduction after 4 weeks was 71%.",
    "another measure": "With massage the sleep gain after 4 weeks was 71%.",
    "two numbers": "With massage the pain reduction after 4 weeks was 71% in 30% of clients.",
    "a comparison": "With massage the pain reduction after 4 weeks was 71% larger than with rest.",
    "a rounded word": "With massage the pain reduction after 4 weeks was about 60%.",
    "one word": "Massage has a relapse of 71% at 3 months.",
    "the number of another row": "With massage the pain reduction after 4 weeks was 46%.",
    "money of another kind": "A massage session has a cost of 58%.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_agreement_calls_nothing_a_contradiction_when_unsure(text):
    assert [result for result in check(text) if not result.passed] == []


def test_money_is_compared_too():
    (result,) = check("The cost of a massage session is $120.")
    assert (result.passed, result.recomputed) == (False, "$89")

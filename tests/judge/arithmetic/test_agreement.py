import pytest

from pipeline.judge.arithmetic import check_text_against_table
from pipeline.quantities import read_quantities
from pipeline.records import Cell, CellAddress, Table

ROWS = (
    ("Treatment", "Mean Sleep Gain (6 wks)", "Waking Nights (9 mo)", "Course Cost"),
    ("Yoga (group class)", "34%", "17%", "$140"),
    ("Stretching", "27%", "44%", "$60"),
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
    (result,) = check("Mean sleep gain over a 6-week course: 34%.")
    assert (result.code, result.passed, result.cell) == ("AR002", True, CellAddress(1, 2, 2))


def test_a_clear_disagreement_fails():
    (result,) = check("With yoga the sleep gain after 6 weeks was 71%.")
    assert (result.code, result.passed, result.cell) == ("AR002", False, CellAddress(1, 2, 2))
    assert "71%" in result.detail
    assert "34%" in result.detail


def test_agreement_a_title_ends_no_sentence():
    (result,) = check("With yoga by Dr. Lee the sleep gain after 6 weeks was 71%.")
    assert (result.passed, result.recomputed) == (False, "34%")


SILENT = {
    "another time": "With yoga the sleep gain after 8 weeks was 71%.",
    "no time": "With yoga the sleep gain was 71%.",
    "another row": "With tea the sleep gain after 6 weeks was 71%.",
    "another measure": "With yoga the weight loss after 6 weeks was 71%.",
    "two numbers": "With yoga the sleep gain after 6 weeks was 71% in 30% of clients.",
    "a comparison": "With yoga the sleep gain after 6 weeks was 71% larger than with rest.",
    "a rounded word": "With yoga the sleep gain after 6 weeks was about 60%.",
    "one word": "Yoga has a waking of 71% at 9 months.",
    "the number of another row": "With yoga the sleep gain after 6 weeks was 27%.",
    "money of another kind": "A yoga course has a cost of 63%.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_agreement_calls_nothing_a_contradiction_when_unsure(text):
    assert [result for result in check(text) if not result.passed] == []


def test_money_is_compared_too():
    text = "The cost of a yoga course in a group class is $220."
    (result,) = check(text)
    assert (result.passed, result.recomputed) == (False, "$140")

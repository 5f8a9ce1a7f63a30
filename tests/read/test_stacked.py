"""Tables whose cells were pasted one below the other."""

import pytest
from reading import check_article, read, rows_of

LEAD = "Some sentence leads to the table and ends with a stop."
HEAD = "Outcome\nComparator\nParticipants\nResult\nSource"
ROWS = "Sleep\nPlacebo\n393\n0.07 more\nLee 2012\nMood\nRest\n41\nno difference\nRoe 2006"


def test_stacked_puts_lines_under_the_names_of_columns():
    article = read(f"{LEAD}\n\nTHE EVIDENCE\n{HEAD}\n{ROWS}\nREFERENCES\nLee A. A paper. 2012\n")
    (table,) = article.tables
    assert rows_of(table) == [
        ["Outcome#", "Comparator#", "Participants#", "Result#", "Source#"],
        ["Sleep", "Placebo", "393", "0.07 more", "Lee 2012"],
        ["Mood", "Rest", "41", "no difference", "Roe 2006"],
    ]
    check_article(article)


def test_stacked_leaves_a_number_out_that_is_not_there():
    article = read(f"{LEAD}\n\n{HEAD}\n{ROWS.replace(chr(10) + '41', '')}\n")
    assert rows_of(article.tables[0])[2] == ["Mood", "Rest", "", "no difference", "Roe 2006"]


NONE = {
    "one row": f"{HEAD}\nSleep\nPlacebo\n393\n0.07 more\nLee 2012",
    "two columns": "Outcome\nResult\nSleep\n3%\nMood\n4%",
    "nothing that tells the columns apart": (
        "Outcome\nComparator\nResult\nSleep\nRest\nbetter\nMood\nRest\nbetter"
    ),
    "no names of columns": "Sleep\nPlacebo\n393\nLee 2012\nMood\nRest\n41\nRoe 2006",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_stacked_leaves_other_lines_alone(text):
    assert read(f"{LEAD}\n\n{text}\n\n{LEAD}\n").tables == ()

"""Tables in text: pipes, white space, and rows pasted as words and numbers."""

import pytest
from reading import check_article, kinds_of, read, rows_of

LEAD = "Some sentence leads to the table and ends with a stop."

TABLES = {
    "pipes with a rule": (
        "| Dose | Days |\n|:---|---:|\n| 5 mg | 4.1 |",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "pipes without a frame": (
        "Dose | Days\n--- | ---\n5 mg | 4.1",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "framed pipes without a rule": (
        "| Dose | Days |\n| 5 mg | 4.1 |\n| 9 mg | 3.2 |",
        [["Dose#", "Days#"], ["5 mg", "4.1"], ["9 mg", "3.2"]],
    ),
    "framed pipes of words alone have no header": (
        "| tea | cup |\n| pill | box |",
        [["tea", "cup"], ["pill", "box"]],
    ),
    "pipes with blank lines between": (
        "| Dose | Days |\n\n|---|---|\n\n| 5 mg | 4.1 |",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "a line with a pipe above": (
        "Tea | honey\n| Dose | Days |\n|---|---|\n| 5 mg | 4.1 |",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "an empty cell": ("| Dose | Days |\n|---|---|\n| 5 mg | |", [["Dose#", "Days#"], ["5 mg", ""]]),
    "a short row": ("| A | B |\n|---|---|\n| x |", [["A#", "B#"], ["x", ""]]),
    "an escaped pipe": (
        r"| A | B |" + "\n|---|---|\n" + r"| x \| y | 1 |",
        [["A#", "B#"], ["x | y", "1"]],
    ),
    "a drawn grid": (
        "+------+------+\n| Dose | Days |\n+------+------+\n| 5 mg | 4.1  |\n+------+------+",
        [["Dose#", "Days#"], ["5 mg", "4.1"]],
    ),
    "tabs": ("Dose\tDays\n5 mg\t4.1", [["Dose#", "Days#"], ["5 mg", "4.1"]]),
    "columns of white space": (
        "Dose        Days ill   Cost\n5 mg        4.1        $3\n10 mg       3.2        $5",
        [["Dose#", "Days ill#", "Cost#"], ["5 mg", "4.1", "$3"], ["10 mg", "3.2", "$5"]],
    ),
    "columns of white space with a gap": (
        "Dose        Days ill   Cost\n5 mg        4.1        $3\n10 mg                  $5\n"
        "15 mg       2.8        $9",
        [
            ["Dose#", "Days ill#", "Cost#"],
            ["5 mg", "4.1", "$3"],
            ["10 mg", "", "$5"],
            ["15 mg", "2.8", "$9"],
        ],
    ),
    "flattened, names told by brackets and measures": (
        "Treatment Avg. Sleep Gain (8 wks) Dropout Rate (6 mo) Cost per Month*\n"
        "Valerian (extract, ≥300 mg) 12% 4% $11\nSleep Hygiene 9% 2% $0",
        [
            ["Treatment#", "Avg. Sleep Gain (8 wks)#", "Dropout Rate (6 mo)#", "Cost per Month*#"],
            ["Valerian (extract, ≥300 mg)", "12%", "4%", "$11"],
            ["Sleep Hygiene", "9%", "2%", "$0"],
        ],
    ),
    "flattened, one word for each column": (
        "Remedy Relief Relapse\nTea 12% 9%\nRaw honey 30% 8%",
        [["Remedy#", "Relief#", "Relapse#"], ["Tea", "12%", "9%"], ["Raw honey", "30%", "8%"]],
    ),
    "flattened, names in sentence case": (
        "Remedy used Relief after rest Relapse within weeks\nTea 12% 9%\nHoney 30% 8%",
        [
            ["Remedy used#", "Relief after rest#", "Relapse within weeks#"],
            ["Tea", "12%", "9%"],
            ["Honey", "30%", "8%"],
        ],
    ),
    "flattened, years for names": (
        "Share of users 2019 2021\nHerbal tea 12% 19%\nHoney 30% 38%",
        [
            ["Share of users#", "2019#", "2021#"],
            ["Herbal tea", "12%", "19%"],
            ["Honey", "30%", "38%"],
        ],
    ),
    "flattened, a number in the label": (
        "Remedy Relief Relapse\nVitamin 12 20% 9%\nHoney 30% 8%",
        [["Remedy#", "Relief#", "Relapse#"], ["Vitamin 12", "20%", "9%"], ["Honey", "30%", "8%"]],
    ),
    "flattened, values with units, ranges and none": (
        "Remedy Relief Duration\nTea 12–15% 3 days\nHoney N/A 8 wks",
        [
            ["Remedy#", "Relief#", "Duration#"],
            ["Tea", "12–15%", "3 days"],
            ["Honey", "N/A", "8 wks"],
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_tables_reads_the_known_makes(text, expected):
    article = read(f"{LEAD}\n\n{text}\n\n{LEAD}\n")
    assert [rows_of(table) for table in article.tables] == [expected]
    check_article(article)


def test_tables_rather_gives_no_header_than_a_wrong_one():
    # "Pain Relief | Sleep Quality" or "Pain | Relief Sleep Quality"?
    article = read(
        f"{LEAD}\n\nHerb Pain Relief Sleep Quality\nTea 12% 9%\nHoney 30% 8%\n\n{LEAD}\n"
    )
    table = article.tables[0]
    assert rows_of(table) == [["Tea", "12%", "9%"], ["Honey", "30%", "8%"]]
    assert table.column_header(2) == ""
    assert table.caption == "Herb Pain Relief Sleep Quality"
    assert ("caption", table.caption) in kinds_of(article)


NO_TABLES = {
    "a menu": "Home | About | Contact",
    "prose that ends lines in numbers": (
        "The first trial was done by a team in Oslo in 2019\n"
        "and the second was done by the same team in 2021\nwith more people.\n"
    ),
    "steps": "Step 1\nStep 2\nStep 3",
    "one row": "Remedy Relief Relapse\nTea 12% 9%",
    "two spaces after a full stop": "It may.  It may not.\nIt does.  It can.\nWho knows.  Not me.",
    "two lines that end in one number": "Relief by remedy\nTea 12%\nHoney 30%",
    "sentences with numbers": "Relief came for 40% 50%.\nIt went for 30% 20%.\nIt was 10% 5%.",
}


@pytest.mark.parametrize("text", NO_TABLES.values(), ids=NO_TABLES)
def test_tables_leaves_other_lines_alone(text):
    assert read(f"{LEAD}\n\n{text}\n\n{LEAD}\n").tables == ()


def test_tables_leads_each_cell_back_to_its_characters():
    article = read(f"{LEAD}\n\n| Dose | Days |\n|---|---|\n| 5 mg | **4.1** |\n")
    cells = {cell.text: cell for cell in article.tables[0].cells}
    start, end = article.span_to_source(cells["4.1"].start_clean, cells["4.1"].end_clean)
    assert article.source[start:end] == "4.1"


def test_tables_counts_tables_from_one():
    table = "| A | B |\n|---|---|\n| x | 1 |"
    article = read(f"{LEAD}\n\n{table}\n\n{LEAD}\n\n{table}\n")
    assert [table.number for table in article.tables] == [1, 2]


def test_tables_apart_by_a_blank_line_are_two():
    table = "| A | B |\n|---|---|\n| x | 1 |"
    assert len(read(f"{LEAD}\n\n{table}\n\n{table}\n").tables) == 2

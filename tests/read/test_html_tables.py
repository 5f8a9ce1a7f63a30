"""HTML tables: which rows name the columns, and which tables only lay out a page."""

import pytest
from reading import check_article, read, rows_of

PLAIN = "<tr><td>tea<td>cup<td>warm<tr><td>pill<td>box<td>cold"
HEADS = [["Form#", "Pack#", "Kept#"], ["tea", "cup", "warm"], ["pill", "box", "cold"]]

# How pages without a <th> draw their headers.
DRAWN = {
    "bold": "<tr><td><b>Form</b><td><font size=2><strong>Pack</strong></font><td><b>Kept</b>",
    "bold by style": '<tr style="font-weight: 700"><td>Form<td>Pack<td>Kept',
    "a name of the row": "<tr class=pol-hd><td>Form<td>Pack<td>Kept",
    "a name of each cell": "<tr><td class=tableHead>Form<td class='head x'>Pack<td class=head>Kept",
    "a colour of their own": "<tr bgcolor='#ccc'><td>Form<td>Pack<td>Kept",
    "a colour of each cell": (
        "<tr><td style='background: #ccc'>Form<td style='background:#CCC'>Pack"
        "<td style='background-color:#ccc'>Kept"
    ),
}


def table_of(rows: str):
    article = read(f"<p>Lead.</p><table>{rows}</table><p>After.</p>", format="html")
    check_article(article)
    assert len(article.tables) == 1
    return article.tables[0]


@pytest.mark.parametrize("head", DRAWN.values(), ids=DRAWN)
def test_html_tables_know_headers_by_their_looks(head):
    assert rows_of(table_of(head + PLAIN)) == HEADS


def test_html_tables_guess_names_over_phrases():
    rows = (
        "<tr><td>Form<td>Use<td>Evidence<tr><td>Tea<td>Colds<td>Good, from several trials"
        "<tr><td>Pill<td>Sleep<td>None in people so far"
    )
    assert rows_of(table_of(rows))[0] == ["Form#", "Use#", "Evidence#"]


UNDRAWN = {
    "rows of phrases": (
        "<tr><td>tea<td>cup<td>for a cold that lasts<tr><td>pill<td>box<td>for a cold that ends"
        "<tr><td>oil<td>tin<td>for a cold of children"
    ),
    "two columns": (
        "<tr><td>zinc<td>a metal<tr><td>iron<td>is in blood and muscle<tr><td>tin<td>a can"
    ),
    "all rows are bold": "<tr><td><b>a</b><td><b>b</b><tr><td><b>c</b><td><b>d</b>",
    "rows of two colours in turn": (
        "<tr bgcolor=a><td>a<td>b<tr bgcolor=b><td>c<td>d<tr bgcolor=a><td>e<td>f"
    ),
    "only its name is bold": "<tr><td><b>a</b><td><tr><td>c<td>d",
}


@pytest.mark.parametrize("rows", UNDRAWN.values(), ids=UNDRAWN)
def test_html_tables_take_no_row_for_a_header_that_looks_like_others(rows):
    assert not any(cell.header for cell in table_of(rows).cells)


LEVELS = {
    "an empty corner": (
        "<tr><td><th>Men<th>Women<tr><th>Pain<td>3<td>4",
        [["#", "Men#", "Women#"], ["Pain", "3", "4"]],
    ),
    "a name with an empty cell beside it": (
        "<tr><th>Pain<td><tr><th>Sleep<td>4",
        [["Pain", ""], ["Sleep", "4"]],
    ),
    "a title over all columns": (
        "<tr><td colspan=2>What it costs<tr><td><b>Form</b><td><b>Price</b><tr><td>tea<td>low",
        [["What it costs#"], ["Form#", "Price#"], ["tea", "low"]],
    ),
    "a title alone": (
        "<tr><td colspan=2>What it costs<tr><td>tea<td>low<tr><td>pill<td>high",
        [["What it costs#"], ["tea", "low"], ["pill", "high"]],
    ),
    "parts of grouped columns": (
        "<tr><th><th colspan=2>Men<th colspan=2>Women<tr><td><td>n<td>Share<td>n<td>Share"
        "<tr><td>Pain<td>3<td>4%<td>5<td>6%",
        [
            ["#", "Men#", "Women#"],
            ["#", "n#", "Share#", "n#", "Share#"],
            ["Pain", "3", "4%", "5", "6%"],
        ],
    ),
    "a header that reaches down": (
        "<tr><th rowspan=2>Form<th>Price<tr><td>in pounds<tr><td>tea<td>3",
        [["Form#", "Price#"], ["in pounds#"], ["tea", "3"]],
    ),
    "a title and the first of several groups": (
        "<tr><th colspan=2>Zinc<tr><th colspan=2>Uses<tr><th>Colds<td>yes"
        "<tr><th colspan=2>Harms<tr><th>Nausea<td>yes",
        [["Zinc#"], ["Uses"], ["Colds", "yes"], ["Harms"], ["Nausea", "yes"]],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), LEVELS.values(), ids=LEVELS)
def test_html_tables_join_the_levels_of_their_headers(rows, expected):
    assert rows_of(table_of(rows)) == expected


def test_html_tables_with_header_cells_may_hold_tables():
    inner = "<table><tr><td>Men<td>3 cups</table>"
    rows = f"<tr><th>Form<th>Dose<tr><td>Tea<td>{inner}<tr><td>Pill<td>80 mg"
    expected = [["Form#", "Dose#"], ["Tea", "Men 3 cups"], ["Pill", "80 mg"]]
    assert rows_of(table_of(rows)) == expected


def test_html_tables_with_header_cells_are_none_for_layout():
    rows = "<tr><th>Form<th><h3>Tea</h3><th><h3>Pill</h3><tr><td>Dose<td>3 cups<td>80 mg"
    assert rows_of(table_of(rows)) == [["Form#", "Tea#", "Pill#"], ["Dose", "3 cups", "80 mg"]]


LABELS = {
    "an element": "<span>Dose</span> 3 cups",
    "with a colon": "<div><b>Dose:</b></div><div>3 cups</div>",
}


@pytest.mark.parametrize("cell", LABELS.values(), ids=LABELS)
def test_html_tables_leave_out_what_repeats_the_name_of_the_column(cell):
    rows = f"<tr><th>Form<th>Dose<tr><td>Tea<td>{cell}"
    assert rows_of(table_of(rows)) == [["Form#", "Dose#"], ["Tea", "3 cups"]]


def test_html_tables_keep_a_cell_that_holds_the_name_of_its_column_alone():
    rows = "<tr><th>Form<th>Dose<tr><td>Tea<td>3<tr><td><b>Form</b><td><b>Dose</b>"
    assert rows_of(table_of(rows))[2] == ["Form", "Dose"]


def test_html_tables_may_be_built_of_other_elements_that_say_so():
    article = read(
        "<p>Lead.</p><div role=table><div role=row><span role=columnheader>Form</span>"
        "<span role=columnheader>Dose</span></div><div role=row><span role=rowheader>Tea</span>"
        "<span role=cell>3 cups</span></div></div><p>After.</p>",
        format="html",
    )
    check_article(article)
    assert [rows_of(table) for table in article.tables] == [[["Form#", "Dose#"], ["Tea", "3 cups"]]]

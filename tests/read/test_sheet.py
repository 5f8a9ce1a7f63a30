"""The sheet: blocks are lines, cells may be empty, links are weighed."""

import pytest

from pipeline.read.sheet import Sheet
from pipeline.records import Block


def test_sheet_ends_no_block_without_text():
    sheet = Sheet("  a ")
    sheet.copy(0, 2)
    assert sheet.end("paragraph", 2) is None
    sheet.copy(2, 4)
    assert sheet.end("paragraph", 4) == Block("paragraph", 0, 1)
    assert sheet.clean.text == "a\n"


def test_sheet_writes_what_entities_stand_for():
    sheet = Sheet("R&amp;D &#x41;&nbsp;&rsquo; &zz; &")
    sheet.copy(0, len(sheet.source))
    assert sheet.clean.text == "R&D A ' &zz; &"
    assert sheet.clean.offsets().span_to_source(1, 2) == (1, 6)


def test_sheet_keeps_an_empty_cell_where_it_would_stand():
    sheet = Sheet("ab")
    sheet.copy(0, 1)
    full = sheet.cell(1, 1, 1, header=False)
    empty = sheet.cell(1, 2, 1, header=False)
    assert (full.start_clean, full.end_clean, full.text) == (0, 1, "a")
    assert (empty.start_clean, empty.end_clean, empty.text) == (2, 2, "")


def test_sheet_weighs_links_by_their_letters():
    sheet = Sheet("(see here). No")
    sheet.copy(0, 1)
    sheet.link()
    sheet.copy(1, 9)
    sheet.unlink()
    sheet.copy(9, 11)
    sheet.end("paragraph", 11)
    sheet.copy(12, 14)
    sheet.end("paragraph", 14)
    assert sheet.linked == {0}


RAISED = {
    "a note": ("by 52%[3] of", "by 52% of"),
    "notes": ("by 52%[3, 4–6]", "by 52%"),
    "a sign": ("by 52%[*]", "by 52%"),
    "a power": ("10[6] cells", "10^6 cells"),
    "a negative power": ("10[–3] g", "10^–3 g"),
    "an area": ("5 m[2] of", "5 m^2 of"),
    "a letter": ("the 5[th] day", "the 5th day"),
    "nothing": ("by 52%[] of", "by 52% of"),
}


@pytest.mark.parametrize(("drawn", "expected"), RAISED.values(), ids=RAISED)
def test_sheet_keeps_what_stands_raised_from_lengthening_a_number(drawn, expected):
    before, raised, after = drawn.replace("]", "[").split("[")
    sheet = Sheet(before + raised + after)
    start, end = len(before), len(before) + len(raised)
    sheet.copy(0, start)
    mark = len(sheet.clean)
    sheet.copy(start, end)
    sheet.lower(mark, start, end)
    sheet.copy(end, len(sheet.source))
    sheet.end("paragraph", len(sheet.source))
    assert sheet.clean.text == f"{expected}\n"

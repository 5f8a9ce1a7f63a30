"""Marks within a line: left out where they are marks, kept where they are text."""

import pytest

from pipeline.read.inline import write_inline
from pipeline.read.sheet import Piece, Sheet

CLEANED = {
    "strong": ("by **52%** on", "by 52% on"),
    "emphasis": ("the *same* day", "the same day"),
    "underscores": ("_one_ and __two__", "one and two"),
    "both": ("***all*** of it", "all of it"),
    "emphasis in strong": ("**a *b* c**", "a b c"),
    "struck out": ("~~50%~~ 40%", "50% 40%"),
    "a footnote's star": ("per session*", "per session*"),
    "a note": ("*Based on costs", "*Based on costs"),
    "times": ("3 * 4 * 5", "3 * 4 * 5"),
    "about": ("~40% and ~50%", "~40% and ~50%"),
    "a range with tildes": ("5~10 or 15~20", "5~10 or 15~20"),
    "snake case": ("a_b_c", "a_b_c"),
    "code": ("take `5 mg` now", "take 5 mg now"),
    "link": ("see [the trial](https://a.b/c) here", "see the trial here"),
    "link with brackets": ("[x](https://a.b/c_(d)) y", "x y"),
    "link with title": ('[x](/y "z") w', "x w"),
    "link by reference": ("[x][1] y", "x y"),
    "footnote number": ("it works [3].", "it works [3]."),
    "interval": ("RR [1.1, 1.4] (95% CI)", "RR [1.1, 1.4] (95% CI)"),
    "picture": ("a ![needle](n.png) b", "a b"),
    "linked picture": ("a [![n](n.png)](/x) b", "a b"),
    "address in angles": ("<https://a.b/c> x", "https://a.b/c x"),
    "escape": (r"5 \* 3", "5 * 3"),
    "tags": ("a<br>b <b>c</b> <!-- d -->e", "ab c e"),
    "less than": ("p <0.05 and n >3", "p <0.05 and n >3"),
    "entities": ("A &amp; B&nbsp;&lt; C &frac12;", "A & B < C ½"),
    "no entity": ("AT&T; R&D", "AT&T; R&D"),
    "address with underscores": ("https://a.b/x_y_z ok", "https://a.b/x_y_z ok"),
}


@pytest.mark.parametrize(("raw", "expected"), CLEANED.values(), ids=CLEANED)
def test_inline_cleans_the_known_marks(raw, expected):
    sheet = Sheet(raw)
    write_inline(sheet, [Piece(0, len(raw))])
    assert sheet.clean.text == expected


def test_inline_leads_back_across_marks():
    raw = "cut by **52% on *average***"
    sheet = Sheet(raw)
    write_inline(sheet, [Piece(0, len(raw))])
    clean = sheet.clean.text
    at = clean.index("52%")
    start, end = sheet.clean.offsets().span_to_source(at, at + len("52% on average"))
    assert raw[start:end] == "52% on *average"


def test_inline_joins_lines_with_one_space_and_emphasis_across_them():
    raw = "one **two\nthree** four"
    sheet = Sheet(raw)
    write_inline(sheet, [Piece(0, 9), Piece(10, len(raw))])
    assert sheet.clean.text == "one two three four"


LINKED = {
    "a link alone": ("[Read our guide](/x)", True),
    "an address alone": ("https://clinic.example/guide", True),
    "two links": ("[One](/1) | [Two](/2)", True),
    "a link in a sentence": ("See [our guide](/x)", False),
}


@pytest.mark.parametrize(("raw", "expected"), LINKED.values(), ids=LINKED)
def test_inline_knows_a_line_that_is_only_a_link(raw, expected):
    sheet = Sheet(raw)
    write_inline(sheet, [Piece(0, len(raw))])
    sheet.end("paragraph", len(raw))
    assert (sheet.linked == {0}) is expected

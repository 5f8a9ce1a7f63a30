"""Lines: where they begin and end, and which of them go together."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.lines import bullet_length, draft_lines, split_lines

TEXT = st.text(alphabet="ab. \t\r\n-•|5\u00a0\u200b", max_size=60)


@given(TEXT)
def test_lines_are_the_source_without_its_edges(source):
    place = 0
    for line in split_lines(source):
        assert source[line.start : line.end] == line.text
        assert line.text
        assert not line.text[0].isspace()
        assert not line.text[-1].isspace()
        assert line.start >= place
        place = line.end


def test_lines_know_how_long_the_sign_of_an_item_is():
    signs = {"• One": 2, "✅\ufe0f  One": 4, "- One": 2, "12) One": 4, "(a) One": 4}
    assert {text: bullet_length(text) for text in signs} == signs
    assert not any(map(bullet_length, ("One", "-One", "•", "5.3 days", "")))


def test_lines_know_the_blank_ones_above_them():
    gaps = [(line.text, line.gap) for line in split_lines("a\n\u200b \nb\r\nc")]
    assert gaps == [("a", False), ("b", True), ("c", False)]


@given(TEXT)
def test_lines_are_drafted_in_order_and_once(source):
    place = 0
    for draft in draft_lines(split_lines(source)):
        rows = draft.grid.rows if draft.grid is not None else (tuple(draft.pieces),)
        for piece in (piece for row in rows for piece in row):
            assert place <= piece.start <= piece.end <= len(source)
            place = piece.end

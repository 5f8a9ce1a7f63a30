"""Offsets: what is cleaned still knows where it came from."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.offsets import CleanText, OffsetMap, plain

MESSY = st.text(alphabet="ab5%é½ \t\n\r\u00a0\u200b\ufeff\u2019\u2212\x1c\u3000😀", max_size=60)

CLEANED = {
    "curly quotes": ("\u201cit\u2019s\u201d", '"it\'s"'),
    "no-break space": ("52\u00a0%", "52 %"),
    "runs of white space": ("a \t\n b", "a b"),
    "full-width percent": ("52\uff05", "52%"),
    "minus sign": ("\u22120.5", "-0.5"),
    "en dash stays": ("2\u20134", "2\u20134"),
    "half stays": ("½ cup", "½ cup"),
    "invisible inside a word": ("acu\u00adpunc\u200bture", "acupuncture"),
    "invisible between spaces": ("a \u200b b", "a b"),
    "separator that splits lines": ("a\x1db\u2028c", "a b c"),
    "leading space": ("  a", "a"),
}


@pytest.mark.parametrize(("raw", "expected"), CLEANED.values(), ids=CLEANED)
def test_offsets_clean_the_known_forms(raw, expected):
    clean = CleanText(raw)
    clean.copy(0, len(raw))
    assert clean.text == expected


@given(MESSY)
def test_offsets_lead_back_to_the_same_character(raw):
    clean = CleanText(raw)
    clean.copy(0, len(raw))
    offsets = clean.offsets()
    for place, character in enumerate(clean.text):
        start, end = offsets.span_to_source(place, place + 1)
        assert end == start + 1
        assert plain(raw[start]) == character


@given(MESSY, st.integers(0, 60))
def test_offsets_do_not_depend_on_where_a_copy_is_cut(raw, cut):
    cut = min(cut, len(raw))
    whole, halves = CleanText(raw), CleanText(raw)
    whole.copy(0, len(raw))
    halves.copy(0, cut)
    halves.copy(cut, len(raw))
    assert halves.text == whole.text


@given(MESSY)
def test_offsets_leave_one_line_without_double_spaces(raw):
    clean = CleanText(raw)
    clean.copy(0, len(raw))
    assert "  " not in clean.text
    assert len(clean.text.splitlines()) <= 1
    assert len(clean) == len(clean.text) == len(clean.offsets())


@given(MESSY, st.integers(0, 70))
def test_offsets_cut_is_the_inverse_of_copy(raw, length):
    clean = CleanText(raw)
    clean.copy(0, len(raw) // 2)
    clean.copy(len(raw) // 2, len(raw))
    text = clean.text
    length = min(length, len(text))
    assert clean.since(length) == text[length:]
    clean.cut(length)
    assert clean.text == text[:length]
    assert len(clean) == length


def test_offsets_put_maps_every_character_to_the_whole_span():
    clean = CleanText("a &frac12; b")
    clean.copy(0, 2)
    clean.put_plain("½", 2, 10)
    assert clean.offsets().span_to_source(2, 3) == (2, 10)


def test_offsets_put_plain_cleans_what_an_entity_stood_for():
    clean = CleanText("a &nbsp;b")
    clean.copy(0, 2)
    clean.put_plain("\u00a0", 2, 8)
    clean.copy(8, 9)
    assert clean.text == "a b"


def test_offsets_strip_end_stops_at_its_floor():
    clean = CleanText("a ")
    clean.copy(0, 2)
    clean.strip_end(2)
    assert clean.text == "a "
    clean.strip_end()
    assert clean.text == "a"


OUTSIDE = {"empty": (1, 1), "past the end": (0, 9), "negative": (-1, 1)}


@pytest.mark.parametrize(("start", "end"), OUTSIDE.values(), ids=OUTSIDE)
def test_offsets_refuse_a_span_that_is_not_there(start, end):
    clean = CleanText("abc")
    clean.copy(0, 3)
    with pytest.raises(ValueError, match="no such span"):
        clean.offsets().span_to_source(start, end)


@pytest.mark.parametrize("method", ["put", "copy"])
def test_offsets_refuse_source_that_is_not_there(method):
    clean = CleanText("abc")
    arguments = ("x", 2, 4) if method == "put" else (2, 4)
    with pytest.raises(ValueError, match="no such source span"):
        getattr(clean, method)(*arguments)


def test_offsets_refuse_starts_without_ends():
    with pytest.raises(ValueError, match="1 starts but 0 ends"):
        OffsetMap(array("q", [0]), array("q"))


def test_offsets_of_two_texts_lead_to_their_own_parts_of_the_source():
    one, other = CleanText("a <b>b"), CleanText("<p>c")
    one.copy(0, 2)
    one.copy(5, 6)
    other.copy(3, 4)
    both = one.offsets().followed_by(other.offsets().moved(7))
    assert [both.span_to_source(at, at + 1) for at in range(4)] == [
        (0, 1),
        (1, 2),
        (5, 6),
        (10, 11),
    ]

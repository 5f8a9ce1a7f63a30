from hypothesis import given
from hypothesis import strategies as st

from pipeline.learn.annotations.formats.code_units import CodeUnits


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("💊🧘"), max_size=30))
def test_code_units_are_counted_as_utf_16_does(text):
    units = CodeUnits.of(text)
    for place in range(len(text) + 1):
        counted = len(text[:place].encode("utf-16-le")) // 2
        assert units.to_units(place) == counted
        assert units.to_points(counted) == place


def test_code_units_inside_of_a_character_or_beyond_the_text_are_no_place():
    units = CodeUnits.of("a💊")
    assert [units.to_points(place) for place in range(5)] == [0, 1, None, 2, None]
    assert units.to_points(-1) is None

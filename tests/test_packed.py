"""Arrays in one file: what is written is what is mapped, or nothing is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.packed import Groups, Keys, Texts, open_packed, write_packed

ARRAYS = {
    "counts": np.arange(7, dtype=np.int32),
    "empty": np.empty(0, np.float32),
    "flags": np.array([True, False]),
    "names": np.array([b"ab", b"c"], "S4"),
    "square": np.arange(6, dtype=np.float64).reshape(2, 3),
}
TEXTS = st.lists(st.text(max_size=8))


@given(TEXTS)
def test_packed_texts_come_back(texts):
    packed = Texts.of(texts)
    assert (list(packed), [packed[i] for i in range(len(packed))]) == (texts, texts)
    assert packed[1:] == texts[1:]


@given(TEXTS.map(lambda texts: list(dict.fromkeys(texts))), st.text(max_size=8))
def test_packed_keys_lead_to_their_texts_and_nothing_else(texts, other):
    keys = Keys.of(Texts.of(texts))
    assert dict(keys) == {text: place for place, text in enumerate(texts)}
    assert keys.get(other) == (texts.index(other) if other in texts else None)
    assert (other in keys) == (other in texts)


def test_packed_texts_count_from_both_ends_and_no_further():
    texts = Texts.of(["a", "b"])
    assert texts[-1] == "b"
    with pytest.raises(IndexError):
        texts[2]


@given(st.lists(st.integers(min_value=-1, max_value=5)))
def test_packed_groups_hold_the_places_of_their_number(numbers):
    groups = Groups.by(np.array(numbers, np.int32), n_groups=6)
    assert [group.tolist() for group in groups] == [
        [place for place, number in enumerate(numbers) if number == group] for group in range(6)
    ]
    assert groups.sizes().sum() == sum(number >= 0 for number in numbers)


def test_packed_groups_keep_the_order_given():
    assert [group.tolist() for group in Groups.of([[3, 1], [], [2]])] == [[3, 1], [], [2]]


def test_packed_arrays_come_back_as_they_were(tmp_path):
    write_packed(tmp_path / "new" / "a.packed", ARRAYS)
    found = open_packed(tmp_path / "new" / "a.packed")
    assert sorted(found) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].tolist()) == (array.dtype, array.tolist())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.packed"]


def test_packed_files_do_not_depend_on_the_order_of_names(tmp_path):
    write_packed(tmp_path / "1", ARRAYS)
    write_packed(tmp_path / "2", dict(reversed(ARRAYS.items())))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_packed_files_cannot_be_changed_through_what_is_mapped(tmp_path):
    write_packed(tmp_path / "a", ARRAYS)
    with pytest.raises(ValueError, match="read-only"):
        open_packed(tmp_path / "a")["counts"][0] = 1


def test_packed_gives_nothing_where_there_is_no_file(tmp_path):
    assert open_packed(tmp_path / "none") is None
    assert open_packed(tmp_path) is None


def test_packed_notices_every_cut_and_every_changed_byte(tmp_path):
    path = tmp_path / "a"
    write_packed(path, {"counts": np.arange(40, dtype=np.int32), "flags": np.array([True])})
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place])
        assert open_packed(path) is None
        assert open_packed(path, checked=False) is None
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 64]) + whole[place + 1 :])
        assert open_packed(path) is None, place
    path.write_bytes(whole + b"x")
    assert open_packed(path) is None
    path.write_bytes(whole)
    assert open_packed(path) is not None


def test_packed_says_that_a_file_is_in_the_way(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        write_packed(tmp_path / "file" / "a", ARRAYS)

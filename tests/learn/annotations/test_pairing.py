import pytest
from hypothesis import given
from hypothesis import strategies as st
from learn.annotations.marking import mark

from pipeline.learn.annotations.pairing import is_same_stretch, pair

TEXT = "x" * 100


def one(start, end, kind="efficacy"):
    return mark(TEXT, start, end, kind=kind)


HALVES = {
    "all of it": (0, 10, True),
    "half of the longer, all of the shorter": (0, 5, True),
    "just half": (5, 15, True),
    "less than half": (6, 16, False),
    "beside it": (10, 20, False),
    "all around it": (0, 100, True),
}


@pytest.mark.parametrize(("start", "end", "expected"), HALVES.values(), ids=HALVES)
def test_pairing_wants_half_of_either(start, end, expected):
    assert is_same_stretch(one(0, 10), one(start, end)) is expected
    assert is_same_stretch(one(start, end), one(0, 10)) is expected


def test_pairing_is_one_to_one():
    assert pair([one(0, 10)], [one(0, 10), one(0, 9)]) == [(0, 0)]
    assert pair([one(0, 10), one(0, 9)], [one(0, 10)]) == [(0, 0)]


def test_pairing_takes_the_more_alike_first():
    assert pair([one(0, 10)], [one(0, 6), one(0, 9)]) == [(0, 1)]
    assert pair([one(0, 10), one(10, 20)], [one(0, 20), one(10, 20)]) == [(0, 0), (1, 1)]


def test_pairing_moves_one_on_so_that_another_finds_a_partner():
    # The first is like both, the second like one alone, which the first is more like.
    first = [one(0, 20), one(0, 9)]
    second = [one(0, 19), one(9, 25)]
    assert pair(first, second) == [(0, 1), (1, 0)]


def test_pairing_asks_for_the_kind_or_not():
    first, second = [one(0, 10)], [one(0, 10, kind="safety")]
    assert pair(first, second) == []
    assert pair(first, second, same_kind=False) == [(0, 0)]


_STRETCHES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda of: one(of[0], sum(of))),
    max_size=6,
)


@given(_STRETCHES, _STRETCHES)
def test_pairing_finds_as_many_as_can_be(first, second):
    pairs = pair(first, second)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(is_same_stretch(first[i], second[j]) for i, j in pairs)

    def most(i, free):
        if i == len(first):
            return 0
        taken = [most(i + 1, free - {j}) + 1 for j in free if is_same_stretch(first[i], second[j])]
        return max([most(i + 1, free), *taken])

    assert len(pairs) == most(0, frozenset(range(len(second))))
    assert len(pair(second, first)) == len(pairs)

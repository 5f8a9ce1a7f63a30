"""Records are made when somebody looks at them, and each once."""

from __future__ import annotations

import pytest

from pipeline.evidence import lazy
from pipeline.evidence.lazy import LazyRecords, by_id, by_pair, pair_key, pair_of
from pipeline.packed import Keys, Texts


class Maker:
    """Makes "r0", "r1" …; remembers what it made."""

    def __init__(self):
        self.made = []

    def __call__(self, place):
        self.made.append(place)
        return f"r{place}"


def test_lazy_records_are_made_once_and_only_those_that_are_asked_for():
    maker = Maker()
    records = LazyRecords(maker, n_records=9)
    assert (len(records), maker.made) == (9, [])
    assert (records[3], records[3], records[-1], list(records[4:6])) == (
        "r3",
        "r3",
        "r8",
        ["r4", "r5"],
    )
    assert maker.made == [3, 8, 4, 5]


def test_lazy_records_end_where_a_list_would():
    records = LazyRecords(Maker(), n_records=2)
    assert list(records) == ["r0", "r1"]
    with pytest.raises(IndexError):
        records[2]


def test_lazy_records_keep_no_more_than_they_may(monkeypatch):
    monkeypatch.setattr(lazy, "_KEPT", 3)
    maker = Maker()
    records = LazyRecords(maker, n_records=9)
    assert list(records) == [f"r{n}" for n in range(9)]
    assert (records[8], records[0]) == ("r8", "r0")
    assert maker.made == [*range(9), 0]


def test_lazy_mappings_give_their_keys_without_making_a_record():
    maker = Maker()
    found = by_id(Keys.of(Texts.of(["b", "a"])), LazyRecords(maker, n_records=2))
    assert (list(found), len(found), "a" in found, found.get("c")) == (["b", "a"], 2, True, None)
    assert maker.made == []
    assert (found["a"], maker.made) == ("r1", [1])


def test_lazy_mappings_may_have_pairs_for_keys():
    pairs = [("CPT", "97810"), ("HCPCS", "G0151")]
    keys = Keys.of(Texts.of(map(pair_key, pairs)))
    found = by_pair(keys, LazyRecords(Maker(), n_records=2))
    assert (list(found), found["HCPCS", "G0151"]) == (pairs, "r1")
    assert [pair_of(pair_key(pair)) for pair in pairs] == pairs
    assert ("CPT", "G0151") not in found

"""Sets of pairs, as they lie in a folder, and what is said of broken ones."""

import gzip
import json

import pytest

from pipeline.errors import PairsUnreadableError
from pipeline.learn.entailment.sets import Pair, read_pairs

ROWS = [
    {"id": "a", "claim": "Tea helps.", "evidence": "It did.", "label": "support"},
    {"id": "b", "claim": "Tea harms.", "evidence": "It did not.", "label": "contradict"},
]


def write(folder, rows, name="tea/dev"):
    path = folder / f"{name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def test_sets_are_read_in_order(tmp_path):
    write(tmp_path, ROWS)
    assert read_pairs("tea/dev", tmp_path) == [
        Pair("Tea helps.", "It did.", "support", "Tea helps."),
        Pair("Tea harms.", "It did not.", "contradict", "Tea harms."),
    ]


def test_sets_keep_only_what_a_list_names(tmp_path):
    write(tmp_path, ROWS)
    lists = gzip.compress(json.dumps({"clean": ["b", "gone"]}).encode())
    (tmp_path / "splits_clean.json.gz").write_bytes(lists)
    assert [pair.claim for pair in read_pairs("tea/dev:clean", tmp_path)] == ["Tea harms."]
    with pytest.raises(PairsUnreadableError, match="no list other; it has clean"):
        read_pairs("tea/dev:other", tmp_path)


def test_sets_of_several_files_are_read_one_after_the_other(tmp_path):
    write(tmp_path, ROWS[:1])
    write(tmp_path, ROWS[1:], "tea/test")
    assert [pair.label for pair in read_pairs("tea/test+dev", tmp_path)] == [
        "contradict", "support",
    ]  # fmt: skip


def test_sets_need_the_lists_that_are_named(tmp_path):
    write(tmp_path, ROWS)
    with pytest.raises(PairsUnreadableError, match="splits_clean"):
        read_pairs("tea/dev:clean", tmp_path)


@pytest.mark.parametrize(
    "row", [{**ROWS[0], "label": "maybe"}, {**ROWS[0], "evidence": None}, {"claim": "a"}]
)
def test_sets_name_the_record_that_is_no_pair(tmp_path, row):
    write(tmp_path, [ROWS[1], row])
    with pytest.raises(PairsUnreadableError, match="record 2"):
        read_pairs("tea/dev", tmp_path)


@pytest.mark.parametrize("content", [b"plain", gzip.compress(b"{"), gzip.compress(b"{}" * 9)[:-6]])
def test_sets_that_are_broken_are_told(tmp_path, content):
    write(tmp_path, ROWS)
    (tmp_path / "tea" / "dev.jsonl.gz").write_bytes(content)
    with pytest.raises(PairsUnreadableError, match="cannot be read"):
        read_pairs("tea/dev", tmp_path)


def test_sets_that_are_not_there_are_told_with_where_they_are_looked_for(tmp_path):
    with pytest.raises(PairsUnreadableError, match="CLAIMS_DATA_DIR"):
        read_pairs("tea/dev", tmp_path)

"""Lists of articles in three formats, and what is said where they are none."""

import csv
import json

import pyarrow
import pyarrow.parquet
import pytest

from pipeline.batch.manifests import Entry, read_manifest
from pipeline.errors import ManifestColumnError, ManifestUnreadableError

ROWS = [
    {"id": "001", "text": 'Yoga, they say, "helps".\nTwice.', "format": "markdown", "more": "x"},
    {"id": "b", "text": "<p>Reiki cures.</p>", "format": "", "more": "y"},
]
ENTRIES = [
    Entry(1, {"text": ROWS[0]["text"], "id": "001", "format": "markdown"}),
    Entry(2, {"text": ROWS[1]["text"], "id": "b", "format": ""}),
]


def write_csv(path, rows, encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_parquet(path, rows):
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


WRITERS = {"list.csv": write_csv, "list.jsonl": write_jsonl, "list.PARQUET": write_parquet}


@pytest.mark.parametrize("name", WRITERS)
def test_manifests_are_read_alike_in_every_format(tmp_path, name):
    WRITERS[name](tmp_path / name, ROWS)
    assert list(read_manifest(tmp_path / name, {})) == ENTRIES


@pytest.mark.parametrize("name", WRITERS)
def test_manifests_without_a_wanted_column_name_those_there_are(tmp_path, name):
    WRITERS[name](tmp_path / name, [{"body": "Yoga helps.", "url": "x"}])
    with pytest.raises(ManifestColumnError) as caught:
        list(read_manifest(tmp_path / name, {}))
    assert "no column 'path' or 'text'" in caught.value.message
    assert "Columns present: body, url" in caught.value.message
    assert "--column text=body" in caught.value.message


@pytest.mark.parametrize("name", WRITERS)
def test_manifests_call_their_columns_as_the_user_says(tmp_path, name):
    WRITERS[name](tmp_path / name, [{"body": "Yoga helps.", "url": "x"}])
    (entry,) = read_manifest(tmp_path / name, {"text": "body", "id": "url"})
    assert entry.values == {"text": "Yoga helps.", "id": "x"}


def test_manifests_a_column_that_was_named_has_to_be_there(tmp_path):
    write_csv(tmp_path / "list.csv", ROWS)
    with pytest.raises(ManifestColumnError, match="no column 'uid'"):
        list(read_manifest(tmp_path / "list.csv", {"id": "uid"}))


def test_manifests_of_excel_lose_their_mark(tmp_path):
    write_csv(tmp_path / "list.csv", ROWS, encoding="utf-8-sig")
    assert list(read_manifest(tmp_path / "list.csv", {})) == [
        Entry(e.number, e.values) for e in ENTRIES
    ]


def test_manifests_hold_long_texts(tmp_path):
    text = "Yoga helps. " * 20_000
    write_csv(tmp_path / "list.csv", [{"text": text}])
    (entry,) = read_manifest(tmp_path / "list.csv", {})
    assert entry.values["text"] == text


def test_manifests_short_and_null_cells_are_empty(tmp_path):
    (tmp_path / "list.csv").write_text("text,id\nYoga helps.\n")
    (entry,) = read_manifest(tmp_path / "list.csv", {})
    assert entry.values["id"] == ""
    write_parquet(tmp_path / "list.parquet", [{"text": None, "id": 7}])
    (entry,) = read_manifest(tmp_path / "list.parquet", {})
    assert entry.values == {"text": "", "id": "7"}


def test_manifests_a_bad_line_of_json_is_told_and_the_others_are_read(tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"text": "a"}\n{"text": \n\n[1]\n{"text": "b"}\n')
    first, broken, no_object, last = read_manifest(path, {})
    assert (first.values["text"], last.values["text"], last.number) == ("a", "b", 5)
    assert (broken.code, no_object.code) == ("E505", "E505")
    assert "list.jsonl#2" in broken.message
    assert "an object was wanted" in no_object.message


BROKEN = {
    "csv of no text": ("list.csv", b"text\n\xff\xfe\xff"),
    "csv with a quote that never ends": ("list.csv", b'text\n"Yoga helps.\n'),
    "parquet of text": ("list.parquet", b"text\nYoga helps.\n"),
    "no bytes": ("list.parquet", b""),
}


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_manifests_that_are_none_are_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ManifestUnreadableError, match=name):
        list(read_manifest(tmp_path / name, {}))


def test_manifests_without_a_line_have_no_column(tmp_path):
    (tmp_path / "list.csv").touch()
    with pytest.raises(ManifestColumnError, match="Columns present: none"):
        list(read_manifest(tmp_path / "list.csv", {}))


def test_manifests_that_are_gone_are_told(tmp_path):
    with pytest.raises(ManifestUnreadableError, match="no such file"):
        list(read_manifest(tmp_path / "list.csv", {}))

"""Results as files: the same bytes for the same articles, whole or not at all."""

import hashlib
import json
import subprocess
import sys

import pyarrow.parquet
import pytest
from batch.lines import articles_of, lines_of
from factories import make_trouble

from pipeline.batch.rows import COLUMNS
from pipeline.batch.shards import MANIFEST, write_file, write_shards
from pipeline.errors import ReportUnwritableError

TOOL = {"name": "claims"}


def write(folder, articles, per_shard=2):
    return write_shards(folder, articles, tool=TOOL, per_shard=per_shard)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_shards_hold_articles_in_order_and_begin_with_the_tool(tmp_path):
    articles = [lines_of(make_trouble(f"{n}.md")) for n in range(5)]
    shards = write(tmp_path, articles)
    assert [(shard.name, shard.n_articles) for shard in shards] == [
        ("results-00000", 2),
        ("results-00001", 2),
        ("results-00002", 1),
    ]
    paths = []
    for shard in shards:
        text = (tmp_path / f"{shard.name}.jsonl").read_text()
        first, *rest = [json.loads(line) for line in text.splitlines()]
        assert (first["record"], first["schema"]) == ("tool", 1)
        paths += [thing["path"] for thing in rest]
    assert paths == [f"{n}.md" for n in range(5)]


def test_shards_of_parquet_have_a_row_for_each_claim(tmp_path):
    write(tmp_path, articles_of(3))
    table = pyarrow.parquet.read_table(tmp_path / "results-00000.parquet")
    assert table.column_names == list(COLUMNS)
    assert table["code"].to_pylist() == ["ST001", "UV001"] * 2
    assert table["codes"].to_pylist()[0] == ["ST001"]


def test_shards_without_a_claim_are_tables_all_the_same(tmp_path):
    write(tmp_path, [lines_of(make_trouble())])
    table = pyarrow.parquet.read_table(tmp_path / "results-00000.parquet")
    assert (table.num_rows, table.column_names) == (0, list(COLUMNS))


def test_shards_are_the_same_bytes_each_time(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, articles_of(5))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_shards_say_what_they_hold(tmp_path):
    first, *_ = write(tmp_path, articles_of(3))
    assert (first.n_articles, first.n_claims) == (2, 4)
    for ending, digest in first.sha256.items():
        data = (tmp_path / f"{first.name}{ending}").read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
    assert first.as_json()["claims"] == 4


def test_shards_of_an_earlier_run_go_and_other_files_stay(tmp_path):
    write(tmp_path, articles_of(9))
    (tmp_path / ".unfinished-9-0a1b2c3d").write_bytes(b"{")
    (tmp_path / "notes.txt").touch()
    write(tmp_path, articles_of(2))
    assert sorted(contents(tmp_path)) == [
        "notes.txt",
        "results-00000.jsonl",
        "results-00000.parquet",
    ]


def test_shards_that_change_have_no_manifest(tmp_path):
    write_file(tmp_path, MANIFEST, b"{}")

    def articles():
        assert not (tmp_path / MANIFEST).exists()
        yield from articles_of(1)

    write(tmp_path, articles())


def test_shards_without_an_article_are_none(tmp_path):
    assert write(tmp_path, []) == []
    assert contents(tmp_path) == {}


def test_shards_that_cannot_be_written_are_told(tmp_path):
    with pytest.raises(ReportUnwritableError, match=r"results-00000\.jsonl"):
        write(tmp_path / "gone", articles_of(1))


FULL = """
import resource, sys
from pathlib import Path
from batch.lines import articles_of
from pipeline.batch.shards import write_shards
from pipeline.errors import ReportUnwritableError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_shards(Path(sys.argv[1]), articles_of(200), tool={}, per_shard=100)
except ReportUnwritableError as error:
    print(error)
"""


def test_shards_that_do_not_fit_are_told_and_none_is_there_by_half(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    assert ran.stdout.startswith("[E601] Cannot write")
    assert contents(tmp_path) == {}

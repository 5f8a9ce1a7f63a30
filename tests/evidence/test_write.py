"""Records become lines, and a package gets its schema."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import ReportUnwritableError
from pipeline.evidence.columns import COLUMNS
from pipeline.evidence.write import cell, columns_of, descriptor, source_line, write_lines
from pipeline.records import Source

CELLS = {
    "": None,
    "true": True,
    "false": False,
    "0.00001": 1e-5,
    "3": 3.0,
    "12": 12,
    "a": "a",
    "a;b": ("a", "b"),
}


@pytest.mark.parametrize(("written", "value"), CELLS.items(), ids=[*map(repr, CELLS.values())])
def test_a_value_is_written_in_plain_digits_and_words(written, value):
    assert cell(value) == written


def test_a_source_is_written_in_every_column_it_has():
    line = source_line(Source("a", "trial", "Mint", year=2029, design="crossover"))
    assert list(line) == list(columns_of("sources"))
    assert (line["year"], line["design"], line["replaces"]) == ("2029", "crossover", "")


def test_a_file_has_its_header_and_the_ends_of_lines_of_every_system(tmp_path):
    write_lines(tmp_path / "new", "concepts", [{"concept_id": "X-A", "name": "a, b"}])
    text = (tmp_path / "new/concepts.csv").read_bytes().decode()
    assert text == ",".join(columns_of("concepts")) + '\nX-A,,"a, b",,,,,,,\n'


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReportUnwritableError, match=r"concepts\.csv"):
        write_lines(tmp_path / "file", "concepts", [])


@pytest.mark.parametrize("name", COLUMNS)
def test_a_schema_has_the_columns_of_its_file_and_refers_to_no_other(name):
    package = json.loads(descriptor("mine", title="Mine", version="1", files=[name]))
    (resource,) = package["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(columns_of(name))
    assert "foreignKeys" not in resource["schema"]

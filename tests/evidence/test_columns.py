"""The columns that are read are those that the shipped package declares and has."""

from __future__ import annotations

import csv
import json

import pytest

from pipeline.evidence.columns import COLUMNS
from pipeline.resources import evidence_dir

DECLARED = {
    resource["path"].removesuffix(".csv"): [f["name"] for f in resource["schema"]["fields"]]
    for resource in json.loads((evidence_dir() / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]
}


def test_columns_name_the_files_that_the_package_declares():
    # Journals are a word list; no package of a user's has any.
    assert sorted([*COLUMNS, "journals"]) == sorted(DECLARED)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_those_of_the_shipped_file(name):
    with (evidence_dir() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == DECLARED[name]
    # Only a package that lies on another one has something to replace, or concepts
    # that not all their names lead to.
    more = {"replaces", "found_by"}
    known = [c for part in COLUMNS[name] for c in part]
    assert sorted(header) == sorted(c for c in known if c not in more)

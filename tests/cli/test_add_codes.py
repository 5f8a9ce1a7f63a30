"""A list becomes a package, and a code that it lacks does not exist in its edition."""

from __future__ import annotations

import json

import pytest

LIST = "CPT Code\tLong Description\n97810\tNeedles\n97811\tMore needles\n99213\tVisit\n"
DRAFT = "Ask about CPT code 97810 before CPT code 99999 or CPT code 0042T.\n"


@pytest.fixture
def files(tmp_path):
    """A list of codes and a draft that names some."""
    (tmp_path / "list.tsv").write_text(LIST, encoding="utf-8")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def add(claims, files, *more):
    where = [str(files / "list.tsv"), "--out", str(files / "out")]
    return claims("evidence", "add-codes", *where, "--system", "CPT", "--edition", "2026", *more)


def judged(claims, files, day):
    options = ["--evidence", str(files / "out"), "--as-of", day, "--format", "json"]
    ran = claims("check", str(files / "draft.md"), *options)
    found = [
        (claim["text"][-5:], finding["code"], finding["reason"])
        for document in json.loads(ran.out)["documents"]
        for claim in document["claims"]
        for finding in claim["findings"]
    ]
    return {code: (finding, reason) for code, finding, reason in found}


def test_add_codes_makes_what_a_complete_list_lacks_nonexistent(claims, files):
    ran = add(claims, files, "--complete")
    assert (ran.code, ran.err) == (0, "")
    assert "3 CPT codes, all of CPT Category I in the edition of 2026" in ran.out
    said = judged(claims, files, "2026-05-01")
    assert said["97810"][0] == "RG001"
    assert said["99999"][0] == "RG003"
    assert "2026 edition is complete and does not hold it" in said["99999"][1]
    # The list has no code of that category, and says nothing of it.
    assert said["0042T"][0] == "RG004"


def test_add_codes_says_nothing_of_other_years(claims, files):
    add(claims, files, "--complete")
    assert judged(claims, files, "2025-05-01")["99999"][0] == "RG004"


def test_add_codes_without_complete_prove_nothing(claims, files):
    assert add(claims, files).code == 0
    assert judged(claims, files, "2026-05-01")["99999"][0] == "RG004"


def test_add_codes_exits_one_where_lines_were_left_out(claims, files):
    (files / "list.tsv").write_text(f"{LIST}9921X\tBad\n", encoding="utf-8")
    ran = add(claims, files, "--complete")
    assert ran.code == 1
    assert "line 5, column 'CPT Code': '9921X' has the shape of no category" in ran.err
    assert "left out: 1 lines, so the list is not declared complete." in ran.err
    assert "3 CPT codes." in ran.out
    assert judged(claims, files, "2026-05-01")["99999"][0] == "RG004"


def test_add_codes_names_a_file_that_is_not_there(claims, files):
    (files / "list.tsv").unlink()
    ran = add(claims, files)
    assert (ran.code, ran.out) == (2, "")
    assert "E422" in ran.err

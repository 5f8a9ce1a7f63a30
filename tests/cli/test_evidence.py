from __future__ import annotations

import sys
import types

import pytest
from alike import WordEncoder

CONCEPTS = "concept_id,kind,name,parents,synonyms,better\nX-CRAMPS,condition,cramps,,,\n"
SOURCES = "source_id,kind,title,publisher,year\nmint-2029,trial,Mint for cramps,Leaf,2029\n"
FINDINGS = (
    "row_id,source_id,kind,stance,condition,verified\n"
    "mint-1,mint-2029,efficacy,affirms,X-CRAMPS,true\n"
)


@pytest.fixture
def package(tmp_path):
    """A small evidence package of a user's own."""
    for name, text in {"concepts": CONCEPTS, "sources": SOURCES, "findings": FINDINGS}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _without_weights(monkeypatch):
    monkeypatch.setattr("pipeline.encoders.load_encoder", WordEncoder)


@pytest.fixture
def finds_faults(monkeypatch):
    """Make validation find the faults given."""

    def use(*faults):
        module = types.ModuleType("pipeline.evidence.validate")
        module.validate_evidence = lambda _folder, **_below: list(faults)
        monkeypatch.setitem(sys.modules, "pipeline.evidence.validate", module)

    return use


def test_evidence_show_prints_one_thing(claims, package):
    ran = claims("evidence", "show", "mint-1", "--evidence", str(package))
    assert (ran.code, ran.err) == (0, "")
    assert "Mint for cramps (Leaf 2029) [mint-2029]" in ran.out


def test_evidence_show_of_an_unknown_id_exits_two_with_one_line(claims, package):
    ran = claims("evidence", "show", "mint-l", "--evidence", str(package))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error E403: Nothing in the evidence table is called mint-l. "
        "Did you mean mint-1 or mint-2029?\n"
    )


def test_evidence_search_prints_the_rows_it_finds(claims, package):
    ran = claims("evidence", "search", "cramps", "leaf", "--evidence", str(package))
    assert ran.code == 0
    assert ran.out.startswith("mint-1\n")


def test_evidence_search_that_finds_nothing_says_so_on_stderr(claims, package):
    ran = claims("evidence", "search", "homeopathy", "--evidence", str(package))
    assert (ran.code, ran.out, ran.err) == (0, "", "No row speaks of 'homeopathy'.\n")


def test_evidence_of_a_folder_that_is_missing_exits_two(claims):
    ran = claims("evidence", "search", "cramps", "--evidence", "gone")
    assert ran.code == 2
    assert ran.err.startswith("error E401: No evidence package at gone: no such folder.")


def test_evidence_validate_of_a_good_package_is_zero(claims, package, finds_faults):
    finds_faults()
    ran = claims("evidence", "validate", str(package))
    assert (ran.code, ran.out) == (0, f"{package} holds to the rules.\n")


def test_evidence_validate_lists_every_fault_and_exits_two(claims, package, finds_faults):
    finds_faults("findings.csv, line 2: no such source.", "codes.csv: not there.")
    ran = claims("evidence", "validate", str(package))
    assert ran.code == 2
    assert ran.out.splitlines() == [
        "findings.csv, line 2: no such source.",
        "codes.csv: not there.",
    ]
    assert ran.err == (
        f"error E404: {package} has 2 faults; the first: findings.csv, line 2: no such source.\n"
    )


def test_evidence_validate_lays_a_package_on_ours_unless_it_is_alone(claims, tmp_path):
    mine = tmp_path / "mine"
    assert claims("evidence", "new", str(mine)).code == 0
    with (mine / "concepts.csv").open("a", encoding="utf-8") as file:
        file.write("X-MINT-BALL,intervention,mint ball,D008517,,,,,,\n")
    on_top = claims("evidence", "validate", str(mine))
    assert (on_top.code, on_top.out) == (0, f"{mine} holds to the rules.\n")
    alone = claims("evidence", "validate", str(mine), "--alone")
    assert alone.code == 2
    assert "no concept is called 'D008517'" in alone.out


def test_evidence_validate_without_a_folder_checks_all_that_is_shipped(
    claims, finds_faults, monkeypatch, tmp_path
):
    finds_faults()
    shipped = (tmp_path / "evidence", tmp_path / "reviews")
    monkeypatch.setattr("pipeline.cli.evidence.evidence_dirs", lambda: shipped)
    ran = claims("evidence", "validate")
    assert ran.out.splitlines() == [f"{folder} holds to the rules." for folder in shipped]


def test_evidence_new_says_where_and_overwrites_nothing(claims, tmp_path):
    mine = tmp_path / "mine"
    ran = claims("evidence", "new", str(mine))
    assert ran.out == f"{mine} is made; {mine}/README.md says how to fill it.\n"
    again = claims("evidence", "new", str(mine))
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith(f"error E407: {mine} is there already")

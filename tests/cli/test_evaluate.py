from __future__ import annotations

import json

import pytest
from evidence.packages import write_package
from learn.judging import write_lines

MINT = {"concept_id": "X-TEST-MINT", "kind": "intervention", "name": "mint"}
CRAMPS = {"concept_id": "X-TEST-CRAMPS", "kind": "outcome", "name": "belly cramps"}


@pytest.fixture
def package(tmp_path):
    """A package of one finding, to lie on top of the shipped one."""
    finding = {
        "row_id": "mint-1",
        "source_id": "mint-2029",
        "intervention": "X-TEST-MINT",
        "condition": "",
        "outcome": "X-TEST-CRAMPS",
        "comparator": "",
    }
    folder = write_package(
        tmp_path / "package",
        findings=[finding],
        sources=[{"source_id": "mint-2029", "title": "Mint for cramps", "publisher": "Leaf"}],
        concepts=[MINT, CRAMPS],
        codes=(),
        code_systems=(),
        listings=(),
    )
    return str(folder)


def test_evaluate_names_labels_that_are_not_there(claims, tmp_path):
    ran = claims("evaluate", "verdicts", "--annotations", str(tmp_path))
    assert ran.code == 2
    assert "E701" in ran.err
    assert "claims.jsonl" in ran.err


def test_evaluate_extraction_tells_lines_that_it_could_not_use(claims, package, tmp_path):
    write_lines(tmp_path / "extraction" / "rows-a.jsonl", ["{"])
    ran = claims("evaluate", "extraction", "--evidence", package, "--annotations", str(tmp_path))
    assert ran.code == 2
    assert "left out: " in ran.err
    assert "rows-a.jsonl, line 1: not JSON" in ran.err
    assert "0 extracted findings of 0 reviews" in ran.out


def test_evaluate_extraction_names_a_package_that_is_not_there(claims, tmp_path):
    ran = claims("evaluate", "extraction", "--evidence", str(tmp_path / "none"))
    assert ran.code == 2
    assert "none" in ran.err


def test_evaluate_retrieval_asks_the_search_of_the_command_line(claims, package, tmp_path):
    line = {"query": "mint for cramps", "source_ids": ["mint-2029"], "row_ids": ["mint-1"]}
    write_lines(tmp_path / "queries.jsonl", [line])
    words = ("evaluate", "retrieval", "--evidence", package, "--annotations", str(tmp_path))
    assert "1 queries" in claims(*words).out
    read = json.loads(claims(*words, "--format", "json").out)
    assert read["searches"]["words and concepts"]["row"]["share"] == 1.0


def test_evaluate_retrieval_names_queries_that_are_not_there(claims, package, tmp_path):
    ran = claims("evaluate", "retrieval", "--evidence", package, "--annotations", str(tmp_path))
    assert ran.code == 2
    assert "queries.jsonl is not there" in ran.err


def test_evaluate_concepts_asks_the_articles_again(claims, package, tmp_path):
    line = {
        "row_id": "mint-9",
        "source_id": "mint-2030",
        "intervention": "",
        "condition": "",
        "field": "condition",
        "right": True,
        "wanted": "",
    }
    write_lines(tmp_path / "concepts.jsonl", [line])
    words = ("evaluate", "concepts", "--evidence", package, "--annotations", str(tmp_path))
    assert "condition: 1 judged statements are gone" in claims(*words).out
    read = json.loads(claims(*words, "--format", "json").out)
    assert read["scores"]["all"]["condition"]["n_gone"] == 1


def test_evaluate_concepts_names_judgements_that_are_not_there(claims, package, tmp_path):
    ran = claims("evaluate", "concepts", "--evidence", package, "--annotations", str(tmp_path))
    assert ran.code == 2
    assert "concepts.jsonl is not there" in ran.err


def test_evaluate_reviews_prints_a_line_for_each_field(claims, tmp_path):
    line = {
        "doi": "10.1002/14651858.CD999001",
        "cochrane_id": "CD999001",
        "plain_title": "Mint",
        "sections": [
            {"heading": "Main results", "paragraphs": ["We included 4 trials with 31 women."]}
        ],
    }
    write_lines(tmp_path / "abstracts.jsonl", [line])
    text = "sample,source_id,n_trials,n_participants,last_search\n1,CD999001,4,30,\n"
    (tmp_path / "reviews.csv").write_text(text, encoding="utf-8")
    path = str(tmp_path / "abstracts.jsonl")
    ran = claims("evaluate", "reviews", "--abstracts", path, "--annotations", str(tmp_path))
    assert ran.code == 0
    assert "1       n_trials        1.000 (1/1)" in ran.out
    assert "1       n_participants  0.000 (0/1)" in ran.out
    again = claims(
        "evaluate", "reviews", "--abstracts", path, "--annotations", str(tmp_path),
        "--format", "json",
    )  # fmt: skip
    assert json.loads(again.out)["samples"]["all"]["n_trials"]["given"]["share"] == 1.0

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from alike import WordEncoder
from evidence.packages import write_package
from learn.annotations.marking import marked, write_corpus
from learn.judging import write_lines

from pipeline.learn.annotations.records import Fields

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
    for measure in ("verdicts", "reading", "gate"):
        ran = claims("evaluate", measure, "--annotations", str(tmp_path))
        assert ran.code == 2
        assert "E701" in ran.err
        assert "labels.toml" in ran.err


PAGE = marked(
    "Warm feet\n\n[Acupuncture cures neck pain]. [It is safe]. [So?]\n",
    {"kind": "efficacy", "verdict": "unsupported", "fields": Fields(hedge="none", negated=False)},
    "mechanism",
    "none",
)


@pytest.fixture
def corpus(tmp_path):
    """Two articles alike, one of them of the test part; returns the words that name the folder."""
    test = replace(PAGE, name="test.txt", part="test", topic="other")
    folder = write_corpus(tmp_path / "corpus", PAGE, test)
    return ("--annotations", str(folder), "--articles", str(folder / "articles"))


def test_evaluate_reading_prints_scores_of_dev(claims, corpus):
    ran = claims("evaluate", "reading", *corpus)
    assert ran.code == 0
    assert "dev: 1 articles, 2 claims and 1 hard negatives marked" in ran.out
    read = json.loads(claims("evaluate", "reading", *corpus, "--format", "json").out)
    assert read["found"]["efficacy"]["recall"]["share"] == 1.0
    assert read["fields"]["hedge"]["given"]["whole"] == 1


def test_evaluate_reading_writes_what_was_missed_of_dev_alone(claims, corpus, tmp_path):
    errors = tmp_path / "errors.jsonl"
    ran = claims("evaluate", "reading", *corpus, "--errors", str(errors))
    assert ran.code == 0
    lines = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert ("missed", "mechanism") in [(line["what"], line["kind"]) for line in lines]
    errors.unlink()
    for words in (("--split", "test"), ("--real", str(tmp_path))):
        ran = claims("evaluate", "reading", *corpus, "--errors", str(errors), *words)
        assert ran.code == 2
        assert "E708" in ran.err
        assert not errors.exists()


def test_evaluate_reading_prints_scores_of_test_without_its_words(claims, corpus):
    ran = claims("evaluate", "reading", *corpus, "--split", "test")
    assert (ran.code, "test: 1 articles" in ran.out) == (0, True)
    assert "Acupuncture" not in ran.out


def test_evaluate_reading_tells_lines_that_it_could_not_use(claims, corpus):
    with (Path(corpus[1]) / "claims.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    ran = claims("evaluate", "reading", *corpus)
    assert (ran.code, "dev: 1 articles" in ran.out) == (2, True)
    assert "left out: " in ran.err


def test_evaluate_reading_of_real_pages_tells_those_that_are_not_there(claims, corpus, tmp_path):
    line = {"address": "https://example.org", "sha256": "0", "start": 0, "end": 4, "kind": "code"}
    write_lines(Path(corpus[1]) / "real.jsonl", [line])
    ran = claims("evaluate", "reading", *corpus, "--real", str(tmp_path))
    assert ran.code == 2
    assert "real pages: 0 articles" in ran.out
    assert "left out: https://example.org: no file" in ran.err


def test_evaluate_gate_is_shut_until_floors_are_pinned_and_when_a_score_falls(
    claims, corpus, tmp_path
):
    floors = tmp_path / "floors.json"
    words = ("evaluate", "gate", *corpus, "--floors", str(floors))
    assert claims(*words).code == 1
    assert claims(*words, "--pin").code == 0
    ran = claims(*words)
    assert (ran.code, "No score fell." in ran.out) == (0, True)
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    pinned["scores"]["reading: f1"] = 1.0
    floors.write_text(json.dumps(pinned), encoding="utf-8")
    ran = claims(*words)
    assert ran.code == 1
    assert "FELL: reading: f1 is" in ran.out
    ran = claims(*words, "--pin")
    assert (ran.code, "E709" in ran.err) == (2, True)
    assert json.loads(floors.read_text(encoding="utf-8")) == pinned
    assert claims(*words, "--pin", "--lower").code == 0
    assert claims(*words).code == 0


def test_evaluate_gate_is_shut_when_annotations_changed(claims, corpus, tmp_path):
    words = ("evaluate", "gate", *corpus, "--floors", str(tmp_path / "floors.json"))
    claims(*words, "--pin")
    path = Path(corpus[1]) / "claims.jsonl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"why": "seen"', '"why": "?"'), encoding="utf-8")
    ran = claims(*words)
    assert (ran.code, "annotations are not those" in ran.out) == (1, True)


def test_evaluate_verdicts_counts_a_part(claims, corpus):
    (Path(corpus[1]) / "sentences.txt").write_text("# Feet\nS|Feet are warm.\n", encoding="utf-8")
    ran = claims("evaluate", "verdicts", *corpus, "--split", "train")
    assert (ran.code, "train: 0 English articles" in ran.out) == (0, True)


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


def test_evaluate_retrieval_asks_the_search_of_the_command_line(
    claims, package, tmp_path, monkeypatch
):
    monkeypatch.setattr("pipeline.encoders.load_encoder", WordEncoder)
    line = {"query": "mint for cramps", "source_ids": ["mint-2029"], "row_ids": ["mint-1"]}
    write_lines(tmp_path / "queries.jsonl", [line])
    words = ("evaluate", "retrieval", "--evidence", package, "--annotations", str(tmp_path))
    assert "1 queries" in claims(*words).out
    read = json.loads(claims(*words, "--format", "json").out)
    for name in ("words and concepts", "and vectors"):
        scores = read["searches"][name].values()
        assert sum(score["row"]["part"] for score in scores) == 1


def test_evaluate_retrieval_names_queries_that_are_not_there(
    claims, package, tmp_path, monkeypatch
):
    monkeypatch.setattr("pipeline.encoders.load_encoder", WordEncoder)
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
    assert read["scores"]["measured"]["condition"]["n_gone"] == 1


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


def test_evaluate_pages_scores_marked_pages_and_names_broken_ones(claims, tmp_path):
    page = tmp_path / "zinc.html"
    page.write_text(
        '<!--truth {"title": "Zinc"} --><title>Zinc</title><p data-article>Zinc may shorten a cold '
        "by a day or two.</p>",
        encoding="utf-8",
    )
    ran = claims("evaluate", "pages", "--pages", str(tmp_path), "--each")
    assert ran.code == 0
    assert "ours          1.000 (1.000 to 1.000)" in ran.out
    told = json.loads(claims("evaluate", "pages", "--pages", str(tmp_path), "--format", "json").out)
    assert sum(told["n_pages"].values()) == 1
    page.write_text("<!--truth nothing -->", encoding="utf-8")
    ran = claims("evaluate", "pages", "--pages", str(tmp_path))
    assert (ran.code, "E710" in ran.err) == (2, True)


def test_evaluate_quantities_scores_paragraphs_and_sentences(claims, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.learn.quantities.find_spec", lambda _: None)
    (tmp_path / "measeval").mkdir()
    paragraph = {
        "text": "It is 12 km long.",
        "annots": [["1", "Quantity", 6, 11, "12 km", '{"unit": "km"}']],
    }
    with gzip.open(tmp_path / "measeval" / "trial.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(paragraph) + "\n")
    sentences = tmp_path / "quantities.json"
    row = {"req": "5 mg", "res": [{"value": 5, "unit": "milligram", "surface": "5 mg"}]}
    sentences.write_text(json.dumps([row]), encoding="utf-8")
    words = ["evaluate", "quantities", "--data-dir", str(tmp_path)]
    ran = claims(*words, "--sentences", str(sentences))
    assert ran.code == 0
    assert "measeval, trial: 1 texts, 1 quantities wanted, 0 left out" in ran.out
    assert ran.out.count("ours        1.000 (1.000 to 1.000) 1/1") == 2
    assert "pip install quantulum3" in ran.err
    told = json.loads(claims(*words, "--format", "json").out)
    assert [its["n_wanted"] for its in told["sets"]] == [1]
    sentences.write_text("nothing", encoding="utf-8")
    assert "E307" in claims(*words, "--sentences", str(sentences)).err

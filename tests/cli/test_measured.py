from __future__ import annotations

import json

import pytest
from learn.judging import line_of, make_findings, table_of, write_lines

from pipeline.cli.measured import as_json, extraction_text, retrieval_text, verdicts_text
from pipeline.learn.extraction import evaluate_extraction
from pipeline.learn.intervals import summed
from pipeline.learn.retrieval import RetrievalScores, SearchScore
from pipeline.learn.verdicts import VerdictScores


def row_of(text, name):
    """The first line that begins with a name, spaces made one."""
    return " ".join(next(line for line in text.splitlines() if line.startswith(name)).split())


@pytest.fixture
def verdicts():
    none = dict.fromkeys("SUV-", 0)
    told = {"S": none | {"S": 2, "V": 1}, "U": none | {"S": 1, "U": 3}, "V": none, "UV": none}
    return VerdictScores("dev", 2, 9, {"claims found (recall)": summed([(3, 4), (1, 5)])}, told, ())


def test_measured_verdicts_are_laid_out(verdicts):
    text = verdicts_text(verdicts)
    assert "dev: 2 English articles, 9 labelled claims" in text
    assert row_of(text, "claims found").endswith("4 of 9 0.444 (0.200 to 0.750)")
    assert "7 labelled sentences" in text
    assert "of those called supported: 2 of 3 right" in text
    assert "of those called unsupported: 3 of 3 right" in text


def test_measured_json_gives_share_and_both_intervals(verdicts):
    read = json.loads(as_json(verdicts))
    assert read["schema"] == 1
    found = read["measures"]["claims found (recall)"]
    assert (found["part"], found["whole"], found["share"]) == (4, 9, pytest.approx(4 / 9))
    assert found["clustered"] == [0.2, 0.75]
    assert read["sentences"]["U"] == {"S": 1, "U": 3, "V": 0, "-": 0}


def test_measured_json_of_nothing_counted_has_no_share():
    scores = VerdictScores("dev", 0, 0, {"x": summed([])}, {}, ())
    assert json.loads(as_json(scores))["measures"]["x"]["share"] is None


# --- extraction -------------------------------------------------------------------------


@pytest.fixture
def extraction(tmp_path):
    rows = make_findings(10)
    folder = tmp_path / "extraction"
    wrong = {"outcome": "wrong", "note_code": "outcome-cut"}
    lines = [line_of(row, **(wrong if number == 0 else {})) for number, row in enumerate(rows)]
    gone = {**lines[0], "row_id": "CD000001-xdead"}
    write_lines(folder / "rows-a.jsonl", [*lines, gone])
    write_lines(folder / "rows-b.jsonl", [{**line, "annotator": "b"} for line in lines[1:]])
    whole = {"source_id": "CD999000", "annotator": "a", "results": [[rows[0].row_id], []]}
    write_lines(folder / "whole.jsonl", [whole])
    return evaluate_extraction(table_of(*rows), tmp_path)


def test_measured_extraction_is_laid_out(extraction):
    text = extraction_text(extraction)
    assert text.startswith("10 extracted findings of 5 reviews\n")
    assert "First reader: 11 findings judged, 1 of them no longer in the package\n" in text
    assert row_of(text, "outcome ").startswith("outcome 0.900 (9/10) 0.596 to 0.982; ")
    assert "why: outcome-cut 1\n" in text
    assert row_of(text, "a ").startswith("a 0.500 (1/2) ")
    assert "1 abstracts, 0 without results; kept as findings" in text
    assert row_of(text, "numeric of a row").startswith("numeric of a row 1.000 (10/10) ")
    assert "Kept from" in text


def test_measured_extraction_says_which_bars_are_reached(extraction):
    bars = extraction_text(extraction).rpartition("\n\n")[2]
    assert row_of(bars, "findings") == "findings 25,000 10 no"
    assert row_of(bars, "outcome") == "outcome 0.870 1.000 yes 1.000"
    assert row_of(bars, "recall") == "recall 0.800 0.500 no"


def test_measured_extraction_without_judgements_says_so(tmp_path):
    text = extraction_text(evaluate_extraction(table_of(*make_findings(2)), tmp_path))
    assert "Nobody has judged findings yet" in text
    assert row_of(text, "outcome") == "outcome 0.870 - -"


def test_measured_extraction_is_one_json_object(extraction):
    read = json.loads(as_json(extraction))
    assert (read["n_findings"], read["judges"]["a"]["n_gone"]) == (10, 1)
    assert read["judges"]["a"]["fields"]["outcome"]["filled"]["share"] == 0.9
    assert read["bars"]["recall"] == {
        "wanted": 0.8,
        "measured": 0.5,
        "holds": False,
        "strict": None,
    }
    assert read["agreement"]["value"]["n"] == 9


# --- retrieval --------------------------------------------------------------------------


def test_measured_retrieval_is_laid_out():
    score = SearchScore(summed([(9, 10)]), summed([(10, 10)]), 0.75, (0.5, 1.0), ("mint",))
    searches = {"words": {"choosing": score, "measuring": score}}
    text = retrieval_text(RetrievalScores(10, 1, 2, searches, ()))
    assert text.startswith(
        "10 queries, 1 of them answered by no row any more; 2 more whose reviews are gone\n"
    )
    assert row_of(text, "words, choosing").startswith("words, choosing 0.900")
    assert row_of(text, "words, measuring") == (
        "words, measuring 0.900 (9/10) (0.900 to 0.900) 1.000 (10/10) (1.000 to 1.000) "
        "0.75 (0.500 to 1.000)"
    )
    assert row_of(text, "wanted") == "wanted 0.90 0.95"


def test_measured_retrieval_of_no_query_has_no_rank():
    score = SearchScore(summed([]), summed([]), None, (0.0, 1.0), ())
    text = retrieval_text(RetrievalScores(0, 0, 0, {"words": {"measuring": score}}, ()))
    assert row_of(text, "words").endswith("- (0/0) (0.000 to 1.000) - (0.000 to 1.000)")

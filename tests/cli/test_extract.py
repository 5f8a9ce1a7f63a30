from __future__ import annotations

import json

LINE = {
    "doi": "10.1002/14651858.CD999001.pub2",
    "cochrane_id": "CD999001",
    "plain_title": "Mint oil for cramps",
    "sections": [
        {
            "heading": "Objectives",
            "paragraphs": ["To assess the effects of peppermint for cramps."],
        },
        {
            "heading": "Main results",
            "paragraphs": [
                "Peppermint reduces pain compared with placebo (RR 0.50, 95% CI 0.30 to 0.80).",
                "Peppermint reduces nausea (RR 0.50, 95% CI 0.60 to 0.80).",
            ],
        },
    ],
}


def test_extract_writes_a_package_and_says_what_it_left_out(claims, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    path = tmp_path / "abstracts.jsonl"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    ran = claims("evidence", "extract", str(path), "--out", str(tmp_path / "out"))
    assert ran.code == 0
    assert "1 findings of 1 publications (1 read, 2 results met; 1 sources)" in ran.out
    assert "left out, point outside interval: 1" in ran.err
    assert (tmp_path / "out" / "extracted.parquet").is_file()


def test_extract_of_something_bad_keeps_the_rest_and_exits_two(claims, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    path = tmp_path / "abstracts.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n{{}}\n", encoding="utf-8")
    gone = tmp_path / "gone.xml"
    ran = claims("evidence", "extract", str(path), str(gone), "--out", str(tmp_path / "out"))
    assert ran.code == 2
    assert "1 findings of 1 publications" in ran.out
    assert "abstracts.jsonl, record 2: no 'title'" in ran.err
    assert "gone.xml" in ran.err
    assert "Traceback" not in ran.err

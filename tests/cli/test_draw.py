from __future__ import annotations

import json

import pytest

OBJECTIVE = "To assess the effects of mint oil for cramps in adults."
RESULT = "Mint oil reduces pain compared with placebo (RR 0.50, 95% CI 0.30 to 0.80)."


@pytest.fixture
def abstracts(tmp_path):
    """Three abstracts of invented reviews."""
    lines = [
        {
            "cochrane_id": f"CD99900{number}",
            "plain_title": "Mint oil for cramps",
            "sections": [
                {"heading": "Objectives", "paragraphs": [OBJECTIVE]},
                {"heading": "Main results", "paragraphs": [RESULT]},
            ],
        }
        for number in (1, 2, 3)
    ]
    path = tmp_path / "abstracts.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def package(claims, abstracts, tmp_path, monkeypatch):
    """What `claims evidence extract` reads from them."""
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    out = tmp_path / "package"
    assert claims("evidence", "extract", str(abstracts), "--out", str(out)).code == 0
    return out


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_draw_findings_are_judged_and_measured(claims, abstracts, package, tmp_path):
    seen = tmp_path / "seen.txt"
    seen.write_text("CD999002\n")
    out, evidence = tmp_path / "rows", ("--evidence", str(package))
    draw = ("evaluate", "draw", "extraction", "--abstracts", str(abstracts), "--seed", "7")
    ran = claims(*draw, "--rows", "2", "--exclude", str(seen), "--out", str(out), *evidence)
    assert (ran.code, "error" in ran.err) == (0, False)
    assert "2 findings in" in ran.out
    assert OBJECTIVE in (out / "rows-001.md").read_text(encoding="utf-8")

    folder = tmp_path / "annotations" / "extraction"
    folder.mkdir(parents=True)
    (folder / "rows.drawn.json").write_bytes((out / "rows.drawn.json").read_bytes())
    judged = [
        {key: value or "unclear" for key, value in line.items() if key != "note_code"}
        for line in read_lines(out / "rows-001.jsonl")
    ]
    assert all(not line["row_id"].startswith("CD999002") for line in judged)
    text = "".join(f"{json.dumps({**line, 'value': 'right'})}\n" for line in judged)
    (folder / "rows-a.jsonl").write_text(text, encoding="utf-8")
    ran = claims("evaluate", "extraction", "--annotations", str(folder.parent), *evidence)
    assert (ran.code, ran.err) == (0, "")
    assert "3 extracted findings of 3 reviews" in ran.out
    assert "2 drawn with seed 7, never from 1 excluded reviews" in ran.out
    assert "First reader: 2 findings judged, 0 of them no longer in the package" in ran.out


def test_draw_abstracts_are_listed_matched_and_measured(claims, abstracts, package, tmp_path):
    out, evidence = tmp_path / "whole", ("--evidence", str(package))
    draw = ("evaluate", "draw", "abstracts", "--abstracts", str(abstracts), "--seed", "7")
    ran = claims(*draw, "--n", "3", "--per-file", "2", "--out", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert [path.name for path in sorted(out.glob("*.md"))] == [
        "abstracts-001.md",
        "abstracts-002.md",
    ]

    listed = tmp_path / "listed.jsonl"
    lines = read_lines(out / "abstracts-001.jsonl")
    for line in lines:
        line |= {"annotator": "ann", "listed": ["less pain", "nothing else"]}
    listed.write_text("".join(f"{json.dumps(line)}\n" for line in lines) + "[]\n")
    match = ("evaluate", "draw", "matches", "--abstracts", str(abstracts))
    ran = claims(*match, "--listed", str(listed), "--out", str(tmp_path / "m"), *evidence)
    assert ran.code == 2
    assert "listed.jsonl, line 3" in ran.err
    assert "2 abstracts in" in ran.out

    folder = tmp_path / "annotations" / "extraction"
    folder.mkdir(parents=True)
    lines = read_lines(tmp_path / "m" / "matches-001.jsonl")
    text = (tmp_path / "m" / "matches-001.md").read_text(encoding="utf-8")
    for line in lines:
        (row_id,) = (w.strip("`") for w in text.split() if w.startswith(f"`{line['source_id']}-x"))
        line["results"] = [[row_id], []]
    (folder / "whole.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    ran = claims(
        "evaluate", "extraction", "--annotations", str(folder.parent), *evidence, "--format", "json"
    )
    assert ran.code == 0
    assert json.loads(ran.out)["recall"]["ann"]["found"]["share"] == 0.5


def test_draw_refuses_to_write_into_a_repository(claims, abstracts, tmp_path):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    draw = ("evaluate", "draw", "abstracts", "--abstracts", str(abstracts), "--seed", "7")
    ran = claims(*draw, "--n", "1", "--out", str(tmp_path / "repository" / "tasks"))
    assert ran.code == 2
    assert "E704" in ran.err

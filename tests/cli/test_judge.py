"""`claims judge`: pairs in, one JSON line each."""

import json

import pytest

TRUE = {
    "claim": "Ginger cut nausea by 38%.",
    "evidence": "Ginger reduced nausea (RR 0.62, 95% CI 0.5 to 0.8).",
}
FALSE = {**TRUE, "claim": "Ginger cut nausea by 80%."}


def written(*lines):
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines) + "\n"


def test_judge_writes_a_line_for_each_in_order(claims, tmp_path):
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(written(TRUE, FALSE), encoding="utf-8")
    ran = claims("judge", str(pairs))
    first, second = map(json.loads, ran.out.splitlines())
    assert (ran.code, ran.err) == (0, "")
    assert list(first) == ["verdict", "code", "reason", "confidence"]
    assert (first["verdict"], first["code"], first["confidence"]) == ("supported", "ST001", 0.9)
    assert (second["verdict"], second["code"]) == ("unsupported", "ST002")


BROKEN = {
    "no JSON": ("{", "it is no JSON"),
    "no object": ("[1]", "it is no JSON object"),
    "no evidence": ({"claim": "Ginger helps."}, "no words for evidence"),
    "no text": ({"claim": 3, "evidence": ""}, "no words for claim and evidence"),
    "so deep that nobody reads it": ("[" * 100_000, "it is no JSON"),
}


@pytest.mark.parametrize(("line", "why"), BROKEN.values(), ids=BROKEN)
def test_judge_says_of_a_line_that_is_no_pair_what_is_wrong_and_goes_on(
    claims, tmp_path, line, why
):
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(written(line, "", TRUE), encoding="utf-8")
    ran = claims("judge", str(pairs))
    first, second = map(json.loads, ran.out.splitlines())
    assert ran.code == 2
    assert first["error"] == "E306"
    assert f"Line 1 of {pairs}" in first["message"]
    assert why in first["message"]
    assert "error E306" in ran.err
    assert second["verdict"] == "supported"


def test_judge_says_that_there_is_no_such_file(claims):
    ran = claims("judge", "nowhere.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "error E101: Cannot read nowhere.jsonl" in ran.err

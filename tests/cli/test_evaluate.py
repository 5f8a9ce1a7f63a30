from __future__ import annotations


def test_evaluate_names_labels_that_are_not_there(claims, tmp_path):
    ran = claims("evaluate", "verdicts", "--annotations", str(tmp_path))
    assert ran.code == 2
    assert "E701" in ran.err
    assert "claims.jsonl" in ran.err

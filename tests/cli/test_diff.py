"""`claims diff`: what differs between two results."""

import json

import pytest
from factories import make_article, make_claim, make_document, make_judged, make_result

from pipeline.records import Locator
from pipeline.report import to_json

SAID = {"zinc": "ST002", "tea": "UV001", "yoga": "EF001"}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a result: each claim named, with its code."""
    monkeypatch.chdir(tmp_path)

    def write_result(name, said, *, path="a.md", version="2026.10"):
        claims = [
            make_judged(make_claim(f"About {one}.", claim_id=one, line=n, column=2), code=code)
            for n, (one, code) in enumerate(said.items(), 1)
        ]
        document = make_document(make_article(path=path), claims=claims)
        result = make_result([document], evidence_version=version)
        (tmp_path / name).write_text(to_json.write(result), encoding="utf-8")

    return write_result


def test_diff_of_the_same_is_zero(claims, write):
    write("old.json", SAID)
    ran = claims("diff", "old.json", "old.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "0 appeared, 0 went, 0 changed, 3 the same.\n"


def test_diff_says_what_appeared_went_and_changed(claims, write):
    write("old.json", SAID)
    write("new.json", {"zinc": "ST002", "tea": "EF002", "mint": "UV001"})
    ran = claims("diff", "old.json", "new.json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "a.md",
        "  ~ 2:2 ? unverifiable UV001 → ✗ unsupported EF002  “About tea.”",
        "  + 3:2 ? unverifiable UV001  “About mint.”",
        "  - 3:2 ✓ supported EF001  “About yoga.”",
        "",
        "1 appeared, 1 went, 1 changed, 1 the same.",
    ]


def test_diff_says_places_of_documents_as_other_reports_do(claims, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    located = [Locator(0, 9, part="body", paragraph=4), Locator(10, 19, part="footnotes", page=2)]
    article = make_article("x" * 40, path="a.docx", locators=located)
    judged = [
        make_judged(make_claim("x" * 5, claim_id=f"c{at}", line=4, start=at)) for at in (0, 12, 30)
    ]
    for name, found in (("old.json", []), ("new.json", judged)):
        result = make_result([make_document(article, claims=found)])
        (tmp_path / name).write_text(to_json.write(result), encoding="utf-8")
    told = claims("diff", "old.json", "new.json").out.splitlines()[1:4]
    assert [line.split(" ✓ ")[0] for line in told] == [
        "  + ¶ 4",
        "  + footnotes, page 2",
        "  + in the document",
    ]
    whole = json.loads(claims("diff", "old.json", "new.json", "--format", "json").out)
    assert whole["documents"][0]["changes"][0]["new"]["place"] == "¶ 4"


def test_diff_says_that_other_evidence_may_be_why(claims, write):
    write("old.json", SAID)
    write("new.json", {**SAID, "zinc": "EF001"}, version="2026.11")
    assert claims("diff", "old.json", "new.json").out.splitlines()[-2:] == [
        "Made with another version of evidence: 2026.10, then 2026.11.",
        "A verdict may have changed because of that, and not because of the text.",
    ]
    write("new.json", SAID, version="2026.11")
    ran = claims("diff", "old.json", "new.json")
    assert (ran.code, ran.out.count("because of that")) == (0, 0)


def test_diff_as_json_says_the_same(claims, write):
    write("old.json", SAID)
    write("new.json", {"zinc": "EF001"}, version="2026.11")
    ran = claims("diff", "old.json", "new.json", "--format", "json")
    whole = json.loads(ran.out)
    assert ran.code == 1
    assert [whole[key] for key in ("appeared", "went", "changed", "same")] == [0, 2, 1, 0]
    assert whole["made_otherwise"] == [{"what": "evidence", "old": "2026.10", "new": "2026.11"}]
    first = whole["documents"][0]["changes"][0]
    assert (first["old"]["code"], first["new"]["code"]) == ("ST002", "EF001")
    assert whole["documents"][0]["changes"][1]["new"] is None


def test_diff_says_what_was_put_aside(claims, write, tmp_path):
    write("old.json", SAID)
    whole = json.loads((tmp_path / "old.json").read_text(encoding="utf-8"))
    document = whole["documents"][0]
    one = document["claims"].pop(0)
    document["muted"] = [{"muted_by": "baseline", "reason": "", "claim": one}]
    (tmp_path / "new.json").write_text(json.dumps(whole), encoding="utf-8")
    told = claims("diff", "old.json", "new.json").out.splitlines()[1]
    assert told.endswith("“About zinc.”  (now known to the baseline)")
    told = claims("diff", "new.json", "old.json").out.splitlines()[1]
    assert told.endswith("“About zinc.”  (before known to the baseline)")


def test_diff_reads_results_of_later_versions(claims, write, tmp_path):
    write("old.json", SAID)
    text = (tmp_path / "old.json").read_text(encoding="utf-8")
    later = text.replace('"schema": 1', '"schema": 9').replace('"supported"', '"refuted"')
    (tmp_path / "new.json").write_text(later, encoding="utf-8")
    told = claims("diff", "old.json", "new.json").out
    assert "✓ supported EF001 → · refuted EF001" in told


def test_diff_cannot_be_steered_by_what_it_reads(claims, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    claim = {"id": "x", "verdict": "\x1b[31m", "code": "\x1b[0m", "text": "\x1b[2J"}
    whole = {"documents": [{"path": "\x1b]0;x", "claims": [claim]}]}
    (tmp_path / "new.json").write_text(json.dumps(whole))
    (tmp_path / "old.json").write_text('{"documents": []}')
    assert "\x1b" not in claims("diff", "old.json", "new.json").out


def test_diff_tells_what_is_no_result_and_exits_two(claims, write, tmp_path):
    write("old.json", SAID)
    (tmp_path / "x.json").write_text("{}")
    ran = claims("diff", "old.json", "x.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error E817: Cannot compare x.json: it holds no list of 'documents'")

"""Two results of checks, and what differs between them."""

import json
from dataclasses import replace

import pytest
from factories import (
    make_article,
    make_claim,
    make_document,
    make_judged,
    make_result,
    make_trouble,
)

from pipeline.compare import Checked, Said, Saved, compare_results, read_result
from pipeline.errors import ResultUnreadableError
from pipeline.report import to_json

MADE_BY = (("claims", "1"), ("evidence", "2026.10"))


def said(claim_id, code="ST002", verdict="unsupported"):
    return Said(claim_id, verdict, code, f"about {claim_id}")


def saved(*documents, name="old.json", made_by=MADE_BY, failed=()):
    checked = (Checked(path, tuple(claims)) for path, *claims in documents)
    return Saved(name, made_by, tuple(checked), tuple(failed))


def changes(comparison):
    return {
        each.path: [
            (change.old and change.old.claim_id, change.new and change.new.claim_id)
            for change in each.changes
        ]
        for each in comparison.documents
    }


def test_compare_the_same_differs_in_nothing():
    one = saved(("a.md", said("zinc"), said("tea")))
    found = compare_results(one, one)
    assert (found.documents, found.made_otherwise, found.n_same) == ((), (), 2)
    assert found.count() == (0, 0, 0)


def test_compare_tells_what_appeared_went_and_changed():
    old = saved(("a.md", said("zinc"), said("tea"), said("yoga"), said("mint")))
    new = saved(
        (
            "a.md",
            said("new"),
            said("tea", "UV001", "unverifiable"),
            said("yoga"),
            said("mint", "CI002"),
        )
    )
    found = compare_results(old, new)
    assert changes(found) == {
        "a.md": [(None, "new"), ("tea", "tea"), ("mint", "mint"), ("zinc", None)]
    }
    assert (found.count(), found.n_same) == ((1, 1, 2), 1)


def test_compare_does_not_mind_lines_that_moved_or_words_of_the_report():
    old = saved(("a.md", said("zinc")))
    moved = replace(said("zinc"), line=9, column=2, text="About Zinc")
    assert compare_results(old, saved(("a.md", moved))).documents == ()


def test_compare_goes_through_articles_in_order_of_their_names():
    old = saved(("b.md", said("zinc")), ("a.md", said("zinc")))
    new = saved(("c.md", said("zinc")), ("a.md", said("zinc")))
    found = compare_results(old, new)
    assert changes(found) == {"b.md": [("zinc", None)], "c.md": [(None, "zinc")]}
    assert [each.note for each in found.documents] == [
        "not checked in old.json",
        "not checked in old.json",
    ]


def test_compare_says_why_an_article_is_missing():
    old = saved(("a.md", said("zinc")), ("b.md", said("tea")))
    new = saved(("b.md", said("tea")), name="new.json", failed=[("a.md", "E102: It is empty.")])
    (one,) = compare_results(old, new).documents
    assert one.note == "not checked in new.json: E102: It is empty."


def test_compare_tells_of_an_article_without_claims_that_is_missing():
    found = compare_results(saved(("a.md",), ("b.md",)), saved(("b.md",), name="new.json"))
    assert changes(found) == {"a.md": []}


def test_compare_two_articles_alone_whatever_their_names():
    found = compare_results(
        saved(("one.md", said("zinc"), said("tea"))), saved(("two.md", said("tea")))
    )
    assert changes(found) == {"one.md → two.md": [("zinc", None)]}
    assert found.documents[0].note == ""


def pages(name, *listed):
    """Make a result of pages: address, where it led, what it calls its own, one claim."""
    documents = (
        Checked(path, (said(claim),), (), final_url, canonical)
        for path, final_url, canonical, claim in listed
    )
    return Saved(name, MADE_BY, tuple(documents))


HOME = ("http://a.org/", "https://a.org/", "https://a.org/", "home")
MOVED = {
    "the same address, which leads elsewhere now": (
        ("http://a.org/x", "http://a.org/x", "http://a.org/x", "tea"),
        ("http://a.org/x", "http://a.org/y", "", "tea"),
        {},
    ),
    "another address that leads to the same": (
        ("http://a.org/x", "https://a.org/x", "", "tea"),
        ("https://a.org/x", "https://a.org/x", "", "zinc"),
        {"http://a.org/x → https://a.org/x": [(None, "zinc"), ("tea", None)]},
    ),
    "another address of what calls itself the same": (
        ("http://a.org/x?utm=1", "http://a.org/x?utm=1", "http://a.org/x", "tea"),
        ("http://a.org/x?utm=2", "http://a.org/x?utm=2", "http://a.org/x", "zinc"),
        {"http://a.org/x?utm=1 → http://a.org/x?utm=2": [(None, "zinc"), ("tea", None)]},
    ),
    "what calls itself what another one is": (
        ("http://a.org/x", "http://a.org/x", "https://a.org/", "tea"),
        ("http://a.org/y", "http://a.org/y", "", "tea"),
        {"http://a.org/x": [("tea", None)], "http://a.org/y": [(None, "tea")]},
    ),
}


@pytest.mark.parametrize(("was", "now", "expected"), MOVED.values(), ids=MOVED)
def test_compare_knows_a_page_by_its_address(was, now, expected):
    assert changes(compare_results(pages("old", HOME, was), pages("new", HOME, now))) == expected


def test_compare_pairs_each_page_once():
    calls_itself = "http://a.org/x"
    old = pages("old", HOME, ("http://a.org/1", "http://a.org/1", calls_itself, "tea"))
    new = pages(
        "new",
        HOME,
        ("http://a.org/2", "http://a.org/2", calls_itself, "tea"),
        ("http://a.org/3", "http://a.org/3", calls_itself, "tea"),
    )
    assert changes(compare_results(old, new)) == {"http://a.org/3": [(None, "tea")]}


def test_compare_says_what_made_them_otherwise():
    old = saved(("a.md",), made_by=(("claims", "1"), ("evidence", "2026.10"), ("model x", "1")))
    new = saved(("a.md",), made_by=(("claims", "1"), ("evidence", "2026.11"), ("model y", "2")))
    assert compare_results(old, new).made_otherwise == (
        ("evidence", "2026.10", "2026.11"),
        ("model x", "1", ""),
        ("model y", "", "2"),
    )


def test_compare_says_that_a_claim_was_put_aside():
    here = saved(("a.md", said("zinc")))
    aside = Saved("new.json", MADE_BY, (Checked("a.md", (), (("zinc", "silence"),)),))
    ((change,),) = (each.changes for each in compare_results(here, aside).documents)
    assert (change.new, change.aside) == (None, "silence")
    ((change,),) = (each.changes for each in compare_results(aside, here).documents)
    assert (change.old, change.aside) == (None, "silence")
    # It stands there still, for another finding.
    both = Saved(
        "new.json", MADE_BY, (Checked("a.md", (said("zinc", "UV001"),), aside.documents[0].aside),)
    )
    for old, new in ((here, both), (both, here)):
        ((change,),) = (each.changes for each in compare_results(old, new).documents)
        assert change.aside == ""


# --- reading ---------------------------------------------------------------------------------


@pytest.fixture
def result():
    claim = make_claim(claim_id="zinc", line=3, column=5)
    return make_result(
        [make_document(make_article(path="a.md"), claims=[make_judged(claim, code="ST002")])],
        errors=[make_trouble("b.md", message="Cannot read b.md.")],
    )


def as_lines(result):
    whole = json.loads(to_json.write(result))
    records = [
        {"schema": 1, "record": "tool", **whole["tool"]},
        *({"schema": 1, "record": "document", **each} for each in whole["documents"]),
        *({"schema": 1, "record": "error", **each} for each in whole["errors"]),
        {"schema": 1, "record": "of a later version"},
    ]
    return "".join(f"{json.dumps(record)}\n" for record in records)


@pytest.mark.parametrize("write", [to_json.write, as_lines], ids=["JSON", "JSON Lines"])
def test_compare_reads_what_a_check_wrote(tmp_path, monkeypatch, result, write):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "result.json"
    path.write_text(write(result), encoding="utf-8")
    found = read_result(path)
    assert found.name == "result.json"
    assert found.documents == (
        Checked(
            "a.md",
            (
                Said(
                    "zinc",
                    "unsupported",
                    "ST002",
                    "Acupuncture makes migraine less frequent.",
                    3,
                    5,
                ),
            ),
        ),
    )
    assert found.failed == (("b.md", "E101: Cannot read b.md."),)
    assert dict(found.made_by)["evidence"] == "2000.01"
    assert dict(found.made_by)["model encoder"] == "all-MiniLM-L6-v2"


def test_compare_reads_where_a_page_led(tmp_path):
    page = {"path": "http://a.org", "final_url": "http://a.org/", "canonical": None, "claims": []}
    (tmp_path / "one.json").write_text(json.dumps({"documents": [page]}))
    (one,) = read_result(tmp_path / "one.json").documents
    assert (one.final_url, one.canonical) == ("http://a.org/", "")


def test_compare_reads_the_folder_of_a_run_that_is_done(tmp_path, result):
    lines = as_lines(result)
    (tmp_path / "results-00000.jsonl").write_text(lines)
    (tmp_path / "results-00001.jsonl").write_text(lines.replace("a.md", "c.md"))
    with pytest.raises(ResultUnreadableError, match=r"no manifest\.json"):
        read_result(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    assert [each.path for each in read_result(tmp_path).documents] == ["a.md", "c.md"]


def test_compare_reads_a_single_line(tmp_path):
    document = '{"record": "document", "path": "a.md", "claims": []}'
    (tmp_path / "one.jsonl").write_text(document)
    assert read_result(tmp_path / "one.jsonl").documents == (Checked("a.md", ()),)


def test_compare_keeps_articles_of_one_name_apart(tmp_path):
    line = '{"record": "document", "path": "a.md", "claims": []}\n'
    (tmp_path / "two.jsonl").write_text(line * 2)
    paths = [each.path for each in read_result(tmp_path / "two.jsonl").documents]
    assert paths == ["a.md", "a.md (2)"]


def test_compare_reads_what_was_put_aside(tmp_path):
    document = {
        "path": "a.md",
        "claims": [],
        "muted": [{"muted_by": "baseline", "claim": {"id": "zinc"}}, {"muted_by": "silence"}],
    }
    (tmp_path / "one.json").write_text(json.dumps({"documents": [document]}))
    (one,) = read_result(tmp_path / "one.json").documents
    assert one.aside == (("zinc", "baseline"),)


BROKEN = {
    "nothing": ("", "it is empty"),
    "no JSON": ("Zinc.", "line 1 is not JSON"),
    "half a file": ('{"schema": 1, "documents": [', "line 1 is not JSON"),
    "another list": ("[]", "line 1 says no 'record'"),
    "another object": ("{}", "it holds no list of 'documents'"),
    "SARIF": ('{"version": "2.1.0", "runs": []}', "it holds no list of 'documents'"),
    "documents of another form": ('{"documents": [3]}', "it holds no list of 'documents'"),
    "no claims": ('{"documents": [{"path": "a.md"}]}', "it holds no list of 'claims'"),
    "no path": ('{"documents": [{"claims": []}]}', "no 'path'"),
    "a claim without an id": (
        '{"documents": [{"path": "a.md", "claims": [{"verdict": "x", "code": "y"}]}]}',
        "no 'id'",
    ),
    "depth": ("[" * 100_000, "line 1 is not JSON"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN)
def test_compare_tells_what_is_no_result(tmp_path, text, why):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ResultUnreadableError, match=why):
        read_result(tmp_path / "x.json")


def test_compare_tells_what_cannot_be_read(tmp_path):
    with pytest.raises(ResultUnreadableError, match="no such file"):
        read_result(tmp_path / "gone.json")
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ResultUnreadableError, match="decode"):
        read_result(tmp_path / "x.json")

"""What a worker makes of one article is what `claims check` makes of it, but for the name."""

import json
from dataclasses import replace

import pytest
from factories import make_page
from test_check import GERMAN

from pipeline.baseline import Baseline, Known
from pipeline.batch.jobs import Job, Outcome
from pipeline.batch.judging import judge
from pipeline.check import Checker
from pipeline.read.web.fetch import Fetched
from pipeline.records import Lead, LookedUp
from pipeline.report import to_jsonl
from pipeline.settings import Settings

ARTICLES = {
    "claims.md": b"Acupuncture eases nausea. Bill CPT 9781.\n",
    "silenced.md": b"<!-- claims: ignore ST002 no -->\nYoga lowers blood pressure.\n",
    "none.md": b"The sea was calm.\n",
    "empty.md": b"",
    "binary.md": b"\x00\x01\x02" * 400,
    "german.md": GERMAN.encode(),
    "broken.docx": b"PK\x03\x04 no archive",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_judging_says_what_a_check_says(checker, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(ARTICLES[name])
    written = "docx" if name.endswith("docx") else "markdown"
    outcome = judge(Job("elsewhere/" + name, ARTICLES[name], written), checker)
    lines = [to_jsonl.line(*line) for line in outcome.named(name)]
    _, *checked = to_jsonl.write(checker.check([name], stdin=bytes)).splitlines(keepends=True)
    assert lines == checked


def test_judging_knows_from_which_verdict_on_an_article_fails(checker):
    def fails_on(text):
        return set(judge(Job("a.md", text.encode(), "markdown"), checker).fails_on)

    assert fails_on("Bill CPT 9781.") == {"unsupported", "unverifiable", "supported"}
    assert fails_on("The sea was calm.") == set()


def test_judging_puts_aside_what_the_baseline_knows(checker, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").touch()
    job = Job("a.md", b"Bill CPT 9781.", "markdown")
    ((_, found),) = judge(job, checker).named("a.md")
    known = Known("a.md", "x", found["claims"][0]["id"], found["claims"][0]["code"])
    knowing = Checker(
        Settings(),
        checker.table,
        checker.nlp,
        checker.retriever,
        baseline=Baseline(tmp_path / "b.json", (known,)),
    )
    ((_, again),) = judge(job, knowing).named("a.md")
    assert (again["claims"], again["muted"][0]["muted_by"]) == ([], "baseline")


def test_judging_gives_what_json_can_hold(checker):
    outcome = judge(Job("a.md", ARTICLES["claims.md"], "markdown"), checker)
    assert json.loads(json.dumps(outcome.lines))


def test_judging_a_part_that_cannot_be_read_is_an_error_under_its_own_name(checker):
    first, second, third = (make_page(f"https://example.org/a/{number}") for number in (1, 2, 3))
    job = Job(
        first.url,
        b"<p>Bill CPT 9781.</p>",
        page=first,
        further=(Fetched(second, b"<p></p>"), Fetched(third, b"<p>Bill CPT 9782.</p>")),
    )
    lines = list(judge(job, checker).named(first.url))
    kinds = [(record, thing["path"], thing.get("code")) for record, thing in lines]
    assert kinds == [
        ("document", first.url, None),
        ("notice", first.url, "W105"),
        ("error", second.url, "E102"),
    ]
    assert [claim["text"] for claim in lines[0][1]["claims"]] == ["CPT 9781", "CPT 9782"]


def test_judging_says_what_is_cited_and_uses_what_was_looked_up(checker):
    doi = ("doi", "10.1000/gone")
    page = make_page()
    text = (
        "<p>Iron did not help (<a href='https://doi.org/10.1000/gone'>Hall et al., 2018</a>).</p>"
    )
    job = Job(page.url, text.encode(), page=page)
    first = judge(job, checker)
    assert first.leads == (Lead(doi, "https://doi.org/10.1000/gone"),)
    assert Outcome.unpacked(first.packed()).leads == first.leads
    missing = LookedUp(doi, "missing", why="unknown to doi.org")
    for outcome, codes in (
        (first, ["CI009"]),
        (judge(replace(job, looked_up=(missing,)), checker), ["CI015"]),
    ):
        ((_, document),) = outcome.named(page.url)
        cited = [claim["code"] for claim in document["claims"] if claim["kind"] == "citation"]
        assert cited == codes

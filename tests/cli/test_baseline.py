"""`claims baseline`: what is known already."""

import json

import pytest
from cli.fakes import FakeChecker, use_checker
from factories import (
    make_article,
    make_claim,
    make_document,
    make_judged,
    make_result,
    make_trouble,
)

NAME = ".claims-baseline.json"


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "drafts" / name).write_text("Zinc.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def finds(monkeypatch):
    def use(*documents, errors=()):
        checker = FakeChecker(make_result(documents, errors=errors))
        use_checker(monkeypatch, checker.load)
        return checker

    return use


def found(path, *texts, code="ST002"):
    claims = [make_judged(make_claim(text, claim_id=text), code=code) for text in texts]
    return make_document(make_article(path=path), claims=claims)


def test_baseline_write_keeps_what_is_found(claims, site, finds):
    checker = finds(found("drafts/a.md", "Zinc.", "Tea."))
    ran = claims("baseline", "write", "drafts")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{NAME} knows 2 findings of 2 claims in 1 file: 2 new, 0 forgotten.\n"
    assert [one["text"] for one in json.loads((site / NAME).read_text())["known"]] == [
        "Tea.",
        "Zinc.",
    ]
    # What is known already is found all the same.
    assert (checker.targets, checker.baselines) == (["drafts"], [None])


def test_baseline_write_adds_and_forgets(claims, site, finds):
    finds(found("drafts/a.md", "Zinc."), found("drafts/b.md", "Yoga."))
    claims("baseline", "write", "drafts")
    finds(found("drafts/a.md", "Tea."))
    ran = claims("baseline", "write", "drafts/a.md")
    assert ran.out == f"{NAME} knows 2 findings of 2 claims in 2 files: 1 new, 1 forgotten.\n"
    assert "Yoga." in (site / NAME).read_text()


def test_baseline_write_from_a_folder_below_keeps_to_the_one_above(
    claims, site, finds, monkeypatch
):
    finds(found("drafts/a.md", "Zinc."))
    claims("baseline", "write", "drafts")
    monkeypatch.chdir(site / "drafts")
    finds(found("a.md", "Zinc.", "Tea."))
    claims("baseline", "write", ".")
    assert not (site / "drafts" / NAME).exists()
    assert (site / NAME).read_text().count("drafts/a.md") == 2


def test_baseline_write_takes_the_nearest_that_is_there(claims, site, finds, monkeypatch):
    (site / "drafts" / NAME).write_text('{"schema": 1, "known": []}')
    monkeypatch.chdir(site / "drafts")
    finds(found("a.md", "Zinc."))
    claims("baseline", "write", ".")
    assert "Zinc." in (site / "drafts" / NAME).read_text()
    assert not (site / NAME).exists()


def test_baseline_write_tells_trouble_and_keeps_the_rest(claims, site, finds):
    finds(found("drafts/a.md", "Zinc."), errors=[make_trouble("drafts/b.md")])
    ran = claims("baseline", "write", "drafts")
    assert (ran.code, ran.err) == (2, "error E101: Cannot read gone.md.\n")
    assert (site / NAME).exists()


def test_baseline_write_writes_nothing_where_nothing_was_checked(claims, site, finds):
    finds(errors=[make_trouble()])
    ran = claims("baseline", "write", "drafts")
    assert (ran.code, ran.out) == (2, "")
    assert not (site / NAME).exists()


def test_baseline_write_does_not_overwrite_what_it_cannot_read(claims, site, finds):
    finds(found("drafts/a.md", "Zinc."))
    (site / NAME).write_text("<<<<<<< HEAD\n")
    ran = claims("baseline", "write", "drafts")
    assert ran.code == 2
    assert ran.err.startswith(f"error E815: {NAME} is no baseline: it holds the marks of a merge")
    assert (site / NAME).read_text() == "<<<<<<< HEAD\n"


def test_baseline_write_takes_the_file_that_is_named(claims, site, finds):
    finds(found("drafts/a.md", "Zinc."), found("b.md", "Tea."))
    ran = claims("baseline", "write", ".", "--baseline", "drafts/known.json")
    assert ran.code == 2
    assert "The findings of b.md cannot be kept in drafts/known.json" in ran.err
    assert '"path": "a.md"' in (site / "drafts" / "known.json").read_text()


def test_baseline_write_passes_on_the_settings(claims, site, finds):
    checker = finds(found("drafts/a.md", "Zinc.", code="EF001"))
    (site / "claims.toml").write_text("fail_on = 'supported'\n")
    claims("baseline", "write", "drafts", "--max-mb", "3")
    assert (checker.settings[0].fail_on, checker.settings[0].max_mb) == ("supported", 3)
    assert '"EF001"' in (site / NAME).read_text()


def test_baseline_show_lists_file_by_file(claims, site, finds):
    finds(found("drafts/a.md", "Zinc.", "Tea."), found("drafts/b.md", "Yoga."))
    claims("baseline", "write", "drafts")
    (site / "drafts" / "b.md").unlink()
    ran = claims("baseline", "show")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "drafts/a.md",
        "  ST002  “Tea.”",
        "  ST002  “Zinc.”",
        "",
        "drafts/b.md (no longer there)",
        "  ST002  “Yoga.”",
        "",
        f"{NAME}: 3 findings of 3 claims in 2 files.",
    ]
    whole = json.loads(claims("baseline", "show", "--format", "json").out)
    assert whole["file"] == str(site / NAME)
    assert [(one["text"], one["gone"]) for one in whole["known"]] == [
        ("Tea.", False),
        ("Zinc.", False),
        ("Yoga.", True),
    ]


@pytest.mark.usefixtures("site")
def test_baseline_show_without_one_says_how_to_make_it(claims):
    assert "`claims baseline write PATH…` makes one" in claims("baseline", "show").out
    assert json.loads(claims("baseline", "show", "--format", "json").out) == {
        "schema": 1,
        "file": None,
        "known": [],
    }


@pytest.mark.usefixtures("site")
def test_baseline_show_of_one_that_is_empty(claims, finds):
    finds(make_document(make_article(path="drafts/a.md"), claims=[]))
    claims("baseline", "write", "drafts")
    assert claims("baseline", "show").out == f"{NAME}: 0 findings of 0 claims in 0 files.\n"


@pytest.mark.usefixtures("site")
def test_baseline_is_given_to_a_check_and_may_be_left_out(claims, finds):
    finds(found("drafts/a.md", "Zinc."))
    claims("baseline", "write", "drafts")
    checker = finds(found("drafts/a.md"))
    for words in ([], ["--no-baseline"], ["--baseline", NAME]):
        claims("check", "drafts", *words)
    assert [each and each.file.name for each in checker.baselines] == [NAME, None, NAME]


def test_baseline_that_is_broken_stops_a_check(claims, site, finds):
    finds(found("drafts/a.md", "Zinc."))
    (site / NAME).write_text("{")
    ran = claims("check", "drafts", "--format", "json")
    assert ran.code == 2
    assert json.loads(ran.out)["errors"][0]["code"] == "E815"

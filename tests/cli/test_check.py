from __future__ import annotations

import datetime as dt
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cli.fakes import FakeChecker, use_checker
from factories import make_claim, make_document, make_judged, make_result, make_trouble
from report.builders import gallery

from pipeline.changes import Changes
from pipeline.cli.main import main
from pipeline.errors import EvidenceMissingError
from pipeline.records import Notice, Result
from pipeline.report import FORMATS, to_json, to_terminal
from pipeline.report.schema import print_schema
from pipeline.settings import Settings


@pytest.fixture
def finds(monkeypatch):
    """Make `claims check` find the result given."""

    def use(result: Result | BaseException) -> FakeChecker:
        checker = FakeChecker(result)
        use_checker(monkeypatch, checker.load)
        return checker

    return use


def test_check_writes_the_report_to_stdout_and_nothing_else(claims, finds):
    finds(make_result())
    ran = claims("check", "draft.md")
    assert (ran.code, ran.out, ran.err) == (0, to_terminal.write(make_result()), "")


def test_check_json_is_the_writers_bytes(claims, finds):
    finds(gallery())
    ran = claims("check", "draft.md", "--format", "json")
    assert (ran.code, ran.out) == (2, to_json.write(gallery()))


def test_check_exits_one_on_findings_and_zero_where_asked(claims, finds):
    finds(make_result([make_document(claims=[make_judged(code="ST002")])]))
    assert claims("check", "a.md").code == 1
    assert claims("check", "a.md", "--exit-zero").code == 0


def test_check_fails_from_the_verdict_on_that_was_asked(claims, finds):
    finds(make_result([make_document(claims=[make_judged(code="UV001")])]))
    assert claims("check", "a.md").code == 0
    assert claims("check", "a.md", "--fail-on", "unverifiable").code == 1


def test_check_tells_each_trouble_in_one_line_on_stderr(claims, finds):
    troubles = [make_trouble("a.md", message="No\nsuch \x1b[31mfile."), make_trouble("b.md")]
    finds(make_result(errors=troubles))
    ran = claims("check", "a.md", "b.md", "c.md")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error E101: No such [31mfile.",
        "error E101: Cannot read gone.md.",
    ]


def test_check_passes_on_what_the_user_chose(claims, finds, tmp_path):
    checker = finds(make_result())
    words = "a.md drafts/ --fail-on supported --max-mb 3.5 --as-of 2020-02-29 --exit-zero"
    claims("check", *words.split(), "--evidence", str(tmp_path), "--evidence", "mine")
    assert checker.targets == ["a.md", "drafts/"]
    assert checker.settings == [
        Settings(
            evidence=(tmp_path, Path("mine")),
            fail_on="supported",
            as_of=dt.date(2020, 2, 29),
            max_mb=3.5,
        )
    ]


def test_check_chooses_as_the_settings_do_where_the_user_did_not(claims, finds):
    checker = finds(make_result())
    claims("check", "a.md")
    assert checker.settings == [Settings()]


def test_check_reads_standard_input_only_as_far_as_it_may(claims, finds, monkeypatch):
    checker = finds(make_result())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x" * 3_000_000)))
    claims("check", "-", "--max-mb", "1")
    assert checker.stdin is not None
    assert 1_048_576 < len(checker.stdin) < 3_000_000


def test_check_writes_further_reports_to_files(claims, finds, tmp_path):
    finds(gallery())
    page, data = tmp_path / "new" / "report.html", tmp_path / "report.json"
    ran = claims("check", "a.md", "--output", f"html={page}", "--output", f"json={data}")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(data.read_bytes())["schema"] == 1
    assert f"Wrote {page}" in ran.err
    assert "Wrote" not in ran.out


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "terminal"])
def test_check_every_format_is_the_same_on_stdout_and_in_a_file(claims, finds, tmp_path, name):
    finds(gallery())
    file = tmp_path / "report"
    ran = claims("check", "a.md", "--format", name, "--output", f"{name}={file}")
    # Byte for byte: the mark and the line ends of CSV survive.
    assert file.read_bytes() == ran.out.encode("utf-8") == FORMATS[name](gallery()).encode("utf-8")


def test_check_a_report_that_cannot_be_written_is_trouble(claims, finds, tmp_path):
    finds(make_result())
    ran = claims("check", "a.md", "--format", "json", "--output", f"html={tmp_path}")
    assert ran.code == 2
    why = "Is a directory. Make room, or name another place."
    assert ran.err == f"error E601: Cannot write {tmp_path}: {why}\n"
    assert json.loads(ran.out)["errors"][0]["code"] == "E601"


def test_check_evidence_that_is_missing_is_an_entry_of_the_json(claims, monkeypatch):
    def load(_settings, **_options):
        raise EvidenceMissingError(path="mine", why="no such folder")

    use_checker(monkeypatch, load)
    ran = claims("check", "a.md", "--format", "json", "--evidence", "mine")
    assert ran.code == 2
    assert json.loads(ran.out)["errors"][0]["path"] == "mine"
    assert ran.err.startswith("error E401: No evidence package at mine: no such folder.")
    assert "Traceback" not in ran.err
    assert "Traceback" in claims("check", "a.md", "--evidence", "mine", "--debug").err


def test_check_a_bug_is_two_and_one_line(claims, finds):
    finds(ZeroDivisionError("division\nby zero"))
    ran = claims("check", "a.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error E999: ZeroDivisionError: division by zero. ")
    assert ran.err.count("\n") == 1
    assert "Traceback" in claims("check", "a.md", "--debug").err


def test_check_an_interrupt_is_130_and_quiet(claims, finds):
    finds(KeyboardInterrupt())
    ran = claims("check", "a.md")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_check_quiet_leaves_the_unsupported(claims, finds):
    finds(gallery())
    assert "EF001" not in claims("check", "a.md", "--quiet").out


def test_check_debug_tells_what_made_a_claim(claims, finds):
    claim = make_claim(why="a number and a verb")
    finds(make_result([make_document(claims=[make_judged(claim)])]))
    assert "a number and a verb" in claims("check", "a.md", "--debug").out


def test_check_prints_the_schema_without_loading_anything(claims):
    ran = claims("check", "--print-schema")
    assert (ran.code, ran.out) == (0, print_schema())
    ran = claims("check", "--print-schema", "--format", "claimreview")
    assert (ran.code, ran.out) == (0, print_schema(claimreview=True))


REFUSED = {
    "no path": ([], "name a file, a folder, a pattern, or -"),
    "a format": (["a.md", "--format", "pdf"], "'terminal', 'json', 'html'"),
    "an output format": (["a.md", "--output", "odt=a"], "Formats: terminal, json, html"),
    "an output without file": (["a.md", "--output", "html="], "not FORMAT=FILE"),
    "an output without format": (["a.md", "--output", "a.html"], "not FORMAT=FILE"),
    "a verdict": (["a.md", "--fail-on", "false"], "unverifiable"),
    "a date": (["a.md", "--as-of", "tomorrow"], "--as-of"),
    "a size": (["a.md", "--max-mb", "0"], "--max-mb"),
    "an option": (["a.md", "--colour"], "--colour"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_check_refuses_with_what_would_be_right(claims, words, said):
    ran = claims("check", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


# --- who looks on


def test_check_survives_a_reader_that_went_away(monkeypatch, finds, capfd):
    finds(gallery())
    monkeypatch.setattr("sys.argv", ["claims", "check", "a.md", "--exit-zero"])
    saved = os.dup(1)
    gone, pipe = os.pipe()
    os.close(gone)
    try:
        os.dup2(pipe, 1)
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.FileIO(1, "w", closefd=False)))
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        os.dup2(saved, 1)
        os.close(saved)
        os.close(pipe)
    assert ended.value.code == 2  # as without the pipe: the gallery holds an error
    assert capfd.readouterr().err == "error E101: Cannot read drafts/<gone>.md: gone.\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The working folder: a checkout's uppermost."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_takes_the_settings_that_it_finds(claims, finds, site):
    checker = finds(make_result([make_document(claims=[make_judged(code="UV001")])]))
    (site / "claims.toml").write_text("max_mb = 3\nfail_on = 'unverifiable'\n")
    assert claims("check", "a.md").code == 1
    assert checker.settings == [Settings(max_mb=3, fail_on="unverifiable", folder=site)]
    assert claims("check", "a.md", "--fail-on", "unsupported").code == 0
    assert claims("check", "a.md", "--no-config").code == 0


def test_check_settings_that_are_wrong_are_an_entry_of_the_json(claims, finds, site):
    checker = finds(make_result())
    (site / "claims.toml").write_text("max_mb = '3'\n")
    ran = claims("check", "a.md", "--format", "json")
    assert ran.code == 2
    assert [error["code"] for error in json.loads(ran.out)["errors"]] == ["E811"]
    assert ran.err.startswith("error E811: claims.toml, line 1: 'max_mb' is '3'; wanted ")
    assert checker.settings == []


def test_check_tells_notices_on_stderr_and_exits_as_if_there_were_none(claims, finds):
    notices = (Notice("a.md", "W101", "It silences nothing.", 3),)
    finds(replace(make_result(), notices=notices))
    ran = claims("check", "a.md", "--format", "json")
    assert (ran.code, ran.err) == (0, "notice W101: a.md:3: It silences nothing.\n")
    assert len(json.loads(ran.out)["notices"]) == 1


def test_check_asks_git_what_was_changed(claims, finds, monkeypatch, tmp_path):
    checker = finds(make_result())
    asked = []

    def changes_since(revision, *, folder):
        asked.append((revision, folder))
        return Changes(revision, frozenset())

    monkeypatch.setattr("pipeline.changes.changes_since", changes_since)
    monkeypatch.chdir(tmp_path)
    claims("check", "--changed-since", "main")
    claims("check", "drafts", "--changed-since", "main")
    claims("check", "drafts")
    assert asked == [("main", tmp_path)] * 2
    assert [each and each.revision for each in checker.changes] == ["main", "main", None]
    assert checker.targets == ["drafts"]


def test_check_outside_of_a_checkout_knows_no_changes(claims, finds, tmp_path, monkeypatch):
    finds(make_result())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = claims("check", "--changed-since", "main")
    assert ran.code == 2
    assert "error E818: Cannot tell what was changed since main: not a git repository" in ran.err


def test_check_without_a_path_wants_one(claims, finds):
    finds(make_result())
    assert claims("check").code == 2


def test_check_quiet_leaves_what_fails(claims, finds):
    claim = make_judged(make_claim("Tea heals."), code="UV001")
    finds(make_result([make_document(claims=[claim])]))
    assert "Tea" not in claims("check", "a.md", "--quiet").out
    assert "Tea" in claims("check", "a.md", "--quiet", "--fail-on", "unverifiable").out

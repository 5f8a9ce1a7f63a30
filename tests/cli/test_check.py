from __future__ import annotations

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest
from cli.fakes import FakeChecker, use_checker
from factories import make_claim, make_document, make_judged, make_result, make_trouble
from report.builders import gallery

from pipeline.cli import check as command
from pipeline.cli.main import main
from pipeline.errors import EvidenceMissingError
from pipeline.records import Result
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
    assert ran.err == f"error E601: Cannot write {tmp_path}: Is a directory.\n"
    assert json.loads(ran.out)["errors"][0]["code"] == "E601"


def test_check_evidence_that_is_missing_is_an_entry_of_the_json(claims, monkeypatch):
    def load(_settings):
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


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_check_shows_progress_over_several_files_to_somebody_who_looks(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(command, "_count_files", len)
    with command._progress(["a.md", "b[bold].md"]) as tell:
        assert tell is not None
        tell("a.md")
        tell("b[bold].md")
    shown = command.sys.stderr.getvalue()
    assert "1/2" in shown
    assert "b[bold].md" in shown


@pytest.mark.parametrize("paths", [["a.md"], []], ids=["one file", "no file"])
def test_check_shows_no_progress_over_a_single_file(monkeypatch, paths):
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(command, "_count_files", len)
    with command._progress(paths) as tell:
        assert tell is None


def test_check_shows_no_progress_to_a_file(monkeypatch):
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with command._progress(["a.md", "b.md"]) as tell:
        assert tell is None


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

from __future__ import annotations

import io
import os
import sys

import pytest

from pipeline.cli.streams import (
    as_trouble,
    columns,
    is_terminal,
    report_bug,
    say,
    say_notice,
    wants_color,
    write_out,
)
from pipeline.errors import EvidenceMissingError, ReportUnwritableError, SourceEmptyError
from pipeline.records import Notice


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


COLOURS = {
    "a terminal": (Terminal(), {}, False, True),
    "a pipe": (io.StringIO(), {}, False, False),
    "a closed stdout": (None, {}, False, False),
    "NO_COLOR": (Terminal(), {"NO_COLOR": "1"}, False, False),
    "an empty NO_COLOR": (Terminal(), {"NO_COLOR": ""}, False, True),
    "a dumb terminal": (Terminal(), {"TERM": "dumb"}, False, False),
    "--no-color": (Terminal(), {}, True, False),
}


@pytest.mark.parametrize(
    ("stdout", "variables", "no_color", "expected"), COLOURS.values(), ids=COLOURS
)
def test_streams_colour_only_what_somebody_looks_at(
    monkeypatch, stdout, variables, no_color, expected
):
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_color(no_color=no_color) is expected


WIDTHS = {"narrow": ("60", 60), "too narrow": ("20", 40), "wide": ("300", 120)}


@pytest.mark.parametrize(("wide", "expected"), WIDTHS.values(), ids=WIDTHS)
def test_streams_fill_a_terminal_within_reason(monkeypatch, wide, expected):
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", wide)
    assert columns() == expected


def test_streams_give_a_pipe_the_same_width_everywhere(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("COLUMNS", "61")
    assert columns() == 100


def test_streams_write_nothing_where_nobody_can_read(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    write_out("lost")
    say("lost")
    assert not is_terminal(None)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
def test_streams_tell_of_a_full_disk(monkeypatch):
    full = os.open("/dev/full", os.O_WRONLY)
    with io.TextIOWrapper(io.FileIO(full, "w")) as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        with pytest.raises(ReportUnwritableError, match="standard output: No space left"):
            write_out("too much")
        monkeypatch.undo()


def test_streams_name_the_input_that_gave_trouble():
    trouble = as_trouble(SourceEmptyError(source="a.md"))
    assert (trouble.path, trouble.code) == ("a.md", "E102")
    assert as_trouble(EvidenceMissingError(path="mine", why="gone")).path == "mine"
    assert "E102" not in trouble.message


def test_streams_tell_of_a_bug_that_says_nothing(capsys):
    report_bug(RuntimeError(), debug=False)
    assert capsys.readouterr().err.startswith("error E999: RuntimeError. This is a fault")


def test_streams_tell_a_notice_with_its_place_in_one_line(capsys):
    say_notice(Notice("a.md", "W101", "Nothing\nis \x1b[31msilenced.", 3))
    say_notice(Notice("b.docx", "W101", "Comment 1 silences nothing."))
    say_notice(Notice("b.json", "W201", "Some of b.json are mended."))
    assert capsys.readouterr().err.splitlines() == [
        "notice W101: a.md:3: Nothing is [31msilenced.",
        "notice W101: b.docx: Comment 1 silences nothing.",
        "notice W201: Some of b.json are mended.",
    ]

from __future__ import annotations

import subprocess
import sys
import time

import pytest
import typer

from pipeline.cli.main import app
from pipeline.report.to_json import tool_version

HEAVY = ("rich", "jinja2", "spacy", "numpy", "torch", "onnxruntime", "jsonschema", "frictionless")
# The promise is half a second; importing typer takes about 0.15 of one.
HELP_LIMIT = 4.0


def commands() -> dict[str, typer.core.TyperCommand]:
    """Return every command by its full name, the groups left out."""
    found = {}

    def walk(command, name):
        below = getattr(command, "commands", None)
        if below is None:
            found[name] = command
        for key, child in (below or {}).items():
            walk(child, f"{name} {key}".strip())

    walk(typer.main.get_command(app), "")
    return found


def test_main_has_these_commands():
    assert sorted(commands()) == [
        "annotations agreement",
        "annotations export",
        "annotations import",
        "annotations show",
        "audit",
        "baseline show",
        "baseline write",
        "batch",
        "check",
        "config",
        "diff",
        "evaluate concepts",
        "evaluate draw abstracts",
        "evaluate draw extraction",
        "evaluate draw matches",
        "evaluate entailment",
        "evaluate extraction",
        "evaluate gate",
        "evaluate numbers",
        "evaluate pages",
        "evaluate quantities",
        "evaluate reading",
        "evaluate retrieval",
        "evaluate reviews",
        "evaluate verdicts",
        "evidence add-codes",
        "evidence extract",
        "evidence import",
        "evidence new",
        "evidence search",
        "evidence show",
        "evidence validate",
        "explain",
        "init",
        "judge",
        "train detector",
        "train verdict",
    ]


@pytest.mark.parametrize("name", sorted(commands()))
def test_main_every_command_has_help_and_an_example(name):
    command = commands()[name]
    assert command.help
    assert f"claims {name}" in (command.epilog or "")


@pytest.mark.parametrize("name", sorted(commands()))
def test_main_every_option_says_what_it_does(name):
    silent = [p.name for p in commands()[name].params if not getattr(p, "help", None)]
    assert silent == []


def test_main_prints_its_version(claims):
    ran = claims("--version")
    assert (ran.code, ran.out) == (0, f"claims {tool_version()}\n")


def test_main_without_a_command_says_what_there_is(claims):
    ran = claims()
    assert ran.code == 2
    assert "evidence" in ran.out + ran.err


def test_main_refuses_an_unknown_command(claims):
    assert claims("chekc").code == 2


def test_main_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"claims {tool_version()}\n"


def test_main_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom pipeline.cli.main import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_main_help_answers_at_once():
    def fastest(*arguments):
        times = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
            times.append(time.perf_counter() - began)
        return min(times)

    # Seconds differ from machine to machine; typer's own import is the yardstick.
    assert fastest("-m", "pipeline", "--help") < HELP_LIMIT * fastest("-c", "import typer")


def test_main_a_reader_that_stops_early_is_no_trouble():
    done = subprocess.run(
        ["sh", "-c", '"$0" -m pipeline explain | head -n 1', sys.executable],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "ST  a number against evidence\n"
    assert done.stderr == ""

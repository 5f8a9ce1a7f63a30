"""What other people's repositories run: the hook of pre-commit and the GitHub Action."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.read.suffixes import SUFFIXES

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"

VALIDATED = {
    "the hook": ("pre_commit", "validate-manifest", str(HOOKS)),
    "the action": ("check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)),
}


@pytest.mark.parametrize("words", VALIDATED.values(), ids=VALIDATED)
def test_hooks_are_valid_by_their_own_schema(words):
    ran = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_hooks_are_given_every_file_that_is_read_and_no_other():
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    for suffix in SUFFIXES:
        assert re.search(hook["files"], f"drafts/yoga{suffix}"), suffix
        assert re.search(hook["files"], f"drafts/yoga{suffix.upper()}"), suffix
    for name in ("yoga.py", "yoga.md.bak", "md", "yoga.txt~"):
        assert not re.search(hook["files"], name), name


# --- the action ------------------------------------------------------------------------------

SPIED = '#!/bin/sh\nprintf "%s\\n" "$@" > "$SEEN"\nexit "$ENDS"\n'


@pytest.fixture
def act(tmp_path):
    """Run the step that checks, with a `claims` that only notes its words."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    (step,) = (one for one in action["runs"]["steps"] if one.get("id") == "check")
    defaults = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
    spy = tmp_path / "claims"
    spy.write_text(SPIED)
    spy.chmod(0o755)
    seen, output = tmp_path / "seen", tmp_path / "output"

    def run(*, ends=0, **inputs):
        given = {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}}
        environment = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
            for name, value in step["env"].items()
        }
        output.write_text("")
        ran = subprocess.run(
            # As GitHub runs a step of bash.
            [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            env={
                **environment,
                "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
                "SEEN": str(seen),
                "ENDS": str(ends),
                "GITHUB_OUTPUT": str(output),
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.returncode, seen.read_text().splitlines(), output.read_text()

    return run


WORDS = {
    "as it comes": ({}, ["check", "--format", "github", "--", "."]),
    "paths, some with spaces": (
        {"paths": "drafts/\nmore drafts/*.md\n\n"},
        ["check", "--format", "github", "--", "drafts/", "more drafts/*.md"],
    ),
    "a path that looks like an option": (
        {"paths": "--exit-zero"},
        ["check", "--format", "github", "--", "--exit-zero"],
    ),
    "options": (
        {"args": "--as-of\n2026-05-01\n", "fail_on": "unverifiable", "sarif": "out dir/x.sarif"},
        [
            *("check", "--format", "github", "--as-of", "2026-05-01", "--fail-on", "unverifiable"),
            *("--output", "sarif=out dir/x.sarif", "--", "."),
        ],
    ),
    "what would be run": (
        {"paths": "$(touch x) `touch x`; touch x", "args": '"; touch x #'},
        [
            *("check", "--format", "github", '"; touch x #', "--"),
            "$(touch x) `touch x`; touch x",
        ],
    ),
}


@pytest.mark.parametrize(("inputs", "expected"), WORDS.values(), ids=WORDS)
def test_hooks_the_action_passes_on_what_it_is_given(act, tmp_path, inputs, expected):
    code, words, output = act(**inputs)
    assert (code, words, output) == (0, expected, "exit-code=0\n")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("ends", [1, 2])
def test_hooks_the_action_ends_as_the_check_does_and_says_how(act, ends):
    code, _, output = act(ends=ends)
    assert (code, output) == (ends, f"exit-code={ends}\n")


def test_hooks_the_action_runs_no_input_as_code():
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")

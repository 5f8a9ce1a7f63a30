"""What CI runs must notice a test that was skipped for want of an install."""

import os
import subprocess
from pathlib import Path

import pytest

CI_RUN = Path(__file__).parents[1] / ".ci" / "run"

SAID = {
    "all passed": ("2000 passed", 0, 0),
    "private data": ("SKIPPED [1] tests/e2e/test_seeds.py: no private data here", 0, 0),
    "not installed": ("SKIPPED [9] tests/e2e/test_browser.py: chromium not installed", 0, 1),
    "a test failed": ("FAILED tests/test_check.py", 2, 2),
}


@pytest.mark.parametrize(("said", "made", "expected"), SAID.values(), ids=SAID)
def test_ci_run_fails_where_it_should(tmp_path, said, made, expected):
    fakes = {"make": f"echo '{said}'; exit {made}"}
    fakes |= dict.fromkeys(("chromium", "npm", "soffice", "pdftotext"), "exit 0")
    for part in ("libsclo.so", "libswlo.so"):
        (tmp_path / part).touch()
    for name, body in fakes.items():
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        tool.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([CI_RUN], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stderr
    assert said in done.stdout

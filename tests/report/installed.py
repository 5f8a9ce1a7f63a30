"""Tools that read reports, where this machine has them."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path


def find_calc() -> str | None:
    """Return the path of LibreOffice where its spreadsheet is installed; else None."""
    soffice = shutil.which("soffice")
    is_whole = soffice is not None and Path(soffice).resolve().with_name("libsclo.so").is_file()
    return soffice if is_whole else None


# A proxy that nobody answers at: a tool that would look something up must not.
_OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


@functools.cache
def npm_package(name: str) -> Path | None:
    """Return the folder of a package that npm installed for the whole machine; None without it."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    root = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, check=False)
    folder = Path(root.stdout.strip()) / name
    return folder if root.returncode == 0 and folder.is_dir() else None


def run_offline(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a tool that must reach nothing outside."""
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **_OFFLINE},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

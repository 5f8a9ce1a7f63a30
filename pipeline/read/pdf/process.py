"""Stage 1: work on a file that may harm whoever does it, given to a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from pipeline.errors import DocumentSlowError

# Five hundred full pages take some 20 s on a slow machine.
_SECONDS_LIMIT: Final = 120


def run_apart(script: Path, data: bytes, *arguments: str, source: str) -> bytes | None:
    """Run a script of ours on bytes and return what it writes; None where it fails.

    Args:
        script: it knows nothing of the package, so that it starts at once.
        data: what it reads on its standard input.
        arguments: of its command line.
        source: what the user calls the file, for errors.

    Raises:
        DocumentSlowError: it took too long or too much memory.
    """
    # -P keeps the folder of the script from hiding modules of Python's own.
    command = [sys.executable, "-P", str(script), *arguments]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS_LIMIT, check=False
        )
    except subprocess.TimeoutExpired as error:
        why = f"it took longer than {_SECONDS_LIMIT} s"
        raise DocumentSlowError(source=source, why=why) from error
    if b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise DocumentSlowError(source=source, why="it took too much memory")
    return None if done.returncode else done.stdout

"""A settings file to begin with, in which everything is explained and nothing set."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.errors import ReportUnwritableError, SettingsExistError
from pipeline.settings.files import NAME, shown
from pipeline.settings.keys import KEYS

_HEAD: Final = """\
# Settings of claims, for this folder and all below it. Take the # away from a line that you
# want to be in force. `claims config` shows what is, and from where it came.
"""


def settings_text() -> str:
    """Return the file: each setting with what it does and an example, as comments."""
    parts = [_HEAD]
    for key in KEYS.values():
        lines = [f"# {line}" for line in key.about.splitlines()]
        lines += [f"#{line}" for line in key.example.splitlines()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def write_settings(folder: Path) -> Path:
    """Write the file into a folder.

    Raises:
        SettingsExistError: there is one.
        ReportUnwritableError: the folder cannot be written to.
    """
    path = folder / NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(settings_text())
    except FileExistsError as error:
        raise SettingsExistError(path=shown(path)) from error
    except OSError as error:
        raise ReportUnwritableError(path=shown(path), why=error.strerror or str(error)) from error
    return path

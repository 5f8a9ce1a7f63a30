"""Which files a pattern means, and how a file is named below a folder.

>>> covers(("old/", "*.bak.md"), "drafts/old/yoga.md")
True
>>> covers(("/old/",), "drafts/old/yoga.md")
False
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def place_below(folder: Path, path: str) -> str | None:
    """Return how a file is named below a folder, with forward slashes; None outside of it.

    A link is named by where it stands, not by what it leads to; only where it
    does not stand below the folder the links on the way are followed. An address of
    the web is named by host and path, wherever the folder lies.
    """
    if path == "-":
        return None
    if is_address(path):
        return path.partition("://")[2]
    start = os.path.abspath(folder)  # noqa: PTH100 - Path.absolute keeps the dots
    written = os.path.abspath(path)  # noqa: PTH100
    head, tail = os.path.split(written)
    for base, place in (
        (start, written),
        (os.path.realpath(start), os.path.join(os.path.realpath(head), tail)),  # noqa: PTH118
    ):
        try:
            return Path(place).relative_to(base).as_posix()
        except ValueError:
            continue
    return None


def is_address(path: str) -> bool:
    """Say whether what is called so is a page of the web."""
    return path.startswith(("http://", "https://"))


def covers(patterns: tuple[str, ...], place: str) -> bool:
    """Say whether patterns, as in a .gitignore, mean a file, or a folder that it lies in."""
    return _compiled(patterns).match_file(place)


def covers_all_of(patterns: tuple[str, ...], folder: str) -> bool:
    """Say whether patterns mean all that lies in a folder, so that nobody need look there."""
    takes_back = any(pattern.startswith("!") for pattern in patterns)
    return not takes_back and _compiled(patterns).match_file(f"{folder}/")


def check_pattern(pattern: str) -> None:
    """See whether a pattern can be understood.

    Raises:
        ValueError: it cannot.
    """
    try:
        _compiled((pattern,))
    except re.error as error:
        raise ValueError(str(error)) from error


@lru_cache(64)
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    # 50 ms that a run without patterns need not wait for.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    return GitIgnoreSpec.from_lines(patterns)

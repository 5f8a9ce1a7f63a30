"""Stage 1: what the user named becomes a list of files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from pipeline.errors import (
    FormatUnknownError,
    NoArticlesError,
    PipelineError,
    SourceUnreadableError,
)
from pipeline.read.suffixes import SUFFIXES
from pipeline.records import Trouble

STDIN: Final = "-"
# How a report as HTML begins. It often lies beside the articles that it is about.
_REPORT: Final = b'<meta name="generator" content="health-claim-lint">'
_REPORT_HEAD: Final = 500
# Drafts in formats that are not read. Who names a folder may not see that one is among them.
_UNREAD: Final = frozenset({".doc", ".dot", ".pages", ".rtf", ".wpd", ".wps"})
_WANTED: Final = ", ".join(SUFFIXES)


class LeavesOut(Protocol):
    """Anything that says of a file, or of all that lies in a folder, that it is not wanted."""

    def __call__(self, path: str, /, *, is_folder: bool = False) -> bool:
        """Say so of a path as the user would write it."""
        ...


def _leaves_out_nothing(_: str, /, *, is_folder: bool = False) -> bool:  # noqa: ARG001
    return False


def find_articles(
    targets: Sequence[str], *, leaves_out: LeavesOut = _leaves_out_nothing
) -> tuple[list[str], list[Trouble]]:
    """Find the files that the targets lead to.

    A target is a file, a folder (searched through, in sorted order, hidden
    files and our own reports left out), a glob pattern ("drafts/**/*.md") or
    "-" for standard input. What is left out is no trouble, even where nothing else is there.

    Returns:
        Paths as the user would write them, each file once, in the order of
        the targets; and what could not be followed, in the same order.
    """
    found: list[str] = []
    troubles: list[Trouble] = []
    seen: set[str] = set()
    for target in targets:
        try:
            paths = _follow(target, troubles, leaves_out)
        except PipelineError as error:
            troubles.append(Trouble(path=target, code=error.code, message=error.message))
            continue
        for path in paths:
            identity = path if path == STDIN else os.path.realpath(path)
            if identity not in seen and not leaves_out(path):
                seen.add(identity)
                found.append(path)
    return found, troubles


def find_unread(
    targets: Sequence[str], *, leaves_out: LeavesOut = _leaves_out_nothing
) -> list[str]:
    """Find the drafts in folders that are of a kind that is not read, such as an old .doc."""
    folders = [target for target in targets if _is_folder(target)]
    found = (
        path
        for folder in folders
        if not leaves_out(folder, is_folder=True)
        for path in _walk(folder, [], leaves_out, _is_unread)
    )
    return [path for path in dict.fromkeys(found) if not leaves_out(path)]


def _is_folder(target: str) -> bool:
    try:
        return Path(target).is_dir()
    except (OSError, ValueError):
        return False


def _is_unread(path: Path) -> bool:
    return path.suffix.lower() in _UNREAD


def _follow(target: str, troubles: list[Trouble], leaves_out: LeavesOut) -> list[str]:
    if target == STDIN:
        return [target]
    try:
        is_folder, exists = Path(target).is_dir(), Path(target).exists()
    except (OSError, ValueError) as error:
        # A name too long for the file system, or one with a NUL character.
        raise SourceUnreadableError(source=target, why="no such file or folder") from error
    if exists and not is_folder:
        # A file that is left out may be of any kind.
        return [] if leaves_out(target) else [_checked(target)]
    if not is_folder and not glob.has_magic(target):
        raise SourceUnreadableError(source=target, why="no such file or folder")
    look = _in_folder if is_folder else _matching
    found = look(target, troubles, leaves_out)
    if not found and not look(target, [], _leaves_out_nothing):
        raise NoArticlesError(source=target, suffixes=_WANTED)
    return found


def _checked(path: str) -> str:
    suffix = Path(path).suffix
    if suffix.lower() not in SUFFIXES:
        raise FormatUnknownError(
            source=path, suffix=f"'{suffix}'" if suffix else "no suffix", suffixes=_WANTED
        )
    return path


def _in_folder(folder: str, troubles: list[Trouble], leaves_out: LeavesOut) -> list[str]:
    if leaves_out(folder, is_folder=True):
        return []
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SourceUnreadableError(source=folder, why="permission denied")
    return list(_walk(folder, troubles, leaves_out, _is_article))


def _walk(
    folder: str, troubles: list[Trouble], leaves_out: LeavesOut, wanted: Callable[[Path], bool]
) -> Iterator[str]:
    def note(error: OSError) -> None:
        wrapped = SourceUnreadableError(source=error.filename, why="permission denied")
        troubles.append(
            Trouble(path=str(error.filename), code=wrapped.code, message=wrapped.message)
        )

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not leaves_out(str(Path(place) / name), is_folder=True)
        )
        for name in sorted(files):
            path = Path(place) / name
            if not name.startswith(".") and wanted(path):
                yield str(path)


def _matching(pattern: str, troubles: list[Trouble], leaves_out: LeavesOut) -> list[str]:
    found: list[str] = []
    # Hidden files are left out by glob itself unless the pattern names the dot.
    for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob refuses absolute patterns
        if Path(path).is_dir():
            # `**` names every folder on the way; their files it names too.
            found.extend(() if "**" in pattern else _walk(path, troubles, leaves_out, _is_article))
        elif _is_article(Path(path)):
            found.append(path)
    return found


def _is_article(path: Path) -> bool:
    """Say whether a file that nobody named is to be read: of a known kind, no report of ours."""
    written = SUFFIXES.get(path.suffix.lower())
    return written is not None and not (written == "html" and _is_report(path))


def _is_report(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _REPORT in file.read(_REPORT_HEAD)
    except OSError:
        return False  # whoever reads it says what is wrong with it

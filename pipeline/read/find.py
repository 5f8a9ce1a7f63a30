"""Stage 1: what the user named becomes a list of files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Found:
    """What targets lead to.

    Attributes:
        paths: as the user would write them, each file once, in the order of the targets.
        troubles: what could not be followed, in the same order.
        unread: drafts in folders that are of a kind that is not read, such as an old .doc.
    """

    paths: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def find_articles(
    targets: Sequence[str], *, leaves_out: LeavesOut = _leaves_out_nothing
) -> tuple[list[str], list[Trouble]]:
    """Find the files that the targets lead to; see `look_for`.

    Returns:
        Paths as the user would write them, each file once, in the order of
        the targets; and what could not be followed, in the same order.
    """
    found = look_for(targets, leaves_out=leaves_out)
    return found.paths, found.troubles


def look_for(targets: Sequence[str], *, leaves_out: LeavesOut = _leaves_out_nothing) -> Found:
    """Find the files that the targets lead to, and the drafts beside them that are not read.

    A target is a file, a folder (searched through, in sorted order, hidden
    files and our own reports left out), a glob pattern ("drafts/**/*.md") or
    "-" for standard input. What is left out is no trouble, even where nothing else is there.
    """
    found = Found()
    seen: set[str] = set()
    for target in targets:
        try:
            paths = _follow(target, found, leaves_out)
        except PipelineError as error:
            found.troubles.append(Trouble(path=target, code=error.code, message=error.message))
            continue
        for path in paths:
            identity = path if path == STDIN else os.path.realpath(path)
            if identity not in seen and not leaves_out(path):
                seen.add(identity)
                found.paths.append(path)
    found.unread = [path for path in dict.fromkeys(found.unread) if not leaves_out(path)]
    return found


def _follow(target: str, into: Found, leaves_out: LeavesOut) -> list[str]:
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
    found = look(target, into, leaves_out)
    if not found and not look(target, Found(), _leaves_out_nothing):
        raise NoArticlesError(source=target, suffixes=_WANTED)
    return found


def _checked(path: str) -> str:
    suffix = Path(path).suffix
    if suffix.lower() not in SUFFIXES:
        raise FormatUnknownError(
            source=path, suffix=f"'{suffix}'" if suffix else "no suffix", suffixes=_WANTED
        )
    return path


def _in_folder(folder: str, into: Found, leaves_out: LeavesOut) -> list[str]:
    if leaves_out(folder, is_folder=True):
        return []
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SourceUnreadableError(source=folder, why="permission denied")
    paths = [*_walk(folder, into, leaves_out)]
    into.unread += [str(path) for path in paths if path.suffix.lower() in _UNREAD]
    return [str(path) for path in paths if _is_article(path)]


def _walk(folder: str, into: Found, leaves_out: LeavesOut) -> Iterator[Path]:
    def note(error: OSError) -> None:
        wrapped = SourceUnreadableError(source=error.filename, why="permission denied")
        into.troubles.append(
            Trouble(path=str(error.filename), code=wrapped.code, message=wrapped.message)
        )

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not leaves_out(str(Path(place) / name), is_folder=True)
        )
        yield from (Path(place) / name for name in sorted(files) if not name.startswith("."))


def _matching(pattern: str, into: Found, leaves_out: LeavesOut) -> list[str]:
    found: list[str] = []
    # Hidden files are left out by glob itself unless the pattern names the dot.
    for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob refuses absolute patterns
        if Path(path).is_dir():
            # `**` names every folder on the way; their files it names too.
            below = () if "**" in pattern else _walk(path, into, leaves_out)
            found.extend(str(each) for each in below if _is_article(each))
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

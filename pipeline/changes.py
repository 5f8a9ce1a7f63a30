"""Which files of a git checkout were changed since a revision."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import ChangesUnknownError

# Git speaks the user's language, and takes no locks to look.
_ENVIRONMENT: Final = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that were changed since a revision and are still there.

    Attributes:
        revision: as the user named it.
        files: real paths.
    """

    revision: str
    files: frozenset[str]

    def holds(self, path: str) -> bool:
        """Say whether a file was changed; standard input always was."""
        if path == "-":
            return True
        head, tail = os.path.split(path)
        # A link is a file of its own to git.
        return os.path.join(os.path.realpath(head), tail) in self.files  # noqa: PTH118


def changes_since(revision: str, *, folder: Path) -> Changes:
    """Ask git what was changed since a revision: committed, staged, unstaged, or new.

    A branch counts from where the checkout left it, so what was changed on
    that branch since then does not count. Ignored files are none.

    Raises:
        ChangesUnknownError: no git, no checkout, or no such revision.
    """
    top = _ask(revision, folder, "rev-parse", "--show-toplevel").rstrip("\n")
    wanted = f"{revision}^{{commit}}"
    begin = _git(Path(top), "rev-parse", "--verify", "--quiet", wanted)
    if begin.returncode:
        raise ChangesUnknownError(
            revision=revision,
            why=f"git knows no such revision in {top}",
            hint="Name a commit, branch or tag. A shallow clone lacks older ones: fetch them.",
        )
    commit = begin.stdout.strip()
    fork = _git(Path(top), "merge-base", commit, "HEAD")
    since = fork.stdout.strip() if fork.returncode == 0 else commit
    changed = _ask(revision, Path(top), "diff", "--name-only", "-z", "--diff-filter=d", since)
    new = _ask(revision, Path(top), "ls-files", "--others", "--exclude-standard", "-z")
    names = filter(None, (changed + new).split("\0"))
    root = os.path.realpath(top)
    return Changes(revision, frozenset(os.path.join(root, name) for name in names))  # noqa: PTH118


def _ask(revision: str, folder: Path, *words: str) -> str:
    ran = _git(folder, *words)
    if ran.returncode:
        lines = ran.stderr.strip().splitlines()
        why = lines[0].removeprefix("fatal: ") if lines else "git failed"
        hint = "--changed-since works in a git checkout."
        raise ChangesUnknownError(revision=revision, why=why.rstrip("."), hint=hint)
    return ran.stdout


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = ("git", "-C", str(folder), *words)
    try:
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, **_ENVIRONMENT},
            check=False,
        )
    except FileNotFoundError as error:
        raise ChangesUnknownError(
            revision="any revision", why="git is not installed", hint="Install it, or name files."
        ) from error

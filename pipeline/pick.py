"""What of the files that a user names is to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.changes import Changes
from pipeline.notices import names_of, notice
from pipeline.read import look_for
from pipeline.records import Notice, Trouble
from pipeline.settings import Settings


class Picked(NamedTuple):
    """The files to check, and what is to be told about the others.

    Attributes:
        paths: as the user would write them, each once, in the order of the targets.
    """

    paths: list[str]
    troubles: list[Trouble]
    notices: list[Notice]


def pick_articles(
    targets: Sequence[str], *, settings: Settings, changes: Changes | None = None
) -> Picked:
    """Find the files that the targets lead to, without those that the settings leave out.

    Args:
        targets: files, folders, patterns, "-".
        settings: their `exclude` holds for files that are named, too: a hook
            names every file that was changed.
        changes: only files among them; None takes all.
    """
    found = look_for(targets, leaves_out=settings.leaves_out)
    notices = []
    named = [target for target in targets if _is_left_out(target, settings)]
    if named:
        notices.append(notice("W202", named[0], names=names_of(named)))
    if found.unread and changes is None:
        notices.append(notice("W208", found.unread[0], names=names_of(found.unread)))
    paths = [path for path in found.paths if changes is None or changes.holds(path)]
    why = ""
    if not found.paths and not found.troubles and not named:
        why = "'exclude' leaves out every article there"
    elif found.paths and not paths and changes is not None:
        why = f"no article there was changed since {changes.revision}"
    if why:
        notices.append(notice("W203", targets[0], why=why))
    return Picked(paths, found.troubles, notices)


def _is_left_out(target: str, settings: Settings) -> bool:
    if not settings.exclude:
        return False
    try:
        is_folder, is_file = Path(target).is_dir(), Path(target).is_file()
    except (OSError, ValueError):
        return False
    return (is_folder or is_file) and settings.leaves_out(target, is_folder=is_folder)

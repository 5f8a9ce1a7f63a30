"""Where a settings file lies, and on which line of it something stands."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipeline.errors import SettingsUnreadableError, SettingWrongError

NAME: Final = "claims.toml"
_PROJECT: Final = "pyproject.toml"
# The folder that holds it is a project's uppermost.
_TOP: Final = ".git"
_HINT: Final = "`claims init` writes a file that explains itself."

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a settings file something is written.

    Attributes:
        at: the keys that lead there from the settings' own table, and places in lists.
    """

    file: Path
    text: str
    root: KeyPath = ()
    at: KeyPath = ()

    def below(self, key: str | int) -> Place:
        """Return the place of what stands there under a key."""
        return Place(self.file, self.text, self.root, (*self.at, key))

    @property
    def line(self) -> int:
        """The line, from 1."""
        lines = lines_of(self.text)
        path = (*self.root, *self.at)
        while path not in lines and path:
            path = path[:-1]
        return lines.get(path, 1)

    @property
    def shown(self) -> str:
        """The file, as a person would write it."""
        return shown(self.file)

    @property
    def key(self) -> str:
        """The keys as a person writes them: "overrides 2, severity.ST002"."""
        written = ""
        for part in self.at:
            if isinstance(part, int):
                written += f" {part + 1}, "
            else:
                written += f"{'.' if written[-1:] not in {'', ' '} else ''}{part}"
        return written.rstrip(", ")

    def wrong(self, came: object, wanted: str) -> SettingWrongError:
        """Return the error of a value that cannot stand here."""
        return self.lacks(described(came), wanted)

    def lacks(self, came: str, wanted: str) -> SettingWrongError:
        """Return the error of what stands here, said in words."""
        return SettingWrongError(
            path=self.shown, line=self.line, key=self.key, came=came, wanted=wanted
        )


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as it was found: its own table, and where that stands."""

    path: Path
    table: Mapping[str, object]
    place: Place


def find_settings(start: Path) -> SettingsFile | None:
    """Return the nearest settings file from a folder upwards; None where there is none.

    In each folder `claims.toml` comes before a `pyproject.toml` with [tool.claims].
    The search ends at the folder that holds `.git`, else at the file system's root.

    Raises:
        SettingsUnreadableError: it is no TOML, or cannot be read.
    """
    for folder in upwards(start):
        if (folder / NAME).is_file():
            return read_settings(folder / NAME)
        if (folder / _PROJECT).is_file():
            found = _of_project(folder / _PROJECT)
            if found is not None:
                return found
    return None


def upwards(start: Path) -> Iterator[Path]:
    """Yield a folder and those above it, up to the one that holds `.git`."""
    folder = Path(os.path.abspath(start))  # noqa: PTH100 - Path.absolute keeps the dots
    for each in (folder, *folder.parents):
        yield each
        if (each / _TOP).exists():
            return


def read_settings(path: Path) -> SettingsFile:
    """Read a settings file that the user names.

    Raises:
        SettingsUnreadableError: it is no TOML, cannot be read, or has no settings.
    """
    if path.name == _PROJECT:
        found = _of_project(path)
        if found is None:
            raise SettingsUnreadableError(
                path=shown(path), why="it has no table [tool.claims]", hint=_HINT
            )
        return found
    text = _read(path)
    table = _parse(text, path)
    # All of it may stand under [claims], as it would in another tool's file.
    root: KeyPath = ("claims",) if list(table) == ["claims"] else ()
    return _found(path, table, text, root)


def _of_project(path: Path) -> SettingsFile | None:
    text = _read(path)
    # Whatever is wrong with a project file that does not speak of us is not ours to tell.
    if "claims" not in text:
        return None
    table = _parse(text, path)
    tools = table.get("tool")
    if not isinstance(tools, dict) or "claims" not in tools:
        return None
    return _found(path, table, text, ("tool", "claims"))


def _found(path: Path, table: Mapping[str, object], text: str, root: KeyPath) -> SettingsFile:
    place = Place(path, text, root)
    own: object = table
    for key in root:
        own = own[str(key)] if isinstance(own, dict) else None
    if not isinstance(own, dict):
        raise SettingWrongError(
            path=shown(path),
            line=place.line,
            key=".".join(map(str, root)),
            came=described(own),
            wanted="a table",
        )
    return SettingsFile(path, own, place)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsUnreadableError(
            path=shown(path), why="it is not in UTF-8", hint="Save it in that encoding."
        ) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SettingsUnreadableError(path=shown(path), why=why.lower(), hint=_HINT) from error


def _parse(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = str(error) or "it nests too deep"
        hint = 'Values are written like: fail_on = "unsupported".'
        raise SettingsUnreadableError(
            path=shown(path), why=why[:1].lower() + why[1:], hint=hint
        ) from error


@lru_cache(4)
def lines_of(text: str) -> Mapping[KeyPath, int]:
    """Return the line on which each key of a TOML file stands, from 1.

    tomllib tells no places, but a statement of a file is a file: lines are put
    together until they are one.
    """
    lines: dict[KeyPath, int] = {}
    tables: KeyPath = ()
    seen: dict[KeyPath, int] = {}
    statement, first = "", 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not statement and line.lstrip()[:1] in {"", "#"}:
            continue
        first = first if statement else number
        statement += line
        # Nothing else ends what goes over several lines, and to try each takes quadratic time.
        if statement != line and not any(end in line for end in ("]", "}", '"""', "'''")):
            continue
        try:
            parsed = tomllib.loads(statement)
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        if line.lstrip().startswith("[") and statement == line:
            tables = _table_path(parsed, seen)
            lines.setdefault(tables, first)
        else:
            _note(parsed, tables, first, lines)
        statement = ""
    return lines


def _table_path(parsed: object, seen: dict[KeyPath, int]) -> KeyPath:
    """Return the path that a header opens: "[[a.b]]" is the next of its list."""
    path: KeyPath = ()
    while True:
        if isinstance(parsed, dict) and parsed:
            key, parsed = next(iter(parsed.items()))
            path = (*path, key)
            if isinstance(parsed, dict) and path in seen:
                # A table in the last entry of a list.
                path = (*path, seen[path])
        elif isinstance(parsed, list):
            seen[path] = seen.get(path, -1) + 1
            return (*path, seen[path])
        else:
            return path


def _note(parsed: object, path: KeyPath, line: int, lines: dict[KeyPath, int]) -> None:
    if path:
        lines.setdefault(path, line)
    if isinstance(parsed, dict):
        for key, value in parsed.items():
            _note(value, (*path, key), line, lines)
    elif isinstance(parsed, list):
        for number, value in enumerate(parsed):
            _note(value, (*path, number), line, lines)


def shown(path: Path) -> str:
    """Return a path as a person would write it: from the working folder, where it lies below."""
    here = Path.cwd()
    whole = Path(os.path.abspath(path))  # noqa: PTH100
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def described(value: object) -> str:
    """Say what a value of a settings file is: "the number 3", "a list".

    >>> described(True), described("warn"), described([1])
    ('true', "'warn'", 'a list')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return str(value)

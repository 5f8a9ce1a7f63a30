"""What the user names becomes jobs: files, folders, patterns, lists of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from pipeline.batch.jobs import Job
from pipeline.batch.manifests import READERS, Entry, Names, read_manifest
from pipeline.errors import ManifestUnreadableError, PipelineError
from pipeline.pick import pick_articles
from pipeline.read import read_source
from pipeline.records import Format, Notice, Trouble
from pipeline.settings import Settings

_FORMATS: Final[tuple[Format, ...]] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is to be judged, in order: the files, then what lists name, list by list.

    Attributes:
        paths: of the files.
        manifests: of the lists.
        troubles: with what was named and leads nowhere; they come first of all.
        notices: on what is left out.
        n_jobs: how many there will be, those that cannot be read counted.
    """

    paths: tuple[str, ...]
    manifests: tuple[Path, ...]
    troubles: tuple[Trouble, ...]
    notices: tuple[Notice, ...]
    names: Names
    settings: Settings
    n_jobs: int

    def jobs(self) -> Iterator[Job | Trouble]:
        """Read one after the other; what cannot be read is trouble in its place."""
        yield from self.troubles
        for path in self.paths:
            yield _read(path, self.settings)
        for manifest in self.manifests:
            for entry in _entries(manifest, self.names):
                if isinstance(entry, Trouble):
                    yield entry
                elif (job := _job(entry, manifest, self.settings)) is not None:
                    yield job


def find_inputs(targets: Sequence[str], *, settings: Settings, names: Names) -> Inputs:
    """Find what the user named, and count it."""
    manifests = [target for target in targets if _is_manifest(target)]
    others = [target for target in targets if target not in manifests]
    paths: Sequence[str] = ()
    troubles: Sequence[Trouble] = ()
    notices: Sequence[Notice] = ()
    if others:
        paths, troubles, notices = pick_articles(others, settings=settings)
    lists = tuple(dict.fromkeys(Path(target) for target in manifests))
    n_rows = sum(1 for manifest in lists for _ in _entries(manifest, names))
    return Inputs(
        paths=tuple(paths),
        manifests=lists,
        troubles=tuple(troubles),
        notices=tuple(notices),
        names=names,
        settings=settings,
        n_jobs=len(troubles) + len(paths) + n_rows,
    )


def _is_manifest(target: str) -> bool:
    try:
        return Path(target).suffix.lower() in READERS and Path(target).is_file()
    except (OSError, ValueError):
        return False


def _entries(manifest: Path, names: Names) -> Iterator[Entry | Trouble]:
    try:
        for entry in read_manifest(manifest, names):
            if isinstance(entry, PipelineError):
                yield _trouble(str(entry.details["source"]), entry)
            else:
                yield entry
    except PipelineError as error:
        yield _trouble(str(manifest), error)


def _job(entry: Entry, manifest: Path, settings: Settings) -> Job | Trouble | None:
    """Make a job of a row; None where the settings leave its file out."""
    values = entry.values
    name = f"{manifest}#{values.get('id') or entry.number}"
    written = values.get("format", "").lower()
    chosen = next((known for known in _FORMATS if known == written), None)
    if written and chosen is None:
        why = f"'{written}' is no format"
        hint = f"Formats: {', '.join(_FORMATS)}."
        return _trouble(name, ManifestUnreadableError(source=name, why=why, hint=hint))
    if values.get("path"):
        # As in a page, what is relative begins where the list lies.
        path = str(manifest.parent / values["path"])
        return None if settings.leaves_out(path) else _read(path, settings, chosen)
    # A lone half of a surrogate pair is no text; everything else stays what it is.
    return Job(name, values.get("text", "").encode("utf-8", "replace"), chosen)


def _read(path: str, settings: Settings, written: Format | None = None) -> Job | Trouble:
    try:
        data, found = read_source(Path(path), format=written, max_mb=settings.max_mb)
    except PipelineError as error:
        return _trouble(path, error)
    return Job(path, data, found)


def _trouble(path: str, error: PipelineError) -> Trouble:
    return Trouble(path, error.code, error.message)

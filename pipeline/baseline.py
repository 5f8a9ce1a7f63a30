"""Findings that are known already, kept in a file, so that only new ones fail.

A finding is known by its file, its claim and its code. A claim's id hashes its
kind, its words and how many times they stood before in the article, so it
stays the same when lines move and when other words change. Where a sentence is
written a second time above the known one, the second is the new one.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pipeline.errors import BaselineBrokenError, BaselinePlaceError, ReportUnwritableError
from pipeline.notices import notice
from pipeline.records import Document, Finding, Notice, Result, VerdictName
from pipeline.settings.files import shown, upwards
from pipeline.settings.patterns import is_address, place_below
from pipeline.whole_files import write_whole

NAME: Final = ".claims-baseline.json"
SCHEMA: Final = 1
_KEYS: Final = ("path", "claim", "code", "text")
# Enough for a person to know the claim again.
_TEXT_LENGTH: Final = 90

# An article that was judged, and what of it a baseline put aside: ids of claims, each
# with a code.
Met = tuple[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One known finding.

    Attributes:
        path: of its article, from the folder of the baseline on, with forward slashes; of a
            page of the web its address.
        text: the beginning of the claim's words, for people.
    """

    path: str
    text: str
    claim_id: str
    code: str


@dataclass(frozen=True)
class Baseline:
    """A file of known findings, each once and in order."""

    file: Path
    known: tuple[Known, ...] = ()

    @property
    def folder(self) -> Path:
        """What its paths begin at."""
        return self.file.parent

    def knows(self, path: str, claim_id: str, code: str) -> bool:
        """Say whether a finding is known; of a file that was moved, by its former name."""
        return (claim_id, code) in self.known_of(path)

    def known_of(self, path: str) -> frozenset[tuple[str, str]]:
        """Return what is known of a file: the ids of claims, each with a code."""
        place = _place(self.folder, path)
        if place is None:
            return frozenset()
        # A page is known by its address alone.
        return self._by_path.get(place, frozenset() if is_address(place) else self._homeless)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files that it names."""
        return frozenset(each.path for each in self.known)

    @cached_property
    def gone(self) -> frozenset[str]:
        """The files that it names and that are not there any more; no page, which may be."""
        files = (path for path in self.paths if not is_address(path))
        return frozenset(path for path in files if not (self.folder / path).is_file())

    @cached_property
    def _by_path(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for each in self.known:
            found.setdefault(each.path, set()).add((each.claim_id, each.code))
        return {path: frozenset(pairs) for path, pairs in found.items()}

    @cached_property
    def _homeless(self) -> frozenset[tuple[str, str]]:
        return frozenset((k.claim_id, k.code) for k in self.known if k.path in self.gone)


# --- the file --------------------------------------------------------------------------------


def find_baseline(start: Path) -> Path | None:
    """Return the nearest baseline from a folder upwards; None where there is none.

    The search ends at the folder that holds `.git`, as that for settings does.
    """
    return next((folder / NAME for folder in upwards(start) if (folder / NAME).is_file()), None)


def place_for_new(start: Path, settings: Path | None) -> Path:
    """Return where a first baseline belongs.

    Beside the settings file; without one at the top of the git checkout; else
    in the folder that one works in.
    """
    if settings is not None:
        return settings.parent / NAME
    *_, top = upwards(start)
    return (top if (top / ".git").exists() else start) / NAME


def read_baseline(file: Path) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineBrokenError: it is not there, or not what `write_baseline` writes.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BaselineBrokenError(path=shown(file), why=why.lower()) from error
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = f"it is not JSON ({error})"
        if any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in text.splitlines()):
            why = "it holds the marks of a merge that was not finished"
        raise BaselineBrokenError(path=shown(file), why=why) from error
    schema = whole.get("schema") if isinstance(whole, dict) else None
    known = whole.get("known") if isinstance(whole, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        why = f"its schema is {schema}, and this version of claims reads up to {SCHEMA}"
        raise BaselineBrokenError(path=shown(file), why=why)
    if schema != SCHEMA or not isinstance(known, list):
        why = f'an object with "schema": {SCHEMA} and a list "known" is wanted'
        raise BaselineBrokenError(path=shown(file), why=why)
    return Baseline(file, _in_order(_entry(each, n, file) for n, each in enumerate(known, 1)))


def _entry(written: object, number: int, file: Path) -> Known:
    values = [written.get(key) for key in _KEYS] if isinstance(written, dict) else []
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(_KEYS):
        why = f"entry {number} is not four texts called {', '.join(_KEYS)}"
        raise BaselineBrokenError(path=shown(file), why=why)
    path, claim_id, code, text = texts
    return Known(path, text, claim_id, code)


def baseline_text(baseline: Baseline) -> str:
    """Return the file: a line for each finding, so that differences are easy to read."""
    lines = [
        json.dumps(
            dict(zip(_KEYS, (each.path, each.claim_id, each.code, each.text), strict=True)),
            ensure_ascii=False,
        )
        for each in baseline.known
    ]
    listed = "".join(f"\n    {line}," for line in lines).removesuffix(",")
    end = "\n  ]" if lines else "]"
    return f'{{\n  "schema": {SCHEMA},\n  "known": [{listed}{end}\n}}\n'


def write_baseline(baseline: Baseline) -> None:
    """Write the file; it is there as a whole, or as it was before.

    Raises:
        ReportUnwritableError: the folder cannot be written to, or the disk is full.
    """
    data = baseline_text(baseline).encode("utf-8", "backslashreplace")
    try:
        write_whole(baseline.file, data)
    except OSError as error:
        why = error.strerror or str(error)
        raise ReportUnwritableError(path=shown(baseline.file), why=why) from error


# --- what a run makes of it ----------------------------------------------------------------------


def _place(folder: Path, path: str) -> str | None:
    """Return how a baseline names an article; None of what it cannot hold."""
    return path if is_address(path) else place_below(folder, path)


def _in_order(known: Iterable[Known]) -> tuple[Known, ...]:
    return tuple(sorted(set(known)))


def is_kept(finding: Finding, fail_on: VerdictName) -> bool:
    """Say whether a finding goes into a baseline: what is supported never fails by itself."""
    return finding.verdict != "supported" or fail_on == "supported"


def renewed(
    baseline: Baseline, result: Result, *, targets: Sequence[str], fail_on: VerdictName
) -> tuple[Baseline, list[BaselinePlaceError]]:
    """Return a baseline that knows all that a run found, and the files it cannot hold.

    What it knows of files that were not judged stays. Files that are gone are
    forgotten where a target is a folder above them, or another file is found to
    say the same.
    """
    judged: set[str] = set()
    found: list[Known] = []
    outside: list[BaselinePlaceError] = []
    for document in _judged(result):
        path = document.article.path
        place = _place(baseline.folder, path)
        if place is None:
            name = "standard input" if path == "-" else path
            outside.append(BaselinePlaceError(source=name, baseline=shown(baseline.file)))
            continue
        judged.add(place)
        found += [
            Known(place, _short(one.claim.clean), one.claim.claim_id, finding.code)
            for one in document.claims
            for finding in one.findings
            if is_kept(finding, fail_on)
        ]
    above = [place for t in targets if (place := place_below(baseline.folder, t)) is not None]
    said = {(each.claim_id, each.code) for each in found}

    def stays(known: Known) -> bool:
        if known.path not in baseline.gone:
            return known.path not in judged
        is_covered = any(known.path.startswith(f"{place}/") or place == "." for place in above)
        return not is_covered and (known.claim_id, known.code) not in said

    return Baseline(baseline.file, _in_order([*found, *filter(stays, baseline.known)])), outside


def met_in(result: Result) -> Iterator[Met]:
    """Yield what of a baseline a result met, article by article."""
    for document in _judged(result):
        yield (
            document.article.path,
            frozenset(
                (muted.judged.claim.claim_id, finding.code)
                for muted in document.muted
                if muted.why == "baseline"
                for finding in muted.judged.findings
            ),
        )


def unneeded(baseline: Baseline, met: Iterable[Met]) -> list[Known]:
    """Return the known findings that a run did not meet, though it judged their files."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path, pairs in met:
        place = _place(baseline.folder, path)
        if place is not None:
            found.setdefault(place, set()).update(pairs)
    return [
        each
        for each in baseline.known
        if each.path in found and (each.claim_id, each.code) not in found[each.path]
    ]


def notices_of(baseline: Baseline, met: Iterable[Met]) -> Iterator[Notice]:
    """Tell of what a baseline need not know any more, with a count."""
    n_gone = len(unneeded(baseline, met))
    if n_gone:
        yield notice("W201", shown(baseline.file), n=n_gone)


def _judged(result: Result) -> list[Document]:
    """Return the documents that were judged: one in another language is there and was not."""
    troubled = {trouble.path for trouble in result.errors}
    return [each for each in result.documents if each.article.path not in troubled]


def _short(text: str) -> str:
    return textwrap.shorten(text, _TEXT_LENGTH, placeholder="…")


def counts(known: Sequence[Known]) -> tuple[int, int, int]:
    """Return how many findings, claims and files there are."""
    return len(known), len({(k.path, k.claim_id) for k in known}), len({k.path for k in known})

"""What a user may choose. One frozen value, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pipeline.codes import CODES
from pipeline.records import VerdictName
from pipeline.settings.patterns import covers, covers_all_of, place_below

__all__ = ["FINDERS", "LEVELS", "Finder", "Level", "Settings", "SeverityRule"]

# What a code may be set to: a severity, not reported at all, or as it is by itself.
Level = Literal["error", "warning", "note", "off", "on"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note", "off", "on")
Finder = Literal["both", "patterns"]
FINDERS: Final[tuple[Finder, ...]] = ("both", "patterns")


@dataclass(frozen=True, slots=True)
class SeverityRule:
    """What some codes are set to, in some files.

    Attributes:
        levels: a code ("ST002") or family ("ST"), and its level.
        files: patterns as in a .gitignore; none is every file.
    """

    levels: tuple[tuple[str, Level], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run.

    Attributes:
        evidence: folders of the user's evidence packages, in order.
        shipped_evidence: whether the shipped packages lie under them.
        fail_on: the verdict from which on a run exits 1, in the order
            unsupported, unverifiable, supported.
        as_of: judge editions and listings as of this day; None takes each
            article's own date, and where it has none, what the table holds.
        top_k: rows retrieved for a claim.
        max_mb: files larger than this are not read.
        min_confidence: 0..1; what a rule is less sure of is not decided.
        severities: in order; a later one wins over an earlier one.
        exclude: patterns of files and folders that are not read.
        finder: what finds claims in running text: patterns and the trained
            detector together, or patterns alone.
        words: a word of the user's, and the name or id of the concept it stands for.
        folder: what patterns are relative to: where the settings file lies.
    """

    evidence: tuple[Path, ...] = ()
    shipped_evidence: bool = True
    fail_on: VerdictName = "unsupported"
    as_of: dt.date | None = None
    top_k: int = 60
    max_mb: float = 20.0
    min_confidence: float = 0.0
    severities: tuple[SeverityRule, ...] = ()
    exclude: tuple[str, ...] = ()
    finder: Finder = "both"
    words: tuple[tuple[str, str], ...] = ()
    folder: Path = Path()

    def leaves_out(self, path: str, *, is_folder: bool = False) -> bool:
        """Say whether a file, or all of a folder, is not to be read; both as the user gave it."""
        if not self.exclude:
            return False
        place = place_below(self.folder, path)
        if place is None:
            return False
        return (covers_all_of if is_folder else covers)(self.exclude, place)

    def levels(self, path: str) -> Mapping[str, Level]:
        """Return the codes that are set to something in a file, each with its level.

        Within one rule a code wins over its family; of two rules the later one
        wins, whatever it names.
        """
        chosen: dict[str, Level] = {}
        for rule in self.severities:
            if rule.files:
                place = place_below(self.folder, path)
                if place is None or not covers(rule.files, place):
                    continue
            for named, level in sorted(rule.levels, key=lambda pair: len(pair[0])):
                chosen.update((code, level) for code in CODES if code.startswith(named))
        return {code: level for code, level in chosen.items() if level != "on"}

"""What holds for a run: the command line before the file before the default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.records import VerdictName
from pipeline.settings import Settings
from pipeline.settings.files import SettingsFile, find_settings, read_settings
from pipeline.settings.keys import read_keys, show_all


@dataclass(frozen=True, slots=True)
class Options:
    """What was chosen on the command line; None leaves it to the settings file.

    Attributes:
        config: the settings file to take; None looks for one.
        no_config: take none at all.
    """

    config: Path | None = None
    no_config: bool = False
    evidence: tuple[Path, ...] | None = None
    evidence_only: bool | None = None
    fail_on: VerdictName | None = None
    as_of: dt.date | None = None
    max_mb: float | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting in force, as a person reads it.

    Attributes:
        key: "fail_on", "severity.ST002".
        origin: "default", "claims.toml:3", "--fail-on".
    """

    key: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings in force, and where each came from.

    Attributes:
        file: the settings file that was taken, if one was.
        options: for each setting of the command line, the option.
    """

    settings: Settings
    file: SettingsFile | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> list[Shown]:
        """Return every setting with its value and where that came from."""
        found = []
        for at, value in show_all(self.settings):
            place = self.file.place if self.file is not None else None
            for part in at:
                place = place.below(part) if place is not None else None
            name = str(at[0])
            origin = "default"
            if name in self.options:
                origin = self.options[name]
            elif self.file is not None and place is not None and name in self.file.table:
                origin = f"{place.shown}:{place.line}"
            words = (str(part + 1) if isinstance(part, int) else part for part in at)
            found.append(Shown(".".join(words), value, origin))
        return found


def choose(options: Options, *, start: Path) -> Choices:
    """Put together what holds.

    Args:
        options: of the command line.
        start: the folder from which upwards a settings file is looked for.

    Raises:
        SettingsUnreadableError: the settings file is no TOML or cannot be read.
        SettingUnknownError: it holds a key that means nothing.
        SettingWrongError: a value is of another type, or cannot be.
    """
    file = None
    if options.config is not None:
        file = read_settings(options.config)
    elif not options.no_config:
        file = find_settings(start)
    settings = read_keys(file) if file is not None else Settings()
    settings, taken = _laid_on(settings, options)
    return Choices(settings, file, taken)


def _laid_on(settings: Settings, options: Options) -> tuple[Settings, dict[str, str]]:
    """Lay the options of the command line on the settings; name those that were given."""
    taken: dict[str, str] = {}
    if options.evidence is not None:
        settings = replace(settings, evidence=options.evidence)
        taken["evidence"] = "--evidence"
    if options.evidence_only is not None:
        settings = replace(settings, shipped_evidence=not options.evidence_only)
        taken["evidence_only"] = f"--{'' if options.evidence_only else 'no-'}evidence-only"
    if options.fail_on is not None:
        settings = replace(settings, fail_on=options.fail_on)
        taken["fail_on"] = "--fail-on"
    if options.as_of is not None:
        settings = replace(settings, as_of=options.as_of)
        taken["as_of"] = "--as-of"
    if options.max_mb is not None:
        settings = replace(settings, max_mb=options.max_mb)
        taken["max_mb"] = "--max-mb"
    if options.min_confidence is not None:
        settings = replace(settings, min_confidence=options.min_confidence)
        taken["min_confidence"] = "--min-confidence"
    return settings, taken

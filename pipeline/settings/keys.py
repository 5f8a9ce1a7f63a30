"""The settings that a file may hold, one table; how each is read and shown."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

from pipeline.codes import CODES, FAMILIES
from pipeline.errors import SettingUnknownError
from pipeline.records import VerdictName
from pipeline.settings import FINDERS, LEVELS, Settings, SeverityRule
from pipeline.settings.files import Place, SettingsFile, described
from pipeline.settings.patterns import check_pattern

# What `claims config` shows of a setting: its parts, each with the keys that lead to it.
Shown = Iterator[tuple[tuple[str | int, ...], str]]

_LEVELS: Final = ", ".join(LEVELS)
_VERDICTS: Final[tuple[VerdictName, ...]] = get_args(VerdictName)


@dataclass(frozen=True, slots=True)
class Key:
    """One setting.

    Attributes:
        about: what it does, for the file that `claims init` writes; lines.
        example: TOML that is right, for that file.
        read: returns the settings with this one changed to what is written.
        show: gives its parts as a person reads them.
    """

    name: str
    about: str
    example: str
    read: Callable[[Settings, object, Place], Settings]
    show: Callable[[Settings], Shown]


def read_keys(file: SettingsFile) -> Settings:
    """Return the choices of a settings file.

    Raises:
        SettingUnknownError: it holds a key that means nothing.
        SettingWrongError: a value is of another type, or cannot be.
    """
    settings = Settings(folder=file.path.parent)
    for name, written in file.table.items():
        if name not in KEYS:
            raise unknown(file.place.below(name), KEYS)
        settings = KEYS[name].read(settings, written, file.place.below(name))
    return settings


def unknown(place: Place, known: Iterable[str]) -> SettingUnknownError:
    """Return the error of a key that means nothing, with the nearest right one."""
    key, by_form = str(place.at[-1]), {_form(name): name for name in known}
    near = difflib.get_close_matches(_form(key), by_form, n=1, cutoff=0.5)
    if len(place.at) > 1 and key in KEYS:
        hint = f"'{key}' belongs to the top of the file, above the first line in [brackets]."
    elif len(place.at) == 1 and (key in CODES or key in FAMILIES):
        hint = "Codes belong below a line [severity]."
    elif near:
        hint = f"Did you mean '{by_form[near[0]]}'?"
    else:
        hint = f"Known are: {', '.join(by_form.values())}."
    return SettingUnknownError(key=place.key, path=place.shown, line=place.line, hint=hint)


def _form(name: str) -> str:
    return name.lower().replace("-", "_")


# --- how values are read -----------------------------------------------------------------


def _flag(written: object, place: Place) -> bool:
    if not isinstance(written, bool):
        raise place.wrong(written, "true or false")
    return written


def _number(written: object, place: Place, wanted: str) -> float:
    # For Python true is a number.
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise place.wrong(written, wanted)
    return float(written)


def _text(written: object, place: Place, wanted: str) -> str:
    if not isinstance(written, str) or not written.strip():
        raise place.lacks("empty" if isinstance(written, str) else described(written), wanted)
    return written


def _texts(written: object, place: Place, wanted: str) -> tuple[str, ...]:
    """Read a list of texts; a single one needs no brackets."""
    if isinstance(written, str):
        return (_text(written, place, wanted),)
    if not isinstance(written, list):
        raise place.wrong(written, wanted)
    return tuple(_text(each, place.below(n), wanted) for n, each in enumerate(written))


def _table(written: object, place: Place, wanted: str) -> Mapping[str, object]:
    if not isinstance(written, dict):
        raise place.wrong(written, wanted)
    return written


def _patterns(written: object, place: Place) -> tuple[str, ...]:
    wanted = 'patterns as in a .gitignore, such as ["old/", "*.bak.md"]'
    patterns = _texts(written, place, wanted)
    for number, pattern in enumerate(patterns):
        try:
            check_pattern(pattern)
        except ValueError as error:
            raise place.below(number).wrong(pattern, wanted) from error
    return patterns


def _severities(written: object, place: Place) -> SeverityRule:
    levels = []
    table = _table(written, place, f"a table of codes, each with one of {_LEVELS}")
    for named, value in table.items():
        if named not in CODES and named not in FAMILIES:
            raise unknown(place.below(named), (*FAMILIES, *CODES))
        level = next((level for level in LEVELS if level == value), None)
        if level is None:
            raise place.below(named).wrong(value, f"one of {_LEVELS}")
        levels.append((named, level))
    return SeverityRule(tuple(levels))


# --- each setting --------------------------------------------------------------------------


def _read_evidence(settings: Settings, written: object, place: Place) -> Settings:
    folders = _texts(written, place, 'folders, such as ["my-table"]')
    return replace(settings, evidence=tuple(settings.folder / folder for folder in folders))


def _read_evidence_only(settings: Settings, written: object, place: Place) -> Settings:
    return replace(settings, shipped_evidence=not _flag(written, place))


def _read_exclude(settings: Settings, written: object, place: Place) -> Settings:
    return replace(settings, exclude=_patterns(written, place))


def _read_fail_on(settings: Settings, written: object, place: Place) -> Settings:
    verdict = next((verdict for verdict in _VERDICTS if verdict == written), None)
    if verdict is None:
        raise place.wrong(written, f"one of {', '.join(_VERDICTS)}")
    return replace(settings, fail_on=verdict)


def _read_as_of(settings: Settings, written: object, place: Place) -> Settings:
    wanted = "a day, such as 2026-05-01"
    day: object = written
    if isinstance(written, str):
        try:
            day = dt.date.fromisoformat(written)
        except ValueError as error:
            raise place.wrong(written, wanted) from error
    # A time of day is a date to Python.
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise place.wrong(written, wanted)
    return replace(settings, as_of=day)


def _read_max_mb(settings: Settings, written: object, place: Place) -> Settings:
    wanted = "a number of megabytes above 0"
    number = _number(written, place, wanted)
    if not 0 < number < float("inf"):
        raise place.wrong(written, wanted)
    return replace(settings, max_mb=number)


def _read_min_confidence(settings: Settings, written: object, place: Place) -> Settings:
    wanted = "a number from 0 to 1"
    number = _number(written, place, wanted)
    if not 0 <= number <= 1:
        raise place.wrong(written, wanted)
    return replace(settings, min_confidence=number)


def _read_finder(settings: Settings, written: object, place: Place) -> Settings:
    finder = next((finder for finder in FINDERS if finder == written), None)
    if finder is None:
        raise place.wrong(written, f"one of {', '.join(FINDERS)}")
    return replace(settings, finder=finder)


def _read_severity(settings: Settings, written: object, place: Place) -> Settings:
    # Wherever it stands in the file, it is laid under what holds by path.
    rule = _severities(written, place)
    return replace(settings, severities=(rule, *settings.severities))


def _read_overrides(settings: Settings, written: object, place: Place) -> Settings:
    wanted = "tables [[overrides]], each with files and severity"
    if not isinstance(written, list):
        raise place.wrong(written, wanted)
    rules = []
    for number, each in enumerate(written):
        here = place.below(number)
        table = _table(each, here, wanted)
        for name in table:
            if name not in {"files", "severity"}:
                raise unknown(here.below(name), ("files", "severity"))
        if len(table) < 2:
            raise here.lacks("incomplete", "both files and severity")
        rule = _severities(table["severity"], here.below("severity"))
        rules.append(replace(rule, files=_patterns(table["files"], here.below("files"))))
    return replace(settings, severities=(*settings.severities, *rules))


def _read_concepts(settings: Settings, written: object, place: Place) -> Settings:
    wanted = 'words of yours and concepts, such as "wobble board" = "Exercise"'
    words = []
    for word, concept in _table(written, place, wanted).items():
        if word in KEYS:
            raise unknown(place.below(word), KEYS)
        if not any(character.isalnum() for character in word):
            raise place.below(word).lacks("without letters", wanted)
        words.append((word, _text(concept, place.below(word), "the name or id of a concept")))
    return replace(settings, words=tuple(words))


# --- how they are shown -----------------------------------------------------------------------


def _one(name: str, text: Callable[[Settings], str]) -> Callable[[Settings], Shown]:
    def show(settings: Settings) -> Shown:
        yield (name,), text(settings)

    return show


def _listed(texts: Iterable[object]) -> str:
    return ", ".join(map(str, texts)) or "none"


def _show_severity(settings: Settings) -> Shown:
    yield from (
        (("severity", named), level)
        for rule in settings.severities
        if not rule.files
        for named, level in rule.levels
    )


def _show_overrides(settings: Settings) -> Shown:
    by_path = [rule for rule in settings.severities if rule.files]
    for number, rule in enumerate(by_path):
        files = _listed(rule.files)
        for named, level in rule.levels:
            yield ("overrides", number, "severity", named), f"{level}, in {files}"


def _show_concepts(settings: Settings) -> Shown:
    yield from ((("concepts", word), concept) for word, concept in settings.words)


def _keys(*keys: Key) -> dict[str, Key]:
    return {key.name: key for key in keys}


KEYS: Final = _keys(
    Key(
        "exclude",
        "Files and folders that are not read, as in a .gitignore, from this file's folder on.",
        'exclude = ["old/", "*.bak.md"]',
        _read_exclude,
        _one("exclude", lambda settings: _listed(settings.exclude)),
    ),
    Key(
        "fail_on",
        "From which verdict on a check fails (exit code 1): unsupported, unverifiable, supported.",
        'fail_on = "unsupported"',
        _read_fail_on,
        _one("fail_on", lambda settings: settings.fail_on),
    ),
    Key(
        "min_confidence",
        "From 0 to 1. Where a rule is less sure than this, nothing is decided: the claim is\n"
        "unverifiable (UV004), and what would have been said is told as the nearest.",
        "min_confidence = 0.6",
        _read_min_confidence,
        _one("min_confidence", lambda settings: f"{settings.min_confidence:g}"),
    ),
    Key(
        "as_of",
        "Judge lists and editions as of this day, not of each article's own date.",
        "as_of = 2026-05-01",
        _read_as_of,
        _one("as_of", lambda settings: str(settings.as_of or "each article's own date")),
    ),
    Key(
        "evidence",
        "Evidence packages of yours, on top of those that come along; folders, from this file on.\n"
        "`claims evidence new FOLDER` makes an empty one.",
        'evidence = ["my-table"]',
        _read_evidence,
        _one("evidence", lambda settings: _listed(settings.evidence)),
    ),
    Key(
        "evidence_only",
        "true: use your evidence packages and no other.",
        "evidence_only = false",
        _read_evidence_only,
        _one(
            "evidence_only",
            lambda settings: str(not settings.shipped_evidence).lower(),
        ),
    ),
    Key(
        "max_mb",
        "Files larger than this many megabytes are not read.",
        "max_mb = 20",
        _read_max_mb,
        _one("max_mb", lambda settings: f"{settings.max_mb:g}"),
    ),
    Key(
        "finder",
        "What finds claims in running text. both: patterns and a trained model. patterns: these\n"
        "alone, which is quicker and misses more.",
        'finder = "both"',
        _read_finder,
        _one("finder", lambda settings: settings.finder),
    ),
    Key(
        "severity",
        "Finding codes (ST002) or families (ST) and what becomes of them: error, warning, note,\n"
        "off, on (as it is by itself). By itself what is unsupported is an error, what is\n"
        "unverifiable a warning, what is supported a note. A warning is shown but does not fail\n"
        'a check, unless fail_on = "unverifiable". `claims explain` lists the codes.',
        '[severity]\nUV001 = "off"\nCI = "warning"\nCI002 = "error"',
        _read_severity,
        _show_severity,
    ),
    Key(
        "overrides",
        "The same for some files. Of several that mean one file the later wins.",
        '[[overrides]]\nfiles = ["opinion/", "*-interview.md"]\nseverity = { UV002 = "off" }',
        _read_overrides,
        _show_overrides,
    ),
    Key(
        "concepts",
        "Words of your own, each with the concept it stands for: a name that the evidence table\n"
        "knows, or an id. `claims evidence search` finds rows, `claims evidence show ROW` prints\n"
        "the concepts of one.",
        '[concepts]\n"needle therapy" = "acupuncture"',
        _read_concepts,
        _show_concepts,
    ),
)


def show_all(settings: Settings) -> Sequence[tuple[tuple[str | int, ...], str]]:
    """Return every setting as a person reads it, in the order of `KEYS`."""
    return [shown for key in KEYS.values() for shown in key.show(settings)]

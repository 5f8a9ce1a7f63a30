"""Scores only go up.

`models/floors.json` pins each score of the dev part with the fingerprint of the
articles and annotations that it was measured on. A score below its floor is a
fall; so is one that is no longer measured. Where the annotations changed,
nothing can be compared until somebody pins anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import FloorsUnmetError, LabelsUnusableError, ReportUnwritableError
from pipeline.learn.annotations.records import Part
from pipeline.learn.reading.scores import ALL, WANTED, ReadingScores

FLOORS_FILE: Final = "floors.json"
# The part that rules and models are compared on.
MEASURED_ON: Final[Part] = "dev"
# Scores are pinned to so many places; a change of one claim is larger.
_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Floors:
    """What was pinned.

    Attributes:
        annotations: fingerprint of the articles and annotations measured on; "" of nothing.
        scores: by name, 0..1, higher is better.
    """

    annotations: str
    scores: Mapping[str, float]


def read_floors(path: Path) -> Floors:
    """Read what was pinned; nothing where there is no file.

    Raises:
        LabelsUnusableError: the file holds something else.
    """
    if not path.is_file():
        return Floors("", {})
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LabelsUnusableError(path=path, why=f"it is no JSON: {error}") from error
    match read:
        case {"annotations": str(annotations), "scores": dict(scores)} if all(
            isinstance(value, int | float) for value in scores.values()
        ):
            return Floors(annotations, {str(name): float(its) for name, its in scores.items()})
    raise LabelsUnusableError(path=path, why="wanted {annotations, scores}")


def write_floors(path: Path, floors: Floors) -> None:
    """Write what is pinned, by name.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    body = {"annotations": floors.annotations, "scores": dict(sorted(floors.scores.items()))}
    try:
        path.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error


def pinned_scores(scores: ReadingScores) -> dict[str, float]:
    """Return the scores that have floors, each rounded down; of nothing there is none."""
    found: dict[str, float | None] = {
        "reading: f1": scores.found[ALL].f1.value,
        "reading: precision": scores.found[ALL].precision.share,
        "reading: hard negatives left alone": _rest(scores.flagged[ALL].share),
        "reading: cells": scores.cells.share,
    }
    for kind, its in scores.found.items():
        if kind != ALL:
            found[f"reading: f1 of {kind}"] = its.f1.value
    for name in (*WANTED, "value", "negated", "direction", "causal"):
        found[f"reading: {name}"] = scores.fields[name].given.share
        found[f"reading: {name}, strictest"] = scores.fields[name].either.share
    return {name: _down(value) for name, value in found.items() if value is not None}


def falls(measured: Mapping[str, float], floors: Floors) -> list[str]:
    """Name every score that fell below its floor, and every one that was not measured."""
    fallen = []
    for name, floor in sorted(floors.scores.items()):
        now = measured.get(name)
        if now is None:
            fallen.append(f"{name} is not measured any more (floor {floor})")
        elif now < floor:
            fallen.append(f"{name} is {now}, below its floor of {floor}")
    return fallen


def shut(measured: Mapping[str, float], floors: Floors, *, annotations: str) -> list[str]:
    """Name all that keeps the gate shut: scores that fell, or annotations that changed."""
    if floors.annotations != annotations:
        return [
            "the annotations are not those that the floors were measured on; look at the scores, "
            "then pin them anew"
        ]
    return falls(measured, floors)


def pin(measured: Mapping[str, float], floors: Floors, *, annotations: str, lower: bool) -> Floors:
    """Return what is to be pinned now.

    Args:
        measured: the scores as they are.
        floors: what was pinned.
        annotations: fingerprint of what was measured on.
        lower: whether floors may fall.

    Raises:
        FloorsUnmetError: one would fall, and may not.
    """
    fallen = falls(measured, floors)
    if fallen and not lower:
        raise FloorsUnmetError(fallen="; ".join(fallen))
    return Floors(annotations, measured)


def _rest(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _down(value: float) -> float:
    scale = 10**_PLACES
    # A hair of rounding is no fall.
    return math.floor(value * scale + 1e-9) / scale

"""Scores laid out for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from pipeline.learn.intervals import Interval, Proportion
from pipeline.learn.verdicts import EXPECTED, TOLD, VerdictScores

# Of the JSON; grows when a key changes its meaning.
SCHEMA: Final = 1


def as_json(scores: object) -> str:
    """Write a record of scores as one JSON object; a share is None where nothing was counted."""
    body = _plain(scores)
    assert isinstance(body, dict)
    return json.dumps({"schema": SCHEMA, **body}, indent=2, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Proportion):
        return {"share": value.share} | {f.name: getattr(value, f.name) for f in fields(value)}
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def verdicts_text(scores: VerdictScores) -> str:
    """Lay out the agreement of verdicts with labels; intervals are over articles."""
    lines = [f"{scores.n_articles} English articles, {scores.n_labels} labelled claims"]
    for name, measure in scores.measures.items():
        counted = f"{measure.part:>4} of {measure.whole:<4}"
        lines.append(f"{name:<38}{counted}{_share(measure):>7}  ({_ends(measure.clustered)})")
    total = sum(sum(told.values()) for told in scores.sentences.values())
    lines += ["", f"{total} labelled sentences: expected, and what was said"]
    lines.append(" " * 20 + "".join(f"{name:>14}" for name in TOLD.values()))
    for expected, name in EXPECTED.items():
        told = scores.sentences[expected]
        lines.append(f"{name:<20}" + "".join(f"{told[letter]:>14}" for letter in TOLD))
    for letter in ("S", "U"):
        said = sum(told[letter] for told in scores.sentences.values())
        right = sum(told[letter] for e, told in scores.sentences.items() if letter in e)
        lines.append(f"of those called {TOLD[letter]}: {right} of {said} right")
    return "\n".join(lines) + "\n"


def _share(measure: Proportion) -> str:
    return "-" if measure.share is None else f"{measure.share:.2f}"


def _ends(interval: Interval) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}"

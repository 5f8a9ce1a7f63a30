"""A claim, a sentence of evidence, and what the numbers say of the two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.records import VerdictName

# Written by hand: the first is for making rules, the second for measuring them.
HAND: Final = {"dev": "numbers_dev.jsonl", "test": "numbers.jsonl"}
_KEYS: Final = ("id", "claim", "evidence", "verdict", "rule")


@dataclass(frozen=True, slots=True)
class NumberPair:
    """A pair and what is to be said of it.

    Attributes:
        rule: what decides, in a word or two ("comparator", "risk-ratio").
        group: of pairs that go right and wrong together: the evidence.
    """

    pair_id: str
    claim: str
    evidence: str
    verdict: VerdictName
    rule: str
    group: str


def read_number_pairs(path: Path) -> list[NumberPair]:
    """Read pairs that were written by hand, a JSON object to a line.

    Raises:
        AnnotationLineError: a line is no pair; it names file and line.
        AnnotationsMissingError: there is no such file.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise AnnotationsMissingError(path=path) from error
    return [_pair(line, path, number) for number, line in enumerate(lines, start=1)]


def _pair(line: str, path: Path, number: int) -> NumberPair:
    try:
        said = json.loads(line)
        words = [said[key] for key in _KEYS]
    except (ValueError, KeyError, TypeError) as error:
        why = f"it is no JSON object with {', '.join(_KEYS)} ({error!r})"
        raise AnnotationLineError(path=path, line=number, why=why) from error
    if not all(isinstance(word, str) for word in words) or words[3] not in get_args(VerdictName):
        why = f"one of {', '.join(_KEYS)} is no text, or the verdict is none"
        raise AnnotationLineError(path=path, line=number, why=why)
    pair_id, claim, evidence, verdict, rule = words
    return NumberPair(pair_id, claim, evidence, verdict, rule, group=evidence)

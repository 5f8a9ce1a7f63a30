"""What trials reported, as people marked it, told in many forms.

A record of Evidence Inference 2 (Lehman et al. 2019, arXiv 1904.01606) says what was given,
against what, what was measured, how it came out, and in which sentences of the article. Each is
claimed as it is, turned, with its two arms swapped, and of another outcome of the same article,
which the sentences do not speak of.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.errors import PairsUnreadableError
from pipeline.learn.entailment.forms import WAYS, claimed
from pipeline.learn.entailment.sets import Pair, lines_of
from pipeline.records import Direction

_WAYS: Final[dict[object, Direction]] = {-1: "decrease", 0: "no_difference", 1: "increase"}
_SWAPPED: Final[dict[Direction, Direction]] = {
    "decrease": "increase", "increase": "decrease", "no_difference": "no_difference",
}  # fmt: skip
_HOW_OFTEN_SWAPPED: Final = 0.3
_HOW_OFTEN_ASKED: Final = 0.15
_QUESTIONS: Final[dict[Direction, str]] = {
    "decrease": "Does {i} reduce {o} compared with {c}?",
    "increase": "Does {i} increase {o} compared with {c}?",
    "no_difference": "Is {o} the same with {i} as with {c}?",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One marked result.

    Attributes:
        way: how the outcome came out with the intervention against the comparator.
        evidence: sentences of the article that say so, each for itself.
        group: the article.
    """

    intervention: str
    comparator: str
    outcome: str
    way: Direction
    evidence: tuple[str, ...]
    group: str


def read_trials(name: str, folder: Path) -> list[Trial]:
    """Read a set of marked results, as `evinf2/train_ico`.

    Raises:
        PairsUnreadableError: there is no such set, or it is broken.
    """
    path = folder / f"{name}.jsonl.gz"
    return [_trial(row, path, number) for number, row in enumerate(lines_of(path), start=1)]


def tell_trials(trials: Sequence[Trial], *, seed: int) -> list[Pair]:
    """Make up to three pairs of each result, in an order that hangs on nothing but the seed."""
    draw = random.Random(seed)
    same = defaultdict(list)
    for one in trials:
        same[one.group].append(one)
    return [pair for one in trials for pair in _pairs_of(one, same[one.group], draw)]


def _pairs_of(one: Trial, others: Sequence[Trial], draw: random.Random) -> Iterator[Pair]:
    against = draw.choice([way for way in WAYS if way != one.way])
    yield Pair(_claim(one, one.way, draw), draw.choice(one.evidence), "support", one.group)
    yield Pair(_claim(one, against, draw), draw.choice(one.evidence), "contradict", one.group)
    evidence = draw.choice(one.evidence)
    heard = set(evidence.lower().split()) | _telling(one.outcome)
    apart = [other for other in others if (named := _telling(other.outcome)) and not named & heard]
    if apart:
        asked = draw.choice(list(WAYS))
        yield Pair(_claim(draw.choice(apart), asked, draw), evidence, "nei", one.group)


def _claim(one: Trial, way: Direction, draw: random.Random) -> str:
    given, against = one.intervention, one.comparator
    if draw.random() < _HOW_OFTEN_SWAPPED:
        given, against, way = against, given, _SWAPPED[way]
    if draw.random() < _HOW_OFTEN_ASKED:
        return _QUESTIONS[way].format(i=given, o=one.outcome, c=against)
    behind = draw.choice(("", " compared with {}", " compared with {}", " versus {}"))
    return claimed(draw.choice(WAYS[way]), given, one.outcome, draw, behind.format(against))


def _telling(words: str) -> set[str]:
    return {word for word in words.lower().split() if len(word) > 3}


def _trial(row: dict[str, Any], path: Path, number: int) -> Trial:
    texts = [row.get(key) for key in ("intervention", "comparator", "outcome", "group")]
    evidence, label = row.get("all_evidence"), row.get("label")
    whole = all(isinstance(one, str) for one in texts) and label in _WAYS
    if not whole or not isinstance(evidence, list) or not evidence:
        why = f"record {number} has no intervention, comparator, outcome, label and evidence"
        raise PairsUnreadableError(path=path, why=why)
    intervention, comparator, outcome, group = map(str, texts)
    return Trial(intervention, comparator, outcome, _WAYS[label], tuple(evidence), group)

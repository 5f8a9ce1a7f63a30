"""How often a reader of pairs is right, and how well it knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.encoders import PairReader
from pipeline.encoders.verdict import LABELS, Entailed
from pipeline.learn.entailment.calibration import Calibration, calibrate
from pipeline.learn.entailment.sets import Pair
from pipeline.learn.entailment.shortcuts import learn_shortcut
from pipeline.learn.intervals import Estimate, Floats, bootstrap_sums

BOTH: Final = "claim and evidence"
# Of two sides one is left out: how far a reader gets without reading both.
SIDES: Final[Mapping[str, Callable[[Pair], tuple[str, str]]]] = {
    BOTH: lambda pair: (pair.claim, pair.evidence),
    "claim alone": lambda pair: (pair.claim, ""),
    "evidence alone": lambda pair: ("", pair.evidence),
}
# The same, by words that were learned from one side.
_LEARNED: Final[Mapping[str, Callable[[Pair], str]]] = {
    "claims learned": lambda pair: pair.claim,
    "evidence learned": lambda pair: pair.evidence,
}


@dataclass(frozen=True, slots=True)
class PairScores:
    """What a reader said of one set.

    Attributes:
        n_pairs, n_claims: intervals draw whole claims anew.
        macro_f1, accuracy: by which sides were read, and by words that were learned of one.
        told: by the label of the set, how often each label was said, both sides read.
        calibration: of both sides read.
    """

    name: str
    n_pairs: int
    n_claims: int
    macro_f1: Mapping[str, Estimate]
    accuracy: Mapping[str, Estimate]
    told: Mapping[Entailed, Mapping[Entailed, int]]
    calibration: Calibration


def score_pairs(
    name: str, pairs: Sequence[Pair], reader: PairReader, learned: Sequence[Pair] = ()
) -> PairScores:
    """Read a set with each side left out in turn, and score it.

    Args:
        name: of the set.
        pairs: of the set.
        reader: that is scored.
        learned: pairs that shortcuts learn from; without any, none is tried.
    """
    groups = sorted({pair.group for pair in pairs})
    read = {sides: reader.read([view(pair) for pair in pairs]) for sides, view in SIDES.items()}
    told = {sides: [one.label for one in its] for sides, its in read.items()}
    for sides, view in _LEARNED.items() if learned else ():
        known = [(view(pair), pair.label) for pair in learned]
        told[sides] = learn_shortcut(known, [view(pair) for pair in pairs])
    tables = {sides: _tables(pairs, its, groups) for sides, its in told.items()}
    macro = {sides: _estimate(its, macro_f1, len(pairs)) for sides, its in tables.items()}
    accuracy = {sides: _estimate(its, _accuracy, len(pairs)) for sides, its in tables.items()}
    both = read[BOTH]
    right = [one.label == pair.label for one, pair in zip(both, pairs, strict=True)]
    whole = tables[BOTH].sum(axis=0)
    return PairScores(
        name,
        len(pairs),
        len(groups),
        macro,
        accuracy,
        {a: {b: int(whole[i, j]) for j, b in enumerate(LABELS)} for i, a in enumerate(LABELS)},
        calibrate([one.confidence for one in both], right),
    )


def macro_f1(table: Floats) -> float:
    """Return the mean F1 of the labels that a table of (wanted, said) counts wants."""
    scores = []
    for place in range(len(table)):
        hit, wanted, said = table[place, place], table[place].sum(), table[:, place].sum()
        if wanted:
            scores.append(2 * hit / (wanted + said))
    return float(np.mean(scores)) if scores else 0.0


def _tables(pairs: Sequence[Pair], said: Sequence[Entailed], groups: Sequence[str]) -> Floats:
    """Count (wanted, said) by group: of shape (n_groups, 3, 3)."""
    place = {group: number for number, group in enumerate(groups)}
    tables = np.zeros((len(groups), len(LABELS), len(LABELS)))
    for pair, label in zip(pairs, said, strict=True):
        tables[place[pair.group], LABELS.index(pair.label), LABELS.index(label)] += 1
    return tables


def _accuracy(table: Floats) -> float:
    return float(np.trace(table) / table.sum()) if table.sum() else 0.0


def _estimate(tables: Floats, measure: Callable[[Floats], float], n: int) -> Estimate:
    return Estimate(measure(tables.sum(axis=0)), n, bootstrap_sums(list(tables), measure))

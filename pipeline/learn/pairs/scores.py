"""How often `claims judge` is right where numbers decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from pipeline.learn.intervals import Proportion, proportion
from pipeline.learn.pairs.sets import NumberPair
from pipeline.pairs import PairJudge
from pipeline.records import VerdictName

VERDICTS: Final[tuple[VerdictName, ...]] = get_args(VerdictName)


@dataclass(frozen=True, slots=True)
class NumberScores:
    """What was said of one set of pairs.

    Attributes:
        right: of all; intervals draw whole texts of evidence anew.
        decided: pairs that were called supported or unsupported.
        right_of_decided: of those.
        by_rule: right, by what decides.
        told: by what is expected, how often each verdict was said.
    """

    name: str
    right: Proportion
    decided: Proportion
    right_of_decided: Proportion
    by_rule: Mapping[str, Proportion]
    told: Mapping[VerdictName, Mapping[VerdictName, int]]


def score_numbers(name: str, pairs: Sequence[NumberPair], judge: PairJudge) -> NumberScores:
    """Judge pairs and compare with what is to be said of them."""
    said = [found.verdict for found in judge.judge((p.claim, p.evidence) for p in pairs)]
    told = list(zip(pairs, said, strict=True))
    by_rule: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for pair, verdict in told:
        by_rule[pair.rule].append((pair.group, verdict == pair.verdict))
    decided = [(pair, verdict) for pair, verdict in told if verdict != "unverifiable"]
    return NumberScores(
        name,
        proportion((pair.group, verdict == pair.verdict) for pair, verdict in told),
        proportion((pair.group, verdict != "unverifiable") for pair, verdict in told),
        proportion((pair.group, verdict == pair.verdict) for pair, verdict in decided),
        {rule: proportion(by_rule[rule]) for rule in sorted(by_rule)},
        {
            wanted: Counter(verdict for pair, verdict in told if pair.verdict == wanted)
            for wanted in VERDICTS
        },
    )

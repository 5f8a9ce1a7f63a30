"""Layer 5, extraction: the shares of both arms beside each other, "12% against 20%".

>>> found = read_shares("Fever was seen in 12% with zinc compared with 20% with placebo.", [])
>>> [(s.treated.value, s.control.value) for s in found]
[(0.12, 0.2)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.evidence.extract.effects import Effect
from pipeline.evidence.extract.phrases import WORDS
from pipeline.quantities import read_quantities
from pipeline.records import Quantity

_AGAINST: Final = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|as opposed to|against)\b", re.IGNORECASE
)
_NOT_A_SHARE: Final = re.compile(WORDS["patterns"]["shares_not_a_share"], re.IGNORECASE)
_REACH: Final = 110


@dataclass(frozen=True, slots=True)
class Shares:
    """A share with the treatment and one with the control.

    Attributes:
        lead: the words before the first.
        ratio: a risk ratio right beside them; None without one.
    """

    treated: Quantity
    control: Quantity
    lead: str
    ratio: float | None = None


def read_shares(sentence: str, effects: Sequence[Effect]) -> list[Shares]:
    """Return the pairs of shares that a sentence sets against each other.

    Only one pair to a sentence: with several, which share is whose is a guess.
    """
    shares = [
        q
        for q in read_quantities(sentence)
        if q.kind == "proportion" and q.value is not None and q.bound == "none" and q.role == "none"
    ]
    pairs = []
    for first, second in pairwise(shares):
        between = sentence[first.end : second.start]
        if (
            len(between) <= _REACH
            and _AGAINST.search(between)
            and not _NOT_A_SHARE.search(between)
            and not _NOT_A_SHARE.search(sentence[max(0, first.start - 12) : first.start])
        ):
            pairs.append((first, second))
    if len(pairs) != 1:
        return []
    (first, second) = pairs[0]
    ratios = [e.quantity.value for e in effects if e.quantity.kind == "risk_ratio"]
    ratio = ratios[0] if len(ratios) == 1 and len(effects) == 1 else None
    return [Shares(first, second, sentence[: first.start].rstrip(" ("), ratio)]

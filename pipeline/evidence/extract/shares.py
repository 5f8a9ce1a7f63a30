"""The shares of both arms beside each other, "12% against 20%".

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
# Of more shares beside arms nobody can tell which is the control's.
_ONE_PAIR: Final = 2
_REACH: Final = 110
_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)
# "5/63 (8%)" is one share.
_AGAIN: Final = re.compile(r"\s?[(\[;,]\s?")
_PEOPLE: Final = (
    r"(?:\s?\([\d.%/ ]+\))?(?:\s(?:of )?(?:the )?(?:participants|patients|people|women|men|"
    r"children|infants|those|cases))?"
)
_IN_ARM: Final = re.compile(
    rf"{_PEOPLE} (?P<p>in|with|for|on|receiving|taking) [^;.()]{{3,60}}?(?:,| and(?: in)?),?[\s(]*",
    re.IGNORECASE,
)
_IN_OTHER: Final = re.compile(rf"{_PEOPLE} (?P<p>in|with|for|on|receiving|taking) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shares:
    """A share with the treatment and one with the control.

    Attributes:
        lead: the words before the first.
        ratio: a risk ratio right beside them; None without one.
        is_first: whether they are the first of their sentence.
    """

    treated: Quantity
    control: Quantity
    lead: str
    ratio: float | None = None
    is_first: bool = True


def read_shares(sentence: str, effects: Sequence[Effect]) -> list[Shares]:
    """Return the pairs of shares that a sentence sets against each other, in order.

    With "respectively" nobody can tell which share is whose.
    """
    shares = _shares(sentence)
    pairs: list[tuple[Quantity, Quantity]] = []
    for first, second in pairwise(shares):
        if pairs and pairs[-1][1] is first:
            # "5% with A, 7% with B and 9% with C" is three arms and no two results.
            continue
        if _are_against(first, second, sentence, are_two=len(shares) == _ONE_PAIR):
            pairs.append((first, second))
    if not pairs or (len(pairs) > 1 and _RESPECTIVELY.search(sentence)):
        return []
    ratios = [e.quantity.value for e in effects if e.quantity.kind == "risk_ratio"]
    ratio = ratios[0] if len(pairs) == len(ratios) == len(effects) == 1 else None
    begins = [0, *(second.end for _, second in pairs[:-1])]
    return [
        Shares(first, second, sentence[begin : first.start].rstrip(" ("), ratio, begin == 0)
        for (first, second), begin in zip(pairs, begins, strict=True)
    ]


def _shares(sentence: str) -> list[Quantity]:
    """Return the shares of people; of "5/63 (8%)" the first."""
    shares: list[Quantity] = []
    for quantity in read_quantities(sentence):
        is_plain = quantity.bound == "none" and quantity.role == "none"
        if quantity.kind != "proportion" or quantity.value is None or not is_plain:
            continue
        if not shares or not _AGAIN.fullmatch(sentence, shares[-1].end, quantity.start):
            shares.append(quantity)
    return shares


def _are_against(first: Quantity, second: Quantity, sentence: str, *, are_two: bool) -> bool:
    """Say whether two shares are set against each other.

    Args:
        first: the one that comes first.
        second: the next one.
        sentence: the whole.
        are_two: whether it has no other share.
    """
    between = sentence[first.end : second.start]
    before = sentence[max(0, first.start - 12) : first.start]
    if len(between) > _REACH or _NOT_A_SHARE.search(between) or _NOT_A_SHARE.search(before):
        return False
    if _AGAINST.search(between):
        return True
    # "5/63 in the zinc group and 2/46 in the placebo group": each beside its arm.
    near, far = _IN_ARM.fullmatch(between), _IN_OTHER.match(sentence, second.end)
    return are_two and near is not None and far is not None and near["p"] == far["p"]

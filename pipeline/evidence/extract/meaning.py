"""Which way a result goes, and what that means for the patient."""

from __future__ import annotations

import re
from typing import Final

from pipeline.evidence.extract.effects import RATIOS
from pipeline.evidence.extract.phrases import WORDS
from pipeline.evidence.lasting import is_hazard_of_end
from pipeline.records import Better, Certainty, ClaimKind, Direction, Quantity, Stance
from pipeline.wording import direction_of, read_changes

_NULL: Final = tuple(re.compile(e["pattern"], re.IGNORECASE) for e in WORDS["null"])
_UNKNOWN: Final = tuple(re.compile(e["pattern"], re.IGNORECASE) for e in WORDS["unknown"])
_SAFETY: Final = re.compile(WORDS["safety"]["pattern"], re.IGNORECASE)
_LITTLE: Final = re.compile(
    r"\b(?<!\bor )(?:lower|less|fewer|shorter|smaller|reduced|decreased|sooner|faster|earlier|"
    r"fell|dropped|declined)\b",
    re.IGNORECASE,
)
_MUCH: Final = re.compile(
    r"\b(?<!\bor )(?:higher|more|greater|longer|larger|increased|rose)\b"
    r"(?! research| likely to| effective)",
    re.IGNORECASE,
)
# How far it went is not which way: "a greater reduction", "larger decreases".
_HOW_FAR: Final = re.compile(
    r"\b(?:greater|larger|more|further|higher|smaller|longer) (?:\w+ )?"
    r"(?=(?:reductions?|decreases?|decline|improvements?|increases?)\b)",
    re.IGNORECASE,
)
# "The number needed to treat to prevent one death": fewer deaths.
_SPARED: Final = re.compile(r"\bto (?:prevent|avoid|avert)\b", re.IGNORECASE)
# Below this p a difference is called significant, as reviews call it.
SIGNIFICANCE: Final = 0.05


def no_effect(quantity: Quantity) -> float:
    """Return the value that stands for no effect: 1 for a ratio, 0 for a difference."""
    return 1.0 if quantity.kind in RATIOS else 0.0


def is_significant(quantity: Quantity, p_value: float | None) -> bool | None:
    """Say whether the interval excludes no effect; a limit at no effect includes it.

    Without an interval the p value decides; None without either.
    """
    if quantity.low is not None and quantity.high is not None:
        if quantity.kind == "number_needed_to_treat":
            return quantity.low > 0 or quantity.high < 0
        if no_effect(quantity) in {quantity.low, quantity.high} and p_value is not None:
            # A limit rounded to no effect; the p value was not.
            return p_value < SIGNIFICANCE
        return not quantity.low <= no_effect(quantity) <= quantity.high
    return p_value < SIGNIFICANCE if p_value is not None else None


def says_no_difference(words: str) -> bool:
    """Say whether words tell of no difference."""
    return any(pattern.search(words) for pattern in _NULL)


def says_unknown(words: str) -> bool:
    """Say whether words tell that it is not known."""
    return any(pattern.search(words) for pattern in _UNKNOWN)


def direction_of_effect(
    quantity: Quantity, *, significant: bool | None, words: str, outcome: str = ""
) -> Direction:
    """Say which way the outcome went with the treatment.

    Where the interval includes no effect, it is what the words call it: no
    difference, or unclear.
    """
    if significant:
        value = quantity.value if quantity.value is not None else no_effect(quantity)
        if quantity.kind in {"number_needed_to_treat", "relative_change"}:
            return _worded(words)
        if value != no_effect(quantity):
            is_more = (value > no_effect(quantity)) != is_hazard_of_end(quantity, outcome)
            return "increase" if is_more else "decrease"
    if significant is None:
        return "no_difference" if says_no_difference(words) else _worded(words)
    if says_unknown(words) and not re.search(r"little (?:or|to) no", words, re.IGNORECASE):
        return "unclear"
    return "no_difference" if says_no_difference(words) else "unclear"


def _worded(words: str) -> Direction:
    for word in read_changes(words):
        if word.change == "decrease":
            return "decrease"
        if word.change == "increase":
            return "increase"
    if _SPARED.search(words):
        return "decrease"
    return said_way(words) or "unclear"


def stance_of(
    *,
    direction: Direction,
    significant: bool | None,
    better: Better,
    certainty: Certainty | None,
    kind: ClaimKind,
    words: str,
) -> Stance:
    """Say whether the result affirms a benefit.

    "Denies" only where the text itself says that there is no difference, and
    says so with moderate or high certainty.
    """
    towards = {"higher": "increase", "lower": "decrease"}.get(better)
    if significant and towards is not None and direction == towards:
        return "affirms"
    sure = certainty in {"moderate", "high"}
    calls_it = re.search(r"\b(?:little (?:or|to) no|no|not|similar)\b", words, re.IGNORECASE)
    if (
        direction == "no_difference"
        and not significant
        and sure
        and calls_it
        and kind == "efficacy"
    ):
        return "denies"
    return "uncertain"


def kind_of(outcome: str) -> ClaimKind:
    """Say whether an outcome speaks of harm by the treatment or of what it is for."""
    return "safety" if _SAFETY.search(outcome) else "efficacy"


def said_way(words: str) -> Direction | None:
    """Return which way the words say it went; None where they say both or nothing."""
    ways: set[Direction] = set()
    words = _HOW_FAR.sub("", words)
    if _LITTLE.search(words):
        ways.add("decrease")
    if _MUCH.search(words):
        ways.add("increase")
    for word in read_changes(words):
        if word.change == "decrease":
            ways.add("decrease")
        elif word.change == "increase":
            ways.add("increase")
    return ways.pop() if len(ways) == 1 else None


def said_good(words: str, better: Better) -> Direction | None:
    """Return the way that "improves" or "worsens" means for this outcome."""
    ways = {
        direction_of(word.change, better=better)
        for word in read_changes(words)
        if word.change in {"improve", "worsen"}
    }
    return ways.pop() if len(ways) == 1 and better != "neither" else None

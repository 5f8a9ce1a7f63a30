"""Trials and participants that a sentence names outside a result's bracket.

>>> read_counts("Two trials (131 adults) reported less pain", [])
Counts(n_trials=2, n_participants=131)
>>> read_counts("Another study found less pain", [])
Counts(n_trials=1, n_participants=None)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.evidence.extract.phrases import WORDS
from pipeline.quantities import read_quantities

_A_TRIAL: Final = re.compile(WORDS["patterns"]["counts_a_trial"], re.IGNORECASE)
_WHOLE: Final = re.compile(WORDS["patterns"]["counts_of_the_whole"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """Trials and participants; None where nothing or more than one thing is said."""

    n_trials: int | None = None
    n_participants: int | None = None


NO_COUNTS: Final = Counts()


def read_counts(sentence: str, taken: Sequence[tuple[int, int]]) -> Counts:
    """Return the counts of a sentence that stand outside some stretches of it.

    Args:
        sentence: one sentence or heading.
        taken: the brackets of results, whose counts are theirs.
    """
    if _WHOLE.search(sentence):
        # "We included 12 trials": the review's, not a result's.
        return NO_COUNTS
    found: dict[str, set[int]] = {"trials": set(), "participants": set()}
    for quantity in read_quantities(sentence):
        if (
            quantity.role in found
            and quantity.value is not None
            and quantity.bound == "none"
            and not any(start <= quantity.start < end for start, end in taken)
        ):
            found[quantity.role].add(int(quantity.value))
    if not found["trials"] and _A_TRIAL.search(sentence):
        found["trials"].add(1)
    return Counts(_only(found["trials"]), _only(found["participants"]))


def _only(values: set[int]) -> int | None:
    return next(iter(values)) if len(values) == 1 else None

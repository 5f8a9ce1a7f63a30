"""How sure a reading is, and which readings are kept.

The score is the chance that arms, outcome and direction are all right, were the
three independent. Each factor is the share found right, rounded, among some 370
findings of development that were read against their abstracts, and was set anew by
eye on some 400 of further reviews, those of arms twice; how well the product holds on others,
`claims evaluate extraction` prints.

>>> score_of("list", ("sentence", "heading"), is_known=True, is_kind_of_known=True, n_words=2)
0.85
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# By the place that names the comparator.
_COMPARATOR: Final[Mapping[str, float]] = {
    "sentence": 0.93,
    "heading": 0.95,
    "objective": 0.85,
    "paragraph": 0.77,
    "only": 0.8,
    "control": 0.77,
    "elsewhere": 0.66,
    "criteria": 0.62,
    "unsaid": 0.4,
    "before": 0.4,
}
# By the wording that gives the outcome away.
_OUTCOME: Final[Mapping[str, float]] = {
    "topic opener": 0.92,
    "outcome of": 0.92,
    "terms": 0.92,
    "measure of": 0.92,
    "label": 0.9,
    "better for": 0.9,
    "effect on": 0.9,
    "null": 0.9,
    "change of": 0.89,
    "list": 0.9,
    "opener": 0.85,
    "behind": 0.85,
    "verb": 0.85,
    "object": 0.85,
    "subject": 0.8,
    "head": 0.75,
    "rest": 0.6,
    "compared": 0.72,
    "inherited": 0.85,
    "measured": 0.7,
    "failed": 0.85,
    "analysis of": 0.85,
    "about": 0.7,
    "worded": 0.85,
    "guess": 0.5,
    "carried": 0.5,
    "beyond": 0.5,
    "bare": 0.5,
}
_LEAST: Final = 0.5
# By the place that names the intervention: a title is asked where nothing else names
# one, a sentence may name another treatment than the one carried to it, and where no
# place names one it is guessed.
_INTERVENTION: Final[Mapping[str, float]] = {"title": 0.6, "contested": 0.7, "guessed": 0.4}
# A phrase that no concept knows is often cut wrongly, least where it ends in a known one,
# and a long one again.
_KIND_OF_KNOWN: Final = 0.93
_COINED: Final = 0.4
_LONG_WORDS: Final = 5
_LONG: Final = 0.93
# "Different doses of mint oil" are the question of a review, and mostly not what one
# result is about.
_OF_MANY: Final = 0.7
# "Mint oil alone or with gum" is mostly how the treatment was given, and no control.
_TAKES_IN: Final = 0.6
# The words say the contrary of the number; one of the two was misread.
AGAINST_WORDS: Final = 0.6
# Findings below are kept out: of those of development fewer than half had both words
# right. The highest cut that leaves 25,000 findings of 5,000 Cochrane reviews.
KEPT_FROM: Final = 0.5


def score_of(
    how: str,
    places: tuple[str, str],
    *,
    is_known: bool,
    is_kind_of_known: bool,
    n_words: int,
    takes_in: bool = False,
    is_of_many: bool = False,
) -> float:
    """Return the chance that comparator and outcome are right; 0..1, two decimals.

    Args:
        how: the wording that gave the outcome away.
        places: which place named the intervention, and which the comparator.
        is_known: whether the outcome is a concept of the table, not a new one.
        is_kind_of_known: whether its words end in one.
        n_words: of the outcome as the text has it.
        takes_in: whether the comparator is the intervention and something more.
        is_of_many: whether the intervention is a class that the sentence does not name.
    """
    score = _COMPARATOR.get(places[1], _LEAST) * _OUTCOME.get(how, _LEAST)
    score *= _INTERVENTION.get(places[0], 1.0)
    if not is_known:
        score *= _KIND_OF_KNOWN if is_kind_of_known else _COINED
    if n_words >= _LONG_WORDS:
        score *= _LONG
    if takes_in:
        score *= _TAKES_IN
    if is_of_many:
        score *= _OF_MANY
    return round(score, 2)

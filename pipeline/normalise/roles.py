"""Stage 3: what part each number of a clause plays.

>>> from pipeline.quantities import read_quantities
>>> text = "at least halved in 50% with true and 41% with sham acupuncture"
>>> [(q.text, q.role) for q in assign_roles(text, read_quantities(text), two_arms=True)]
[('50%', 'intervention_arm'), ('41%', 'comparator_arm')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.records import Quantity, QuantityKind, Role
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_PREVALENCE: Final = re.compile(_WORDS["prevalence"], re.IGNORECASE)
_TREATED: Final = re.compile(_WORDS["treated"], re.IGNORECASE)
_FROM_TO: Final = re.compile(r"\bfrom\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_TO: Final = re.compile(
    r"^\s*(?:\w+\s+){0,3}(?:to|down to|up to)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
# Kinds that say by how much something differs or changed.
_EFFECTS: Final[frozenset[QuantityKind]] = frozenset(
    {
        "relative_change",
        "percentage_point_change",
        "risk_ratio",
        "odds_ratio",
        "hazard_ratio",
        "rate_ratio",
        "risk_difference",
        "mean_difference",
        "standardised_mean_difference",
        "number_needed_to_treat",
        "fold_change",
    }
)
_LEVELS: Final[frozenset[QuantityKind]] = frozenset(
    {"proportion", "mean", "score", "rate", "amount", "count"}
)


def assign_roles(
    text: str, quantities: Sequence[Quantity], *, two_arms: bool = False
) -> tuple[Quantity, ...]:
    """Give a role to every quantity that has none yet.

    Args:
        text: the clause; the quantities' places are in it.
        quantities: in order.
        two_arms: whether the clause names a comparator, so that of two levels
            of one kind the second is the comparator's.
    """
    given: list[Quantity] = []
    for number, quantity in enumerate(quantities):
        role = quantity.role
        if role == "none":
            role = _role(text, quantities, number, given, two_arms=two_arms)
        given.append(replace(quantity, role=role))
    return tuple(given)


def _role(
    text: str,
    quantities: Sequence[Quantity],
    number: int,
    given: Sequence[Quantity],
    *,
    two_arms: bool,
) -> Role:
    quantity = quantities[number]
    if quantity.kind == "money":
        return "cost"
    if quantity.kind in _EFFECTS or quantity.direction is not None:
        return "effect"
    if quantity.kind not in _LEVELS:
        return "none"
    following = quantities[number + 1] if number + 1 < len(quantities) else None
    if (
        following is not None
        and _FROM_TO.search(text[: quantity.start])
        and _TO.match(text[quantity.end : following.start])
    ):
        return "baseline"
    if given and given[-1].role == "baseline":
        return "follow_up"
    if quantity.kind == "proportion":
        return _share(text, quantity, given, two_arms=two_arms)
    arms = [q for q in given if q.role == "intervention_arm" and q.kind == quantity.kind]
    return "comparator_arm" if two_arms and arms else "none"


def _share(text: str, quantity: Quantity, given: Sequence[Quantity], *, two_arms: bool) -> Role:
    earlier = [q for q in given if q.role == "intervention_arm" and q.kind == "proportion"]
    if two_arms and earlier:
        return "comparator_arm"
    if not two_arms and _PREVALENCE.search(text) and not _TREATED.search(text):
        return "prevalence"
    return "intervention_arm"

"""Stage 3: what part each number of a clause plays.

>>> from pipeline.quantities import read_quantities
>>> text = "less pain in 50% with true and 41% with sham acupuncture"
>>> [(q.text, q.role) for q in assign_roles(text, read_quantities(text), two_arms=True)]
[('50%', 'intervention_arm'), ('41%', 'comparator_arm')]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from pipeline.normalise.arms import Arm, arms_of
from pipeline.records import Direction, Quantity, QuantityKind, Role
from pipeline.resources import word_list
from pipeline.wording import LONGER, read_changes

_WORDS: Final = word_list("fields")
_PREVALENCE: Final = re.compile(_WORDS["prevalence"], re.IGNORECASE)
_OTHER_ARM: Final = re.compile(_WORDS["other_arm"], re.IGNORECASE)
_TREATED: Final = re.compile(_WORDS["treated"], re.IGNORECASE)
_BY: Final = re.compile(
    r"\bby(?: (?:an average of|a mean of|about|around|up to|over|at least|only|just|a further|"
    r"some))?\s*$",
    re.IGNORECASE,
)
_LOST: Final = re.compile(
    r"\b(?:lost|loses?|sheds?|gained|gains?|dropped|drops?|knock(?:s|ed)?)"
    r"(?: an average of| a mean of| about| around| up to| over| at least)?\s*$",
    re.IGNORECASE,
)
# Kinds that are a level, unless the words say that they are a change.
_DIFFER: Final[frozenset[QuantityKind]] = frozenset({"duration", "amount", "score"})
# So many have to be treated for one of them to have it of that.
_TO_TREAT: Final = re.compile(r"\b(?:for every|(?:have|need) to treat|treating) (?:about )?$", re.I)
_ONE_OF_THEM: Final = re.compile(r"\b(?:one|1)\b(?! in\b)")
_FROM_TO: Final = re.compile(r"\bfrom\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_TO: Final = re.compile(
    r"^\s*(?:\w+\s+){0,3}(?:to|down to|up to)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_BASELINE_COLUMN, _FOLLOW_UP_COLUMN, _EFFECT_COLUMN, _COMPARATOR_COLUMN = (
    re.compile(_WORDS["columns"][name], re.IGNORECASE)
    for name in ("baseline", "follow_up", "effect", "comparator")
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


# Nothing but this between the numbers of two groups: "8% vs 19%".
_VERSUS: Final = re.compile(
    r"\s*(?:vs\.?|versus|v\.?|compared (?:with|to)|against|rather than)\s*", re.IGNORECASE
)
_OF_GROUPS: Final = _LEVELS | _DIFFER | {"relative_change"}


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
    sides = _sides(text, quantities, arms_of(text, quantities))
    for number, written in enumerate(quantities):
        quantity = _as_difference(text, written)
        role = quantity.role
        if number in sides:
            role = sides[number]
        elif role == "none":
            role = _role(text, quantities, number, given, two_arms=two_arms)
        given.append(replace(quantity, role=role))
    return tuple(given)


def _sides(text: str, quantities: Sequence[Quantity], arms: Sequence[Arm]) -> dict[int, Role]:
    """Say which numbers are of two groups that are set against each other, and of which.

    The group that was compared with is the one whose name says so, else the second; so it is
    where both numbers stand beside each other and name nobody.
    """
    found: dict[int, Role] = {}
    for n, (one, other) in enumerate(itertools.pairwise(quantities)):
        alike = (one.kind, one.unit) == (other.kind, other.unit) and one.kind in _OF_GROUPS
        unread = one.role == other.role == "none"
        if alike and unread and _VERSUS.fullmatch(text, one.end, other.start):
            found |= {n: "intervention_arm", n + 1: "comparator_arm"}
    for kind, unit in dict.fromkeys((q.kind, q.unit) for q in quantities):
        told = [
            n
            for n, (quantity, arm) in enumerate(zip(quantities, arms, strict=True))
            if arm.words
            and (quantity.kind, quantity.unit) == (kind, unit)
            and quantity.kind in _OF_GROUPS
            and quantity.role in {"none", "duration"}
        ]
        if len({arms[n].words.lower() for n in told}) < len(told) or len(told) < 2:
            continue
        controls = [n for n in told if arms[n].is_control] or told[1:2]
        if len(controls) < len(told):
            found |= {n: "comparator_arm" if n in controls else "intervention_arm" for n in told}
    return found


def _as_difference(text: str, quantity: Quantity) -> Quantity:
    """Read "cuts the time by 40 minutes" as a difference, and not as how long it took."""
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind == "count" and _TO_TREAT.search(before) and _ONE_OF_THEM.search(after):
        return replace(quantity, role="effect", kind="number_needed_to_treat")
    by = _BY.search(before) is not None and bool(read_changes(before))
    longer = quantity.kind == "duration" and LONGER.match(after) is not None
    if quantity.kind in _DIFFER and (by or longer or _LOST.search(before) or _is_signed(quantity)):
        return replace(quantity, role="effect", kind="mean_difference")
    if quantity.kind == "proportion" and by and not after.startswith(" of "):
        return replace(quantity, role="effect", kind="relative_change")
    return quantity


def _is_signed(quantity: Quantity) -> bool:
    """A negative number with an interval is what two groups differ by."""
    return quantity.bound == "ci95" and quantity.value is not None and quantity.value < 0


def assign_cell_role(quantity: Quantity, header: str) -> Quantity:
    """Give a table cell's number the part that its column's header says.

    "20%" under "Average drop" is a change, under "Before" a baseline.
    """
    if quantity.role != "none" or not header:
        return quantity
    changes = [word.change for word in read_changes(header)]
    if _EFFECT_COLUMN.search(header):
        if quantity.kind == "proportion":
            way = next((c for c in changes if c in {"increase", "decrease"}), None)
            direction = quantity.direction or cast("Direction | None", way)
            return replace(quantity, role="effect", kind="relative_change", direction=direction)
        return replace(quantity, role="effect")
    if _BASELINE_COLUMN.search(header):
        return replace(quantity, role="baseline")
    if _FOLLOW_UP_COLUMN.search(header):
        return replace(quantity, role="follow_up")
    arm: Role = "comparator_arm" if _COMPARATOR_COLUMN.search(header) else "intervention_arm"
    if quantity.kind == "count":
        return replace(quantity, role=arm, kind="mean")
    return replace(quantity, role=arm) if quantity.kind == "proportion" else quantity


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
    if earlier and (two_arms or _OTHER_ARM.search(text[quantity.end :])):
        return "comparator_arm"
    treated = _TREATED.search(text) or read_changes(text)
    if not two_arms and _PREVALENCE.search(text) and not treated:
        return "prevalence"
    return "intervention_arm"

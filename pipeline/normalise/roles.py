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
from typing import Final

from pipeline.normalise.arms import Arm, arms_of
from pipeline.records import Direction, Quantity, QuantityKind, Role
from pipeline.resources import word_list
from pipeline.wording import read_changes

_WORDS: Final = word_list("fields")
_PREVALENCE: Final = re.compile(_WORDS["prevalence"], re.IGNORECASE)
_OTHER_ARM: Final = re.compile(_WORDS["other_arm"], re.IGNORECASE)
_TREATED: Final = re.compile(_WORDS["treated"], re.IGNORECASE)
# What stands beside a number and says what part it plays.
_BESIDE: Final = {
    entry["name"]: re.compile(entry["pattern"], re.IGNORECASE) for entry in _WORDS["part"]
}
_BY: Final = re.compile(
    r"\bby(?: (?:an average of|a mean of|about|around|up to|over|at least|only|just|a further|"
    r"some))?\s*$",
    re.IGNORECASE,
)
_LOST: Final = re.compile(
    r"(?:^\W*(?:down|up)|\b(?:lost|loses?|sheds?|gained|gains?|dropped|drops?|knock(?:s|ed)?))"
    r"(?: an average of| a mean of| about| around| up to| over| at least)?\s*$",
    re.IGNORECASE,
)
# Kinds that are a level, unless the words say that they are a change.
_DIFFER: Final[frozenset[QuantityKind]] = frozenset({"duration", "amount", "score"})
# So many have to be treated for one of them to have it of that.
# "By anything from 1% to 59%" is a range, and so is "ranged from".
_FROM_TO: Final = re.compile(
    r"(?<!\bby )(?<!anything )(?<!anywhere )(?<!\branged )(?<!\branging )(?<!\bvaried )(?<!\bof )"
    r"\bfrom\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    r"^\s*(?:\w+\s+){0,5}(?:to|down to|up to)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
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


# Below this share an HbA1c in per cent may lie, and between these one in millimoles per mole.
_HBA1C_SHARE: Final = 0.2
_HBA1C_MOLES: Final = (20, 200)
_ARMS: Final[frozenset[Role]] = frozenset({"intervention_arm", "comparator_arm"})
_SHARES: Final[frozenset[QuantityKind]] = frozenset({"proportion", "relative_change"})
# No trial has as many participants; so many people are those of a country, or of the world.
_A_NATION: Final = 1_000_000
_OF_GROUPS: Final = _LEVELS | _DIFFER | _SHARES


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
    arms = arms_of(text, quantities)
    sides = _sides(text, quantities, arms)
    for number, written in enumerate(quantities):
        quantity = _as_difference(text, _as_of_blood(text, written))
        role = quantity.role
        if number in sides:
            role = sides[number]
            if _family(quantity) == "proportion" and any(
                q.kind == "relative_change" and q.role in _ARMS for q in given
            ):
                quantity = replace(quantity, kind="relative_change")
        elif given and _goes_on(text, given[-1], quantity):
            quantity, role = replace(quantity, kind=given[-1].kind), given[-1].role
        elif _is_limit(text, quantity):
            role = "threshold"
        elif quantity.kind == "duration" and _BESIDE["after it"].match(text[quantity.end :]):
            role = "follow_up"
        elif _is_of_a_nation(text, quantity):
            role = "prevalence"
        elif quantity.kind in _SHARES and arms[number].is_control:
            role = "comparator_arm"
        elif role == "none":
            role = _role(text, quantities, number, given, two_arms=two_arms)
        given.append(replace(quantity, role=role))
    return tuple(given)


def _sides(text: str, quantities: Sequence[Quantity], arms: Sequence[Arm]) -> dict[int, Role]:
    """Say which numbers are of two groups that are set against each other, and of which.

    The group that was compared with is the one whose name says so, else the second; so it is
    where a number stands against another and neither names anybody.
    """
    found: dict[int, Role] = {}
    moved = [
        _is_left(text, one, other) or _came_from(text, one, other)
        for one, other in itertools.pairwise(quantities)
    ]
    for kind, unit in dict.fromkeys((_family(q), q.unit) for q in quantities):
        alike = [
            n
            for n, quantity in enumerate(quantities)
            if (_family(quantity), quantity.unit) == (kind, unit)
            and quantity.kind in _OF_GROUPS
            and quantity.role in {"none", "duration"}
            and not any(moved[max(0, n - 1) : n + 1])
        ]
        if kind == "count" and any(q.kind in _SHARES for q in quantities):
            # "48% less at 7,000 a day compared with 2,000": how much was done, not how it came out.
            continue
        found |= (
            _by_name(arms, alike) or _set_against(text, quantities, alike) or _by_place(arms, alike)
        )
    return found


def _family(quantity: Quantity) -> QuantityKind:
    """Take shares and changes for one: "fell by 84% with it and 42% without" says it once."""
    return "proportion" if quantity.kind in _SHARES else quantity.kind


def _set_against(
    text: str, quantities: Sequence[Quantity], alike: Sequence[int]
) -> dict[int, Role]:
    """Of "59% with yoga, compared with 37% and 23%" all but the first were compared with."""
    for place, n in enumerate(alike[1:], start=1):
        if _BESIDE["set against"].search(text[: quantities[n].start]):
            rest: dict[int, Role] = dict.fromkeys(alike[place:], "comparator_arm")
            return {alike[place - 1]: "intervention_arm", **rest}
    return {}


def _by_name(arms: Sequence[Arm], alike: Sequence[int]) -> dict[int, Role]:
    """Where one group is named as the control, all others are not; else empty."""
    controls = [n for n in alike if arms[n].is_control]
    if not 0 < len(controls) < len(alike) or not _are_apart(arms, alike):
        return {}
    return {n: "comparator_arm" if n in controls else "intervention_arm" for n in alike}


def _by_place(arms: Sequence[Arm], alike: Sequence[int]) -> dict[int, Role]:
    """Of groups that say what they got, the second was compared with."""
    told = [n for n in alike if arms[n].words and not arms[n].is_everybody]
    if len(told) < 2 or not _are_apart(arms, alike):
        return {}
    return {n: "comparator_arm" if n == told[1] else "intervention_arm" for n in told}


def _are_apart(arms: Sequence[Arm], alike: Sequence[int]) -> bool:
    named = [arms[n].words.lower() for n in alike if arms[n].words]
    return len(set(named)) == len(named)


def _as_of_blood(text: str, quantity: Quantity) -> Quantity:
    """Read what an HbA1c is at in its own unit: 9.6% is no share of people, and 68 counts nobody.

    Laboratories print per cent, in the teens at most, or millimoles per mole, from 20 upwards.
    """
    if quantity.value is None or not _BESIDE["of HbA1c"].search(text[: quantity.start]):
        return quantity
    if quantity.kind == "proportion" and quantity.value < _HBA1C_SHARE:
        return replace(
            quantity,
            value=_in_percent(quantity.value),
            low=_in_percent(quantity.low),
            high=_in_percent(quantity.high),
            resolution=100 * quantity.resolution,
            unit="%",
            kind="amount",
        )
    if quantity.unit == "count" and _HBA1C_MOLES[0] <= quantity.value <= _HBA1C_MOLES[1]:
        return replace(quantity, unit="mmol/mol", kind="amount")
    return quantity


def _in_percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 6)


def _as_difference(text: str, quantity: Quantity) -> Quantity:
    """Read "cuts the time by 40 minutes" as a difference, and not as how long it took."""
    before, after = text[: quantity.start], text[quantity.end :]
    by = _BY.search(before) is not None and bool(read_changes(before))
    if quantity.kind in _DIFFER and (by or _is_apart(quantity, before, after)):
        return replace(
            quantity,
            role="effect",
            kind="mean_difference",
            direction=quantity.direction or _way_apart(after),
        )
    if quantity.kind == "proportion" and by and not after.startswith(" of "):
        return replace(quantity, role="effect", kind="relative_change")
    return quantity


def _way_apart(after: str) -> Direction | None:
    """Return which way "3 kg less" goes; None where no such word stands behind the number."""
    word = _BESIDE["apart"].match(after)
    if word is None:
        return None
    return "increase" if word["up"] else "decrease"


def _is_apart(quantity: Quantity, before: str, after: str) -> bool:
    """Say whether a level is what two levels differ by: "lost 3 kg", "3 kg less", "a drop of 3 kg".

    "A reduction over 8 weeks" is not one of eight weeks, and "more than 5 mg" is a dose.
    """
    if quantity.role == "dose":
        return False
    name = "drop of" if quantity.kind == "duration" else "difference of"
    said = any(_BESIDE[one].search(before) for one in (name, "moved by"))
    return bool(
        said or _BESIDE["apart"].match(after) or _LOST.search(before) or _is_signed(quantity)
    )


def _is_signed(quantity: Quantity) -> bool:
    """A negative number with an interval is what two groups differ by."""
    return quantity.bound == "ci95" and quantity.value is not None and quantity.value < 0


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
    if quantity.kind == "amount" and _BESIDE["dose of"].search(text[: quantity.start]):
        return "dose"
    following = quantities[number + 1] if number + 1 < len(quantities) else None
    if following is not None and _is_left(text, quantity, following):
        return "baseline"
    if given and given[-1].role == "baseline":
        return "follow_up"
    if following is not None and _came_from(text, quantity, following):
        # What people in general have is counted in each of two years.
        return "prevalence" if not two_arms and _is_counted(text, quantity) else "follow_up"
    if given and _came_from(text, given[-1], quantity):
        return "prevalence" if given[-1].role == "prevalence" else "baseline"
    if quantity.kind == "proportion" and (
        _BESIDE["prevents"].search(text[: quantity.start])
        or _BESIDE["prevented"].match(text[quantity.end :])
    ):
        return "effect"
    if quantity.kind == "proportion":
        return _share(text, quantity, given, two_arms=two_arms)
    arms = [q for q in given if q.role == "intervention_arm" and q.kind == quantity.kind]
    return "comparator_arm" if two_arms and arms else "none"


def _is_left(text: str, quantity: Quantity, following: Quantity) -> bool:
    """Say whether a number is what the next one came to: "from 7 to 4", "7 spots down to 4"."""
    between = text[quantity.end : following.start]
    left = _FROM_TO.search(text[: quantity.start]) and _TO.match(between)
    return bool(left or _BESIDE["went to"].match(between))


def _came_from(text: str, quantity: Quantity, following: Quantity) -> bool:
    """Say whether the next number is what one came from: "12%, down from 20%"."""
    return quantity.unit == following.unit and bool(
        _BESIDE["came from"].search(text[quantity.end : following.start])
    )


def _goes_on(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Say whether a number only goes on with the last one: "a drop of 14 mmHg and 9 mmHg"."""
    return (
        last.kind == "mean_difference"
        and quantity.kind == "amount"
        and quantity.role == "none"
        and _BESIDE["and of the same"].match(text[last.end : quantity.start]) is not None
    )


def _is_limit(text: str, quantity: Quantity) -> bool:
    """Say whether an amount is one that is needed or allowed, and not one that was taken."""
    measures = quantity.kind in {"amount", "duration"} and quantity.role in {
        "none", "dose", "duration",
    }  # fmt: skip
    return measures and _BESIDE["limit"].search(text[: quantity.start]) is not None


def _is_of_a_nation(text: str, quantity: Quantity) -> bool:
    """Say whether "619 million people" are those who have something, and not those of a study."""
    return (
        quantity.role == "participants"
        and quantity.value is not None
        and quantity.value >= _A_NATION
        and _is_counted(text, quantity)
    )


def _share(text: str, quantity: Quantity, given: Sequence[Quantity], *, two_arms: bool) -> Role:
    earlier = [q for q in given if q.role == "intervention_arm" and q.kind == "proportion"]
    if earlier and (two_arms or _OTHER_ARM.search(text[quantity.end :])):
        return "comparator_arm"
    return "prevalence" if not two_arms and _is_counted(text, quantity) else "intervention_arm"


def _is_counted(text: str, quantity: Quantity) -> bool:
    """Say whether a share is of people or things as they are, with nothing done to them."""
    whole = _BESIDE["everybody"]
    rest = text[quantity.end :]
    of_all = whole.match(rest) or whole.match(quantity.text.rsplit(" ", 1)[-1])
    if of_all and _BESIDE["affects"].search(text[: quantity.start]):
        return True
    behind = _BESIDE["otherwise"].sub("", rest)
    around = f"{text[: quantity.start]}, {behind}"
    if _TREATED.search(around) or any(w.change != "worsen" for w in read_changes(around)):
        return False
    return bool(of_all or _PREVALENCE.search(text))

"""Stage 3: which way a claim says that its outcome goes.

Numbers are asked first: two groups or two times set against each other say it
without a word, and so does an estimate with its interval. Then the words of
the clause; last, for a cell, those of its headers.

>>> from pipeline.quantities import read_quantities
>>> from pipeline.normalise.roles import assign_roles
>>> text = "events in 17% with it against 22% without"
>>> by_numbers(text, assign_roles(text, read_quantities(text)))
'decrease'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.concepts import ConceptIndex
from pipeline.normalise.stretches import Stretch
from pipeline.records import ClaimKind, Concept, Direction, Quantity, QuantityKind, Role
from pipeline.resources import word_list
from pipeline.wording import Change, ChangeWord, direction_of, is_negated, read_courses

_WORDS: Final = word_list("fields")
# "Twice as likely" is of how many, "twice as effective" of how good.
_HOW_MANY: Final = re.compile(_WORDS["how_many"], re.IGNORECASE)
# That nobody knows is no direction.
_UNKNOWN: Final = re.compile(_WORDS["unknown"], re.IGNORECASE)
# Orders and permissions name a harm, if at all, as what to beware of.
_ADVICE: Final = re.compile(_WORDS["warning"], re.IGNORECASE)
_DOES_HARM: Final = re.compile(_WORDS["does_harm"], re.IGNORECASE)
_NO_DENIAL: Final = re.compile(_WORDS["no_denial"], re.IGNORECASE)
_REASSURES: Final = re.compile(_WORDS["reassures"], re.IGNORECASE)
_HARMLESS: Final = re.compile(_WORDS["harmless"], re.IGNORECASE)
# What a body does, or a publication is, has no outcome.
_WITHOUT_OUTCOME: Final[frozenset[ClaimKind]] = frozenset(
    {"citation", "code", "coverage", "regulatory", "credential"}
)
_RATIOS: Final[frozenset[QuantityKind]] = frozenset(
    {"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"}
)
_DIFFERENCES: Final[frozenset[QuantityKind]] = frozenset(
    {"risk_difference", "mean_difference", "standardised_mean_difference"}
)
_LEVELS: Final[frozenset[QuantityKind]] = frozenset(
    {"proportion", "count", "mean", "score", "amount", "rate", "duration"}
)
# How far behind a number "as likely" stands, in code points.
_REACH: Final = 25
# What more and fewer people who got better or worse make of it.
_PEOPLE: Final[Mapping[Direction, Mapping[Change, Change]]] = {
    "increase": {"improve": "improve", "worsen": "worsen"},
    "decrease": {"improve": "worsen", "worsen": "improve"},
}
# Whose level is held against whose.
_HELD_AGAINST: Final[tuple[tuple[Role, Role], ...]] = (
    ("intervention_arm", "comparator_arm"),
    ("follow_up", "baseline"),
)
# Two numbers nearer than this part of the larger are told as the same.
_ALIKE: Final = 0.02


def read_direction(
    stretch: Stretch,
    outcome: Concept | None,
    quantities: Sequence[Quantity],
    index: ConceptIndex,
    *,
    about: str,
) -> Direction:
    """Say which way the outcome is claimed to go; "unclear" where nothing says so.

    Args:
        stretch: the clause.
        outcome: what was measured; None where it is not named.
        quantities: of the clause with their roles; their places are in it.
        index: knows of which outcomes more is better.
        about: the part of the clause in which a denial is of the change.
    """
    if stretch.mark.kind in _WITHOUT_OUTCOME:
        return "unclear"
    better = index.better(outcome.concept_id) if outcome is not None else "lower"
    word = ruling_change(stretch.text, _measured(stretch))
    told = by_numbers(stretch.text, quantities)
    people = _PEOPLE.get(told) if told is not None and _are_people_counted(quantities) else None
    if people is not None and word is not None and word.change in people:
        # Where more people got better the outcome is better, whichever way that is.
        return direction_of(people[word.change], better=better)
    if told is not None:
        return told
    if any(q.role == "prevalence" for q in quantities) or _UNKNOWN.search(stretch.text):
        return "unclear"
    if word is None:
        headers = (stretch.context.text[start:end] for start, end in stretch.mark.headers)
        word = ruling_change(" ".join(headers))
    if word is None:
        return _of_harm(stretch, outcome)
    return direction_of(word.change, better=better, negated=is_denied(about, stretch.mark.kind))


def _are_people_counted(quantities: Sequence[Quantity]) -> bool:
    arms = [q for q in quantities if q.role in {"intervention_arm", "comparator_arm"}]
    return len(arms) > 1 and all(q.kind in {"proportion", "count"} for q in arms)


def is_denied(about: str, kind: ClaimKind) -> bool:
    """Say whether the change itself is denied.

    "Better than those who did not" denies nothing, nor does "cures it without side effects",
    and what is worse than another is not the same.
    """
    text = _NO_DENIAL.sub("", about)
    return is_negated(text if kind == "safety" else _HARMLESS.sub("", text))


def by_numbers(text: str, quantities: Sequence[Quantity]) -> Direction | None:
    """Say which way numbers go by themselves; None where they do not say.

    Args:
        text: of the clause; the quantities' places are in it.
        quantities: with their roles.
    """
    for quantity in quantities:
        if quantity.direction is not None:
            return quantity.direction
    for one, other in _HELD_AGAINST:
        level, held_against = _level(quantities, one), _level(quantities, other)
        if level is not None and held_against is not None and level[1] == held_against[1]:
            return _from_to(held_against[0], level[0])
    for quantity in quantities:
        way = _of_estimate(text, quantity)
        if way is not None:
            return way
    return None


def _level(quantities: Sequence[Quantity], role: Role) -> tuple[float, str] | None:
    return next(
        (
            (q.value, q.unit)
            for q in quantities
            if q.role == role and q.kind in _LEVELS and q.value is not None
        ),
        None,
    )


def _from_to(before: float, after: float) -> Direction:
    if abs(after - before) <= _ALIKE * max(abs(after), abs(before)):
        return "no_difference"
    return "increase" if after > before else "decrease"


def _of_estimate(text: str, quantity: Quantity) -> Direction | None:
    if quantity.value is None:
        return None
    near = text[quantity.start : quantity.end + _REACH]
    is_ratio = quantity.kind in _RATIOS or (
        quantity.kind == "fold_change" and _HOW_MANY.search(near) is not None
    )
    none = 1.0 if is_ratio else 0.0
    if quantity.bound == "ci95" and quantity.low is not None and quantity.high is not None:
        if quantity.low <= none <= quantity.high:
            return "no_difference"
    elif quantity.value == none:
        # Without an interval a ratio of one is rounded: nobody knows from which side.
        return None
    if is_ratio:
        return "increase" if quantity.value > none else "decrease"
    # Which way more is, only the name of a scale says; less is less of what is bad to have.
    falls = quantity.kind in _DIFFERENCES and quantity.value < 0
    return "decrease" if falls and quantity.bound == "ci95" else None


def _of_harm(stretch: Stretch, outcome: Concept | None) -> Direction:
    """A harm that is named without a word of change is said to come, or not to."""
    said_none = any(one.search(stretch.text) for one in (_HARMLESS, _REASSURES))
    if stretch.mark.kind == "safety" and said_none:
        return "no_difference"
    named = outcome is not None or _DOES_HARM.search(stretch.text) is not None
    if stretch.mark.kind != "safety" or not named or _ADVICE.search(stretch.text):
        return "unclear"
    return "no_difference" if is_negated(stretch.text) else "increase"


def _measured(stretch: Stretch) -> int | None:
    """Where in the clause the outcome, else the condition, is named; None where neither is."""
    mark, mentions = stretch.mark, stretch.context.mentions
    named = mentions(mark.start, mark.end, "outcome") or mentions(mark.start, mark.end, "condition")
    return named[0].start - mark.start if named else None


def ruling_change(text: str, before: int | None = None) -> ChangeWord | None:
    """Return the word of change that rules a text; None without one.

    That there is no difference beats which way, and which way beats how good:
    "helps to reduce" is a reduction. Of two the nearer to the outcome rules:
    "raising the dose lowered pain" is a fall.

    Args:
        text: of the clause.
        before: where the outcome is named.
    """
    words = read_courses(text)
    for wanted in ({"no_difference"}, {"decrease", "increase"}):
        plain = [word for word in words if word.change in wanted]
        if plain:
            break
    else:
        plain = words
    leading = [w for w in plain if before is not None and w.start <= before]
    return leading[-1] if leading else next(iter(plain), None)

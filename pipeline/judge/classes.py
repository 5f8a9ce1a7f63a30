"""Stage 5: concepts that are too wide to speak for what is narrower, as data."""

from __future__ import annotations

from typing import Final

from pipeline.records import Claim, Match
from pipeline.resources import word_list

_LISTS: Final = word_list("judging")
# Concepts whose narrower ones differ too much to speak for each other, each with those that it
# speaks for all the same.
CLASSES: Final = {entry["id"]: frozenset(entry.get("but", ())) for entry in _LISTS["class"]}
# What only some people have: those who name these people name everybody who has it.
ONLY_OF: Final = {
    concept_id: frozenset(
        person
        for entry in _LISTS["only_of"]
        if concept_id in entry["of"]
        for person in entry["people"]
    )
    for entry in _LISTS["only_of"]
    for concept_id in entry["of"]
}
# Conditions that are nothing but how they feel: who has them less badly has less of them.
FELT: Final = frozenset(entry["id"] for entry in _LISTS["felt"])
# Outcomes that belong to no condition of their own.
OF_ANYTHING: Final = frozenset(entry["id"] for entry in _LISTS["of_anything"])
# Outcomes that are of the condition itself: how long it lasts, whether people get it.
OF_CONDITION: Final = frozenset({"X-INCIDENCE", "X-DURATION"})
# What is compared with where nothing is given, and controls of any kind.
NOTHING: Final = frozenset({"X-NO-TREATMENT", "X-USUAL-CARE", "X-WAITLIST", "X-CONTROL"})


def compares_alike(claim: Claim, match: Match) -> bool:
    """Say whether a row compares with what a claim compares with, if it does.

    What is more than controls of any kind is more than nothing; of a dummy that says little.
    """
    named = {c.concept_id for c in claim.statement.comparators}
    if not named or match.comparator in {"same", "narrower"}:
        return True
    return match.comparator == "wider" and named <= NOTHING


def is_of_class(claim: Claim, match: Match) -> bool:
    """Say whether a row is on a wide class of treatments or conditions, and a claim on one."""
    said, held = claim.statement, match.row.statement
    pairs = (
        (match.intervention, held.intervention, said.intervention),
        (match.condition, held.condition, said.condition),
    )
    return any(
        relation == "wider"
        and wide is not None
        and wide.concept_id in CLASSES
        and (one is None or one.concept_id not in CLASSES[wide.concept_id])
        for relation, wide, one in pairs
    )

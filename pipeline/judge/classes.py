"""Stage 5: concepts that are too wide to speak for what is narrower, as data."""

from __future__ import annotations

from typing import Final

from pipeline.records import Match
from pipeline.resources import word_list

_LISTS: Final = word_list("judging")
# Concepts whose narrower ones differ too much to speak for each other.
CLASSES: Final = frozenset(entry["id"] for entry in _LISTS["class"])
# Conditions that are nothing but how they feel: who has them less badly has less of them.
FELT: Final = frozenset(entry["id"] for entry in _LISTS["felt"])
# Outcomes that belong to no condition of their own.
OF_ANYTHING: Final = frozenset(entry["id"] for entry in _LISTS["of_anything"])


def is_of_class(match: Match) -> bool:
    """Say whether a row is on a wide class of treatments or conditions, and a claim on one."""
    said = match.row.statement
    pairs = ((match.intervention, said.intervention), (match.condition, said.condition))
    return any(
        relation == "wider" and held is not None and held.concept_id in CLASSES
        for relation, held in pairs
    )

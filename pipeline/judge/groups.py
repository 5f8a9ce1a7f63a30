"""Stage 5: several numbers in one sentence, and the people that each is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.judge.figures import result_quantities
from pipeline.judge.trying import Tried, try_all
from pipeline.records import Claim, Match, Quantity

# Populations that are people in general.
EVERYONE: Final = frozenset(
    {"D000328", "X-ADULTS", "D006801", "X-US-ADULTS", "X-GENERAL-POPULATION"}
)
# Whoever takes part in a trial is somebody's patient.
PATIENTS: Final = frozenset({"D010361"})


def of_each_share(
    claim: Claim, shares: Sequence[Quantity], tried: Sequence[Tried]
) -> tuple[list[Tried], Tried | None]:
    """Find for each share that a sentence gives a row that gives it too.

    A row on the very group that is named behind a number says whether it is that group's.

    Returns:
        What agrees, in the order of the shares and fewer than these where some have no row;
        and the first whose own group's rows all give another number.
    """
    agreeing: list[Tried] = []
    for at, share in enumerate(shares):
        own = [t for t in tried if t.quantity.start == share.start]
        end = shares[at + 1].start if at + 1 < len(shares) else claim.end
        behind = claim.text[share.end - claim.start : end - claim.start]
        of_group = [t for t in own if _names_group(behind, t)]
        found = next((t for t in of_group or own if t.outcome == "agrees"), None)
        if of_group and found is None:
            return agreeing, of_group[0]
        agreeing += [found] if found is not None else []
    return agreeing, None


def _names_group(words: str, tried: Tried) -> bool:
    """Say whether words name the people that a row is about."""
    people = tried.match.row.statement.population
    if people is None or people.concept_id in EVERYONE:
        return False
    return re.search(rf"\b{re.escape(people.name)}\b", words, re.IGNORECASE) is not None


def is_of_people(claim: Claim, match: Match) -> bool:
    """Say whether a row is on people in general, or on some whom a claim names."""
    people, said = match.row.statement.population, claim.statement.population
    if people is None or people.concept_id in EVERYONE:
        return True
    named = re.search(rf"\b{re.escape(people.name)}\b", claim.clean, re.IGNORECASE) is not None
    return named or (said is not None and said.concept_id == people.concept_id)


def repeats_each(
    claim: Claim, matches: Sequence[Match], outcomes: Mapping[str, int]
) -> list[Tried]:
    """Find, of several numbers that a claim gives, each in a row of its own; else nothing.

    "By 26% in women and by 54% in children", "systolic pressure by 4 and diastolic by 1": a row
    on some people, or on another outcome, answers the number that stands nearest to their name,
    and none where nobody names them.

    Args:
        claim: with the numbers.
        matches: the rows of the very source that the text cites.
        outcomes: where each is named in the claim's text, by concept id.
    """
    quantities = result_quantities(claim.statement)
    fitting = [
        match
        for match in matches
        if match.row.verified
        and match.intervention != "other"
        and _gives(claim, _named_by(claim, quantities, match, outcomes), match)
    ]
    found: dict[str, Tried] = {}
    for quantity in quantities:
        own = next(filter(None, (_gives(claim, quantity, match) for match in fitting)), None)
        if own is None:
            return []
        found.setdefault(own.match.row.row_id, own)
    return list(found.values()) if len(found) > 1 and not claim.statement.negated else []


def _gives(claim: Claim, quantity: Quantity | None, match: Match) -> Tried | None:
    """Return how a row gives a number; None where it does not, or where there is none."""
    tried = try_all([quantity], [match], claim.statement.direction) if quantity is not None else []
    return next((one for one in tried if one.outcome == "agrees"), None)


def _named_by(
    claim: Claim, quantities: Sequence[Quantity], match: Match, outcomes: Mapping[str, int]
) -> Quantity | None:
    """Return the number that stands nearest to the name of what sets a row apart.

    That is its people, or another outcome than the claim's. Of a row that nothing sets apart it is
    any that the row gives.
    """
    row = match.row.statement
    if row.population is not None and row.population.concept_id not in EVERYONE:
        name = rf"\b{re.escape(row.population.name)}\b"
        named = re.search(name, claim.text, re.IGNORECASE)
        at = None if named is None else named.start()
    elif match.outcome == "other":
        # What was measured stands before its number.
        at = None if row.outcome is None else outcomes.get(row.outcome.concept_id)
        behind = [q for q in quantities if at is not None and q.start >= claim.start + at]
        quantities = behind or quantities
    else:
        return next((q for q in quantities if _gives(claim, q, match)), None)
    if at is None:
        return None
    place = claim.start + at
    return min(quantities, key=lambda quantity: abs(quantity.start - place), default=None)

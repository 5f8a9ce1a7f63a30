"""Stage 5: several numbers in one sentence, and the people that each is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.judge.figures import result_quantities
from pipeline.judge.trying import Tried, try_all
from pipeline.records import Claim, Concept, Match, Quantity

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
    people = _some_of(tried.match)
    return people is not None and _named_at(people, words) is not None


def _some_of(match: Match) -> Concept | None:
    """Return the people that a row is about; None where it is about people in general."""
    people = match.row.statement.population
    return None if people is None or people.concept_id in EVERYONE else people


def _named_at(people: Concept, words: str) -> int | None:
    """Return where words name some people; None where they do not."""
    found = re.search(rf"\b{re.escape(people.name)}\b", words, re.IGNORECASE)
    return None if found is None else found.start()


def fits_population(claim: Claim, match: Match) -> bool:
    """Say whether a row is on people in general, or on those that a claim is about.

    What holds for athletes is no answer for people in general.
    """
    people, said = _some_of(match), claim.statement.population
    return people is None or (said is not None and said.concept_id == people.concept_id)


def is_of_people(claim: Claim, match: Match) -> bool:
    """Say whether a row is on people in general, or on some whom a claim names."""
    people = _some_of(match)
    named = people is not None and _named_at(people, claim.clean) is not None
    return named or fits_population(claim, match)


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
    people, outcome = _some_of(match), match.row.statement.outcome
    if people is not None:
        at = _named_at(people, claim.text)
    elif match.outcome == "other":
        # What was measured stands before its number.
        at = None if outcome is None else outcomes.get(outcome.concept_id)
        behind = [q for q in quantities if at is not None and q.start >= claim.start + at]
        quantities = behind or quantities
    else:
        return next((q for q in quantities if _gives(claim, q, match)), None)
    if at is None:
        return None
    place = claim.start + at
    return min(quantities, key=lambda quantity: abs(quantity.start - place), default=None)

"""Stage 5: which rows answer a promise that something works.

A row answers that is about the same treatment, condition and outcome. One on a wider thing
answers too, unless that is a class of things that differ: what all exercise does says
nothing of tai chi, what was found for pain of any kind nothing of labour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.judge.classes import FELT, NOTHING, OF_ANYTHING, OF_CONDITION, compares_alike
from pipeline.judge.statements.weighing import (
    OVERVIEWS,
    WORDS,
    is_about_them,
    is_general,
    is_weighty,
    ranked,
    says_condition,
)
from pipeline.normalise.outcomes import INCIDENCE
from pipeline.records import Claim, Concept, EvidenceRow, Match

_WORD: Final = re.compile(r"\w+")
_RESISTANT: Final = re.compile(r"\b(?:resistant|refractory)\b", re.IGNORECASE)
_INERT: Final = frozenset({"X-SHAM", "X-PLACEBO"})
# A diet is tried against a diet: nobody eats nothing.
_OTHER_DIET: Final = frozenset({"X-DIET-COMPARATOR"})
# Only who has an illness gets over it.
_OF_THE_ILL: Final = frozenset({"X-RECOVERY", "X-CURE", "X-IMPROVEMENT", "X-REMISSION"})
_BESIDE_IT: Final = frozenset({"X-QOL", "X-MORTALITY", "X-HOSPITALISATION"})


def answering(claim: Claim, rows: Sequence[Match]) -> list[Match]:
    """Return the rows that answer a promise, whomever they are about.

    Those on the very outcome come before those on a part of it. A claim that names no
    outcome is about getting better where rows on that are held, and not about getting it.
    """
    on_condition = _on_condition(claim, rows)
    exact = [m for m in on_condition if is_on_outcome(claim, m)]
    if not exact and is_general(claim.statement.outcome):
        exact = [m for m in on_condition if not _is_of_its_course(claim, m)]
    exact = [m for m in exact if m.condition == "same"] or exact
    very = [m for m in exact if m.outcome == "same"]
    # A review of deaths from heart disease says more of deaths than one trial does.
    if very and _has_overview(very) >= _has_overview(exact):
        return very
    if claim.statement.outcome is None:
        treated = [m for m in exact if not _is_of_getting_it(m.row)]
        # Who has it is not cured by what keeps others from getting it.
        prevented = [] if WORDS["cures"].search(claim.clean) else exact
        return [m for m in treated if not _is_beside_it(m.row)] or treated or prevented
    return exact


def _has_overview(rows: Sequence[Match]) -> bool:
    return any(m.row.source.kind in OVERVIEWS for m in rows)


def _on_condition(claim: Claim, rows: Sequence[Match]) -> list[Match]:
    """Return the rows on a claim's condition.

    A claim that names no condition is about none; but what hair growth is measured for,
    nobody has to name. Where rows measure it for several conditions none speaks for all.
    """
    condition = claim.statement.condition
    if condition is not None:
        # What helps the many says nothing of those whom treatment did not help.
        told_by = {"same"} if _RESISTANT.search(condition.name) else {"same", "wider"}
        return [m for m in rows if m.condition in told_by]
    of_none = [m for m in rows if m.row.statement.condition is None]
    outcome = claim.statement.outcome
    if is_general(outcome):
        # "Symptoms" of nothing that is named are none of the immune system's.
        return [m for m in of_none if m.row.statement.outcome is None or m.outcome == "same"]
    if outcome is None or outcome.concept_id in OF_ANYTHING:
        return of_none
    measured = [m for m in rows if m.outcome in {"same", "narrower"}]
    if any(m.row.statement.condition is None for m in measured):
        return of_none
    had = {c.concept_id for m in measured if (c := m.row.statement.condition) is not None}
    return measured if len(had) == 1 else of_none


def is_on_outcome(claim: Claim, match: Match) -> bool:
    """Say whether a row measures what a claim is about.

    A claim that names no outcome is about any that a trial of its condition measured; one
    that names neither is about the treatment as a whole.
    """
    said, held = claim.statement.outcome, match.row.statement.outcome
    if said is None:
        return claim.statement.condition is not None or _is_of_the_whole(match.row)
    if held is None:
        return True
    if match.outcome == "wider":
        # That people got better of what was named before says nothing of their blood pressure.
        # How long an illness lasts is how long the diarrhoea does that it is.
        return (is_general(held) and says_condition(claim)) or (
            match.condition == "same" and held.concept_id in OF_CONDITION
        )
    return match.outcome in {"same", "narrower"}


def _is_of_the_whole(row: EvidenceRow) -> bool:
    """Say whether a row is on what a treatment does for anybody, whatever they have."""
    outcome, people = row.statement.outcome, row.statement.population
    return people is None and (outcome is None or outcome.concept_id == "X-IMPROVEMENT")


def _is_of_getting_it(row: EvidenceRow) -> bool:
    """Say whether a row counts who gets a condition, and not who gets better."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == INCIDENCE


def _is_beside_it(row: EvidenceRow) -> bool:
    """Say whether a row measures what a condition does to a life, and not the condition."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id in _BESIDE_IT


def _is_of_its_course(claim: Claim, match: Match) -> bool:
    """Say whether a claim is about getting something, and a row about how bad or long it was.

    Soreness that is less is soreness prevented; a cold that is shorter is a cold.
    """
    said, found = claim.statement.outcome, match.row.statement.outcome
    if said is None or said.concept_id != INCIDENCE or found is None:
        return False
    had = match.row.statement.condition
    if match.condition == "same" and had is not None and had.concept_id in FELT:
        return False
    of_ill = found.concept_id in _OF_THE_ILL
    return of_ill or WORDS["course"].search(found.name) is not None


def against_named(claim: Claim, rows: Sequence[Match]) -> list[Match]:
    """Return the rows that compare with what a claim compares with, those on it alone first."""
    very = [m for m in rows if m.comparator == "same"]
    return very or [m for m in rows if m.comparator == "wider" and compares_alike(claim, m)]


def best_group(claim: Claim, matches: Sequence[Match]) -> list[Match]:
    """Rows that weigh most: same condition before wider, against a dummy before nothing.

    A claim that something works is a claim that it does more than a dummy; but one small
    trial against a dummy does not outweigh an overview of trials against any control. What
    it does beside another treatment answers only a claim that names that one.
    """
    same = [m for m in matches if m.condition == "same"] or list(matches)
    current = [m for m in same if m.row.source.status == "current"] or same
    groups = [
        [m for m in current if any(c.concept_id in group for c in m.row.statement.comparators)]
        for group in (_INERT, NOTHING, _OTHER_DIET)
    ]
    weighty = [group for group in groups if any(is_weighty(m.row) for m in group)]
    chosen = next((group for group in (*weighty, *groups) if group), None)
    if chosen is not None:
        return ranked(chosen)
    if claim.statement.comparators:
        return ranked(current)
    return ranked(m for m in current if not m.row.statement.comparators)


def narrower_rows(claim: Claim, rows: Sequence[Match]) -> list[Match]:
    """Return the rows on parts of a claim's condition, with its outcome."""
    outcome = claim.statement.outcome
    return [
        m
        for m in rows
        if m.condition == "narrower"
        and (outcome is None or is_general(outcome) or m.outcome in {"same", "narrower"})
    ]


def of_the_whole(claim: Claim, narrower: Sequence[Match]) -> list[Match]:
    """Return the rows on parts of a condition that answer for the whole of it; else none.

    A review of all low back pain that tells acute from chronic pain, and finds the same for
    both, has found it for low back pain.
    """
    condition = claim.statement.condition
    if condition is None:
        return []
    best = [m for m in best_group(claim, narrower) if is_about_them(claim, m.row)]
    titled = [m for m in best if _is_titled(m.row.source.title, condition)]
    parts = {m.row.statement.condition.concept_id for m in titled if m.row.statement.condition}
    return titled if len(parts) > 1 and len({m.row.stance for m in titled}) == 1 else []


def _is_titled(title: str, condition: Concept) -> bool:
    """Say whether a title names a condition as what its work is about, and no part of it.

    "Massage for low-back pain" is about low back pain, and not about pain.
    """
    names = {" ".join(_WORD.findall(name.casefold())) for name in (condition.name, condition.text)}
    plain = " ".join(_WORD.findall(title.casefold()))
    return any(
        re.search(rf"\b(?:for|in|of|with|treating|preventing|managing) {re.escape(name)}\b", plain)
        for name in names
    )


def nearer_that_denies(
    claim: Claim, best: Sequence[Match], rows: Sequence[Match]
) -> EvidenceRow | None:
    """Return a review on a part of the condition that denies what one on a wider one affirms.

    What holds for pain of any kind need not hold for back pain, where a review of chronic back
    pain found nothing.
    """
    if any(m.condition == "same" or m.row.stance != "affirms" for m in best):
        return None
    denying = [
        m
        for m in rows
        if m.condition == "narrower"
        and m.row.stance == "denies"
        and m.row.source.kind in OVERVIEWS
        and is_on_outcome(claim, m)
    ]
    return denying[0].row if denying else None

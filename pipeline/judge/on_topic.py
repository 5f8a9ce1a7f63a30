"""Stage 5: which rows a number of a claim is held against, and how strictly.

A row that is near enough confirms a number; only one on the very question contradicts it.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.judge.classes import OF_ANYTHING, OF_CONDITION, is_of_class
from pipeline.judge.figures import ARMS_APART, figures_of
from pipeline.judge.groups import EVERYONE, PATIENTS
from pipeline.judge.trying import Tried
from pipeline.records import Claim, Concept, EvidenceRow, Match, Relation, Statement

# Words of those who take a thing or do it.
_USE: Final = re.compile(
    r"\b(?:us(?:e[sd]?|ing|ers?)|t(?:ake|akes|aken|aking|ook)|tr(?:y|ies|ied|ying)|practi[cs]\w+|"
    r"do(?:es|ing)?|did|had|see[ns]?|saw|visit\w*|turn\w* to)\b",
    re.IGNORECASE,
)
# What is left of a sentence that told of others before.
_OF_ITS_OWN: Final = re.compile(
    r"\W*(?:and |or )?(?:in|among|for) (?:those|people|patients|the)\b", re.I
)
# Behind the name of what was measured: only some of it is meant.
_NARROWED: Final = re.compile(
    r"\s(?:that|which|needing|requiring|leading to|severe enough|serious enough)\b"
)
# That nothing is left of it, which is more than that it is half as bad.
_GONE: Final = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)|disappear\w*|vanish\w*|(?:is|are|was|were|be) gone|"
    r"(?:go|goes|went) away|free (?:of|from)|\w+-free|eliminat\w+|eradicat\w+|clears? up)\b",
    re.IGNORECASE,
)
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_ANY_BENEFIT: Final = frozenset({"X-INCIDENCE", "X-IMPROVEMENT", "X-RESPONDERS"})
# Outcomes with parts that differ.
_BROAD: Final = frozenset({"X-PAIN", "X-SYMPTOMS", "X-CURE", "X-CARDIOVASCULAR-EVENTS"})
_FITS: Final[frozenset[Relation]] = frozenset({"same"})
# What a treatment does beside these answers only a claim that names one.
_BESIDE: Final = frozenset({"X-ACTIVE-DRUG", "X-OTHER-TREATMENT", "X-LOWER-DOSE"})
# A row on all omega-3 speaks of fish oil; one on fish oil only confirms.
_TREATMENT_FITS: Final[frozenset[Relation]] = frozenset({"same", "wider", "narrower"})


def is_on_topic(claim: Claim, match: Match) -> bool:
    """Say whether a row answers the claim's question, comparator apart."""
    row = match.row.statement
    if not match.row.verified or not figures_of(row) or is_of_class(claim, match):
        return False
    # How many use yoga is not how many use anything of its kind.
    fits = _FITS if match.row.kind == "statistic" else _TREATMENT_FITS
    if match.intervention not in fits and not (counts_people(claim) and row.intervention is None):
        return False
    if counts_people(claim):
        has_it = match.condition in _FITS or row.condition is None or _is_called_so(claim, row)
        return has_it and _counts_the_same(claim, row) and _is_of_the_year(claim, match.row)
    return _is_on_condition(claim, match) and _is_on_outcome(claim, match)


def _is_on_condition(claim: Claim, match: Match) -> bool:
    """Say whether a row is on the claim's condition, or measures what only one condition has.

    Who falls asleep seven minutes sooner need not be said to sleep badly.
    """
    if match.condition in _FITS or match.row.statement.condition is None:
        return True
    outcome = claim.statement.outcome
    return claim.statement.condition is None and match.outcome in _FITS and _is_specific(outcome)


def _is_on_outcome(claim: Claim, match: Match) -> bool:
    """Say whether a row measures what the claim says was measured.

    "Halved their risk" names no outcome but getting it or getting better; "fewer hot flushes"
    none but how often they come. How often people fall is whether they get to fall; how long
    an illness lasts is how long the diarrhoea does that it is.
    """
    said, held = claim.statement.outcome, match.row.statement.outcome
    if held is not None and held.concept_id == "X-RESPONDERS" and _GONE.search(claim.clean):
        # Who is half better is not rid of it.
        return False
    if match.outcome in _FITS:
        return True
    if said is None:
        return held is None or held.concept_id in _ANY_BENEFIT or "frequency" in held.name
    of_it = match.condition in _FITS and claim.statement.condition is not None
    if match.outcome == "narrower":
        return _is_specific(said) or (of_it and said.concept_id in OF_CONDITION)
    return (
        match.outcome == "wider" and of_it and held is not None and held.concept_id in OF_CONDITION
    )


def _is_called_so(claim: Claim, row: Statement) -> bool:
    """Say whether a claim names a condition just as the row does, whichever it was taken for.

    "Back pain" may be read as low back pain, and a survey of back pain is of what it says.
    """
    said, held = claim.statement.condition, row.condition
    return said is not None and held is not None and said.text.casefold() == held.name.casefold()


def _is_specific(outcome: Concept | None) -> bool:
    """Say whether an outcome is of some body or illness, and not of any."""
    return outcome is not None and outcome.concept_id not in OF_ANYTHING | _ANY_BENEFIT | _BROAD


def _counts_the_same(claim: Claim, row: Statement) -> bool:
    """How many have a condition is not how many of them sleep badly, nor how many take what."""
    counted = row.outcome.concept_id if row.outcome is not None else ""
    said = claim.statement.outcome
    # How many were harmed, or slept better, is not how many use it.
    of_use = said is None or said.concept_id in {"X-PREVALENCE", "X-USE"}
    return counted == "X-PREVALENCE" or (
        counted == "X-USE" and of_use and _USE.search(claim.clean) is not None
    )


def _is_of_the_year(claim: Claim, row: EvidenceRow) -> bool:
    """Where a text names a year, only what was counted in that year answers."""
    said = set(YEAR.findall(claim.clean))
    return not said or bool(said & set(YEAR.findall(row.sentence)))


def is_strict(claim: Claim, match: Match) -> bool:
    """Say whether a row is so close that its disagreement counts."""
    had = match.condition in _FITS or match.row.statement.condition is None
    close = had and match.outcome in _FITS and match.intervention != "narrower"
    close = close and not _is_of_a_part(claim)
    return (close or counts_people(claim)) and not _is_of_others(claim, match)


def _is_of_a_part(claim: Claim) -> bool:
    """Say whether a claim is on some of what it names: "attacks that need hospital care"."""
    outcome = claim.statement.outcome
    place = -1 if outcome is None else claim.clean.find(outcome.text)
    if outcome is None or place < 0:
        return False
    return _NARROWED.match(claim.clean, place + len(outcome.text)) is not None


def _is_of_others(claim: Claim, match: Match) -> bool:
    """Say whether a claim is about some people, and a row about people in general or others.

    "In people with a catheter by 53%" names its own, whom no concept may have.
    """
    said, held = claim.statement.population, match.row.statement.population
    names_its_own = (
        claim.statement.direction == "unclear" and _OF_ITS_OWN.match(claim.clean) is not None
    )
    if names_its_own and (said is None or said.text.casefold() not in claim.clean.casefold()):
        return True
    if said is None or said.concept_id in EVERYONE | PATIENTS:
        return False
    return held is None or held.concept_id in EVERYONE


def is_within(claim: Claim, tried: Tried) -> bool:
    """Say whether a claim may be about people before and after, and the figure is not.

    "Fell by half" without "than" or "versus" may compare with before; what two
    arms differ by then contradicts nothing.
    """
    return not claim.statement.comparators and tried.figure.rule == ARMS_APART


def is_beside(claim: Claim, match: Match) -> bool:
    """Say whether a row compares with another treatment, and the claim with none."""
    against = {c.concept_id for c in match.row.statement.comparators}
    return not claim.statement.comparators and bool(against) and against <= _BESIDE


def counts_people(claim: Claim) -> bool:
    """Say whether a claim counts how many have or do something."""
    return any(q.role == "prevalence" for q in claim.statement.quantities)

"""Stage 5: promises that something works, and how.

The best rows on the same question are read together; the wording is then held
against their certainty. Words and certainty go together as in GRADE's guidance
on informative statements (Santesso et al., J Clin Epidemiol 2020;119:126-135):
high and moderate certainty carry a plain statement, low certainty "may".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.judge.comparing import TURNS
from pipeline.judge.findings import finding
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.weighing import (
    OVERVIEWS,
    WORDS,
    is_about_them,
    is_general,
    listed,
    participants,
    ranked,
    row_ids,
    silence,
)
from pipeline.records import Certainty, Claim, Concept, EvidenceRow, Finding, Match, Stance
from pipeline.wording import read_changes

# Wording that only sure evidence carries; a bare assertion is one.
_ASSERTS: Final = frozenset({"none", "shown", "proven"})
_SURE: Final[frozenset[Certainty]] = frozenset({"high", "moderate"})
_WORD: Final = re.compile(r"\w+")
# An overview that is so many years newer has read what the older one read, and more.
_OUTRANKED: Final = 5
_INERT: Final = frozenset({"X-SHAM", "X-PLACEBO"})
_NOTHING: Final = frozenset({"X-NO-TREATMENT", "X-USUAL-CARE", "X-WAITLIST", "X-CONTROL"})


def judge_efficacy(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a promise that something works for something."""
    statement = claim.statement
    if statement.intervention is None or (
        statement.condition is None and statement.outcome is None
    ):
        return finding(
            "UV003",
            "The sentence does not say what works for what, so nothing can be looked up.",
        )
    if not claim.by_pattern and not _says_for_what(claim):
        return finding(
            "UV003",
            "The sentence does not say itself what it works for, and what it says of it was not "
            "understood.",
        )
    if not claim.by_pattern and WORDS["used"].search(claim.clean):
        return finding(
            "UV003", "The sentence says that it is used for this, and not clearly that it works."
        )
    rows = [m for m in matches if m.row.kind == "efficacy" and m.intervention in {"same", "wider"}]
    rows = [m for m in rows if m.intervention == "same"] or rows
    if _is_of_equals(claim) and rows and not statement.comparators:
        # What it is as good as, the text names, and no concept has that name.
        return _no_such_comparison(claim, rows)
    if statement.comparators:
        named = [m for m in rows if m.comparator == "same"]
        if rows and not named:
            return _no_such_comparison(claim, rows)
        rows = named
    exact = [m for m in rows if _is_on_condition(claim, m) and _is_on_outcome(claim, m)]
    if not exact and is_general(statement.outcome):
        exact = [m for m in rows if _is_on_condition(claim, m) and not _is_of_its_course(claim, m)]
    if not exact:
        return _narrower_or_nothing(claim, rows, matches)
    of_them = [m for m in exact if is_about_them(claim, m.row)]
    if not of_them:
        return finding(
            "ST007" if statement.form is not None and statement.population is None else "EF005",
            f"The nearest row is about other people or another form: {row_text(exact[0].row)}.",
            rows=row_ids(exact),
            confidence=0.6,
        )
    best = _best_group(claim, of_them)
    if not best:
        return _no_such_comparison(claim, of_them)
    against = _nearer_that_denies(claim, best, rows)
    if against is not None:
        return _disagreement(claim, best[0].row, against, row_ids(best))
    return _held_against(claim, best, of_them)


def judge_mechanism(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a statement of how something works."""
    rows = [m for m in matches if m.row.kind == "mechanism" and m.intervention == "same"]
    of_process = [m for m in rows if _is_same_process(claim, m)]
    if not of_process:
        # What is known of how it works at all, where somebody wrote an overview.
        in_general = [m for m in rows if m.row.statement.outcome is None]
        if not in_general:
            return silence(claim, matches)
        return finding(
            "EF004",
            f"No row is about this process; in general: {row_text(in_general[0].row)}.",
            rows=row_ids(in_general, 1),
            confidence=0.6,
        )
    best = ranked(of_process)
    row = best[0].row
    if row.statement.species != "human" and claim.statement.species == "human":
        return finding(
            "EF007",
            f"This was seen in {row.statement.species.replace('_', ' ')} studies: {row_text(row)}.",
            rows=row_ids(best, 3),
        )
    return _held_against(claim, best, best)


# --- which rows answer -----------------------------------------------------------------------


def _is_on_condition(claim: Claim, match: Match) -> bool:
    """A row on all pain speaks of neck pain; a row on neck pain not of all pain."""
    if claim.statement.condition is None:
        return match.row.statement.condition is None
    return match.condition in {"same", "wider"}


def _is_on_outcome(claim: Claim, match: Match) -> bool:
    """A claim that names no outcome is about any that a trial of it measured."""
    if claim.statement.outcome is None or match.row.statement.outcome is None:
        return True
    if match.outcome == "wider":
        return is_general(match.row.statement.outcome)
    return match.outcome in {"same", "narrower"}


def _says_for_what(claim: Claim) -> bool:
    """Say whether a claim's own words name its condition or outcome; else the context does."""
    named = (claim.statement.condition, claim.statement.outcome)
    said = claim.clean.lower()
    return any(concept.text.lower() in said for concept in named if concept is not None)


def _is_of_equals(claim: Claim) -> bool:
    """Say whether a claim is that one treatment is as good as another."""
    return WORDS["equals"].search(claim.clean) is not None


def _is_of_its_course(claim: Claim, match: Match) -> bool:
    """Say whether a claim is about getting something, and a row about how bad or long it was."""
    said, found = claim.statement.outcome, match.row.statement.outcome
    if said is None or said.concept_id != "X-INCIDENCE" or found is None:
        return False
    return WORDS["course"].search(found.name) is not None


def _is_same_process(claim: Claim, match: Match) -> bool:
    """Say whether a row is about the process that the claim names, and the same way."""
    ways = {claim.statement.direction, match.row.statement.direction}
    return (
        claim.statement.outcome is not None
        and match.outcome in {"same", "narrower"}
        and ways != TURNS
    )


def _best_group(claim: Claim, matches: Sequence[Match]) -> list[Match]:
    """Rows that weigh most: same condition before wider, against a dummy before nothing.

    A claim that something works is a claim that it does more than a dummy. What
    it does beside another treatment answers only a claim that names that one.
    """
    same = [m for m in matches if m.condition == "same"] or list(matches)
    current = [m for m in same if m.row.source.status == "current"] or same
    for group in (_INERT, _NOTHING):
        found = [
            m for m in current if any(c.concept_id in group for c in m.row.statement.comparators)
        ]
        if found:
            return ranked(found)
    if claim.statement.comparators:
        return ranked(current)
    return ranked(m for m in current if not m.row.statement.comparators)


def _narrower_or_nothing(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding:
    outcome = claim.statement.outcome
    narrower = [
        m
        for m in rows
        if m.condition == "narrower"
        and (outcome is None or is_general(outcome) or m.outcome in {"same", "narrower"})
    ]
    if not narrower:
        return silence(claim, matches)
    whole = _of_the_whole(claim, narrower)
    if whole:
        return _held_against(claim, whole, whole)
    # The example is the one that most people were studied for.
    largest = sorted(ranked(narrower), key=lambda m: -participants(m.row))
    nearest = [m for m in largest if m.row.stance == "affirms"] or largest
    names = sorted({m.row.statement.condition.name for m in narrower if m.row.statement.condition})
    return finding(
        "EF005",
        f"The table holds evidence only for parts of this ({listed(names)}), for example: "
        f"{row_text(nearest[0].row)}.",
        rows=row_ids(nearest),
        confidence=0.7,
    )


def _of_the_whole(claim: Claim, narrower: Sequence[Match]) -> list[Match]:
    """Return the rows on parts of a condition that answer for the whole of it; else none.

    A review of all low back pain that tells acute from chronic pain, and finds the same for
    both, has found it for low back pain.
    """
    condition = claim.statement.condition
    if condition is None:
        return []
    best = [m for m in _best_group(claim, narrower) if is_about_them(claim, m.row)]
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


def _nearer_that_denies(
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
        and _is_on_outcome(claim, m)
    ]
    return denying[0].row if denying else None


def _no_such_comparison(claim: Claim, rows: Sequence[Match]) -> Finding:
    named = " or ".join(c.name for c in claim.statement.comparators)
    comparators = named or ("another treatment" if _is_of_equals(claim) else "nothing else")
    return finding(
        "ST005",
        f"The claim compares with {comparators}; the nearest row compares with something else: "
        f"{row_text(rows[0].row)}.",
        rows=row_ids(rows, 3),
    )


# --- what they say -----------------------------------------------------------------------------


def _held_against(claim: Claim, best: Sequence[Match], all_rows: Sequence[Match]) -> Finding:
    """Hold the wording against what the best rows say together.

    One study is outweighed by an overview of studies, and settles nothing alone.
    """
    rows = row_ids(best)
    overviews = [m for m in best if m.row.source.kind in OVERVIEWS]
    if not overviews:
        return finding(
            "EF004",
            f"The table holds single studies on this, no overview: {row_text(best[0].row)}.",
            rows=rows,
            confidence=0.7,
        )
    overviews = _up_to_date(claim, overviews)
    stances = {_stance_on(claim, m.row): m.row for m in reversed(overviews)}
    doubts = WORDS["inconclusive"].search(claim.clean) is not None
    said_none = claim.statement.direction == "no_difference" or _is_of_equals(claim)
    denied = claim.statement.negated or said_none
    if set(stances) == {"uncertain"}:
        row = stances["uncertain"]
        if doubts:
            return finding(
                "EF001",
                f"The evidence leaves it open, as the text says: {row_text(row)}.",
                rows=rows,
            )
        return finding("EF004", f"The evidence could not tell: {row_text(row)}.", rows=rows)
    if "affirms" in stances and "denies" in stances:
        return _disagreement(claim, stances["affirms"], stances["denies"], rows)
    if doubts:
        row = stances.get("affirms") or stances["denies"]
        return finding("UV004", f"The evidence is less open: {row_text(row)}.", rows=rows)
    if "affirms" in stances:
        return _beside_an_effect(claim, stances["affirms"], rows, denied=denied)
    row = stances["denies"]
    if denied:
        return finding("EF001", f"{row_text(row)}.", rows=rows)
    elsewhere = [
        m.row
        for m in all_rows
        if m.row.source.kind in OVERVIEWS and _stance_on(claim, m.row) == "affirms"
    ]
    too_small = bool(row.significant) and _same_way(claim, row)
    if elsewhere and (too_small or claim.statement.hedge in {"possible", "suggested"}):
        # "May ease" stands where a comparison with nothing found it.
        return _disagreement(claim, elsewhere[0], row, rows)
    if too_small:
        return finding(
            "EF003",
            f"The evidence found a difference, but one too small to matter: {row_text(row)}.",
            rows=rows,
            confidence=0.7,
        )
    if WORDS["slightly"].search(claim.clean):
        return finding("UV004", f"Whether that little is nothing: {row_text(row)}.", rows=rows)
    return finding("EF002", f"The evidence found no such effect: {row_text(row)}.", rows=rows)


def _up_to_date(claim: Claim, overviews: Sequence[Match]) -> list[Match]:
    """Leave out what newer overviews outrank, where they say something else.

    Another of about the same time is a disagreement, and one without a year outranks none.
    """
    newest = max((m.row.source.year or 0 for m in overviews), default=0)
    told = {_stance_on(claim, m.row) for m in overviews if m.row.source.year == newest}
    return [
        m
        for m in overviews
        if _stance_on(claim, m.row) in told
        or m.row.source.year is None
        or newest - m.row.source.year < _OUTRANKED
    ]


def _beside_an_effect(
    claim: Claim, row: EvidenceRow, rows: Sequence[str], *, denied: bool
) -> Finding:
    """Hold the wording against a row that found an effect."""
    if _is_of_equals(claim):
        return finding("UV004", f"The evidence says something else: {row_text(row)}.", rows=rows)
    if denied:
        return finding("EF002", f"The evidence found an effect: {row_text(row)}.", rows=rows)
    if _is_against(claim, row):
        return finding("EF002", f"The evidence points the other way: {row_text(row)}.", rows=rows)
    return _against_certainty(claim, row, rows)


def _stance_on(claim: Claim, row: EvidenceRow) -> Stance:
    """Say what a row says of the claim, where that differs from what it says of benefit.

    A row that denies a benefit because it found a harm affirms a claim of that
    harm: its direction is the claim's, and its interval excludes no effect.
    """
    outcome = row.statement.outcome
    harmful = outcome is not None and WORDS["harmful_outcome"].search(outcome.name) is not None
    raised = row.statement.direction == "increase" and _same_way(claim, row)
    if row.stance == "denies" and harmful and raised and row.significant:
        return "affirms"
    return row.stance


def _is_against(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a claim says that things get worse where the row found a benefit."""
    said, found = claim.statement, row.statement
    if any(word.change == "worsen" for word in read_changes(claim.clean)):
        return True
    ids = [o.concept_id for o in (said.outcome, found.outcome) if o is not None]
    same = ids[:1] == ids[1:] != []
    return same and {said.direction, found.direction} == TURNS


def _same_way(claim: Claim, row: EvidenceRow) -> bool:
    said = claim.statement.direction
    return said in TURNS and said == row.statement.direction


def _disagreement(
    claim: Claim, affirming: EvidenceRow, denying: EvidenceRow, rows: Sequence[str]
) -> Finding:
    """Rows that disagree whether it helps at all leave that open, and that it cures they do not."""
    if WORDS["absolute"].search(claim.clean) and not claim.statement.negated:
        return finding(
            "EF003",
            f"The evidence is not even of one mind whether it helps: {row_text(denying)}.",
            rows=dict.fromkeys([denying.row_id, affirming.row_id, *rows]),
        )
    other = row_text(denying)
    lowered = other[:1].lower() + other[1:] if other[1:2].islower() else other
    return finding(
        "EF009",
        f"The rows disagree: {row_text(affirming)}; but {lowered}.",
        rows=dict.fromkeys([affirming.row_id, denying.row_id, *rows]),
        confidence=0.7,
    )


def _against_certainty(claim: Claim, row: EvidenceRow, rows: Sequence[str]) -> Finding:
    if WORDS["absolute"].search(claim.clean):
        return finding(
            "EF003",
            f"The evidence shows an effect, not one in everybody or for ever: {row_text(row)}.",
            rows=rows,
            confidence=0.7,
        )
    if WORDS["superlative"].search(claim.clean):
        return finding("UV004", f"No row ranks it before all else: {row_text(row)}.", rows=rows)
    weak = row.certainty in {"low", "very_low"}
    hedge = claim.statement.hedge
    if hedge == "proven" and row.certainty not in _SURE and row.certainty is not None:
        return finding("EF003", _too_sure(claim, row), rows=rows)
    if hedge in _ASSERTS and weak:
        return finding("EF003", _too_sure(claim, row), rows=rows, confidence=0.7)
    return finding("EF001", f"{row_text(row)}.", rows=rows)


def _too_sure(claim: Claim, row: EvidenceRow) -> str:
    spoken = {
        "proven": "calls it proven",
        "shown": "says that it was shown",
        "none": "states it as a fact",
    }
    certainty = (row.certainty or "unrated").replace("_", " ")
    return (
        f"The evidence points this way with {certainty} certainty, but the text "
        f"{spoken.get(claim.statement.hedge, 'is surer')}: {row_text(row)}."
    )

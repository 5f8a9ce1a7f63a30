"""Stage 5: statements without numbers, by concepts and stance.

A row affirms, denies or leaves open that an intervention does something. The
best rows on the same question are read together; wording is then held against
their certainty. Words and certainty go together as in GRADE's guidance on
informative statements (Santesso et al., J Clin Epidemiol 2020;119:126-135):
high and moderate certainty carry a plain statement, low certainty "may".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.citations.names import wider_organisations
from pipeline.judge.numbers import finding
from pipeline.judge.phrases import row_text
from pipeline.records import (
    Certainty,
    Claim,
    Concept,
    EvidenceRow,
    Finding,
    Match,
    SourceKind,
    Stance,
)
from pipeline.resources import word_list

# Wording that only sure evidence carries; a bare assertion is one.
_ASSERTS: Final = frozenset({"none", "shown", "proven"})
_SURE: Final[frozenset[Certainty]] = frozenset({"high", "moderate"})
_CERTAINTY_RANK: Final[dict[Certainty | None, int]] = {
    "high": 0, "moderate": 1, "low": 2, None: 3, "very_low": 4,
}  # fmt: skip
_INERT: Final = frozenset({"X-SHAM", "X-PLACEBO"})
# Outcomes that say that people get better, and no more.
_GENERAL: Final = frozenset({"X-IMPROVEMENT", "X-SYMPTOMS", "X-INCIDENCE", "X-CURE", "X-PAIN"})
# Sources that speak for all that is known at their time.
_OVERVIEWS: Final[frozenset[SourceKind]] = frozenset(
    {"systematic_review", "meta_analysis", "guideline", "fact_sheet", "policy"}
)
_NOTHING: Final = frozenset({"X-NO-TREATMENT", "X-USUAL-CARE", "X-WAITLIST", "X-CONTROL"})
_WORDS: Final = {
    entry["name"]: re.compile(entry["pattern"], re.IGNORECASE)
    for entry in word_list("judging")["word"]
}


def judge_statement(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    """Judge a claim that gives no number, by its kind; the deciding finding first."""
    judges = {
        "efficacy": _judge_efficacy,
        "mechanism": _judge_mechanism,
        "safety": _judge_safety,
        "coverage": _judge_coverage,
        "regulatory": _judge_regulatory,
        "credential": _judge_credential,
    }
    return [judges[claim.kind](claim, [m for m in matches if m.row.verified])]


# --- efficacy ------------------------------------------------------------------------------


def _judge_efficacy(claim: Claim, matches: Sequence[Match]) -> Finding:
    statement = claim.statement
    if statement.intervention is None or (
        statement.condition is None and statement.outcome is None
    ):
        return finding(
            "UV003",
            "The sentence does not say what works for what, so nothing can be looked up.",
        )
    rows = [m for m in matches if m.row.kind == "efficacy" and m.intervention in {"same", "wider"}]
    rows = [m for m in rows if m.intervention == "same"] or rows
    if statement.comparators:
        named = [m for m in rows if m.comparator == "same"]
        if rows and not named:
            return _no_such_comparison(claim, rows)
        rows = named
    exact = [m for m in rows if _is_on_condition(claim, m) and _is_on_outcome(claim, m)]
    if not exact and _is_general(statement.outcome):
        exact = [m for m in rows if _is_on_condition(claim, m)]
    if not exact:
        return _narrower_or_nothing(claim, rows, matches)
    best = _best_group(exact)
    return _held_against(claim, best)


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
        return _is_general(match.row.statement.outcome)
    return match.outcome in {"same", "narrower"}


def _is_general(outcome: Concept | None) -> bool:
    """Say whether an outcome only names getting better, not what got better."""
    return outcome is not None and outcome.concept_id in _GENERAL


def _best_group(matches: Sequence[Match]) -> list[Match]:
    """Rows that weigh most: same condition before wider, against a dummy before nothing.

    A claim that something works is a claim that it does more than a dummy.
    """
    same = [m for m in matches if m.condition == "same"] or list(matches)
    current = [m for m in same if m.row.source.status == "current"] or same
    for group in (_INERT, _NOTHING):
        found = [
            m for m in current if any(c.concept_id in group for c in m.row.statement.comparators)
        ]
        if found:
            return _ranked(found)
    return _ranked(current)


def _ranked(matches: Sequence[Match]) -> list[Match]:
    return sorted(
        matches,
        key=lambda m: (
            m.row.source.kind not in _OVERVIEWS,
            not _is_general(m.row.statement.outcome),
            not (m.row.primary or False),
            _CERTAINTY_RANK[m.row.certainty],
            -(m.row.source.year or 0),
            m.row.row_id,
        ),
    )


def _held_against(claim: Claim, best: Sequence[Match]) -> Finding:
    """Hold the wording against what the best rows say together.

    One study is outweighed by an overview of studies, and settles nothing alone.
    """
    rows = [m.row.row_id for m in best[:4]]
    overviews = [m for m in best if m.row.source.kind in _OVERVIEWS]
    if not overviews:
        return finding(
            "EF004",
            f"The table holds single studies on this, no overview: {row_text(best[0].row)}.",
            rows=rows,
            confidence=0.7,
        )
    best = overviews
    stances = _stances(best)
    denied = claim.statement.negated or claim.statement.direction == "no_difference"
    doubts = _WORDS["inconclusive"].search(claim.clean) is not None
    if stances == {"uncertain"} and doubts:
        return finding(
            "EF001",
            f"The evidence leaves it open, as the text says: {row_text(best[0].row)}.",
            rows=rows,
        )
    if "affirms" in stances and "denies" in stances:
        return finding(
            "EF009",
            f"The rows disagree: {row_text(_first_of(best, 'affirms'))}; but "
            f"{_lowered(row_text(_first_of(best, 'denies')))}.",
            rows=rows,
            confidence=0.7,
        )
    if "affirms" in stances:
        row = _first_of(best, "affirms")
        if doubts:
            return finding("UV004", f"The evidence is less open: {row_text(row)}.", rows=rows)
        if denied:
            return finding("EF002", f"The evidence found an effect: {row_text(row)}.", rows=rows)
        return _against_certainty(claim, row, rows)
    if "denies" in stances:
        row = _first_of(best, "denies")
        if denied:
            return finding("EF001", f"{row_text(row)}.", rows=rows)
        return finding("EF002", f"The evidence found no such effect: {row_text(row)}.", rows=rows)
    return finding(
        "EF004",
        f"The evidence could not tell: {row_text(best[0].row)}.",
        rows=rows,
        confidence=0.8,
    )


def _against_certainty(claim: Claim, row: EvidenceRow, rows: Sequence[str]) -> Finding:
    if _WORDS["absolute"].search(claim.clean) and not claim.statement.negated:
        return finding(
            "EF003",
            f"The evidence shows an effect, not that the problem goes away: {row_text(row)}.",
            rows=rows,
            confidence=0.7,
        )
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


def _no_such_comparison(claim: Claim, rows: Sequence[Match]) -> Finding:
    comparators = " or ".join(c.name for c in claim.statement.comparators)
    return finding(
        "ST005",
        f"The claim compares with {comparators}; the nearest row compares with something else: "
        f"{row_text(rows[0].row)}.",
        rows=[m.row.row_id for m in rows[:3]],
    )


def _narrower_or_nothing(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding:
    outcome = claim.statement.outcome
    narrower = [
        m
        for m in rows
        if m.condition == "narrower"
        and (outcome is None or _is_general(outcome) or m.outcome in {"same", "narrower"})
    ]
    if narrower:
        # The example is the one that most people were studied for.
        largest = sorted(_ranked(narrower), key=lambda m: -_participants(m.row))
        nearest = [m for m in largest if m.row.stance == "affirms"] or largest
        names = sorted(
            {m.row.statement.condition.name for m in narrower if m.row.statement.condition}
        )
        return finding(
            "EF005",
            f"The table holds evidence only for parts of this ({_listed(names)}), for example: "
            f"{row_text(nearest[0].row)}.",
            rows=[m.row.row_id for m in nearest[:4]],
            confidence=0.7,
        )
    return _silence(claim, matches)


def _silence(claim: Claim, matches: Sequence[Match]) -> Finding:
    statement = claim.statement
    what = statement.intervention.name.lower() if statement.intervention is not None else "this"
    wanted = statement.condition or statement.outcome
    where = f" {wanted.name.lower()}" if wanted is not None else " anything"
    told = {
        "safety": f"what harms {what} does",
        "mechanism": f"whether {what} works in this way",
    }.get(claim.kind, f"whether {what} helps{where}")
    reason = f"No row of the table says {told}."
    near = next((m for m in matches if m.intervention == "same" and m.score > 0.0), None)
    rows = [near.row.row_id] if near is not None else []
    return finding("UV001", reason, rows=rows, confidence=0.7)


# --- mechanism -----------------------------------------------------------------------------


def _judge_mechanism(claim: Claim, matches: Sequence[Match]) -> Finding:
    rows = [m for m in matches if m.row.kind == "mechanism" and m.intervention == "same"]
    of_process = [m for m in rows if _is_same_process(claim, m)]
    if not of_process:
        # What is known of how it works at all, where somebody wrote an overview.
        in_general = [m for m in rows if m.row.statement.outcome is None]
        if not in_general:
            return _silence(claim, matches)
        return finding(
            "EF004",
            f"No row is about this process; in general: {row_text(in_general[0].row)}.",
            rows=[in_general[0].row.row_id],
            confidence=0.6,
        )
    ranked = _ranked(of_process)
    row = ranked[0].row
    if row.statement.species != "human" and claim.statement.species == "human":
        return finding(
            "EF007",
            f"This was seen in {row.statement.species.replace('_', ' ')} studies: {row_text(row)}.",
            rows=[m.row.row_id for m in ranked[:3]],
        )
    return _held_against(claim, ranked)


def _is_same_process(claim: Claim, match: Match) -> bool:
    """Say whether a row is about the process that the claim names, and the same way."""
    ways = {claim.statement.direction, match.row.statement.direction}
    return (
        claim.statement.outcome is not None
        and match.outcome in {"same", "narrower"}
        and ways != {"increase", "decrease"}
    )


# --- safety --------------------------------------------------------------------------------


def _judge_safety(claim: Claim, matches: Sequence[Match]) -> Finding:
    rows = _ranked([m for m in matches if m.row.kind == "safety" and m.intervention == "same"])
    if not rows:
        return _silence(claim, matches)
    # Harms are told of a treatment as such, or in the very condition; what was
    # counted in another condition comes last.
    rows.sort(key=lambda m: m.row.statement.condition is not None and m.condition != "same")
    if _WORDS["serious"].search(claim.clean):
        # What is rare or serious is not told by what is common and mild.
        rows = [m for m in rows if _is_serious(m.row)]
        if not rows:
            return _silence(claim, matches)
    if _WORDS["denies_harm"].search(claim.clean):
        harms = [m for m in rows if _reports_harm(m.row)]
        if harms:
            return finding(
                "EF006",
                f"The text leaves no harm open, but harms are known: {row_text(harms[0].row)}.",
                rows=[m.row.row_id for m in harms[:3]],
            )
        if _WORDS["serious"].search(claim.clean):
            return finding("EF001", f"{row_text(rows[0].row)}.", rows=[rows[0].row.row_id])
        return finding(
            "EF003",
            f"The text says that there is no harm at all; the evidence says less: "
            f"{row_text(rows[0].row)}.",
            rows=[m.row.row_id for m in rows[:3]],
            confidence=0.6,
        )
    if _WORDS["plays_down"].search(claim.clean):
        return _judge_reassurance(claim, rows)
    told = [m for m in rows if m.outcome == "same" and m.row.stance == "denies"]
    if told:
        return finding("EF001", f"{row_text(told[0].row)}.", rows=[m.row.row_id for m in told[:3]])
    return _silence(claim, matches)


def _judge_reassurance(claim: Claim, rows: Sequence[Match]) -> Finding:
    affirming = [m for m in rows if m.row.stance == "affirms"]
    if affirming:
        return finding(
            "EF001", f"{row_text(affirming[0].row)}.", rows=[m.row.row_id for m in affirming[:3]]
        )
    harms = [m for m in rows if m.row.stance == "denies"]
    if harms:
        return finding(
            "UV004",
            "Whether these known harms still count as safe is a judgement: "
            f"{row_text(harms[0].row)}.",
            rows=[m.row.row_id for m in harms[:3]],
        )
    return _silence(claim, rows)


def _participants(row: EvidenceRow) -> float:
    return max((q.value or 0.0 for q in row.statement.of_role("participants")), default=0.0)


def _is_serious(row: EvidenceRow) -> bool:
    """Say whether a row counts serious harms."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == "X-SERIOUS-ADVERSE-EVENTS"


def _reports_harm(row: EvidenceRow) -> bool:
    """Say whether a row counts harms or says that they occur."""
    counted = row.statement.of_role("prevalence", "intervention_arm")
    return row.stance == "denies" or any((q.value or 0) > 0 for q in counted)


# --- coverage, regulation, credentials -------------------------------------------------------


def _judge_coverage(claim: Claim, matches: Sequence[Match]) -> Finding:
    rows = [m for m in matches if m.row.kind == "coverage" and m.intervention == "same"]
    publisher = _publisher(claim)
    # Medicare's policy says nothing of other insurers, nor theirs of Medicare.
    by_publisher = [m for m in rows if publisher is not None and _is_from(m.row, publisher)]
    if publisher is None or not by_publisher:
        if _WORDS["varies"].search(claim.clean) or not rows:
            return finding(
                "CV004",
                "Coverage differs from plan to plan; no policy in the table decides this.",
                rows=[m.row.row_id for m in rows[:2]],
            )
        return finding(
            "CV004",
            f"The text names no payer. The nearest policy: {row_text(rows[0].row)}.",
            rows=[m.row.row_id for m in rows[:3]],
        )
    return _scope_of(claim, by_publisher)


def _judge_regulatory(claim: Claim, matches: Sequence[Match]) -> Finding:
    rows = [
        m
        for m in matches
        if m.row.kind == "regulatory"
        # What holds for all dietary supplements holds for this one.
        and (m.intervention in {"same", "wider"} or m.row.statement.intervention is None)
    ]
    publisher = _publisher(claim)
    if publisher is not None:
        rows = [m for m in rows if _is_from(m.row, publisher)]
    if not rows:
        who = publisher or "a regulator or guideline"
        return finding("UV001", f"The table holds nothing from {who} on this.", confidence=0.7)
    if publisher is None:
        return finding(
            "CI008",
            f"The text does not say who recommends this. For comparison: {row_text(rows[0].row)}.",
            rows=[m.row.row_id for m in rows[:2]],
        )
    return _scope_of(claim, rows)


def _judge_credential(claim: Claim, matches: Sequence[Match]) -> Finding:
    if claim.why == "own qualification":
        return finding(
            "CR003",
            "A person's own qualification; only a public register of the profession decides it.",
        )
    publisher = _publisher(claim)
    rows = [
        m
        for m in matches
        if m.row.kind == "credential" and (publisher is None or _is_from(m.row, publisher))
    ]
    by_stance = {m.row.stance: m.row for m in reversed(rows)}
    if "denies" in by_stance:
        row = by_stance["denies"]
        return finding("CR002", f"{row_text(row)}.", rows=[row.row_id])
    if "affirms" in by_stance and publisher is not None:
        row = by_stance["affirms"]
        return finding("CR001", f"{row_text(row)}.", rows=[row.row_id])
    return finding("UV001", "The table does not hold the body that grants this.", confidence=0.7)


def _scope_of(claim: Claim, rows: Sequence[Match]) -> Finding:
    """What a policy or guideline says of this, and whether the claim is wider.

    A rule on the very condition decides; else what is affirmed for other
    conditions only shows that the claim is wider; a rule on no condition is last.
    """
    negated = claim.statement.negated
    newest = sorted(rows, key=lambda m: (-(m.row.source.year or 0), m.row.row_id))
    on_condition = [m for m in newest if m.condition in {"same", "wider"}]
    elsewhere = [
        m for m in newest if m.condition in {"narrower", "other"} and m.row.stance == "affirms"
    ]
    in_general = [m for m in newest if m.condition == "unknown"]
    named = [m.row.row_id for m in [*on_condition, *elsewhere, *in_general][:3]]
    decisive = on_condition or ([] if elsewhere else in_general)
    if not decisive and elsewhere:
        told = row_text(elsewhere[0].row)
        denied = [m for m in in_general if m.row.stance == "denies"]
        rest = f"; {row_text(denied[0].row)}" if denied else ""
        return finding("CV003", f"The source is narrower than the claim: {told}{rest}.", rows=named)
    if not decisive:
        return finding("UV001", "The table holds nothing from this body on this.", rows=named)
    row = decisive[0].row
    if row.stance == "uncertain":
        return finding("EF004", f"The source leaves it open: {row_text(row)}.", rows=named)
    agrees = (row.stance == "affirms") is not negated
    return finding("CV001" if agrees else "CV002", f"{row_text(row)}.", rows=named)


def _publisher(claim: Claim) -> str | None:
    source = claim.statement.source
    return source.publisher if source is not None else None


def _is_from(row: EvidenceRow, publisher: str) -> bool:
    """Say whether a row is from a body, or from a part of it (NCCIH is of the NIH)."""
    held = row.source.publisher
    return bool(held) and (
        publisher == held
        or publisher in wider_organisations(held)
        or held in wider_organisations(publisher)
    )


# --- small things ------------------------------------------------------------------------------


def _stances(matches: Sequence[Match]) -> frozenset[Stance]:
    return frozenset(m.row.stance for m in matches)


def _first_of(matches: Sequence[Match], stance: Stance) -> EvidenceRow:
    return next(m.row for m in matches if m.row.stance == stance)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = ", ".join(name.lower() for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"

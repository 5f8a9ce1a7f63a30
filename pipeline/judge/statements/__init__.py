"""Stage 5: statements without numbers, by concepts and stance.

A row affirms, denies or leaves open that an intervention does something.
`efficacy` holds promises and mechanisms against the best rows, `safety`
reassurances and harms, `policies` what payers, regulators, guidelines and
certifying bodies say; `weighing` says which rows weigh most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.judge.findings import finding
from pipeline.judge.statements.efficacy import judge_efficacy, judge_mechanism
from pipeline.judge.statements.policies import judge_coverage, judge_credential, judge_regulatory
from pipeline.judge.statements.safety import (
    judge_raised_risk,
    judge_risk,
    judge_safety,
    names_harm,
)
from pipeline.judge.statements.weighing import WORDS
from pipeline.normalise.outcomes import INCIDENCE
from pipeline.records import Claim, ClaimKind, Finding, Match

__all__ = ["judge_statement"]

_JUDGES: Final[Mapping[ClaimKind, Callable[[Claim, Sequence[Match]], Finding]]] = {
    "efficacy": judge_efficacy,
    "mechanism": judge_mechanism,
    "safety": judge_safety,
    "coverage": judge_coverage,
    "regulatory": judge_regulatory,
    "credential": judge_credential,
}

_OF_THE_PROCESS: Final = frozenset({"same", "narrower"})
# Kinds whose words a body may use that advises for or against a treatment.
_ADVISED: Final = frozenset({"efficacy", "safety", "coverage"})


def judge_statement(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    """Judge a claim that gives no number, by its kind; the deciding finding first.

    A claim is of one kind by its words, but what answers it may be of another: what a body
    does not advise "to prevent falls" is answered by that body's row, and a harm that "raises
    the risk of bleeding" by reports of bleeding.
    """
    verified = [m for m in matches if m.row.verified]
    pays = claim.kind == "coverage" and WORDS["pays"].search(claim.clean) is not None
    if claim.kind in _ADVISED and not pays and _is_advice(claim):
        return [judge_regulatory(claim, verified)]
    if claim.kind in {"efficacy", "mechanism"} and _is_an_interaction(claim):
        return [judge_safety(claim, verified)]
    raised = judge_raised_risk(claim, verified) if claim.kind == "efficacy" else None
    if raised is not None:
        return [raised]
    if claim.kind == "efficacy" and _is_how_it_works(claim, verified):
        return [judge_mechanism(claim, verified)]
    found = _JUDGES[claim.kind](claim, verified)
    if found.code == "UV001":
        got = _as_getting_it(claim, verified)
        found = judge_raised_risk(*got) or judge_efficacy(*got) if got is not None else found
    if found.verdict == "supported" and claim.kind == "safety" and _says_it_works(claim):
        return [_of_both(claim, verified, found)]
    if found.verdict != "unverifiable":
        return [found]
    if claim.kind == "efficacy" and _may_be_of_harm(claim, verified):
        return [judge_risk(claim, verified) or found]
    if claim.kind == "safety" and not names_harm(claim):
        # "Red clover is proven to stop flushes", read as a safety claim.
        again = judge_efficacy(claim, verified)
        return [again if again.verdict != "unverifiable" else found]
    return [found]


def _as_getting_it(claim: Claim, matches: Sequence[Match]) -> tuple[Claim, Sequence[Match]] | None:
    """Return a claim that something causes a disease as one on getting it, with its rows.

    "It does not cause dementia" names a harm; what answers counts who gets dementia. None where
    no row does.
    """
    said = claim.statement
    if said.condition is not None or said.outcome is None or claim.kind == "safety":
        return None
    on_it = [
        replace(match, condition="same", outcome="same")
        for match in matches
        if (held := match.row.statement).condition is not None
        and held.condition.concept_id == said.outcome.concept_id
        and held.outcome is not None
        and held.outcome.concept_id == INCIDENCE
    ]
    if not on_it:
        return None
    getting = replace(said, condition=said.outcome, outcome=on_it[0].row.statement.outcome)
    return replace(claim, statement=getting), on_it


def _says_it_works(claim: Claim) -> bool:
    """Say whether a claim of safety also says that it works: "safe and effective for pain"."""
    return WORDS["works_too"].search(claim.clean) is not None


def _of_both(claim: Claim, matches: Sequence[Match], safe: Finding) -> Finding:
    """Judge what is called safe and effective: that it is safe is half of it.

    A list of what it works for is more than its first, so that rows may deny it, and not affirm it.
    """
    works = judge_efficacy(claim, matches)
    if works.verdict == "unsupported":
        return works
    told = f"That it works is another question than that it is safe: {safe.reason}"
    return finding("UV004", told, rows=safe.row_ids)


def _is_advice(claim: Claim) -> bool:
    """Say whether a named body is said to advise for or against something."""
    source = claim.statement.source
    return (
        source is not None
        and source.publisher is not None
        and WORDS["advises"].search(claim.clean) is not None
    )


def _is_an_interaction(claim: Claim) -> bool:
    """Say whether a process is what one thing does to a medicine: "it reduces its absorption"."""
    outcome = claim.statement.outcome
    return outcome is not None and WORDS["interaction"].search(outcome.name) is not None


def _may_be_of_harm(claim: Claim, matches: Sequence[Match]) -> bool:
    """Say whether what reads like a promise may be of a harm: more of something, or none of it.

    So may be what only rows on harms measure: "it weakens the pill".
    """
    if claim.statement.direction in {"increase", "no_difference"}:
        return True
    # "It lowers the risk of bleeding" is none.
    return claim.statement.direction != "decrease" and _kinds_on_outcome(matches) == {"safety"}


def _kinds_on_outcome(matches: Sequence[Match]) -> set[ClaimKind]:
    """Return which kinds of rows are on a claim's treatment and on what it says was changed."""
    return {
        m.row.kind for m in matches if m.intervention == "same" and m.outcome in _OF_THE_PROCESS
    }


def _is_how_it_works(claim: Claim, matches: Sequence[Match]) -> bool:
    """Say whether a promise is of a process that only rows on mechanisms speak of.

    "It improves blood flow" reads like a promise, and trials of what people feel do not measure it.
    """
    said = claim.statement
    if said.condition is not None or said.outcome is None or said.comparators:
        return False
    kinds = _kinds_on_outcome(matches)
    return "mechanism" in kinds and "efficacy" not in kinds

"""Stage 5: statements without numbers, by concepts and stance.

A row affirms, denies or leaves open that an intervention does something.
`efficacy` holds promises and mechanisms against the best rows, `safety`
reassurances and harms, `policies` what payers, regulators, guidelines and
certifying bodies say; `weighing` says which rows weigh most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pipeline.judge.statements.efficacy import judge_efficacy, judge_mechanism
from pipeline.judge.statements.policies import judge_coverage, judge_credential, judge_regulatory
from pipeline.judge.statements.safety import judge_raised_risk, judge_safety
from pipeline.judge.statements.weighing import WORDS
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


def judge_statement(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    """Judge a claim that gives no number, by its kind; the deciding finding first."""
    verified = [m for m in matches if m.row.verified]
    if claim.kind in {"efficacy", "mechanism"} and _is_an_interaction(claim):
        return [judge_safety(claim, verified)]
    if claim.kind == "efficacy":
        raised = judge_raised_risk(claim, verified)
        if raised is not None:
            return [raised]
        if _is_how_it_works(claim, verified):
            return [judge_mechanism(claim, verified)]
    return [_JUDGES[claim.kind](claim, verified)]


def _is_an_interaction(claim: Claim) -> bool:
    """Say whether a process is what one thing does to a medicine: "it reduces its absorption"."""
    outcome = claim.statement.outcome
    return outcome is not None and WORDS["interaction"].search(outcome.name) is not None


def _is_how_it_works(claim: Claim, matches: Sequence[Match]) -> bool:
    """Say whether a promise is of a process that only rows on mechanisms speak of.

    "It improves blood flow" reads like a promise, and trials of what people feel do not measure it.
    """
    said = claim.statement
    if said.condition is not None or said.outcome is None or said.comparators:
        return False
    kinds = {
        m.row.kind for m in matches if m.intervention == "same" and m.outcome in _OF_THE_PROCESS
    }
    return "mechanism" in kinds and "efficacy" not in kinds

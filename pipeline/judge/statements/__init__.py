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


def judge_statement(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    """Judge a claim that gives no number, by its kind; the deciding finding first."""
    verified = [m for m in matches if m.row.verified]
    raised = judge_raised_risk(claim, verified) if claim.kind == "efficacy" else None
    return [raised or _JUDGES[claim.kind](claim, verified)]

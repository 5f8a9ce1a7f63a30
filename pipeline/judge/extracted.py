"""Stage 5: what a machine read in the abstracts of reviews, and how far it is believed.

Such a row never speaks against a claim, and of a claim that names no source it is only told: an
editor may want to read the review. Of 400 rows that were judged the numbers are right in 98 of
100, what they are of less often (`claims evaluate extraction`), so that they bear out what a text
says that a review found where the review's own row is on the very things that the text names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.judge.phrases import row_text
from pipeline.judge.statements.weighing import PROMISES, WORDS
from pipeline.records import Claim, Finding, Match

# Findings that say that the table holds no answer.
_SILENT: Final = frozenset({"UV001"})
_BORNE_OUT: Final = frozenset({"EF001"})


def may_bear_out(claim: Claim, match: Match) -> bool:
    """Say whether a row of the cited review, read by machine, is on what a claim names.

    That is on its very outcome: such rows are many, and one on cholesterol lies beside one on a
    sort of it. What a text compares with and was not read may be the other arm.
    """
    unread = not claim.statement.comparators and WORDS["compares"].search(claim.clean) is not None
    on_it = match.outcome == "same" and match.intervention != "unknown"
    return match.row.provenance == "extracted" and on_it and not unread


def says_so(
    claim: Claim, own: Sequence[Match], judge: Callable[[Claim, Sequence[Match]], list[Finding]]
) -> Finding | None:
    """Return that a cited review says what a claim says of it, by rows that a machine read.

    Args:
        claim: that gives no number.
        own: the review's rows.
        judge: says what a claim is told by rows that decide.

    Returns:
        None where no row is on the same treatment, condition and outcome, where two of them
        differ, or where they do not bear it out.
    """
    on_it = [
        match
        for match in own
        if match.row.provenance == "extracted"
        and match.intervention == match.condition == match.outcome == "same"
    ]
    # A number that was not understood is no statement in words.
    if claim.kind not in PROMISES or not on_it or len({match.row.stance for match in on_it}) > 1:
        return None
    believed = [replace(match, row=replace(match.row, verified=True)) for match in on_it]
    found = judge(claim, believed)[0]
    if found.code not in _BORNE_OUT:
        return None
    return replace(found, reason=f"{found.reason} Read by machine in the review's abstract.")


def with_lead(claim: Claim, found: Finding, matches: Sequence[Match]) -> Finding:
    """Add to a finding that nothing answers what a machine read on the very question."""
    if found.code not in _SILENT or claim.statement.intervention is None:
        return found
    said = claim.statement
    lead = next(
        (
            match.row
            for match in matches
            if match.row.provenance == "extracted"
            and match.intervention == "same"
            and (match.condition == "same" or (said.condition is None and match.outcome == "same"))
            and (match.outcome == "same" or said.outcome is None)
        ),
        None,
    )
    if lead is None:
        return found
    told = f"{found.reason} Read by machine and not checked, so that it decides nothing: "
    return replace(found, reason=f"{told}{row_text(lead)}.", row_ids=(*found.row_ids, lead.row_id))

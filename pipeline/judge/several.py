"""Stage 5: what a claim says of several treatments holds where it holds for each of them.

"Yoga, tai chi and acupuncture ease back pain" is read as a claim on the first. A row on that one
bears out a third of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.findings import finding
from pipeline.records import Claim, Concept, EvidenceRow, Finding, Match

# What stands between two things of a list. "Vitamin D plus calcium" is one thing.
_LISTING: Final = re.compile(
    r"\s*(?:,|/|;|,?\s(?:and|or|as well as)\b)\s*(?:(?:also|even|the|a|an)\s+)*", re.IGNORECASE
)


def judge_each(
    claim: Claim,
    said: list[Finding],
    table: EvidenceTable,
    *,
    relate: Callable[[Claim, EvidenceRow], Match],
    judge: Callable[[Claim, Sequence[Match]], list[Finding]],
) -> list[Finding]:
    """Support a claim on several treatments only where it is borne out for each.

    Args:
        claim: read as one on the first that it names.
        said: of it; what is no support stays as it is.
        table: the evidence in use.
        relate: says how a row relates to a claim.
        judge: says what a claim is told, by the rows retrieved for it.
    """
    if not said or said[0].verdict != "supported":
        return said
    told: list[Finding] = []
    for other in listed_beside(claim, table):
        asked = replace(claim, statement=replace(claim.statement, intervention=other))
        condition = claim.statement.condition
        sources = table.sources_about(
            other.concept_id, condition.concept_id if condition is not None else None
        )
        rows = [row for one in sources for row in table.rows_by_source.get(one.source_id, ())]
        found = judge(asked, [relate(asked, row) for row in rows])[0]
        if found.verdict != "supported":
            return [_of_one_only(said[0], other, found)]
        told.append(found)
    if not told:
        return said
    reason = "; ".join(dict.fromkeys(one.reason.removesuffix(".") for one in (said[0], *told)))
    rows_named = dict.fromkeys(row_id for one in (said[0], *told) for row_id in one.row_ids)
    return [replace(said[0], reason=f"{reason}.", row_ids=tuple(rows_named)), *said[1:]]


def listed_beside(claim: Claim, table: EvidenceTable) -> list[Concept]:
    """Return the other treatments of the list in which a claim names its own.

    Those that are a sort of it, or that it is a sort of, are no others.
    """
    own = claim.statement.intervention
    if own is None:
        return []
    named = [m for m in table.concepts.find(claim.clean) if m.kind == "intervention"]
    runs: list[list[Concept]] = []
    last = None
    for mention in named:
        concept = Concept(
            claim.clean[mention.start : mention.end],
            mention.concept_id,
            _name_of(mention.concept_id, table),
        )
        gap = None if last is None else _LISTING.fullmatch(claim.clean, last, mention.start)
        if gap is None:
            runs.append([])
        runs[-1].append(concept)
        last = mention.end
    of_own = next((run for run in runs if any(c.concept_id == own.concept_id for c in run)), [])
    others = {
        c.concept_id: c
        for c in of_own
        if table.concepts.relation(c.concept_id, own.concept_id) == "other"
    }
    return list(others.values())


def _name_of(concept_id: str, table: EvidenceTable) -> str:
    entry = table.concepts.entry(concept_id)
    return entry.name if entry is not None else concept_id


def _of_one_only(supported: Finding, other: Concept, found: Finding) -> Finding:
    return finding(
        "UV004",
        f"This is borne out for one of the treatments named, and not for {other.name}: "
        f"{found.reason} For the other: {supported.reason}",
        rows=dict.fromkeys([*found.row_ids, *supported.row_ids]),
        confidence=0.6,
    )

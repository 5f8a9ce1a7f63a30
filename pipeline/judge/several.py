"""Stage 5: what a claim says of several things holds where it holds for each of them.

"Yoga, tai chi and acupuncture ease back pain" is read as a claim on the first, "it causes nausea
and rashes" as one on nausea. A row on that one bears out a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.findings import finding
from pipeline.judge.statements.weighing import is_same_thing
from pipeline.records import Claim, Concept, ConceptKind, EvidenceRow, Finding, Match
from pipeline.resources import word_list

# What stands between two things of a list. "Vitamin D plus calcium" is one thing.
_LISTING: Final = re.compile(
    r"\s*(?:,|/|;|,?\s(?:and|or|as well as)\b|,\s(?:alongside|along with|besides|in addition to)\b)"
    r"\s*(?:(?:also|even|the|a|an|for|in)\s+)*",
    re.IGNORECASE,
)
# "It recommends it, alongside heat": the list begins with what "it" is.
_IT_TOO: Final = re.compile(
    r"\b(?:it|this|them|these),?\s(?:alongside|along with|as well as|besides|in addition to)"
    r"\s(?:(?:the|a|an)\s)?$",
    re.IGNORECASE,
)
# One that a claim begins with, and one between its treatment and the verb.
_BEFORE: Final = re.compile(
    r"^\W*(?:[Bb]oth |[Nn]either )?(?P<name>[A-Z]?[a-z][\w'’-]+(?: [a-z][\w'’-]+)?),?"
    r" (?:and|or|nor) $"
)
_BEHIND: Final = re.compile(
    r" (?:and|or|nor) (?P<name>[a-z][\w'’-]+(?: [a-z][\w'’-]+)?) "
    r"(?=(?:do|does|did|has|have|had|is|are|was|were|can|may|might|could|will|help|helps|work|works)\b)"
)
# Words that name no treatment, or that texts use for the one that they are about.
_FAMILIAR: Final = re.compile(
    rf"{word_list('fields')['familiar_subject']}|\b(?:it|they|he|she|we|you|i|this|that|these|those|"
    r"also|even|only|sometimes|often|safe|safety|rest|diet|time|food|sleep|water|lifestyle|others?|"
    r"things?|more|less|all|most|some|many|few|both|such|not)\b",
    re.IGNORECASE,
)


def judge_each(
    claim: Claim,
    said: list[Finding],
    table: EvidenceTable,
    *,
    relate: Callable[[Claim, EvidenceRow], Match],
    judge: Callable[[Claim, Sequence[Match]], list[Finding]],
) -> list[Finding]:
    """Support a claim on several things only where it is borne out for each.

    Args:
        claim: read as one on the first treatment, and the first outcome or harm, that it names.
        said: of it; what is no support stays as it is.
        table: the evidence in use.
        relate: says how a row relates to a claim.
        judge: says what a claim is told, by the rows retrieved for it.
    """
    if not said or said[0].verdict != "supported":
        return said
    stranger = _stranger_beside(claim, table)
    if stranger is not None:
        return [_of_one_only(said[0], stranger, "The table knows nothing of that name.")]
    told: list[Finding] = []
    for other, asked in _of_the_others(claim, table):
        found = judge(asked, [relate(asked, row) for row in _rows_on(asked, table)])[0]
        if found.verdict != "supported":
            return [_of_one_only(said[0], other.name, found.reason, found.row_ids)]
        told.append(found)
    if not told:
        return said
    reason = "; ".join(dict.fromkeys(one.reason.removesuffix(".") for one in (said[0], *told)))
    rows_named = dict.fromkeys(row_id for one in (said[0], *told) for row_id in one.row_ids)
    return [replace(said[0], reason=f"{reason}.", row_ids=tuple(rows_named)), *said[1:]]


def _of_the_others(claim: Claim, table: EvidenceTable) -> Iterator[tuple[Concept, Claim]]:
    """Yield the other treatments, outcomes, harms and people of a claim's lists, with its claim."""
    said = claim.statement
    for other in listed_beside(claim, said.intervention, {"intervention"}, table):
        yield other, replace(claim, statement=replace(said, intervention=other))
    for other in listed_beside(claim, said.outcome, {"outcome", "condition"}, table):
        yield other, replace(claim, statement=replace(said, outcome=other))
    for other in listed_beside(claim, said.population, {"population"}, table):
        yield other, replace(claim, statement=replace(said, population=other))


def _rows_on(claim: Claim, table: EvidenceTable) -> list[EvidenceRow]:
    treatment, condition = claim.statement.intervention, claim.statement.condition
    sources = table.sources_about(
        treatment.concept_id if treatment is not None else None,
        condition.concept_id if condition is not None else None,
    )
    return [row for one in sources for row in table.rows_by_source.get(one.source_id, ())]


def listed_beside(
    claim: Claim, own: Concept | None, kinds: Collection[ConceptKind], table: EvidenceTable
) -> list[Concept]:
    """Return what else stands in the list in which a claim names a thing.

    What is a sort of that thing, or what it is a sort of, is nothing else.

    Args:
        claim: with its words.
        own: the thing that the claim was read as one on.
        kinds: of concepts that such a list is of; of two that share their words the one
            that is named as `own` is, else the outcome.
        table: whose concepts these are.
    """
    if own is None:
        return []
    runs: list[list[Concept]] = []
    last = 0
    named = [m for m in table.concepts.find(claim.clean) if m.kind in kinds]
    named.sort(key=lambda m: (m.start, m.concept_id != own.concept_id, m.kind != "outcome"))
    for mention in named:
        if runs and mention.start < last:
            continue
        if not runs or not _LISTING.fullmatch(claim.clean, last, mention.start):
            goes_on = not runs and _IT_TOO.search(claim.clean, 0, mention.start)
            runs.append([own] if goes_on else [])
        text = claim.clean[mention.start : mention.end]
        runs[-1].append(Concept(text, mention.concept_id, _name_of(mention.concept_id, table)))
        last = mention.end
    of_own = next((run for run in runs if any(c.concept_id == own.concept_id for c in run)), [])
    others = {
        c.concept_id: c
        for c in of_own
        if table.concepts.relation(c.concept_id, own.concept_id) == "other"
        and not is_same_thing(c, own)
    }
    return list(others.values())


def _name_of(concept_id: str, table: EvidenceTable) -> str:
    entry = table.concepts.entry(concept_id)
    return entry.name if entry is not None else concept_id


def _stranger_beside(claim: Claim, table: EvidenceTable) -> str | None:
    """Return a name that no concept has in the list in which a claim names its treatment.

    "Lobeline and St John's wort do not help" is borne out for one of two. None where the words
    beside are no name: "rest and", "regular use of", or a part of the sentence before.
    """
    treatment = claim.statement.intervention
    place = -1 if treatment is None else claim.clean.find(treatment.text)
    if treatment is None or place < 0:
        return None
    before = _BEFORE.search(claim.clean[:place])
    behind = _BEHIND.match(claim.clean, place + len(treatment.text))
    for found in (before, behind):
        name = found["name"] if found is not None else ""
        if name and not _FAMILIAR.search(name) and not table.concepts.find(name, every_name=True):
            return name
    return None


def _of_one_only(supported: Finding, other: str, why: str, rows: Sequence[str] = ()) -> Finding:
    return finding(
        "UV004",
        f"This is borne out for one of the things that it names, and not for {other}: "
        f"{why} For the other: {supported.reason}",
        rows=dict.fromkeys([*rows, *supported.row_ids]),
        confidence=0.6,
    )

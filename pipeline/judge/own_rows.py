"""Stage 5: the rows of the very source that a text cites, as they answer what it is said to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.judge.groups import EVERYONE
from pipeline.records import Claim, EvidenceRow, Match, SourceKind

# One of them settles no question, but the one what it found.
_STUDIES: Final[frozenset[SourceKind]] = frozenset({"trial", "cohort", "study"})


def of_its_people(claim: Claim, rows: Sequence[EvidenceRow]) -> Sequence[EvidenceRow]:
    """Return the rows of a source on the people that a claim is about.

    Who names nobody means people in general, unless the source is of some people only.
    """
    said = claim.statement.population
    wanted = "" if said is None or said.concept_id in EVERYONE else said.concept_id
    named = [row.statement.population for row in rows]
    ids = ["" if p is None or p.concept_id in EVERYONE else p.concept_id for p in named]
    fitting = [row for row, its in zip(rows, ids, strict=True) if its == wanted]
    # Which of several groups is meant, nothing says.
    return fitting or (rows if len(set(ids)) == 1 else ())


def as_asked(
    claim: Claim, own: Sequence[Match], relate: Callable[[Claim, EvidenceRow], Match]
) -> tuple[Claim, list[Match]]:
    """Return a claim and its source's rows as the source itself would be asked.

    What a source studied is what a text means that cites it: a trial of vitamin D3 by "vitamin
    D", and the one condition in which it measured an outcome by a claim that names no other. One
    study speaks for itself: what it found settles what it is said to have found.
    """
    said = claim.statement
    measured = [m.row.statement.condition for m in own if m.outcome == "same"] or [
        m.row.statement.condition for m in own
    ]
    had = {condition.concept_id: condition for condition in measured if condition is not None}
    is_it = said.condition is not None and said.condition.concept_id in had
    if len(had) == 1 and None not in measured and not is_it and not _names_another(claim, own):
        claim = replace(claim, statement=replace(said, condition=next(iter(had.values()))))
        own = [relate(claim, match.row) for match in own]
    if all(match.intervention in {"narrower", "other"} for match in own):
        own = [
            replace(match, intervention="same") if match.intervention == "narrower" else match
            for match in own
        ]
    return claim, [_by_its_own_word(match) for match in own]


def _names_another(claim: Claim, own: Sequence[Match]) -> bool:
    """Say whether a claim names a condition itself that is none of its source's.

    A headache may be the migraine that a review is of; what the page is about need not be.
    """
    condition = claim.statement.condition
    if condition is None or condition.text.casefold() not in claim.clean.casefold():
        return False
    return all(match.condition not in {"same", "narrower", "wider"} for match in own)


def _by_its_own_word(match: Match) -> Match:
    """Let one study speak for itself: what it found settles what it is said to have found."""
    source = match.row.source
    if source.kind not in _STUDIES:
        return match
    return replace(match, row=replace(match.row, source=replace(source, kind="meta_analysis")))

"""Stage 5: which rows weigh most, and whom they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.judge.classes import ONLY_OF
from pipeline.judge.findings import finding
from pipeline.judge.groups import EVERYONE, PATIENTS
from pipeline.judge.phrases import row_text
from pipeline.normalise.forms import read_form
from pipeline.records import (
    Certainty,
    Claim,
    ClaimKind,
    Concept,
    EvidenceRow,
    Finding,
    Match,
    SourceKind,
)
from pipeline.resources import word_list

WORDS: Final = {
    entry["name"]: re.compile(entry["pattern"], re.IGNORECASE)
    for entry in word_list("judging")["word"]
}
# Sources that speak for all that is known at their time.
OVERVIEWS: Final[frozenset[SourceKind]] = frozenset(
    {"systematic_review", "meta_analysis", "guideline", "fact_sheet", "policy"}
)
# What is said around the name of a harm.
_RISK_OF: Final = re.compile(r"^(?:risk|rate) of | (?:risk|as a (?:harm|side effect))$")
# A trial on so many people is outweighed by an overview only: it found what small ones cannot.
_LARGE: Final = 2000
# Kinds that say how something came out.
PROMISES: Final[frozenset[ClaimKind]] = frozenset({"efficacy", "safety", "mechanism"})
# Outcomes that say that people get better, and no more.
_GENERAL: Final = frozenset({"X-IMPROVEMENT", "X-SYMPTOMS", "X-INCIDENCE", "X-CURE", "X-PAIN"})
_CERTAINTY_RANK: Final[dict[Certainty | None, int]] = {
    "high": 0, "moderate": 1, "low": 2, None: 3, "very_low": 4,
}  # fmt: skip
# Who is not ill, as people in general mostly are.
_HEALTHY: Final = frozenset({"D064368"})
# Forms that are another thing than what was swallowed in the trials.
_OWN_FORMS: Final = frozenset({"tea", "oil", "cream", "juice", "spray", "injection", "tincture"})


def ranked(matches: Iterable[Match]) -> list[Match]:
    """Sort rows by weight: overviews, the outcome as such, certainty, then the newest."""
    return sorted(
        matches,
        key=lambda m: (
            m.row.source.kind not in OVERVIEWS,
            not is_general(m.row.statement.outcome),
            not (m.row.primary or False),
            _CERTAINTY_RANK[m.row.certainty],
            -(m.row.source.year or 0),
            m.row.row_id,
        ),
    )


def is_weighty(row: EvidenceRow) -> bool:
    """Say whether a row can settle a question: an overview's, or a large trial's."""
    if row.source.kind in OVERVIEWS:
        return True
    return row.source.kind == "trial" and participants(row) >= _LARGE


def weightiest(matches: Sequence[Match]) -> list[Match]:
    """Return the overviews; where there are none, the large trials."""
    overviews = [m for m in matches if m.row.source.kind in OVERVIEWS]
    return overviews or [m for m in matches if is_weighty(m.row)]


def is_same_thing(one: Concept | None, other: Concept | None) -> bool:
    """Say whether two concepts are one thing under two ids.

    A harm is often a condition, too: nausea is one, and a risk of bleeding is of bleeding.
    """
    if one is None or other is None:
        return False
    return one.concept_id == other.concept_id or _plain(one.name) == _plain(other.name)


def _plain(name: str) -> str:
    return _RISK_OF.sub("", name.casefold()).removesuffix("s")


def is_general(outcome: Concept | None) -> bool:
    """Say whether an outcome only names getting better, not what got better."""
    return outcome is not None and outcome.concept_id in _GENERAL


def names_treatment(claim: Claim) -> bool:
    """Say whether a claim's own words name its treatment; else the context does."""
    return _is_in(claim, claim.statement.intervention)


def says_condition(claim: Claim) -> bool:
    """Say whether a claim's own words, or its cell's headers, name its condition."""
    return _is_in(claim, claim.statement.condition) or claim.cell is not None


def says_for_what(claim: Claim) -> bool:
    """Say whether a claim's own words name its condition or outcome; else the context does."""
    return any(_is_in(claim, one) for one in (claim.statement.condition, claim.statement.outcome))


def _is_in(claim: Claim, concept: Concept | None) -> bool:
    return concept is not None and concept.text.casefold() in claim.clean.casefold()


def is_about_them(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a row is about the people, animals and form of the claim.

    People in general are answered by a row that names nobody; teenagers, or a
    tea, only by a row that names them.
    """
    said, held = claim.statement, row.statement
    if said.species != held.species:
        return False
    form = read_form(held.form or "") or held.form
    if said.form in _OWN_FORMS and said.form != form and not _is_named_so(claim):
        return False
    if said.population is None:
        return True
    if held.population is not None:
        return held.population.concept_id == said.population.concept_id
    if said.population.concept_id in EVERYONE | PATIENTS | _HEALTHY | _of_everybody(claim):
        return True
    # "People with migraine" are those of a row on migraine.
    return said.condition is not None and said.population.text.casefold().endswith(
        said.condition.text.casefold()
    )


def _of_everybody(claim: Claim) -> frozenset[str]:
    """Return the people whom a claim's condition makes of all who have it: women of hot flushes."""
    named = (claim.statement.condition, claim.statement.outcome)
    return frozenset().union(*(ONLY_OF.get(c.concept_id, frozenset()) for c in named if c))


def _is_named_so(claim: Claim) -> bool:
    """Say whether the form is a part of the treatment's name: green tea, fish oil."""
    treatment, form = claim.statement.intervention, claim.statement.form
    return (
        treatment is not None and form is not None
        and form in f"{treatment.name} {treatment.text}".casefold().split()
    )  # fmt: skip


def participants(row: EvidenceRow) -> float:
    """Return how many people a row counts; 0 where it does not say."""
    return max((q.value or 0.0 for q in row.statement.of_role("participants")), default=0.0)


def silence(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Say that no row speaks of the claim."""
    statement = claim.statement
    what = statement.intervention.name if statement.intervention is not None else "this"
    wanted = statement.condition or statement.outcome
    where = f"helps {wanted.name}" if wanted is not None else "helps anything"
    if statement.condition is None and statement.outcome is not None:
        where = f"has an effect on {statement.outcome.name}"
    told = {
        "safety": f"this about the safety of {what}",
        "mechanism": f"whether {what} works in this way",
    }.get(claim.kind, f"whether {what} {where}")
    of_it = [m for m in matches if m.intervention == "same" and m.score > 0.0]
    near = next((m for m in of_it if m.outcome == "same"), None)
    near = near or next((m for m in of_it if m.row.kind == claim.kind), None)
    rows = [near.row.row_id] if near is not None else []
    beside = f" The nearest: {row_text(near.row)}." if near is not None else ""
    told = f"No checked row of the table says {told}.{beside}"
    return finding("UV001", told, rows=rows, confidence=0.7)


def listed(names: Sequence[str], most: int = 4) -> str:
    """List names, and say how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def row_ids(matches: Sequence[Match], most: int = 4) -> list[str]:
    """Return the ids of the first rows."""
    return [m.row.row_id for m in matches[:most]]

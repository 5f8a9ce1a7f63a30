"""A row of the reference table, its source, and how it was matched with a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.records.statement import ClaimKind, SourceKind, Statement

Held = Literal["bibliographic", "abstract", "summary_of_findings", "full_text"]
SourceStatus = Literal["current", "superseded", "withdrawn", "retracted", "corrected"]
Certainty = Literal["high", "moderate", "low", "very_low"]
Stance = Literal["affirms", "denies", "uncertain"]
# The row's concept is the same as the claim's, narrower (neck pain for pain),
# wider, another one, or one of the two does not say.
Relation = Literal["same", "narrower", "wider", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Source:
    """One publication, guideline, policy or registry of the evidence table.

    Attributes:
        year: of publication; None where we do not know it.
        year_earliest: no earlier than this, where `year` is None.
        registry_id: CD number, NCT number, NCD number.
        trial_names: that the trial or cohort goes by ("PREDIMED"); one that ends in "trial" or
            "study" is a name only with such a word.
        held: how much of it we hold, hence what its silence is worth.
        superseded_by: source id of the newer version, or "".
        design: study design in a few words, "randomised controlled trial".
        verified_how: where and how a person or a script checked it; "" if nobody did.
    """

    source_id: str
    kind: SourceKind
    title: str
    publisher: str = ""
    authors: str = ""
    journal: str = ""
    year: int | None = None
    year_earliest: int | None = None
    doi: str = ""
    pmid: str = ""
    registry_id: str = ""
    trial_names: tuple[str, ...] = ()
    version: int | None = None
    held: Held = "bibliographic"
    n_trials: int | None = None
    n_participants: int | None = None
    last_search: str = ""
    status: SourceStatus = "current"
    superseded_by: str = ""
    url: str = ""
    verified_on: str = ""
    verified_how: str = ""
    design: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One result of one source.

    Attributes:
        kind: which kind of claim it speaks to.
        stance: whether the source affirms the proposition of the row (it
            works, it is covered, it is safe), denies it, or is uncertain.
        primary: whether the outcome was primary; None where unknown.
        significant: whether the interval excludes no effect; None where unknown.
        sentence: rendered from the fields, never quoted.
        verified: an unverified row never decides, but for one thing: that a review which a
            text cites reports the number that the text gives.
    """

    row_id: str
    kind: ClaimKind
    source: Source
    statement: Statement
    stance: Stance
    sentence: str
    certainty: Certainty | None = None
    primary: bool | None = None
    significant: bool | None = None
    verified: bool = True
    provenance: Literal["curated", "extracted"] = "curated"
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A row retrieved for a claim.

    Attributes:
        score: 0..1, for ranking only.
        intervention, condition, outcome, comparator: how the row's concept
            relates to the claim's.
    """

    row: EvidenceRow
    score: float
    intervention: Relation = "unknown"
    condition: Relation = "unknown"
    outcome: Relation = "unknown"
    comparator: Relation = "unknown"

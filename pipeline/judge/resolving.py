"""Stage 5: a citation is resolved to the one source that it means, or to none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.indexes import size_name
from pipeline.evidence.records import Listing
from pipeline.evidence.table import EvidenceTable
from pipeline.judge.candidates import (
    Candidate,
    Field,
    Topic,
    find_candidates,
    kind_fit,
    publisher_fit,
)
from pipeline.records import CitedSource, Source, SourceKind

# Sorts of documents of which a journal has one on a topic in a year; of trials it may have two,
# as one journal had of omega-3 fatty acids and the heart in 2019.
_SORTS: Final[frozenset[SourceKind]] = frozenset({"systematic_review", "meta_analysis"})
# What a text may say of a paper beside the name of its trial.
_SAID: Final[tuple[Field, ...]] = (
    "authors",
    "journal",
    "kind",
    "year",
    "intervention",
    "participants",
)
# Of one body's reviews on a treatment hardly two have as many trials.
_TELLING: Final = 20


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation leads to.

    Attributes:
        source: the one source it means; None where none or several may be meant.
        candidates: what was compared, best first.
        likely: the only one of its journal and year on the topic, where that is all that is told.
            It may bear a claim out; what it does not say, another work may.
    """

    source: Source | None
    candidates: tuple[Candidate, ...] = ()
    likely: Source | None = None

    @property
    def best(self) -> Candidate | None:
        """The candidate that fits best."""
        return self.candidates[0] if self.candidates else None


def resolve(cited: CitedSource, *, topic: Topic, table: EvidenceTable) -> Resolution:
    """Find the one source of the table that a citation means.

    An identifier decides, or the name of a trial on the topic, or a size that hardly two works
    share. Else a journal together with a size and a year or the topic, or with a year, a sort of
    document and the topic; authors together with a year, a journal or a topic; or a publisher
    together with a sort of document, the topic and a year or a size. Where two fit equally well,
    none is chosen.
    """
    cited = as_document(cited)
    candidates = find_candidates(cited, topic=topic, table=table)
    for identifies in _WAYS:
        fitting = [c for c in candidates if identifies(c, cited, topic)]
        chosen = _only(fitting)
        if chosen is not None:
            rest = [c for c in candidates if c is not chosen]
            return Resolution(chosen.source, (chosen, *rest))
        if fitting:
            break
    else:
        alone = _alone_incomplete_listing(cited, topic, candidates, table)
        if alone is not None:
            rest = [c for c in candidates if c is not alone]
            return Resolution(alone.source, (alone, *rest))
    return Resolution(None, tuple(candidates), _likely(cited, candidates))


def as_document(cited: CitedSource) -> CitedSource:
    """Read "(Cochrane, 2022)" as a review: that body publishes nothing else on treatments."""
    if cited.publisher != "Cochrane" or cited.year is None:
        return cited
    if cited.kind not in {"organisation", "unspecified", "study"}:
        return cited
    return replace(cited, kind="systematic_review")


def _only(fitting: Sequence[Candidate]) -> Candidate | None:
    """Return the one that fits; of several the best, if it is clearly best."""
    if not fitting:
        return None
    best = max(fitting, key=lambda c: c.score)
    equal = [c for c in fitting if c.score == best.score]
    if len(equal) == 1:
        return best
    # Of two versions of one publication the current one is meant; of two records
    # of it, the one that says more.
    current = [c for c in equal if c.source.status == "current" and not c.source.superseded_by]
    same = {(c.source.registry_id, c.source.doi, c.source.title) for c in current}
    if len(current) == 1 or (current and len(same) == 1):
        return min(current, key=lambda c: (c.source.year is None, c.source.source_id))
    return None


def _by_identifier(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:  # noqa: ARG001  # one of six alike
    return candidate.has("identifier") and candidate.fit("version") != "differs"


def _by_trial(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:  # noqa: ARG001  # one of six alike
    """A trial goes by its name; where anything else is another, so may the trial or paper be.

    What it was tried for says the treatment: a trial measures more than that.
    """
    if not candidate.has("trial"):
        return False
    sized = candidate.has("participants") and size_name(None, cited.n_participants) != ""
    told = sized or candidate.has("authors", "year") or candidate.has("journal", "year")
    if told and _is_unopposed(candidate):
        return True
    same = not any(candidate.fit(name) == "differs" for name in _SAID)
    return same and (candidate.has("intervention") or candidate.fit("condition") != "differs")


def _by_size(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:  # noqa: ARG001  # one of six alike
    told = cited.n_trials is not None and size_name(cited.n_trials, cited.n_participants) != ""
    if not told or not candidate.has("trials", "participants"):
        return False
    return (candidate.has("publisher") or candidate.has("journal")) and _is_unopposed(candidate)


def _by_journal(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:  # noqa: ARG001  # one of six alike
    """A journal has no two works on as many people in a year or on a topic, nor two reviews."""
    if not candidate.has("journal") or not _is_unopposed(candidate):
        return False
    on_all = _is_its_topic(candidate) and candidate.fit("condition") in {"fits", "near"}
    if candidate.has("participants") and size_name(None, cited.n_participants) != "":
        return candidate.has("year") or (on_all and candidate.fit("year") != "differs")
    of_its_sort = cited.kind in _SORTS and candidate.fit("kind") in {"fits", "near"}
    exact = candidate.has("condition") or candidate.has("trials")
    return candidate.has("year") and of_its_sort and on_all and exact


def _likely(cited: CitedSource, candidates: Sequence[Candidate]) -> Source | None:
    """Return the only source on the treatment that a trial's name, or another mark, may mean."""
    fitting = [c for c in candidates if _is_unopposed(c) and _is_marked(c, cited)]
    return fitting[0].source if len(fitting) == 1 else None


def _is_marked(candidate: Candidate, cited: CitedSource) -> bool:
    """Say whether a source on the treatment has what few works share.

    That is a trial's name, a journal and a year, or a publisher and a number of trials, or the
    very condition where nothing else is told.
    """
    if not candidate.has("intervention"):
        return False
    if candidate.has("trial"):
        return True
    in_year = candidate.has("journal") and candidate.fit("year") in {"fits", "near"}
    if in_year and _is_its_topic(candidate):
        return True
    if not candidate.has("publisher") or candidate.fit("year") == "differs":
        return False
    if (cited.n_trials or 0) >= _TELLING and candidate.has("trials"):
        return True
    if cited.year is not None and _is_the_undated(candidate, cited):
        return True
    told = cited.year or cited.n_trials or cited.n_participants or cited.kind not in _SORTS
    return not told and candidate.has("condition") and candidate.source.status == "current"


def _is_the_undated(candidate: Candidate, cited: CitedSource) -> bool:
    """Say whether a body's review of a year may be one on this very topic whose year is unknown."""
    sized = {candidate.fit("trials"), candidate.fit("participants")}
    of_its_sort = cited.kind in _SORTS and candidate.fit("kind") in {"fits", "near"}
    undated = candidate.fit("year") == "unknown" and candidate.source.status == "current"
    return undated and of_its_sort and candidate.has("condition") and "differs" not in sized


def _is_its_topic(candidate: Candidate) -> bool:
    """Say whether a source is on the very treatment of a topic, and nothing in it on another."""
    other = {candidate.fit("condition"), candidate.fit("trials"), candidate.fit("participants")}
    return candidate.has("intervention") and "differs" not in other


def _is_unopposed(candidate: Candidate) -> bool:
    """Say whether neither the sort of document nor the authors or the trial are others."""
    return "differs" not in {candidate.fit(name) for name in ("kind", "authors", "trial")}


def _by_authors(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:
    others = {candidate.fit("journal"), candidate.fit("trial")}
    if not candidate.has("authors") or "differs" in others:
        return False
    if "differs" in {candidate.fit("intervention"), candidate.fit("condition")}:
        return False
    if candidate.has("year"):
        return True
    if cited.year is None:
        return candidate.on_topic(topic)
    # Another year: only a size or the journal says that it is the same work.
    sized = "fits" in {candidate.fit("trials"), candidate.fit("participants")}
    known = candidate.has("journal") or sized
    undated = candidate.fit("year") == "unknown" and candidate.has("publisher")
    return candidate.on_topic(topic) and (known or undated)


def _by_publisher(candidate: Candidate, cited: CitedSource, topic: Topic) -> bool:
    if candidate.fit("publisher") not in {"fits", "near"} or candidate.fit("kind") not in {
        "fits",
        "near",
    }:
        return False
    if candidate.fit("authors") == "differs" or not candidate.on_topic(topic):
        return False
    # A few trials on an illness are many reviews', a few on this treatment of it are not.
    telling = (cited.n_trials or 0) >= _TELLING or candidate.has("intervention")
    sized = (candidate.has("trials") and telling) or candidate.has("participants")
    return sized or (cited.year is not None and candidate.has("year"))


_WAYS: Final = (_by_identifier, _by_trial, _by_size, _by_journal, _by_authors, _by_publisher)


def _alone_incomplete_listing(
    cited: CitedSource, topic: Topic, candidates: Sequence[Candidate], table: EvidenceTable
) -> Candidate | None:
    """Return the only current review of a complete listing, where no year is named."""
    if cited.year is not None or cited.authors or cited.identifiers:
        return None
    if cited.n_trials is not None or cited.n_participants is not None:
        return None
    if complete_listing(cited, topic, table, year=None) is None:
        return None
    fitting = [
        c
        for c in candidates
        if c.fit("publisher") == "fits"
        and c.fit("kind") in {"fits", "near"}
        and c.on_topic(topic)
        and topic.condition is not None
        and c.source.status == "current"
    ]
    return fitting[0] if len(fitting) == 1 else None


# --- complete listings -----------------------------------------------------------------


def complete_listing(
    cited: CitedSource, topic: Topic, table: EvidenceTable, *, year: int | None
) -> Listing | None:
    """Return a complete listing that covers what the citation asks for."""
    for listing in table.listings:
        if not listing.complete or listing.as_of is None:
            continue
        if publisher_fit(cited.publisher, listing.publisher) != "fits":
            continue
        if kind_fit(cited.kind, listing.source_kind) not in {"fits", "near"}:
            continue
        covers = _covers(listing.interventions, topic.intervention, table)
        if not (covers and _covers(listing.conditions, topic.condition, table)):
            continue
        if year is None:
            return listing
        begun = listing.year_from is None or listing.year_from <= year
        if begun and dt.date(year, 12, 31) < listing.as_of:
            return listing
    return None


def _covers(listed: Sequence[str], asked: str | None, table: EvidenceTable) -> bool:
    """Say whether a listing's concepts hold the one asked for: the same or a wider one."""
    if not listed:
        return True
    relations = {table.concepts.relation(concept_id, asked) for concept_id in listed}
    return bool(relations & {"same", "wider"})

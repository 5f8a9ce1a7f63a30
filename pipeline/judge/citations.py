"""Stage 5: does the cited source exist, and are its details right?

A citation is resolved where an identifier, or authors, or a publisher with a
document, a topic and one more detail lead to one source of the table. Year and
topic alone lead nowhere. Only a listing that is declared complete for the
publisher, the sort of document, the topic and the whole year proves that a
publication does not exist.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from pipeline.citations import normal_doi
from pipeline.evidence.indexes import identifier_name
from pipeline.evidence.records import Listing
from pipeline.evidence.table import EvidenceTable
from pipeline.judge.candidates import (
    Candidate,
    Field,
    Topic,
    size_fit,
    version_cited,
)
from pipeline.judge.findings import finding
from pipeline.judge.resolving import Resolution, as_document, complete_listing, resolve
from pipeline.records import CitedSource, Comparison, Finding, Source, SourceKind

__all__ = ["Candidate", "Resolution", "Topic", "judge_citation", "judge_notices", "resolve"]

# Identifiers with what they are called, and the system that the table knows their shape by.
_REGISTRIES: Final = {
    "doi": ("DOI", "DOI"),
    "pmid": ("PMID", "PMID"),
    "pmc": ("PubMed Central id", "PMC"),
    "nct": ("trial id", "NCT"),
    "cochrane": ("Cochrane id", "Cochrane"),
    "ncd": ("National Coverage Determination", "NCD"),
    "isrctn": ("trial id", "ISRCTN"),
    "prospero": ("PROSPERO id", "PROSPERO"),
}
_KIND_WORDS: Final[dict[SourceKind, str]] = {
    "systematic_review": "review",
    "meta_analysis": "meta-analysis",
    "trial": "trial",
    "cohort": "cohort study",
    "survey": "survey",
    "guideline": "guideline",
    "policy": "policy",
    "registry": "registry",
    "fact_sheet": "fact sheet",
    "study": "study",
}
# Those in the trials found are hardly twice as many as those whose data were had.
_ALL_FOUND: Final = 1.5
# How many sources a reason names.
_NAMED: Final = 3


# --- judging --------------------------------------------------------------------------


def judge_citation(
    cited: CitedSource,
    *,
    topic: Topic,
    table: EvidenceTable,
    as_of: dt.date | None = None,
) -> list[Finding]:
    """Say whether a cited source exists and whether its details are right.

    Args:
        cited: as the text names it.
        topic: the intervention and condition of the claim, else of the article.
        table: the evidence in use.
        as_of: the article's date; a version that came out later supersedes nothing.

    Returns:
        At least one finding; the one that decides first.
    """
    broken = _broken_identifiers(cited, table)
    if cited.is_vague:
        return [*broken, _vague(cited)]
    cited = as_document(cited)
    resolution = resolve(cited, topic=topic, table=table)
    noticed = [*broken, *judge_notices(cited, resolution.source, table)]
    if resolution.source is not None and resolution.best is not None:
        return [*noticed, *_of_source(cited, resolution.best, table, as_of)]
    if broken:
        return noticed
    on_topic = [c for c in resolution.candidates if c.on_topic(topic)]
    earlier = _earlier_version(cited, topic, on_topic or resolution.candidates, table)
    if earlier is not None:
        return [*noticed, earlier]
    missing = _missing(cited, topic, on_topic, table)
    if missing is not None:
        return [*noticed, missing]
    likely = [c for c in resolution.candidates if c.source == resolution.likely]
    others = [c for c in resolution.candidates if c not in on_topic and _may_be_beyond(c, cited)]
    possible = likely or [*_possible(on_topic, cited, topic), *others]
    return [*noticed, _unresolved(cited, topic, on_topic, possible, table)]


def _broken_identifiers(cited: CitedSource, table: EvidenceTable) -> list[Finding]:
    found: list[Finding] = []
    for identifier, value in cited.identifiers:
        label, system = _REGISTRIES.get(identifier, ("", ""))
        shapes = table.categories(system)
        if not shapes or any(re.fullmatch(one.shape, value) for one in shapes):
            continue
        wanted = " ".join(one.note for one in shapes)
        found.append(
            finding(
                "CI012",
                f'"{value}" cannot be a {label}. {wanted}',
                comparison=Comparison("shape of the identifier", value, wanted.rstrip(".")),
                confidence=0.95,
            )
        )
    return found


def judge_notices(cited: CitedSource, source: Source | None, table: EvidenceTable) -> list[Finding]:
    """Say that a cited work was retracted, or that a list of such notices names it.

    Args:
        cited: as the text names it; its DOIs are looked up.
        source: what it was resolved to, or None; its DOI is looked up too.
        table: the evidence in use.
    """
    if source is not None and source.status in {"retracted", "withdrawn"}:
        # The row itself says what became of it, and needs no list.
        reason = f"{_name(source)} was {source.status}; nothing should rest on it."
        return [finding("CI007", reason, rows=_row_ids(source, table), confidence=0.95)]
    dois = [normal_doi(value) for system, value in cited.identifiers if system == "doi"]
    dois += [normal_doi(source.doi)] if source is not None and source.doi else []
    return [
        finding(
            "CI014",
            f"The cited work (doi:{doi}) is listed by {listing.publisher}{_as_of(listing)}. "
            f"{listing.note} Look the work up: what the notice says decides what it is worth.",
            comparison=Comparison("notices on the source", doi, f"listed by {listing.publisher}"),
            confidence=0.95,
        )
        for doi in dict.fromkeys(dois)
        for listing in table.notices_on(doi)
    ]


def _as_of(listing: Listing) -> str:
    return f" as of {listing.as_of.isoformat()}" if listing.as_of is not None else ""


def _vague(cited: CitedSource) -> Finding:
    said = f' It says only "{cited.text}".' if cited.text else ""
    year = " A year and a topic do not tell which study is meant." if cited.year else ""
    return finding(
        "CI008",
        f"The text leans on a source without naming one that could be looked up.{said}{year}",
        confidence=0.9,
    )


def _of_source(
    cited: CitedSource, candidate: Candidate, table: EvidenceTable, as_of: dt.date | None
) -> list[Finding]:
    source = candidate.source
    rows = _row_ids(source, table)
    found: list[Finding] = []
    wrong = _wrong_details(cited, candidate, table)
    if wrong:
        found.append(
            finding(
                "CI003",
                f"The source exists, but the {_and(wrong)} {'is' if len(wrong) == 1 else 'are'} "
                f"wrong: {_name(source)} has {_details(source)}; the text says "
                f"{_claimed_details(cited)}.",
                comparison=_comparison(cited, source, rows),
                rows=rows,
                confidence=0.9,
            )
        )
    newer = _newer(source, table, as_of)
    if newer is not None and source.status not in {"retracted", "withdrawn"}:
        found.append(finding("CI006", f"{_name(source)} was superseded{newer}.", rows=rows))
    if not wrong and source.status not in {"retracted", "withdrawn"}:
        found.append(_agrees(cited, candidate, rows))
    return found


def _agrees(cited: CitedSource, candidate: Candidate, rows: Sequence[str]) -> Finding:
    source = candidate.source
    agreed = [word for word, fit in _detail_fits(cited, candidate) if fit in {"fits", "near"}]
    checked = f" The {_and(agreed)} {'agrees' if len(agreed) == 1 else 'agree'}." if agreed else ""
    remark = ""
    if candidate.fit("year") == "near":
        remark = (
            f" The text says {cited.year} and our record {source.year}: online and in print, "
            "a year can pass."
        )
    corrected = " A correction was published; read it too." if source.status == "corrected" else ""
    return finding(
        "CI001",
        f"The cited source exists: {_name(source)}.{checked}{remark}{corrected}",
        comparison=_comparison(cited, source, rows),
        rows=rows,
        confidence=0.9 if agreed or candidate.has("identifier") else 0.75,
    )


def _detail_fits(cited: CitedSource, candidate: Candidate) -> list[tuple[str, str]]:
    source = candidate.source
    return [
        ("year", candidate.fit("year") if source.year is not None else "unknown"),
        ("number of trials", size_fit(cited.n_trials, source.n_trials)),
        ("number of participants", size_fit(cited.n_participants, source.n_participants)),
    ]


def _wrong_details(cited: CitedSource, candidate: Candidate, table: EvidenceTable) -> list[str]:
    """Name the details that differ; a size that one of its results has is that result's."""
    wrong = [word for word, fit in _detail_fits(cited, candidate) if fit == "differs"]
    counted = candidate.has("authors", "year", "trials") and _may_be_all_found(cited, candidate)
    if "number of participants" in wrong and counted:
        wrong.remove("number of participants")
    rows = table.rows_by_source.get(candidate.source.source_id, ()) if wrong else ()
    of_results = {(q.role, q.value) for row in rows for q in row.statement.quantities}
    sizes = {
        "number of trials": ("trials", cited.n_trials),
        "number of participants": ("participants", cited.n_participants),
    }
    return [word for word in wrong if sizes.get(word) not in of_results]


def _may_be_all_found(cited: CitedSource, candidate: Candidate) -> bool:
    """Say whether a count may be of all in the trials found, and ours of those with data."""
    said, held = cited.n_participants, candidate.source.n_participants
    return said is not None and held is not None and max(said, held) < _ALL_FOUND * min(said, held)


def _newer(source: Source, table: EvidenceTable, as_of: dt.date | None) -> str | None:
    """Return how a source was superseded, as words; None where it was not by then."""
    if source.status != "superseded" and not source.superseded_by:
        return None
    newer = table.sources.get(source.superseded_by)
    if newer is None:
        return " by a later version that the table does not hold"
    if as_of is not None and newer.year is not None and newer.year > as_of.year:
        return None
    return f" by {_name(newer)} ({_details(newer)}); what it says may differ"


# --- earlier versions ------------------------------------------------------------------


def _earlier_version(
    cited: CitedSource, topic: Topic, candidates: Sequence[Candidate], table: EvidenceTable
) -> Finding | None:
    """Recognise a version that a later one implies, and whose content is unknown."""
    named = version_cited(cited)
    for candidate in candidates:
        source = candidate.source
        if source.version is None or source.version < 2:
            continue
        rows = _row_ids(source, table)
        if named is not None and candidate.has("identifier"):
            if named[1] is not None and named[1] < source.version:
                return finding(
                    "CI006",
                    f"The text cites version {named[1]} of {_name(source)}; we hold version "
                    f"{source.version} ({_details(source)}). What the earlier one said is unknown "
                    "to us and may differ.",
                    comparison=_comparison(cited, source, rows),
                    rows=rows,
                )
            continue
        # A treatment alone is no topic: a body reviews it for many conditions.
        known = topic.condition is not None
        fits = known and candidate.fit("publisher") == "fits" and candidate.on_topic(topic)
        if fits and _could_be_implied(cited.year, source, table):
            return finding(
                "CI006",
                f"The text may mean an earlier version of {_name(source)}. We hold version "
                f"{source.version} ({_details(source)}), so earlier ones exist; what they said is "
                "unknown to us and may differ.",
                comparison=_comparison(cited, source, rows),
                rows=rows,
                confidence=0.6,
            )
    return None


def _could_be_implied(year: int | None, source: Source, table: EvidenceTable) -> bool:
    """Say whether a version that we lack may have come out in that year."""
    if year is None or source.version is None or source.year is None or year > source.year:
        return False
    held = {
        other.version or 1: other.year
        for other in table.sources_called([identifier_name(source.registry_id)])
        if other.registry_id and other.registry_id == source.registry_id
    }
    for version in range(1, source.version):
        if version in held:
            continue
        before = [held[v] for v in held if v < version]
        after = [held[v] for v in held if v > version]
        late_enough = all(known is None or known <= year for known in before)
        early_enough = all(known is None or year <= known for known in after)
        if late_enough and early_enough:
            return True
    return False


# --- what does not exist, and what is not known ------------------------------------------


def _missing(
    cited: CitedSource, topic: Topic, on_topic: Sequence[Candidate], table: EvidenceTable
) -> Finding | None:
    if cited.year is None or cited.kind in {"organisation", "unspecified", "study"}:
        return None
    listing = complete_listing(cited, topic, table, year=cited.year)
    if listing is None or listing.as_of is None:
        return None
    rivals = [c for c in on_topic if c.fit("publisher") == "fits" and c.fit("kind") != "differs"]
    # A source of that very year, or of a year we do not know, may be the one that is meant.
    if any(_may_be_of_that_year(c, topic) for c in rivals):
        return None
    publisher = listing.publisher or (cited.publisher or "")
    what = f"{publisher} {_KIND_WORDS.get(cited.kind, 'publication')}"
    scope = _scope(listing, table)
    reason = (
        f"There is no {what}{scope} of {cited.year}: our listing of these, complete up to "
        f"{listing.as_of.isoformat()}, has none."
    )
    comparison = Comparison("listing", _claimed_details(cited), f"no such {what}")
    rows: list[str] = []
    if rivals:
        # On this very topic is nearer than on a wider one; a current version is nearer
        # than one that nobody should cite.
        nearest = min(
            rivals, key=lambda c: (not _on_this_topic(c, topic), c.source.status != "current")
        )
        rows = _row_ids(nearest.source, table)
        reason += f" The nearest real one is {_name(nearest.source)}: {_details(nearest.source)}."
        comparison = _comparison(cited, nearest.source, rows, rule="listing")
    return finding("CI002", reason, comparison=comparison, rows=rows, confidence=0.9)


def _unresolved(
    cited: CitedSource,
    topic: Topic,
    on_topic: Sequence[Candidate],
    possible: Sequence[Candidate],
    table: EvidenceTable,
) -> Finding:
    if {system for system, _ in cited.identifiers} == {"ref"} and not cited.authors:
        number = cited.identifiers[0][1]
        return finding(
            "CI008",
            f"The text points to entry {number} of its own reference list, and no entry of that "
            "number could be read.",
            confidence=0.8,
        )
    if cited.kind in {"organisation", "unspecified"} and not _specific(cited):
        return _body_only(cited, on_topic, table)
    if possible:
        names = "; ".join(f"{_name(c.source)}, {_details(c.source)}" for c in possible[:_NAMED])
        rows = [row for c in possible[:_NAMED] for row in _row_ids(c.source, table)]
        told = "does not say which" if len(possible) > 1 else "is not enough to be sure"
        return finding(
            "CI013",
            f"The citation {told}. Of what the table holds, it may mean: {names}.",
            comparison=_comparison(cited, possible[0].source, rows),
            rows=rows,
            confidence=0.8,
        )
    return _not_held(cited, topic, on_topic, table)


def _possible(
    on_topic: Sequence[Candidate], cited: CitedSource, topic: Topic
) -> Sequence[Candidate]:
    """Return the sources on a topic that a citation may mean."""
    return [
        c
        for c in on_topic
        if _may_be(c, cited) and (cited.year is None or _may_be_of_that_year(c, topic))
    ]


def _may_be(candidate: Candidate, cited: CitedSource) -> bool:
    """Say whether nothing in the citation speaks against a source."""
    names: tuple[Field, ...] = (
        "trial",
        "publisher",
        "authors",
        "journal",
        "kind",
        "year",
        "trials",
        "participants",
    )
    if any(candidate.fit(name) == "differs" for name in names):
        return False
    # A journal and a topic are shared by many; of one year or one size, by few.
    details = {candidate.fit("trials"), candidate.fit("participants"), candidate.fit("year")}
    return (
        candidate.fit("publisher") in {"fits", "near"}
        or candidate.has("trial")
        or (candidate.has("journal") and bool(details & {"fits", "near"}))
        or bool(cited.authors and candidate.fit("authors") in {"fits", "near"})
    )


def _may_be_beyond(candidate: Candidate, cited: CitedSource) -> bool:
    """Say whether a source that is not on the topic as a whole may be meant all the same.

    That is one of the trial that is named, of the same authors, year and journal, or of the same
    authors and year on the same treatment.
    """
    if candidate.has("trial"):
        near = {candidate.fit("intervention"), candidate.fit("condition")}
        return bool(near & {"fits", "near"})
    treated = candidate.fit("intervention") in {"fits", "near"} or candidate.has("journal")
    same = candidate.has("authors", "year") and treated
    return same and _may_be(candidate, cited)


def _may_be_of_that_year(candidate: Candidate, topic: Topic) -> bool:
    """Say whether a source may have come out in the year that a citation names.

    Online and in print, a year can pass; of a body's documents we do not guess. Thousands of
    reviews are of no known year: only what is on this very topic may be meant, or has the size
    that is named, and none that has another size.
    """
    sizes = {candidate.fit("trials"), candidate.fit("participants")}
    year = candidate.fit("year")
    if year != "unknown" or "differs" in sizes:
        of_print = candidate.has("journal") or candidate.has("authors") or candidate.has("trial")
        return year == "fits" or (year == "near" and of_print)
    return "fits" in sizes or _on_this_topic(candidate, topic)


def _on_this_topic(candidate: Candidate, topic: Topic) -> bool:
    """Say whether all that a topic names is what a source is about, not a wider thing."""
    asked: list[tuple[Field, str | None]] = [
        ("intervention", topic.intervention),
        ("condition", topic.condition),
    ]
    return all(candidate.has(name) for name, given in asked if given is not None)


def _specific(cited: CitedSource) -> bool:
    return bool(cited.authors or cited.journal or cited.identifiers or cited.n_trials)


def _body_only(cited: CitedSource, on_topic: Sequence[Candidate], table: EvidenceTable) -> Finding:
    """Say that a body, with or without a year, is no document."""
    who = cited.publisher or cited.text
    held = [c for c in on_topic if c.fit("publisher") in {"fits", "near"}]
    near = ""
    rows: list[str] = []
    if held:
        names = "; ".join(f"{_name(c.source)}, {_details(c.source)}" for c in held[:_NAMED])
        rows = [row for c in held[:_NAMED] for row in _row_ids(c.source, table)]
        near = f" What the table holds of it on this topic: {names}."
    if cited.year is None:
        reason = f"The text names {who}, but no document that could be looked up.{near}"
        return finding("CI008", reason, rows=rows, confidence=0.85)
    reason = (
        f"The text names {who} and the year {cited.year}, but no document, and the table holds "
        f"none of that year on this topic.{near}"
    )
    same_year = [c for c in held if c.has("year")]
    if same_year:
        reason = (
            f"The text names {who} and the year {cited.year}, but no document.{near} Whether one "
            "of these is meant, it does not say."
        )
        return finding("CI013", reason, rows=rows, confidence=0.7)
    return finding("CI009", reason, rows=rows, confidence=0.85)


def _not_held(
    cited: CitedSource, topic: Topic, on_topic: Sequence[Candidate], table: EvidenceTable
) -> Finding:
    reason = f'The table holds no source that fits "{cited.text}".'
    listing = complete_listing(cited, topic, table, year=None)
    if listing is not None and listing.as_of is not None and cited.year is not None:
        reason += (
            f" Our listing of {listing.publisher} publications{_scope(listing, table)} ends on "
            f"{listing.as_of.isoformat()} and cannot speak for all of {cited.year}."
        )
    else:
        reason += " No complete listing covers it, so it may well exist."
    # Of thousands on a wider topic none is near; those that somebody read are few.
    close = [
        c
        for c in on_topic
        if (c.fit("publisher") == "fits" or c.has("authors"))
        and (c.source.verified_how or _on_this_topic(c, topic))
    ]
    rows: list[str] = []
    comparison = None
    if close:
        nearest = close[0].source
        rows = _row_ids(nearest, table)
        reason += f" The nearest one we hold is {_name(nearest)}: {_details(nearest)}."
        comparison = _comparison(cited, nearest, rows)
    return finding("CI009", reason, comparison=comparison, rows=rows, confidence=0.85)


# --- words ---------------------------------------------------------------------------------


def _row_ids(source: Source, table: EvidenceTable) -> list[str]:
    """Return the row to show for a source: its first verified one."""
    rows = table.rows_by_source.get(source.source_id, ())
    return [row.row_id for row in rows if row.verified][:1]


def _name(source: Source) -> str:
    who = source.publisher or source.authors
    what = f'"{source.title}"' if source.title else source.source_id
    number = f", {source.registry_id}" if source.registry_id else ""
    return f"{what} ({who}{number})" if who else what


def _details(source: Source) -> str:
    parts = [str(source.year) if source.year is not None else "year not known to us"]
    if source.n_trials is not None:
        parts.append(f"{source.n_trials:,} trials")
    if source.n_participants is not None:
        parts.append(f"{source.n_participants:,} participants")
    return ", ".join(parts)


def _claimed_details(cited: CitedSource) -> str:
    parts = [str(cited.year)] if cited.year is not None else []
    if cited.n_trials is not None:
        parts.append(f"{cited.n_trials:,} trials")
    if cited.n_participants is not None:
        parts.append(f"{cited.n_participants:,} participants")
    return ", ".join(parts) or cited.text


def _comparison(
    cited: CitedSource, source: Source, rows: Sequence[str], *, rule: str = "details of the source"
) -> Comparison:
    return Comparison(rule, _claimed_details(cited), _details(source), rows[0] if rows else None)


def _scope(listing: Listing, table: EvidenceTable) -> str:
    def names(ids: Sequence[str]) -> str:
        entries = [table.concepts.entry(concept_id) for concept_id in ids]
        return " or ".join(entry.name for entry in entries if entry is not None)

    what, whom = names(listing.interventions), names(listing.conditions)
    if what and whom:
        return f" on {what} for {whom}"
    return f" on {what or whom}" if what or whom else ""


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

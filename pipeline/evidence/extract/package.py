"""Abstracts become an evidence package in a folder.

The package stands alone and may also lie on top of the shipped one: where it
repeats a line of that one, the line names itself under `replaces`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pipeline.concepts import ConceptEntry
from pipeline.errors import ReportUnwritableError
from pipeline.evidence.columns import EXTRACTED_COLUMNS, EXTRACTED_FILE
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract, review_of
from pipeline.evidence.extract.found import Result, Tally
from pipeline.evidence.extract.identity import (
    Same,
    known_sources,
    merge_same,
    name_sources,
    source_known,
)
from pipeline.evidence.extract.kept_out import KEPT_OUT_COLUMNS, KEPT_OUT_FILE, kept_out_line
from pipeline.evidence.extract.mesh import lay_below
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.publications import COCHRANE, COCHRANE_JOURNAL, spelled
from pipeline.evidence.extract.results import extract_results
from pipeline.evidence.extract.reviews import included, last_search
from pipeline.evidence.extract.said import found_by_use
from pipeline.evidence.table import EvidenceTable
from pipeline.evidence.write import (
    DESCRIPTOR,
    cell,
    descriptor,
    source_line,
    write_lines,
    write_text,
)
from pipeline.records import Concept, Quantity, Source

# Only an overview counts trials, and has a search.
_OVERVIEWS: Final = frozenset({"systematic_review", "meta_analysis"})
_SEARCHES: Final = ("Search methods", "Methods")
_VERSION: Final = "extracted"
_LISTING: Final = "cochrane-abstracts"
# Columns that are no part of what a finding says.
_NOT_SAID: Final = frozenset({"row_id", "score", "note", "replaces"})
# Within one source of a few dozen findings two alike are one in some hundred million.
_ID_DIGITS: Final = 8


@dataclass(slots=True)
class Extraction:
    """What a run found.

    Attributes:
        n_reviews: publications read, of whatever kind.
        n_sources: lines of sources.csv; older versions are among them.
        n_rows: results that are kept.
        left_out: how many results and numbers that were met are not, by reason.
        merged: records that were one publication.
    """

    n_reviews: int = 0
    n_reviews_with_rows: int = 0
    n_sources: int = 0
    n_rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    merged: list[Same] = field(default_factory=list)


def extract_package(
    abstracts: Iterable[Abstract],
    out: Path,
    *,
    base: EvidenceTable,
    descriptors: Sequence[ConceptEntry] = (),
    versions: Iterable[str] = (),
) -> Extraction:
    """Read the results of abstracts and write a package into a folder.

    Args:
        abstracts: any order; the package is in order of source and row.
        out: made where it is not there; its files of the same names are replaced.
        base: the package whose concepts and sources are used where it has them.
        descriptors: further concepts to name things by.
        versions: DOIs of Cochrane reviews; of those whose review is among the
            abstracts, the versions that are not become sources without content.

    Raises:
        ReportUnwritableError: the folder cannot be written.
    """
    namer = Namer(lay_below(base.concepts.entries, descriptors))
    tally, done = Tally(), Extraction()
    publications, done.merged = merge_same(abstracts)
    sources: dict[str, Source] = {}
    rows: list[dict[str, str]] = []
    kept_out: list[dict[str, str]] = []
    for abstract in _in_order(publications, base):
        done.n_reviews += 1
        source = base.sources.get(abstract.source_id) or source_of(abstract)
        sources[abstract.source_id] = source
        found = extract_results(abstract, namer, tally)
        if source.n_trials == 1:
            # A review of one trial: every result is of that one.
            found = [r if r.n_trials else replace(r, n_trials=1) for r in found]
        done.n_reviews_with_rows += not all(result.why for result in found)
        for result in found:
            row = _row(abstract.source_id, result)
            if result.why:
                kept_out.append(kept_out_line(row, result))
            else:
                rows.append(row)
    done.n_rows = len(rows)
    done.left_out = tally.unread + Counter(line["why"] for line in kept_out)
    # By id, as every file of a package is.
    rows.sort(key=lambda row: row["row_id"])
    kept_out.sort(key=lambda line: line["row_id"])
    for source in _other_versions(versions, sources, base):
        sources[source.source_id] = source
    newer = _updates(publications)
    lines = _source_lines(sources, newer, base)
    done.n_sources = len(lines)
    write_lines(out, "sources", lines)
    write_lines(out, "concepts", _concept_lines(namer, base, rows))
    write_lines(out, "listings", _listings(lines, base))
    _write_parquet(out / EXTRACTED_FILE, EXTRACTED_COLUMNS, rows)
    _write_parquet(out / KEPT_OUT_FILE, KEPT_OUT_COLUMNS, kept_out)
    write_text(out / DESCRIPTOR, _descriptor())
    return done


def _in_order(publications: Sequence[Abstract], base: EvidenceTable) -> list[Abstract]:
    """Return the publications by source, named as the base names those that it has."""
    known = known_sources(base.sources.values())
    named = [
        publication
        if publication.review_id
        else replace(publication, name=source_known(publication, known) or publication.name)
        for publication in publications
    ]
    old = {p.name for p in named if p.name in base.sources}
    new = name_sources([p for p in named if p.name not in old], taken=base.sources)
    listed = [*new, *(p for p in named if p.name in old)]
    return sorted(listed, key=lambda p: (p.review_id or p.name, p.version))


def source_of(abstract: Abstract) -> Source:
    """Return the source that a publication is, with what its abstract says of it as a whole."""
    n_trials, n_participants, searched = None, None, ""
    if abstract.kind in _OVERVIEWS:
        n_trials, n_participants = included(abstract.paragraphs(MAIN_RESULTS))
        searched = last_search(abstract.paragraphs(*_SEARCHES))
    url = f"https://doi.org/{abstract.doi}" if abstract.doi else abstract.url
    if not url and abstract.pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{abstract.pmid}/"
    return Source(
        source_id=abstract.source_id,
        kind=abstract.kind,
        design=abstract.design,
        title=abstract.title or f"Cochrane review {abstract.review_id}",
        publisher=abstract.publisher,
        authors=spelled(abstract.authors),
        journal=abstract.journal,
        year=abstract.year,
        # A review is not published before its last search.
        year_earliest=int(searched[:4]) if searched and abstract.year is None else None,
        doi=abstract.doi,
        pmid=abstract.pmid,
        registry_id=abstract.review_id,
        version=abstract.version if abstract.review_id else None,
        # A notice that takes a review back is no abstract of it.
        held="abstract" if any(heading for heading, _ in abstract.sections) else "bibliographic",
        n_trials=n_trials,
        n_participants=n_participants,
        last_search=searched,
        status=abstract.status,
        url=url,
    )


def _other_versions(
    dois: Iterable[str], sources: Mapping[str, Source], base: EvidenceTable
) -> Iterator[Source]:
    """Yield the versions that are known to exist, and of which nothing else is known.

    A review keeps its subject, so such a version goes by the title of the one after it.
    """
    reviews = versions_of(sources.values())
    for doi in sorted(set(dois)):
        named = review_of(doi)
        if named is None or named[0] not in reviews:
            continue
        number, version = named
        versions = reviews[number]
        unread = Abstract(doi, number, version, "", (), publisher=COCHRANE)
        if version in versions or unread.source_id in base.sources:
            continue
        nearest = versions[min(versions, key=lambda v: (v < version, abs(v - version)))]
        yield source_of(replace(unread, title=nearest.title, journal=COCHRANE_JOURNAL))


def versions_of(sources: Iterable[Source]) -> dict[str, dict[int, Source]]:
    """Return the versions of every Cochrane review; of two records of one the last."""
    reviews: dict[str, dict[int, Source]] = {}
    for source in sources:
        if source.publisher == COCHRANE and source.registry_id and source.version is not None:
            reviews.setdefault(source.registry_id, {})[source.version] = source
    return reviews


def version_after(source: Source, reviews: Mapping[str, Mapping[int, Source]]) -> str:
    """Return the id of the next version of a review that is known; "" for the latest."""
    versions = reviews.get(source.registry_id, {})
    after = [v for v in versions if source.version is not None and v > source.version]
    return versions[min(after)].source_id if after else ""


def _updates(publications: Iterable[Abstract]) -> dict[str, str]:
    """Return the PMIDs of newer versions by those of older ones."""
    return {p.pmid: newer for p in publications if p.pmid for newer in p.updated_by[:1]}


def _source_lines(
    sources: Mapping[str, Source], newer: Mapping[str, str], base: EvidenceTable
) -> list[dict[str, str]]:
    """Tie the versions of a publication together; those of the base package come along."""
    reviews = versions_of((*base.sources.values(), *sources.values()))
    by_pmid = {source.pmid: source.source_id for source in sources.values() if source.pmid}
    wanted = dict(sources)
    for number in {source.registry_id for source in sources.values() if source.registry_id}:
        wanted |= {version.source_id: version for version in reviews.get(number, {}).values()}
    lines: dict[str, dict[str, str]] = {}
    for source_id, source in wanted.items():
        line = source_line(source)
        later = version_after(source, reviews) or by_pmid.get(newer.get(source.pmid, ""), "")
        if later and later != source_id and source.status == "current":
            line["status"], line["superseded_by"] = "superseded", later
        lines[source_id] = line
    for line in list(lines.values()):
        # What supersedes a review may be another one, which only the base package holds.
        newer_id = line["superseded_by"]
        if newer_id and newer_id not in lines and newer_id in base.sources:
            lines[newer_id] = source_line(base.sources[newer_id])
    for source_id, line in lines.items():
        line["replaces"] = source_id if source_id in base.sources else ""
    return [lines[source_id] for source_id in sorted(lines)]


def _concept_lines(
    namer: Namer, base: EvidenceTable, rows: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return the concepts that rows use, with all that are wider."""
    # Names that are clear to reviewers are not always to those who write for all.
    treated: dict[str, set[str]] = {}
    for row in rows:
        for concept_id in (row["intervention"], row["condition"]):
            treated.setdefault(concept_id, set()).add(row["source_id"])
    entries: dict[str, ConceptEntry] = {}
    wanted = sorted({concept_id for row in rows for concept_id in _concepts_of(row)})
    while wanted:
        concept_id = wanted.pop()
        entry = namer.made.get(concept_id) or namer.index.entry(concept_id)
        if entry is None or concept_id in entries:
            continue
        entries[concept_id] = entry
        wanted.extend(entry.parents)
    return [
        {
            "concept_id": concept_id,
            "kind": entry.kind,
            "name": entry.name,
            "parents": ";".join(entry.parents),
            "synonyms": ";".join(entry.synonyms),
            "better": entry.better if entry.kind == "outcome" else "",
            "scale_low": cell(entry.scale_low),
            "scale_high": cell(entry.scale_high),
            "found_by": _found_by(entry, namer, base, n_reviews=len(treated.get(concept_id, ()))),
            "replaces": concept_id if base.concepts.entry(concept_id) is not None else "",
        }
        for concept_id, entry in sorted(entries.items())
    ]


def _concepts_of(row: Mapping[str, str]) -> Iterator[str]:
    yield from (row[name] for name in ("intervention", "condition", "population", "outcome"))
    yield from row["comparator"].split(";")


def _listings(lines: Iterable[Mapping[str, str]], base: EvidenceTable) -> list[dict[str, str]]:
    """Say what is held of Cochrane's reviews; of nothing else is a listing known."""
    reviews = [line for line in lines if line["publisher"] == COCHRANE]
    if not reviews:
        return []
    searches = (line["last_search"] for line in reviews)
    days = [day for day in searches if len(day) == len("2020-01-31")]
    n_current = sum(line["status"] == "current" for line in reviews)
    return [
        {
            "listing_id": _LISTING,
            "publisher": COCHRANE,
            "source_kind": "systematic_review",
            "as_of": max(days, default=""),
            "complete": "false",
            "url": "https://www.cochranelibrary.com",
            "note": f"{len(reviews)} reviews and versions, {n_current} of them the latest known, "
            "on any topic. Its day is that of the latest search that an abstract names: what was "
            "published later is missing, and so is much of the year or two before, and most "
            "earlier versions.",
            "verified_how": "counted in the abstracts that were read; no full list was seen",
            "replaces": _LISTING if any(b.listing_id == _LISTING for b in base.listings) else "",
        }
    ]


def _found_by(entry: ConceptEntry, namer: Namer, base: EvidenceTable, *, n_reviews: int) -> str:
    """Say by which names a concept is found; "" for one of the base package, by all."""
    if base.concepts.entry(entry.concept_id) is not None:
        return ""
    # A phrase of a review names its rows, and is nothing that others speak of.
    if entry.concept_id in namer.made:
        return "nothing"
    return found_by_use(entry.found_by, n_reviews=n_reviews)


def _row(source_id: str, result: Result) -> dict[str, str]:
    """Make the line of one finding.

    Its id hashes what it says, so that an id that somebody judged or cited
    means the same finding for ever, whatever else the extractor learns to read.
    """
    quantity = result.quantity
    row = dict.fromkeys(EXTRACTED_COLUMNS, "")
    row |= {
        "source_id": source_id,
        "kind": result.kind,
        "intervention": result.intervention.concept_id,
        "condition": result.condition.concept_id if result.condition else "",
        "population": result.population.concept_id if result.population else "",
        "outcome": result.outcome.concept_id,
        "comparator": ";".join(c.concept_id for c in result.comparators),
        "intervention_said": _said(result.intervention),
        "comparator_said": _said(result.comparators[0]) if len(result.comparators) == 1 else "",
        "outcome_said": _said(result.outcome),
        "direction": result.direction,
        "stance": result.stance,
        "certainty": result.certainty or "",
        "significant": cell(result.significant),
        "primary": cell(result.primary),
        "n_trials": cell(result.n_trials),
        "n_participants": cell(result.n_participants),
        "timeframe": result.timeframe,
        "species": "human",
        "verified": "false",
        "score": f"{result.score:.2f}",
        "provenance": "extracted",
    }
    if quantity is not None:
        row |= {
            "measure": quantity.kind,
            "value": _as_written(quantity.value, quantity),
            "comparator_value": _as_written(result.comparator_value, quantity),
            "low": cell(quantity.low),
            "high": cell(quantity.high),
            "bound": quantity.bound if quantity.bound in {"ci95", "range"} else "",
            "unit": quantity.unit,
        }
    said = "\n".join(row[name] for name in EXTRACTED_COLUMNS if name not in _NOT_SAID)
    row["row_id"] = f"{source_id}-x{hashlib.sha256(said.encode()).hexdigest()[:_ID_DIGITS]}"
    return row


def _said(concept: Concept) -> str:
    """Return what the source calls a concept; "" where that is its name."""
    return "" if concept.text.lower() == concept.name.lower() else concept.text


def _as_written(number: float | None, quantity: Quantity) -> str:
    """Write a value with the decimals that it was printed with: 1.20 stays 1.20."""
    if number is None:
        return ""
    text = cell(number)
    step = cell(quantity.resolution) if 0 < quantity.resolution < 1 else ""
    decimals = len(step.partition(".")[2])
    return f"{number:.{decimals}f}" if decimals > len(text.partition(".")[2]) else text


def _write_parquet(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    # Half a second to import; only this command and a package with this file need it.
    import pyarrow as pa  # noqa: PLC0415 - a quarter second
    import pyarrow.parquet as pq  # noqa: PLC0415 - a quarter second

    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns})
    try:
        pq.write_table(
            table, path, compression="zstd", compression_level=12, write_statistics=False
        )
    except OSError as error:
        raise ReportUnwritableError(path=path, why=str(error)) from error


def _descriptor() -> str:
    return descriptor(
        "extracted-evidence",
        title="Results read from abstracts by machine",
        version=_VERSION,
        files=("sources", "concepts", "listings"),
    )

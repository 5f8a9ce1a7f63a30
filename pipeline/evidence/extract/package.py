"""Layer 5, extraction: abstracts become an evidence package in a folder.

The package stands alone and may also lie on top of the shipped one: where it
repeats a line of that one, the line names itself under `replaces`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.concepts import ConceptEntry
from pipeline.evidence.columns import COLUMNS, EXTRACTED_COLUMNS, EXTRACTED_FILE
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract
from pipeline.evidence.extract.found import Result, Tally
from pipeline.evidence.extract.mesh import lay_below
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.results import extract_results
from pipeline.evidence.extract.reviews import included, last_search
from pipeline.evidence.extract.said import found_by_use
from pipeline.evidence.extract.sureness import KEPT_FROM
from pipeline.evidence.table import EvidenceTable
from pipeline.records import Concept, Quantity, Source

_PUBLISHER: Final = "Cochrane"
_JOURNAL: Final = "Cochrane Database of Systematic Reviews"
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
        n_found: results met in the texts, kept or not.
        left_out: how many were not kept, by reason.
    """

    n_reviews: int = 0
    n_reviews_with_rows: int = 0
    n_found: int = 0
    n_rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def extract_package(
    abstracts: Iterable[Abstract],
    out: Path,
    *,
    base: EvidenceTable,
    descriptors: Sequence[ConceptEntry] = (),
) -> Extraction:
    """Read the results of abstracts and write a package into a folder.

    Args:
        abstracts: any order; the package is in order of source and row.
        out: made where it is not there; its files of the same names are replaced.
        base: the package whose concepts and sources are used where it has them.
        descriptors: further concepts to name things by.
    """
    namer = Namer(lay_below(base.concepts.entries, descriptors))
    tally, done = Tally(), Extraction()
    sources: dict[str, Source] = {}
    rows: list[dict[str, str]] = []
    for abstract in sorted(abstracts, key=lambda a: (a.review_id, a.version)):
        done.n_reviews += 1
        sources[abstract.source_id] = base.sources.get(abstract.source_id) or _source(abstract)
        found = extract_results(abstract, namer, tally)
        results = [result for result in found if result.score >= KEPT_FROM]
        tally.left_out["unsure"] += len(found) - len(results)
        done.n_reviews_with_rows += bool(results)
        rows.extend(_row(abstract.source_id, result) for result in results)
    done.n_found, done.n_rows, done.left_out = tally.n_found, len(rows), tally.left_out
    out.mkdir(parents=True, exist_ok=True)
    _write_csv(out, "sources", _source_lines(sources, base))
    _write_csv(out, "concepts", _concept_lines(namer, base, rows))
    _write_csv(out, "listings", [_listing(sources.values(), base)])
    _write_parquet(out / EXTRACTED_FILE, rows)
    (out / "datapackage.json").write_text(_datapackage(), encoding="utf-8", newline="")
    return done


def _source(abstract: Abstract) -> Source:
    n_trials, n_participants = included(abstract.paragraphs(MAIN_RESULTS))
    searched = last_search(abstract.paragraphs(*_SEARCHES))
    return Source(
        source_id=abstract.source_id,
        kind="systematic_review",
        title=abstract.title or f"Cochrane review {abstract.review_id}",
        publisher=_PUBLISHER,
        journal=_JOURNAL,
        # A review is not published before its last search.
        year_earliest=int(searched[:4]) if searched else None,
        doi=abstract.doi,
        registry_id=abstract.review_id,
        version=abstract.version,
        held="abstract" if abstract.sections else "bibliographic",
        n_trials=n_trials,
        n_participants=n_participants,
        last_search=searched,
        url=f"https://doi.org/{abstract.doi}" if abstract.doi else "",
    )


def _source_lines(sources: Mapping[str, Source], base: EvidenceTable) -> list[dict[str, str]]:
    """Tie the versions of a review together; those of the base package come along."""
    reviews: dict[str, dict[int, Source]] = {}
    for source in (*base.sources.values(), *sources.values()):
        if source.publisher == _PUBLISHER and source.registry_id and source.version is not None:
            reviews.setdefault(source.registry_id, {})[source.version] = source
    lines = []
    for review_id in sorted({s.registry_id for s in sources.values()}):
        versions = reviews.get(review_id, {})
        for version in sorted(versions):
            source = versions[version]
            newer = next((v for v in sorted(versions) if v > version), None)
            line = _source_line(source)
            if newer is not None and source.status == "current":
                line["status"], line["superseded_by"] = "superseded", versions[newer].source_id
            line["replaces"] = source.source_id if source.source_id in base.sources else ""
            lines.append(line)
    named = {line["source_id"] for line in lines}
    for line in lines:
        # What supersedes a review may be another one, which only the base package holds.
        newer_id = line["superseded_by"]
        if newer_id and newer_id not in named and newer_id in base.sources:
            named.add(newer_id)
            lines.append(_source_line(base.sources[newer_id]) | {"replaces": newer_id})
    return sorted(lines, key=lambda line: line["source_id"])


def _source_line(source: Source) -> dict[str, str]:
    return {name: _cell(getattr(source, name, "")) for name in _columns("sources")}


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
    wanted = list(namer.used)
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
            "scale_low": _cell(entry.scale_low),
            "scale_high": _cell(entry.scale_high),
            "found_by": _found_by(entry, namer, base, n_reviews=len(treated.get(concept_id, ()))),
            "replaces": concept_id if base.concepts.entry(concept_id) is not None else "",
        }
        for concept_id, entry in sorted(entries.items())
    ]


def _found_by(entry: ConceptEntry, namer: Namer, base: EvidenceTable, *, n_reviews: int) -> str:
    """Say by which names a concept is found; "" for one of the base package, by all."""
    if base.concepts.entry(entry.concept_id) is not None:
        return ""
    # A phrase of a review names its rows, and is nothing that others speak of.
    if entry.concept_id in namer.made:
        return "nothing"
    return found_by_use(entry.found_by, n_reviews=n_reviews)


def _listing(sources: Iterable[Source], base: EvidenceTable) -> dict[str, str]:
    days = [s.last_search for s in sources if len(s.last_search) == len("2020-01-31")]
    return {
        "listing_id": _LISTING,
        "publisher": _PUBLISHER,
        "source_kind": "systematic_review",
        "as_of": max(days, default=""),
        "complete": "false",
        "note": "Reviews whose abstracts were at hand; earlier and later versions may exist, "
        "and reviews published after the last search named here are missing.",
        "replaces": _LISTING if any(b.listing_id == _LISTING for b in base.listings) else "",
    }


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
        "significant": _cell(result.significant),
        "primary": _cell(result.primary),
        "n_trials": _cell(result.n_trials),
        "n_participants": _cell(result.n_participants),
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
            "low": _cell(quantity.low),
            "high": _cell(quantity.high),
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
    text = _cell(number)
    step = _cell(quantity.resolution) if 0 < quantity.resolution < 1 else ""
    decimals = len(step.partition(".")[2])
    return f"{number:.{decimals}f}" if decimals > len(text.partition(".")[2]) else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Never 1e-05: the readers of a table want plain digits.
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)


def _columns(name: str) -> tuple[str, ...]:
    needed, others = COLUMNS[name]
    return (*needed, *others)


def _write_csv(out: Path, name: str, lines: Sequence[Mapping[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _columns(name), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    (out / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_parquet(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    # Half a second to import; only this command and a package with this file need it.
    import pyarrow as pa  # noqa: PLC0415 - a quarter second
    import pyarrow.parquet as pq  # noqa: PLC0415 - a quarter second

    table = pa.table(
        {name: pa.array([row[name] for row in rows], pa.string()) for name in EXTRACTED_COLUMNS}
    )
    pq.write_table(table, path, compression="zstd", compression_level=12, write_statistics=False)


def _datapackage() -> str:
    package = {
        "name": "extracted-evidence",
        "version": _VERSION,
        "resources": [
            {"name": name, "path": f"{name}.csv"} for name in ("sources", "concepts", "listings")
        ],
    }
    return json.dumps(package, indent=2) + "\n"

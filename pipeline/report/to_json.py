"""Stage 6: a Result becomes the JSON that others build on.

The keys, their order and their meaning are those of `schema.py`. The same
Result gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from pipeline.records import (
    Article,
    CellAddress,
    Check,
    CitedSource,
    Comparison,
    Concept,
    Document,
    EvidenceRow,
    Finding,
    JudgedClaim,
    Locator,
    Muted,
    Notice,
    Page,
    Part,
    Quantity,
    Result,
    Statement,
    Trouble,
)
from pipeline.report.places import link_to
from pipeline.report.printed import source_link, writable

# Goes up when a key changes its meaning or goes; a new key leaves it as it is.
SCHEMA: Final = 1
NAME: Final = "health-claim-lint"

Thing = TypeVar("Thing")
Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def tool_version() -> str:
    """Return the version of the distribution; "0" where it is not installed."""
    # It costs `claims --help` 25 ms.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(NAME)
    except PackageNotFoundError:
        return "0"


def write(result: Result) -> str:
    """Write one JSON object, with a line break at its end."""
    text = json.dumps(as_json(result), ensure_ascii=False, indent=2, allow_nan=False)
    return writable(text) + "\n"


def as_json(result: Result) -> dict[str, Json]:
    """Return what `write` writes, as plain values in their fixed order."""
    return {
        "schema": SCHEMA,
        "tool": tool_as_json(result),
        "documents": [document_as_json(document) for document in result.documents],
        "errors": [trouble_as_json(trouble) for trouble in result.errors],
        "notices": [notice_as_json(notice) for notice in result.all_notices()],
    }


def tool_as_json(result: Result) -> dict[str, Json]:
    """Return what made a result: the tool, its evidence and its models."""
    return {
        "name": NAME,
        "version": tool_version(),
        "evidence": {"version": result.evidence_version, "rows": result.n_rows},
        "models": dict(sorted(result.models)),
    }


def document_as_json(document: Document) -> dict[str, Json]:
    """Return one article with its claims."""
    article, page = document.article, document.article.page
    return {
        "path": article.path,
        "sha256": article.sha256,
        "format": article.format,
        "title": article.title,
        "date": _or_null(article.date, dt.date.isoformat),
        "author": article.author,
        "published": _or_null(article.published, dt.date.isoformat),
        "modified": _or_null(article.modified, dt.date.isoformat),
        "canonical": article.canonical,
        "language": article.language,
        "url": page.url if page is not None else None,
        "final_url": page.final_url if page is not None else None,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds") if page is not None else None,
        "status": page.status if page is not None else None,
        "response": _or_null(page, _response),
        "parts": [_part(part) for part in article.parts],
        "missing_parts": list(article.missing),
        "is_whole": article.is_whole,
        "claims": [_judged(judged, article) for judged in document.claims],
        "muted": [_muted(muted, article) for muted in document.muted],
    }


def _part(part: Part) -> Json:
    page = part.page
    return {
        "start": part.start,
        "end": part.end,
        "url": page.url,
        "final_url": page.final_url,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds"),
        "status": page.status,
        "sha256": page.sha256,
        "response": _response(page),
    }


def _response(page: Page) -> Json:
    return {
        "redirects": list(page.redirects),
        "headers": [[name, value] for name, value in page.headers],
        "from_cache": page.from_cache,
        "robots_ignored": page.robots_ignored,
    }


def _muted(muted: Muted, article: Article) -> Json:
    # The claim has a reason of its own, which is another thing than the writer's.
    return {
        "muted_by": muted.why,
        "reason": muted.reason,
        "claim": _judged(muted.judged, article),
    }


def _judged(judged: JudgedClaim, article: Article) -> Json:
    claim, decisive = judged.claim, judged.decisive
    return {
        "id": claim.claim_id,
        "kind": claim.kind,
        "start": claim.start,
        "end": claim.end,
        "line": claim.line,
        "column": claim.column,
        "text": claim.text,
        "link": link_to(article, claim),
        "locator": [_locator(place) for place in article.locate(claim.start, claim.end)],
        "table_cell": _or_null(claim.cell, _cell),
        "registry_code": _or_null(claim.code, _registry_code),
        "statement": _statement(claim.statement, article),
        "verdict": decisive.verdict,
        "code": decisive.code,
        "reason": decisive.reason,
        "confidence": _number(decisive.confidence),
        "findings": [_finding(finding) for finding in judged.findings],
        "checks": [_check(check) for check in judged.checks],
        "evidence": [_row(row) for row in judged.evidence],
    }


def _or_null(thing: Thing | None, as_json: Callable[[Thing], Json]) -> Json:
    return None if thing is None else as_json(thing)


def _locator(locator: Locator) -> Json:
    return {
        "part": locator.part or None,
        "paragraph": locator.paragraph or None,
        "run": locator.run or None,
        "page": locator.page or None,
        "box": None if locator.box is None else [_number(side) for side in locator.box],
    }


def _cell(cell: CellAddress) -> Json:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "row_header": cell.row_header,
        "column_header": cell.column_header,
    }


def _registry_code(written: tuple[str, str]) -> Json:
    system, code = written
    return {"system": system, "code": code}


def _statement(statement: Statement, article: Article) -> Json:
    def quantity(of: Quantity) -> Json:
        return _quantity(of, article)

    comparators = [_concept(concept) for concept in statement.comparators]
    return {
        "intervention": _or_null(statement.intervention, _concept),
        "comparator": comparators[0] if comparators else None,
        "comparators": comparators,
        "taken_with": [_concept(concept) for concept in statement.taken_with],
        "condition": _or_null(statement.condition, _concept),
        "population": _or_null(statement.population, _concept),
        "outcome": _or_null(statement.outcome, _concept),
        "dose": _or_null(statement.dose, quantity),
        "form": statement.form,
        "route": statement.route,
        "species": statement.species,
        "timeframe": _or_null(statement.timeframe, quantity),
        "direction": statement.direction,
        "hedge": statement.hedge,
        "negated": statement.negated,
        "causal": statement.causal,
        "attribution": statement.attribution,
        "quantities": [quantity(each) for each in statement.quantities],
        "source": _or_null(statement.source, lambda source: _cited(source, article)),
    }


def _concept(concept: Concept) -> Json:
    return {"text": concept.text, "id": concept.concept_id, "name": concept.name}


def _quantity(quantity: Quantity, article: Article) -> Json:
    # The offsets count in the source, as normalise leaves them.
    return {
        "text": _slice(article, quantity.start, quantity.end, quantity.text),
        "start": quantity.start,
        "end": quantity.end,
        "value": _number(quantity.value),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "bound": quantity.bound,
        "unit": quantity.unit,
        "kind": quantity.kind,
        "role": quantity.role,
        "direction": quantity.direction,
        "per": _number(quantity.per),
    }


def _cited(source: CitedSource, article: Article) -> Json:
    identifiers: dict[str, str] = {}
    for system, identifier in sorted(source.identifiers):
        # No identifier holds a space, so several of one system stay apart.
        known = identifiers.get(system)
        identifiers[system] = identifier if known is None else f"{known} {identifier}"
    return {
        "text": _slice(article, source.start, source.end, source.text),
        "start": source.start,
        "end": source.end,
        "kind": source.kind,
        "publisher": source.publisher,
        "authors": list(source.authors),
        "journal": source.journal,
        "year": source.year,
        "trials": source.n_trials,
        "participants": source.n_participants,
        "identifiers": dict(identifiers),
        "links": list(source.links),
    }


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "reason": finding.reason,
        "confidence": _number(finding.confidence),
        "comparison": _or_null(finding.comparison, _comparison),
        "row_ids": list(finding.row_ids),
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "rule": comparison.rule,
        "claimed": comparison.claimed,
        "evidence": comparison.evidence,
        "row_id": comparison.row_id,
    }


def _check(check: Check) -> Json:
    return {"code": check.code, "passed": check.passed, "detail": check.detail}


def _row(row: EvidenceRow) -> Json:
    source, number = row.source, main_quantity(row)
    return {
        "row_id": row.row_id,
        "source_id": source.source_id,
        "title": source.title,
        "publisher": source.publisher or None,
        "year": source.year,
        "doi": source.doi or None,
        "url": source_link(source),
        "sentence": row.sentence,
        "value": _number(number.value) if number is not None else None,
        "low": _number(number.low) if number is not None else None,
        "high": _number(number.high) if number is not None else None,
        "unit": number.unit if number is not None else None,
        "status": source.status,
        "kind": row.kind,
        "stance": row.stance,
        "certainty": row.certainty,
        "verified": row.verified,
    }


def main_quantity(row: EvidenceRow) -> Quantity | None:
    """Return the number that a row is about: its effect, else its first; None without one."""
    statement = row.statement
    ranked = (
        *statement.of_role("effect"),
        *statement.of_role("intervention_arm"),
        *statement.of_role("prevalence"),
        *statement.quantities,
    )
    return ranked[0] if ranked else None


def trouble_as_json(trouble: Trouble) -> dict[str, Json]:
    """Return something that kept an input from being judged."""
    return {"path": trouble.path, "code": trouble.code, "message": trouble.message}


def notice_as_json(notice: Notice) -> dict[str, Json]:
    """Return what one notice is written as."""
    return {
        "path": notice.path,
        "line": notice.line or None,
        "code": notice.code,
        "message": notice.message,
    }


def _slice(article: Article, start: int, end: int, text: str) -> str:
    # What was read together with others (a change worked out from two cells)
    # has no place of its own and keeps the text it was given.
    return article.source[start:end] if 0 <= start < end <= len(article.source) else text


def _number(number: float | None) -> float | None:
    # 0.1 + 0.2 is no number anybody wrote; ten digits hold every one that somebody did.
    return None if number is None else float(f"{number:.10g}")

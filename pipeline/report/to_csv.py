"""Stage 6: a Result becomes a table for a spreadsheet, one row for each claim.

What was muted and what could not be read are rows as well, so that nothing is
lost: `muted by` is filled for the first, `verdict` says "not checked" for the
second. The form is that of RFC 4180, with a byte order mark, without which
Excel takes the bytes for those of another encoding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

from pipeline.records import Article, Claim, Document, JudgedClaim, Muted, MutedBy, Result, Trouble
from pipeline.report.places import has_lines, link_to, place
from pipeline.report.printed import evidence_name, harmless, source_link, writable

Column = Literal[
    "file",
    "place",
    "line",
    "column",
    "kind",
    "verdict",
    "code",
    "all codes",
    "words",
    "reason",
    "claimed",
    "evidence",
    "source is",
    "source title",
    "source year",
    "source link",
    "confidence",
    "muted by",
    "muted because",
    "final address",
    "fetched at",
    "status",
    "claim link",
]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
NOT_CHECKED: Final = "not checked"
MUTED_BY: Final[Mapping[MutedBy, str]] = {
    "silence": "the article",
    "baseline": "the baseline",
    "settings": "the settings",
}
_BOM: Final = "\ufeff"
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"; the wide
# forms are those of Japanese keyboards), behind quotes and what nobody sees. A
# program that parts cells at semicolons sees the beginning of one behind each.
_FORMULA: Final = re.compile(
    r"(^|;)([\s'\"“”‘’«»„`\u00ad\u200b-\u200f\u2060\ufeff]*)(?=[=+\-@＝＋－＠])"
)
# Excel takes 32,767 code units, and lets the rest run on into the row below.
LONGEST_CELL: Final = 32_000

_Row = Mapping[Column, str]


def write(result: Result) -> str:
    """Write a header and a row for each claim, each muted claim and each error."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _rows(result):
        table.writerow([cell(row.get(column, "")) for column in COLUMNS])
    return _BOM + written.getvalue()


def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, as one line.

    >>> cell(" =1+1")
    "'=1+1"
    """
    # Tabs and line breaks, which begin a formula too, are single spaces from here on.
    guarded = _FORMULA.sub(r"\1'\2", writable(harmless(text)))
    return guarded if len(guarded) <= LONGEST_CELL else guarded[: LONGEST_CELL - 1] + "…"


def _rows(result: Result) -> Iterator[_Row]:
    for document in result.documents:
        yield from _of_document(document)
    for trouble in result.errors:
        yield _of_trouble(trouble)


def _of_document(document: Document) -> Iterator[_Row]:
    article = document.article
    rows: list[tuple[Claim, _Row]] = [
        *((judged.claim, _of_claim(judged, article)) for judged in document.claims),
        *((muted.judged.claim, _of_muted(muted, article)) for muted in document.muted),
    ]
    # A claim that is muted in part stands twice: what counts before what does not.
    rows.sort(key=lambda row: (row[0].start, row[0].end))
    for _, row in rows:
        yield row


def _of_claim(judged: JudgedClaim, article: Article) -> dict[Column, str]:
    claim, decisive = judged.claim, judged.decisive
    compared = decisive.comparison
    in_lines = has_lines(article)
    row: dict[Column, str] = {
        "file": article.path,
        "place": place(article, claim),
        "line": str(claim.line) if in_lines else "",
        "column": str(claim.column) if in_lines else "",
        "kind": claim.kind,
        "verdict": decisive.verdict,
        "code": decisive.code,
        "all codes": " ".join(dict.fromkeys(finding.code for finding in judged.findings)),
        "words": claim.clean,
        "reason": decisive.reason,
        "claimed": compared.claimed if compared is not None else "",
        "evidence": compared.evidence if compared is not None else "",
        "confidence": f"{decisive.confidence:.2f}",
    }
    page = article.page_at(claim.start)
    if page is not None:
        row["final address"] = page.final_url
        row["fetched at"] = page.fetched_at.isoformat(sep=" ", timespec="seconds")
        row["status"] = str(page.status)
    row["claim link"] = link_to(article, claim) or ""
    rows = {each.row_id: each for each in judged.evidence}
    named = next((rows[row_id] for row_id in decisive.row_ids if row_id in rows), None)
    if named is not None:
        source = named.source
        nearest = evidence_name(decisive) == "Nearest"
        row["source is"] = "only the nearest" if nearest else "the evidence"
        row["source title"] = source.title
        row["source year"] = str(source.year) if source.year is not None else ""
        row["source link"] = source_link(source) or ""
    return row


def _of_muted(muted: Muted, article: Article) -> _Row:
    return {
        **_of_claim(muted.judged, article),
        "muted by": MUTED_BY[muted.why],
        "muted because": muted.reason,
    }


def _of_trouble(trouble: Trouble) -> _Row:
    return {
        "file": trouble.path,
        "verdict": NOT_CHECKED,
        "code": trouble.code,
        "reason": trouble.message,
    }

"""Stage 6: a Result becomes SARIF 2.1.0, for viewers of what linters found.

One result is one finding of a claim. What is supported passes ("pass", no
level); the rest fails with the severity of the finding. What was muted is there
with its suppression. A result in a document (Word, PDF) has a paragraph or a
page and no region: no viewer finds line 12 of the text that we extracted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import quote

from pipeline.codes import CODES
from pipeline.records import (
    Article,
    Claim,
    Document,
    Finding,
    Format,
    JudgedClaim,
    Muted,
    MutedBy,
    Result,
    Trouble,
)
from pipeline.report.places import NEWLINES, Lines, has_lines, link_to, place
from pipeline.report.printed import harmless, other_side, source_link, source_name, writable
from pipeline.report.to_json import NAME, Json, tool_version

SCHEMA_URI: Final = "https://json.schemastore.org/sarif-2.1.0.json"
# By this name code scanning knows the folder that relative paths start from.
ROOT: Final = "%SRCROOT%"
# Goes up when claim ids are made in another way.
FINGERPRINT: Final = "claimId/v1"
_MIME_TYPES: Final[Mapping[Format, str]] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_SUPPRESSED: Final[Mapping[MutedBy, tuple[str, str]]] = {
    "silence": ("inSource", "Silenced in the article"),
    "baseline": ("external", "Known to the baseline"),
    "settings": ("external", "Off in the settings"),
}


def write(result: Result) -> str:
    """Write one SARIF log with one run."""
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(result)]}
    text = json.dumps(log, ensure_ascii=False, indent=2, allow_nan=False)
    return writable(text) + "\n"


def _run(result: Result) -> Json:
    codes = sorted(
        {
            finding.code
            for document in result.documents
            for judged in (*document.claims, *(muted.judged for muted in document.muted))
            for finding in judged.findings
        },
        key=list(CODES).index,
    )
    indexes = {code: index for index, code in enumerate(codes)}
    errors = sorted({trouble.code for trouble in result.errors})
    return {
        "tool": {
            "driver": {
                "name": NAME,
                "version": tool_version(),
                "rules": [_rule(code) for code in codes],
                "notifications": [{"id": code} for code in errors],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not result.errors,
                "toolExecutionNotifications": [
                    _notification(trouble, errors) for trouble in result.errors
                ],
            }
        ],
        "originalUriBaseIds": {
            ROOT: {"description": _message("The folder in which the articles were checked.")}
        },
        "artifacts": [_artifact(document.article) for document in result.documents],
        "results": [
            found
            for index, document in enumerate(result.documents)
            for found in _results(document, index, indexes)
        ],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": list(NEWLINES),
        "properties": {
            "evidenceVersion": result.evidence_version,
            "evidenceRows": result.n_rows,
            "models": dict(sorted(result.models)),
        },
    }


def _rule(code: str) -> Json:
    known = CODES[code]
    passes = known.verdict == "supported"
    meaning = f"{known.meaning} Example: {known.example}"
    return {
        "id": code,
        "name": _name(known.title),
        "shortDescription": _message(f"{known.title[:1].upper()}{known.title[1:]}."),
        "fullDescription": _message(known.meaning),
        "help": _message(meaning if passes else f"{meaning} What to do: {known.remedy}"),
        "defaultConfiguration": {"level": "none" if passes else known.severity},
        "properties": {"tags": [known.verdict]},
    }


def _name(title: str) -> str:
    """Name a rule as viewers want it: one word of several, each with a capital."""
    words = "".join(c if c.isalnum() else " " for c in title.replace("'", "")).split()
    return "".join(word.capitalize() for word in words if word.lower() not in {"a", "an", "the"})


def _artifact(article: Article) -> Json:
    artifact: dict[str, Json] = {
        "location": _artifact_location(article.path),
        "hashes": {"sha-256": article.sha256},
    }
    if article.format in _MIME_TYPES:
        artifact["mimeType"] = _MIME_TYPES[article.format]
    page = article.page
    if page is not None:
        artifact["properties"] = {
            "finalUrl": page.final_url,
            "fetchedAt": page.fetched_at.isoformat(timespec="seconds"),
            "status": page.status,
            "fromCache": page.from_cache,
            "robotsIgnored": page.robots_ignored,
        }
    return artifact


def _artifact_location(path: str) -> dict[str, Json]:
    if path == "-":
        return {"uri": "stdin", "description": _message("Standard input.")}
    if path.startswith(("http://", "https://")):
        return {"uri": _quoted(path, safe="/:?#[]@!$&'()*+,;=%")}
    # `C:\drafts` is absolute, on whatever machine this runs.
    windows = PureWindowsPath(path)
    if PurePosixPath(path).is_absolute() or (windows.is_absolute() and windows.drive):
        return {"uri": _file_uri(windows.as_posix() if windows.drive else path)}
    # Above the root there is no root.
    steps = path.split("/")
    based = {} if ".." in steps else {"uriBaseId": ROOT}
    return {"uri": _quoted("/".join(step for step in steps if step != ".")), **based}


def _file_uri(path: str) -> str:
    return f"file:///{_quoted(path.lstrip('/'), safe='/:')}"


def _quoted(path: str, *, safe: str = "/") -> str:
    # Bytes of a file name that are no UTF-8 become what they were.
    return quote(path.encode("utf-8", "surrogateescape"), safe=safe)


def _results(document: Document, index: int, rules: Mapping[str, int]) -> Iterator[Json]:
    lines = Lines(document.article.source)
    judged: Iterable[tuple[JudgedClaim, Muted | None]] = [
        *((claim, None) for claim in document.claims),
        *((muted.judged, muted) for muted in document.muted),
    ]
    for claim, muted in sorted(judged, key=lambda pair: (pair[0].claim.start, pair[0].claim.end)):
        for finding in claim.findings:
            yield _result(
                claim,
                finding,
                muted=muted,
                rule=rules[finding.code],
                link=link_to(document.article, claim.claim),
                location=_location(document.article, claim.claim, index, lines),
                where="" if has_lines(document.article) else place(document.article, claim.claim),
            )


def _result(
    judged: JudgedClaim,
    finding: Finding,
    *,
    muted: Muted | None,
    rule: int,
    link: str | None,
    location: Json,
    where: str,
) -> Json:
    passes = finding.verdict == "supported"
    claim = judged.claim
    found: dict[str, Json] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "kind": "pass" if passes else "fail",
        "level": "none" if passes else finding.severity,
        "message": _message(_told(judged, finding, where)),
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: claim.claim_id},
        "properties": {
            "claimKind": claim.kind,
            "verdict": finding.verdict,
            "decides": finding is judged.decisive,
            "confidence": round(finding.confidence, 4),
            "rows": list(finding.row_ids),
            **({"link": link} if link is not None else {}),
        },
    }
    if muted is not None:
        kind, why = _SUPPRESSED[muted.why]
        because = f"{why}: {harmless(muted.reason)}" if muted.reason else f"{why}."
        found["suppressions"] = [{"kind": kind, "status": "accepted", "justification": because}]
    return found


def _told(judged: JudgedClaim, finding: Finding, where: str) -> str:
    said = [f"In {where}:"] if where else []
    said.append(finding.reason)
    compared = finding.comparison
    if compared is not None:
        said.append(f"Article: {compared.claimed or 'no number'}.")
        said.append(f"{other_side(finding)}: {compared.evidence or 'no number'}.")
    rows = {row.row_id: row for row in judged.evidence}
    source = next((rows[name].source for name in finding.row_ids if name in rows), None)
    if source is not None:
        link = source_link(source)
        said.append(f"Source: {source_name(source)}{f', {link}' if link else ''}")
    return " ".join(map(harmless, said))


def _location(article: Article, claim: Claim, index: int, lines: Lines) -> Json:
    physical: dict[str, Json] = {
        "artifactLocation": {**_artifact_location(article.path), "index": index}
    }
    if not has_lines(article):
        named = place(article, claim)
        logical = {"name": named, "fullyQualifiedName": named, "kind": "element"}
        return {"physicalLocation": physical, "logicalLocations": [logical]}
    start_line, start_column = lines.place(claim.start)
    end_line, end_column = lines.end(claim.end)
    physical["region"] = {
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": claim.start,
        "charLength": claim.end - claim.start,
        "snippet": {"text": claim.text},
    }
    return {"physicalLocation": physical}


def _notification(trouble: Trouble, codes: list[str]) -> Json:
    told: dict[str, Json] = {
        "descriptor": {"id": trouble.code, "index": codes.index(trouble.code)},
        "level": "error",
        "message": _message(harmless(trouble.message)),
    }
    if trouble.path:
        location = {"artifactLocation": _artifact_location(trouble.path)}
        told["locations"] = [{"physicalLocation": location}]
    return told


def _message(text: str) -> dict[str, Json]:
    """Return text that a viewer shows as it is: no placeholder in it, and no link."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}

"""Stage 6: a Result becomes workflow commands, which GitHub shows at the lines of a change.

What is supported is left out: an annotation says that something is to be done.
GitHub shows ten of a kind for each step, so the worst come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.codes import CODES
from pipeline.records import Article, Document, Finding, JudgedClaim, Result, Severity
from pipeline.report.places import Lines, has_lines, place
from pipeline.report.printed import (
    counted,
    harmless,
    other_side,
    quoted,
    shorten_middle,
    worst_first,
    writable,
)

_COMMANDS: Final[Mapping[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "note": "notice",
}
_RANKS: Final = tuple(_COMMANDS)
# Enough to know the words again; the line itself stands above the annotation.
_CLAIM_LENGTH: Final = 120
# GitHub cuts a message at 64 KB and shows a few lines of it.
_REASON_LENGTH: Final = 2_000


def write(result: Result) -> str:
    """Write a command for each error and each claim that is not supported, and a count."""
    commands = [
        _command("error", trouble.message, title=trouble.code, file=trouble.path)
        for trouble in result.errors
    ]
    found = [each for document in result.documents for each in _of_document(document)]
    # The sort keeps the order of articles and lines within a severity.
    found.sort(key=lambda ranked: ranked[0])
    commands += [command for _, command in found]
    claims, articles = len(result.claims()), len(result.documents)
    counts = f"{counted(claims, 'claim')} checked in {counted(articles, 'article')}."
    return "".join(f"{line}\n" for line in (*commands, counts))


def _of_document(document: Document) -> Iterator[tuple[int, str]]:
    lines = Lines(document.article.source)
    for judged in worst_first(document.claims):
        if judged.decisive.verdict != "supported":
            severity = judged.decisive.severity
            yield _RANKS.index(severity), _annotation(judged, document.article, lines)


def _annotation(judged: JudgedClaim, article: Article, lines: Lines) -> str:
    claim, decisive = judged.claim, judged.decisive
    title = f"{decisive.code} {CODES[decisive.code].title}"
    message = f"{quoted(claim, _CLAIM_LENGTH)}\n{_told(decisive)}"
    if not has_lines(article):
        message = f"In {place(article, claim)}: {message}"
        return _command(_COMMANDS[decisive.severity], message, title=title, file=article.path)
    end_line, end_column = lines.end(claim.end)
    # GitHub's runner drops columns that are not of one line, and complains.
    in_one_line = end_line == claim.line
    return _command(
        _COMMANDS[decisive.severity],
        message,
        title=title,
        file=article.path,
        line=claim.line,
        end_line=end_line,
        col=claim.column if in_one_line else None,
        end_column=end_column if in_one_line else None,
    )


def _told(finding: Finding) -> str:
    said = [shorten_middle(harmless(finding.reason), _REASON_LENGTH)]
    compared = finding.comparison
    if compared is not None:
        said.append(f"Article: {harmless(compared.claimed) or 'no number'}")
        said.append(f"{other_side(finding)}: {harmless(compared.evidence) or 'no number'}")
    said.append(f"What to do: {CODES[finding.code].remedy}")
    return "\n".join(said)


def _command(
    name: str,
    message: str,
    *,
    title: str,
    file: str,
    line: int | None = None,
    end_line: int | None = None,
    col: int | None = None,
    end_column: int | None = None,
) -> str:
    known = {
        "file": file if _is_file(file) else "",
        "line": line,
        "endLine": end_line,
        "col": col,
        "endColumn": end_column,
        "title": title,
    }
    if file != "-" and not known["file"]:
        message = f"{file}: {message}"
    properties = ",".join(f"{key}={_property(str(is_))}" for key, is_ in known.items() if is_)
    return f"::{name} {properties}::{_data(message)}"


def _is_file(path: str) -> bool:
    # Neither standard input nor a page is a file of the checkout.
    return path != "-" and not path.startswith(("http://", "https://"))


def _data(text: str) -> str:
    """Escape a message as GitHub's runner reads it back."""
    return writable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property likewise; there, colons and commas part one from the next."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")

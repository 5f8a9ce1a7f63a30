"""Stage 6: what the writers for readers share: signs, order, shortened and harmless text."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, get_args
from urllib.parse import quote, urlsplit

from pipeline.records import (
    Check,
    Claim,
    Finding,
    JudgedClaim,
    Muted,
    MutedBy,
    Severity,
    Source,
    VerdictName,
)

# Worst first; the order of every list of findings. A verdict is never told by
# colour alone, so each has a sign of its own.
SIGNS: Final[Mapping[VerdictName, str]] = {
    "unsupported": "✗",
    "unverifiable": "?",
    "supported": "✓",
}
VERDICTS: Final[tuple[VerdictName, ...]] = tuple(SIGNS)
if set(VERDICTS) != set(get_args(VerdictName)):
    raise RuntimeError("every verdict needs a sign")

# Worst first. A verdict stands for the severity that it has by itself.
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
_BY_ITSELF: Final[Mapping[VerdictName, Severity]] = dict(zip(VERDICTS, SEVERITIES, strict=True))

# Where what was put aside stands now, by what put it there.
ASIDE: Final[Mapping[MutedBy, str]] = {
    "silence": "silenced in the text",
    "settings": "off in the settings",
    "baseline": "known to the baseline",
}

NOTHING: Final = "Nothing in this article is a claim that could be checked."


def put_aside(muted: Iterable[Muted]) -> str:
    """Count what was put aside, by why it was; "" where nothing was."""
    counts = Counter(each.why for each in muted)
    return ", ".join(f"{counts[why]:,} {words}" for why, words in ASIDE.items() if counts[why])


def nothing_left(muted: Iterable[Muted]) -> str:
    """Say why an article has nothing to tell of."""
    aside = put_aside(muted)
    return f"Nothing is left to tell: {aside}." if aside else NOTHING


# They turn the reading order of everything after them, so that an article could
# make a report say what it does not.
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ELLIPSIS: Final = "…"


def worst_first(claims: Iterable[JudgedClaim]) -> list[JudgedClaim]:
    """Sort claims by verdict, worst first, then by their place in the article."""
    return sorted(
        claims,
        key=lambda judged: (
            VERDICTS.index(judged.decisive.verdict),
            judged.claim.start,
            judged.claim.end,
            judged.claim.claim_id,
        ),
    )


def fails(judged: JudgedClaim, fail_on: VerdictName) -> bool:
    """Say whether a claim makes a run exit 1.

    It does where the finding that decides is as severe as `fail_on` is by
    itself, and wherever one of its findings is an error. With severities as they
    are by themselves that is: where its verdict is `fail_on` or a worse one.
    """
    limit = SEVERITIES.index(_BY_ITSELF[fail_on])
    is_severe = SEVERITIES.index(judged.decisive.severity) <= limit
    return is_severe or any(finding.severity == "error" for finding in judged.findings)


def count_verdicts(claims: Iterable[JudgedClaim]) -> dict[VerdictName, int]:
    """Count claims by verdict, worst first; a verdict nothing has counts 0."""
    counts = dict.fromkeys(VERDICTS, 0)
    for judged in claims:
        counts[judged.decisive.verdict] += 1
    return counts


def counted(number: int, noun: str) -> str:
    """Put a number before its noun: "1 claim", "1,204 claims".

    >>> counted(1204, "claim")
    '1,204 claims'
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def other_side(finding: Finding) -> str:
    """Name what a claimed number was compared with.

    Arithmetic is worked out from the article's own numbers; calling that
    evidence would say that somebody measured it.
    """
    return "Worked out" if finding.code.startswith("AR") else "Evidence"


def evidence_name(finding: Finding) -> str:
    """Name the rows of a finding: what it rests on, or only what came nearest."""
    return "Nearest" if is_only_near(finding.code) else "Source"


def is_only_near(code: str) -> bool:
    """Say whether the rows of such a finding are those that came nearest, and decided nothing.

    Where nothing answers the question, a row that is shown must not look like an answer.
    """
    return code.startswith("UV") or code in {"CI002", "CI009"}


def further_checks(judged: JudgedClaim) -> list[Check]:
    """Return the arithmetic that no finding of the claim has told already."""
    told = [finding.reason for finding in judged.findings]
    return [c for c in judged.checks if not any(c.detail in reason for reason in told)]


def harmless(text: str) -> str:
    r"""Return text as one line that cannot steer a terminal.

    Control characters (an escape sequence begins with one) and marks that turn
    the reading order go; runs of white space become one space.

    >>> harmless("by\x1b[31m 31%\n a year")
    'by[31m 31% a year'
    """
    spaced = " ".join(text.split())
    return "".join(
        character
        for character in spaced
        if unicodedata.category(character) not in {"Cc", "Cs"} and character not in _BIDI_CONTROLS
    )


def shorten_middle(text: str, limit: int) -> str:
    """Shorten text to at most `limit` characters, from the middle, between words.

    The end is kept because that is where a claim's comparator and time stand.
    Only where a single word leaves no room is a word cut.

    >>> shorten_middle("yoga lowered the mean pain score by 12% versus stretching", 40)
    'yoga lowered the … versus stretching'
    """
    if len(text) <= limit:
        return text
    room = limit - len(_ELLIPSIS) - 2
    if room < 2:
        return text[: max(limit - 1, 0)] + _ELLIPSIS
    head, tail = text[: (room + 1) // 2], text[-(room // 2) :]
    if not text[len(head)].isspace() and any(map(str.isspace, head)):
        head = head[: max(i for i, character in enumerate(head) if character.isspace())]
    if not text[-len(tail) - 1].isspace() and any(map(str.isspace, tail)):
        tail = tail[min(i for i, character in enumerate(tail) if character.isspace()) :]
    return f"{head.rstrip()} {_ELLIPSIS} {tail.lstrip()}"


def quoted(claim: Claim, limit: int) -> str:
    """Quote a claim's words; a table cell's with the headers that say what it is."""
    words = f"“{shorten_middle(harmless(claim.clean), limit)}”"
    cell = claim.cell
    headers = [h for h in (cell.row_header, cell.column_header) if h] if cell is not None else []
    return f"{words} ({', '.join(map(harmless, headers))})" if headers else words


def named_sources(judged: JudgedClaim) -> Iterable[tuple[str, str | None]]:
    """Name the sources of the rows that the decision rests on, each once, with its link."""
    rows = {row.row_id: row for row in judged.evidence}
    seen: set[str] = set()
    for row_id in judged.decisive.row_ids:
        source = rows[row_id].source if row_id in rows else None
        if source is None or source.source_id in seen:
            continue
        seen.add(source.source_id)
        status = "" if source.status == "current" else f" [{source.status}]"
        name = f"{evidence_name(judged.decisive)}: {harmless(source_name(source))}{status}"
        yield name, source_link(source)


def hanging(head: str, text: str, *, width: int) -> list[str]:
    """Lay text out behind its head, its further lines as far in as the first.

    Words stay whole, so that a line is wider only where one word is.
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]


def writable(text: str) -> str:
    """Return text that UTF-8 can hold: a file name's stray bytes become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def safe_link(url: str) -> str | None:
    """Return an address that a report may link to; None for all but http and https.

    >>> safe_link("javascript:alert(1)") is None
    True
    """
    if any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[::1"
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def source_link(source: Source) -> str | None:
    """Return where a source can be read: its page, else its DOI; None where neither is known."""
    link = safe_link(source.url)
    if link is None and source.doi:
        return f"https://doi.org/{quote(source.doi, safe='/')}"
    return link


def source_name(source: Source) -> str:
    """Name a source as a reader looks for it: title, publisher, year."""
    by = source.publisher or source.journal or source.authors
    year = str(source.year) if source.year is not None else ""
    rest = " ".join(part for part in (by, year) if part)
    title = source.title.rstrip(".")
    return f"{title} ({rest})" if rest else title

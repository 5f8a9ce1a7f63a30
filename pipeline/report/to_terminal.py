"""Stage 6: a Result becomes a table for the terminal, worst finding first.

rich is imported when the table is written, not when this module is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.codes import CODES
from pipeline.records import (
    Article,
    Document,
    Finding,
    JudgedClaim,
    Result,
    VerdictName,
)
from pipeline.report.places import short_place
from pipeline.report.printed import (
    SIGNS,
    count_verdicts,
    counted,
    fails,
    further_checks,
    harmless,
    named_sources,
    nothing_left,
    other_side,
    put_aside,
    quoted,
    seen_of,
    worst_first,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Lines longer than this are hard to read, and a file has no width of its own.
PLAIN_WIDTH: Final = 100
# Below this the words of a claim would stand one to a line.
NARROWEST: Final = 40
# From here on the verdict's name fits beside its sign.
_ROOMY: Final = 80
# Between columns; and how narrow the last one may become.
_GAP: Final = "   "
_STORY_MIN: Final = 16
_WORD: Final = re.compile(r"\s*\S+\s*")
_ADDRESS: Final = re.compile(r"[a-z]://", re.IGNORECASE)
# About two lines of the table: enough to find the place, and the file has the rest.
_CLAIM_LENGTH: Final = 160
# Place, verdict, code, and the story of a claim.
_Row = tuple["Text", "Text", "Text", "Text"]
_COLOURS: Final[dict[VerdictName, str]] = {
    "unsupported": "bold red",
    "unverifiable": "yellow",
    "supported": "green",
}


def write(
    result: Result,
    *,
    quiet: bool = False,
    color: bool = False,
    width: int = PLAIN_WIDTH,
    why: bool = False,
    fail_on: VerdictName = "unsupported",
) -> str:
    """Write a table for each document and a line that counts.

    Args:
        result: what a run found.
        quiet: leave out all but the claims that make the run fail and the last line.
        color: add colours; the signs say the same without.
        width: columns to fill at most.
        why: tell also what made each statement a claim.
        fail_on: what makes the run fail; see `fails`.
    """
    from rich.console import Console  # noqa: PLC0415 - 0.1 s that `claims --help` need not wait

    written = io.StringIO()
    console = Console(
        file=written,
        width=max(width, NARROWEST),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    told = {trouble.path: trouble.message for trouble in result.errors}
    for document in result.documents:
        claims = worst_first(document.claims)
        if quiet:
            claims = [claim for claim in claims if fails(claim, fail_on)]
        if claims or not quiet:
            _print_document(console, document, claims, quiet=quiet, why=why, told=told)
    console.print(_summary(result))
    lines = (line.rstrip() for line in written.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def _print_document(
    console: Console,
    document: Document,
    shown: Sequence[JudgedClaim],
    *,
    quiet: bool,
    why: bool,
    told: Mapping[str, str],
) -> None:
    from rich.text import Text  # noqa: PLC0415 - see write

    lines = [part for line in _header(document) for part in _wrapped(line, console.width)]
    if shown:
        roomy = console.width >= _ROOMY
        rows = [*_rows(shown, document.article, roomy=roomy, quiet=quiet, why=why)]
        lines += _table(rows, width=console.width)
    else:
        nothing = nothing_left(document.muted)
        # An article in another language has no claims because nobody looked.
        said = Text(harmless(told.get(document.article.path, nothing)), style="dim")
        lines += _wrapped(said, console.width)
    for line in lines:
        # What is still longer than the terminal is an address, which breaks nowhere.
        console.print(line, soft_wrap=True)
    console.print()


def _header(document: Document) -> Iterable[Text]:
    from rich.text import Text  # noqa: PLC0415 - see write

    article = document.article
    yield Text(harmless(article.path), style="bold underline")
    about = [harmless(article.title)] if article.title else []
    if article.date is not None:
        about.append(article.date.isoformat())
    if about:
        yield Text(" · ".join(about), style="italic")
    if article.page is not None:
        yield Text(seen_of(article.page), style="dim")
    for number, part in enumerate(article.parts[1:], 2):
        said = f"part {number}: {harmless(part.page.url)}, {seen_of(part.page)}"
        yield Text(said, style="dim")


def _rows(
    claims: Iterable[JudgedClaim], article: Article, *, roomy: bool, quiet: bool, why: bool
) -> Iterator[_Row]:
    from rich.text import Text  # noqa: PLC0415 - see write

    for judged in claims:
        decisive = judged.decisive
        sign = SIGNS[decisive.verdict]
        yield (
            Text(short_place(article, judged.claim)),
            Text(f"{sign} {decisive.verdict}" if roomy else sign, style=_COLOURS[decisive.verdict]),
            Text(_code(decisive)),
            _story(judged, quiet=quiet, why=why),
        )


def _table(rows: Sequence[_Row], *, width: int) -> Iterator[Text]:
    """Yield the lines of a table, whose last column takes what is left of the width.

    Tables of rich break an address where a line is full, and nobody can copy it then.
    """
    from rich.text import Text  # noqa: PLC0415 - see write

    heads = ("Place", "Verdict" if width >= _ROOMY else "", "Code", "Claim, and why")
    cells = [[each.split(allow_blank=True) for each in row] for row in rows]
    columns = list(zip(heads, *cells, strict=True))[:-1]
    widths = [
        max(len(head), *(line.cell_len for cell in column for line in cell))
        for head, *column in columns
    ]
    left = max(_STORY_MIN, width - sum(widths) - len(widths) * len(_GAP))

    def side_by_side(*cells: Sequence[Text]) -> Iterator[Text]:
        for number in range(max(map(len, cells))):
            line = Text()
            for at, (cell, taken) in enumerate(zip(cells, widths, strict=False)):
                part = cell[number].copy() if number < len(cell) else Text()
                part.align("left" if at else "right", taken)
                line.append_text(part).append(_GAP)
            if number < len(cells[-1]):
                line.append_text(cells[-1][number])
            line.rstrip()
            yield line

    yield from side_by_side(*([Text(head, style="bold")] for head in heads))
    yield Text("─" * width)
    for number, (*short, story) in enumerate(rows):
        if number:
            yield Text()
        yield from side_by_side(*(list(cell.split()) for cell in short), [*_wrapped(story, left)])


def _wrapped(text: Text, width: int) -> Iterator[Text]:
    """Break a text into lines: between words, and long words too, but no address."""
    for line in text.split(allow_blank=True):
        for part in line.divide(_breaks(line.plain, width)):
            part.rstrip()
            yield part


def _breaks(line: str, width: int) -> Iterator[int]:
    """Yield where a line is broken."""
    from rich.cells import cell_len, chop_cells  # noqa: PLC0415 - see write

    taken = 0
    for word in _WORD.finditer(line):
        length = cell_len(word[0].rstrip())
        if taken and taken + length > width:
            yield word.start()
            taken = 0
        if length > width and not _ADDRESS.search(word[0]):
            *full, last = chop_cells(word[0], width)
            at = word.start()
            for piece in full:
                at += len(piece)
                yield at
            taken = cell_len(last)
        else:
            taken += cell_len(word[0])


def _code(decisive: Finding) -> str:
    """Name the code, and its severity where that was set to another than it has by itself."""
    changed = decisive.severity != CODES[decisive.code].severity
    return f"{decisive.code}\n{decisive.severity}" if changed else decisive.code


def _story(judged: JudgedClaim, *, quiet: bool, why: bool) -> Text:
    from rich.text import Text  # noqa: PLC0415 - see write

    claim = judged.claim
    story = Text()
    story.append(f"{quoted(claim, _CLAIM_LENGTH)}\n", style="bold")
    _append_finding(story, judged.decisive)
    for finding in judged.findings[1:]:
        if not quiet or finding.verdict == "unsupported":
            story.append(f"\n{SIGNS[finding.verdict]} {finding.code} ")
            _append_finding(story, finding)
    if not quiet:
        for check in further_checks(judged):
            held = "holds" if check.passed else "fails"
            story.append(f"\nArithmetic {held}: {harmless(check.detail)}")
    for line in _sources(judged):
        story.append(f"\n{line}", style="dim")
    if why and claim.why:
        story.append(f"\nA {claim.kind} claim because of: {harmless(claim.why)}")
    return story


def _append_finding(story: Text, finding: Finding) -> None:
    story.append(harmless(finding.reason))
    compared = finding.comparison
    if compared is not None:
        for side, number in (
            ("Article", compared.claimed),
            (other_side(finding), compared.evidence),
        ):
            story.append(f"\n  {side + ':':<12}", style="dim")
            story.append(harmless(number) or "no number")


def _sources(judged: JudgedClaim) -> Iterable[str]:
    for name, link in named_sources(judged):
        yield name
        if link is not None:
            yield link


def _summary(result: Result) -> str:
    claims = result.claims()
    verdicts = ", ".join(
        f"{number:,} {verdict}" for verdict, number in count_verdicts(claims).items()
    )
    said = f"{counted(len(result.documents), 'article')}, {counted(len(claims), 'claim')}"
    said = f"{said}: {verdicts}." if claims else f"{said}."
    aside = put_aside([muted for document in result.documents for muted in document.muted])
    if aside:
        said += f" Not counted: {aside}."
    if result.errors:
        said += f" {counted(len(result.errors), 'error')}."
    return said

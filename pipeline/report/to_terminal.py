"""Stage 6: a Result becomes a table for the terminal, worst finding first.

rich is imported when the table is written, not when this module is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
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
    from rich.console import Console, RenderableType
    from rich.text import Text

# Lines longer than this are hard to read, and a file has no width of its own.
PLAIN_WIDTH: Final = 100
# Below this the words of a claim would stand one to a line.
NARROWEST: Final = 40
# From here on the verdict's name fits beside its sign.
_ROOMY: Final = 80
# About two lines of the table: enough to find the place, and the file has the rest.
_CLAIM_LENGTH: Final = 160
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

    for line in _header(document):
        console.print(line)
    if shown:
        roomy = console.width >= _ROOMY
        console.print(_table(shown, document.article, roomy=roomy, quiet=quiet, why=why))
    else:
        nothing = nothing_left(document.muted)
        # An article in another language has no claims because nobody looked.
        console.print(Text(harmless(told.get(document.article.path, nothing)), style="dim"))
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


def _table(
    claims: Iterable[JudgedClaim], article: Article, *, roomy: bool, quiet: bool, why: bool
) -> RenderableType:
    from rich import box  # noqa: PLC0415 - see write
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column("Place", no_wrap=True, justify="right")
    table.add_column("Verdict" if roomy else "", no_wrap=True)
    table.add_column("Code", no_wrap=True)
    table.add_column("Claim, and why", ratio=1, overflow="fold")
    for number, judged in enumerate(claims):
        if number:
            table.add_row()
        claim, decisive = judged.claim, judged.decisive
        sign = SIGNS[decisive.verdict]
        table.add_row(
            short_place(article, claim),
            Text(f"{sign} {decisive.verdict}" if roomy else sign, style=_COLOURS[decisive.verdict]),
            _code(decisive),
            _story(judged, quiet=quiet, why=why),
        )
    return table


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

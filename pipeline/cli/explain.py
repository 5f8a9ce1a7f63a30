"""`claims explain`: what the codes mean."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterable
from typing import Annotated, Final

import typer

from pipeline import errors
from pipeline.cli.streams import columns, stdout_encoding, write_out
from pipeline.codes import CODES, FAMILIES, FindingCode
from pipeline.errors import CodeUnknownError, PipelineError
from pipeline.notices import NOTICES, NoticeKind
from pipeline.report.printed import SIGNS, hanging

_INDENT: Final = "  "
_SILENCING: Final = (
    "Above the words in the article: <!-- claims: ignore {code} your reason -->. Everywhere: "
    '{code} = "off" below [severity] in claims.toml; "warning" shows it without failing a check.'
)


def explain(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="A code like ST002; without one, all are listed."),
    ] = None,
) -> None:
    """Say what a code means, with an example and what to do about it."""
    width = columns()
    text = list_codes(width=width) if code is None else explain_code(code, width=width)
    write_out(text, encoding=stdout_encoding())


def list_codes(*, width: int) -> str:
    """Return all codes as a table, family by family, the error codes last."""
    lines: list[str] = []
    for family, subject in FAMILIES.items():
        lines += [f"{family}  {subject}", ""]
        for code in CODES.values():
            if code.code.startswith(family):
                head = f"{_INDENT}{code.code}  {SIGNS[code.verdict]} {code.verdict:<12}  "
                lines += hanging(head, code.title, width=width)
        lines.append("")
    lines += ["W   notices: what a run tells besides", ""]
    for kind in NOTICES.values():
        lines += hanging(f"{_INDENT}{kind.code:<7}", kind.title, width=width)
    lines.append("")
    lines += ["E   errors: what kept an article from being judged", ""]
    for number, error in errors_by_code().items():
        lines += hanging(f"{_INDENT}{number:<7}", _first_line(error), width=width)
    return "\n".join(lines) + "\n"


def explain_code(wanted: str, *, width: int) -> str:
    """Return what one code means: of a finding, a notice or an error.

    Raises:
        CodeUnknownError: there is no such code; the nearest ones are named.
    """
    asked = wanted.strip().upper()
    known = errors_by_code()
    if asked in CODES:
        return "\n".join(_of_finding(CODES[asked], width=width)) + "\n"
    if asked in NOTICES:
        return "\n".join(_of_notice(NOTICES[asked], width=width)) + "\n"
    if asked in known:
        return "\n".join(_of_error(asked, known[asked], width=width)) + "\n"
    near = difflib.get_close_matches(asked, [*CODES, *NOTICES, *known], n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`claims explain` lists them all."
    raise CodeUnknownError(wanted=repr(wanted), hint=hint)


def errors_by_code() -> dict[str, type[PipelineError]]:
    """Return every error raised on purpose, in order of code."""
    kinds = (thing for thing in vars(errors).values() if isinstance(thing, type))
    found = {kind.code: kind for kind in kinds if issubclass(kind, PipelineError)}
    return dict(sorted(found.items()))


def _of_finding(code: FindingCode, *, width: int) -> Iterable[str]:
    yield from hanging(f"{code.code}  ", code.title, width=width)
    yield f"{SIGNS[code.verdict]} {code.verdict} ({code.severity})"
    yield ""
    yield from textwrap.wrap(code.meaning, width)
    yield ""
    yield from hanging("Example     ", code.example, width=width)
    yield from hanging("What to do  ", code.remedy, width=width)
    yield ""
    yield from hanging("To silence  ", _SILENCING.format(code=code.code), width=width)


def _of_notice(kind: NoticeKind, *, width: int) -> Iterable[str]:
    yield f"{kind.code}  notice"
    yield ""
    yield from textwrap.wrap(f"{kind.title[:1].upper()}{kind.title[1:]}.", width)
    yield ""
    yield from hanging("Message     ", kind.template, width=width)
    yield from hanging("What to do  ", kind.remedy, width=width)


def _of_error(number: str, error: type[PipelineError], *, width: int) -> Iterable[str]:
    yield f"{number}  error"
    yield ""
    yield from textwrap.wrap(_first_line(error), width)
    yield ""
    yield from hanging("Message  ", error.template, width=width)


def _first_line(error: type[PipelineError]) -> str:
    return (error.__doc__ or "").strip().partition("\n")[0]

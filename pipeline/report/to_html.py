"""Stage 6: a Result becomes one web page that needs nothing else.

One article is shown as it is, many begin with an index. Whatever the page can
do, it does alone: no server, no library, and a policy under which it runs and
loads nothing but its own script and style. Jinja is imported when the page is
written, not when this module is.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pipeline.codes import CODES
from pipeline.records import Article, Claim, Result
from pipeline.report.charts import stack
from pipeline.report.overview import survey
from pipeline.report.pages import lay_out, printable
from pipeline.report.places import link_to, place
from pipeline.report.printed import (
    ASIDE,
    SIGNS,
    counted,
    evidence_name,
    further_checks,
    other_side,
    seen_of,
    source_link,
    writable,
)
from pipeline.report.to_json import tool_version
from pipeline.resources import data_path

if TYPE_CHECKING:
    from jinja2 import Environment

# More kinds or codes than these are folded away: the index is what people came for.
N_OPTIONS: Final = 6
# The same holds for what could not be read.
N_ERRORS: Final = 8


def write(result: Result) -> str:
    """Write one page for all articles of a run."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja

    style, script = _shipped("report.css"), _shipped("report.js")
    # Families of codes: E1 is reading an article. A copy that could not be made is none of them.
    troubles = {each.path: each for each in result.errors if each.code.startswith("E1")}
    pages = [
        lay_out(document, key=str(n), trouble=troubles.get(document.article.path))
        for n, document in enumerate(result.documents, start=1)
    ]
    written = (
        _environment()
        .get_template("report.html")
        .render(
            # Both come with the package; everything else on the page is escaped.
            style=Markup(style),
            script=Markup(script),
            policy=content_policy(style=style, script=script),
            pages=pages,
            overview=survey(pages),
            result=result,
            version=tool_version(),
        )
    )
    return writable(written)


def _environment() -> Environment:
    # Only this writer needs it.
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FunctionLoader(_shipped),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., object]] = {
        "link": source_link,
        "counted": counted,
        "printable": printable,
        "opening": _opening,
    }
    environment.filters.update(filters)
    environment.globals.update(
        signs=SIGNS,
        codes=CODES,
        muted_by=ASIDE,
        n_options=N_OPTIONS,
        n_errors=N_ERRORS,
        stack=stack,
        place=_place,
        link_to=link_to,
        seen_of=seen_of,
        other_side=other_side,
        evidence_name=evidence_name,
        further_checks=further_checks,
    )
    return environment


def content_policy(*, style: str, script: str) -> str:
    """Return a policy under which the page can run and load nothing but these two texts."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_fingerprint(style)}'",
            f"script-src '{_fingerprint(script)}'",
            # An empty icon, so that no browser asks a server for one.
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _place(article: Article, claim: Claim) -> str:
    return _opening(place(article, claim))


def _opening(text: str) -> str:
    """Let a text open with a capital and leave the rest of it alone ("the FDA")."""
    return text[:1].upper() + text[1:]


def _shipped(name: str) -> str:
    return data_path(name).read_text(encoding="utf-8")


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"

"""Stage 1: what Word's styles and OpenDocument's are called, and what that makes of a paragraph.

Both keep the English names of the styles that they bring along, whatever these
are called on the writer's screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.records import BlockKind

_HEADING: Final = re.compile(r"heading ([1-9]|10)")
_LIST: Final = re.compile(r"list (?:bullet|number)(?: ([2-5]))?")
_LISTING: Final = re.compile(
    r"(?:toc|contents|index)(?: (?:heading|\d{1,2}))?|table of (?:figures|authorities)"
)
_KINDS: Final[dict[str, BlockKind]] = {
    "title": "title",
    "quote": "quote",
    "intense quote": "quote",
    "quotations": "quote",
    "block text": "quote",
    "caption": "caption",
}
_DEEPEST: Final = 6
# What programs write where nobody gave a title.
_NO_TITLE: Final = re.compile(
    r"(?:document|dokument|doc|untitled(?: document)?|normal|template|word document|title)?"
    r"[\s_-]*\d*|.*\.(?:docx?|dotx?|odt|rtf|txt|html?)|microsoft word.*|<.*",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """What a style or a paragraph's own settings make of a paragraph."""

    kind: BlockKind
    level: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is shown, as far as it matters; None where nothing says."""

    hidden: bool | None = None
    raised: bool | None = None
    bold: bool | None = None
    font: str = ""

    def over(self, other: Look) -> Look:
        """Return this look where it says something, else the other."""
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.raised if self.raised is None else self.raised,
            other.bold if self.bold is None else self.bold,
            self.font or other.font,
        )


LISTING: Final = Named("boilerplate", why="table of contents")


def named_by_style(called: str) -> Named | None:
    """Say what the name of a style makes of a paragraph; None where it says nothing.

    >>> named_by_style("Heading 2")
    Named(kind='heading', level=2, why='')
    """
    called = called.lower()
    if _LISTING.fullmatch(called):
        return LISTING
    if called in _KINDS:
        return Named(_KINDS[called], 1 if called == "title" else 0)
    heading = _HEADING.fullmatch(called)
    if heading:
        return heading_of(int(heading[1]))
    listed = _LIST.fullmatch(called)
    return Named("list_item", int(listed[1] or 1)) if listed else None


def heading_of(level: int) -> Named:
    """Name a heading of a level that counts from 1."""
    return Named("heading", min(level, _DEEPEST))


def given_title(text: str) -> str | None:
    """Return the title of a document's properties; None where a program wrote it."""
    title = " ".join(text.split())
    return None if _NO_TITLE.fullmatch(title) else title

"""Stage 1: fields, whose instructions nobody sees and whose results everybody does.

A field begins, says what it does, and shows what came of it; another may stand
in either half, and one may reach over many paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.read.docx.names import short_name, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_GONE: Final = frozenset({"w:del", "w:moveFrom"})
# What a HYPERLINK leads to, in quotes or not; a switch begins with a backslash.
_ADDRESS: Final = re.compile(r'\s*\w+\s+(?:"([^"]*)"|([^\s"\\]\S*))')
_LISTINGS: Final = frozenset({"TOC", "INDEX", "TOA"})


@dataclass(slots=True)
class _Open:
    code: str = ""
    shows: bool = False

    @property
    def name(self) -> str:
        return self.code.split(maxsplit=1)[0].upper() if self.code.strip() else ""


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a story.

    Attributes:
        stray: beginnings that have no end; they hide nothing.
    """

    stray: frozenset[_Element] = frozenset()
    _open: list[_Open] = field(default_factory=list)

    def mark(self, element: _Element) -> None:
        """Take in a w:fldChar: a beginning, the middle or an end."""
        kind = value(element, "fldCharType")
        if kind == "begin" and element not in self.stray:
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        """Take in a piece of the instructions of the field at hand."""
        if self._open:
            self._open[-1].code += text

    @property
    def hides(self) -> bool:
        """Say whether what stands here belongs to instructions."""
        return any(not each.shows for each in self._open)

    @property
    def link(self) -> str | None:
        """Where the link leads that this stands in, "" within the document; None of no link."""
        code = next((each.code for each in self._open if each.name == "HYPERLINK"), None)
        if code is None:
            return None
        address = _ADDRESS.match(code)
        return (address[1] or address[2]) if address is not None else ""

    @property
    def lists(self) -> bool:
        """Say whether what stands here is a table of contents or the like."""
        return any(each.name in _LISTINGS for each in self._open)


def stray_beginnings(root: _Element) -> frozenset[_Element]:
    """Find the beginnings of fields that never end, or a story would end with them."""
    begun: list[_Element] = []
    for element in _marks(root):
        kind = value(element, "fldCharType")
        if kind == "begin":
            begun.append(element)
        elif kind == "end" and begun:
            begun.pop()
    return frozenset(begun)


def _marks(root: _Element) -> Iterator[_Element]:
    space = root.tag.rpartition("}")[0]
    for element in root.iter(f"{space}}}fldChar"):
        if not any(short_name(above.tag) in _GONE for above in element.iterancestors()):
            yield element

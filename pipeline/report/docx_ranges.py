"""Stage 6: sets comments on exact words of a Word document's XML.

A run is cut where a claim begins or ends within it; both halves keep its looks.
All is done from the end of the text to its beginning, so that what is cut does
not move what is still to be cut.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.read.docx.names import child, keeps_space, short_name
from pipeline.read.docx.walk import Node

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Range:
    """A comment and the stretch of the extracted text that it is on, half-open."""

    comment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a comment begins or ends: beside which element, or where in its text.

    Attributes:
        place: in the extracted text.
        offset: in the text of a w:t; None beside an element that cannot be cut.
    """

    comment: int
    is_start: bool
    place: int
    element: _Element
    offset: int | None


def set_ranges(ranges: Iterable[Range], nodes: Sequence[Node]) -> None:
    """Set the comments into the XML that the nodes stand in.

    A comment on text that stands aside, where Word has none, is set on the box or
    the note's mark.
    """
    edges: list[_Edge] = []
    for each in ranges:
        touched = touched_nodes(nodes, each.start, each.end)
        own = [node for node in touched if node.aside is None]
        if own:
            edges += _edges(each, own[0], own[-1])
        else:
            for aside in [node.aside for node in touched[:1] if node.aside is not None]:
                _begin(aside.run, each.comment)
                _end(aside.run, each.comment)
    # From the end on; where one begins as another ends, it stands behind that one.
    edges.sort(key=lambda edge: (edge.place, edge.is_start, edge.comment), reverse=True)
    for edge in edges:
        if edge.is_start:
            _begin(_cut_before(edge.element, edge.offset), edge.comment)
        else:
            _end(_cut_behind(edge.element, edge.offset), edge.comment)


def touched_nodes(nodes: Sequence[Node], start: int, end: int) -> list[Node]:
    """Return the nodes that a stretch of the extracted text touches, in order."""
    first = bisect_right(nodes, start, key=lambda node: node.bit.end)
    last = bisect_left(nodes, end, key=lambda node: node.bit.start)
    return list(nodes[first:last])


def _edges(each: Range, first: Node, last: Node) -> Iterable[_Edge]:
    start, end = max(each.start, first.bit.start), min(each.end, last.bit.end)
    yield _Edge(each.comment, True, start, first.element, _offset(first, start))
    yield _Edge(each.comment, False, end, last.element, _offset(last, end))


def _offset(node: Node, place: int) -> int | None:
    element = node.element
    if short_name(element.tag) != "w:t":
        return None
    if not keeps_space(element):
        # In two halves the white space around it, which is not shown, would be.
        element.text = (element.text or "").strip()
        element.set(_SPACE, "preserve")
    return place - node.bit.start


def _begin(run: _Element, comment: int) -> None:
    run.addprevious(_made(run, "commentRangeStart", comment))


def _end(run: _Element, comment: int) -> None:
    mark = run.makeelement(_named(run, "r"))
    mark.append(_made(run, "commentReference", comment))
    run.addnext(mark)
    run.addnext(_made(run, "commentRangeEnd", comment))


def _made(near: _Element, name: str, comment: int) -> _Element:
    return near.makeelement(_named(near, name), {_named(near, "id"): str(comment)})


def _named(near: _Element, name: str) -> str:
    """Return the full name of a Word element in the spelling of one that is near."""
    word = next(each for each in (near, *near.iterancestors()) if short_name(each.tag) == "w:p")
    return f"{word.tag.rpartition('}')[0]}}}{name}"


def _cut_before(element: _Element, offset: int | None) -> _Element:
    """Return a run that begins with the element, or with its text from the offset on."""
    run, part = _seat(element)
    if run is None:
        return part
    if offset and part is element:
        return _split_text(run, element, offset)
    before = part.getprevious()
    if before is None or short_name(before.tag) == "w:rPr":
        return run
    return _split(run, part)


def _cut_behind(element: _Element, offset: int | None) -> _Element:
    """Return a run that ends with the element, or with its text up to the offset."""
    run, part = _seat(element)
    if run is None:
        return part
    if offset is not None and part is element and offset < len(element.text or ""):
        _split_text(run, element, offset)
    elif part.getnext() is not None:
        _split(run, part.getnext())
    return run


def _seat(element: _Element) -> tuple[_Element | None, _Element]:
    """Return the run that holds an element, and its part in which; None for a formula's."""
    part = element
    for above in element.iterancestors():
        if short_name(above.tag) == "w:r":
            return above, part
        if short_name(above.tag) == "w:p":
            break
        part = above
    return None, element


def _split_text(run: _Element, element: _Element, offset: int) -> _Element:
    """Cut a run within the text of one of its elements; return the second half."""
    text = element.text or ""
    rest = element.makeelement(element.tag, dict(element.attrib))
    element.text, rest.text = text[:offset], text[offset:]
    element.addnext(rest)
    return _split(run, rest)


def _split(run: _Element, part: _Element) -> _Element:
    """Cut a run before one of its parts; return the second half."""
    second = run.makeelement(run.tag, dict(run.attrib))
    looks = child(run, "w:rPr")
    if looks is not None:
        second.append(copy.deepcopy(looks))
    moved: _Element | None = part
    while moved is not None:
        following = moved.getnext()
        second.append(moved)
        moved = following
    run.addnext(second)
    return second

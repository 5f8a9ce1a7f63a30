"""Stage 1: a Word document becomes a sheet.

Its source is the text as it was extracted, a line for each paragraph, cells and
text boxes included, footnotes and endnotes behind it. Headers and footers are
left out: what stands on every page is no part of an article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.read.comments import comment_spans, read_silences
from pipeline.read.docx.names import child, short_name, value
from pipeline.read.docx.package import Package, open_package
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.walk import Aside, Node, NoteMark, Walk
from pipeline.read.office import given_title
from pipeline.read.sheet import Sheet
from pipeline.read.story import Item, make_sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Extract", "comment_texts", "extract", "open_package", "read_docx"]

_NOTE: Final = {"footnotes": "w:footnote", "endnotes": "w:endnote"}


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a Word document and where it stands in the XML.

    Attributes:
        nodes: for every bit of the source its element, in order.
        comments: where each comment stands in the source, by its id.
    """

    sheet: Sheet
    nodes: tuple[Node, ...]
    comments: Mapping[str, tuple[int, int]]


def read_docx(data: bytes, path: str) -> Sheet:
    """Read a Word document.

    Raises:
        SourceEmptyError: there are no bytes.
        DocumentProtectedError: it opens only with a password.
        DocumentBrokenError: it is no Word document, or not a whole one.
        DocumentUnsafeError: it is made to harm its reader.
        MarkupTooDeepError: it nests deeper than any document does.
    """
    return extract(open_package(data, source=path)).sheet


def extract(package: Package) -> Extract:
    """Extract the text of an opened document; raises as `read_docx` does."""
    body = child(package.parse(package.main), "w:body")
    if body is None:
        raise package.broken(f"its part {package.main} has no body")
    names = {"body": package.main, **{part: package.related_name(part) for part in _NOTE}}
    links = {part: package.links_of(name) for part, name in names.items() if name is not None}
    walk = Walk(Styles(package.related("styles")), links)
    items = walk.story(body, "body")
    notes = [item for part in _NOTE for item in _notes(package, walk, part)]
    sheet = make_sheet(items, notes)
    comments = package.related("comments")
    if comments is not None:
        sheet.silences = read_silences(comment_texts(comments), walk.anchors, sheet.source)
    if not any(block.kind in {"title", "heading"} for block in sheet.blocks):
        # The core properties' dates are not read: they say when a file was saved,
        # and templates hand theirs on.
        sheet.head.title = _core_title(package)
    nodes = tuple(sorted(walk.nodes, key=lambda node: node.bit.start))
    return Extract(sheet, nodes, comment_spans(walk.anchors))


def _notes(package: Package, walk: Walk, part: str) -> list[Item]:
    """Read the notes that the text refers to, in the order in which it does."""
    root = package.related(part)
    if root is None:
        return []
    notes: dict[str, tuple[_Element, int]] = {}
    n_paragraphs = 0
    for note in root:
        # The lines that set notes apart from the text are notes themselves.
        if short_name(note.tag) == _NOTE[part] and value(note, "type") in {None, "normal"}:
            notes.setdefault(value(note, "id") or "", (note, n_paragraphs + 1))
            n_paragraphs += sum(1 for _ in note.iter(f"{note.tag.rpartition('}')[0]}}}p"))
    items: list[Item] = []
    marks = [mark for mark in walk.marks if mark.part == part]
    for number, mark in enumerate(_once(marks), 1):
        if mark.note_id in notes:
            note, first = notes[mark.note_id]
            aside = Aside(f"{part.removesuffix('s')} {number}", mark.run)
            items += walk.story(note, part, first=first, aside=aside)
    return items


def _once(marks: list[NoteMark]) -> list[NoteMark]:
    return list({mark.note_id: mark for mark in reversed(marks)}.values())[::-1]


def _core_title(package: Package) -> str | None:
    name = package.core_name()
    for each in package.parse(name) if name is not None else ():
        if each.tag.rpartition("}")[2] == "title":
            return given_title(each.text or "")
    return None


def comment_texts(root: _Element) -> dict[str, str]:
    """Return what each comment says, by its id, a line for each paragraph."""
    texts: dict[str, str] = {}
    for comment in root:
        if short_name(comment.tag) == "w:comment":
            words = [
                each.text or "" if short_name(each.tag) == "w:t" else "\n"
                for each in comment.iter()
                if short_name(each.tag) in {"w:t", "w:p", "w:br", "w:tab"}
            ]
            texts.setdefault(value(comment, "id") or "", "".join(words))
    return texts

"""Stage 1: goes through the XML of a Word document and collects its text.

Read is what Word shows once all tracked changes are accepted: no deleted and no
hidden text, the results of fields and not their instructions, each text box
once. Of every bit of text it is kept in which element it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from pipeline.read.comments import Anchor, Reach
from pipeline.read.docx.fields import Fields, stray_beginnings
from pipeline.read.docx.names import (
    child,
    content,
    is_on,
    keeps_space,
    relation_id,
    short_name,
    value,
)
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.symbols import read_symbols
from pipeline.read.office import LISTING, Look
from pipeline.read.story import Bit, CellDraft, Item, Paragraph, TableDraft

if TYPE_CHECKING:
    from lxml.etree import _Element

# What stands for one character.
_CHARACTERS: Final = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
_WITHIN: Final = frozenset({"w:hyperlink", "w:fldSimple", "w:dir", "w:bdo"})
_DRAWN: Final = frozenset({"w:drawing", "w:pict", "w:object"})
_NOTES: Final = frozenset({"w:footnoteReference", "w:endnoteReference"})
_ANCHORS: Final[dict[str, Reach]] = {
    "w:commentRangeStart": "start",
    "w:commentRangeEnd": "end",
    "w:commentReference": "point",
}
_TO_SPACE: Final = str.maketrans("\t\r\n", "   ")
# Signs between the parts of a formula that stand side by side in its XML.
_OPERATORS: Final = {"m:sup": "^", "m:den": "/"}
# A cell cannot be wider than this; it also bounds what a table can cost.
_MAX_SPAN: Final = 100


@dataclass(frozen=True, slots=True)
class Aside:
    """Text in a box or a note, on which Word lets nobody comment.

    Attributes:
        where: "footnote 2", "the text box".
        run: the run of the body that holds the box or the mark of the note.
    """

    where: str
    run: _Element


@dataclass(frozen=True, slots=True)
class Node:
    """The element that a bit of text stands in.

    Attributes:
        element: a w:t, whose text may be cut, or one that cannot be cut. White
            space around its text that is not kept is no part of the bit.
    """

    bit: Bit
    element: _Element
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote or endnote in the text."""

    part: Literal["footnotes", "endnotes"]
    note_id: str
    run: _Element


@dataclass(slots=True)
class Walk:
    """Collects the text of a document, story by story.

    Attributes:
        targets: of each part, where its links lead, by their ids.
        nodes: in the order of the text.
        anchors: in the order of the text.
        marks: of notes, in the order of the text.
    """

    styles: Styles
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    marks: list[NoteMark] = field(default_factory=list)

    def story(
        self, root: _Element, part: str, *, first: int = 1, aside: Aside | None = None
    ) -> list[Item]:
        """Return what stands in the body, or in one note.

        Args:
            root: w:body, w:footnote or w:endnote.
            part: as a `Locator` names it.
            first: the number of its first paragraph.
            aside: for a note, where its mark stands.
        """
        numbers = {each: number for number, each in enumerate(_all(root, "p"), first)}
        return _Story(self, part, numbers, Fields(stray_beginnings(root)), aside).items(root)


@dataclass(slots=True)
class _Story:
    walk: Walk
    part: str
    numbers: dict[_Element, int]
    fields: Fields
    aside: Aside | None
    # The paragraph at hand: its number, its settings and the numbers of its runs.
    paragraph: Paragraph = field(default_factory=Paragraph)
    number: int = 0
    settings: _Element | None = None
    runs: dict[_Element, int] = field(default_factory=dict)
    link: str | None = None
    # Boxes that follow the paragraph which holds them.
    boxes: list[tuple[_Element, _Element]] = field(default_factory=list)

    def items(self, root: _Element) -> list[Item]:
        """Return the paragraphs and tables that stand right in an element, in order."""
        found: list[Item] = []
        carried: list[Bit] = []
        for each in content(root):
            name = short_name(each.tag)
            if name == "w:p":
                bits, carried = carried, []
                paragraph = self._paragraph(each, bits)
                if _runs_on(child(each, "w:pPr")):
                    carried = paragraph.bits
                else:
                    found.append(paragraph)
                found.extend(self._boxed())
            elif name == "w:tbl":
                found.append(self._table(each))
            elif name in _ANCHORS:
                self.paragraph = Paragraph()
                self._anchor(name, each)
                found.append(self.paragraph)
        if carried:
            found.append(Paragraph(carried))
        return found

    # --- paragraphs ---

    def _paragraph(self, element: _Element, carried: list[Bit]) -> Paragraph:
        self.settings = child(element, "w:pPr")
        self.number = self.numbers[element]
        self.runs = {run: number for number, run in enumerate(_all(element, "r"), 1)}
        kind, level, why = self.walk.styles.name_paragraph(self.settings)
        self.paragraph = Paragraph(carried, kind, level, why)
        if self.fields.lists:
            self._is_listing()
        self._inline(element)
        return self.paragraph

    def _is_listing(self) -> None:
        self.paragraph.kind, self.paragraph.level, self.paragraph.why = LISTING

    def _inline(self, element: _Element) -> None:
        for each in content(element):
            name = short_name(each.tag)
            if name == "w:r":
                self._run(each)
            elif name in _WITHIN:
                around = self.link
                if name == "w:hyperlink":
                    self.link = self._target(each)
                self._inline(each)
                self.link = around
            elif name in _ANCHORS:
                self._anchor(name, each)
            elif name.startswith("m:"):
                for text in _formula(each):
                    self._put(text, each, Look(), 0)

    def _target(self, hyperlink: _Element) -> str:
        """Return where a link leads; "" to a place of the document itself."""
        return self.walk.targets.get(self.part, {}).get(relation_id(hyperlink), "")

    def _run(self, run: _Element) -> None:
        look = self.walk.styles.look_of(child(run, "w:rPr"), self.settings)
        number = self.runs.get(run, 0)
        is_mark = False
        for each in content(run):
            name = short_name(each.tag)
            if name == "w:fldChar":
                self.fields.mark(each)
                if self.fields.lists:
                    self._is_listing()
            elif name == "w:instrText":
                self.fields.instruct(each.text or "")
            elif name in _ANCHORS:
                self._anchor(name, each)
            elif look.hidden or self.fields.hides:
                continue
            elif name in _NOTES:
                # A mark of the writer's own follows as text; it is none of the article's.
                is_mark = value(each, "customMarkFollows") in {"1", "true", "on"}
                self._note(name, each, run)
            elif name in _DRAWN:
                self.boxes.extend((box, run) for box in _boxes(each))
            elif name == "w:t" and not is_mark:
                self._put(read_symbols(_shown(each), look.font), each, look, number)
            elif name == "w:sym":
                self._put(_symbol(each), each, look, number)
            elif name in _CHARACTERS:
                self._put(_CHARACTERS[name], each, look, number)

    def _put(self, text: str, element: _Element, look: Look, run: int) -> None:
        if not text:
            return
        bit = Bit(
            text,
            self.part,
            self.number,
            run,
            raised=bool(look.raised),
            bold=bool(look.bold),
            link=self.fields.link if self.link is None else self.link,
        )
        self.paragraph.bits.append(bit)
        self.walk.nodes.append(Node(bit, element, self.aside))

    def _anchor(self, name: str, element: _Element) -> None:
        bit = Bit("", self.part, self.number, 0)
        self.paragraph.bits.append(bit)
        self.walk.anchors.append(Anchor(_ANCHORS[name], value(element, "id") or "", bit))

    def _note(self, name: str, element: _Element, run: _Element) -> None:
        at = self.aside.run if self.aside is not None else run
        part: Literal["footnotes", "endnotes"] = (
            "footnotes" if name == "w:footnoteReference" else "endnotes"
        )
        self.walk.marks.append(NoteMark(part, value(element, "id") or "", at))

    def _boxed(self) -> Iterator[Item]:
        """Yield what stands in the boxes of the paragraph that was just read."""
        boxes, self.boxes = self.boxes, []
        for box, run in boxes:
            aside = self.aside or Aside("the text box", run)
            fields = Fields(self.fields.stray)
            yield from _Story(self.walk, self.part, self.numbers, fields, aside).items(box)

    # --- tables ---

    def _table(self, element: _Element) -> TableDraft:
        rows: list[list[CellDraft]] = []
        n_header = 0
        merged: dict[int, CellDraft] = {}
        for row in content(element):
            if short_name(row.tag) != "w:tr":
                continue
            settings = child(row, "w:trPr")
            if child(settings, "w:del") is not None or is_on(child(settings, "w:hidden")):
                continue
            if is_on(child(settings, "w:tblHeader")) and n_header == len(rows):
                n_header += 1
            rows.append(self._row(row, settings, merged))
        if not n_header and self.walk.styles.heads_table(child(element, "w:tblPr")):
            n_header = 1
        return TableDraft(rows, n_header)

    def _row(
        self, row: _Element, settings: _Element | None, merged: dict[int, CellDraft]
    ) -> list[CellDraft]:
        """Read a row; `merged` holds the cells from above that may go on, by their columns."""
        cells: list[CellDraft] = []
        column = 1 + _count(child(settings, "w:gridBefore"), 0)
        for each in content(row):
            if short_name(each.tag) != "w:tc":
                continue
            own = child(each, "w:tcPr")
            if child(own, "w:cellDel") is not None:
                continue
            width = max(1, _count(child(own, "w:gridSpan"), 1))
            merge = child(own, "w:vMerge")
            goes_on = merge is not None and (value(merge) or "continue") == "continue"
            side = child(own, "w:hMerge")
            is_side = side is not None and (value(side) or "continue") == "continue" and cells
            if goes_on and column in merged:
                merged[column].n_rows += 1
            elif not is_side:
                cells.append(CellDraft(column, self.items(each)))
                merged.pop(column, None)
                if merge is not None:
                    merged[column] = cells[-1]
            column += width
        return cells


def _runs_on(settings: _Element | None) -> bool:
    """Say whether a paragraph is one with the next.

    Its end was deleted or moved away, or it is the large first letter of the next.
    """
    mark = child(settings, "w:rPr")
    if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
        return True
    frame = child(settings, "w:framePr")
    return frame is not None and value(frame, "dropCap") in {"drop", "margin"}


def _all(element: _Element, name: str) -> Iterator[_Element]:
    """Yield all elements of a name within one, whatever becomes of them."""
    found: Iterator[_Element] = element.iter(f"{element.tag.rpartition('}')[0]}}}{name}")
    return found


def _boxes(element: _Element) -> Iterator[_Element]:
    """Yield the text boxes of a drawing, those in each other once."""
    for each in content(element):
        if short_name(each.tag) == "w:txbxContent":
            yield each
        else:
            yield from _boxes(each)


def _shown(element: _Element) -> str:
    """Return the text of a w:t as it is shown."""
    text = (element.text or "").translate(_TO_SPACE)
    return text if keeps_space(element) else text.strip()


def _formula(element: _Element) -> Iterator[str]:
    """Yield the pieces of a formula as they would be typed."""
    for each in element:
        name = short_name(each.tag)
        if name == "m:t":
            yield (each.text or "").translate(_TO_SPACE)
        elif name.startswith("m:"):
            if name in _OPERATORS and len(each):
                yield _OPERATORS[name]
            yield from _formula(each)


def _symbol(element: _Element) -> str:
    code = value(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return " "
    # Some write 00B3 for what is F0B3 in a font of signs.
    if number < 0x100:
        number += 0xF000
    return read_symbols(chr(number), value(element, "font") or "") if number <= 0xFFFF else " "


def _count(element: _Element | None, default: int) -> int:
    written = (value(element) or "") if element is not None else ""
    return min(int(written), _MAX_SPAN) if written.isascii() and written.isdecimal() else default

"""Stage 1: lines of a PDF become paragraphs, across columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pipeline.read.lines import bullet_length
from pipeline.read.pdf.glyphs import Box, Glyph, Page
from pipeline.read.pdf.hyphens import Words
from pipeline.read.pdf.layout import Element, Grid, Line
from pipeline.read.pdf.strips import has_gap
from pipeline.read.story import Bit, CellDraft, Item, Paragraph, TableDraft
from pipeline.records import BlockKind

# Lines further apart than this many times what is usual begin a paragraph.
_PITCH: Final = 1.25
# Lines are mostly set this far apart, in sizes of their font; further where many are.
_USUAL: Final = 1.25
_WIDE: Final = 1.6
_WIDE_MIN: Final = 4
_INDENT: Final = 0.8  # in sizes of the font
_SIZE: Final = 0.08
_LARGER: Final = 1.12
_NOTE_SIZE: Final = 0.93
_HEADING_MAX: Final = 200
_HEADING_LEVELS: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?:;…][\"'”’)\]]*\s*(?:\[?\d[\d,–-]*\]?)?$")
_NOTE_MARK: Final = re.compile(r"(?:\d{1,3}|[*†‡§¶])[.)]?\s*\S")
# A block that stands in at the right fills its own width in most of its lines.
_RAGGED: Final = 6.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the characters of a bit are drawn; None for a space that is not.

    Attributes:
        page: from 1.
        boxes: of each character, on the page as shown.
    """

    bit: Bit
    page: int
    boxes: tuple[Box | None, ...]


@dataclass(slots=True)
class Draft:
    """A paragraph as lines."""

    lines: list[Line]
    kind: BlockKind = "paragraph"
    level: int = 0
    why: str = ""

    @property
    def dotted(self) -> bool:
        """Say whether a bullet is drawn before it."""
        return self.lines[0].strips[0].dotted


@dataclass(slots=True)
class Writer:
    """Writes drafts as paragraphs, and keeps where each character is drawn."""

    pages: dict[int, Page]
    words: Words
    drawn: list[Drawn] = field(default_factory=list)

    def items(self, drafts: Iterable[Draft | Grid]) -> list[Item]:
        """Write paragraphs and tables."""
        return [self._table(each) if isinstance(each, Grid) else self._one(each) for each in drafts]

    def _one(self, draft: Draft) -> Paragraph:
        paragraph = Paragraph(kind=draft.kind, level=draft.level, why=draft.why)
        for line, below in zip(draft.lines, [*draft.lines[1:], None], strict=True):
            self._line(paragraph, line, below)
        return paragraph

    def _table(self, grid: Grid) -> TableDraft:
        rows: list[list[CellDraft]] = []
        for row in grid.rows:
            cells = [
                CellDraft(column, [self._one(Draft(lines))] if lines else [])
                for column, lines in enumerate(row, 1)
            ]
            rows.append(cells)
        return TableDraft(rows)

    def _line(self, paragraph: Paragraph, line: Line, below: Line | None) -> None:
        """Write a line, its end as what follows asks: a space, or nothing within a word."""
        page = self.pages[line.page]
        letters = _letters(line)
        if below is not None:
            if self.words.is_broken(line.text, below.text):
                while letters and letters[-1][0] in "- ":
                    letters.pop()
            elif not self.words.is_hyphened(line.text, below.text):
                letters.append((" ", None, *(letters[-1][2:] if letters else (False, False))))
        outline = page.unframed(
            (
                line.left,
                min(strip.top for strip in line.strips),
                line.right,
                max(strip.bottom for strip in line.strips),
            ),
            line.turn,
        )
        start = 0
        for at in range(1, len(letters) + 1):
            if at == len(letters) or letters[at][2:] != letters[start][2:]:
                part = letters[start:at]
                text = "".join(letter for letter, *_ in part)
                raised, bold = part[0][2:]
                bit = Bit(text, "", 0, 0, raised, bold, page=line.page, box=outline)
                boxes = tuple(box and page.unframed(box, line.turn) for _, box, *_ in part)
                paragraph.bits.append(bit)
                self.drawn.append(Drawn(bit, line.page, boxes))
                start = at


_Letter = tuple[str, Box | None, bool, bool]


def _letters(line: Line) -> list[_Letter]:
    """Return the letters of a line with one space between its words."""
    found: list[_Letter] = []
    last: Glyph | None = None
    for strip in line.strips:
        for at, glyph in enumerate(strip.glyphs):
            is_apart = last is not None and (not at or has_gap(last, glyph))
            if (is_apart or glyph.text == " ") and found and found[-1][0] != " ":
                found.append((" ", None, *found[-1][2:]))
            if glyph.text != " ":
                found.append((glyph.text, glyph.box, strip.is_raised(glyph), glyph.bold))
            last = glyph
    while found and found[-1][0] == " ":
        found.pop()
    return found


# --- lines to drafts ----------------------------------------------------------------


def draft_elements(
    elements: Sequence[Element], body: float
) -> tuple[list[Draft | Grid], list[Draft]]:
    """Put lines together as paragraphs.

    Args:
        elements: lines and tables in the order of their reading.
        body: the size of most letters.

    Returns:
        The text, and the notes at the feet of columns.
    """
    lines = [each for each in elements if isinstance(each, Line)]
    notes = _note_lines(lines, body)
    pitches = _pitches(lines)
    drafts: list[Draft | Grid] = []
    aside: list[Draft] = []
    rights = _right_edges(lines)
    open_draft: Draft | None = None
    for element in elements:
        if isinstance(element, Grid):
            drafts.append(element)
        elif id(element) in notes:
            if aside and not notes[id(element)]:
                aside[-1].lines.append(element)
            else:
                aside.append(Draft([element]))
        elif open_draft is not None and _continues(
            open_draft, element, pitches, rights, follows=drafts[-1] is open_draft
        ):
            open_draft.lines.append(element)
        else:
            open_draft = Draft([element])
            drafts.append(open_draft)
    _name_by_size([each for each in drafts if isinstance(each, Draft)], body)
    return drafts, aside


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """Return how far apart lines of each size mostly are."""
    seen: dict[float, Counter[float]] = {}
    for above, below in pairwise(lines):
        if _same_column(above, below) and _alike(above, below):
            pitch = round(below.base - above.base, 1)
            if 0 < pitch < 3 * above.size:
                seen.setdefault(round(above.size, 1), Counter())[pitch] += 1
    pitches: dict[float, float] = {}
    for size, counts in seen.items():
        # Of pitches that occur as often, the narrow one is that within paragraphs.
        pitch = max(counts, key=lambda pitch: (counts[pitch], -pitch))
        if pitch < _WIDE * size or counts[pitch] >= _WIDE_MIN:
            pitches[size] = pitch
    return pitches


def _same_column(above: Line, below: Line) -> bool:
    return (above.page, above.turn, above.column) == (below.page, below.turn, below.column)


def _alike(above: Line, below: Line) -> bool:
    return abs(above.size - below.size) <= _SIZE * max(above.size, below.size)


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """Return how far to the right each line may reach: as its column, or as its block."""
    edges: dict[int, float] = {}
    block: list[Line] = []
    for line in [*lines, None]:
        is_same = (
            line is not None
            and block
            and _same_column(block[-1], line)
            and _alike(block[-1], line)
            and abs(block[-1].left - line.left) < 0.3 * line.size
        )
        if block and not is_same:
            own = max(each.right for each in block)
            n_full = sum(own - each.right < _RAGGED * each.size for each in block)
            is_block = len(block) >= 3 and 2 * n_full > len(block)
            for each in block:
                edges[id(each)] = own if is_block else each.right_edge
            block = []
        if line is not None:
            block.append(line)
    return edges


def _continues(
    draft: Draft,
    line: Line,
    pitches: dict[float, float],
    rights: dict[int, float],
    *,
    follows: bool,
) -> bool:
    """Say whether a line goes on with a paragraph."""
    above = draft.lines[-1]
    if line.strips[0].dotted or bullet_length(line.text) or not _alike(above, line):
        return False
    if above.is_bold != line.is_bold:
        return False
    is_small = line.text[:1].islower()
    ends = _SENTENCE_END.search(above.text) is not None
    if not (follows and _same_column(above, line)):
        # In the next column or on the next page; a table may stand between.
        is_full = _is_full(above, line, rights)
        return not ends and (is_small or (follows and is_full and not _stands_in(draft, line)))
    pitch = line.base - above.base
    usual = pitches.get(round(above.size, 1), _USUAL * above.size)
    if not 0 < pitch <= _PITCH * usual:
        return False
    if _is_full(above, line, rights):
        return not _begins_by_indent(draft, line)
    return is_small and not ends


def _is_full(above: Line, line: Line, rights: dict[int, float]) -> bool:
    """Say whether a line ended because the next word had no room."""
    first = line.strips[0]
    end = next((at for at, glyph in enumerate(first.glyphs) if glyph.text == " "), None)
    word = first.glyphs[: end or None]
    width = max(glyph.box[2] for glyph in word) - first.left
    room = rights[id(above)] - above.right
    return room < width + 0.25 * above.size


def _begins_by_indent(draft: Draft, line: Line) -> bool:
    """Say whether a line stands in as the first of a paragraph does."""
    above = draft.lines[-1]
    indent = line.left - above.left
    if len(draft.lines) == 1 and draft.dotted:
        return False
    if len(draft.lines) == 1 and bullet_length(above.text):
        return False  # what follows the number of an item hangs below its words
    return indent > _INDENT * line.size and indent < 6 * line.size


def _stands_in(draft: Draft, line: Line) -> bool:
    return line.left - line.left_edge > _INDENT * line.size and len(draft.lines) > 1


def _note_lines(lines: Sequence[Line], body: float) -> dict[int, bool]:
    """Find the lines of notes at the feet of columns, and which of them begin one."""
    found: dict[int, bool] = {}
    at = len(lines) - 1
    while at >= 0:
        foot = at
        while at >= 0 and _same_column(lines[at], lines[foot]) and is_small(lines[at], body):
            at -= 1
        begins = [place for place in range(at + 1, foot + 1) if _NOTE_MARK.match(lines[place].text)]
        if begins and begins[0] == at + 1 and at >= 0 and _same_column(lines[at], lines[foot]):
            found |= {id(lines[place]): place in begins for place in range(at + 1, foot + 1)}
        while at >= 0 and _same_column(lines[at], lines[foot]):
            at -= 1
    return found


def is_small(line: Line, body: float) -> bool:
    """Say whether a line is set as notes are, smaller than most."""
    return line.size < _NOTE_SIZE * body


def _name_by_size(drafts: Sequence[Draft], body: float) -> None:
    """Name what is larger than the text: headings, the largest of the first level."""
    large = [
        draft
        for draft in drafts
        if min(line.size for line in draft.lines) > _LARGER * body
        and sum(len(line.text) for line in draft.lines) <= _HEADING_MAX
    ]
    sizes = sorted({round(draft.lines[0].size, 0) for draft in large}, reverse=True)
    for draft in large:
        level = sizes.index(round(draft.lines[0].size, 0)) + 1
        draft.kind, draft.level = "heading", min(level, _HEADING_LEVELS)
    for draft in drafts:
        if draft.dotted and draft.kind == "paragraph":
            draft.kind, draft.level = "list_item", 1

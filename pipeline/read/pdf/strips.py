"""Stage 1: letters of a page as strips: what stands side by side without a column's gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from pipeline.read.lines import bullet_length
from pipeline.read.pdf.glyphs import Box, Glyph

# In shares of the font's size. Letters of a word touch; between words lies a fifth at
# least, in justified lines up to one. Cells that hold no space at their ends may be as
# near as words.
WORD_GAP: Final = 0.16
_CELL_GAP: Final = 0.25
_COLUMN_GAP: Final = 0.9
_MIXED_GAP: Final = 0.35
_BULLET_GAP: Final = 4.0
_BACK: Final = 0.5
_RAISED: Final = 0.12
_SMALLER: Final = 0.88
# Where fewer letters are spaces, words are set apart by gaps.
_SPACES_SHARE: Final = 0.03
_ROW: Final = 6.0
_LOOK_BACK: Final = 20


@dataclass(slots=True)
class Strip:
    """Letters that stand side by side, in the order of their reading.

    Attributes:
        dotted: whether a bullet is drawn before it.
    """

    glyphs: list[Glyph]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    dotted: bool = False
    text: str = field(default="", repr=True)

    def settle(self) -> None:
        """Measure it anew."""
        seen = [glyph for glyph in self.glyphs if glyph.text != " "] or self.glyphs
        self.left = min(glyph.box[0] for glyph in seen)
        self.right = max(glyph.box[2] for glyph in seen)
        largest = max(glyph.size for glyph in seen)
        main = [glyph for glyph in seen if glyph.size > _SMALLER * largest]
        self.top = min(glyph.box[1] for glyph in main)
        self.bottom = max(glyph.box[3] for glyph in main)
        self.base = median(glyph.base for glyph in main)
        self.size = median(glyph.size for glyph in main)
        self.text = written(self.glyphs)

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.left, self.top, self.right, self.bottom

    def is_raised(self, glyph: Glyph) -> bool:
        """Say whether a letter of it stands above its line, as marks of notes do."""
        return glyph.base < self.base - _RAISED * self.size and glyph.size < _SMALLER * self.size

    @property
    def is_bold(self) -> bool:
        """Say whether all of it is bold."""
        return all(glyph.bold for glyph in self.glyphs if glyph.text != " ")


def find_strips(runs: Iterable[Sequence[Glyph]], dots: Sequence[Box]) -> list[Strip]:
    """Put the letters of a page together, from the top; those on one line from the left."""
    letters = [glyph for run in runs for glyph in run]
    n_spaces = sum(glyph.text == " " for glyph in letters)
    near = _CELL_GAP if n_spaces > _SPACES_SHARE * len(letters) else _COLUMN_GAP
    strips: list[Strip] = []
    for glyph in letters:
        if not (strips and _goes_on(strips[-1].glyphs, glyph, near)):
            strips.append(Strip([]))
        strips[-1].glyphs.append(glyph)
    strips = [strip for strip in strips if any(glyph.text != " " for glyph in strip.glyphs)]
    for strip in strips:
        strip.settle()
    strips = _merged(_without_doubles(strips), near)
    for dot in dots:
        _mark_dotted(strips, dot)
    return sorted(strips, key=lambda strip: (strip.base, strip.left))


def written(glyphs: Sequence[Glyph]) -> str:
    """Return what letters read, with a space where a gap stands for one."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and has_gap(last, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    return " ".join("".join(parts).split())


def has_gap(before: Glyph, glyph: Glyph) -> bool:
    """Say whether words end and begin between two letters that stand side by side."""
    if before.text == " " or glyph.text == " ":
        return False
    return glyph.box[0] - before.box[2] > WORD_GAP * max(before.size, glyph.size)


def _limit(before: Glyph, glyph: Glyph, near: float) -> float:
    """Return the gap beyond which a strip ends."""
    share = _COLUMN_GAP if before.text == " " or glyph.text == " " else near
    smaller, larger = sorted((before.size, glyph.size))
    # A heading stands nearer to another column than its own words may to one another.
    return (share if smaller > _SMALLER * larger else min(share, _MIXED_GAP)) * smaller


def _goes_on(glyphs: Sequence[Glyph], glyph: Glyph, near: float) -> bool:
    before = glyphs[-1]
    if glyph.box == before.box:  # of one ligature
        return True
    if not _on_one_line(before, glyph):
        return False
    gap = glyph.box[0] - before.box[2]
    return -_BACK * max(before.size, glyph.size) < gap <= _limit(before, glyph, near)


def _on_one_line(before: Glyph | Strip, glyph: Glyph | Strip) -> bool:
    size = max(before.size, glyph.size)
    if abs(before.base - glyph.base) < _RAISED * size:
        return True
    # Marks of notes and indexes stand above or below it, and are smaller.
    is_small = min(before.size, glyph.size) < _SMALLER * size
    return is_small and abs(before.base - glyph.base) < 0.6 * size


def _without_doubles(strips: list[Strip]) -> list[Strip]:
    """Leave out what is drawn twice to look bold."""
    kept: dict[tuple[str, int, int], Strip] = {}
    for strip in strips:
        place = (strip.text, round(strip.left / 2), round(strip.base / 2))
        kept.setdefault(place, strip)
    return list(kept.values())


def _merged(strips: list[Strip], near: float) -> list[Strip]:
    """Put strips together that were not drawn one after the other."""
    done: list[Strip] = []
    # From the left, so that what a strip may go on with came last in its row.
    rows: defaultdict[int, list[Strip]] = defaultdict(list)
    for strip in sorted(strips, key=lambda strip: (strip.left, strip.base)):
        row = round(strip.base / _ROW)
        beside = [each for at in range(row - 2, row + 3) for each in rows[at][-_LOOK_BACK:]]
        before = next((each for each in reversed(beside) if _is_next(each, strip, near)), None)
        if before is None:
            done.append(strip)
            rows[row].append(strip)
        else:
            before.glyphs.extend(strip.glyphs)
            before.settle()
    return done


def _is_next(before: Strip, strip: Strip, near: float) -> bool:
    if not _on_one_line(before, strip):
        return False
    gap = strip.left - before.right
    limit = _limit(before.glyphs[-1], strip.glyphs[0], near)
    if len(before.text) <= 4 and bullet_length(f"{before.text} x") == len(before.text) + 1:
        limit = _BULLET_GAP * strip.size
    return -_BACK * strip.size < gap <= limit


def _mark_dotted(strips: Sequence[Strip], dot: Box) -> None:
    middle = (dot[1] + dot[3]) / 2
    beside = [
        strip
        for strip in strips
        if strip.top < middle < strip.bottom and 0 < strip.left - dot[2] < 2.5 * strip.size
    ]
    for strip in sorted(beside, key=lambda strip: strip.left)[:1]:
        strip.dotted = max(dot[2] - dot[0], dot[3] - dot[1]) < 0.7 * strip.size

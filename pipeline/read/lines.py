"""Stage 1: a source as lines, and lines as the paragraphs and bullets they make."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.read.sheet import Grid, Line, Piece
from pipeline.read.tables import find_tables, is_caption
from pipeline.records import BlockKind

# As Markdown counts lines; `str.splitlines` also splits at form feeds.
_LINE_END: Final = re.compile(r"\r\n?|\n")

_BLANK: Final = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"

# How far white space stands in.
_WIDTHS: Final = {"\t": 4, "\u200b": 0, "\ufeff": 0}

# Signs that begin a bullet wherever a line begins with one.
_GLYPHS: Final = "•·●○◦▪▫■□‣⁃∙✓✔✅☑❌✗✘👉➡→➤►▶★☆⭐🔹🔸💡📌✨🌿💊🔥⚠"
# The emoji form of a sign follows some of them.
_GLYPH: Final = re.compile(rf"[{_GLYPHS}]\ufe0f?\s*(?=\S)")
_DASH: Final = re.compile(r"[-*+–—]\s+(?=\S)")
_NUMBERED: Final = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-z]\)|#\d{1,2}[.:)])\s+(?=\S)")
_QUOTED: Final = re.compile(r">\s?(?=\S)")
_HASHED: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_HASHES_END: Final = re.compile(r"\s+#+$")
_RULE: Final = re.compile(r"(?:[-_*=~—–]\s?){3,}")
_FENCE: Final = re.compile(r"```|~~~")
_SENTENCE_END: Final = re.compile(r"[.!?…:;。！？][\"'”’)\]*_]*$")

# Nobody wraps by hand beyond this; longer lines are paragraphs of their own.
_WRAP_MAX: Final = 140
# Lines shorter than this are items, verses or headings and no wrapped prose.
_WRAP_MIN: Final = 45


@dataclass(slots=True)
class Draft:
    """A block before it is written: where its text stands, and what it seems to be."""

    kind: BlockKind
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    grid: Grid | None = None
    why: str = ""

    def raw(self, source: str) -> str:
        """Return its text with its marks."""
        return " ".join(source[piece.start : piece.end] for piece in self.pieces)


def split_lines(source: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Split a stretch of the source into its lines that are not blank."""
    end = len(source) if end is None else end
    lines: list[Line] = []
    gap = False
    while start <= end:
        found = _LINE_END.search(source, start, end)
        stop = found.start() if found else end
        line = trimmed(source, start, stop, gap=gap)
        gap = not line.text
        if line.text:
            lines.append(line)
        if found is None:
            break
        start = found.end()
    return lines


def trimmed(source: str, start: int, end: int, *, gap: bool = False) -> Line:
    """Return a line of the source without the white space around it."""
    raw = source[start:end]
    text = strip_line(raw)
    if not text:
        return Line(end, end, "", gap=gap)
    lead = len(raw) - len(raw.lstrip(_BLANK))
    indent = sum(_WIDTHS.get(character, 1) for character in raw[:lead])
    return Line(start + lead, start + lead + len(text), text, indent, gap)


def strip_line(raw: str) -> str:
    """Return a line without white space and marks of no width around it."""
    return raw.strip(_BLANK)


def draft_lines(lines: Sequence[Line]) -> list[Draft]:
    """Turn lines into drafts of paragraphs, bullets, headings and tables, in order."""
    tables = find_tables(lines)
    widths = _wrap_widths(lines, tables)
    drafts: list[Draft] = []
    at = 0
    while at < len(lines):
        grid = tables.get(at)
        if grid is not None:
            if drafts and is_caption(lines[at - 1].text) and drafts[-1].kind == "paragraph":
                drafts[-1].kind = "caption"
            drafts.append(Draft("cell", grid=grid))
            at += grid.n_lines
        else:
            at = _draft_one(lines, at, tables, widths[at], drafts)
    return drafts


def _draft_one(
    lines: Sequence[Line], at: int, tables: Container[int], width: int, drafts: list[Draft]
) -> int:
    """Draft the block that begins at a line; return the line after it."""
    line = lines[at]
    if _FENCE.match(line.text):
        return _draft_code(lines, at, drafts)
    if _RULE.fullmatch(line.text):
        return at + 1
    hashed = _HASHED.match(line.text)
    if hashed:
        tail = _HASHES_END.search(line.text, hashed.end())
        piece = Piece(line.start + hashed.end(), line.start + tail.start() if tail else line.end)
        drafts.append(Draft("heading", [piece], level=len(hashed[1])))
        return at + 1
    body, kind = _without_marker(line)
    end = at + 1
    pieces = [body]
    while end < len(lines) and end not in tables and _continues(lines, end, kind, width):
        pieces.append(_without_quote(lines[end]) if kind == "quote" else lines[end].piece)
        end += 1
    if _is_underlined(lines, at, end):
        drafts.append(Draft("heading", pieces, level=1 if lines[end].text[0] == "=" else 2))
        return end + 1
    level = line.indent // 2 + 1 if kind == "list_item" else 0
    drafts.extend(Draft(kind, part, level) for part in _split_at_glyphs(line, pieces, kind))
    return end


def _draft_code(lines: Sequence[Line], at: int, drafts: list[Draft]) -> int:
    fence = lines[at].text[:3]
    end = at + 1
    while end < len(lines) and not lines[end].text.startswith(fence):
        drafts.append(Draft("code", [lines[end].piece]))
        end += 1
    return end + 1


def bullet_length(text: str) -> int:
    """Return how long the sign or number is that makes an item of a line; 0 without one."""
    for pattern in (_GLYPH, _DASH, _NUMBERED):
        found = pattern.match(text)
        if found:
            return found.end()
    return 0


def _without_marker(line: Line) -> tuple[Piece, BlockKind]:
    length = bullet_length(line.text)
    if length:
        return Piece(line.start + length, line.end), "list_item"
    if _QUOTED.match(line.text):
        return _without_quote(line), "quote"
    return line.piece, "paragraph"


def _without_quote(line: Line) -> Piece:
    found = _QUOTED.match(line.text)
    return Piece(line.start + (found.end() if found else 0), line.end)


def begins_block(text: str) -> bool:
    """Say whether a line can only be the first of a block."""
    return any(
        pattern.match(text) for pattern in (_GLYPH, _DASH, _NUMBERED, _QUOTED, _HASHED, _FENCE)
    ) or bool(_RULE.fullmatch(text))


def _wrap_widths(lines: Sequence[Line], tables: Container[int]) -> list[int]:
    """Return for each line the width to which its run is wrapped; 0 if it is not."""
    widths: list[int] = []
    begin = width = 0
    for place in range(len(lines) + 1):
        line = lines[place] if place < len(lines) else None
        is_new = line is None or line.gap or place in tables or begins_block(line.text)
        if is_new and place:
            is_wrapped = _WRAP_MIN <= width <= _WRAP_MAX
            widths.extend([width if is_wrapped else 0] * (place - begin))
            begin, width = place, 0
        # A long address sticks out of wrapped prose.
        if line is not None and (" " in line.text or not width):
            width = max(width, len(line.text))
    return widths


def _continues(lines: Sequence[Line], place: int, kind: BlockKind, width: int) -> bool:
    """Say whether a line goes on with the block of the line before."""
    line, before = lines[place], lines[place - 1]
    if line.gap:
        return False
    if kind == "quote":
        return _QUOTED.match(line.text) is not None
    if begins_block(line.text):
        return False
    if kind == "list_item" and line.indent > before.indent and not _is_wide(before.text):
        return True
    if line.text[0].islower() and not _SENTENCE_END.search(before.text):
        return True
    # Whoever wraps by hand ends a line where the next word did not fit.
    first_word = line.text.partition(" ")[0]
    return 0 < width < len(before.text) + 1 + len(first_word)


def _is_wide(text: str) -> bool:
    return len(text) > _WRAP_MAX


def _is_underlined(lines: Sequence[Line], at: int, end: int) -> bool:
    if end >= len(lines) or end - at != 1 or lines[end].gap or len(lines[at].text) > _WRAP_MAX:
        return False
    return re.fullmatch(r"={3,}|-{3,}", lines[end].text) is not None


def _split_at_glyphs(line: Line, pieces: list[Piece], kind: BlockKind) -> list[list[Piece]]:
    """Split a line of several bullets ("✅ one ✅ two") into one part each."""
    if kind != "list_item" or len(pieces) != 1:
        return [pieces]
    glyph = line.text[0]
    if glyph not in _GLYPHS or line.text.count(glyph) < 2:
        return [pieces]
    begins = [found for found in _GLYPH.finditer(line.text) if found.group()[0] == glyph]
    ends = [found.start() for found in begins[1:]] + [len(line.text)]
    parts: list[list[Piece]] = []
    for found, end in zip(begins, ends, strict=True):
        stop = found.end() + len(line.text[found.end() : end].rstrip())
        parts.append([Piece(line.start + found.end(), line.start + stop)])
    return parts

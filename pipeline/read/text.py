r"""Stage 1: plain text, with the light Markdown that it often holds on the web.

>>> sheet = Sheet("Zinc\n\n- **may** help\n- costs [$5](/shop)\n")
>>> read_text(sheet)
>>> sheet.clean.text
'Zinc\nmay help\ncosts $5\n'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.read.boilerplate import why_boilerplate
from pipeline.read.inline import write_inline
from pipeline.read.lines import Draft, draft_lines, split_lines
from pipeline.read.sheet import Piece, Sheet
from pipeline.read.silences import find_comments, masked, outside
from pipeline.read.tables import write_grid

# A comment that was masked is nothing, as are marks.
_MARKS: Final = re.compile(r"[*_`#\[\]\u200b]")
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_ALL_STRONG: Final = re.compile(r"(\*\*|__)(?!\s)[^*_]+\1:?")
# A line that ends so is a sentence or leads to something.
_UNFINISHED: Final = re.compile(r"[.!;,:。！，][\"'”’)\]]*$")
# The note under a table: its star has no partner.
_NOTE: Final = re.compile(r"[†‡§]|\*(?!\*)(?!.*\*)")
_SHARE: Final = re.compile(r"\d\s?(?:%|percent)")
_TITLE_WORDS: Final = 22
_TITLE_MAX: Final = 160
_HEADING_WORDS: Final = 14
_HEADING_MAX: Final = 100
# Where a title is looked for; past these lines an article has begun.
_TITLE_WITHIN: Final = 6
# Words that headings in title case leave small.
_SMALL: Final = frozenset(
    {
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of"),
        *("on", "or", "per", "the", "to", "vs", "vs.", "via", "with", "your", "it", "its"),
    }
)


def read_text(sheet: Sheet) -> None:
    """Read the sheet's source as plain text."""
    comments = find_comments(sheet.source)
    if comments:
        comments = outside(comments, _fenced(sheet.source))
    text = masked(sheet.source, comments)
    sheet.comments += comments
    write_drafts(sheet, name_drafts(draft_lines(split_lines(text)), text))


def _fenced(source: str) -> list[Piece]:
    """Find what stands between the fences of code, where a comment is an example of one."""
    fences = [found.start() for found in _FENCE.finditer(source)]
    return [Piece(*pair) for pair in zip(fences[::2], [*fences[1::2], len(source)], strict=False)]


def write_drafts(sheet: Sheet, drafts: Sequence[Draft]) -> None:
    """Write drafts as blocks and tables, in order."""
    caption = ""
    for draft in drafts:
        if draft.grid is not None:
            write_grid(sheet, draft.grid, caption=caption)
            caption = ""
            continue
        write_inline(sheet, draft.pieces)
        end = draft.pieces[-1].end
        block = sheet.end(draft.kind, end, level=draft.level, why=draft.why)
        caption = sheet.text_of(block) if block is not None and block.kind == "caption" else ""


def name_drafts(drafts: list[Draft], source: str) -> list[Draft]:
    """Find the title, the headings and the items that no mark tells."""
    raws = [_MARKS.sub("", draft.raw(source)).strip() for draft in drafts]
    _name_title(drafts, raws)
    _level_items(drafts)
    at = 0
    while at < len(drafts):
        end = at
        while end < len(drafts) and _may_be_heading(drafts[end], raws[end], source):
            end += 1
        if end > at:
            _name_short_lines(drafts, raws, at, end, source)
        at = max(end, at + 1)
    for place, draft in enumerate(drafts[:-1]):
        if _is_numbered_heading(drafts, raws, place):
            draft.kind, draft.level = "heading", 2
    return drafts


def _is_numbered_heading(drafts: Sequence[Draft], raws: Sequence[str], at: int) -> bool:
    """Say whether an item stands alone above a paragraph ("1. Better Sleep")."""
    if drafts[at].kind != "list_item" or drafts[at + 1].kind != "paragraph":
        return False
    if at and drafts[at - 1].kind == "list_item":
        return False
    raw = raws[at]
    is_short = raw.count(" ") < _HEADING_WORDS and not _UNFINISHED.search(raw)
    return is_short and _is_title_case(raw) and _UNFINISHED.search(raws[at + 1]) is not None


def _level_items(drafts: Sequence[Draft]) -> None:
    # A list that stands in as a whole is of the first level all the same.
    items = [draft for draft in drafts if draft.kind == "list_item"]
    surplus = min((draft.level for draft in items), default=1) - 1
    for draft in items:
        draft.level -= surplus


def _name_title(drafts: Sequence[Draft], raws: Sequence[str]) -> None:
    for at, draft in enumerate(drafts[:_TITLE_WITHIN]):
        if draft.grid is not None:
            return
        if draft.kind == "list_item" or why_boilerplate(raws[at]):
            continue
        is_short = len(raws[at]) <= _TITLE_MAX and raws[at].count(" ") < _TITLE_WORDS
        is_alone = len(drafts) > at + 1
        if draft.kind == "heading" or (is_short and is_alone and not _UNFINISHED.search(raws[at])):
            draft.kind, draft.level = "title", 1
        return


def _may_be_heading(draft: Draft, raw: str, source: str) -> bool:
    if draft.kind != "paragraph" or len(draft.pieces) != 1 or not raw:
        return False
    written = draft.raw(source)
    if is_strong_heading(written):
        return True
    if _NOTE.match(written):
        return False
    if len(raw) > _HEADING_MAX or raw.count(" ") >= _HEADING_WORDS or _UNFINISHED.search(raw):
        return False
    return not raw[0].islower() and any(character.isalpha() for character in raw)


def _name_short_lines(
    drafts: Sequence[Draft], raws: Sequence[str], at: int, end: int, source: str
) -> None:
    """Name a run of short lines: items after "including:", else headings."""
    lead = drafts[at - 1] if at else None
    is_list = lead is not None and raws[at - 1].endswith(":") and end - at >= 2
    for place in range(at, end):
        draft = drafts[place]
        if _ALL_STRONG.fullmatch(draft.raw(source)) or _is_title_case(raws[place]):
            # In title case each may be a heading, if something follows it.
            is_heading = not is_list or (place == end - 1 and end < len(drafts))
        else:
            # In sentence case a line with a share in it may well be a claim.
            followed = place == end - 1 and end < len(drafts) and drafts[end].kind != "heading"
            is_heading = followed and not is_list and not _SHARE.search(raws[place])
        if is_heading:
            draft.kind, draft.level = "heading", 2
        elif is_list:
            draft.kind, draft.level = "list_item", 1


def is_strong_heading(raw: str) -> bool:
    """Say whether a line with its marks is a heading all in bold."""
    return may_head(_MARKS.sub("", raw).strip()) and bool(_ALL_STRONG.fullmatch(raw))


def may_head(text: str) -> bool:
    """Say whether a line that stands out by its looks is short enough for a heading."""
    bare = text.removesuffix(":")
    is_short = len(bare) <= _HEADING_MAX and bare.count(" ") < _HEADING_WORDS
    return is_short and not _UNFINISHED.search(bare)


def _is_title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha() and word.lower() not in _SMALL]
    return len(words) >= 1 and all(word[0].isupper() for word in words)

"""Stage 1: a line with Markdown in it, or a little of it, becomes clean text.

The marks are found in the source itself and left out, so that every character
that stays knows its place. Plain text on the web holds the same marks.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.read.sheet import Piece, Sheet

_SPECIAL: Final = re.compile(r"[\\`*_~\[\]!<]|https?://|www\.")
# An address in brackets may hold one level of them: (https://…/a_(b)).
_TARGET: Final = re.compile(
    r"\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_REFERENCE: Final = re.compile(r"\[[^\[\]\n]{0,80}\]")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)?[^\s<>]+(?:@|\.|/)[^\s<>]+)>")
_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|i|ins|kbd|mark|p|q|s|small|span|strike"
    r"|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)\]]")
# A comment longer than this is looked upon as text: looking for the end of
# each of many that do not close would take quadratic time.
_COMMENT_MAX: Final = 1_000
_ESCAPED: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_EMPHASIS: Final = "*_~"


class _Linked(NamedTuple):
    """The words of a link, and where it leads."""

    start: int
    end: int
    href: str


class _Cuts:
    """What of a stretch is markup, and which parts of it are links."""

    def __init__(self) -> None:
        self.out: list[Piece] = []
        self.links: list[_Linked] = []

    def add(self, start: int, end: int) -> None:
        self.out.append(Piece(start, end))


def write_inline(sheet: Sheet, pieces: Iterable[Piece]) -> None:
    """Append stretches of the source to the block at hand, a space between them.

    Emphasis, links, code marks, tags and escapes are left out; a mark without
    its partner (a footnote's star, "3 * 4") is text. The stretches are one
    paragraph: emphasis may begin in one line and end in another.
    """
    stretches = [piece for piece in pieces if piece.start < piece.end]
    source = sheet.source
    if not any(_SPECIAL.search(source, *piece) for piece in stretches):
        for piece in stretches:
            sheet.space(piece.start)
            sheet.copy(*piece)
        return
    cuts = _find_cuts(source, stretches, sheet.references)
    _write(sheet, stretches, sorted(cuts.out), sorted(cuts.links))


def _write(
    sheet: Sheet, stretches: Sequence[Piece], out: Sequence[Piece], links: Sequence[_Linked]
) -> None:
    # Events in order of place: a link's end, a link's beginning.
    edges = sorted(
        [(link.start, 1, link.href) for link in links] + [(link.end, 0, "") for link in links]
    )
    at_cut = at_edge = 0
    for stretch in stretches:
        place = stretch.start
        sheet.space(place)
        while place < stretch.end:
            while at_cut < len(out) and out[at_cut].end <= place:
                at_cut += 1
            while at_edge < len(edges) and edges[at_edge][0] <= place:
                _, begins, href = edges[at_edge]
                sheet.link(href) if begins else sheet.unlink()
                at_edge += 1
            if at_cut < len(out) and out[at_cut].start <= place:
                place = out[at_cut].end
                continue
            stop = stretch.end
            if at_cut < len(out):
                stop = min(stop, out[at_cut].start)
            if at_edge < len(edges):
                stop = min(stop, edges[at_edge][0])
            sheet.copy(place, stop)
            place = stop
    sheet.unlink()


def _find_cuts(source: str, stretches: Sequence[Piece], references: Mapping[str, str]) -> _Cuts:
    cuts = _Cuts()
    openers: dict[str, list[Piece]] = defaultdict(list)
    brackets: list[Piece] = []
    for stretch in stretches:
        place = stretch.start
        while True:
            found = _SPECIAL.search(source, place, stretch.end)
            if found is None:
                break
            mark = found.group()[0]
            if mark in _EMPHASIS:
                place = _emphasis(source, found.start(), stretch, openers, cuts)
            elif mark in "[]!":
                place = _bracket(source, found.start(), stretch, brackets, cuts, references)
            elif mark == "`":
                place = _code(source, found.start(), stretch, cuts)
            elif mark == "<":
                place = _angle(source, found.start(), stretch, cuts)
            elif mark == "\\":
                place = found.start() + 1
                if place < stretch.end and source[place] in _ESCAPED:
                    cuts.add(place - 1, place)
                    place += 1
            else:
                url = _URL.match(source, found.start(), stretch.end)
                place = url.end() if url else found.end()
                if url:
                    cuts.links.append(_Linked(*url.span(), url.group()))
    return cuts


def _emphasis(
    source: str, start: int, stretch: Piece, openers: dict[str, list[Piece]], cuts: _Cuts
) -> int:
    mark = source[start]
    end = start
    while end < stretch.end and source[end] == mark:
        end += 1
    if mark == "~" and end - start != 2:
        return end  # "~40%" is about 40%
    before = source[start - 1] if start > stretch.start else " "
    after = source[end] if end < stretch.end else " "
    can_open, can_close = _flanks(before, after, mark)
    stack = openers[mark]
    if can_close:
        place = start
        while place < end and stack:
            opener = stack.pop()
            size = min(opener.end - opener.start, end - place)
            cuts.add(opener.end - size, opener.end)
            cuts.add(place, place + size)
            place += size
            if opener.end - size > opener.start:
                stack.append(Piece(opener.start, opener.end - size))
        start = place
    if can_open and start < end:
        stack.append(Piece(start, end))
    return end


def _flanks(before: str, after: str, mark: str) -> tuple[bool, bool]:
    """Say whether a run of marks can open and can close, as CommonMark has it."""
    word_before, word_after = before.isalnum(), after.isalnum()
    left = not after.isspace() and (word_after or not word_before)
    right = not before.isspace() and (word_before or not word_after)
    if mark == "_":  # snake_case is one word
        return left and not word_before, right and not word_after
    return left, right


def _bracket(
    source: str,
    start: int,
    stretch: Piece,
    brackets: list[Piece],
    cuts: _Cuts,
    references: Mapping[str, str],
) -> int:
    if source[start] == "!":
        if source.startswith("![", start) and start + 2 <= stretch.end:
            brackets.append(Piece(start, start + 2))
            return start + 2
        return start + 1
    if source[start] == "[":
        brackets.append(Piece(start, start + 1))
        return start + 1
    if not brackets:
        return start + 1
    opener = brackets.pop()
    words = source[opener.end : start]
    target = _TARGET.match(source, start + 1, stretch.end)
    if target is not None:
        href = _href(target.group())
    else:
        target = _REFERENCE.match(source, start + 1, stretch.end)
        label = target.group()[1:-1] if target is not None else ""
        href = references.get(reference_label(label or words), "")
    if target is None:
        if href and opener.end - opener.start == 1:
            # "[our trial]" is its own label; the number of a note keeps its brackets.
            if not words.strip().isdecimal():
                cuts.add(*opener)
                cuts.add(start, start + 1)
            cuts.links.append(_Linked(opener.end, start, href))
        return start + 1
    if opener.end - opener.start == 2:
        # A picture says nothing that is read; what it shows is not checked.
        cuts.add(opener.start, target.end())
    else:
        cuts.add(*opener)
        cuts.add(start, target.end())
        cuts.links.append(_Linked(opener.end, start, href))
    return target.end()


def _href(target: str) -> str:
    """Return the address of "(<address> 'title')"; "" of "()"."""
    words = target[1:-1].split()
    return html.unescape(words[0].strip("<>")) if words else ""


def reference_label(written: str) -> str:
    """Return the label of a link as CommonMark compares it: without regard to case and spaces."""
    return " ".join(written.split()).lower().upper()


def _code(source: str, start: int, stretch: Piece, cuts: _Cuts) -> int:
    end = start
    while end < stretch.end and source[end] == "`":
        end += 1
    fence = source[start:end]
    close = source.find(fence, end, stretch.end)
    if close < 0:
        return end
    cuts.add(start, end)
    cuts.add(close, close + len(fence))
    return close + len(fence)


def _angle(source: str, start: int, stretch: Piece, cuts: _Cuts) -> int:
    if source.startswith("<!--", start):
        close = source.find("-->", start + 4, min(stretch.end, start + _COMMENT_MAX))
        if close >= 0:
            cuts.add(start, close + 3)
            return close + 3
    tag = _TAG.match(source, start, stretch.end)
    if tag is not None:
        cuts.add(tag.start(), tag.end())
        return tag.end()
    auto = _AUTOLINK.match(source, start, stretch.end)
    if auto is not None:
        cuts.add(start, start + 1)
        cuts.add(auto.end() - 1, auto.end())
        cuts.links.append(_Linked(*auto.span(1), auto.group(1)))
        return auto.end()
    return start + 1

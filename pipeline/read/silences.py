"""Stage 1: a writer's word that a finding is known and not wanted.

It stands where its format keeps what readers do not see: `<!-- claims: ignore
ST002 the trial is in press -->` in Markdown and HTML, a comment on the words in
a Word document. In a text it covers the block that it stands in, or, on a line of
its own, the next one; before a table all of it.

    >>> parse_silence(" claims: ignore ST002, CI003 the trial is in press ")
    Wording(codes=('ST002', 'CI003'), reason='the trial is in press', whole_file=False)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.offsets import OffsetMap
from pipeline.records import Block, Silence, Table

_FORM: Final = re.compile(
    r"\s*claims\s*:\s*ignore(?P<file>-file)?(?![\w-])(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
# The two letters of a family, or letters and digits: a code, or one that was mistyped
# ("st02"), which must not silence everything. They stand first; all else is the reason.
_CODES: Final = re.compile(r"\s*(?P<code>[A-Za-z]{2}\d+|[A-Z]{2})(?![\w-])\s*,?")
_OPENS: Final = "<!--"
_CLOSES: Final = "-->"
# As wide as nothing: a line that begins with it is not indented.
_MASK: Final = "\u200b"
_MASKED_LINE: Final = re.compile(rf"(?:(?<=[\r\n])|\A)[ \t]*{_MASK}[ \t{_MASK}]*(?=[\r\n]|\Z)")
_NOT_LINE_END: Final = re.compile(r"[^\r\n]")
_LINE_END: Final = re.compile(r"\r\n?|\n")


class Wording(NamedTuple):
    """What a silence says, before it is known what it covers.

    Attributes:
        codes: codes ("ST002") and families ("ST") in their order; none means all.
    """

    codes: tuple[str, ...]
    reason: str
    whole_file: bool


class Comment(NamedTuple):
    """A comment of a text that silences something.

    Attributes:
        start, end: code points of the source, half-open.
        block: the number of the block that it is for; None tells it by its place.
        in_cell: it stands in a table, and is for no more than a cell.
    """

    start: int
    end: int
    wording: Wording
    block: int | None = None
    in_cell: bool = False


def parse_silence(text: str) -> Wording | None:
    """Read the text of a comment; None where it silences nothing."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    rest, place, codes = found["rest"], 0, []
    while (code := _CODES.match(rest, place)) is not None:
        codes.append(code["code"].upper())
        place = code.end()
    reason = " ".join(rest[place:].split()).lstrip(":–—- ")
    return Wording(tuple(codes), reason, found["file"] is not None)


def find_comments(source: str, start: int = 0) -> list[Comment]:
    """Find the comments of a text that silence something, in order."""
    return list(_comments(source, start))


def _comments(source: str, place: int) -> Iterator[Comment]:
    while (start := source.find(_OPENS, place)) >= 0:
        end = source.find(_CLOSES, start + len(_OPENS))
        if end < 0:
            return
        place = end + len(_CLOSES)
        wording = parse_silence(source[start + len(_OPENS) : end])
        if wording is not None:
            yield Comment(start, place, wording)


def outside(comments: Sequence[Comment], stretches: Sequence[tuple[int, int]]) -> list[Comment]:
    """Return the comments that begin in none of the stretches, which are in order and disjoint."""
    starts = [start for start, _ in stretches]

    def is_outside(comment: Comment) -> bool:
        before = bisect_right(starts, comment.start) - 1
        return before < 0 or comment.start >= stretches[before][1]

    return [comment for comment in comments if is_outside(comment)]


def masked(source: str, comments: Sequence[Comment]) -> str:
    """Return a source, as long as before, in which comments take part in no line's structure.

    A line that holds nothing else is blank.
    """
    parts: list[str] = []
    place = 0
    for comment in comments:
        parts.append(source[place : comment.start])
        parts.append(_NOT_LINE_END.sub(_MASK, source[comment.start : comment.end]))
        place = comment.end
    text = "".join([*parts, source[place:]])
    return _MASKED_LINE.sub(lambda line: " " * len(line[0]), text)


def settle(
    comments: Sequence[Comment],
    source: str,
    blocks: Sequence[Block],
    tables: Sequence[Table],
    offsets: OffsetMap,
) -> list[Silence]:
    """Say what each comment covers, now that the blocks of the article are known."""
    if not comments:
        return []
    spans = [offsets.span_to_source(block.start_clean, block.end_clean) for block in blocks]
    starts = [start for start, _ in spans]
    lines = [0, *(found.end() for found in _LINE_END.finditer(source))]
    ends = _table_ends(blocks, tables)

    def covers(comment: Comment) -> tuple[int, int]:
        if comment.wording.whole_file:
            return 0, len(source)
        first = comment.block
        if first is None:
            first = _block_of(comment, source, spans, starts)
        if first >= len(blocks):
            return len(source), len(source)
        return spans[first][0], spans[first if comment.in_cell else ends.get(first, first)][1]

    silences = []
    for comment in comments:
        covers_from, covers_to = covers(comment)
        silences.append(
            Silence(
                codes=comment.wording.codes,
                reason=comment.wording.reason,
                start=comment.start,
                end=comment.end,
                covers_from=covers_from,
                covers_to=covers_to,
                where=f"line {bisect_right(lines, comment.start)}",
            )
        )
    return silences


def _block_of(
    comment: Comment, source: str, spans: Sequence[tuple[int, int]], starts: Sequence[int]
) -> int:
    """Return the block that a comment stands in or at the end of, else the next."""
    before = bisect_right(starts, comment.start) - 1
    if before >= 0 and not _LINE_END.search(source, spans[before][1], comment.start):
        return before
    return before + 1


def _table_ends(blocks: Sequence[Block], tables: Sequence[Table]) -> dict[int, int]:
    """Return the last block of each table by its first one, and by that of its caption."""
    numbers = {block.start_clean: number for number, block in enumerate(blocks)}
    ends: dict[int, int] = {}
    for table in tables:
        cells = [numbers[c.start_clean] for c in table.cells if c.text and c.start_clean in numbers]
        if cells:
            ends[cells[0]] = cells[-1]
            if cells[0] and blocks[cells[0] - 1].kind == "caption":
                ends[cells[0] - 1] = cells[-1]
    return ends

r"""Stage 1: Markdown. Its structure is markdown-it's; the words are the source's.

markdown-it says which lines are what. The text of a line is found as the end
of that line, behind its indent and marks, and nowhere else.

    >>> sheet = Sheet("# Zinc\n\nIt *may*\nhelp.\n")
    >>> read_markdown(sheet)
    >>> sheet.clean.text
    'Zinc\nIt may help.\n'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.read.dates import find_date
from pipeline.read.html import read_html_part
from pipeline.read.inline import reference_label, write_inline
from pipeline.read.lines import draft_lines, strip_line, trimmed
from pipeline.read.sheet import Grid, Line, Piece, Sheet
from pipeline.read.silences import Comment, find_comments, masked, outside
from pipeline.read.tables import is_caption, split_piped, write_grid
from pipeline.read.text import is_strong_heading, read_text, write_drafts
from pipeline.records import BlockKind

_LINE_END: Final = re.compile(r"\r\n?|\n")
_FRONT: Final = re.compile(
    r"\A---[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.DOTALL
)
_ENTRY: Final = re.compile(
    r"^(title|date|published|publish_?date|updated)\s*:\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE
)
_QUOTES: Final = "\"'"
_TICK: Final = re.compile(r"\[[ xX]\]\s+")
# How far around a comment the marks of code are looked for.
_LOOK_BACK: Final = 1_000
# A container's marks before a row of a table in it.
_CONTAINER: Final = re.compile(r"\s*(?:>\s*|[-*+]\s+|\d{1,9}[.)]\s+)*")


def read_markdown(sheet: Sheet) -> None:
    """Read the sheet's source as Markdown with YAML front matter."""
    start = _read_front_matter(sheet)
    starts = [start, *(found.end() for found in _LINE_END.finditer(sheet.source, start))]
    starts.append(len(sheet.source))
    text = sheet.source
    tokens = _parsed(sheet, text[start:])
    if not start and not any(token.type == "heading_open" for token in tokens):
        # Plain text under another name: its headings have no marks.
        read_text(sheet)
        return
    comments = find_comments(text, start)
    if comments:
        comments = _in_prose(comments, text, starts, tokens)
        sheet.comments += comments
        # A comment at the beginning of a line would make HTML of the rest of it.
        text = masked(text, comments)
        tokens = _parsed(sheet, text[start:])
    _Walk(sheet, starts, text).write(tokens)


def _parsed(sheet: Sheet, text: str) -> list[Token]:
    """Return the tokens of a text, and tell the sheet where the labels of its links lead."""
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _parser().parse(text, environment)
    said = environment.get("references", {})
    sheet.references = {reference_label(label): each["href"] for label, each in said.items()}
    return tokens


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    # Marks within lines are ours (see `inline`), since markdown-it forgets where they stood.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _read_front_matter(sheet: Sheet) -> int:
    """Read title and date, keep the lines as boilerplate; return where the text begins."""
    found = _FRONT.match(sheet.source)
    if found is None or ":" not in found[1]:
        return 0
    entries = {entry[1].lower(): entry[2].strip(_QUOTES) for entry in _ENTRY.finditer(found[1])}
    sheet.head.title = entries.get("title")
    for name in ("date", "published", "publishdate", "publish_date", "updated"):
        if sheet.head.published is None and name in entries:
            sheet.head.published = find_date(entries[name])
    start = found.start(1)
    for line in (*_LINE_END.finditer(sheet.source, found.start(1), found.end(1)), None):
        end = line.start() if line else found.end(1)
        sheet.copy(start, end)
        sheet.end("boilerplate", end, why="front matter")
        start = line.end() if line else end
    return found.end()


def _in_prose(
    comments: Sequence[Comment], source: str, starts: Sequence[int], tokens: Sequence[Token]
) -> list[Comment]:
    """Leave out comments in code, which are examples, and those that the reader of HTML meets."""
    ours = {_first_line(source[comment.start : comment.end]) for comment in comments}
    others: list[Piece] = []
    for token in tokens:
        is_html = token.type == "html_block"
        if token.map is None or not (is_html or token.type in {"fence", "code_block"}):
            continue
        # HTML that is our comment and what follows it in the line is prose.
        if not (is_html and _first_line(f"{token.content.partition('-->')[0]}-->") in ours):
            others.append(Piece(starts[token.map[0]], starts[token.map[1]]))
    return [each for each in outside(comments, others) if not _is_code(each, source)]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].rstrip()


def _is_code(comment: Comment, source: str) -> bool:
    """Say whether a comment stands between the marks of code in a line."""
    line = source.rfind("\n", 0, comment.start) + 1
    before = source[max(line, comment.start - _LOOK_BACK) : comment.start]
    after = source[comment.end : comment.end + _LOOK_BACK].partition("\n")[0]
    return before.count("`") % 2 == 1 and "`" in after


class _Walk:
    """Goes through the block tokens once and writes what they hold."""

    def __init__(self, sheet: Sheet, starts: Sequence[int], text: str) -> None:
        self.sheet = sheet
        self.starts = starts
        self.text = text  # the source with its silences masked
        self.lists = 0
        self.quotes = 0
        self.is_first = False  # the first block of a list item
        self.heading = 0
        self.has_title = False
        self.rows: list[tuple[Line, bool]] = []
        self.in_table = False
        self.caption = ""
        self.has_break = False

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            getattr(self, f"_{token.type}", self._nothing)(token)

    def _nothing(self, token: Token) -> None:
        pass

    def _bullet_list_open(self, _: Token) -> None:
        self.lists += 1

    def _bullet_list_close(self, _: Token) -> None:
        self.lists -= 1

    _ordered_list_open = _bullet_list_open
    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        self.is_first = True

    def _blockquote_open(self, _: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self.quotes -= 1

    def _heading_open(self, token: Token) -> None:
        self.heading = int(token.tag[1])

    def _heading_close(self, _: Token) -> None:
        self.heading = 0

    def _inline(self, token: Token) -> None:
        if self.in_table or token.map is None:
            return
        lines = self._content_lines(token)
        if self.heading:
            write_inline(self.sheet, [line.piece for line in lines])
            is_title = self.heading == 1 and not self.has_title
            self.has_title = self.has_title or is_title
            kind: BlockKind = "title" if is_title else "heading"
            self.sheet.end(kind, lines[-1].end, level=self.heading)
        else:
            self._paragraph(lines)

    def _content_lines(self, token: Token) -> list[Line]:
        """Find each line of a token's content as the end of its source line."""
        first, _ = token.map or (0, 0)
        lines: list[Line] = []
        for number, content in enumerate(token.content.split("\n"), first):
            whole = self._line(number)
            wanted = strip_line(content)
            end = whole.end
            if self.heading and not whole.text.endswith(wanted):
                # The closing hashes of "## Zinc ##".
                end = whole.start + whole.text.rfind(wanted) + len(wanted)
            lines.append(trimmed(self.text, max(whole.start, end - len(wanted)), end))
        return lines

    def _line(self, number: int) -> Line:
        return trimmed(self.text, self.starts[number], self.starts[number + 1])

    def _paragraph(self, lines: list[Line]) -> None:
        tick = _TICK.match(lines[0].text) if self.is_first else None
        if tick is not None:
            first = lines[0]
            lines[0] = trimmed(self.text, first.start + tick.end(), first.end)
        lines = [line for line in lines if line.text]
        if not lines:
            return
        kind: BlockKind = "paragraph"
        if self.quotes:
            kind = "quote"
        if self.lists and self.is_first:
            kind = "list_item"
        self.is_first = False
        if kind == "paragraph" and len(lines) == 1 and is_strong_heading(lines[0].text):
            write_inline(self.sheet, [lines[0].piece])
            self.sheet.end("heading", lines[0].end, level=3)
            return
        parts = draft_lines(lines) if kind == "paragraph" else []
        if any(part.kind != "paragraph" for part in parts):
            # Bullets or rows that are none for Markdown.
            write_drafts(self.sheet, parts)
            return
        for part in self._at_hard_breaks(lines):
            write_inline(self.sheet, [line.piece for line in part])
            block = self.sheet.end(
                kind, part[-1].end, level=self.lists if kind == "list_item" else 0
            )
            self.caption = self.sheet.text_of(block) if block is not None else ""

    def _at_hard_breaks(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Split a paragraph where its author wanted a new line."""
        source = self.text
        parts: list[list[Line]] = [[]]
        for line in lines:
            end = _LINE_END.search(source, line.end)
            blank = source[line.end : end.start() if end else len(source)]
            is_marked = line.text.endswith("\\")
            kept = trimmed(source, line.start, line.end - 1) if is_marked else line
            if parts[-1] and self.has_break and not line.text[0].islower():
                parts.append([])
            parts[-1].append(kept if line is not lines[-1] else line)
            self.has_break = is_marked or blank.startswith("  ")
        self.has_break = False
        return parts

    # --- tables ---

    def _table_open(self, _: Token) -> None:
        self.in_table = True
        self.rows = []

    def _tr_open(self, token: Token) -> None:
        if token.map is not None:
            whole = self._line(token.map[0])
            marks = _CONTAINER.match(whole.text)
            start = whole.start + (marks.end() if marks else 0)
            self.rows.append((trimmed(self.text, start, whole.end), not len(self.rows)))

    def _table_close(self, _: Token) -> None:
        self.in_table = False
        rows = [split_piped(line) for line, _ in self.rows]
        width = len(rows[0])
        padded = tuple(
            (*row[:width], *(Piece(row[-1].end, row[-1].end) for _ in range(width - len(row))))
            for row in rows
        )
        blocks = self.sheet.blocks
        has_caption = bool(blocks) and blocks[-1].kind == "paragraph" and is_caption(self.caption)
        if has_caption:
            self.sheet.rename_last("caption")
        write_grid(
            self.sheet, Grid(padded, 1, len(rows)), caption=self.caption if has_caption else ""
        )

    # --- code and HTML ---

    def _fence(self, token: Token) -> None:
        self._code(token, skip=1)

    def _code_block(self, token: Token) -> None:
        self._code(token, skip=0)

    def _code(self, token: Token, *, skip: int) -> None:
        first, _ = token.map or (0, 0)
        for number in range(first + skip, first + skip + token.content.count("\n")):
            line = self._line(number)
            self.sheet.clean.copy(line.start, line.end)
            self.sheet.end("code", line.end)

    def _html_block(self, token: Token) -> None:
        first, end = token.map or (0, 0)
        read_html_part(self.sheet, self.starts[first], self.starts[end])

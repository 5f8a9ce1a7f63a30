"""Stage 1: a page becomes blocks and tables.

The tags are followed one by one with a stack, so depth costs no recursion and
every character keeps its place. Scripts, styles and hidden parts are left out;
navigation, footers, forms and the like are kept as boilerplate.

    >>> sheet = Sheet("<h1>Zinc</h1><p>It <b>may</b> help&period;<p>Or not.")
    >>> read_html(sheet)
    >>> [(block.kind, sheet.text_of(block)) for block in sheet.blocks[-1:]]
    [('paragraph', 'Or not.')]
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from pipeline.errors import MarkupTooDeepError
from pipeline.read import html_names as names
from pipeline.read.html_extent import find_end, text_size
from pipeline.read.html_head import PageHead
from pipeline.read.html_parts import PageParts
from pipeline.read.html_tables import TableState, find_layouts
from pipeline.read.html_tokens import MarkupToken, read_attributes, tokenize
from pipeline.read.sheet import Sheet
from pipeline.read.silences import Comment, parse_silence
from pipeline.read.tables import is_caption
from pipeline.records import BlockKind

# Browsers stop at 512; a page beyond twice that was made to break something.
DEPTH_LIMIT: Final = 1_024
# Elements around most of the page that are hidden; each is looked through as a whole.
_MAX_SHOWN: Final = 8

_LINE_END: Final = re.compile(r"\r\n?|\n")
_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"')\]]*\s*$")


def read_html(sheet: Sheet) -> None:
    """Read the sheet's source as an HTML document.

    Raises:
        MarkupTooDeepError: its elements nest deeper than any page's.
    """
    reader = _Reader(sheet)
    reader.read(0, len(sheet.source))
    reader.parts.judge(is_page=reader.is_page)
    reader.name_document()


def read_html_part(sheet: Sheet, start: int, end: int) -> None:
    """Read a stretch of HTML inside another format.

    Raises:
        MarkupTooDeepError: its elements nest deeper than any page's.
    """
    _Reader(sheet).read(start, end)


@dataclass(slots=True)
class _Open:
    """An open element and what its end has to undo."""

    name: str
    part: str = ""  # of a table, by its tag
    hides: bool = False
    why: str = ""
    hinted: bool = False
    main: names.Main | None = None
    mark: int = -1  # how long the clean text was where a superscript began
    place: int = 0  # and where in the source
    begins: int = 0  # how long the clean text was
    is_author: bool = False
    is_titled: bool = False
    unfolds: bool = False
    has_sources: bool = False
    is_bold: bool = False
    is_box: bool = False  # holds blocks, and not the words of one
    quotes: bool = False
    is_fold: bool = False  # the button over what unfolds
    note: str = ""  # where a link within the page leads
    number: int = 0  # from 1, in the order in which elements open


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.stack: list[_Open] = []
        self.count: Counter[str] = Counter()
        self.hidden = 0
        self.whys: list[str] = []
        self.hints = 0
        # Open tabs and parts of accordions, and open parts with notes or sources.
        self.unfolds = 0
        self.sources = 0
        self.bold = 0
        # How long the text of all the source is; -1 where nobody asked yet.
        self.size = -1
        self.n_shown = 0
        # The outermost open element with a quote, by its number; 0 for none.
        self.quote = 0
        # Ids of what unfolds when something is clicked; None where nobody asked yet.
        self.shown: frozenset[str] | None = None
        # Where the clean text of a cell repeats the name of its column; -1 where it does not.
        self.label = -1
        self.item_is_new = False
        self.has_bullet = False
        self.has_break = False
        self.tables: list[TableState] = []
        self.layouts: frozenset[int] = frozenset()
        self.has_title = False
        # Whether the last link leads to the first page of the site.
        self.leads_home = False
        # Open paragraphs in the style "Title", and whether the page is of Google Docs.
        self.titled = 0
        self.has_title_style = False
        self.is_google_doc = False
        self.is_page = False
        self.head = PageHead()
        self.parts = PageParts(sheet, self.head)
        self.n_elements = 0

    def read(self, start: int, end: int) -> None:
        """Follow the tags of a stretch of the source."""
        self.layouts = find_layouts(self.sheet.source, start, end)
        for token in tokenize(self.sheet.source, start, end):
            if token.kind == "text":
                if not self.hidden:
                    self._text(token.start, token.end)
                elif self.count["noscript"]:
                    told = " ".join(
                        html.unescape(self.sheet.source[token.start : token.end]).split()
                    )
                    self.sheet.signs.unscripted.append(told)
            elif token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token)
            elif token.kind == "comment":
                self._comment(token)
            else:
                self._raw(token)
        self._close_to(0, end)
        self._flush(end)

    # --- text ---

    def _text(self, start: int, end: int) -> None:
        source = self.sheet.source
        if self.has_break:
            first = source[start:end].lstrip()[:1]
            if not first:
                return
            self.has_break = False
            so_far = self.sheet.so_far()
            if first.islower() and not _SENTENCE_END.search(so_far[-8:]):
                self.sheet.space(start)
            else:
                self._flush(start)
        if self.count["pre"] and not self._cell_is_open():
            for line in _LINE_END.finditer(source, start, end):
                self.sheet.copy(start, line.start())
                self._flush(line.start())
                start = line.end()
        if not self._cell_is_open():
            for glyph in names.BULLETS.finditer(source, start, end):
                self.sheet.copy(start, glyph.start())
                self._flush(glyph.start())
                self.item_is_new = self.has_bullet = True
                start = glyph.end()
        if self._cell_is_open() and not source[start:end].isspace():
            self._write_cell()
        self.sheet.copy(start, end)

    def _write_cell(self) -> None:
        """Note of the cell at hand that words are written in it.

        Pages repeat the name of the column in each cell, for phones; it is no part of the value.
        """
        if not self.bold:
            self.tables[-1].write_plain()
        if self.label >= 0:
            self.sheet.drop(self.label)
            self.label = -1

    def _flush(self, place: int) -> None:
        """End the block at hand as what the open elements make of it."""
        self.has_break = False
        if self._cell_is_open():
            self.sheet.space(place)
            return
        if not self.sheet.is_open:
            return
        why = self.whys[0] if self.whys else ""
        kind, level = self._kind()
        if why:
            kind, level = "boilerplate", 0
        block = self.sheet.end(kind, place, level=level, why=why)
        if block is None:
            return
        if kind == "title" and len(self.sheet.blocks) - 1 in self.sheet.linked and self.leads_home:
            # The name of the site, above all of its pages.
            kind = "boilerplate"
            self.parts.mark({len(self.sheet.blocks) - 1}, "navigation")
        self._place_block()
        self.item_is_new = self.has_bullet = False
        if kind == "title":
            self.has_title = True
            self.has_title_style = self.titled > 0
            self.head.heading(self.sheet.text_of(block))
        if kind == "caption" and self.tables:
            self.tables[-1].caption = self.tables[-1].caption or self.sheet.text_of(block)

    def _place_block(self) -> None:
        at = len(self.sheet.blocks) - 1
        self.parts.paths.append((*(one.number for one in reversed(self.stack)), 0))
        depth = len(self.stack)
        while depth and not self.stack[depth - 1].is_box:
            depth -= 1
        self.parts.depths.append(depth + 1)
        if self.quote:
            self.parts.quotes[at] = self.quote
        if self.sources or self.unfolds:
            self.parts.kept.add(at)

    def _kind(self) -> tuple[BlockKind, int]:
        for level in range(1, 7):
            if self.count[f"h{level}"] or (level == 1 and self.titled):
                is_title = level == 1 and not self.has_title and not self.hints
                return ("title" if is_title else "heading"), level
        if self.count["caption"] or self.count["figcaption"]:
            return "caption", 0
        if self.count["pre"]:
            return "code", 0
        if self.item_is_new and (self.count["li"] or self.has_bullet):
            return "list_item", max(1, self.count["ul"] + self.count["ol"])
        if self.count["blockquote"]:
            return "quote", 0
        return "paragraph", 0

    def _comment(self, token: MarkupToken) -> None:
        """Keep a silence for the block at hand, else for the next one that holds something."""
        source = self.sheet.source
        wording = parse_silence(source[token.start + 4 : token.end].removesuffix("-->"))
        if wording is not None:
            block, in_cell = len(self.sheet.blocks), self._cell_is_open()
            self.sheet.comments.append(
                Comment(token.start, token.end, wording, block=block, in_cell=in_cell)
            )

    # --- elements ---

    def _start(self, token: MarkupToken) -> None:
        name = token.name
        attributes = read_attributes(token.attributes) if token.attributes.strip() else {}
        self._imply_ends(name, token.start)
        if name in names.BLOCKS:
            self._flush(token.start)
        if name in names.VOID:
            self._void(name, attributes, token)
            return
        opened = self._opened(name, attributes, token.end)
        if opened.is_fold:
            self._flush(token.start)
        if opened.part and not self.hidden and not opened.hides:
            self._flush(token.start)
            self._start_table_part(opened.part, attributes, token)
        is_closed = name in names.SELF_CLOSED and token.closes_itself
        if name == "a" and not self.hidden and not is_closed and self._leads_away(attributes):
            self.sheet.link(names.leads_to(attributes["href"]))
            self.leads_home = names.leads_home(attributes["href"])
            opened.note = attributes["href"] if attributes["href"].startswith("#") else ""
        elif name == "li":
            self.item_is_new = True
        elif name == "sup":
            opened.mark, opened.place = len(self.sheet.clean), token.end
        elif name == "script":
            opened.mark = 0 if "ld+json" in attributes.get("type", "") else -1
            self.sheet.signs.has_script |= opened.mark < 0
        if attributes and not self.hidden:
            self._note(attributes, opened, token.end)
        if name == "body":
            self.is_page = True
            self.is_google_doc = names.is_google_doc(attributes)
        if not is_closed:
            opened.begins = len(self.sheet.clean)
            self._push(opened)

    def _leads_away(self, attributes: dict[str, str]) -> bool:
        """Say whether a link is one: the title of what unfolds is marked as one and is none."""
        return "href" in attributes and not (self.unfolds and attributes["href"] in {"", "#"})

    def _note(self, attributes: dict[str, str], opened: _Open, place: int) -> None:
        """Note what an element says of the page besides its text."""
        if "datetime" in attributes or "itemprop" in attributes:
            self.head.day(attributes)
        is_author = attributes.get("itemprop") == "author" or "author" in attributes.get(
            "rel", ""
        ).lower().split(" ")
        if is_author and opened.mark < 0:
            opened.is_author, opened.place = True, place

    def _opened(self, name: str, attributes: dict[str, str], place: int) -> _Open:
        opened = _Open(name)
        opened.hides = name in names.HIDDEN
        if name == "button" and self._names_fold(attributes):
            opened.hides, opened.is_fold = False, True
        opened.why = names.BOILERPLATE.get(name, "")
        opened.is_bold = name in names.BOLD
        opened.is_box = name in names.BOXES
        opened.quotes = name == "blockquote"
        opened.part = name if name in names.TABLE_PARTS else ""
        opened.main = names.main_of(name, attributes)
        if attributes:  # most elements have none, and a page has many
            opened.quotes = opened.quotes or names.is_quote(attributes)
            opened.hides = opened.hides or names.is_unread(attributes) or self._credits(attributes)
            if not opened.hides and names.is_hidden(attributes):
                opened.hides = name not in names.BLOCKS or not (
                    self._unfolds(attributes) or self._holds_most(name, place)
                )
            opened.why = opened.why or names.role_why(attributes)
            opened.is_titled = name == "p" and names.is_titled(attributes)
            opened.unfolds = names.unfolds(attributes)
            opened.part = opened.part or names.table_part(attributes)
            opened.is_bold = opened.is_bold or names.is_bold(attributes)
            opened.has_sources = names.holds_sources(attributes)
            opened.hinted = name not in names.WRAPPERS and names.is_hinted(attributes)
            if opened.hinted and names.holds_comments(attributes):
                self.parts.comments.add(self.n_elements + 1)
            if "itemtype" in attributes:
                self.head.item(attributes["itemtype"])
        return opened

    def _credits(self, attributes: dict[str, str]) -> bool:
        """Say whether an element names who made the picture above it."""
        in_caption = self.count["figcaption"] or self.count["caption"]
        return in_caption > 0 and names.is_credit(attributes)

    def _unfolds(self, attributes: dict[str, str]) -> bool:
        """Say whether a hidden element is there to be unfolded, or in a part that is."""
        if self.unfolds or self.count["details"] or names.unfolds(attributes):
            return True
        if "id" not in attributes or names.is_hinted(attributes) or names.role_why(attributes):
            return False
        if self.shown is None:
            self.shown = names.find_shown(self.sheet.source)
        return attributes["id"] in self.shown

    def _holds_most(self, name: str, place: int) -> bool:
        """Say whether most of the page is hidden here, until a script shows it or a dialog goes."""
        source = self.sheet.source
        if self.hidden or self.n_shown == _MAX_SHOWN:
            return False
        if self.size < 0:
            self.size = text_size(source, 0, len(source))
        is_most = text_size(source, place, find_end(source, name, place)) * 2 > self.size
        self.n_shown += is_most
        return is_most

    def _names_fold(self, attributes: dict[str, str]) -> bool:
        """Say whether a button bears the title of what it unfolds; tabs repeat those of theirs."""
        if attributes.get("role") == "tab":
            return False
        in_title = self.unfolds or any(self.count[name] for name in names.TITLES)
        # Those above the title open the menus of the page.
        opens = self.has_title and "aria-expanded" in attributes and "aria-controls" in attributes
        return bool(in_title) or opens or names.unfolds(attributes)

    def _push(self, opened: _Open) -> None:
        self.n_elements += 1
        opened.number = self.n_elements
        around = self.stack[-1].number if self.stack else 0
        self.stack.append(opened)
        if len(self.stack) > DEPTH_LIMIT:
            raise MarkupTooDeepError(
                source="The page", depth=f"more than {DEPTH_LIMIT}", limit=DEPTH_LIMIT
            )
        self.count[opened.name] += 1
        self.count["table"] += opened.part == "table" != opened.name
        self.hidden += opened.hides
        self.titled += opened.is_titled
        self.unfolds += opened.unfolds
        self.sources += opened.has_sources
        self.bold += opened.is_bold
        opened.hinted = opened.hinted and not opened.why
        self.hints += opened.hinted
        if opened.hinted:
            self.parts.beside[opened.number] = "a part beside the article"
        elif opened.name == "form":
            self.parts.beside[opened.number] = "form"
        if opened.quotes and not self.quote:
            self.quote = opened.number
        if opened.part == "td" and self.tables and self.tables[-1].is_layout:
            self.parts.columns[opened.number] = around
        if opened.why:
            self.whys.append(opened.why)
        if opened.main and not self.whys:
            self.parts.mains[opened.number] = opened.main

    def _pop(self, place: int) -> None:
        closed = self.stack[-1]
        name = closed.name
        if name in names.BLOCKS or closed.part or closed.is_fold:
            self._flush(place)  # its words stand in it, not beside it
        self.stack.pop()
        if closed.part in {"table", "td", "th"} and not self.hidden:
            self._end_table_part(closed.part, place)
        self.count[name] -= 1
        self.count["table"] -= closed.part == "table" != name
        self.hidden -= closed.hides
        self.titled -= closed.is_titled
        self.unfolds -= closed.unfolds
        self.sources -= closed.has_sources
        self.bold -= closed.is_bold
        self.hints -= closed.hinted
        self.quote = 0 if closed.number == self.quote else self.quote
        if self._cell_is_open() and self.sheet.begins_at(closed.begins):
            label = self.sheet.so_far().strip().removesuffix(":").casefold()
            self.label = closed.begins if self.tables[-1].names_column(label) else -1
        if closed.why:
            self.whys.pop()
        if closed.is_author:
            self.head.shown_author(self.sheet.source[closed.place : place])
        if name == "a" and not self.hidden:
            self.sheet.unlink()
            if closed.note:
                self._drop_note(closed)
        elif name == "sup" and not self.hidden:
            self.sheet.lower(closed.mark, closed.place, place)

    def _drop_note(self, link: _Open) -> None:
        """Take back the number of a note; what is raised is judged when its tag ends."""
        is_cell = self._cell_is_open() and self.sheet.begins_at(link.begins)
        written = self.sheet.clean.since(link.begins) if not is_cell else ""
        if not self.count["sup"] and names.is_note(written.strip(), link.note):
            self.sheet.drop(link.begins)

    def _end(self, token: MarkupToken) -> None:
        name = token.name
        if not self.count[name]:
            if name in {"p", "br"}:
                self._flush(token.start)
            return
        # An end tag does not reach out of its cell.
        walls = names.END_WALLS.get(name, names.SCOPE_WALLS)
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].name == name:
                self._close_to(depth, token.start)
                return
            if self.stack[depth].name in walls:
                return

    def _close_to(self, depth: int, place: int) -> None:
        while len(self.stack) > depth:
            self._pop(place)

    def _imply_ends(self, name: str, place: int) -> None:
        """Close what a start tag closes without saying so."""
        closes = names.CLOSES.get(name)
        if closes is None and name in names.CLOSES_P:
            closes = frozenset({"p"})
        if closes is None or not any(self.count[closed] for closed in closes):
            return
        walls = names.WALLS.get(name, names.SCOPE_WALLS)
        found = -1
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].name in closes:
                found = depth
            elif self.stack[depth].name in walls:
                break
        if found >= 0:
            self._close_to(found, place)

    def _void(self, name: str, attributes: dict[str, str], token: MarkupToken) -> None:
        if name == "meta":
            self.head.meta(attributes)
        elif name == "link":
            self.head.link(attributes)
        elif name == "input" and attributes.get("type", "").lower() == "password":
            self.sheet.signs.has_password = True
        elif name == "br" and not self.hidden:
            if self._cell_is_open() or self._kind()[0] in {"title", "heading", "caption"}:
                self.sheet.space(token.start)
            elif self.sheet.is_open:
                self.has_break = True

    # --- tables ---

    def _cell_is_open(self) -> bool:
        return bool(self.tables) and self.tables[-1].in_cell

    def _start_table_part(self, name: str, attributes: dict[str, str], token: MarkupToken) -> None:
        if name == "table":
            if self._cell_is_open():
                return  # a table inside a cell is part of the cell
            is_layout = token.start in self.layouts or attributes.get("role") in {
                "presentation",
                "none",
            }
            blocks = self.sheet.blocks
            caption = ""
            if blocks and blocks[-1].kind == "paragraph" and not is_layout:
                above = self.sheet.text_of(blocks[-1])
                if is_caption(above):
                    self.sheet.rename_last("caption")
                    caption = above
            self.tables.append(TableState(is_layout, self.count["table"], caption))
        elif self.tables and self.tables[-1].depth == self.count["table"] - 1:
            table = self.tables[-1]
            if name == "tr":
                table.begin_row(attributes)
            elif name in {"td", "th"}:
                table.begin_cell(name, attributes, in_head=self.count["thead"] > 0)

    def _end_table_part(self, name: str, place: int) -> None:
        if not self.tables or self.tables[-1].depth != self.count["table"] - 1:
            return
        table = self.tables[-1]
        if name == "table":
            self.tables.pop()
            if not table.is_layout:
                self.sheet.add_table(table.finished(), caption=table.caption)
        elif table.in_cell:
            n_blocks = len(self.sheet.blocks)
            why = self.whys[0] if self.whys else ""
            self.label = -1
            table.keep(self.sheet.cell(table.row, table.column, place, header=False, why=why))
            if len(self.sheet.blocks) > n_blocks:
                self._place_block()

    # --- the document ---

    def _raw(self, token: MarkupToken) -> None:
        written = self.sheet.source[token.start : token.end]
        if token.name == "title" and not self.count["svg"]:
            self.head.window(written)
            self.sheet.signs.title = self.sheet.signs.title or " ".join(
                html.unescape(written).split()
            )
        elif token.name == "script" and self.stack and self.stack[-1].mark == 0:
            self.head.json_ld(written)

    def name_document(self) -> None:
        """Settle what the page says of itself."""
        self._untitle_sections()
        said, head = self.sheet.head, self.head
        said.title, said.author, said.canonical = head.title, head.author, head.canonical
        said.published, said.modified = head.day_of("published"), head.day_of("modified")
        self.sheet.signs.is_paid, self.sheet.signs.heading = head.is_paid, head.title or ""

    def _untitle_sections(self) -> None:
        """Take the name of a Google document for its title, where each part has a heading 1."""
        blocks, name = self.sheet.blocks, self.sheet.signs.title
        if not self.is_google_doc or not name or self.has_title_style:
            return
        kinds = {"title", "heading"}
        firsts = [at for at, one in enumerate(blocks) if one.kind in kinds and one.level == 1]
        if len(firsts) > 1:
            blocks[firsts[0]] = replace(blocks[firsts[0]], kind="heading")
            self.head.name(name)

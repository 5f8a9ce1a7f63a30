"""Stage 1: the parts of a page, noted while it is read, and judged when all of it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.read.html_beside import (
    Placed,
    find_bare_headings,
    find_cards,
    find_columns,
    find_named,
    find_names,
    find_outside_main,
    find_pull_quotes,
    words_of,
)
from pipeline.read.html_head import PageHead
from pipeline.read.html_main import find_outside
from pipeline.read.html_names import Main
from pipeline.read.sheet import Sheet
from pipeline.records import BlockKind


@dataclass(slots=True)
class PageParts:
    """Where the blocks of a page stand, and what its elements are.

    Attributes:
        paths: of each block the numbers of its elements from the innermost, the page (0) last.
        depths: of each block how many of these, from the end, may hold several blocks.
        kept: places of blocks that are the article's wherever they stand.
        beside: what each element that is named as something beside the article is.
        comments: which of those are named as comments.
        mains: how each element that is marked as the article's is marked.
        quotes: of each block in a quote, by its place, the number of the quote.
        columns: of each cell that lays out the page the number of its row.
    """

    sheet: Sheet
    head: PageHead
    paths: list[tuple[int, ...]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    beside: dict[int, str] = field(default_factory=dict)
    comments: set[int] = field(default_factory=set)
    mains: dict[int, Main] = field(default_factory=dict)
    quotes: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    _placed: list[Placed] = field(default_factory=list)

    def judge(self, *, is_page: bool) -> None:
        """Mark what stands beside the article.

        Args:
            is_page: whether this is a whole page; of a part nobody can say where an article is.
        """
        self._judge_named()
        self._judge_within()
        if is_page:
            self._judge_rest()

    def _judge_named(self) -> None:
        """Mark what lies outside the article, or in a part named as something else."""
        blocks = self.sheet.blocks
        title = self._find_title()
        around = self.paths[title] if title >= 0 else ()
        told = self.comments if self.head.is_thread else set()
        beside = {one: why for one, why in self.beside.items() if one not in told}
        for at, why in find_named(self._plain("title"), beside, around).items():
            self.mark({at}, why)
        titles = frozenset(at for at in self.sheet.linked if blocks[at].kind == "heading")
        cards = find_cards(self._plain("title"), self.mains, titles)
        self.mark(cards, "a card of another page")
        self.mark(
            find_outside_main(self._plain("title"), self.mains, around),
            "outside the article",
        )

    def _find_title(self) -> int:
        """Return the place of the title's block; -1 where there is none.

        Without a heading of the first level it is the longest whose words the name of the window
        begins or ends with: the name of the site stands on the other side, and is shorter.
        """
        blocks = self.sheet.blocks
        title = next((at for at, one in enumerate(blocks) if one.kind == "title"), -1)
        window = words_of(self.sheet.signs.title or "")
        if title >= 0 or not window.strip():
            return title
        named = [
            one
            for one in self._plain()
            if blocks[one.at].kind == "heading" and _stands_at_edge(one.text, window)
        ]
        if not named:
            return -1
        found = max(named, key=lambda one: (one.size, -one.at))
        blocks[found.at] = replace(blocks[found.at], kind="title", level=1)
        self.head.named(found.text)
        return found.at

    def _judge_rest(self) -> None:
        """Mark what stands outside of the article, whatever it is."""
        blocks, plain = self.sheet.blocks, self._plain("title", "cell")
        title = next((at for at, one in enumerate(blocks) if one.kind == "title"), len(blocks))
        outside = find_outside(self.sheet.source, plain, title=title)
        self.mark(outside - self.kept, "outside the article")
        self.mark(find_bare_headings(blocks), "a heading of nothing")

    def _judge_within(self) -> None:
        """Mark what stands in the article, or in a column beside it, and is not of it."""
        plain = self._plain("title", "cell")
        self.mark(find_names(plain, self.head.author or ""), "byline")
        self.mark(find_pull_quotes(plain, self.quotes), "pull quote")
        self.mark(find_columns(plain, self.columns), "outside the article")

    def _plain(self, *without: BlockKind) -> list[Placed]:
        """Return the blocks that nothing has set apart so far, without those of some kinds."""
        blocks = self.sheet.blocks
        if len(self._placed) < len(blocks):
            text = self.sheet.clean.text
            texts = (text[block.start_clean : block.end_clean] for block in blocks)
            self._placed = [
                Placed(at, text, self.paths[at], self.depths[at], text.count(" ") + 1)
                for at, text in enumerate(texts)
            ]
        return [
            one
            for one, block in zip(self._placed, blocks, strict=True)
            if not block.why and block.kind not in without
        ]

    def mark(self, places: set[int], why: str) -> None:
        """Set blocks apart, by their places."""
        blocks = self.sheet.blocks
        for at in places:
            blocks[at] = replace(blocks[at], kind="boilerplate", level=0, why=why)


def _stands_at_edge(text: str, window: str) -> bool:
    words = words_of(text)
    return window.startswith(words) or window.endswith(words)

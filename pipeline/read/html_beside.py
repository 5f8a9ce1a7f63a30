"""Stage 1: what of a page stands beside its article, told when all of it is read.

Each of these looks at blocks that nothing has set apart so far, and returns the
places of those that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.read.html_names import Main
from pipeline.records import Block

# What is named as a part beside the article is not where it holds more of the page than
# this, alone or all such parts together.
_NAMED_SHARE: Final = 2 / 3
# With fewer words inside, <main> or <article> is a shell around something else.
_MAIN_WORDS: Final = 50
# <article> is also what pages call the cards of others: it is believed where it holds
# this much of the page, or the title and this much.
_ARTICLE_SHARE: Final = 1 / 2
_TITLED_SHARE: Final = 1 / 4
# A shorter quote may be repeated by chance.
_QUOTE_WORDS: Final = 5
# The cell with the article holds at least this much of the page, and this many
# times the words of a cell beside it.
_COLUMN_SHARE: Final = 0.5
_COLUMN_TIMES: Final = 4
_WORD: Final = re.compile(r"\w+")
_BY: Final = re.compile(r"(?:(?:written |posted )?by )?", re.IGNORECASE)


class Placed(NamedTuple):
    """A block that may be the article's.

    Attributes:
        at: its place among all blocks.
        path: the numbers of the element that it stands in and of those around it, the page (0)
            last.
        n_around: how many of these, from the end, may hold several blocks.
        size: how many words it has, about.
    """

    at: int
    text: str
    path: Sequence[int]
    n_around: int
    size: int


def words_of(text: str) -> str:
    """Return the words of a text in small letters, each between spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def find_named(
    blocks: Sequence[Placed],
    beside: Mapping[int, str],
    around: Sequence[int],
) -> dict[int, str]:
    """Find what stands in parts that are named as something beside the article.

    Args:
        blocks: in order.
        beside: of each such part, by its number, what it is.
        around: the elements around the title; those hold the article.

    Returns:
        By their places, what they stand in.
    """
    held = _held(blocks)
    named = {one for one in beside if held.get(one, 0) <= _NAMED_SHARE * held.get(0, 0)}
    named.difference_update(around)
    found = {
        block.at: next(beside[one] for one in block.path if one in named)
        for block in blocks
        if not named.isdisjoint(block.path)
    }
    n_found = sum(block.size for block in blocks if block.at in found)
    return found if n_found <= _NAMED_SHARE * held.get(0, 0) else {}


def find_outside_main(
    blocks: Sequence[Placed],
    mains: Mapping[int, Main],
    around: Sequence[int],
) -> set[int]:
    """Find what stands outside of the elements that are marked as the article's.

    Args:
        blocks: in order.
        mains: how each of those elements, by its number, is marked.
        around: the elements around the title.
    """
    total = sum(block.size for block in blocks)

    def size_in(chosen: set[int]) -> int:
        return sum(block.size for block in blocks if not chosen.isdisjoint(block.path))

    whole = {one for one, mark in mains.items() if mark == "main"}
    if size_in(whole) < _MAIN_WORDS:
        whole = set(mains)
        is_told = not whole.isdisjoint(around) or "body" in mains.values()
        share = _TITLED_SHARE if is_told else _ARTICLE_SHARE
        if size_in(whole) < max(_MAIN_WORDS, share * total):
            return set()
    return {block.at for block in blocks if whole.isdisjoint(block.path)}


def find_cards(
    blocks: Sequence[Placed],
    mains: Mapping[int, Main],
    titles: frozenset[int],
) -> set[int]:
    """Find the cards of other pages: an <article> that begins with a heading that is a link.

    Nothing is one where they are most of the page, which is then a list of them.

    Args:
        blocks: in order.
        mains: how each element that is marked as an article, by its number, is marked.
        titles: the places of headings that are nothing but a link.
    """
    first: dict[int, int] = {}
    for block in blocks:
        for element in block.path:
            if mains.get(element) == "article":
                first.setdefault(element, block.at)
    cards = {element for element, at in first.items() if at in titles}
    found = [block for block in blocks if not cards.isdisjoint(block.path)]
    is_list = 2 * sum(block.size for block in found) > sum(block.size for block in blocks)
    return set() if is_list else {block.at for block in found}


def find_bare_headings(blocks: Sequence[Block]) -> set[int]:
    """Find headings under which nothing but boilerplate stands."""
    found: set[int] = set()
    # From the end, so that a heading over bare ones is bare.
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at].kind != "heading":
            continue
        under = list(_under(blocks, at))
        if under and all(blocks[one].why or one in found for one in under):
            found.add(at)
    return found


def _under(blocks: Sequence[Block], at: int) -> Iterator[int]:
    """Yield the places of what stands under a heading."""
    for below in range(at + 1, len(blocks)):
        block = blocks[below]
        if block.kind in {"title", "heading"} and block.level <= blocks[at].level:
            return
        yield below


def _held(blocks: Sequence[Placed]) -> dict[int, int]:
    """Count the words in each element; those of the page are at 0."""
    held: dict[int, int] = {}
    for block in blocks:
        for element in block.path:
            held[element] = held.get(element, 0) + block.size
    return held


def find_pull_quotes(blocks: Sequence[Placed], quotes: Mapping[int, int]) -> set[int]:
    """Find quotes that stand in the article, too, with who is named under them.

    Args:
        blocks: in order.
        quotes: by the place of a block, the number of the quote that it stands in.
    """
    quoted: dict[int, list[Placed]] = {}
    for block in blocks:
        if block.at in quotes:
            quoted.setdefault(quotes[block.at], []).append(block)
    if not quoted:
        return set()
    body = [words_of(block.text) for block in blocks if block.at not in quotes]
    found: set[int] = set()
    for of_quote in quoted.values():
        said = max((words_of(block.text) for block in of_quote), key=len)
        if said.count(" ") > _QUOTE_WORDS and any(said in text for text in body):
            found.update(block.at for block in of_quote)
    return found


def find_names(blocks: Sequence[Placed], author: str) -> set[int]:
    """Find lines that hold nothing but the name of one who wrote the page."""
    names = {name for name in (*author.casefold().split(", "), author.casefold()) if name}
    return {
        block.at for block in blocks if _BY.sub("", block.text, count=1).casefold().strip() in names
    }


def find_columns(blocks: Sequence[Placed], cells: Mapping[int, int]) -> set[int]:
    """Find what stands in the columns beside the article's, where a table lays the page out.

    Args:
        blocks: in order.
        cells: of each cell that lays out the page, by its number, the number of its row.
    """
    held = _held(blocks)
    # Layouts stand in layouts: the cell with the article, and each one around it.
    homes = {
        row: held[cell]
        for cell, row in cells.items()
        if held.get(cell, 0) >= _COLUMN_SHARE * held.get(0, 0) > 0
    }
    beside = {
        cell
        for cell, row in cells.items()
        if row in homes and held.get(cell, 0) * _COLUMN_TIMES <= homes[row]
    }
    return {block.at for block in blocks if not beside.isdisjoint(block.path)}

"""Stage 1: what of a page stands beside its article, told when all of it is read.

Each of these looks at blocks that nothing has set apart so far, and returns the
places of those that it does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

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
        element: the number of the element that it stands in.
    """

    at: int
    text: str
    element: int


def path_of(element: int, parents: Mapping[int, int]) -> list[int]:
    """Return an element and those around it, the page (0) last."""
    path = [element]
    while path[-1]:
        path.append(parents[path[-1]])
    return path


def words_of(text: str) -> str:
    """Return the words of a text in small letters, each between spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


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


def find_columns(
    blocks: Sequence[Placed], parents: Mapping[int, int], cells: Mapping[int, int]
) -> set[int]:
    """Find what stands in the columns beside the article's, where a table lays the page out.

    Args:
        blocks: in order.
        parents: of each element the one around it, 0 for none.
        cells: of each cell that lays out the page, by its number, the number of its row.
    """
    held = dict.fromkeys(cells, 0)
    paths = [path_of(block.element, parents) for block in blocks]
    sizes = [len(_WORD.findall(block.text)) for block in blocks]
    for path, size in zip(paths, sizes, strict=True):
        for element in path:
            if element in held:
                held[element] += size
    # Layouts stand in layouts: the cell with the article, and each one around it.
    homes = {
        row: held[cell]
        for cell, row in cells.items()
        if held[cell] >= _COLUMN_SHARE * sum(sizes) > 0
    }
    beside = {
        cell
        for cell, row in cells.items()
        if row in homes and held[cell] * _COLUMN_TIMES <= homes[row]
    }
    return {
        block.at for block, path in zip(blocks, paths, strict=True) if not beside.isdisjoint(path)
    }

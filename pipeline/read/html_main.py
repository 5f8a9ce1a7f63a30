"""Stage 1: which blocks of a page are its article, with trafilatura asked for advice.

trafilatura (Barbaresi 2021, ACL demos 122-131) extracts text and gives no places,
so its text is never taken: it is only looked at which of our blocks stand in it.
The smallest element around nearly all of those is the article's, with all of its
lists, tables and notes, which trafilatura often leaves out; of what stands
elsewhere only the sentences that it names are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.read.html_beside import Placed

# Larger pages would take seconds and hundreds of megabytes.
_MAX_CHARACTERS: Final = 2_000_000
# With fewer words it has not found an article.
_MIN_WORDS: Final = 40
# Less than this of the page, and it has found only a piece of the article.
_MIN_SHARE: Final = 0.25
# The article's element holds at least this much of what was named.
_INSIDE: Final = 0.85
# Shorter lines stand on a page by chance.
_LINE_WORDS: Final = 6
_LEAD_WORDS: Final = 8
_WORD: Final = re.compile(r"\w+")


def find_outside(source: str, blocks: Sequence[Placed], *, title: int) -> set[int]:
    """Return the places of blocks that are not of the article; none where nobody can say.

    Args:
        source: the page.
        blocks: in order.
        title: the place of the title's block; that of the last block where there is none.
    """
    said = _advice(source) if len(source) <= _MAX_CHARACTERS else ""
    words = [_WORD.findall(block.text.casefold()) for block in blocks]
    named = [bool(of) and f" {' '.join(of)} " in said for of in words]
    weight = [len(of) if is_named else 0 for of, is_named in zip(words, named, strict=True)]
    total = sum(weight)
    if total < max(_MIN_WORDS, _MIN_SHARE * sum(map(len, words))):
        return set()
    held: dict[int, int] = {}
    paths = [block.path[len(block.path) - block.n_around :] for block in blocks]
    for path, of in zip(paths, weight, strict=True):
        for element in path:
            held[element] = held.get(element, 0) + of
    # Elements are numbered as they open, so the last is the innermost.
    home = max((one for one, of in held.items() if of >= _INSIDE * total), default=0)
    begins = next((block.at for block, path in zip(blocks, paths, strict=True) if home in path), 0)
    return {
        block.at
        for block, path, of, n in zip(blocks, paths, weight, map(len, words), strict=True)
        if home not in path
        and of < _LINE_WORDS
        # A sentence between the title and the article leads into it.
        and not (title < block.at < begins and n >= _LEAD_WORDS)
    }


def _advice(source: str) -> str:
    """Return the words of what trafilatura extracts, set apart by spaces."""
    from trafilatura import extract

    found = extract(source, include_comments=False, favor_precision=True) or ""
    return f" {' '.join(_WORD.findall(found.casefold()))} "

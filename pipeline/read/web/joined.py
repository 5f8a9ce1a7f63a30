"""Stage 1: the parts of an article, each read as the page that it is, become one article.

The source is their markup, one page after the other, as of an EPUB book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.read.language import UNKNOWN
from pipeline.records import Article, Block, Link, Locator, Part, Silence, Table

# What a site repeats on each part is said once; lists and cells repeat words of their own.
_REPEATED: Final = frozenset({"title", "paragraph"})
_WHY: Final = "repeated from an earlier part"


def join_parts(parts: Sequence[Article]) -> Article:
    """Join the parts of an article, at least one, in order.

    What a page says of itself is taken from the first part that says it; hash and id
    are those of the first.
    """
    first, *further = parts
    if not further:
        return first
    joined = _placed(first, 1)
    for number, part in enumerate(further, 2):
        joined = _with_next(joined, _placed(part, number))
    return joined


def _placed(part: Article, number: int) -> Article:
    """Say of all that a part holds which part it is, and end its source with a line break."""
    source = f"{part.source}\n"
    return replace(
        part,
        source=source,
        locators=(Locator(0, len(source), part=f"part {number}"),),
        parts=() if part.page is None else (Part(0, len(source), part.page),),
        silences=tuple(
            replace(each, where=f"part {number}, {each.where}") for each in part.silences
        ),
    )


def _with_next(one: Article, part: Article) -> Article:
    """Add a part behind what was joined before."""
    by, by_clean = len(one.source), len(one.text)
    language = part.language if one.language == UNKNOWN else one.language
    return replace(
        one,
        source=one.source + part.source,
        text=one.text + part.text,
        offsets=one.offsets.followed_by(part.offsets.moved(by)),
        blocks=(*one.blocks, *_blocks(part, by_clean, said=_texts(one))),
        tables=(*one.tables, *_tables(part, by_clean, n_before=len(one.tables))),
        links=(*one.links, *(_link(each, by_clean) for each in part.links)),
        silences=(*one.silences, *(_silence(each, by) for each in part.silences)),
        locators=(
            *one.locators,
            *(replace(each, start=each.start + by, end=each.end + by) for each in part.locators),
        ),
        parts=(
            *one.parts,
            *(replace(each, start=each.start + by, end=each.end + by) for each in part.parts),
        ),
        language=language,
        title=one.title or part.title,
        author=one.author or part.author,
        date=one.date or part.date,
        published=one.published or part.published,
        modified=one.modified or part.modified,
        canonical=one.canonical or part.canonical,
        is_teaser=one.is_teaser or part.is_teaser,
    )


def _texts(article: Article) -> set[str]:
    return {article.text[each.start_clean : each.end_clean] for each in article.blocks}


def _blocks(part: Article, by: int, *, said: set[str]) -> Iterator[Block]:
    """Yield the blocks of a further part; an article has one title."""
    for each in part.blocks:
        kind, level, why = each.kind, each.level, each.why
        if kind in _REPEATED and part.text[each.start_clean : each.end_clean] in said:
            kind, level, why = "boilerplate", 0, _WHY
        elif kind == "title":
            kind = "heading"
        yield Block(kind, each.start_clean + by, each.end_clean + by, level, why)


def _tables(part: Article, by: int, *, n_before: int) -> Iterator[Table]:
    for table in part.tables:
        cells = tuple(
            replace(each, start_clean=each.start_clean + by, end_clean=each.end_clean + by)
            for each in table.cells
        )
        yield replace(table, number=table.number + n_before, cells=cells)


def _link(link: Link, by: int) -> Link:
    return Link(link.start_clean + by, link.end_clean + by, link.href)


def _silence(silence: Silence, by: int) -> Silence:
    return replace(
        silence,
        start=silence.start + by,
        end=silence.end + by,
        covers_from=silence.covers_from + by,
        covers_to=silence.covers_to + by,
    )

"""Stage 2: the sources that a text cites, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import (
    read_citations,
    read_entries,
    read_reference,
    tie_links,
    tie_references,
)
from pipeline.citations.references import Reference, number_entries
from pipeline.mark.marks import CITATIONS, article_of, cover, text_of
from pipeline.records import Block, CitedSource, Link, Table
from pipeline.resources import word_list

_SOURCES: Final = re.compile(word_list("fields")["columns"]["sources"], re.IGNORECASE)

# How far into an item of a list a publication may be named for the item to be an entry on it.
_BEGINS: Final = 60


class CitationSpans:
    """Component: fills `doc.spans["citations"]`, labelled by the kind of source.

    Each line is read by itself. A citation takes over the identifiers of the links
    that stand on it, a number in brackets what the article's own reference list
    says of it. In a column of sources a name and a year are enough.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the citations of one document."""
        text, article = text_of(doc), article_of(doc)
        links = article.links if article is not None else ()
        read = read_citations(text)
        read += _in_columns(article.tables if article is not None else (), read)
        read.sort(key=lambda cited: cited.start)
        found = tie_links(read, links, text)
        if any(system == "ref" for cited in found for system, _ in cited.identifiers):
            blocks = article.blocks if article is not None else ()
            found = tie_references(found, list(_references(text, found, blocks, links)))
        doc.user_data[CITATIONS] = found
        cover(doc, "citations", [(c.start, c.end, c.kind) for c in found])
        return doc


def _in_columns(tables: Sequence[Table], known: Sequence[CitedSource]) -> Iterator[CitedSource]:
    """Yield what only its column says to be a citation: "Lee 2012" under "Source"."""
    starts = {cited.start for cited in known}
    for table in tables:
        for cell in table.cells:
            if cell.header or not _SOURCES.search(table.column_header(cell.column)):
                continue
            for cited in read_citations(f"({cell.text})"):
                start = cell.start_clean + cited.start - 1
                if cited.text in cell.text and start not in starts:
                    yield replace(cited, start=start, end=start + len(cited.text))


def _references(
    text: str, found: Sequence[CitedSource], blocks: Sequence[Block], links: Sequence[Link]
) -> Iterator[Reference]:
    """Yield the entries of an article's reference list, numbered by their place in it."""
    in_lists = []
    for kind, run in groupby(blocks, key=attrgetter("kind")):
        if kind == "list_item":
            items = [_entry(text, block.start_clean, block.end_clean, found) for block in run]
            in_lists += number_entries(items)
    numbered = {entry.source.start for entry in in_lists}
    start = 0
    for line in text.split("\n"):
        for entry in read_entries(line):
            placed = _moved(entry, start)
            if placed.source.start not in numbered:
                in_lists.append(placed)
        start += len(line) + 1
    for entry in in_lists:
        yield replace(entry, source=tie_links([entry.source], links, text)[0])


def _entry(text: str, start: int, end: int, found: Sequence[CitedSource]) -> Reference | None:
    """Read an item of a list as an entry: whatever it begins with, if that can be looked up."""
    entry = read_reference(text[start:end])
    if entry is not None:
        return _moved(entry, start)
    cited = [one for one in found if start <= one.start < end and not one.is_vague]
    return Reference(None, cited[0]) if cited and cited[0].start - start < _BEGINS else None


def _moved(entry: Reference, by: int) -> Reference:
    source = entry.source
    return replace(entry, source=replace(source, start=source.start + by, end=source.end + by))

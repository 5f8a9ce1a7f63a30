"""Stage 2: the sources that a text cites, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import read_citations, read_entries, tie_links, tie_references
from pipeline.citations.references import Reference
from pipeline.mark.marks import CITATIONS, article_of, cover, text_of
from pipeline.records import CitedSource, Link, Table
from pipeline.resources import word_list

_SOURCES: Final = re.compile(word_list("fields")["columns"]["sources"], re.IGNORECASE)


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
            found = tie_references(found, list(_references(text, links)))
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


def _references(text: str, links: Sequence[Link]) -> Iterator[Reference]:
    start = 0
    for line in text.split("\n"):
        for entry in read_entries(line):
            source = entry.source
            placed = replace(source, start=source.start + start, end=source.end + start)
            yield replace(entry, source=tie_links([placed], links, text)[0])
        start += len(line) + 1

"""Stage 2: the sources that a text cites, as spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.citations import read_citations, read_reference, tie_links, tie_references
from pipeline.citations.references import Reference
from pipeline.mark.marks import CITATIONS, article_of, cover, text_of
from pipeline.records import Link


class CitationSpans:
    """Component: fills `doc.spans["citations"]`, labelled by the kind of source.

    Each line is read by itself. A citation takes over the identifiers of the links
    that stand on it, a number in brackets what the article's own reference list
    says of it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the citations of one document."""
        text, article = text_of(doc), article_of(doc)
        links = article.links if article is not None else ()
        found = tie_links(read_citations(text), links, text)
        if any(system == "ref" for cited in found for system, _ in cited.identifiers):
            found = tie_references(found, list(_references(text, links)))
        doc.user_data[CITATIONS] = found
        cover(doc, "citations", [(c.start, c.end, c.kind) for c in found])
        return doc


def _references(text: str, links: Sequence[Link]) -> Iterator[Reference]:
    start = 0
    for line in text.split("\n"):
        entry = read_reference(line)
        if entry is not None:
            source = entry.source
            placed = replace(source, start=source.start + start, end=source.end + start)
            yield replace(entry, source=tie_links([placed], links, text)[0])
        start += len(line) + 1

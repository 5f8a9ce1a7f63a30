"""Stage 2: the sources that a text cites, as spans."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.citations import read_citations, read_reference, tie_references
from pipeline.mark.marks import CITATIONS, cover, text_of


class CitationSpans:
    """Component: fills `doc.spans["citations"]`, labelled by the kind of source.

    Each line is read by itself. A number in brackets takes over what the
    article's own reference list says of it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the citations of one document."""
        text = text_of(doc)
        found = read_citations(text)
        if any(system == "ref" for cited in found for system, _ in cited.identifiers):
            entries = [entry for line in text.split("\n") if (entry := read_reference(line))]
            found = tie_references(found, entries)
        doc.user_data[CITATIONS] = found
        cover(doc, "citations", [(c.start, c.end, c.kind) for c in found])
        return doc

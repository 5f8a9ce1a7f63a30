"""Stage 2: the interventions, conditions, outcomes … of a text as spans."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.concepts import ConceptIndex
from pipeline.mark.marks import CONCEPTS, cover


class ConceptSpans:
    """Component: fills `doc.spans["concepts"]`, labelled by kind."""

    def __init__(self, index: ConceptIndex) -> None:
        self.index = index

    def __call__(self, doc: Doc) -> Doc:
        """Mark the concepts of one document."""
        mentions = self.index.find(doc.text)
        doc.user_data[CONCEPTS] = mentions
        cover(doc, "concepts", [(m.start, m.end, m.kind) for m in mentions])
        return doc

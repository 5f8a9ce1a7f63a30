"""Stage 2: the quantities of a text as spans."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.mark.marks import QUANTITIES, cover, text_of
from pipeline.quantities import read_quantities


class QuantitySpans:
    """Component: fills `doc.spans["quantities"]`, labelled by kind."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the quantities of one document."""
        quantities = read_quantities(text_of(doc))
        doc.user_data[QUANTITIES] = quantities
        cover(doc, "quantities", [(q.start, q.end, q.kind) for q in quantities])
        return doc

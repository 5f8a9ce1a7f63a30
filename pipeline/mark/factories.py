"""Stage 2: every registration of a spaCy factory, in one place.

The package's entry points name this module's functions, so that
`spacy.blank("en").add_pipe("quantity_spans")` works wherever the distribution
is installed, without importing anything of ours first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.concepts import ConceptIndex, shipped_concepts
from pipeline.encoders import OnnxTagger, find_detector
from pipeline.mark.citation_spans import CitationSpans
from pipeline.mark.claim_scores import ClaimScorer
from pipeline.mark.claim_spans import ClaimSpans
from pipeline.mark.code_spans import CodeSpans
from pipeline.mark.concept_spans import ConceptSpans
from pipeline.mark.quantity_spans import QuantitySpans
from pipeline.mark.sentences import SentenceStarts
from pipeline.mark.table_cells import TableCells

Component = Callable[[Doc], Doc]

# In the order in which they build on each other.
COMPONENTS: Final = (
    "claim_sentences",
    "quantity_spans",
    "citation_spans",
    "code_spans",
    "concept_spans",
    "table_cells",
    "claim_scores",
    "claim_spans",
)


@Language.factory("claim_sentences", assigns=["token.is_sent_start"])
def make_sentence_starts(nlp: Language, name: str) -> Component:  # noqa: ARG001  # spaCy's form
    """Sentences that lines, bullets and rows end, and "et al." does not."""
    return SentenceStarts()


@Language.factory("quantity_spans", assigns=["doc.spans"])
def make_quantity_spans(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """Quantities, in `doc.spans["quantities"]`."""
    return QuantitySpans()


@Language.factory("citation_spans", assigns=["doc.spans"])
def make_citation_spans(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """Citations, in `doc.spans["citations"]`."""
    return CitationSpans()


@Language.factory("code_spans", assigns=["doc.spans"])
def make_code_spans(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """Registry codes, in `doc.spans["codes"]`."""
    return CodeSpans()


@Language.factory("concept_spans", assigns=["doc.spans"], default_config={"load": True})
def make_concept_spans(nlp: Language, name: str, load: bool) -> Component:  # noqa: ARG001
    """Concepts of the shipped table, in `doc.spans["concepts"]`; or, not loaded, none yet."""
    return ConceptSpans(shipped_concepts() if load else ConceptIndex(()))


@Language.factory("table_cells", assigns=["doc.spans"])
def make_table_cells(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """Table cells, in `doc.spans["cells"]`; none in a Doc without an article."""
    return TableCells()


@Language.factory(
    "claim_scores",
    assigns=["doc.spans"],
    requires=["token.is_sent_start"],
    default_config={"load": True},
)
def make_claim_scores(nlp: Language, name: str, load: bool) -> Component:  # noqa: ARG001
    """What the trained detector finds, in `doc.spans["detected"]`; or, not loaded, nothing."""
    return ClaimScorer(OnnxTagger(find_detector()) if load else None)


@Language.factory("claim_spans", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_claim_spans(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """Claims, in `doc.spans["claims"]`; wants the other components before it."""
    return ClaimSpans()

"""Stage 2: builds the `nlp` and runs articles through it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from pipeline.concepts import ConceptIndex
from pipeline.encoders.tagging import Tagger
from pipeline.mark import factories
from pipeline.mark.claim_scores import ClaimScorer
from pipeline.mark.concept_spans import ConceptSpans
from pipeline.mark.marks import ARTICLE
from pipeline.records import Article

# So much without a space is no word. spaCy would take brackets off it one by one,
# each time anew from the whole rest: 100,000 of them take hours.
_UNBROKEN: Final = re.compile(r"\S{1000,}")


def build_language(
    concepts: ConceptIndex | None = None,
    *,
    model: str | None = None,
    tagger: Tagger | None = None,
) -> Language:
    """Build the pipeline: a blank English or an installed model, plus our components.

    Args:
        concepts: of the evidence table in use; None takes the shipped ones.
        model: the name of an installed spaCy model whose tokenizer and
            components come first; None takes `spacy.blank("en")`.
        tagger: the trained detector; None leaves claims to patterns alone.
    """
    nlp = spacy.blank("en") if model is None else spacy.load(model)
    # A book is no article; the readers' own limit on size holds.
    nlp.max_length = 100_000_000
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.token_match = _UNBROKEN.match
    for name in factories.COMPONENTS:
        if name == "claim_scores":
            # Built by hand, as below: a tagger is no JSON either.
            nlp.add_pipe(name, config={"load": False})
            scorer = nlp.get_pipe(name)
            if isinstance(scorer, ClaimScorer):
                scorer.tagger = tagger
        elif name == "concept_spans" and concepts is not None:
            # Built by hand: a ConceptIndex is no JSON that a factory could take.
            nlp.add_pipe(name, config={"load": False})
            component = nlp.get_pipe(name)
            if isinstance(component, ConceptSpans):
                component.index = concepts
        else:
            nlp.add_pipe(name)
    return nlp


def mark_articles(
    articles: Iterable[Article], nlp: Language, *, batch_size: int = 16
) -> Iterator[tuple[Article, Doc]]:
    """Mark articles in order; one batch is in memory at a time."""

    def docs() -> Iterator[tuple[Doc, Article]]:
        for article in articles:
            doc = nlp.make_doc(article.text)
            doc.user_data[ARTICLE] = article
            yield doc, article

    for doc, article in nlp.pipe(docs(), as_tuples=True, batch_size=batch_size):
        yield article, doc

"""Read a part of the corpus and hold it against what was marked there."""

from __future__ import annotations

from typing import Final

from spacy.language import Language

from pipeline.concepts import ConceptIndex
from pipeline.errors import PartForbiddenError
from pipeline.learn.annotations.records import AnnotatedArticle, Part
from pipeline.learn.annotations.store import Corpus
from pipeline.learn.reading.claims import article_of, read_claims
from pipeline.learn.reading.scores import ReadArticle, hold_against

# What is missed there is shown to nobody, or rules would be made for it.
UNSEEN: Final[frozenset[Part]] = frozenset({"test"})
_ENGLISH: Final = "en"


def evaluate_reading(
    corpus: Corpus, part: Part, nlp: Language, concepts: ConceptIndex
) -> list[ReadArticle]:
    """Read the English articles of a part, by name.

    Args:
        corpus: as it lies in a checkout.
        part: of it.
        nlp: with whatever components are to be measured.
        concepts: of the evidence table in use.

    Raises:
        PartChangedError: the part was frozen and is not what it was.
        PipelineError: an article cannot be read.
    """
    annotated = english(corpus, part)
    read = read_claims(map(article_of, annotated), nlp, concepts)
    return [
        hold_against(one.name, one.annotations, said)
        for one, (_, said) in zip(annotated, read, strict=True)
    ]


def english(corpus: Corpus, part: Part) -> list[AnnotatedArticle]:
    """Return the articles of a part that are in English, by name.

    One that the tool takes for another language has missed claims, unless it is in one.

    Raises:
        PartChangedError: the part was frozen and is not what it was.
    """
    return [one for one in corpus.of(part) if corpus.splits.language(one.name) == _ENGLISH]


def refuse_unseen(part: Part, *, what: str) -> None:
    """Refuse to show what is in a part that nobody may look into.

    Args:
        part: that is asked for.
        what: would be shown, as the subject of a sentence.

    Raises:
        PartForbiddenError: it is such a part.
    """
    if part in UNSEEN:
        raise PartForbiddenError(what=what, part=part, instead="--split dev or --split train")

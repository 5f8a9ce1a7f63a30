"""SpaCy's DocBin, a folder with a file for each part.

Each article is a Doc of its whole text, with span groups "claims" and
"negatives" whose labels are kinds. Spans begin and end with tokens, so one that
begins inside a token covers all of it; exact places and all that a span has no
place for (verdict, trap, `why`, `fields`) stand in `doc.user_data`, by the id of
the span. A span that was added, moved or renamed comes back as the characters
that it covers, with its kind and no more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import spacy
from spacy.tokens import Doc, DocBin, SpanGroup

from pipeline.errors import AnnotationFormatError, ReportUnwritableError
from pipeline.learn.annotations.formats.assembled import assembled, head_of, make_folder
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, as_object
from pipeline.learn.annotations.records import PARTS, AnnotatedArticle

SUFFIX: Final = ".spacy"
CLAIMS: Final = "claims"
NEGATIVES: Final = "negatives"
ARTICLE: Final = "claims.article"
ANNOTATIONS: Final = "claims.annotations"
# Of articles that no list has in a part.
UNLISTED: Final = "unlisted"


def write(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a folder.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    make_folder(out)
    nlp = spacy.blank("en")
    for part in (*PARTS, None):
        docs = [_doc(nlp.make_doc(one.source), one) for one in articles if one.part == part]
        if not docs:
            continue
        packed = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True, docs=docs)
        path = out / f"{part or UNLISTED}{SUFFIX}"
        try:
            packed.to_disk(path)
        except OSError as error:
            raise ReportUnwritableError(path=path, why=error.strerror) from error


def _doc(doc: Doc, article: AnnotatedArticle) -> Doc:
    doc.user_data[ARTICLE] = json.dumps(head_of(article))
    exact = {}
    for group, listed in ((CLAIMS, article.claims), (NEGATIVES, article.negatives)):
        spans = []
        for number, one in enumerate(listed, start=1):
            name = f"{group}-{number}"
            span = doc.char_span(
                one.start, one.end, label=one.kind, span_id=name, alignment_mode="expand"
            )
            # Every character of a text is in a token or behind one.
            assert span is not None
            spans.append(span)
            exact[name] = as_object(one)
        doc.spans[group] = SpanGroup(doc, name=group, spans=spans)
    doc.user_data[ANNOTATIONS] = json.dumps(exact)
    return doc


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such a folder, or one file of it.

    Raises:
        AnnotationFormatError: a file is something else.
    """
    nlp = spacy.blank("en")
    found = []
    for file in sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]:
        try:
            packed = DocBin(store_user_data=True).from_disk(file)
            docs = list(packed.get_docs(nlp.vocab))
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = f"it is no DocBin: {error}"
            raise AnnotationFormatError(path=file, where="", why=why) from error
        for number, doc in enumerate(docs, start=1):
            found.append(_article(doc, labels, file, f", document {number}"))
    return sorted(found, key=lambda one: one.name)


def _article(doc: Doc, labels: Labels, path: Path, where: str) -> AnnotatedArticle:
    head = _loaded(doc, ARTICLE, path, where)
    exact = _loaded(doc, ANNOTATIONS, path, where)
    said: list[tuple[int, int, Object]] = []
    for group in (CLAIMS, NEGATIVES):
        for span in doc.spans.get(group, ()):
            known = exact.get(span.id_)
            said.append((span.start_char, span.end_char, {"kind": span.label_}))
            if not isinstance(known, Mapping) or known.get("kind") != span.label_:
                continue
            start, end = known.get("start"), known.get("end")
            if not isinstance(start, int) or not isinstance(end, int):
                continue
            covering = doc.char_span(start, end, alignment_mode="expand")
            if covering is not None and (covering.start, covering.end) == (span.start, span.end):
                said[-1] = start, end, known
    return assembled(head, doc.text, said, labels, path=path, where=where)


def _loaded(doc: Doc, key: str, path: Path, where: str) -> Object:
    loaded = json.loads(str(doc.user_data.get(key, "null")))
    if not isinstance(loaded, dict):
        why = f"the document says nothing under {key}"
        raise AnnotationFormatError(path=path, where=where, why=why)
    return loaded

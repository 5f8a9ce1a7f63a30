"""The `nlp` as a whole: the same marks however articles are batched."""

import time

import pytest
import spacy
from factories import CONCEPTS
from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, read

from pipeline.concepts import ConceptIndex
from pipeline.mark import factories
from pipeline.mark.language import build_language, mark_articles
from pipeline.mark.marks import (
    article_of,
    citations_of,
    codes_of,
    concepts_of,
    marks_of,
    quantities_of,
)

TEXTS = [
    "Ginger eases nausea in 40% of women (Lee et al., 2015).\n",
    "Bill CPT 97810; it costs $90 on average.\n\nAcupuncture is safe.\n",
    "| Remedy | Change |\n|---|---|\n| Yoga | -31% |\n",
    "Nothing to see here.\n",
]


def marked(nlp, texts, **options):
    articles = [read(text, format="markdown") for text in texts]
    return [
        (article.text, marks_of(doc), quantities_of(doc), citations_of(doc), codes_of(doc))
        for article, doc in mark_articles(articles, nlp, **options)
    ]


def test_language_is_a_blank_one_with_our_components(nlp):
    assert tuple(nlp.pipe_names) == factories.COMPONENTS


def test_language_takes_the_concepts_it_is_given():
    small = build_language(ConceptIndex(CONCEPTS))
    doc = small("Ginger and acupuncture for migraine.")
    assert [mention.concept_id for mention in concepts_of(doc)] == ["D015670", "D008881"]


def test_language_takes_an_installed_model_and_puts_ours_behind_its_own(tmp_path):
    theirs = spacy.blank("en")
    theirs.add_pipe("sentencizer")
    theirs.to_disk(tmp_path / "theirs")
    ours = build_language(ConceptIndex(CONCEPTS), model=str(tmp_path / "theirs"))
    assert tuple(ours.pipe_names) == ("sentencizer", *factories.COMPONENTS)


def test_language_marks_articles_in_order_and_each_with_its_own(nlp):
    articles = [read(text) for text in TEXTS]
    for given_article, (article, doc) in zip(articles, mark_articles(articles, nlp), strict=True):
        assert given_article is article is article_of(doc)
        assert doc.text == article.text


def test_language_marks_the_same_in_any_batch(nlp):
    alone = [marked(nlp, [text])[0] for text in TEXTS]
    for batch_size in (1, 2, 3, 100):
        assert marked(nlp, TEXTS, batch_size=batch_size) == alone


def test_language_takes_an_article_only_when_it_is_wanted(nlp):
    taken = []

    def articles():
        for text in TEXTS:
            taken.append(text)
            yield read(text)

    next(mark_articles(articles(), nlp, batch_size=1))
    assert len(taken) < len(TEXTS)


def test_language_marks_a_text_that_is_no_article(nlp):
    doc = nlp("Yoga lowers blood pressure.")
    assert article_of(doc) is None
    assert [mark.kind for mark in marks_of(doc)] == ["efficacy"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_language_marks_lie_inside_and_spans_cover_them(nlp, text):
    ((article, doc),) = mark_articles([read(f"Yoga helps.{text}", format="html")], nlp)
    for record in [*quantities_of(doc), *citations_of(doc), *codes_of(doc), *concepts_of(doc)]:
        assert 0 <= record.start < record.end <= len(article.text)
    for quantity in quantities_of(doc):
        assert article.text[quantity.start : quantity.end] == quantity.text
    covered = [(span.start_char, span.end_char) for span in doc.spans["claims"]]
    for mark in marks_of(doc):
        assert any(start <= mark.start and mark.end <= end for start, end in covered)


UNBROKEN = {
    "nested brackets": "[" * 100_000 + "x" + "]" * 100_000,
    "apostrophes": "x's" * 50_000,
    "dashes": "a-" * 100_000,
}


@pytest.mark.parametrize("run", UNBROKEN.values(), ids=UNBROKEN)
def test_language_reads_a_long_run_without_a_space_at_once(nlp, run):
    # Of the processor: a busy machine is no fault of the code. Taken apart it would be hours.
    began = time.process_time()
    doc = nlp(f"See {run} here. Ginger eases nausea.")
    assert time.process_time() - began < 20
    assert [mark.kind for mark in marks_of(doc)] == ["efficacy"]

from dataclasses import replace

import pytest
from factories import concept, make_cited, make_claim, make_quantity
from learn.annotations.marking import marked

from pipeline.errors import AnnotationsMissingError
from pipeline.learn.annotations.records import CellNamed, CodeNamed, Named, Number, SourceNamed
from pipeline.learn.reading.claims import (
    article_of,
    as_annotation,
    as_annotations,
    read_claims,
)
from pipeline.records import CellAddress


def test_claims_say_everything_that_was_read():
    claim = make_claim(
        "Mint cut cramps by 30%",
        kind="statistic",
        start=7,
        why="a number",
        intervention=concept("X-MINT", "mint"),
        comparators=["X-SHAM"],
        population=None,
        quantities=[make_quantity(0.3, text="30%", low=0.2, bound="at_least")],
        dose=make_quantity(2.0, "count", text="two cups"),
        timeframe=make_quantity(1.0, "wk", text="a week"),
        hedge="possible",
        attribution="named_source",
        source=make_cited(authors=("Lee", "Kim"), identifiers=[("pmid", "7")], n_trials=3),
        cell=CellAddress(1, 2, 3, "mint", "change"),
    )
    said = as_annotation(claim)
    assert (said.start, said.end, said.kind, said.why) == (7, 29, "statistic", "a number")
    fields = said.fields
    assert fields.intervention == Named("mint", "X-MINT")
    assert fields.comparators == (Named("sham", "X-SHAM"),)
    assert fields.population is None
    assert fields.quantities == (
        Number("30%", "proportion", "effect", value=0.3, low=0.2, bound="at_least"),
    )
    assert (fields.dose, fields.timeframe, fields.hedge) == ("two cups", "a week", "possible")
    assert fields.source == SourceNamed(
        "Cochrane", "Lee, Kim", year=2016, identifiers=("7",), n_trials=3
    )
    assert fields.cell == CellNamed(1, 2, 3, ("mint", "change"))


def test_claims_have_a_code_and_headers_only_where_there_are_some():
    claim = make_claim("97810", kind="code", cell=CellAddress(1, 1, 1, "", "CPT"))
    fields = as_annotation(claim).fields
    assert (fields.code, fields.cell.headers) == (CodeNamed("CPT", "97810"), ("CPT",))
    assert as_annotation(make_claim()).fields.cell is None


def test_claims_begin_and_end_with_something_to_read():
    said = as_annotation(make_claim(" Mint helps\n", start=4))
    assert (said.start, said.end, said.text) == (5, 15, "Mint helps")


def test_claims_that_were_read_twice_are_there_twice():
    once, again = make_claim(start=9, why="first"), make_claim(start=9, why="second")
    found = as_annotations([again, once, make_claim()])
    assert [(one.start, one.why) for one in found] == [(0, ""), (9, "second"), (9, "first")]


def test_claims_are_read_in_the_source(nlp, table):
    annotated = marked("<p>Mint</p><p>[Acupuncture cures <b>neck</b> pain].</p>", "efficacy")
    html = replace(annotated, name="mint.html")
    ((article, said),) = read_claims([article_of(html)], nlp, table.concepts)
    assert article.source == html.source
    (found,) = said
    assert found.text == html.source[found.start : found.end]
    assert "<b>neck</b>" in found.text


def test_claims_of_another_language_are_none(nlp, table):
    german = marked(
        "Akupunktur heilt Nackenschmerzen. Das sagen viele, die es selbst versucht haben, und "
        "wer es nicht glaubt, der soll es doch einmal mit den Nadeln versuchen.\n\n"
        "Acupuncture cures neck pain.\n"
    )
    ((article, said),) = read_claims([article_of(german)], nlp, table.concepts)
    assert (article.language, said) == ("de", [])


def test_claims_want_an_ending_that_is_read():
    with pytest.raises(AnnotationsMissingError, match=r"mint\.exe"):
        article_of(marked("Mint", name="mint.exe"))

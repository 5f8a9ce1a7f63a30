from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from learn.annotations.marking import LABELS, WHOLE, marked, write_corpus
from learn.judging import write_lines

from pipeline.learn.annotations.formats import FORMATS
from pipeline.learn.annotations.store import load_corpus

MINT = marked("💊 [Mint helps].\r\n[So?]", {"kind": "efficacy", "fields": WHOLE}, "none")
SAGE = marked("[Sage helps].", "efficacy", name="sage.txt", topic="sage", part="test")
SECOND = marked("💊 [Mint] helps.\r\n[So?]", "safety", "none")


@pytest.fixture
def corpus(tmp_path):
    """Two articles, one read twice; returns the words that name the folder."""
    folder = write_corpus(tmp_path / "corpus", MINT, SAGE, first=[MINT], second=[SECOND])
    return ("--annotations", str(folder), "--articles", str(folder / "articles"))


def loaded(corpus, **options):
    return load_corpus(Path(corpus[3]), Path(corpus[1]), **options)


@pytest.mark.parametrize("form", FORMATS)
def test_annotations_go_out_and_come_back(claims, corpus, tmp_path, form):
    out = str(tmp_path / "out")
    before = {path: path.read_bytes() for path in Path(corpus[1]).rglob("*") if path.is_file()}
    ran = claims("annotations", "export", out, "--to", form, *corpus)
    assert (ran.code, ran.out) == (0, "")
    assert "2 articles, 3 annotations" in ran.err
    ran = claims("annotations", "import", out, "--from", form, *corpus)
    assert ran.code == 0
    assert "2 articles, 3 annotations" in ran.err
    assert {p: p.read_bytes() for p in Path(corpus[1]).rglob("*") if p.is_file()} == before


def test_annotations_of_one_part_or_reader_go_out(claims, corpus, tmp_path):
    out = tmp_path / "out.jsonl"
    claims("annotations", "export", str(out), "--split", "dev", *corpus)
    assert FORMATS["jsonl"].read(out, LABELS) == [MINT]
    claims("annotations", "export", str(out), "--reader", "second", *corpus)
    assert FORMATS["jsonl"].read(out, LABELS) == [SECOND]


def test_annotations_of_a_second_reader_come_in(claims, corpus, tmp_path):
    again = replace(SECOND, annotations=SECOND.claims)
    FORMATS["quotes"].write([again], tmp_path / "in", LABELS)
    words = ("annotations", "import", str(tmp_path / "in"), "--reader", "second", *corpus)
    ran = claims(*words)
    assert (ran.code, "--overwrite" in ran.err) == (2, True)
    assert claims(*words, "--overwrite").code == 0
    assert list(loaded(corpus, reader="second").articles.values()) == [again]
    assert loaded(corpus).articles["mint.txt"] == MINT


def test_annotations_that_do_not_belong_are_told(claims, corpus, tmp_path):
    dill = marked("[Dill helps].", "efficacy", name="dill.txt", part=None, topic="")
    FORMATS["quotes"].write([dill], tmp_path / "in", LABELS)
    ran = claims("annotations", "import", str(tmp_path / "in"), *corpus)
    assert ran.code == 2
    assert "left out: dill.txt: it is in no part" in ran.err


def test_annotations_in_another_form_are_refused(claims, corpus, tmp_path):
    (tmp_path / "in").write_text("mint", encoding="utf-8")
    ran = claims("annotations", "import", str(tmp_path / "in"), "--from", "doccano", *corpus)
    assert (ran.code, "E707" in ran.err) == (2, True)


def test_annotations_of_real_pages_come_in_without_words(claims, corpus, tmp_path):
    pages = tmp_path / "pages"
    FORMATS["quotes"].write([MINT], pages, LABELS)
    write_lines(pages / "index.jsonl", [{"name": "mint.txt", "address": "https://example.org"}])
    ran = claims("annotations", "import", str(pages), "--real", *corpus)
    assert (ran.code, "1 pages, 2 annotations" in ran.err) == (0, True)
    written = (Path(corpus[1]) / "real.jsonl").read_text(encoding="utf-8")
    assert "Mint" not in written
    assert json.loads(written.splitlines()[0])["address"] == "https://example.org"
    assert loaded(corpus).articles["mint.txt"] == MINT


def test_annotations_agreement_is_in_all_and_by_part(claims, corpus):
    ran = claims("annotations", "agreement", *corpus)
    assert ran.code == 0
    assert "all: 1 articles, 1 claims by the first reader, 1 by the second" in ran.out
    assert "\ndev: 1 articles" in ran.out
    assert "\ntest: " not in ran.out
    read = json.loads(claims("annotations", "agreement", *corpus, "--format", "json").out)
    assert read["agreement"]["all"]["f1"]["value"] == 0.0
    assert read["agreement"]["dev"]["f1_any_kind"]["value"] == 1.0


def test_annotations_are_counted_and_fingerprinted(claims, corpus):
    ran = claims("annotations", "show", *corpus)
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines() if line]
    assert ["dev", "test", "all"] in lines
    assert ["claims", "1", "1", "2"] in lines
    assert ["question", "1", "0", "1"] in lines
    (fingerprint,) = [line[-1] for line in lines if line[:2] == ["test", "is"]]
    assert len(fingerprint) == 64


def test_annotations_of_an_article_are_shown_unless_nobody_may_see_them(claims, corpus):
    ran = claims("annotations", "show", "mint.txt", *corpus)
    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["mint.txt:", "dev,", "mint"],
        ["1", "efficacy/supported", "Mint", "helps"],
        ["2", "none/question", "So?"],
    ]
    ran = claims("annotations", "show", "sage.txt", *corpus)
    assert (ran.code, ran.out) == (2, "")
    assert "E708" in ran.err
    ran = claims("annotations", "show", "dill.txt", *corpus)
    assert (ran.code, "dill.txt" in ran.err) == (2, True)


def test_annotations_tell_lines_that_they_could_not_use(claims, corpus):
    with (Path(corpus[1]) / "claims.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    ran = claims("annotations", "show", *corpus)
    assert (ran.code, "left out: " in ran.err) == (2, True)

import json

import pytest
from learn.annotations.marking import LABELS, marked, write_corpus

from pipeline.errors import AnnotationsMissingError, ReportUnwritableError
from pipeline.learn.annotations.store import (
    FILES,
    is_file_name,
    load_corpus,
    read_lines,
    read_source,
    write_lines,
    write_source,
)
from pipeline.resources import annotations_dir, articles_dir

MINT = marked("[Mint helps]. [Does it?]\r\n", "efficacy", "none")


def test_store_of_this_repository_holds_no_broken_line():
    for reader in FILES:
        corpus = load_corpus(articles_dir(), annotations_dir(), reader=reader)
        assert [fault.message for fault in corpus.faults] == []


def test_store_of_this_repository_is_in_order():
    path = annotations_dir() / FILES["settled"]
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    order = [(line["article"], line["start"], line["end"], line["kind"]) for line in lines]
    assert order == sorted(order)


def test_store_of_this_repository_is_as_large_as_was_asked():
    articles = [
        one
        for part in ("train", "dev", "test")
        for one in load_corpus(articles_dir(), annotations_dir()).of(part)
    ]
    assert len(articles) >= 120
    assert len({one.topic for one in articles}) >= 50
    assert sum(all(c.kind != "statistic" for c in one.claims) for one in articles) >= 30
    assert sum(len(one.claims) for one in articles) >= 1500
    assert sum(len(one.negatives) for one in articles) >= 1500
    fields = [c.fields is not None for one in articles if one.part != "train" for c in one.claims]
    assert all(fields)


def test_store_of_this_repository_names_concepts_that_the_table_has(table):
    corpus = load_corpus(articles_dir(), annotations_dir())
    given = {
        named.concept_id
        for article in corpus.articles.values()
        for one in article.claims
        if one.fields is not None
        for named in (
            one.fields.intervention,
            one.fields.condition,
            one.fields.outcome,
            one.fields.population,
            *one.fields.comparators,
        )
        if named is not None and named.concept_id is not None
    }
    assert [
        concept_id for concept_id in sorted(given) if table.concepts.entry(concept_id) is None
    ] == []


def test_store_reads_what_it_wrote(tmp_path):
    folder = write_corpus(tmp_path, MINT)
    corpus = load_corpus(folder / "articles", folder)
    assert corpus.of("dev") == [MINT]
    assert corpus.of("train") == []
    assert corpus.faults == ()


def test_store_keeps_what_each_reader_marked(tmp_path):
    second = marked("[Mint] helps. Does it?\r\n", "mechanism")
    folder = write_corpus(tmp_path, MINT, first=[MINT], second=[second])
    for reader, wanted in (("settled", MINT), ("first", MINT), ("second", second)):
        found = load_corpus(folder / "articles", folder, reader=reader)
        assert list(found.articles.values()) == [wanted]


def test_store_does_not_freeze_what_a_single_reader_marked(tmp_path):
    test = marked("[Mint helps].", "efficacy", part="test")
    folder = write_corpus(tmp_path, test, first=[test], second=[test], frozen="0" * 64)
    assert load_corpus(folder / "articles", folder, reader="second").of("test") == [test]


LINE = {
    "article": "mint.txt",
    "start": 0,
    "end": 10,
    "text": "Mint helps",
    "kind": "efficacy",
    "verdict": "supported",
    "why": "seen",
}
FAULTS = {
    "no JSON": ("{", "not JSON"),
    "no object": ("[]", "not a JSON object"),
    "no article": (LINE | {"article": None}, "wanted the name of a file"),
    "an article elsewhere": (LINE | {"article": "../mint.txt"}, "wanted the name of a file"),
    "other words": (LINE | {"text": "Sage helps"}, "does not read 'Sage helps'"),
    "twice": (LINE, "marked twice"),
    "no verdict": (LINE | {"end": 4, "text": "Mint", "verdict": None}, "needs a verdict"),
    "over a claim": (
        {
            "article": "mint.txt",
            "start": 5,
            "end": 11,
            "text": "helps.",
            "kind": "none",
            "trap": "advice",
        },
        "a claim is marked there",
    ),
}


@pytest.mark.parametrize(("line", "why"), FAULTS.values(), ids=FAULTS)
def test_store_tells_a_broken_line_and_keeps_the_others(line, why, tmp_path):
    folder = write_corpus(tmp_path, MINT)
    with (folder / FILES["settled"]).open("a", encoding="utf-8") as file:
        file.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
    corpus = load_corpus(folder / "articles", folder)
    (fault,) = corpus.faults
    assert why in fault.message
    assert "line 3" in fault.message
    assert corpus.of("dev") == [MINT]


def test_store_says_what_is_not_there(tmp_path):
    folder = write_corpus(tmp_path, MINT)
    with pytest.raises(AnnotationsMissingError, match="nowhere"):
        load_corpus(folder / "nowhere", folder)
    (folder / "articles" / MINT.name).unlink()
    with pytest.raises(AnnotationsMissingError, match=MINT.name):
        load_corpus(folder / "articles", folder)


@pytest.mark.parametrize("source", ["a\r\nb\n", "\ufeffa", "a\rb💊"], ids=["crlf", "mark", "cr"])
def test_store_keeps_every_character_of_an_article(source, tmp_path):
    write_source(tmp_path / "a.txt", source)
    assert read_source(tmp_path / "a.txt") == source


def test_store_says_what_cannot_be_written(tmp_path):
    for write in (write_source, write_lines):
        with pytest.raises(ReportUnwritableError, match="nowhere"):
            write(tmp_path / "nowhere" / "a.txt", "")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.txt", "/a.txt", "a\\b.txt"])
def test_store_takes_no_name_that_leads_elsewhere(name):
    assert not is_file_name(name)
    assert is_file_name("a b.txt")


def test_store_reads_lines_with_their_numbers(tmp_path):
    folder = write_corpus(tmp_path, MINT)
    lines = read_lines(folder / FILES["settled"], LABELS, faults=[])
    assert [(number, one.kind) for number, one in lines["mint.txt"]] == [
        (1, "efficacy"),
        (2, "none"),
    ]

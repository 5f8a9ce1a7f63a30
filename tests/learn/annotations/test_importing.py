from dataclasses import replace

import pytest
from learn.annotations.marking import marked, write_corpus

from pipeline.errors import AnnotationLineError
from pipeline.learn.annotations.importing import import_articles
from pipeline.learn.annotations.store import FILES, load_corpus

MINT = marked("[Mint helps].", "efficacy")
SAGE = marked("[Sage helps].", "efficacy", name="sage.txt", topic="sage", part="train")


@pytest.fixture
def folder(tmp_path):
    return write_corpus(tmp_path, MINT, SAGE)


def imported(folder, *articles, **options):
    return import_articles(articles, folder / "articles", folder, **options)


def test_importing_replaces_what_was_there_and_leaves_the_rest(folder):
    changed = replace(marked("[Mint] helps. [So?]", "mechanism", "none"), part=None, topic="")
    done = imported(folder, changed, overwrite=True)
    assert (done.names, done.n_annotations, done.faults) == (["mint.txt"], 2, ())
    corpus = load_corpus(folder / "articles", folder)
    assert corpus.of("dev") == [replace(changed, part="dev", topic="mint")]
    assert corpus.of("train") == [SAGE]


def test_importing_overwrites_nothing_unless_asked(folder):
    before = (folder / FILES["settled"]).read_bytes()
    done = imported(folder, marked("[Mint] helps.", "mechanism"))
    assert (done.names, len(done.faults)) == ([], 1)
    assert "--overwrite replaces them" in done.faults[0]
    assert (folder / FILES["settled"]).read_bytes() == before


def test_importing_the_same_again_changes_no_byte(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    imported(folder, MINT, SAGE)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_importing_keeps_the_bytes_of_an_article_that_is_there(folder):
    path = folder / "articles" / "mint.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    imported(folder, MINT)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


REFUSED = {
    "in no part": (marked("[Dill helps].", "efficacy", name="dill.txt"), "it is in no part"),
    "in another part": (replace(MINT, part="test"), "in dev, not in test"),
    "no verdict": (
        marked("[Mint helps].", {"kind": "efficacy", "verdict": None}),
        "annotation 1: a claim needs a verdict",
    ),
    "a trap over a claim": (
        marked("[Mint [helps]].", "efficacy", "none"),
        "annotation 2: 'helps' claims nothing",
    ),
}


@pytest.mark.parametrize(("article", "why"), REFUSED.values(), ids=REFUSED)
def test_importing_refuses_an_article_as_a_whole(article, why, folder):
    before = (folder / FILES["settled"]).read_bytes()
    done = imported(folder, article)
    assert done.names == []
    assert why in " ".join(done.faults)
    assert (folder / FILES["settled"]).read_bytes() == before
    assert not (folder / "articles" / "dill.txt").exists()


def test_importing_takes_a_second_reader_of_the_same_text_only(folder):
    second = marked("[Mint] helps.", "mechanism")
    assert imported(folder, second, reader="second").names == ["mint.txt"]
    other = marked("[Mint] heals.", "mechanism")
    done = imported(folder, other, reader="second")
    assert "with the same text" in done.faults[0]
    found = load_corpus(folder / "articles", folder, reader="second")
    assert list(found.articles.values()) == [second]


def test_importing_loses_no_line_that_it_cannot_read(folder):
    with (folder / FILES["settled"]).open("a", encoding="utf-8") as file:
        file.write("{\n")
    with pytest.raises(AnnotationLineError, match="not JSON"):
        imported(folder, MINT)

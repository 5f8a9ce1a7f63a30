import pytest
from learn.annotations.marking import marked, write_corpus

from pipeline.errors import PartChangedError, PartForbiddenError
from pipeline.learn.annotations.store import load_corpus
from pipeline.learn.reading.evaluate import evaluate_reading, refuse_unseen
from pipeline.mark.language import build_language

PAGE = "Warm feet\n\n[Acupuncture cures neck pain].\n"
GERMAN = (
    "Akupunktur heilt Nackenschmerzen. Das sagen viele, die es selbst versucht haben, und wer "
    "es nicht glaubt, der soll es doch einmal mit den [Nadeln] versuchen.\n"
)


@pytest.fixture
def corpus(tmp_path):
    def made(*articles, more="", **options):
        folder = write_corpus(tmp_path, *articles, **options)
        with (folder / "splits.toml").open("a", encoding="utf-8") as file:
            file.write(more)
        return load_corpus(folder / "articles", folder)

    return made


def test_evaluate_reads_a_part_and_holds_it_against_its_marks(corpus, nlp, table):
    other = marked("Warm hands.", name="hands.txt", part="train", topic="hands")
    (read,) = evaluate_reading(corpus(marked(PAGE, "efficacy"), other), "dev", nlp, table.concepts)
    assert (read.name, read.pairs) == ("mint.txt", ((0, 0),))


def test_evaluate_takes_any_pipeline(corpus, table):
    nlp = build_language(table.concepts)
    nlp.remove_pipe("claim_spans")
    (read,) = evaluate_reading(corpus(marked(PAGE, "efficacy")), "dev", nlp, table.concepts)
    assert (read.said, len(read.gold)) == ((), 1)


def test_evaluate_counts_claims_of_an_article_that_is_taken_for_another_language(
    corpus, nlp, table
):
    (read,) = evaluate_reading(corpus(marked(GERMAN, "efficacy")), "dev", nlp, table.concepts)
    assert (len(read.gold), read.said) == (1, ())


def test_evaluate_leaves_out_an_article_that_is_in_another_language(corpus, nlp, table):
    german = corpus(marked(GERMAN, "efficacy"), more='[language]\n"mint.txt" = "de"\n')
    assert evaluate_reading(german, "dev", nlp, table.concepts) == []


def test_evaluate_measures_nothing_that_was_frozen_and_changed(corpus, nlp, table):
    changed = corpus(marked(PAGE, "efficacy", part="test"), frozen="0" * 64)
    with pytest.raises(PartChangedError):
        evaluate_reading(changed, "test", nlp, table.concepts)


def test_evaluate_shows_nothing_of_the_test_part():
    for part in ("train", "dev", "early"):
        refuse_unseen(part, what="It would be shown")
    with pytest.raises(PartForbiddenError, match="It would be shown, which is of the test part"):
        refuse_unseen("test", what="It would be shown")

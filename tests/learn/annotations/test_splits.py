import pytest
from learn.annotations.marking import marked, write_corpus

from pipeline.errors import AnnotationsMissingError, LabelsUnusableError, PartChangedError
from pipeline.learn.annotations.splits import (
    SPLITS_FILE,
    check_frozen,
    fingerprint,
    read_splits,
)
from pipeline.learn.annotations.store import load_corpus
from pipeline.resources import annotations_dir, articles_dir


def splits_of(folder, text):
    (folder / SPLITS_FILE).write_text(text, encoding="utf-8")
    return read_splits(folder)


def test_splits_of_this_repository_name_every_article_there_is():
    splits = read_splits(annotations_dir())
    assert set(splits.parts) == {path.name for path in articles_dir().iterdir()}
    assert splits.names("dev") == sorted(splits.names("dev"))
    assert all(topic and topic == topic.strip() for topic in splits.topics.values())


def test_splits_keep_the_test_part_frozen():
    corpus = load_corpus(articles_dir(), annotations_dir())
    assert set(corpus.splits.frozen) == {"test"}
    assert len(corpus.of("test")) == 30


def test_splits_know_part_topic_and_language(tmp_path):
    splits = splits_of(
        tmp_path, '[train]\n"a.md" = "mint"\n[dev]\n"b.md" = "sage"\n[language]\n"b.md" = "de"\n'
    )
    assert (splits.parts["a.md"], splits.topics["b.md"]) == ("train", "sage")
    assert (splits.language("a.md"), splits.language("b.md")) == ("en", "de")
    assert splits.frozen == {}


FAULTS = {
    "two parts": ('[train]\n"a.md" = "mint"\n[dev]\n"a.md" = "sage"\n', "in train and in dev"),
    "a topic twice": ('[train]\n"a.md" = "mint"\n[dev]\n"b.md" = "mint"\n', "topic 'mint'"),
    "an unknown part": ('[held]\n"a.md" = "mint"\n', "no part called 'held'"),
    "no topic": ('[train]\n"a.md" = 3\n', "no table of texts"),
    "a language without a part": ('[language]\n"a.md" = "de"\n', "no part"),
    "no TOML": ("[train", "no TOML"),
}


@pytest.mark.parametrize(("text", "why"), FAULTS.values(), ids=FAULTS)
def test_splits_say_what_is_wrong(text, why, tmp_path):
    with pytest.raises(LabelsUnusableError, match=why):
        splits_of(tmp_path, text)


def test_splits_let_early_articles_share_topics(tmp_path):
    text = '[train]\n"a.md" = "mint"\n"c.md" = "mint"\n[early]\n"b.md" = "mint"\n'
    assert splits_of(tmp_path, text).topics["b.md"] == "mint"


def test_splits_say_that_they_are_not_there(tmp_path):
    with pytest.raises(AnnotationsMissingError, match=r"splits\.toml"):
        read_splits(tmp_path)


CHANGES = {
    "the text": marked("[Mint helps] now.", "efficacy", part="test"),
    "a place": marked("[Mint] helps.", "efficacy", part="test"),
    "a kind": marked("[Mint helps].", "safety", part="test"),
    "a reason": marked("[Mint helps].", {"kind": "efficacy", "why": "?"}, part="test"),
    "the name": marked("[Mint helps].", "efficacy", part="test", name="sage.txt"),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_splits_notice_a_change_of_what_is_frozen(changed, tmp_path):
    before = marked("[Mint helps].", "efficacy", part="test")
    assert fingerprint([changed]) != fingerprint([before])
    folder = write_corpus(tmp_path, changed, frozen=fingerprint([before]))
    with pytest.raises(PartChangedError, match=fingerprint([changed])):
        load_corpus(folder / "articles", folder).of("test")


def test_splits_take_what_is_frozen_as_it_was(tmp_path):
    articles = [
        marked("[Mint helps].", "efficacy", part="test"),
        marked("[Sage helps].", "efficacy", part="test", name="sage.txt", topic="sage"),
    ]
    assert fingerprint(articles) == fingerprint(articles[::-1])
    folder = write_corpus(tmp_path, *articles, frozen=fingerprint(articles))
    corpus = load_corpus(folder / "articles", folder)
    assert corpus.of("test") == articles
    check_frozen(corpus.splits, "dev", [])

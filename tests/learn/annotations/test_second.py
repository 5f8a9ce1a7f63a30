from dataclasses import replace

import pytest
from learn.annotations.marking import LABELS, WHOLE, marked, write_corpus

from pipeline.learn.annotations.second import agree, compare_readers, twice_read
from pipeline.learn.annotations.splits import read_splits
from pipeline.learn.annotations.store import load_corpus
from pipeline.learn.drawing import draw_ids
from pipeline.resources import annotations_dir, articles_dir


def judged(kind, verdict):
    return {"kind": kind, "verdict": verdict}


FIRST = marked(
    "[Mint helps]. [It is safe]. [So?] [Half do]. [It cools].",
    "efficacy",
    judged("safety", "supported"),
    "none",
    "statistic",
    "mechanism",
)
SECOND = marked(
    "[Mint helps]. [It is safe]. [So?] [Half do]. It cools.",
    "efficacy",
    judged("efficacy", "unsupported"),
    "none",
    "statistic",
)


def test_second_reader_is_compared_as_the_tool_is():
    found = agree([(FIRST, SECOND)], LABELS)
    assert (found.n_articles, found.n_first, found.n_second) == (1, 4, 3)
    # Two of one kind, three of any; of four and three.
    assert found.f1.value == pytest.approx(2 * 2 / 7)
    assert found.f1_any_kind.value == pytest.approx(2 * 3 / 7)
    assert found.f1_of_kind["efficacy"].value == pytest.approx(2 / 3)
    assert found.f1_of_kind["code"].value is None


def test_second_reader_alphas_are_as_by_hand():
    found = agree([(FIRST, SECOND)], LABELS)
    # Krippendorff by hand: three things, answers e e e | s | t t; one pair in three differs.
    # Observed 2/6; expected 1 - (3·2 + 1·0 + 2·1) / (6·5) = 22/30.
    assert (found.kinds.value, found.kinds.n) == (pytest.approx(1 - (2 / 6) / (22 / 30)), 3)
    # Verdicts: s s s s s u: observed 2/6, expected 1 - (5·4) / (6·5) = 10/30.
    assert found.verdicts.value == pytest.approx(1 - (2 / 6) / (10 / 30))
    # All that either marked: also m against none, and none twice.
    # Observed 4/10; e 3, s 1, t 2, m 1, none 3: expected 1 - (6 + 2 + 6) / 90.
    assert found.claims.n == 5
    assert found.claims.value == pytest.approx(1 - (4 / 10) / (1 - 14 / 90))


def test_second_reader_may_agree_in_everything():
    found = agree([(FIRST, FIRST), (replace(FIRST, name="m.txt"), FIRST)], LABELS)
    values = (found.f1, found.f1_any_kind, found.kinds, found.claims)
    assert [one.value for one in values] == [1.0] * 4
    assert found.f1.clustered == (1.0, 1.0)
    # One verdict alone was given: there is no chance to beat.
    assert found.verdicts.value is None


def test_second_reader_of_nothing_says_nothing():
    found = agree([], LABELS)
    assert (found.f1.value, found.kinds.value, found.kinds.n) == (None, None, 0)
    assert found.kinds.clustered == (0.0, 1.0)


def test_second_reader_is_held_against_the_first_field_by_field():
    first = marked("[Mint helps].", {"kind": "efficacy", "fields": WHOLE})
    second = marked("[Mint helps].", {"kind": "efficacy", "fields": replace(WHOLE, hedge="shown")})
    scores = compare_readers([(first, second)], LABELS)
    assert (scores.fields["hedge"].given.part, scores.fields["hedge"].given.whole) == (0, 1)
    assert scores.fields["causal"].given.share == 1.0


def test_second_readers_articles_are_those_that_both_read(tmp_path):
    other = marked("[Sage helps].", "efficacy", name="sage.txt", topic="sage")
    folder = write_corpus(tmp_path, FIRST, other, first=[FIRST, other], second=[SECOND])
    corpora = (load_corpus(folder / "articles", folder, reader=r) for r in ("first", "second"))
    assert twice_read(*corpora) == [(FIRST, SECOND)]


# Those that were added to the first twenty-four, in the order of the draw.
DRAWN = {
    "train": [
        "reflexology-local-news.txt",
        "massage-gun-product-page.md",
        "dark-chocolate-tabloid.txt",
        "kombucha-brand-faq.md",
        "hyaluronic-acid-skin-before-after.html",
    ],
    "dev": ["peppermint-ibs-charity-qa.md", "keto-diabetes-substack.md"],
    "test": ["chiropractic-neck-law-firm-page.html", "cranberry-uti-local-news.txt"],
}
# Written since, with a hash that would have come into the draw.
WRITTEN_SINCE = {"pelvic-floor-physio-column.md"}


@pytest.mark.parametrize(("part", "drawn"), DRAWN.items(), ids=DRAWN)
def test_second_readers_later_articles_were_drawn_by_a_seed(part, drawn):
    splits, second = (
        read_splits(annotations_dir()),
        load_corpus(articles_dir(), annotations_dir(), reader="second"),
    )
    not_there = (set(second.articles) - set(drawn)) | WRITTEN_SINCE
    left = [
        name
        for name in splits.names(part)
        if name not in not_there and splits.language(name) == "en"
    ]
    assert draw_ids(left, seed=4, n=len(drawn)) == drawn


def test_second_reader_read_a_third_of_what_is_measured_on():
    first, second = (
        load_corpus(articles_dir(), annotations_dir(), reader=reader)
        for reader in ("first", "second")
    )
    both = twice_read(first, second)
    assert len(both) == len(first.articles) == len(second.articles)
    splits = read_splits(annotations_dir())
    for part in ("dev", "test"):
        assert len([one for one, _ in both if one.part == part]) * 3 >= len(splits.names(part))

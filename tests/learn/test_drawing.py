from __future__ import annotations

from collections import Counter

import pytest
from evidence.extracting import make_abstract
from factories import make_row
from hypothesis import given
from hypothesis import strategies as st
from learn.judging import make_findings, table_of

from pipeline.errors import AnnotationLineError, AnnotationsMissingError, SampleSourceError
from pipeline.learn.drawing import (
    Draw,
    draw_abstracts,
    draw_findings,
    draw_ids,
    read_draw,
    read_excluded,
    review_of,
)

IDS = [f"CD{999000 + n}-x1" for n in range(200)]


@given(st.permutations(IDS[:30]), st.integers(0, 30))
def test_drawing_does_not_depend_on_order(ids, n):
    assert draw_ids(ids, seed=3, n=n) == draw_ids(IDS[:30], seed=3, n=n)


def test_drawing_another_seed_draws_others():
    assert draw_ids(IDS, seed=1, n=50) != draw_ids(IDS, seed=2, n=50)


def test_drawing_draws_each_once():
    assert sorted(draw_ids([*IDS, *IDS], seed=1, n=200)) == IDS


def test_drawing_a_finding_gained_changes_one_of_the_drawn_at_most():
    before = set(draw_ids(IDS, seed=5, n=50))
    after = set(draw_ids([*IDS, "CD000001-x9"], seed=5, n=50))
    assert len(before - after) <= 1


def test_drawing_every_id_has_the_same_chance():
    drawn = Counter(one for seed in range(400) for one in draw_ids(IDS[:20], seed=seed, n=5))
    # 400 · 5 / 20 = 100 for each; standard deviation 8.7.
    assert set(drawn) == set(IDS[:20])
    assert all(65 < count < 135 for count in drawn.values())


def test_drawing_more_than_there_are_is_refused():
    with pytest.raises(SampleSourceError, match="201 are wanted, and there are 200"):
        draw_ids(IDS, seed=1, n=201)


def test_drawing_takes_extracted_findings_of_reviews_not_excluded():
    table = table_of(*make_findings(20))
    drawn = draw_findings(table, seed=1, n=18, excluded={"CD999003"})
    assert "curated" not in drawn.ids
    assert not any(row_id.startswith("CD999003") for row_id in drawn.ids)
    assert (drawn.n, len(drawn.ids), drawn.excluded) == (18, 18, ("CD999003",))


def test_drawing_takes_abstracts_that_have_main_results():
    abstracts = [
        make_abstract("Mint eased cramps.", review_id="CD999001"),
        make_abstract("Mint eased cramps.", review_id="CD999002"),
        make_abstract(review_id="CD999003"),
    ]
    drawn = draw_abstracts(abstracts, seed=1, n=1, excluded={"CD999002"})
    assert drawn == Draw("abstracts", 1, 1, ("CD999002",), ("CD999001.pub2",))
    with pytest.raises(SampleSourceError, match="there are 1 to draw from"):
        draw_abstracts(abstracts, seed=1, n=2, excluded={"CD999002"})


def test_drawing_is_committed_and_read_again(tmp_path):
    drawn = draw_findings(table_of(*make_findings(6)), seed=4, n=3, excluded={"CD999000"})
    (tmp_path / "rows.drawn.json").write_text(drawn.to_json(), encoding="utf-8")
    assert read_draw(tmp_path / "rows.drawn.json") == drawn


@pytest.mark.parametrize("text", ["", "[]", '{"of": "findings"}'], ids=["none", "list", "part"])
def test_drawing_tells_a_file_that_is_no_draw(tmp_path, text):
    path = tmp_path / "rows.drawn.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnnotationLineError, match="not what was drawn"):
        read_draw(path)
    with pytest.raises(AnnotationsMissingError):
        read_draw(tmp_path / "none.json")


def test_drawing_reads_which_reviews_are_excluded(tmp_path):
    path = tmp_path / "seen.txt"
    path.write_text("CD999001\n\n# others\ncd999002.pub3 # twice\nCD999003-x12 a remark\n")
    assert read_excluded([path]) == {"CD999001", "CD999002", "CD999003"}
    assert read_excluded([]) == frozenset()


def test_drawing_stops_at_a_line_that_excludes_nothing(tmp_path):
    path = tmp_path / "seen.txt"
    path.write_text("CD999001\nmint-2029\n")
    with pytest.raises(AnnotationLineError, match=r"line 2: 'mint-2029' is no CD number"):
        read_excluded([path])
    with pytest.raises(AnnotationsMissingError):
        read_excluded([tmp_path / "none.txt"])


REVIEWS = {
    "a version": ("CD001218.pub3", "CD001218"),
    "the first": ("CD001218", "CD001218"),
    "a finding": ("CD001218.pub3-x0a1b2c3d", "CD001218"),
    "no Cochrane review": ("smith-2019", "smith-2019"),
}


@pytest.mark.parametrize(("source_id", "review"), REVIEWS.values(), ids=REVIEWS)
def test_drawing_knows_the_review(source_id, review):
    assert review_of(source_id) == review


def test_drawing_leaves_curated_rows_alone():
    with pytest.raises(SampleSourceError, match="there are 0"):
        draw_findings(table_of(make_row("CD999001-1")), seed=1, n=1)

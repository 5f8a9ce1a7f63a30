"""How readings of pages are scored."""

import pytest

from pipeline.learn.webpages.readers import PageReading
from pipeline.learn.webpages.scores import evaluate_webpages, overlap, score_page, shingles
from pipeline.learn.webpages.truth import MarkedPage

PAGE = MarkedPage(
    source="<p>page",
    text="Zinc\none two three four five",
    cells=(("", "Dose", "5 mg"), ("Zinc", "Dose", "10 mg")),
    said={"title": "Zinc"},
)

TEXTS = {
    "all of it": ("one two three four five", 1.0),
    "the title counts in no text": ("Zinc\none two three four five", 1.0),
    "case and signs count for nothing": ("One, two; three - four. FIVE!", 1.0),
    "one more word is one more run": ("one two three four five six", 0.8),
    "another order": ("five four three two one", 0.0),
    "nothing": ("", 0.0),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_scores_of_text_count_runs_of_four_words(text, expected):
    assert score_page("page", PAGE, PageReading(text)).text == pytest.approx(expected)


def test_scores_of_a_short_text_take_it_as_one_run():
    assert shingles("two words") == {("two", "words"): 1}
    assert shingles("") == {}
    assert overlap(shingles(""), shingles("")) == 1.0


def test_scores_of_cells_want_text_and_both_headers():
    right, wrong = PAGE.cells[0], ("Iron", "Dose", "10 mg")
    assert score_page("page", PAGE, PageReading("", (right, wrong))).cells == pytest.approx(0.5)
    # Cells out of thin air cost too; a reader that keeps no rows has no score.
    bare = MarkedPage("", "text", (), {})
    assert score_page("page", bare, PageReading("", (wrong,))).cells == 0.0
    assert score_page("page", bare, PageReading("", ())).cells is None
    assert score_page("page", PAGE, PageReading("", None)).cells is None


def test_scores_of_metadata_want_what_is_said_and_nothing_made_up():
    said = score_page("page", PAGE, PageReading("", None, {"title": "zinc", "author": "Me"})).said
    assert (said["title"], said["author"], said["published"]) == (True, False, True)


def test_scores_behind_a_wall_are_of_the_wall_alone():
    walled = MarkedPage("", "", (), {"title": "Log in"}, "login")
    score = score_page("page", walled, PageReading("Log in", (), {}, "login"))
    assert (score.text, score.cells, score.said, score.wall) == (None, None, {}, True)
    assert score_page("page", walled, PageReading("", (), {}, "")).wall is False


def test_scores_are_means_over_the_pages_of_each_half():
    pages = {f"page-{n}": PAGE for n in range(6)}
    found = evaluate_webpages(pages, {"all": lambda _: PageReading("one two three four five")})
    assert sum(found.n_pages.values()) == 6
    for part, readers in found.readers.items():
        assert readers["all"].text.n == found.n_pages[part]
        assert readers["all"].text.value == pytest.approx(1.0)

"""Comments of a Word document that silence: what they cover."""

import pytest
from word import commented, p, read_word, table, word

ONE = "Zinc helps 5% of people. Copper helps 6%, says Lee et al. (2019). Iron does not."

COVERED = {
    "a number, its sentence so far": (
        ("Zinc helps 5% of people. Copper ", "helps 6%", ", says Lee."),
        "Copper helps 6%",
    ),
    "a sentence": (("Zinc. ", "Copper helps.", " Iron."), "Copper helps."),
    "the end of a sentence before it": (("Zinc", ". Copper", " helps."), "Copper"),
    "two sentences": (("Zinc. ", "Copper. Iron", " too."), "Copper. Iron"),
    "after a full stop that ends nothing": (
        ("Zinc. Says Lee et al. ", "6%", " are helped."),
        "Says Lee et al. 6%",
    ),
    "after an initial": (("Zinc. A. Lee finds ", "6%", "."), "A. Lee finds 6%"),
    "nothing but a place": (("Zinc. Copper helps", "", " 6%."), "Copper helps "),
}


@pytest.mark.parametrize(("words", "expected"), COVERED.values(), ids=COVERED)
def test_comments_cover_their_words_and_the_sentence_before_them(words, expected):
    before, on, after = words
    article = read_word(word(p(before, commented(3, on), after), comments={3: "claims: ignore ST"}))
    (silence,) = article.silences
    assert article.source[silence.covers_from : silence.covers_to] == expected
    assert (silence.codes, silence.reason, silence.where) == (("ST",), "", "comment 1")


def test_comments_reach_over_paragraphs_but_not_back_over_one():
    article = read_word(
        word(
            p("Zinc helps."),
            p("Copper ", '<w:commentRangeStart w:id="1"/>', "helps."),
            p("Iron", '<w:commentRangeEnd w:id="1"/>', " does not."),
            comments={1: "claims: ignore"},
        )
    )
    (silence,) = article.silences
    assert article.source[silence.covers_from : silence.covers_to] == "Copper helps.\nIron"


def test_comments_of_a_whole_file_cover_it():
    article = read_word(
        word(p("Zinc. ", commented(1, "Copper")), comments={1: "claims: ignore-file a parody"})
    )
    (silence,) = article.silences
    assert (silence.covers_from, silence.covers_to) == (0, len(article.source))
    assert silence.reason == "a parody"


def test_comments_between_paragraphs_and_in_cells_are_found():
    article = read_word(
        word(
            '<w:commentRangeStart w:id="1"/>',
            p("Zinc helps."),
            '<w:commentRangeEnd w:id="1"/>',
            table(["Group", "Better"], ["Sham", p(commented(2, "41%"))]),
            comments={2: "claims: ignore ST002 ours", 1: "claims: ignore"},
        )
    )
    first, second = article.silences
    assert article.source[first.covers_from : first.covers_to] == "Zinc helps.\n"
    assert article.source[second.covers_from : second.covers_to] == "41%"
    assert (first.where, second.where) == ("comment 1", "comment 2")


def test_comments_that_say_something_else_silence_nothing():
    data = word(p(commented(1, "Zinc"), " helps."), comments={1: "Really?"})
    assert read_word(data).silences == ()


def test_comments_without_a_place_in_the_text_silence_nothing():
    gone = f"<w:del>{commented(1, 'Zinc')}</w:del>"
    data = word(p("It helps.", gone), comments={1: "claims: ignore", 2: "claims: ignore"})
    assert read_word(data).silences == ()


def test_comments_are_counted_as_they_stand_in_the_margin():
    data = word(
        p(commented(7, "Zinc"), " and ", commented(2, "copper"), "."),
        comments={2: "claims: ignore", 7: "Really?"},
    )
    (silence,) = read_word(data).silences
    assert silence.where == "comment 2"


def test_comments_of_several_paragraphs_are_read_whole():
    data = word(p(commented(1, "Zinc"), " helps."), comments={1: ""})
    data = word(
        p(commented(1, "Zinc"), " helps."),
        comments={1: "claims: ignore ST002"},
        parts={
            "word/comments.xml": '<w:comments xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:comment w:id="1"><w:p><w:r><w:t>claims: ignore</w:t>'
            "</w:r></w:p><w:p><w:r><w:t>ST002 the trial</w:t></w:r></w:p></w:comment></w:comments>"
        },
    )
    (silence,) = read_word(data).silences
    assert (silence.codes, silence.reason) == (("ST002",), "the trial")

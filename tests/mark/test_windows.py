"""Windows: each sentence with its heading and the sentence before."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from reading import FRAGMENTS, read

from pipeline.mark.language import mark_articles
from pipeline.mark.windows import cut_windows

PAGE = """# Yoga

First line. Second line.

## For the back

- It eases pain.
- It is cheap.

| Dose | Pain |
|------|------|
| 1 h  | -20% |
"""


def windows(nlp, text, **options):
    [(article, doc)] = mark_articles([read(text, **options)], nlp)
    return article, cut_windows(doc)


def test_windows_have_the_heading_and_the_sentence_before(nlp):
    _, found = windows(nlp, PAGE, format="markdown")
    assert [(each.context, each.text) for each in found] == [
        (" | ", "Yoga"),
        ("Yoga | ", "First line."),
        ("Yoga | First line.", "Second line."),
        (" | ", "For the back"),
        ("For the back | ", "It eases pain."),
        ("For the back | It eases pain.", "It is cheap."),
    ]


def test_windows_leave_tables_to_rules(nlp):
    _, found = windows(nlp, PAGE, format="markdown")
    assert not any("20%" in each.text for each in found)


def test_windows_know_no_heading_without_an_article(nlp):
    doc = nlp("Zinc helps. It is safe.")
    assert [each.context for each in cut_windows(doc)] == [" | ", " | Zinc helps."]


def test_windows_cut_a_very_long_sentence_between_words(nlp):
    text = "word " * 400 + "end."
    _, found = windows(nlp, text)
    assert "".join(each.text for each in found) == text
    assert all(len(each.text) <= 600 and not each.text.endswith("wor") for each in found)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_windows_hold_what_stands_at_their_place(nlp, text):
    article, found = windows(nlp, text + " sage", format="markdown")
    for each in found:
        assert article.text[each.start : each.end] == each.text
    places = [(each.start, each.end) for each in found]
    assert places == sorted(places)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(places))

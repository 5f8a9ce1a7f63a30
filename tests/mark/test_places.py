"""Sentences with the kind of block that each stands in."""

from reading import read

from pipeline.mark.language import mark_articles
from pipeline.mark.places import places_of


def test_places_say_in_which_block_a_sentence_stands(nlp):
    text = "# Zinc\n\nOld. New.\n\n- Cheap.\n\n| a |\n|---|\n| 4% |\n"
    ((article, doc),) = mark_articles([read(text, format="markdown")], nlp)
    found = [(place.block, place.text) for place in places_of(doc)]
    assert found == [
        ("title", "Zinc"),
        ("paragraph", "Old."),
        ("paragraph", "New."),
        ("list_item", "Cheap."),
        ("cell", "a"),
        ("cell", "4%"),
    ]
    assert all(article.text[p.start : p.end] == p.text for p in places_of(doc))


def test_places_without_an_article_are_paragraphs(nlp):
    assert [place.block for place in places_of(nlp("One. Two.  "))] == ["paragraph"] * 2

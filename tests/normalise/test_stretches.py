"""A clause with its surroundings: what in it is compared with, and words as written."""

from normalise.reading import last_statement

from pipeline.normalise.stretches import compared_regions


def test_stretches_compared_regions_end_with_the_phrase():
    text = "It works better than placebo for colds, not more."
    assert [text[a:b].strip() for a, b in compared_regions(text, 0, len(text))] == ["placebo"]


def test_stretches_concepts_carry_the_words_as_written(nlp):
    statement = last_statement(nlp, "GINGER eases Nausea.")
    assert (statement.intervention.text, statement.condition.text) == ("GINGER", "Nausea")

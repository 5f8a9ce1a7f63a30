"""What an article says around a claim: its topic, its headings, whose data."""

import pytest
from normalise.reading import article_and_claims, last_statement

from pipeline.mark.language import mark_articles
from pipeline.normalise import Context


def context_of(nlp, text):
    article, _ = article_and_claims(nlp, text)
    ((_, doc),) = mark_articles([article], nlp)
    return Context(doc)


TOPIC = {
    "of the title": ("# Yoga for insomnia\n\nGinger, ginger and ginger.\n", ("yoga", "insomnia")),
    "most often named": ("Ginger is a root. Yoga is not. Ginger grows.\n", ("ginger", None)),
    "first of two as frequent": ("Yoga or ginger?\n", ("yoga", None)),
    "a heading counts twice": ("# Hello\n\nYoga.\n\n## Ginger\n\nText.\n", ("ginger", None)),
    "a condition only of the title": ("Insomnia, insomnia and yoga.\n", ("yoga", None)),
    "nothing": ("A quiet evening.\n", (None, None)),
}


@pytest.mark.parametrize(("text", "expected"), TOPIC.values(), ids=TOPIC)
def test_context_topic(nlp, text, expected):
    topic = context_of(nlp, text).topic
    found = (topic.intervention, topic.condition)
    assert tuple(mention.name if mention else None for mention in found) == expected


def test_context_boilerplate_is_not_what_an_article_is_about(nlp):
    text = "<nav>Yoga | Yoga | Yoga</nav><main><p>Ginger grows in the garden.</p></main>"
    article, _ = article_and_claims(nlp, text, format="html")
    ((_, doc),) = mark_articles([article], nlp)
    assert Context(doc).topic.intervention.name == "ginger"


def test_context_of_a_doc_that_is_no_article(nlp):
    assert Context(nlp("Ginger grows.")).topic.intervention.name == "ginger"
    assert Context(nlp("")).topic.intervention is None


def test_context_a_part_of_a_longer_name_is_no_treatment_of_its_own(nlp):
    context = context_of(nlp, "Sham acupuncture did as well.\n")
    assert [m.concept_id for m in context.mentions(0, 100, "intervention", "comparator")] == [
        "X-SHAM"
    ]


# --- whose data -----------------------------------------------------------------------------

OWN = "Our own patients tell us a lot.\n\n"
RESULT = "Acupuncture eased migraine in 70% of cases.\n"
PRIVATE = {
    "the same sentence": ("In our clinic, 83% of clients slept better.\n", "author_practice"),
    "the paragraph after": (OWN + RESULT, "author_practice"),
    "the table after": (
        "Here is how my patients fared:\n\n| Group | Change |\n|---|---|\n| Acupuncture | -30% |\n",
        "author_practice",
    ),
    "the table after, where a source is named too": (
        "Here is how my patients fared, treated as in Lee et al., The Lancet, 2019:\n\n"
        "| Group | Change |\n|---|---|\n| Acupuncture | -30% |\n",
        "author_practice",
    ),
    "not a paragraph on others": (OWN + "Acupuncture eases migraine by a third.\n", "none"),
    "not under the next heading": (OWN + "## Trials\n\n" + RESULT, "none"),
    "not three paragraphs on": (OWN + "Tea is hot.\n\nIt is green.\n\n" + RESULT, "none"),
    "not where a source is named": (
        OWN + "A 2020 Cochrane review found that acupuncture eased migraine in 70% of cases.\n",
        "named_source",
    ),
    "nobody's": (RESULT, "none"),
    "by vague word": ("Studies show that yoga eases stress.\n", "vague_source"),
    "by an opponent's word": (
        "Critics say that homeopathy does not help with asthma.\n",
        "opponent",
    ),
    "by a named source": ("Yoga eases stress (Lee et al., 2015).\n", "named_source"),
}


@pytest.mark.parametrize(("text", "expected"), PRIVATE.values(), ids=PRIVATE)
def test_context_by_whose_word(nlp, text, expected):
    assert last_statement(nlp, text).attribution == expected

"""What an article says around a claim: its topic, its headings, whose data."""

import pytest
from normalise.reading import article_and_claims, claims_in, last_statement

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


# --- the study that a sentence leans on --------------------------------------------------------

REVIEW = "A 2020 Cochrane review looked at ginger. "
LEANS = {
    "its participants": (REVIEW + "Participants had 30% less nausea.\n", "2020 Cochrane review"),
    "the same sentence": (
        "A 2020 Cochrane review found 30% less nausea with ginger.\n",
        "2020 Cochrane review",
    ),
    "not what leans on nothing": (REVIEW + "About 12% of adults suffer from nausea.\n", None),
    "not in the next paragraph": (REVIEW + "Read on.\n\nPatients had 30% less nausea.\n", None),
    "that review, in the next paragraph": (
        REVIEW + "Read on.\n\nIn that review, participants had 30% less nausea.\n",
        "2020 Cochrane review",
    ),
    "the last of two": (
        REVIEW + "Lee et al. (Lancet, 2015) ran a trial of yoga. Participants had 30% less pain.\n",
        "Lee et al. (Lancet, 2015)",
    ),
    "authors and a year": (
        "Lee et al. (2015) tried yoga. Patients had 30% less pain.\n",
        "Lee et al. (2015)",
    ),
    "not a body": ("The NHS is large. Patients had 30% less nausea.\n", None),
}


@pytest.mark.parametrize(("text", "expected"), LEANS.values(), ids=LEANS)
def test_context_leans_on_the_study_before(nlp, text, expected):
    source = last_statement(nlp, text).source
    assert (source.text if source is not None else None) == expected


def test_context_size_of_a_review_is_read_from_its_sentence(nlp):
    text = "A 2016 Cochrane review of 22 trials with 4,985 participants looked at acupuncture.\n"
    source = last_statement(nlp, text).source
    assert (source.n_trials, source.n_participants) == (22, 4985)


def test_context_size_that_a_review_found_is_not_its_own(nlp):
    text = "A 2016 Cochrane review of ginger found that 300 participants felt 20% less nausea.\n"
    assert {c.statement.source.n_participants for c in claims_in(nlp, text)} == {None}


def test_context_a_trial_with_a_name_of_its_own_is_not_the_one_named_before(nlp):
    text = "A 2020 Cochrane review of 86 trials read it.\n\n{} found that yoga cut pain by 9%.\n"
    assert last_statement(nlp, text.format("That long review")).source.n_trials == 86
    assert last_statement(nlp, text.format("The DAWN trial")).source.n_trials is None


def test_context_a_body_that_goes_on_is_the_one_that_the_block_named(nlp):
    text = "Medicare covers acupuncture for back pain. It also covers acupuncture for neck pain.\n"
    assert (
        last_statement(nlp, text).source.publisher
        == last_statement(nlp, "Medicare covers acupuncture.\n").source.publisher
    )
    apart = "Medicare covers yoga.\n\nIt also covers acupuncture for neck pain.\n"
    assert last_statement(nlp, apart).source is None


def test_context_a_body_that_covers_is_the_source(nlp):
    assert last_statement(nlp, "Medicare covers acupuncture.\n").source.publisher is not None

"""What an article says around a claim: its topic, its headings, whose data."""

import pytest
from normalise.reading import article_and_claims, last_statement

from pipeline.concepts import shipped_concepts
from pipeline.mark.language import mark_articles
from pipeline.normalise import Context


def context_of(nlp, text):
    article, _ = article_and_claims(nlp, text)
    ((_, doc),) = mark_articles([article], nlp)
    return Context(doc, shipped_concepts())


TOPIC = {
    "of the title": ("# Yoga for insomnia\n\nGinger, ginger and ginger.\n", ("yoga", "insomnia")),
    "most often named": ("Ginger is a root. Yoga is not. Ginger grows.\n", ("ginger", None)),
    "first of two as frequent": ("Yoga or ginger?\n", ("yoga", None)),
    "a heading counts twice": ("# Hello\n\nYoga.\n\n## Ginger\n\nText.\n", ("ginger", None)),
    "a condition in one block only": ("Insomnia, insomnia, insomnia and yoga.\n", ("yoga", None)),
    "a condition that the text comes back to": (
        "Insomnia is common.\n\nYoga is old.\n\nInsomnia tires.\n\nInsomnia ends.\n",
        ("yoga", "insomnia"),
    ),
    "a condition in two blocks": (
        "Insomnia is common.\n\nYoga is old.\n\nInsomnia tires.\n",
        ("yoga", None),
    ),
    "not one of two conditions": (
        "Insomnia.\n\nInsomnia and acne.\n\nInsomnia and acne in yoga.\n",
        ("yoga", None),
    ),
    "a part of it counts for it": (
        "Dementia and vascular dementia.\n\nDementia and acne.\n\n"
        "Yoga in dementia, vascular dementia and acne.\n",
        ("yoga", "dementia"),
    ),
    "the title beats the text": (
        "# Yoga for acne\n\nInsomnia.\n\nInsomnia tires.\n\nInsomnia ends.\n",
        ("yoga", "acne"),
    ),
    "not a family of conditions": (
        "Pain.\n\nPain and yoga.\n\nPain again.\n",
        ("yoga", None),
    ),
    "a sort of what is named most": (
        "Herbs grow. Herbs help. Herbs heal.\n\nEchinacea and echinacea.\n",
        ("echinacea", None),
    ),
    "not a sort named in passing": (
        "Herbs grow. Herbs help. Herbs heal.\n\nEchinacea.\n",
        ("herbal medicine", None),
    ),
    "not what people have besides": (
        "Ill after chemotherapy? Tired during chemotherapy? Try ginger.\n",
        ("ginger", None),
    ),
    "not a word of a journal's name": (
        "A 2019 study in The Lancet Psychiatry and a trial in Headache, 2018.\n",
        (None, None),
    ),
    "the first line of a text without a title": (
        "Forum > Sleep > Magnesium instead of a sleeping pill?\n\nSleeping pills are old.\n\n"
        "I take sleeping pills.\n\nSleeping pills?\n",
        ("magnesium", None),
    ),
    "not a first line that is a sentence": (
        "Magnesium is a metal.\n\nGinger.\n\nGinger.\n",
        ("ginger", None),
    ),
    "not one of many that are named once": (
        "We had yoga, prayer, massage and tai chi, and much talk.\n",
        (None, None),
    ),
    "what a wider name is short for": (
        "Diabetes.\n\nType 2 diabetes and yoga.\n\nDiabetes again.\n\nDiabetes.\n\n"
        "Type 2 diabetes.\n",
        ("yoga", "type 2 diabetes"),
    ),
    "pain on its occasion": (
        "Pain in labour.\n\nPain in labour and yoga.\n\nPain in labour.\n",
        ("yoga", "labour pain"),
    ),
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
    assert Context(doc, shipped_concepts()).topic.intervention.name == "ginger"


def test_context_of_a_doc_that_is_no_article(nlp):
    index = shipped_concepts()
    assert Context(nlp("Ginger grows."), index).topic.intervention.name == "ginger"
    assert Context(nlp(""), index).topic.intervention is None


def test_context_a_part_of_a_longer_name_is_no_treatment_of_its_own(nlp):
    context = context_of(nlp, "Sham acupuncture did as well.\n")
    assert [m.concept_id for m in context.mentions(0, 100, "intervention", "comparator")] == [
        "X-SHAM"
    ]


# --- what is carried ---------------------------------------------------------------------------

ABOUT = "# Ginger for migraine\n\n"
CARRIED = {
    "to a promise": ("It is effective.", "migraine"),
    "to a number": ("In trials it cut attacks by 30%.", "migraine"),
    "to a citation": ("A 2019 Cochrane review looked at it.", "migraine"),
    "to a body's advice": ("NICE recommends ginger.", "migraine"),
    "not to an approval": ("The FDA has approved ginger.", None),
    "not to a payer": ("Medicare covers ginger.", None),
    "not to a harm": ("Side effects are rare and include heartburn.", None),
    "not to a number of harms": (
        "| Group | Side effects |\n|---|---|\n| Ginger | 12% |",
        None,
    ),
    "not to what another treatment does to a measure": ("Yoga lowers blood pressure.", None),
    "to what another treatment does": ("Yoga works better than placebo.", "migraine"),
    "not to an entry of a reference list": (
        "Lee AB, Park C. Roots and people. The Lancet. 2019;3:12.",
        None,
    ),
    "a paragraph on somebody's harm does not take it away": (
        "Some get heartburn. In trials it cut attacks by 30%.",
        "migraine",
    ),
    "a paragraph on other patients does": (
        "It was tried in people with asthma. It cut attacks by 30%.",
        "asthma",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CARRIED.values(), ids=CARRIED)
def test_context_gives_a_condition_to_what_is_on_its_topic(nlp, text, expected):
    condition = last_statement(nlp, ABOUT + text + "\n").condition
    assert (condition.name if condition is not None else None) == expected


def test_context_a_word_of_a_journals_name_is_no_condition(nlp):
    named = "A 2007 meta-analysis in The Lancet Infectious Diseases found that echinacea works.\n"
    assert last_statement(nlp, named).condition is None
    plain = "A 2007 meta-analysis of infectious diseases found that echinacea works.\n"
    assert last_statement(nlp, plain).condition is not None


def test_context_a_number_of_another_treatment_takes_no_condition_of_its_paragraph(nlp):
    text = "# Ginger\n\nCranberry prevents cystitis. {} cut symptoms by 30%.\n"
    assert last_statement(nlp, text.format("It")).condition.name == "cystitis"
    assert last_statement(nlp, text.format("Acupuncture")).condition is None


def test_context_knows_the_sentence_before_within_its_block(nlp):
    text = "Ginger grows.\n\nYoga is old. It is taught.\n"
    context = context_of(nlp, text)
    yoga, it = context.text.index("Yoga"), context.text.index("It")
    assert context.sentence_before(it) == (yoga, it - 1)
    assert context.sentence_before(yoga) is None
    assert context.sentence_before(0) is None


ROWS = {
    "two treatments": ("| Ginger | 1 |\n| Yoga | 2 |\n", True),
    "one": ("| Ginger | 1 |\n| Nausea | 2 |\n", False),
    "outcomes": ("| Nausea | 1 |\n| Sleep quality | 2 |\n", False),
}


@pytest.mark.parametrize(("rows", "expected"), ROWS.values(), ids=ROWS)
def test_context_knows_tables_whose_rows_are_treatments(nlp, rows, expected):
    context = context_of(nlp, "| What | Score |\n|---|---|\n" + rows)
    assert context.has_rows_of_treatments(1) is expected
    assert context.has_rows_of_treatments(2) is False


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


def test_a_heading_stands_under_the_one_above_it_and_not_under_itself(nlp):
    text = "# Guide\n\n## Yoga\n\n### Better than ginger\n\nText.\n"
    context = context_of(nlp, text)
    found = context.from_heading(context.text.index("ginger"), "intervention")
    assert found is not None
    assert found.name == "yoga"


def test_a_part_of_a_code_names_nothing(nlp):
    context = context_of(nlp, "It is billed with ICD-10 code N95.1.\n")
    assert context.mentions(0, len(context.text), "intervention") == []

"""For what it was done, and in whom: one sentence for each way to say it."""

import pytest
from normalise.reading import claims_in, last_statement


def name(concept):
    return concept.name if concept is not None else None


CONDITION = {
    "what people have, behind its share": (
        "Low back pain disables people, and 40% of adults have migraine.",
        "migraine",
    ),
    "nothing of the article's topic": (
        "# Yoga for migraine\n\nAbout 8% of adults have a yoga mat.",
        None,
    ),
    "nothing of the topic, it adds": (
        "# Yoga for migraine\n\nAbout 8% of adults have a yoga mat, it adds.",
        None,
    ),
    "it, of the article's topic": (
        "# Yoga for migraine\n\nAbout 8% of adults have it.",
        "migraine",
    ),
    "object": ("Ginger eases nausea.", "nausea"),
    "after in": ("Memory loss in Alzheimer's disease is slowed by ginkgo.", "Alzheimer disease"),
    "not the pain of it": ("Ginger eases the pain of migraine.", "migraine"),
    "of both clauses": ("Yoga eases pain and improves sleep in people with asthma.", "asthma"),
    "not a cause": ("Zinc shortens colds caused by an infection.", "common cold"),
    "not a side effect": ("St John's wort causes headaches.", None),
    "what an exposure causes": (
        "# Yoga\n\nCaffeine causes headaches.",
        "headache",
    ),
    "what a lack causes": ("# Iron\n\nA lack of iron causes headaches.", "headache"),
    "carried on by a pronoun": (
        "Migraine attacks follow stress; magnesium prevents them.",
        "migraine",
    ),
    "of the sentence before": ("Headaches are common. About 30% of adults have them.", "headache"),
    "of the heading": ("# Acupuncture\n\n## Insomnia\n\nIt improves sleep quality.", "insomnia"),
    "of the title": (
        "# Yoga for back pain\n\nThe practice lowers blood pressure.",
        "low back pain",
    ),
    "a promise leans on no sentence": (
        "Chronic pain wears people out. Yoga lowers stress.",
        "stress",
    ),
    "in a list": ("Acupuncture treats migraine, insomnia and back pain.", "low back pain"),
    "of the column": ("| Remedy | Less nausea |\n|---|---|\n| Ginger | 31% |", "nausea"),
    "short for what the article is about": (
        "# Ginger for type 2 diabetes\n\nGinger eases diabetes.",
        "type 2 diabetes",
    ),
    "not short for a sort by another name": (
        "# Ginger for Alzheimer's disease\n\nGinger eases dementia.",
        "dementia",
    ),
    "on the occasion of its sentence": (
        "Ginger eases nausea after chemo.",
        "chemotherapy-induced nausea",
    ),
    "on the occasion of its heading": (
        "# Ginger\n\n## After surgery\n\nGinger eases nausea.",
        "postoperative nausea and vomiting",
    ),
    "on no occasion of two": ("Ginger eases nausea after chemo and after surgery.", "nausea"),
    "type 2, of what everybody knows": (
        "Exercise lowers blood sugar in people with type 2.",
        "type 2 diabetes",
    ),
    "not type 2 of something else": ("Type 2 collagen lowers stiffness.", None),
    "none": ("Garlic lowers blood pressure.", None),
}


@pytest.mark.parametrize(("text", "expected"), CONDITION.values(), ids=CONDITION)
def test_conditions_read_what_was_treated(nlp, text, expected):
    assert name(last_statement(nlp, text).condition) == expected


POPULATION = {
    "older adults": ("Melatonin improves sleep quality in older adults.", "older adults"),
    "pregnant": ("Ginger is safe for pregnant women.", "pregnant women"),
    "people in general": ("Ginger eases nausea.", None),
}


@pytest.mark.parametrize(("text", "expected"), POPULATION.values(), ids=POPULATION)
def test_conditions_read_in_whom(nlp, text, expected):
    assert name(last_statement(nlp, text).population) == expected


def test_conditions_each_of_several_conditions_makes_a_claim_of_its_own(nlp):
    claims = claims_in(nlp, "Acupuncture treats migraine, insomnia and back pain.")
    assert [c.statement.condition.name for c in claims] == [
        "migraine",
        "insomnia",
        "low back pain",
    ]
    assert len({c.claim_id for c in claims}) == 3

"""What was done or taken: one sentence for each way to say it."""

import pytest
from normalise.reading import claims_in, last_statement


def name(concept):
    return concept.name if concept is not None else None


INTERVENTION = {
    "before the verb": ("Ginger eases nausea.", "ginger"),
    "after by": ("Nausea is eased by ginger.", "ginger"),
    "in the clause before": (
        "Migraine responds to acupuncture, and it lowers stress.",
        "acupuncture",
    ),
    "not what it is compared with": (
        "Unlike aspirin, acupuncture prevents migraine.",
        "acupuncture",
    ),
    "not a dummy": ("Half improved with acupuncture and 41% with sham acupuncture.", "acupuncture"),
    "not what the verb acts on": ("Exercise increases vitamin D levels.", "exercise"),
    "nobody treated": ("About 20% of adults have chronic pain.", None),
    "of the heading": ("# Guide\n\n## Yoga\n\nIt lowers blood pressure.", "yoga"),
    "of the title": ("# Yoga\n\nThe practice lowers blood pressure.", "yoga"),
    "the heading beats the title": ("# Yoga\n\n## Garlic\n\nIt lowers blood pressure.", "garlic"),
    "its own word beats both": ("# Yoga\n\n## Garlic\n\nGinger eases nausea.", "ginger"),
    "a general word takes the heading's": (
        "# Vitamin C\n\nRegular supplements shorten colds by 8%.",
        "vitamin C",
    ),
    "of a review that it goes on about": (
        "# Yoga\n\nA review of acupuncture is new. It lowered pain by 20%.",
        "acupuncture",
    ),
    "what it was in the clause before": (
        "# Yoga\n\nGinger eases nausea, but it may raise blood pressure.",
        "ginger",
    ),
    "not of a heading in passing": (
        "# Yoga\n\n## The trial with the aspirin name\n\nWe tried yoga. Nausea fell by 20%.",
        "yoga",
    ),
    "of a long heading that its section is about": (
        "# Yoga\n\n## The old trial of aspirin\n\nYoga is old. Aspirin is old. Nausea fell by 20%.",
        "aspirin",
    ),
    "a shoe is no exercise": ("Nobody knows which running shoe prevents stress fractures.", None),
    "beside one of a list": (
        "# Yoga\n\nIt may raise the risk of bleeding if you take insulin or a statin.",
        "yoga",
    ),
    "of the list's stem": ("Ginger helps with:\n\n- nausea", "ginger"),
    "what is covered": ("Medicare covers acupuncture for low back pain.", "acupuncture"),
    "what is covered, though something is denied": (
        "# Yoga\n\nNICE recommends reducing and then stopping homeopathy.",
        "homeopathy",
    ),
    "a word of change may be in its name": (
        "# Yoga\n\nReducing salt lowers blood pressure.",
        "reduced salt intake",
    ),
    "not what a warned person takes": (
        "# Ginkgo\n\nTaken with warfarin or aspirin it can cause bleeding.",
        "ginkgo",
    ),
    "not who takes it": ("# Ginkgo\n\nIt is safe for women on tamoxifen.", "ginkgo"),
    "of nothing, where a condition causes": (
        "# Yoga\n\nBack pain that increases stress is the leading cause of disability.",
        None,
    ),
    "of no treatment, in a reference": (
        "# Yoga\n\nLee AB, Park C. Roots and people. The Lancet. 2019;3:12.",
        None,
    ),
    "of a reference's own title": (
        "# Yoga\n\nLee AB, Park C. Ginger and people. The Lancet. 2019;3:12.",
        "ginger",
    ),
    "not of the sentence before, where a stranger is named": (
        "Ginger eases nausea. Laser relieves back pain.",
        None,
    ),
    "it, behind where it was": (
        "# Ginger\n\nSenna relieves constipation. In a trial of 90 people, it reduced bloating.",
        "senna",
    ),
    "what the sentence before begins with, for it": (
        "# Ginger\n\nSenna relieves constipation. It reduces bloating.",
        "senna",
    ),
    "for a chain of it": (
        "# Ginger\n\nSenna relieves constipation. It is cheap. It reduces bloating.",
        "senna",
    ),
    "the head of its paragraph": (
        "# Ginger\n\nSenna (3/10). The trials are few. It reduces bloating.",
        "senna",
    ),
    "not what is named in passing": (
        "# Ginger\n\nWe drink, and get water from eggs and nuts. In trials 30% fewer had nausea.",
        "ginger",
    ),
    "not what it was compared with": (
        "# Ginger\n\nIt eased nausea better than aspirin. The effect lowers stress too.",
        "ginger",
    ),
    "nobody's, where the paragraph went over to another": (
        "# Ginger\n\nAspirin eased pain. The effect lowers stress too.",
        None,
    ),
    "nobody's, where another was compared with a third": (
        "# Ginger\n\nAspirin eased pain better than senna. The effect lowers stress too.",
        None,
    ),
    "nobody's, where it introduces another": (
        "# Ginger\n\nThey say in a review of senna that much is open. The effect lowers stress.",
        None,
    ),
    "what stands under a heading under its own": (
        "# Guide\n\n## Senna\n\n### Effects\n\nIt reduces bloating.",
        "senna",
    ),
    "not of a heading before": (
        "# Ginger\n\n## Senna\n\nA plant.\n\n## Effects\n\nIt reduces bloating.",
        "ginger",
    ),
    "its oil by the plant's name": (
        "# Peppermint oil for IBS\n\nIn trials peppermint eases pain.",
        "peppermint oil",
    ),
    "not a drink by a part of its name": (
        "# Tea tree oil\n\nTea lowers stress.",
        "tea",
    ),
    "what makes something else fail": (
        "# St John's wort\n\nIt makes aspirin reduce pain less.",
        "St John's wort",
    ),
    "what it is proven of": (
        "# Ginger\n\nIt is proven that massage relieves back pain.",
        "massage",
    ),
    "of two that act together the article's": (
        "# Ginkgo\n\nAspirin and ginkgo can cause bleeding.",
        "ginkgo",
    ),
    "not what the sentence before ends with": (
        "# Ginger\n\nMany people ask us about senna. It reduces bloating.",
        None,
    ),
    "of the paragraph before, where one begins with it": (
        "# Ginger\n\nSenna relieves constipation.\n\nIt reduces bloating.",
        "senna",
    ),
    "not of the paragraph before a heading": (
        "# Ginger\n\nSenna relieves constipation.\n\n## Effects\n\nIt reduces bloating.",
        "ginger",
    ),
    "of the clause before, for it": (
        "# Guide\n\n## Pills\n\nSenna relieves constipation; in a trial it reduced bloating.",
        "senna",
    ),
    "what was said before, for it, behind who tells of it": (
        "# Ginger\n\nSenna relieves constipation. A review showed that it reduces bloating.",
        "senna",
    ),
    "for it, over a sentence that names no treatment": (
        "# Ginger\n\nSenna relieves constipation. The paper is old. It reduces bloating.",
        "senna",
    ),
    "what the same trial was of": (
        "# Ginger\n\nSenna relieves constipation. But in the same trial bloating rose by 20%.",
        "senna",
    ),
    "a whole sort of treatments": (
        "# Tai chi\n\nExercise lowers the rate of falls by 23%.",
        "exercise",
    ),
    "a whole sort of products, for a body": (
        "# Probiotics\n\nThe FDA does not approve supplements.",
        "dietary supplements",
    ),
    "not what it is given with": (
        "# Olive oil\n\nA Mediterranean diet with olive oil lowers blood pressure.",
        "Mediterranean diet",
    ),
    "of a list before the clause the article's": (
        "# Ginger\n\nGinger and senna come first, and nausea fell by 30%.",
        "ginger",
    ),
    "nothing, where it is stopped": (
        "# Yoga\n\nStopping sleeping pills lowers the rate of falls by 40%.",
        None,
    ),
    "nothing, where one of two that are stopped is": (
        "# Yoga\n\nStopping sleeping pills and other old medicines lowers falls by 40%.",
        None,
    ),
    "two that are given together": (
        "# Vitamin D\n\nTaken together with calcium, it prevents fractures.",
        "vitamin D plus calcium",
    ),
    "nothing, where something is eaten that it knows not": (
        "# Ginger\n\nEating quinces lowers blood pressure.",
        None,
    ),
    "of an unknown row beside rows of treatments": (
        "# Yoga\n\n| Remedy | Change |\n|---|---|\n| Yoga | -31% |\n| Ginger | -3% |\n"
        "| Foot cones | -9% |",
        None,
    ),
    "nothing, where a body says something of a stranger": (
        "# Ginger\n\nThe agency says lasers are approved by the FDA.",
        None,
    ),
    "nothing, where a body advises on a stranger": (
        "# Ginger\n\nThe FDA recommends against lamp therapy for pain.",
        None,
    ),
    "the article's, where a body's word for it is a promise": (
        "# Ginger\n\nWe sell FDA-approved capsules for pain.",
        "ginger",
    ),
    "the article's, where a body says how much of it": (
        "# Ginger\n\nThe FDA recommends high doses for pain.",
        "ginger",
    ),
    "the article's, where a body says something of it": (
        "# Ginger\n\nThe agency says it is approved by the FDA.",
        "ginger",
    ),
    "what a text calls its topic is no stranger": (
        "# Yoga\n\nRegular practice lowers blood pressure.",
        "yoga",
    ),
    "a part of its name is no stranger": (
        "# Compression stockings\n\nCompression relieves pain.",
        "compression stockings",
    ),
    "the body that certifies": ("She is certified by the NCCAOM.", "NCCAOM certification"),
    "of the row's header": ("| Remedy | Change |\n|---|---|\n| Yoga | -31% |", "yoga"),
}


@pytest.mark.parametrize(("text", "expected"), INTERVENTION.values(), ids=INTERVENTION)
def test_interventions_read_what_was_done(nlp, text, expected):
    assert name(last_statement(nlp, text).intervention) == expected


def test_what_stands_behind_a_clause_is_no_subject_of_it(nlp):
    text = "# Guide\n\nNew lamps lower blood pressure by 17%, and ginger eases nausea."
    lamps, ginger = claims_in(nlp, text)
    assert (lamps.statement.intervention, name(ginger.statement.intervention)) == (None, "ginger")


def test_a_work_is_of_what_its_sentence_tells_of_it(nlp):
    text = "# Yoga\n\nA 2015 Cochrane review found that ginger eases nausea."
    assert {name(claim.statement.intervention) for claim in claims_in(nlp, text)} == {"ginger"}


def test_a_code_names_no_treatment(nlp):
    text = "# Guide\n\nIt is billed with ICD-10 code N95.1, and it reduces pain."
    assert {claim.statement.intervention for claim in claims_in(nlp, text)} == {None}

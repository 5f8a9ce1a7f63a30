"""What was measured: one sentence for each way to say it."""

import pytest
from normalise.reading import claims_in, last_statement


def name(concept):
    return concept.name if concept is not None else None


OUTCOME = {
    "named": ("Melatonin improves sleep quality.", "sleep quality"),
    "responders": (
        "60% of patients responded to acupuncture.",
        "responders (at least 50% better)",
    ),
    "named beats responders": ("83% slept better after acupuncture.", "sleep quality"),
    "cost": ("A massage costs $90 on average.", "cost"),
    "none of what a body does": ("Medicare covers acupuncture.", None),
    "whether people get it": (
        "Folic acid lowers the risk of preeclampsia.",
        "risk of getting it",
    ),
    "the risk of what is measured": ("Aspirin lowers the risk of a stroke.", "strokes"),
    "what is prevented in people who have something else": (
        "Zinc prevents vomiting in children with diarrhea.",
        "vomiting",
    ),
    "whether people get what is prevented": ("Zinc prevents diarrhea.", "risk of getting it"),
    "risk": ("Yoga lowers the risk of falls in older adults.", "rate of falls"),
    "a share that has it": ("12% of adults suffer from nausea.", "prevalence"),
    "not what only says in whom": (
        "Patients with raised cholesterol had 25% fewer strokes on aspirin.",
        "strokes",
    ),
    "not what the treated have": ("In people with high cholesterol it fell by 20%.", None),
    "not the verb of a cure": ("Ginger cures heartburn.", None),
    "how many were cured": ("With honey 90% of patients were cured.", "cure"),
    "an illness that is over sooner": ("Zinc makes colds 18% shorter.", "duration of illness"),
    "an illness that is cut short": (
        "Zinc may cut a cold short by two days.",
        "duration of illness",
    ),
    "no illness": ("Yoga makes the day 18% shorter.", None),
    "of them, behind what it does not do": (
        "Zinc doesn't prevent colds but shortens them by 8%.",
        "duration of illness",
    ),
    "what it is the risk of": (
        "Fish oil does not raise the risk of serious adverse events.",
        "serious adverse events",
    ),
    "what it brings on": ("Iron causes constipation.", "constipation"),
    "responders by their ratio": (
        "People with migraine were more likely to respond to yoga than to sham (RR 1.23).",
        "responders (at least 50% better)",
    ),
    "the pain of an illness": ("Yoga eases the pain of fibromyalgia.", "pain intensity"),
    "not of the clause before": ("Yoga eases pain and helps with asthma.", None),
    "unsaid": ("Turmeric helps with arthritis.", None),
    "a harm that is a condition": ("Side effects of ginger include heartburn.", "heartburn"),
    "a harm of its own": ("Side effects of kava include liver failure.", "liver injury"),
    "the harm that is risked": ("Side effects include a higher risk of migraine.", "migraine"),
    "not what the harmed people have": (
        "Ginger has side effects in people with gout.",
        "adverse events",
    ),
}


@pytest.mark.parametrize(("text", "expected"), OUTCOME.values(), ids=OUTCOME)
def test_outcomes_read_what_was_measured(nlp, text, expected):
    assert name(last_statement(nlp, text).outcome) == expected


def test_outcomes_of_a_list_that_goes_on_with_conditions_each_is_told_alone(nlp):
    claims = claims_in(nlp, "Aspirin reduces deaths, migraine and gout.")
    assert [name(claim.statement.outcome) for claim in claims] == [None, None]

"""Which way a claim says that its outcome goes."""

import re

import pytest
from normalise.reading import last_statement

from pipeline.normalise.directions import by_numbers, is_denied, ruling_change
from pipeline.normalise.roles import assign_roles
from pipeline.quantities import read_quantities
from pipeline.resources import word_list

DIRECTION = {
    "a verb": ("Garlic lowers blood pressure.", "decrease"),
    "better where less is better": ("Ginger improves nausea.", "decrease"),
    "better where more is better": ("Melatonin improves sleep quality.", "increase"),
    "worse": ("Massage worsens back pain.", "increase"),
    "the word nearest to what is measured": (
        "Raising the dose of vitamin D lowered pain.",
        "decrease",
    ),
    "the number's own": ("| Remedy | Pain |\n|---|---|\n| Yoga | ↓31% |", "decrease"),
    "of the column": ("| Remedy | Pain reduction |\n|---|---|\n| Yoga | 31% |", "decrease"),
    "no difference": ("Yoga made no difference to asthma.", "no_difference"),
    "denied": ("Garlic does not lower blood pressure.", "no_difference"),
    "unsaid": ("About 20% of adults have chronic pain.", "unclear"),
}


@pytest.mark.parametrize(("text", "expected"), DIRECTION.values(), ids=DIRECTION)
def test_directions_read_which_way_it_went(nlp, text, expected):
    assert last_statement(nlp, text).direction == expected


NUMBERS = {
    "two groups": ("events in 17% with it against 22% without", "decrease"),
    "two groups alike": ("events in 12.0% against 12.2%", "no_difference"),
    "groups that changed": ("down by 81% v 22%", None),
    "before and after": ("it went from 9 to 16", "increase"),
    "a range of changes": ("it fell by anything from 1% to 59%", None),
    "an interval below one": ("RR 0.80 (95% CI 0.70 to 0.90)", "decrease"),
    "an interval around one": ("RR 0.80 (95% CI 0.60 to 1.10)", "no_difference"),
    "an interval around nought": ("MD -2 (95% CI -5 to 1)", "no_difference"),
    "a difference below nought": ("MD -2 (95% CI -5 to -1)", "decrease"),
    "more of what only a scale knows": ("MD 2 (95% CI 1 to 5)", None),
    "how many": ("they were twice as likely to fall", "increase"),
    "half as many": ("they were half as likely to fall", "decrease"),
    "how good": ("it was twice as effective", None),
    "an arrow": ("↓60%", "decrease"),
    "none": ("for 8 weeks", None),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_directions_are_told_by_numbers(text, expected):
    assert by_numbers(text, assign_roles(text, read_quantities(text))) == expected


SAID = {
    "a fall that is no claim by itself": ("Yoga clears migraine in 60% of patients.", "decrease"),
    "a rise that is none": ("Ginger pushes blood pressure up by 10%.", "increase"),
    "better than those who did not": (
        "Nausea fell by 30% with ginger, compared with people who didn't.",
        "decrease",
    ),
    "people counted": ("About 20% of adults have worse sleep from chronic pain.", "unclear"),
    "more people who got better": (
        "Pain improved in 50% of patients with yoga and 30% with placebo.",
        "decrease",
    ),
    "fewer people who got better": (
        "Pain improved in 30% of patients with yoga and 50% with placebo.",
        "increase",
    ),
    "more people who had it": (
        "Nausea occurred in 50% of patients with yoga and 30% with placebo.",
        "increase",
    ),
    "a licence": ("The FDA approved acupuncture needles to reduce pain.", "unclear"),
    "a harm": ("Ginger can bring headache as a side effect.", "increase"),
    "no harm": ("Ginger has no side effects.", "no_difference"),
    "reassured": ("Ginger is completely safe in pregnancy.", "no_difference"),
    "not reassured": ("Ginger is not safe in pregnancy.", "unclear"),
}


@pytest.mark.parametrize(("text", "expected"), SAID.values(), ids=SAID)
def test_directions_are_told_by_words(nlp, text, expected):
    assert last_statement(nlp, text).direction == expected


RULING = {
    "which way beats how good": ("It helps to reduce pain.", None, "decrease"),
    "how good alone": ("It helps with pain.", None, "improve"),
    "nearest before the outcome": ("Raising the dose lowered pain.", 24, "decrease"),
    "first of two without an outcome": ("Raising the dose lowered pain.", None, "increase"),
    "a fall that is no claim by itself": ("It clears acne.", None, "decrease"),
    "as good as something": ("It works just as well as rest.", None, "no_difference"),
    "no more than": ("It brings no more relief than rest.", None, "no_difference"),
    "no difference beats both": (
        "It helps to reduce pain about the same.",
        None,
        "no_difference",
    ),
    "none": ("It is tea.", None, None),
}


@pytest.mark.parametrize(("text", "before", "expected"), RULING.values(), ids=RULING)
def test_directions_one_word_of_change_rules(text, before, expected):
    word = ruling_change(text, before)
    assert (word.change if word is not None else None) == expected


DENIED = {
    "the change": ("it does not cut pain", "efficacy", True),
    "side effects of a cure": ("it cures pain without side effects", "efficacy", False),
    "side effects": ("it has no side effects", "safety", True),
    "those who did not": ("they did better than people who didn't", "efficacy", False),
    "worse than another": ("it did worse than rest", "efficacy", False),
}


@pytest.mark.parametrize(("about", "kind", "expected"), DENIED.values(), ids=DENIED)
def test_directions_know_what_is_denied(about, kind, expected):
    assert is_denied(about, kind) is expected


ABOUT = {
    "how_many": "as likely",
    "unknown": "nobody knows",
    "warning": "must",
    "does_harm": "can poison",
    "no_denial": "people who didn't",
    "harmless": "without side effects",
    "reassures": "completely safe",
}


@pytest.mark.parametrize(("name", "example"), ABOUT.items(), ids=ABOUT)
def test_directions_words_find_their_example(name, example):
    found = re.search(word_list("fields")[name], example, re.IGNORECASE)
    assert found is not None
    assert found.group() == example

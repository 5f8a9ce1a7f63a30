"""What it was compared with: one sentence for each way to say it."""

import pytest
from normalise.reading import last_statement

COMPARATORS = {
    "none": ("Ginger eases nausea.", []),
    "than": ("Ginger works better than placebo for nausea.", ["placebo"]),
    "compared with": ("Yoga lowered pain compared with no treatment.", ["no treatment"]),
    "versus": ("Pain fell by 20% versus usual care.", ["usual care"]),
    "pooled": (
        "Acupuncture beat sham or usual care: 52% of patients improved.",
        ["sham", "usual care"],
    ),
    "the wider of two": (
        "Massage works better than a waiting list or no treatment for back pain.",
        ["no treatment"],
    ),
    "at the beginning": ("Ginger is old. Against aspirin, yoga eased migraine less.", ["aspirin"]),
    "a drug": ("Acupuncture works better than aspirin for migraine.", ["aspirin"]),
    "outperforms": ("Massage outperforms medication for back pain.", ["medication"]),
    "a dummy without a marker": (
        "Half improved with needles and 41% with sham acupuncture.",
        ["sham"],
    ),
    "a drug without a marker is none": ("Acupuncture cuts medication use in migraine by 30%.", []),
    "of whom a number is": (
        "Pain fell by 30% with yoga, compared with 11% of those in physical therapy.",
        ["another treatment"],
    ),
    "against a number": ("Nausea fell by 30%, against 9% on placebo.", ["placebo"]),
    "than with": ("Ginger eased nausea more than with no treatment at 4 weeks.", ["no treatment"]),
    "before the clause": ("Compared with placebo, ginger cut nausea by 9%.", ["placebo"]),
    "a dummy by its word": (
        "Yoga eased pain in more people than with a dummy capsule.",
        ["placebo"],
    ),
    "a dummy device": ("Wristbands eased nausea no better than dummy bands.", ["sham"]),
    "those who did not": (
        "Nausea fell by 9% more with ginger than in those who did not take it.",
        ["no treatment"],
    ),
    "as much as": ("Yoga lowers blood pressure as much as aspirin.", ["aspirin"]),
    "no difference from": (
        "Yoga made no difference from massage for back pain.",
        ["another treatment"],
    ),
    "an alternative to": ("Yoga is an effective alternative to aspirin for migraine.", ["aspirin"]),
    "more than a number is none": ("Yoga eased pain in more than 900 people on aspirin.", []),
    "no placebo is none": ("Yoga eased pain by 20%, but no placebo was given.", []),
    "a citation has none": (
        "Nausea: see the 2019 review in Pain of placebo (Lee et al., 2019).",
        [],
    ),
    "not beyond its phrase": (
        "Yoga beat usual care in people who took placebo before.",
        ["usual care"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), COMPARATORS.values(), ids=COMPARATORS)
def test_comparators_read_what_it_was_compared_with(nlp, text, expected):
    assert [c.name for c in last_statement(nlp, text).comparators] == expected

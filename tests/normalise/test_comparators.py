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
    "outperforms": ("Massage outperforms medication for back pain.", ["drug therapy"]),
    "a dummy without a marker": (
        "Half improved with needles and 41% with sham acupuncture.",
        ["sham"],
    ),
    "a drug without a marker is none": ("Acupuncture cuts medication use in migraine by 30%.", []),
    "of whom a number is": (
        "Pain fell by 30% with yoga, compared with 11% of those in physical therapy.",
        ["physical therapy"],
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
        ["massage"],
    ),
    "an alternative to": ("Yoga is an effective alternative to aspirin for migraine.", ["aspirin"]),
    "a class of drugs": ("Yoga eases depression as well as antidepressants.", ["antidepressants"]),
    "in whose place": ("Yoga eases migraine and can replace aspirin.", ["aspirin"]),
    "the tablets": ("Ginger eases nausea and replaces the tablets.", ["drug therapy"]),
    "beats": ("Yoga beats the Mediterranean diet for back pain.", ["Mediterranean diet"]),
    "what it beats is no treatment": ("Yoga beats back pain and stretching is fun.", []),
    "the way another does": ("Ginger eases nausea the way ondansetron does.", ["ondansetron"]),
    "compared one with another": (
        "Back pain fell by 9% in a trial that compared true massage with light touch.",
        ["sham"],
    ),
    "of an estimate what stands before": (
        "Ginger eased nausea more than a dummy capsule. The risk ratio was 1.4.",
        ["placebo"],
    ),
    "of a share no more than its own": (
        "Ginger eased nausea more than placebo. It helped 40% of patients.",
        [],
    ),
    "how the others fared": ("Ginger eased nausea. On placebo it fell by 9%.", []),
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


def test_comparators_leave_it_open_what_those_got_that_were_compared_with(nlp):
    statement = last_statement(nlp, "Ginger eased nausea. In the placebo group nausea fell by 9%.")
    assert statement.intervention is None


TAKEN_WITH = {
    "with": ("Ginger helps. With warfarin it raises the risk of side effects.", ["warfarin"]),
    "effect of": ("Ginger may raise the effect of insulin to a dangerous level.", ["insulin"]),
    "its own": ("Side effects with ginger are rare.", []),
    "made of": ("Ginger drinks made with alcohol can cause liver damage.", []),
    "compared": ("Ginger causes less bleeding than aspirin.", []),
    "no harm": ("Yoga with aspirin eases migraine.", []),
}


@pytest.mark.parametrize(("text", "expected"), TAKEN_WITH.values(), ids=TAKEN_WITH)
def test_comparators_tell_what_a_warning_says_is_taken_besides(nlp, text, expected):
    assert [c.name for c in last_statement(nlp, text).taken_with] == expected

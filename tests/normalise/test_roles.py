"""What part each number plays."""

import re

import pytest
from factories import make_quantity
from hypothesis import given
from hypothesis import strategies as st
from normalise.reading import last_statement
from spans import drawn

from pipeline.normalise.roles import assign_roles
from pipeline.quantities import read_quantities
from pipeline.resources import word_list

ROLES = {
    "a change": ("Ginger cut nausea by 30%.", "30%=effect"),
    "a share treated": ("Nausea eased in 60% of patients after ginger.", "60%=intervention_arm"),
    "two arms": (
        "Half of patients improved with acupuncture and 41% with sham acupuncture.",
        "Half=intervention_arm 41%=comparator_arm",
    ),
    "two numbers against each other": (
        "Probiotics prevent diarrhoea in children (8% vs 19%).",
        "8%=intervention_arm 19%=comparator_arm",
    ),
    "two groups by their names": (
        "Nausea hit 18% of the women on ginger and 34% of controls.",
        "18%=intervention_arm 34%=comparator_arm",
    ),
    "two shares without a comparator": (
        "60% of patients slept better and 40% felt better after yoga.",
        "40%=intervention_arm",
    ),
    "three groups": (
        "Pain eased in 45% with yoga, 40% with walking and 31% with placebo.",
        "45%=intervention_arm 40%=intervention_arm 31%=comparator_arm",
    ),
    "all that it is compared with": (
        "With yoga 59% felt better, compared with 37% on pills and 23% with a book.",
        "59%=intervention_arm 37%=comparator_arm 23%=comparator_arm",
    ),
    "something between the two": (
        "Yoga lowered blood pressure by 6 mmHg over six months, compared with 1 mmHg.",
        "6 mmHg=intervention_arm six months=duration 1 mmHg=comparator_arm",
    ),
    "how long after": (
        "Yoga still eased pain nine days after the end.",
        "nine days=follow_up",
    ),
    "changes of two groups": (
        "With yoga pain fell by 84% in the yoga group and 42% among the controls.",
        "84%=intervention_arm 42%=comparator_arm",
    ),
    "how much was done": (
        "Deaths were 47% lower at 7,000 steps a day compared with 2,000 in yoga users.",
        "47%=effect 7,000 steps a day=none 2,000=none",
    ),
    "people are no groups": (
        "Zinc made colds 18% shorter in adults and 14% shorter in children.",
        "18%=effect 14%=effect",
    ),
    "two groups from and to": (
        "Pain fell from 4.8 to 2.9 with yoga and from 4.8 to 3.5 with placebo.",
        "4.8=baseline 2.9=follow_up 4.8=baseline 3.5=follow_up",
    ),
    "only the controls": ("Nausea hit 34% of the placebo group.", "34%=comparator_arm"),
    "everybody": ("About 8% of adults took ginger for nausea.", "About 8%=intervention_arm"),
    "everybody as they are": (
        "About four in ten adults have nausea.",
        "About four in ten adults=prevalence",
    ),
    "everybody who did something": (
        "40% of adults who took ginger had nausea.",
        "40%=intervention_arm",
    ),
    "everybody, if nothing helps": (
        "80% of people with migraine have nausea if nothing relieves it.",
        "80%=prevalence",
    ),
    "what could be prevented": (
        "One in four strokes could be prevented by walking.",
        "One in four strokes=effect",
    ),
    "down to": (
        "After yoga pain was 9 points down to 4 points.",
        "9 points=baseline 4 points=follow_up",
    ),
    "what people have in two years": (
        "In 2023, 24% of adults had chronic pain, up from 20% in 2019.",
        "24%=prevalence 20%=prevalence",
    ),
    "down from": (
        "After yoga 12% had pain, down from 20% before.",
        "12%=follow_up 20%=baseline",
    ),
    "a drop of": ("Yoga brings a drop of 5 mmHg in blood pressure.", "5 mmHg=effect"),
    "a drop of, twice": (
        "Yoga brings a drop of 14 mmHg systolic and 9 mmHg diastolic blood pressure.",
        "14 mmHg=effect 9 mmHg=effect",
    ),
    "in another unit": (
        "Yoga lowered LDL by 1 mmol/L (39 mg/dL).",
        "1 mmol/L=effect 39 mg/dL=effect",
    ),
    "a weight less": ("Those on yoga lost weight: they were 3 kg lighter.", "3 kg=effect"),
    "a time over which it fell": (
        "Yoga brings a reduction in pain at 8 weeks.",
        "8 weeks=duration",
    ),
    "more than half after a time": (
        "At two years more than half of patients on yoga slept better.",
        "two years=duration more than half=intervention_arm",
    ),
    "what is needed": (
        "About 20% of adults need at least 7 hours of sleep.",
        "About 20%=prevalence at least 7 hours=threshold",
    ),
    "a dose that is only called so": (
        "Doses above 2 g of ginger cut nausea by 30%.",
        "above 2 g=dose 30%=effect",
    ),
    "what it affects": (
        "Migraine affects one in seven people, as trials have found in patients.",
        "one in seven people=prevalence",
    ),
    "placebo at the start": ("On placebo nausea was better in 10%.", "10%=comparator_arm"),
    "a limit": ("The upper limit of zinc is 40 mg for a cold.", "40 mg=threshold"),
    "people of the world": (
        "Low back pain affects 619 million people.",
        "619 million people=prevalence",
    ),
    "people of a study": (
        "In a study of 2 million people, ginger cut nausea by 30%.",
        "2 million people=participants 30%=effect",
    ),
    "too few for a nation": (
        "Back pain affected 900,000 people.",
        "900,000 people=participants",
    ),
    "a share of the healthy": ("About 20% of adults have chronic pain.", "About 20%=prevalence"),
    "from and to": ("Pain fell from 7.2 to 4.1 with yoga.", "7.2=baseline 4.1=follow_up"),
    "points": ("Yoga lowered pain by 2.1 points.", "2.1 points=effect"),
    "an amount by": ("Yoga lowered blood pressure by 5 mmHg.", "5 mmHg=effect"),
    "an amount lost": ("Green tea drinkers lost 1.3 kg.", "1.3 kg=effect"),
    "time gained": ("Acupuncture cuts the time to recovery by 40 minutes.", "40 minutes=effect"),
    "time longer": ("Patients on valerian slept 30 minutes longer.", "30 minutes=effect"),
    "a dose and a time": (
        "Taking 500 mg of magnesium cut leg cramps by 30% in 8 weeks.",
        "500 mg=dose 30%=effect 8 weeks=duration",
    ),
    "a price": ("A massage costs $90 on average.", "$90=cost"),
    "a ratio": ("The relative risk of falls was 0.81.", "relative risk of falls was 0.81=effect"),
}


@pytest.mark.parametrize(("text", "expected"), ROLES.values(), ids=ROLES)
def test_roles_of_a_sentence(nlp, text, expected):
    quantities = last_statement(nlp, text).quantities
    assert " ".join(f"{q.text}={q.role}" for q in quantities) == expected


def test_roles_a_difference_in_time_points_or_amount_is_a_mean_difference(nlp):
    for text in (
        "Acupuncture cuts the time to recovery by 40 minutes.",
        "Yoga lowered pain by 2.1 points.",
        "Yoga lowered blood pressure by 5 mmHg.",
    ):
        assert last_statement(nlp, text).quantities[0].kind == "mean_difference"


def test_roles_a_time_that_a_treatment_took_is_none():
    (quantity,) = assign_roles("it took by and large 40 minutes", read_quantities("40 minutes"))
    assert quantity.role != "effect"


def test_roles_given_by_the_words_right_there_stay():
    (quantity,) = assign_roles("50% at least", [make_quantity(role="threshold")], two_arms=True)
    assert quantity.role == "threshold"


@pytest.mark.parametrize("two_arms", [True, False])
def test_roles_a_second_share_is_the_comparators_only_where_there_is_one(two_arms):
    text = "60% with ginger and 35% in the end"
    _, second = assign_roles(text, read_quantities(text), two_arms=two_arms)
    assert second.role == ("comparator_arm" if two_arms else "intervention_arm")


TO_TREAT = {
    "for every": ("For every 3 people treated, one got better", "effect"),
    "to treat": ("You would have to treat 67 people to spare one", "effect"),
    "asked": ("For every 3 people asked, all agreed", "participants"),
}


@pytest.mark.parametrize(("text", "role"), TO_TREAT.values(), ids=TO_TREAT)
def test_roles_know_how_many_have_to_be_treated(text, role):
    assert assign_roles(text, read_quantities(text))[0].role == role


@given(
    st.lists(
        st.sampled_from(
            ["from", "to", "by", "20%", "7.2", "4", "points", "40 minutes", "with", "fell", "$5"]
        ),
        max_size=12,
    ).map(" ".join),
    st.booleans(),
)
def test_roles_change_nothing_but_role_and_kind(text, two_arms):
    given_ones = read_quantities(text)
    found = assign_roles(text, given_ones, two_arms=two_arms)
    assert [(q.text, q.value, q.start, q.end) for q in found] == [
        (q.text, q.value, q.start, q.end) for q in given_ones
    ]


PARTS = {entry["name"]: entry for entry in word_list("fields")["part"]}


@pytest.mark.parametrize("entry", PARTS.values(), ids=PARTS)
def test_roles_what_stands_beside_a_number_is_found_in_its_example(entry):
    text, (span,) = drawn(entry["example"])
    before = entry["where"] in {"before"}
    start, end = (0, span[1]) if before else (span[0], len(text))
    part = text[start : span[1]] if entry["where"] == "between" else text[start:end]
    found = re.search(entry["pattern"], part, re.IGNORECASE)
    assert found is not None
    assert (start + found.start(), start + found.end()) == span


HBA1C = {
    "from and to": ("HbA1c fell from 9.6 to 6.3% with it", [(9.6, "%"), (6.3, "%")]),
    "with each its sign": ("HbA1c fell from 9.5% to 7.5%", [(9.5, "%"), (7.5, "%")]),
    "moles": ("My HbA1c went from 68 to 41", [(68, "mmol/mol"), (41, "mmol/mol")]),
    "by how much": ("HbA1c fell by 5%", [(0.05, "proportion")]),
    "a share of people": ("HbA1c fell in 15% of people", [(0.15, "proportion")]),
    "no such number": ("HbA1c was 300", [(300, "count")]),
    "something else": (
        "Their weight fell from 9 to 6%",
        [(0.09, "proportion"), (0.06, "proportion")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), HBA1C.values(), ids=HBA1C)
def test_roles_read_an_hba1c_in_its_own_unit(text, expected):
    found = assign_roles(text, read_quantities(text))
    assert [(q.value, q.unit) for q in found] == expected


def test_roles_what_a_line_begins_with_as_down_is_lost():
    (lost,) = assign_roles("Down 3 kg", read_quantities("Down 3 kg"))
    assert (lost.role, lost.kind) == ("effect", "mean_difference")

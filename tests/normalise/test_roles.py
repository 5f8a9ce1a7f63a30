"""What part each number plays."""

import pytest
from factories import make_quantity
from hypothesis import given
from hypothesis import strategies as st
from normalise.reading import last_statement

from pipeline.normalise.roles import assign_cell_role, assign_roles
from pipeline.quantities import read_quantities

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


CELLS = {
    "a share under a change": ("58%", "Average reduction", "effect", "relative_change"),
    "a number under a change": ("1.9", "Change", "effect", "count"),
    "before": ("6.1", "Pain before", "baseline", "count"),
    "after": ("4.2", "Pain after", "follow_up", "count"),
    "a mean": ("4.2", "Pain", "intervention_arm", "mean"),
    "a share": ("58%", "Responders", "intervention_arm", "proportion"),
    "no header": ("4.2", "", "none", "count"),
}


@pytest.mark.parametrize(("text", "header", "role", "kind"), CELLS.values(), ids=CELLS)
def test_roles_of_a_cell_are_its_columns(text, header, role, kind):
    (quantity,) = read_quantities(text)
    found = assign_cell_role(quantity, header)
    assert (found.role, found.kind) == (role, kind)


def test_roles_a_cell_takes_its_direction_from_the_column_unless_it_has_one():
    (plain,) = read_quantities("58%")
    (signed,) = read_quantities("↑58%")
    assert assign_cell_role(plain, "Pain reduction").direction == "decrease"
    assert assign_cell_role(signed, "Pain reduction").direction == "increase"


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

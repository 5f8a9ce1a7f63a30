import pytest
from quantities.reading import check_reading

from pipeline.quantities import read_quantities


@pytest.mark.parametrize(
    ("marked", "units"),
    [
        ("at [3], [6] and [12 months]", ["mo", "mo", "mo"]),
        ("[10] versus [20 mg]", ["mg", "mg"]),
        ("[50] and [41%] slept", ["proportion", "proportion"]),
        ("fell from [5.3] to [2.1 days]", ["d", "d"]),
        ("[12 trials], [20%] of them", ["count", "proportion"]),
        ("[12]; [20%]", ["count", "proportion"]),
    ],
)
def test_joins_share_the_last_unit_of_a_list(marked, units):
    check_reading(marked, {})
    text = marked.replace("[", "").replace("]", "")
    assert [q.unit for q in read_quantities(text)] == units


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("slept [6 hours 20 minutes]", 6 + 1 / 3),
        ("after [2 years and 6 months]", 2.5),
        ("is [5 feet 4 inches] tall", 5 + 1 / 3),
        ("for [6 hours], [20 minutes]", 6.0),
        ("after [8 weeks] and [14 days]", 8.0),
        ("walked [20 minutes] [6 hours]", 20.0),
    ],
)
def test_joins_make_one_of_a_unit_and_its_part(marked, value):
    check_reading(marked, {"value": pytest.approx(value)})


def test_joins_scale_a_shared_percentage():
    assert [q.value for q in read_quantities("50 and 41% slept")] == [0.5, 0.41]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("68% of participants cut use by ≥50%.", "threshold"),
        ("Pain at least halved in 50% of participants.", "threshold"),
        ("Responders cut use by at least 50%.", "threshold"),
        ("It cut use by at least 50%. It helped 68% of adults.", "none"),
    ],
)
def test_joins_call_a_bound_a_threshold_where_people_are_counted(text, role):
    bounded = [q for q in read_quantities(text) if q.bound == "at_least"]
    assert [q.role for q in bounded] == [role]


def test_joins_keep_an_interval_in_its_sentence():
    found = read_quantities("It helped 50% of adults. The trend (95% CI 1.1 to 1.4) was weak.")
    assert [(q.value, q.low) for q in found] == [(0.5, None), (None, 1.1)]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("by 39 mg/dL against placebo across 12 weeks (95% CI 33 to 45 mg/dL)", (33.0, 45.0)),
        ("MD 3.5 points at 4 months (95% CI 0.7 to 6.3)", (0.7, 6.3)),
        ("it fell by 1.2 points within 8 weeks (95% CI 0.5 to 1.9)", (0.5, 1.9)),
    ],
)
def test_joins_give_an_interval_to_the_number_that_it_holds(text, interval):
    first, time = read_quantities(text)
    assert (first.low, first.high, first.bound) == (*interval, "ci95")
    assert (time.role, time.bound == "ci95") == ("duration", False)


NEEDED = {
    "to prevent one": "[About 20 people] need to take it to prevent one stroke.",
    "need a thing": "[Seven adults] need a vaccine to prevent [one case] of it.",
    "have to take it": "[Three people] with IBS have to take it for one to get better.",
    "treat": "Treat [nine patients] and one more recovers.",
    "for every": "For every [20 women] who take it, one is spared.",
    "need to be treated": "[12 patients] need to be treated for one more to be free of pain.",
}


@pytest.mark.parametrize("marked", NEEDED.values(), ids=NEEDED)
def test_joins_read_how_many_must_be_treated_for_one(marked):
    check_reading(marked, {})
    first, *_ = read_quantities(marked.replace("[", "").replace("]", ""))
    assert (first.kind, first.role) == ("number_needed_to_treat", "effect")


@pytest.mark.parametrize(
    "text",
    [
        "They were treating 20 patients in one clinic.",
        "Nine people have to take it, and nobody knows why.",
        "For every 100 patients, one in ten stayed.",
    ],
)
def test_joins_leave_people_who_are_only_treated(text):
    assert read_quantities(text)[0].role == "participants"

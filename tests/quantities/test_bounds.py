import pytest
from quantities.reading import Case, check_reading
from spans import drawn

from pipeline.quantities import read_quantities
from pipeline.quantities.bounds import limits
from pipeline.resources import word_list

CASES: dict[str, Case] = {
    "over": ("[over 70%] of adults", {"value": 0.7, "low": 0.7, "high": None, "bound": "at_least"}),
    "more than": ("[more than 300 patients]", {"low": 300.0, "high": None, "bound": "at_least"}),
    "at least": ("[at least 8 weeks]", {"bound": "at_least", "role": "duration"}),
    "a minimum of": ("[a minimum of 6 sessions]", {"bound": "at_least", "value": 6.0}),
    "greater or equal": ("[≥6 months]", {"low": 6.0, "bound": "at_least"}),
    "greater or equal in ASCII": ("[>= 6 months]", {"low": 6.0, "bound": "at_least"}),
    "plus behind": ("[4,700+ users]", {"low": 4700.0, "bound": "at_least"}),
    "plus and unit": ("[12+ years] of work", {"low": 12.0, "unit": "a"}),
    "or more": ("[50% or more] of them", {"low": 0.5, "bound": "at_least"}),
    "or more before the noun": ("[six or more sessions]", {"low": 6.0, "bound": "at_least"}),
    "a second number behind": ("[SMD -3.2] and [up to three months]", {"bound": "none"}),
    "up to": ("by [up to 40%]", {"value": 0.4, "low": None, "high": 0.4, "bound": "at_most"}),
    "as much as": ("by [as much as 40%]", {"bound": "at_most"}),
    "no more than": ("[no more than 4] doses", {"bound": "at_most"}),
    "less than": ("[less than 5%] of users", {"high": 0.05, "bound": "at_most"}),
    "within": ("[within 10 days]", {"high": 10.0, "bound": "at_most", "role": "duration"}),
    "or less": ("[5% or less] of users", {"bound": "at_most"}),
    "nearly": ("[nearly 30%] of us", {"value": 0.3, "low": 0.27, "high": 0.3, "bound": "about"}),
    "almost": ("[almost 200 patients]", {"high": 200.0, "bound": "about"}),
    "just over": ("[just over 30%] of us", {"low": 0.3, "high": 0.33, "bound": "about"}),
    "about": ("[about 40%] of us", {"low": 0.36, "high": 0.44, "bound": "about"}),
    "tilde": ("by [~40%]", {"bound": "about", "kind": "relative_change"}),
    "roughly": ("[roughly 300 people]", {"low": 270.0, "high": 330.0}),
    "an estimated": ("[an estimated 50 million people]", {"value": 5e7, "bound": "about"}),
    "or so": ("[30 or so]", {"bound": "about"}),
    "during is no bound": ("over [8 weeks]", {"value": 8.0, "bound": "none"}),
    "for over is one": ("for [over 8 weeks]", {"bound": "at_least"}),
    "within a share is no bound": ("within [30%] of clinics", {"bound": "none"}),
    "over with money": ("[over $500]", {"bound": "at_least", "unit": "USD"}),
    "bound and range": ("[about 8 to 12 weeks]", {"low": 8.0, "high": 12.0, "bound": "range"}),
    "nearly half": ("[nearly half] of women", {"value": 0.5, "low": 0.45, "high": 0.5}),
    "more than half": ("[more than half] of women", {"low": 0.5, "high": None}),
    "nearly doubled": ("pain [nearly doubled]", {"value": 2.0, "high": 2.0, "bound": "about"}),
    "at least halved": ("pain [at least halved]", {"value": 0.5, "low": 0.5, "bound": "at_least"}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_bounds_open_what_the_words_leave_open(marked, fields):
    check_reading(marked, fields)


@pytest.mark.parametrize(
    "entry", word_list("quantities")["bound"], ids=lambda entry: entry["effect"]
)
def test_bounds_read_the_example_of_every_entry(entry):
    text, spans = drawn(entry["example"])
    assert [(q.start, q.end) for q in read_quantities(text)] == spans


@pytest.mark.parametrize(
    ("effect", "value", "wanted"),
    [
        ("about", 0.4, ("about", 0.36, 0.44)),
        ("about", -10.0, ("about", -11.0, -9.0)),
        ("nearly", -10.0, ("about", -10.0, -9.0)),
        ("just_over", -10.0, ("about", -11.0, -10.0)),
        ("at_least", -5.0, ("at_least", -5.0, None)),
    ],
)
def test_limits_are_never_upside_down(effect, value, wanted):
    assert limits(effect, value, 0.01) == wanted


def test_about_a_small_whole_number_reaches_half_a_unit():
    assert limits("about", 2.0, 1.0) == ("about", 1.5, 2.5)

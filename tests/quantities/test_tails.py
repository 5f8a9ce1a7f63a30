import pytest
from quantities.reading import Case, check_reading
from spans import drawn

from pipeline.quantities import read_quantities
from pipeline.resources import word_list

PEOPLE = {"role": "participants", "kind": "count", "unit": "count"}
TIME = {"kind": "duration", "role": "duration"}
SCALE = {"role": "scale_range", "value": None, "bound": "range"}
CASES: dict[str, Case] = {
    "participants": ("[4985 participants]", PEOPLE | {"value": 4985.0}),
    "people with adjectives": (
        "[1,200 chronic migraine patients]",
        PEOPLE | {"value": 1200.0, "resolution": 100.0},
    ),
    "of my patients": ("[250 of my patients]", PEOPLE | {"value": 250.0}),
    "n": ("([n = 5,200])", PEOPLE | {"value": 5200.0, "resolution": 1.0}),
    "capital N": ("([N=40])", PEOPLE),
    "participants equal": ("([participants = 214]; [studies = 6])", PEOPLE | {"value": 214.0}),
    "trials": ("[29 RCTs]", {"role": "trials", "value": 29.0}),
    "trials in words": (
        "[Twenty-nine randomised controlled trials]",
        {"role": "trials", "value": 29.0},
    ),
    "one study": ("[One study] found", {"role": "trials", "value": 1.0}),
    "k": ("([k = 12])", {"role": "trials"}),
    "n of trials": ("([N = 12 studies])", {"role": "trials"}),
    "studies that n counts": ("a few studies ([n = 4])", {"role": "trials"}),
    "sessions": (
        "[8–12 weekly sessions]",
        {"low": 8.0, "high": 12.0, "bound": "range", "kind": "count", "role": "frequency"},
    ),
    "people or older": ("people of [75 or older]", {"kind": "age", "unit": "a", "value": 75.0}),
    "people between": ("adults [between 40 and 60]", {"kind": "age", "unit": "a", "low": 40.0}),
    "people between weeks": ("babies [between 12 and 24 weeks]", {"unit": "wk"}),
    "inches": ("a door [2 in] thick", {"unit": "[in_i]"}),
    "inches of a length": ("a length of [2 in].", {"unit": "[in_i]"}),
    "in, the word": ("it fell by [2] in", {"unit": "count"}),
    "a year": ("gone after [a year]", TIME | {"value": 1.0, "unit": "a"}),
    "within a day": ("[within a day]", TIME | {"value": 1.0, "bound": "at_most"}),
    "a year ago": ("over a year ago", {}),
    "a day of the week": ("in a day spa", {}),
    "how often": ("[twice a year]", {"kind": "frequency"}),
    "hyphenated count": ("a [15-session] course", {"value": 15.0}),
    "zero events": ("[Zero serious adverse events]", {"value": 0.0, "kind": "count"}),
    "sessions per week": ("[two sessions per week]", {"kind": "frequency", "unit": "/wk"}),
    "weeks": ("for [8 weeks]", TIME | {"unit": "wk", "value": 8.0}),
    "weeks in brackets": ("([4 wks])", TIME),
    "hyphenated months": ("a [12-month] trial", TIME | {"unit": "mo"}),
    "short months": ("([3 mo])", TIME),
    "number word": ("after [six months]", TIME | {"value": 6.0}),
    "a half more": ("for [two and a half years]", TIME | {"value": 2.5, "unit": "a"}),
    "vulgar half": ("for [2½ hours]", TIME | {"value": 2.5}),
    "week in front": ("at [week 12] of it", TIME | {"unit": "wk", "value": 12.0}),
    "days in front": ("on [days 1 to 3]", TIME | {"low": 1.0, "high": 3.0}),
    "every weeks": ("[every 4 weeks]", {"kind": "frequency", "unit": "/wk", "value": 0.25}),
    "fewer days": (
        "[2.5 fewer days] in bed",
        {"kind": "mean_difference", "direction": "decrease", "unit": "d", "role": "none"},
    ),
    "more minutes": (
        "[20 more minutes] of sleep",
        {"kind": "mean_difference", "direction": "increase"},
    ),
    "migraine days a month": ("[5.3 migraine days per month]", {"unit": "d/mo", "role": "none"}),
    "symptom days are no duration": ("[two headache days]", {"unit": "d", "role": "none"}),
    "days a week": ("[5 days a week]", {"unit": "d/wk", "kind": "frequency"}),
    "times a month": ("[3–5 times a month]", {"unit": "/mo", "low": 3.0, "kind": "frequency"}),
    "x per week": ("([3x/wk])", {"unit": "/wk", "value": 3.0, "role": "frequency"}),
    "dose a day": (
        "[600 mg/day]",
        {"unit": "mg/d", "role": "dose", "kind": "amount", "value": 600.0},
    ),
    "dose daily": ("[600 mg daily]", {"unit": "mg/d"}),
    "dose then frequency": ("[300 mg] [twice daily]", {"unit": "mg", "role": "dose"}),
    "dose by weight": ("[1.5 mg/kg]", {"unit": "mg/kg", "role": "dose"}),
    "dose by weight and day": ("[150 mL/kg/day]", {"unit": "mL/kg/d"}),
    "international units": ("[4,000 IU] of D3", {"unit": "[IU]", "role": "dose"}),
    "capsules": ("[two capsules a day]", {"unit": "{capsule}/d", "role": "dose", "value": 2.0}),
    "billions": ("[10 billion CFU]", {"unit": "[CFU]", "value": 1e10}),
    "glued unit": ("[10mg] of it", {"unit": "mg"}),
    "concentration is no dose": ("fell by [10 mg/dL]", {"unit": "mg/dL", "role": "none"}),
    "weight lost": ("lost [5 kg]", {"unit": "kg", "role": "none"}),
    "pounds": ("lost [12 pounds]", {"unit": "[lb_av]"}),
    "temperature": ("[above 38 °C]", {"unit": "Cel", "bound": "at_least"}),
    "temperature below zero": ("at [-4 °C]", {"value": -4.0, "unit": "Cel", "direction": None}),
    "aged": (
        "adults [aged 18-65]",
        {"low": 18.0, "high": 65.0, "kind": "age", "unit": "a", "role": "age"},
    ),
    "over sixty": ("adults [over 60]", {"low": 60.0, "kind": "age", "bound": "at_least"}),
    "year-old": ("a [40-year-old] man", {"value": 40.0, "kind": "age"}),
    "years and older": ("[65 years and older]", {"kind": "age", "bound": "at_least", "low": 65.0}),
    "mean age": ("mean age [54.8 years]", {"kind": "age", "value": 54.8}),
    "months old": ("[12 months old]", {"kind": "age", "unit": "mo"}),
    "fold": ("a [3-fold] risk", {"value": 3.0, "unit": "ratio", "kind": "fold_change"}),
    "fold range": ("a [2- to 4-fold] rise", {"low": 2.0, "high": 4.0, "kind": "fold_change"}),
    "times more": ("[3 times] more likely", {"kind": "fold_change", "value": 3.0}),
    "times sign": ("[3×] more", {"kind": "fold_change"}),
    "points": ("fell [1.5 points]", {"unit": "score", "kind": "score"}),
    "signed points": ("[+18.4 pts]", {"value": 18.4, "unit": "score", "direction": "increase"}),
    "needle points": ("[six] acupuncture points", {"kind": "count"}),
    "VAS": ("([0–10 VAS])", SCALE | {"low": 0.0, "high": 10.0}),
    "NPRS in front": ("NPRS [0-10]", SCALE),
    "brackets": ("Pain ([0-100])", SCALE),
    "scale of": ("on a scale of [0 to 10]", SCALE | {"high": 10.0}),
    "points of a scale": ("a [10-point scale]", SCALE | {"high": 10.0}),
    "points on a scale": ("fell [4 points] on a [10-point scale]", {"value": 4.0, "kind": "score"}),
    "a range that begins elsewhere": ("ranging [from 4 to 15]", {"role": "none", "low": 4.0}),
    "millimetre scale": ("a [100 mm VAS]", SCALE | {"high": 100.0}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_tails_say_what_a_number_measures(marked, fields):
    check_reading(marked, fields)


@pytest.mark.parametrize(
    "entry", word_list("quantities")["counted"], ids=lambda entry: entry["role"]
)
def test_tails_read_the_example_of_every_counted_thing(entry):
    text, spans = drawn(entry["example"])
    found = read_quantities(text)
    assert [(q.start, q.end) for q in found] == spans
    assert found[0].role == entry["role"]


def test_tails_the_first_of_two_pressures_has_the_unit_of_the_second():
    found = read_quantities("It lowered blood pressure by 4.2/2.1 mm Hg.")
    assert [(q.text, q.value, q.unit) for q in found] == [
        ("4.2", 4.2, "mm[Hg]"),
        ("2.1 mm Hg", 2.1, "mm[Hg]"),
    ]
    assert read_quantities("7/8 of it") != found


def test_tails_a_difference_of_points_is_no_number_of_needles():
    text = "With acupuncture 32% were better, a difference of 24 points."
    assert read_quantities(text)[-1].unit == "score"

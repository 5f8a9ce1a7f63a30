import pytest
from quantities.reading import Case, check_reading

SHARE = {"unit": "proportion", "kind": "proportion"}
CASES: dict[str, Case] = {
    "one in five": ("[one in five adults]", SHARE | {"value": 0.2, "per": 5.0, "resolution": 0.1}),
    "digits in digits": ("[2 in 3] said so", SHARE | {"value": 2 / 3}),
    "nine out of ten": ("[nine out of ten people]", SHARE | {"value": 0.9, "resolution": 0.05}),
    "one in a hundred": ("[one in a hundred]", SHARE | {"value": 0.01}),
    "one of its kind": (
        "[One neck manipulation in 10,000] ends badly",
        SHARE | {"value": 0.0001, "per": 10000.0},
    ),
    "one of its kind in three": ("[one American adult in three] took it", SHARE | {"value": 1 / 3}),
    "one in so many places": ("[one trial] in [12 countries]", {"unit": "count"}),
    "one in so much time": ("[one death] in [3 weeks]", {}),
    "counts of counts": (
        "[30 of 120 patients]",
        SHARE | {"value": 0.25, "per": 120.0, "resolution": 1 / 120},
    ),
    "counts out of counts": ("[30 out of 120 patients] slept", SHARE | {"value": 0.25}),
    "counts of the": ("in [8 of the 18 participants]", SHARE | {"value": 8 / 18}),
    "slash": ("([252/430], [59%])", SHARE | {"value": 252 / 430, "per": 430.0}),
    "studies of studies": ("[three of five trials]", SHARE | {"value": 0.6}),
    "natural frequency": ("[26 in 1,000 women]", SHARE | {"value": 0.026, "per": 1000.0}),
    "few in slashes": ("[100%] ([7/7]) slept", {"value": 1.0}),
    "few people in slashes": ("[3/5 women]", SHARE | {"value": 0.6}),
    "half a cup": ("[1/2 cup] of it", {"value": 0.5, "unit": "[cup_us]"}),
    "score out of ten": ("pain of [7/10]", {"value": 7.0, "unit": "score", "kind": "score"}),
    "people out of ten rated": ("[7 out of 10 patients] rated it", SHARE | {"value": 0.7}),
    "days are no denominator": ("[3] in [14 days]", {"kind": "count"}),
    "a year is no denominator": ("closed [5 clinics] in 2019", {"value": 5.0}),
    "two-thirds": ("[two-thirds] of women", SHARE | {"value": 2 / 3, "resolution": 0.1}),
    "a third of": ("[a third] of women", SHARE | {"value": 1 / 3}),
    "by a third": ("fell by [a third]", {"kind": "relative_change"}),
    "three quarters": ("[three quarters] of women", SHARE | {"value": 0.75}),
    "a third trial is an ordinal": ("a third trial of it", {}),
    "half": ("[half] of them", SHARE | {"value": 0.5, "resolution": 0.1}),
    "in half": ("cut the pain in [half]", {"kind": "relative_change", "value": 0.5}),
    "in half, far behind": (
        "cut your risk of catching a cold in [half]",
        {"kind": "relative_change"},
    ),
    "half that of": ("is [half] that of a smoker", {"kind": "fold_change"}),
    "a part of an hour": ("a gain of [a quarter of an hour]", {"value": 0.25, "unit": "h"}),
    "people named between": ("[four adults in ten] have it", SHARE | {"value": 0.4}),
    "people in places are no share": ("[8 patients] in [10 clinics]", {"value": 8.0}),
    "by half": ("fell by [half]", {"kind": "relative_change"}),
    "half the risk": ("had [half] the risk", {"kind": "fold_change", "value": 0.5}),
    "half as likely": ("were [half] as likely", {"kind": "fold_change", "resolution": 0.1}),
    "half an hour": ("took [half an hour]", {"value": 0.5, "unit": "h", "kind": "duration"}),
    "half a dozen": ("[half a dozen] meals", {"value": 6.0}),
    "the other half": ("the other half did not", {}),
    "half-life": ("its half-life is short", {}),
    "halved": (
        "it [halved] the pain",
        {"kind": "relative_change", "value": 0.5, "direction": "decrease"},
    ),
    "halve the risk": ("they [halve] the risk", {"kind": "relative_change", "value": 0.5}),
    "halve the lemon": ("halve the lemon", {}),
    "doubled": (
        "the rate [doubled]",
        {"kind": "fold_change", "value": 2.0, "direction": "increase"},
    ),
    "tripled": ("the rate [tripled]", {"value": 3.0, "unit": "ratio"}),
    "double the": ("[double] the risk", {"kind": "fold_change"}),
    "double-blind": ("a double-blind study", {}),
    "doubling time": ("its doubling time", {}),
    "twice as likely": ("were [twice] as likely", {"kind": "fold_change", "value": 2.0}),
    "twice weekly": (
        "given [twice weekly]",
        {"kind": "frequency", "value": 2.0, "unit": "/wk", "role": "frequency"},
    ),
    "once a day": ("taken [once a day]", {"unit": "/d", "value": 1.0}),
    "once alone": ("once it was thought", {}),
    "threefold": ("a [threefold] rise", {"kind": "fold_change", "value": 3.0}),
    "per 1,000": ("[16 per 1,000] births", {"kind": "rate", "value": 16.0, "per": 1000.0}),
    "decimal rate": (
        "[1.01 per 10,000] treatments",
        {"kind": "rate", "value": 1.01, "per": 10000.0, "resolution": 0.01},
    ),
    "rate with what is counted": ("[2.5 deaths per 1000] births", {"kind": "rate", "value": 2.5}),
    "person-years": ("[12 per 1,000 person-years]", {"per": 1000.0}),
    "per million": ("[3 cases per million]", {"per": 1e6}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_forms_read_numbers_with_a_fixed_form(marked, fields):
    check_reading(marked, fields)

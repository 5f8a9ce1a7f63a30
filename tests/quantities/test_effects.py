import pytest
from quantities.reading import Case, check_reading
from spans import drawn

from pipeline.quantities import read_quantities
from pipeline.resources import word_list

RR = {"kind": "risk_ratio", "unit": "ratio"}
CASES: dict[str, Case] = {
    "risk ratio with interval": (
        "([RR 1.23, 95% CI 1.11 to 1.36]; [14 trials])",
        RR | {"value": 1.23, "low": 1.11, "high": 1.36, "bound": "ci95", "resolution": 0.01},
    ),
    "interval in brackets": (
        "[MD -9.22 (95% CI -13.82 to -4.61)].",
        {"value": -9.22, "low": -13.82, "high": -4.61, "kind": "mean_difference", "unit": "score"},
    ),
    "bare brackets": (
        "[OR 0.27 (0.08–0.86)]",
        {"kind": "odds_ratio", "low": 0.08, "high": 0.86, "bound": "ci95"},
    ),
    "bare after a comma": ("([RR 1.23, 1.11 to 1.36]; [14 trials])", RR | {"low": 1.11}),
    "whole words": (
        "[risk ratio (RR) 0.71, 95% confidence interval (CI) 0.45 to 1.13]",
        RR | {"low": 0.45},
    ),
    "relative risk of": ("a [relative risk of 0.36 (95% CI 0.18 to 0.72)]", RR | {"value": 0.36}),
    "an interval told in words": (
        "[risk ratio was 1.40, with an interval from 0.87 to 2.26].",
        RR | {"low": 0.87, "high": 2.26, "bound": "ci95"},
    ),
    "an interval of time": ("at an interval of [2 to 4 weeks]", {"unit": "wk"}),
    "a difference without mean": (
        "a [standardised difference of −0.62; 95% CI −0.81 to −0.42]",
        {"kind": "standardised_mean_difference", "unit": "standard_deviation", "low": -0.81},
    ),
    "equals sign": ("([RR = 0.36; 95% CI: 0.18-0.72])", RR | {"high": 0.72}),
    "no space in CI": ("([RR 1.38, 95%CI 1.20 to 1.59])", RR | {"low": 1.2}),
    "Unicode hyphen as minus": (
        "[SMD \u20100.31, 95% CI \u20100.55 to \u20100.10]",
        {
            "value": -0.31,
            "low": -0.55,
            "kind": "standardised_mean_difference",
            "unit": "standard_deviation",
        },
    ),
    "minus sign": (
        "[MD \u22123.39 days, 95% CI \u22125.93 to \u22120.85]",
        {"value": -3.39, "unit": "d", "role": "none"},
    ),
    "en dash as minus": ("[SMD –0.30 (95% CI –0.50 to –0.10)]", {"value": -0.3, "high": -0.1}),
    "dash between negatives": ("[MD -3.0 (95% CI -5.0--1.0)]", {"low": -5.0, "high": -1.0}),
    "dash apart from its number": ("MD [- 1.09, 95% CI -2.13 to -0.06]", {"value": -1.09}),
    "from the weaker to the stronger": ("[-37%, 95% CI -18% to -57%]", {"low": -0.57}),
    "money difference": (
        "[mean difference -$877.00, 95% CI -895 to -859]",
        {"value": -877.0, "unit": "USD", "role": "none"},
    ),
    "dose difference": ("[MD -9.56 mg, 95% CI -15.64 to -3.49]", {"low": -15.64, "role": "none"}),
    "hazard ratio": ("[HR 0.80; 95% CI 0.70 to 0.91]", {"kind": "hazard_ratio"}),
    "hazard ratio without interval": (
        "gave a [hazard ratio of 0.87] in",
        {"kind": "hazard_ratio", "low": None, "bound": "none"},
    ),
    "rate ratio": ("[IRR 0.66 (95% CI 0.50 to 0.87)]", {"kind": "rate_ratio"}),
    "risk difference": (
        "[RD -0.05, 95% CI -0.10 to -0.01]",
        {"kind": "risk_difference", "unit": "proportion"},
    ),
    "risk difference in percent": (
        "[RD 5%, 95% CI 1% to 9%]",
        {"kind": "risk_difference", "value": 0.05, "high": 0.09},
    ),
    "weighted mean difference": ("[WMD 0.10, 95% CI 0.07 to 0.12]", {"kind": "mean_difference"}),
    "unit behind the estimate": (
        "[MD 0.69 kg; 95% CI -0.86 to 2.24]",
        {"unit": "kg", "low": -0.86},
    ),
    "unit behind the interval": ("[MD -1.2 (95% CI -2.0 to -0.4) days]", {"unit": "d"}),
    "unit twice": ("[MD 7.47 mmHg, 95% CI 0.78 to 14.16 mmHg]", {"unit": "mm[Hg]", "high": 14.16}),
    "number needed to treat": (
        "[NNTB 5, 95% CI 3 to 9]",
        {"kind": "number_needed_to_treat", "unit": "count", "value": 5.0},
    ),
    "number needed in words": (
        "the [number needed to treat (NNT) was 6 (95% CI 4 to 10)]",
        {"kind": "number_needed_to_treat"},
    ),
    "effect size": ("with an [effect size of 0.42]", {"kind": "standardised_mean_difference"}),
    "Cohen": ("[Cohen's d = 0.5]", {"kind": "standardised_mean_difference"}),
    "label with words between": (
        "the [odds ratio for pregnancy was 1.2 (95% CI 0.9 to 1.6)]",
        {"kind": "odds_ratio"},
    ),
    "label far ahead of an interval": (
        "MD average total score [-2.30 CI -8.13 to 3.53]",
        {"kind": "mean_difference", "low": -8.13},
    ),
    "a share with its interval": (
        "[50% (95% CI 40% to 60%)] of adults",
        {"value": 0.5, "low": 0.4, "high": 0.6, "kind": "proportion"},
    ),
    "percent signs at one end": ("[50% (95% CI 40 to 60)] of adults", {"low": 0.4, "high": 0.6}),
    "interval after words": (
        "reduced by [3.2 points on average (95% CI 2.0 to 4.0)]",
        {"value": 3.2, "low": 2.0, "unit": "score"},
    ),
    "interval behind other numbers": (
        "([RR 1.23]; [14 trials], [1825 participants]; 95% CI 1.11 to 1.36)",
        RR | {"low": 1.11},
    ),
    "fewer to more": (
        "[three fewer events per 1000 people (95% CI 23 fewer to 29 more)]",
        {"value": -0.003, "low": -0.023, "high": 0.029, "kind": "risk_difference", "per": 1000.0},
    ),
    "higher with lower": (
        "([MD 0.32 higher, 95% CI 0.13 lower to 0.78 higher])",
        {"value": 0.32, "low": -0.13, "high": 0.78},
    ),
    "another level": ("[RR 1.2 (99% CI 0.9 to 1.5)]", {"bound": "range", "low": 0.9}),
    "interval alone": (
        "The RR [(95% CI 1.1 to 1.4)] was high",
        {"value": None, "low": 1.1, "high": 1.4, "kind": "risk_ratio"},
    ),
    "comma between the ends": ("[RR 1.23 (95% CI 1.11, 1.36)]", {"low": 1.11, "high": 1.36}),
    "plus minus": (
        "a score of [37.2 ± 6.1]",
        {"value": 37.2, "low": 31.1, "high": 43.3, "bound": "sd"},
    ),
    "plus minus with a unit": (
        "weighed [70.5 ± 8.2 kg]",
        {"unit": "kg", "bound": "sd", "low": 62.3},
    ),
    "standard deviation in brackets": (
        "a mean of [12.3 (SD 4.5)]",
        {"bound": "sd", "low": 7.8, "high": 16.8},
    ),
    "standard error": ("a mean of [12.3 (SE 0.5)]", {"bound": "se", "low": 11.8}),
    "a ratio is in no milligrams": ("[5 mg] OR [10 mg]", {"kind": "amount"}),
    "heart rate is no hazard ratio": ("HR [72 bpm]", {"kind": "amount", "unit": "/min"}),
    "relative risk reduction": (
        "a [relative risk reduction of 25%]",
        {"kind": "relative_change", "value": 0.25},
    ),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_effects_carry_label_and_interval(marked, fields):
    check_reading(marked, fields)


@pytest.mark.parametrize("entry", word_list("quantities")["label"], ids=lambda entry: entry["kind"])
def test_effects_read_the_example_of_every_entry(entry):
    text, spans = drawn(entry["example"])
    found = read_quantities(text)
    assert [(q.start, q.end) for q in found] == spans
    assert found[0].kind == entry["kind"]


def test_an_interval_in_square_brackets_belongs_to_its_estimate():
    text = "MD -1.30 kg, 95% CI [-7.34, 4.74] kg"
    assert [(q.text, q.low, q.high) for q in read_quantities(text)] == [(text, -7.34, 4.74)]


def test_an_interval_upside_down_is_no_interval():
    found = read_quantities("RR 1.2 (95% CI 1.6 to 0.9)")
    assert all(q.bound != "ci95" for q in found)

import pytest
from quantities.reading import Case, check_reading

CASES: dict[str, Case] = {
    "percent sign": (
        "[20%] of adults",
        {"value": 0.2, "unit": "proportion", "kind": "proportion", "resolution": 0.01},
    ),
    "percent word": ("[20 percent] of adults", {"value": 0.2}),
    "per cent": ("[20 per cent] of adults", {"value": 0.2}),
    "percent in words": ("[Fifty percent] of nurses smoke", {"value": 0.5, "resolution": 0.01}),
    "decimal percent": ("[0.5%] of users", {"value": 0.005, "resolution": 0.001}),
    "decimal comma percent": ("[12,5%] of users", {"value": 0.125}),
    "spaced percent": ("[20 %] of users", {"value": 0.2}),
    "trailing zero keeps the percent": ("[40%] of users", {"resolution": 0.01}),
    "points of percent": (
        "rose [25 percentage points]",
        {"value": 25.0, "unit": "percentage_point", "kind": "percentage_point_change"},
    ),
    "percent points": ("rose [3 percent points]", {"unit": "percentage_point"}),
    "by a percentage": (
        "cut attacks by [37%] on average",
        {"value": 0.37, "kind": "relative_change", "direction": None},
    ),
    "by a whopping percentage": ("by a whopping [37%]", {"kind": "relative_change"}),
    "a stunning percentage": ("pain dropped a stunning [37%]", {"kind": "relative_change"}),
    "used by a mere": ("used by a mere [5%]", {"kind": "proportion"}),
    "taken off": (
        "shaves [10%] off the risk",
        {"kind": "relative_change", "direction": "decrease"},
    ),
    "off a price": ("take [10%] off your first order", {"kind": "proportion"}),
    "a full third": ("it cut pain by [a full third]", {"kind": "relative_change"}),
    "a third off": ("it took [a third] off the risk", {"kind": "relative_change"}),
    "plunge": ("a [70 percent] plunge in pain", {"direction": "decrease"}),
    "noun behind": ("a [30%] reduction in", {"kind": "relative_change", "direction": "decrease"}),
    "noun behind with words between": ("a [50%] pain reduction", {"kind": "relative_change"}),
    "increase behind": (
        "a [12%] increase in steps",
        {"kind": "relative_change", "direction": "increase"},
    ),
    "noun before": (
        "Average pain reduction: [63%]",
        {"kind": "relative_change", "direction": "decrease"},
    ),
    "noun before with brackets": (
        "Mean reduction (per course): [63%]",
        {"kind": "relative_change"},
    ),
    "noun before in words": ("a reduction in pain of [50%]", {"kind": "relative_change"}),
    "lower risk": ("had a [30%] lower risk", {"kind": "relative_change", "direction": "decrease"}),
    "more likely": (
        "were [30%] more likely to sleep",
        {"kind": "relative_change", "direction": "increase"},
    ),
    "verb before": ("Pain dropped [20%]", {"kind": "relative_change"}),
    "arrow down": ("[↓60%]", {"value": 0.6, "kind": "relative_change", "direction": "decrease"}),
    "arrow up": ("[↑ 12%]", {"kind": "relative_change", "direction": "increase"}),
    "plus sign": ("[+12%]", {"value": 0.12, "kind": "relative_change", "direction": "increase"}),
    "minus sign": ("[-12%]", {"value": -0.12, "kind": "relative_change", "direction": "decrease"}),
    "who reported": ("[72%] reported better sleep", {"kind": "proportion"}),
    "improved people": ("[72%] improved", {"kind": "proportion"}),
    "used by": ("It is used by [20%] of adults", {"kind": "proportion"}),
    "reported by": ("Nausea was reported by [20%]", {"kind": "proportion"}),
    "from to": ("rose from [40%] to [60%]", {"kind": "proportion"}),
    "absolute": ("an absolute benefit of [5%]", {"value": 0.05, "kind": "risk_difference"}),
    "more than all": ("[120%] of participants", {"value": 1.2, "kind": "proportion"}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_percents_know_shares_from_changes(marked, fields):
    check_reading(marked, fields)

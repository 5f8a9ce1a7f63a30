"""The numbers of a claim against those of a sentence of evidence."""

import pytest
from judge.pairs.reading import said

RR = "Ginger reduced the risk of nausea compared with placebo (RR 0.62, 95% CI 0.50 to 0.77)."
ARMS = "Nausea eased in 62% of women given ginger and 41% of those given placebo."
NUMBERS = {
    "a relative change of a risk ratio": ("Ginger cut the risk of nausea by 38%.", RR, "ST001"),
    "inside the interval": ("Ginger cut the risk of nausea by 30%.", RR, "ST004"),
    "outside": ("Ginger cut the risk of nausea by 70%.", RR, "ST002"),
    "points are no percent": ("Ginger cut nausea by 38 percentage points.", RR, "ST003"),
    "about": ("Ginger cut the risk of nausea by about 40%.", RR, "ST001"),
    "points of two arms": (
        "Ginger lowered nausea by 21 percentage points.",
        "Nausea occurred in 41% of women given ginger and 62% of those given placebo.",
        "ST001",
    ),
    "each its own arm": ("Nausea eased in 41% on placebo and 62% on ginger.", ARMS, "ST001"),
    "arms swapped": ("Nausea eased in 41% on ginger and 62% on placebo.", ARMS, "ST002"),
    "people to be treated": (
        "The number needed to treat with ginger for nausea was 5.",
        "Nausea eased in 60% given ginger and 40% given placebo.",
        "ST001",
    ),
    "odds are no risk": (
        "Saffron made remission twice as likely.",
        "Remission was more frequent with saffron (OR 2.0, 95% CI 1.3 to 3.1).",
        "ST003",
    ),
    "odds as odds": (
        "Saffron doubled the odds of remission.",
        "Remission was more frequent with saffron (OR 2.0, 95% CI 1.3 to 3.1).",
        "ST001",
    ),
    "another unit": (
        "Melatonin helped people fall asleep 12 minutes sooner.",
        "Melatonin shortened sleep onset latency by 0.2 hours.",
        "ST001",
    ),
    "in the order of a list": (
        "Pain eased in 41% of those with the leaflet.",
        "Pain eased in 62% and 41% of the massage and leaflet groups, respectively.",
        "ST001",
    ),
    "of another in the list": (
        "Pain eased in 41% of those with massage.",
        "Pain eased in 62% and 41% of the massage and leaflet groups, respectively.",
        "ST002",
    ),
    "one in so many": (
        "One in five users of kava had a headache.",
        "Headache occurred in 20% of participants on kava.",
        "ST001",
    ),
    "trials": (
        "Four trials of ginger looked at nausea.",
        "Nine trials of ginger with 600 participants looked at nausea.",
        "ST002",
    ),
    "another unit of a substance": (
        "Ginger cut LDL cholesterol by 1.0 mmol/L.",
        "Ginger lowered LDL cholesterol by 39 mg/dL.",
        "ST001",
    ),
    "another amount of a substance": (
        "Ginger cut LDL cholesterol by 0.5 mmol/L.",
        "Ginger lowered LDL cholesterol by 39 mg/dL.",
        "ST002",
    ),
    "a dose and nothing else": (
        "The women took 20 micrograms of vitamin D.",
        "The women received 800 IU of vitamin D3 daily.",
        "ST001",
    ),
    "another dose and nothing else": (
        "The women took 50 micrograms of vitamin D.",
        "The women received 800 IU of vitamin D3 daily.",
        "ST002",
    ),
    "one of its kind, and a rate": (
        "One ginger course in 10,000 ends in nausea.",
        "The rate of nausea was 1.3 per million courses of ginger.",
        "ST002",
    ),
    "people of two groups": (
        "It was tried in 163 women with nausea on ginger.",
        "Of the women with nausea, 80 women got ginger and 81 women got placebo.",
        "ST002",
    ),
    "people of two groups together": (
        "It was tried in 161 women with nausea on ginger.",
        "Of the women with nausea, 80 women got ginger and 81 women got placebo.",
        "ST001",
    ),
    "of the group that is named": (
        "Zinc made weight loss of 2.9 kg.",
        "Weight loss was 2.9, 4.4 and 4.7 kg in the ginger, zinc and yoga groups, respectively.",
        "ST003",
    ),
    "a number that answers nothing": (
        "Ginger cut nausea by 38%.",
        "Ginger reduced vomiting and nausea.",
        "UV001",
    ),
}


@pytest.mark.parametrize(("claim", "evidence", "code"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_decide_by_the_rule_that_makes_them_comparable(table, nlp, claim, evidence, code):
    assert said(table, nlp, claim, evidence) == code

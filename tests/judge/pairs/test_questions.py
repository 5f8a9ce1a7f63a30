"""Whether a sentence of evidence answers a claim's question at all."""

import pytest
from judge.pairs.reading import said

GINGER = "Ginger reduced nausea by 30% compared with placebo at 8 weeks."
APART = {
    "the same": ("Ginger cut nausea by 30%.", GINGER, "ST001"),
    "another treatment": ("Zinc cut nausea by 30%.", GINGER, "UV001"),
    "another outcome": ("Ginger cut blood pressure by 30%.", GINGER, "UV001"),
    "other people": ("Ginger cut nausea in pregnant women by 30%.", GINGER, "ST009"),
    "people in general": ("Ginger cut nausea in adults by 30%.", GINGER, "ST001"),
    "another comparator": ("Ginger cut nausea by 30% compared with usual care.", GINGER, "ST005"),
    "its comparator": ("Ginger cut nausea by 30% compared with placebo.", GINGER, "ST001"),
    "its comparator by another name": (
        "Ginger cut nausea by 30% compared with medicine alone.",
        "Ginger against medication in nausea: nausea down by 30%.",
        "ST001",
    ),
    "another time": ("Ginger cut nausea by 30% at 6 months.", GINGER, "ST007"),
    "the time in another unit": ("Ginger cut nausea by 30% after two months.", GINGER, "ST001"),
    "another dose": (
        "500 mg of ginger cut nausea by 30%.",
        "Ginger at 1,500 mg daily reduced nausea by 30%.",
        "ST007",
    ),
    "another year": (
        "A 2015 Cochrane review found that ginger cut nausea by 30%.",
        "Ginger reduced nausea by 30% [Cochrane (2019)].",
        "CI003",
    ),
    "its year": (
        "A 2019 Cochrane review found that ginger cut nausea by 30%.",
        "Ginger reduced nausea by 30% [Cochrane (2019)].",
        "ST001",
    ),
}


@pytest.mark.parametrize(("claim", "evidence", "code"), APART.values(), ids=APART)
def test_questions_what_is_about_something_else_decides_nothing(table, nlp, claim, evidence, code):
    assert said(table, nlp, claim, evidence) == code

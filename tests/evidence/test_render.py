"""The sentence of a row, from its fields."""

from __future__ import annotations

import pytest
from evidence.packages import CONCEPTS, write_package
from factories import make_statement

from pipeline.evidence import load_evidence
from pipeline.evidence.render import number_text, topic_text
from pipeline.records import Quantity

MORE = (
    {"concept_id": "X-APPROVAL", "kind": "outcome", "name": "regulatory approval"},
    {"concept_id": "X-UPPER-INTAKE-LIMIT", "kind": "outcome", "name": "upper intake limit"},
    {"concept_id": "X-PREVALENCE", "kind": "outcome", "name": "prevalence"},
    {"concept_id": "X-STUDY-SIZE", "kind": "outcome", "name": "size of the evidence"},
    {"concept_id": "X-RESPONDERS", "kind": "outcome", "name": "response", "better": "higher"},
    {"concept_id": "D000328", "kind": "population", "name": "adults"},
)
SENTENCES = {
    "two arms": (
        {
            "outcome": "X-RESPONDERS",
            "measure": "proportion",
            "value": "0.50",
            "comparator_value": "0.41",
            "unit": "proportion",
            "n_trials": "14",
            "n_participants": "1825",
            "certainty": "moderate",
        },
        "Acupuncture against sham in neck pain: response in 50% against 41% of people "
        "(14 trials, 1,825 participants; moderate certainty).",
    ),
    "an effect with its interval": (
        {
            "measure": "mean_difference",
            "value": "-3.5",
            "low": "-6.1",
            "high": "-0.9",
            "bound": "ci95",
            "unit": "score",
            "n_trials": "1",
            "timeframe": "8 wk",
        },
        "Acupuncture against sham in neck pain: pain intensity, mean difference -3.5 points at "
        "8 weeks (95% CI -6.1 to -0.9; 1 trial).",
    ),
    "a relative change": (
        {"measure": "relative_change", "value": "-0.3", "unit": "proportion"},
        "Acupuncture against sham in neck pain: pain intensity down by 30%.",
    ),
    "two changes that went one way": (
        {
            "measure": "relative_change",
            "value": "-0.06",
            "comparator_value": "-0.053",
            "unit": "proportion",
            "direction": "no_difference",
            "stance": "denies",
        },
        "Acupuncture against sham in neck pain: pain intensity down by 6% against 5.3% "
        "(no benefit shown).",
    ),
    "no effect": (
        {
            "measure": "risk_ratio",
            "value": "0.96",
            "unit": "ratio",
            "stance": "denies",
            "direction": "no_difference",
        },
        "Acupuncture against sham in neck pain: pain intensity, risk ratio 0.96 "
        "(no benefit shown).",
    ),
    "could not tell": (
        {"stance": "uncertain", "direction": "unclear", "certainty": "very_low"},
        "Cochrane (2016): it is not clear whether acupuncture against sham in neck pain changes "
        "pain intensity (very low certainty).",
    ),
    "a note": (
        {"note": "Only in winter."},
        "Cochrane (2016): acupuncture against sham in neck pain lowers pain intensity. "
        "Only in winter.",
    ),
    "dose, form and species": (
        {"species": "animal", "form": "tea", "dose": "600 mg/d"},
        "Cochrane (2016): acupuncture against sham in neck pain in animals as tea at 600 mg/d "
        "lowers pain intensity.",
    ),
    "no recommendation": (
        {"kind": "regulatory", "stance": "denies", "comparator": "", "outcome": ""},
        "Cochrane (2016) does not recommend acupuncture for neck pain.",
    ),
    "approval": (
        {"kind": "regulatory", "comparator": "", "outcome": "X-APPROVAL"},
        "Cochrane (2016) approved acupuncture for neck pain.",
    ),
    "limit": (
        {
            "kind": "regulatory",
            "comparator": "",
            "condition": "",
            "outcome": "X-UPPER-INTAKE-LIMIT",
            "measure": "amount",
            "value": "40",
            "unit": "mg/d",
        },
        "Cochrane (2016) sets an upper limit for acupuncture: 40 mg/d.",
    ),
    "coverage, by who reports it": (
        {"kind": "coverage", "comparator": "", "outcome": ""},
        "Acupuncture for neck pain is covered, says Cochrane (2016).",
    ),
    "credential": (
        {"kind": "credential", "comparator": "", "outcome": "", "condition": ""},
        "Cochrane (2016) grants or recognises acupuncture.",
    ),
    "harm": (
        {"kind": "safety", "stance": "denies", "comparator": "", "condition": ""},
        "Cochrane (2016) reports pain intensity with acupuncture.",
    ),
    "prevalence": (
        {
            "kind": "statistic",
            "outcome": "X-PREVALENCE",
            "intervention": "",
            "comparator": "",
            "population": "D000328",
            "measure": "proportion",
            "value": "0.2",
            "low": "0.1",
            "high": "0.3",
            "bound": "range",
            "unit": "proportion",
        },
        "Prevalence of neck pain in adults: 20% of people (range 10% to 30%).",
    ),
    "the size of a review": (
        {"kind": "statistic", "outcome": "X-STUDY-SIZE", "n_trials": "22", "comparator": ""},
        "Cochrane (2016) on acupuncture in neck pain (22 trials).",
    ),
}


@pytest.mark.parametrize(("line", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_render_writes_the_sentence(tmp_path, line, expected):
    package = write_package(tmp_path, findings=[line], concepts=[*CONCEPTS, *MORE])
    (row,) = load_evidence([package]).rows
    assert row.sentence == expected


NUMBERS = {
    "share": (Quantity(0.415, "proportion", "proportion"), "41.5%"),
    "thousands": (Quantity(1825.0, "count"), "1,825"),
    "money": (Quantity(1200.0, "USD", "money"), "USD 1,200"),
    "weeks": (Quantity(8.0, "wk", "duration"), "8 weeks"),
    "one week": (Quantity(1.0, "wk", "duration"), "1 week"),
    "range": (Quantity(None, "wk", "duration", low=6.0, high=12.0), "6 to 12 weeks"),
    "open above": (Quantity(None, "count", low=2.0), "at least 2"),
    "open below": (Quantity(None, "count", high=2.0), "at most 2"),
    "small": (Quantity(-0.0, "ratio", "risk_ratio"), "0"),
    "unit kept": (Quantity(600.0, "mg/d", "amount"), "600 mg/d"),
}


@pytest.mark.parametrize(("quantity", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_render_writes_numbers_as_people_do(quantity, expected):
    assert number_text(quantity) == expected


TOPICS = {
    "all of it": (
        {"intervention": "X-YOGA", "comparators": ["X-REST"], "condition": "X-CRAMPS"},
        "Yoga against rest in cramps: headache frequency",
    ),
    "no outcome": ({"outcome": None}, "D015670 in d008881"),
    "an outcome alone": (
        {"intervention": None, "comparators": [], "condition": None},
        "Headache frequency",
    ),
}


@pytest.mark.parametrize(("fields", "topic"), TOPICS.values(), ids=TOPICS)
def test_render_topic_says_what_a_row_is_about(fields, topic):
    assert topic_text(make_statement(**fields)) == topic

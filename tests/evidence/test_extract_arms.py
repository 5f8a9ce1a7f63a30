"""Which treatment a result is about: half a name, a word for a wider kind, and what is none."""

from __future__ import annotations

import pytest
from evidence.extracting import extract

from pipeline.evidence.extract.completing import completed

COMPLETED = {
    "the noun beside it": ("antecolic", "Antecolic repair of hernias", "antecolic repair"),
    "the noun that both share": (
        "lateral",
        "Lateral versus medial stoma placement for older people",
        "lateral stoma placement",
    ),
    "across the use of it": (
        "restrictive",
        "Restrictive use of drains compared with routine use",
        "restrictive drains",
    ),
    "the last of a list": (
        "general",
        "General, regional or local anaesthesia for births",
        "general anaesthesia",
    ),
    "another thing set against it": ("oral", "Oral versus needles for pain", "oral"),
    "no noun anywhere": ("biodegradable", "Which is better for bones?", "biodegradable"),
    "a whole name stays": ("mint oil", "Mint oil massage for cramps", "mint oil"),
}


@pytest.mark.parametrize(("phrase", "text", "whole"), COMPLETED.values(), ids=COMPLETED)
def test_half_a_name_gets_the_noun_of_the_text(phrase, text, whole):
    assert completed(phrase, [text]) == whole


def test_half_a_name_gets_the_noun_of_the_first_text_that_has_one():
    texts = ["A question of lateral.", "Lateral incision.", "Lateral repair."]
    assert completed("lateral", texts) == "lateral incision"


TREATED = {
    "half a name": (
        "Antecolic repair for cramps",
        "To assess antecolic versus retrocolic repair for cramps.",
        "Pain was less with antecolic than with retrocolic repair (RR 0.5, 95% CI 0.3 to 0.8).",
        "antecolic repair",
    ),
    "a part of what the review asks of": (
        "Mesh repair for cramps",
        "To assess mesh repair for cramps.",
        "Mesh reduced pain compared with placebo (RR 0.5, 95% CI 0.3 to 0.8).",
        "mesh repair",
    ),
    "one of two that it asks of": (
        "Mint oil or fennel for cramps",
        "To assess mint oil or fennel for cramps.",
        "Fennel reduced pain compared with placebo (RR 0.5, 95% CI 0.3 to 0.8).",
        "fennel",
    ),
    "a share of people is none": (
        "Mint oil for cramps",
        "To assess mint oil for cramps.",
        "Around half compared with placebo had less pain (RR 0.5, 95% CI 0.3 to 0.8).",
        "mint oil",
    ),
    "what is left out is none": (
        "Mint oil for cramps",
        "To assess mint oil for cramps.",
        "Pain was less without fennel than with placebo (RR 0.5, 95% CI 0.3 to 0.8).",
        "mint oil",
    ),
}


@pytest.mark.parametrize(("title", "objective", "said", "wanted"), TREATED.values(), ids=TREATED)
def test_a_result_is_about_the_treatment_in_full(title, objective, said, wanted):
    (result,) = extract(said, title=title, objective=objective)
    assert result.intervention.name == wanted


def test_what_was_done_to_all_of_them_is_no_treatment():
    (result,) = extract(
        "Pain was less in the intervention group (RR 0.5, 95% CI 0.3 to 0.8).",
        title="Interventions for cramps after fennel",
        objective="To assess what helps after fennel, such as mint oil.",
    )
    assert result.intervention.name != "fennel"

"""Which treatment a result is about: half a name, a word for a wider kind, and what is none."""

from __future__ import annotations

import pytest
from evidence.extracting import extract, fields

from pipeline.evidence.extract.completing import completed
from pipeline.evidence.extract.phrases import clean_arm
from pipeline.evidence.extract.sureness import score_of

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


ARMS = {
    "what leads to a colon is no treatment": (
        "Creams: mint oil reduced pain compared with placebo (RR 0.5, 95% CI 0.3 to 0.8).",
        ("mint oil", "placebo"),
    ),
    "one study is no part of a name": (
        "In one study (34 adults) mint oil reduced pain compared with placebo "
        "(RR 0.5, 95% CI 0.3 to 0.8).",
        ("mint oil", "placebo"),
    ),
    "two arms that were alike are no mixture": (
        "The proportion of adults with pain was similar for mint oil and placebo "
        "(RR 0.9, 95% CI 0.7 to 1.2).",
        ("mint oil", "placebo"),
    ),
    "who left is no treatment": (
        "Numbers leaving early from mint oil differed compared with placebo "
        "(RR 0.9, 95% CI 0.7 to 1.2).",
        ("mint oil", "placebo"),
    ),
}


@pytest.mark.parametrize(("said", "wanted"), ARMS.values(), ids=ARMS)
def test_an_arm_is_named_without_the_words_around_it(said, wanted):
    (result,) = extract(said)
    assert fields(result)[:2] == wanted


TORN = {
    "either": ("mint oil either", "mint oil"),
    "along": ("mint oil along", "mint oil"),
    "lasting": ("placebo lasting", "placebo"),
    "one study": ("study massage", "massage"),
    "a drug that was studied": ("study drug", "study drug"),
    "a size": ("25 mm needle", "25 mm needle"),
    "a unit without its number": ("mm needle", ""),
    "a time": ("at the start of the study", ""),
    "a count": ("NNTB with a needle", ""),
    "a rate": ("or reoperation rate", ""),
    "a dose rate": ("high dose rate", "high dose rate"),
    "a word alone": ("out", ""),
}


@pytest.mark.parametrize(("phrase", "wanted"), TORN.values(), ids=TORN)
def test_a_torn_name_is_mended_or_is_none(phrase, wanted):
    assert clean_arm(phrase) == wanted


NOT_COMPARED = {
    "no trials": "No trials were identified that compared mint oil with usual care.",
    "none were found": "We did not find any studies comparing mint oil with usual care.",
}


@pytest.mark.parametrize("before", NOT_COMPARED.values(), ids=NOT_COMPARED)
def test_what_no_trial_compared_is_no_control_of_what_follows(before):
    (result,) = extract(f"{before} Pain was lower (MD -2, 95% CI -3 to -1).")
    assert fields(result)[1] == "any control"


def test_what_was_measured_shares_no_noun_with_a_control():
    (result,) = extract(
        "Studies reported a significant improvement in survival compared to best standard of care.",
        objective="To assess mint oil against standard of care for cramps in adults.",
    )
    assert fields(result) == ("mint oil", "best standard of care", "survival")


def test_in_those_given_one_than_in_those_given_another_says_that_both_are_arms():
    (result, *_) = extract(
        "Pain was lower in adults who underwent myectomy than in adults who underwent recession "
        "(RR 0.5, 95% CI 0.3 to 0.8).",
        objective="To assess surgical treatments for cramps.",
        title="Surgical treatments for cramps",
    )
    assert fields(result)[:2] == ("myectomy", "recession")


@pytest.mark.parametrize("phrase", ["one month", "at least", "same intervention", "not"])
def test_what_names_no_treatment_is_no_arm(phrase):
    assert clean_arm(phrase) == ""


def test_a_control_ends_before_what_else_was_measured():
    (result, *_) = extract(
        "Pain was 0.6 lower compared to the control group and sleep improved by 3 points "
        "(SMD 0.6, 95% CI 0.2 to 1.0).",
        criteria="We included trials of mint oil compared with placebo.",
    )
    assert fields(result)[1] == "placebo"


def test_a_list_of_outcomes_goes_on_with_a_treatment_that_was_needed():
    first, second = extract(
        "Compared with placebo, mint oil had no effect on pain (RR 0.9, 95% CI 0.7 to 1.2) "
        "and on fennel (RR 0.8, 95% CI 0.6 to 1.1)."
    )
    assert fields(first) == ("mint oil", "placebo", "pain")
    assert fields(second) == ("mint oil", "placebo", "fennel")


def test_a_heading_says_more_than_a_part_of_its_control():
    results = extract(
        "Mint oil versus placebo or usual care",
        "Mint oil reduced pain compared with placebo (RR 0.5, 95% CI 0.3 to 0.8). "
        "Adverse events were more frequent (RR 1.5, 95% CI 1.1 to 1.8).",
    )
    assert [fields(result)[1] for result in results] == ["placebo", "placebo or usual care"]


def test_a_class_that_only_the_review_names_is_less_sure():
    places = ("objective", "sentence")
    one, many = (
        score_of(
            "list", places, is_known=True, is_kind_of_known=True, n_words=1, is_of_many=is_many
        )
        for is_many in (False, True)
    )
    assert many < one


def test_a_control_that_runs_into_the_treatment_ends_before_it():
    text = "Compared with usual care mint oil did not reduce pain (RR 0.9, 95% CI 0.7 to 1.2)."
    assert fields(extract(text)[0]) == ("mint oil", "usual care", "pain")


def test_a_list_of_outcomes_goes_on_with_one_that_sounds_like_a_treatment():
    text = (
        "Compared with usual care, mint oil had no effect on mortality (RR 0.9, 95% CI 0.7 to 1.2) "
        "or bridging to fennel (RR 0.8, 95% CI 0.6 to 1.1)."
    )
    assert [fields(result)[1:] for result in extract(text)] == [
        ("usual care", "mortality"),
        ("usual care", "bridging to fennel"),
    ]


def test_what_follows_a_comparison_told_backwards_is_told_forwards():
    objective = "To compare mint oil with fennel for cramps in adults."
    text = (
        "Mortality favoured fennel over mint oil (RR 1.5, 95% CI 1.2 to 1.8). "
        "Pain was less (MD -2, 95% CI -3 to -1)."
    )
    assert fields(extract(text, objective=objective)[-1]) == ("mint oil", "fennel", "pain")


def test_a_control_said_of_an_unknown_subject_is_that_of_the_sentence_after():
    text = (
        "Reporting varied, but mint oil was associated with mortality compared with usual care "
        "(RR 1.5, 95% CI 1.2 to 1.8). It was also associated with more pain "
        "(RR 1.4, 95% CI 1.1 to 1.9)."
    )
    assert fields(extract(text)[-1]) == ("mint oil", "usual care", "pain")


def test_the_control_beside_a_number_is_not_that_of_another_clause():
    text = (
        "In one trial, pain was less in the mint oil group than in the control group (RR 0.4, 95% "
        "CI 0.2 to 0.9), and two trials found lower mortality with mint oil versus fennel "
        "(RR 0.5, 95% CI 0.3 to 0.9)."
    )
    first, second = (fields(result) for result in extract(text))
    assert (first[1], second[1]) == ("", "fennel")


def test_what_is_called_a_treatment_is_one_where_it_is_set_against_a_control():
    text = "Breathing training was better than fennel for pain (RR 0.5, 95% CI 0.3 to 0.9)."
    assert fields(extract(text)[0])[0].lower() == "breathing training"


def test_every_control_that_the_question_lists_is_one():
    objective = (
        "To assess the effects of mint oil compared with placebo, usual care or a different "
        "treatment for cramps."
    )
    (result,) = extract("Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.9).", objective=objective)
    assert fields(result)[1] == "placebo or usual care or different treatment"


@pytest.mark.parametrize("control", ["late mint oil", "oral mint oil"])
def test_a_control_of_the_same_kind_as_the_treatment_is_whole(control):
    text = f"Compared with {control} there was less pain (RR 0.5, 95% CI 0.3 to 0.9)."
    assert fields(extract(text)[0]) == ("mint oil", control, "pain")

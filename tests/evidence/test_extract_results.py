"""Whole paragraphs become findings with every field."""

from __future__ import annotations

import pytest
from evidence.extracting import extract, fields

from pipeline.evidence.extract.found import Tally

SENTENCE = (
    "Mint oil reduces pain compared with placebo at 8 weeks "
    "(RR 0.50, 95% CI 0.30 to 0.80; 3 trials, 200 adults; moderate-certainty evidence)."
)


def test_every_field_of_a_sentence_is_filled():
    (result,) = extract(SENTENCE)
    assert fields(result) == ("mint oil", "placebo", "pain")
    assert (result.quantity.value, result.quantity.low, result.quantity.high) == (0.5, 0.3, 0.8)
    assert (result.n_trials, result.n_participants) == (3, 200)
    assert (result.direction, result.stance, result.certainty) == (
        "decrease",
        "affirms",
        "moderate",
    )
    assert (result.timeframe, result.significant, result.kind) == ("8 wk", True, "efficacy")
    assert (result.condition.name, result.population.name) == ("cramps", "adults")
    assert result.score == 0.79


def test_the_comparator_may_stand_in_the_heading():
    (result,) = extract("Mint oil versus sham", "Pain was lower (MD -2.0, 95% CI -3.0 to -1.0).")
    assert fields(result) == ("mint oil", "sham", "pain")


def test_the_comparator_may_stand_in_the_sentence_before():
    text = "Two trials compared mint oil with usual care. Pain was lower (MD -2, 95% CI -3 to -1)."
    (result,) = extract(text)
    assert fields(result) == ("mint oil", "usual care", "pain")


def test_the_one_comparison_that_the_criteria_allow_is_that_of_a_result_that_names_none():
    criteria = "Trials comparing mint oil with placebo, or usual care in adults."
    (result,) = extract("Pain fell (MD -2, 95% CI -3 to -1).", criteria=criteria)
    assert (fields(result)[1], result.why) == ("placebo or usual care", "")
    assert result.score < extract(SENTENCE)[0].score


SEVERAL_CONTROLS = {
    "another treatment beside it": ("Mint oil versus placebo or another drug.", ""),
    "several comparisons": ("Mint oil compared with placebo, or compared with usual care.", ""),
    "a sentence has a control that they do not name": (
        "Trials comparing mint oil with placebo.",
        "Mortality was lower with mint oil than with fennel (RR 0.5, 95% CI 0.3 to 0.8).",
    ),
}


@pytest.mark.parametrize(("criteria", "after"), SEVERAL_CONTROLS.values(), ids=SEVERAL_CONTROLS)
def test_criteria_that_allow_several_comparisons_do_not_say_which_one_it_was(criteria, after):
    text = "Pain fell (MD -2, 95% CI -3 to -1)."
    result, *_ = extract(text, *([after] if after else []), criteria=criteria)
    assert (result.comparators, result.why) == ((), "")


def test_a_control_that_the_criteria_allow_beside_others_is_told_of_what_is_not_kept():
    criteria = "Trials comparing mint oil with placebo or another drug."
    (unsure,) = extract("Length of uncommon pain fell (MD -2, 95% CI -3 to -1).", criteria=criteria)
    assert (fields(unsure)[1], unsure.why) == ("placebo or another drug", "unsure")


def test_a_new_thing_gets_a_concept_of_its_own_under_the_known_one():
    (result,) = extract(SENTENCE.replace("Mint oil", "High-dose mint oil"))
    assert result.intervention.concept_id == "X-I-HIGH-DOSE-MINT-OIL"
    assert result.intervention.name == "high-dose mint oil"


def test_a_list_of_results_keeps_outcomes_apart():
    text = (
        "Compared with placebo, mint oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8), mortality "
        "(RR 1.1, 95% CI 0.9 to 1.3) and adverse events (RR 0.9, 95% CI 0.5 to 1.7)."
    )
    assert [fields(r)[2] for r in extract(text)] == ["pain", "mortality", "adverse events"]
    assert [r.kind for r in extract(text)] == ["efficacy", "efficacy", "safety"]


def test_another_control_in_the_list_is_no_outcome():
    text = (
        "Pain was lower with mint oil than with placebo (RR 0.5, 95% CI 0.3 to 0.8) "
        "or fennel (RR 0.7, 95% CI 0.5 to 0.9)."
    )
    assert [fields(r) for r in extract(text)] == [
        ("mint oil", "placebo", "pain"),
        ("mint oil", "fennel", "pain"),
    ]


def test_a_list_may_be_of_treatments():
    text = (
        "These reduced pain compared with placebo: mint oil (RR 0.5, 95% CI 0.3 to 0.8) "
        "and fennel (RR 0.7, 95% CI 0.5 to 0.9)."
    )
    assert [fields(r) for r in extract(text)] == [
        ("mint oil", "placebo", "pain"),
        ("fennel", "placebo", "pain"),
    ]


NULLS = {
    "moderate, no difference": ("little or no difference", "moderate", "no_difference", "denies"),
    "low, no difference": ("little or no difference", "low", "no_difference", "uncertain"),
    "no words": ("some reduction", "moderate", "unclear", "uncertain"),
}


@pytest.mark.parametrize(("words", "level", "direction", "stance"), NULLS.values(), ids=NULLS)
def test_only_a_sure_text_that_says_so_denies(words, level, direction, stance):
    (result,) = extract(
        f"Compared with placebo, mint oil makes {words} in pain "
        f"(RR 0.90, 95% CI 0.70 to 1.20; {level}-certainty evidence)."
    )
    assert (result.direction, result.stance) == (direction, stance)


@pytest.mark.parametrize(
    ("high", "significant"), [("0.99", True), ("1.00", False), ("1.01", False)]
)
def test_a_limit_at_no_effect_includes_it(high, significant):
    (result,) = extract(
        f"Compared with placebo, mint oil reduces pain (RR 0.8, 95% CI 0.6 to {high})."
    )
    assert result.significant is significant


def test_harm_is_never_denied_by_machine():
    text = "Mint oil increases mortality compared with placebo (RR 1.5, 95% CI 1.2 to 1.9)."
    (result,) = extract(text)
    assert (result.direction, result.stance) == ("increase", "uncertain")


def test_no_difference_without_numbers_is_a_row_for_each_outcome():
    text = "There was no significant difference between mint oil and placebo in pain or mortality."
    results = extract(text)
    assert [fields(r)[2] for r in results] == ["pain", "mortality"]
    assert {(r.direction, r.stance, r.quantity) for r in results} == {
        ("no_difference", "uncertain", None)
    }


SHARES = {
    "alone": ("Cure was seen in 40%", "unclear"),
    "with words": ("Cure was more common, 40%", "increase"),
    "no difference": ("There was no difference in cure, 40%", "no_difference"),
}


@pytest.mark.parametrize(("words", "direction"), SHARES.values(), ids=SHARES)
def test_shares_of_both_arms_are_a_row_and_alone_tell_no_way(words, direction):
    (result,) = extract(f"{words} with mint oil compared with 20% with placebo.")
    assert (result.quantity.value, result.comparator_value) == (0.4, 0.2)
    assert result.direction == direction


KEPT_OUT = {
    "outside": (SENTENCE.replace("0.50", "0.90"), "point outside interval"),
    "shares": (
        "Pain was seen in 10% with mint oil compared with 20% with placebo "
        "(RR 1.80, 95% CI 1.2 to 2.4).",
        "ratio against its shares",
    ),
    "words": (
        "Mint oil reduced pain compared with placebo (RR 1.50, 95% CI 1.20 to 1.80).",
        "words against number",
    ),
    "sensitivity": (
        "Mint oil reduced pain after excluding two trials (RR 0.5, 95% CI 0.3 to 0.8).",
        "sensitivity analysis",
    ),
    "far": ("The length of uncommon pain was low (RR 0.50, 95% CI 0.30 to 0.80).", "unsure"),
}


@pytest.mark.parametrize(("text", "why"), KEPT_OUT.values(), ids=KEPT_OUT)
def test_what_is_not_kept_says_why(text, why):
    assert why in {result.why for result in extract(text)}


UNREAD = {
    "no outcome": ("Compared with placebo it was so (RR 0.5, 95% CI 0.3 to 0.8).", "no outcome"),
    "no intervention": ("Pain was lower (RR 0.5, 95% CI 0.3 to 0.8).", "no intervention"),
}


@pytest.mark.parametrize(("text", "reason"), UNREAD.values(), ids=UNREAD)
def test_a_number_that_makes_no_result_is_counted(text, reason):
    tally = Tally()
    assert extract(text, tally=tally, title="A review", objective="To see.") == []
    assert tally.unread == {reason: 1}


def test_a_number_without_an_outcome_is_of_what_people_have_and_not_kept():
    (found,) = extract("Compared with placebo it was so (RR 0.5, 95% CI 0.3 to 0.8).")
    assert (found.outcome.name, found.why) == ("cramps", "unsure")


def test_a_review_that_names_no_treatment_asks_of_what_it_says_and_nothing_is_kept():
    (found,) = extract(
        "Pain was lower (RR 0.5, 95% CI 0.3 to 0.8).",
        objective="To assess the effects of interventions for cramps.",
        title="Interventions for cramps",
    )
    assert (found.intervention.text, found.why) == ("interventions for cramps", "unsure")


def test_each_of_two_numbers_is_a_result_where_respectively_joins_them():
    found = extract(
        "Mint oil reduced pain and nausea compared with placebo (RR 0.5, 95% CI 0.3 to 0.8, "
        "P = 0.01 and 0.7, 95% CI 0.6 to 0.9, respectively)."
    )
    # Whose the second is, is not told by its place.
    assert [(r.quantity.value, r.why) for r in found] == [(0.5, ""), (0.7, "unsure")]


def test_a_treatment_that_only_the_sentence_names_is_guessed_and_not_kept():
    result, again = extract(
        "Less pain was seen with fennel (RR 0.5, 95% CI 0.3 to 0.8). Mortality was similar.",
        objective="To assess the effects of interventions for cramps.",
        title="Interventions for cramps",
    )
    assert [(r.intervention.name, r.why) for r in (result, again)] == [("fennel", "unsure")] * 2


def test_a_treatment_that_no_concept_knows_is_what_does_something():
    (result,) = extract(
        "Moist air may reduce pain.",
        objective="To assess the effects of interventions for cramps.",
        title="Interventions for cramps",
    )
    assert (result.intervention.text, result.why) == ("Moist air", "unsure")


GUESSED = {
    "behind words that name nothing": (
        "There was evidence on the risk of pain reported in those treated "
        "(RR 0.5, 95% CI 0.3 to 0.8)."
    ),
    "a known outcome": "The data on pain were as follows (RR 0.5, 95% CI 0.3 to 0.8).",
    "the result before": f"{SENTENCE} It was so later (RR 0.7, 95% CI 0.5 to 0.9).",
}


@pytest.mark.parametrize("text", GUESSED.values(), ids=GUESSED)
def test_an_outcome_that_no_wording_gives_away_is_guessed_and_not_kept(text):
    result = extract(text)[-1]
    assert (result.outcome.name, result.why) == ("pain", "unsure")


def test_of_two_alike_the_one_that_is_kept_is_returned():
    unsure = "Pain fell (RR 0.50, 95% CI 0.30 to 0.80)."
    sure = "Mint oil reduces pain compared with any control (RR 0.50, 95% CI 0.30 to 0.80)."
    assert [r.why for r in extract(unsure)] == ["unsure"]
    assert [r.why for r in extract(unsure, sure)] == [""]


def test_a_control_that_nobody_names_is_some_control():
    named, unnamed = (
        extract(SENTENCE)[0],
        extract("Mint oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8).")[0],
    )
    assert fields(unnamed) == ("mint oil", "any control", "pain")
    assert unnamed.score < named.score


def test_a_control_that_only_another_sentence_names_makes_it_likelier_and_is_not_claimed():
    text = "Mint oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8)."
    other = "Mint oil reduces mortality compared with sham (RR 0.7, 95% CI 0.5 to 0.9)."
    (alone,), (first, _) = extract(text), extract(text, other)
    assert first.score > alone.score
    assert (first.comparators, first.why) == ((), "")


def test_what_another_trial_compared_is_not_what_the_one_before_did():
    text = (
        "One trial compared mint oil with usual care. Another trial found that pain was lower "
        "(MD -2, 95% CI -3 to -1)."
    )
    assert "usual care" not in fields(extract(text)[-1])
    assert fields(extract(text.replace("One trial", "Two trials"))[-1])[1] == "usual care"


def test_what_names_nothing_is_no_control():
    text = (
        "Pain was lower in those given mint oil compared to those not (RR 0.5, 95% CI 0.3 to 0.8)."
    )
    assert fields(extract(text)[0])[1] == "any control"


def test_a_placebo_that_was_named_is_not_forgotten_for_control():
    text = (
        "One trial of uncertain quality compared mint oil with placebo. Pain did not differ "
        "between the mint oil and control groups (RR 0.9, 95% CI 0.7 to 1.2)."
    )
    assert fields(extract(text)[-1]) == ("mint oil", "placebo", "pain")


def test_control_is_no_treatment_of_another_sentence():
    text = (
        "Mint oil was compared with fennel and pain was lower. "
        "Mortality did not differ between the mint oil and control groups."
    )
    assert fields(extract(text)[-1]) == ("mint oil", "", "mortality")


def test_half_a_treatment_has_the_rest_of_what_it_is_compared_with():
    objective = "To assess the effects of timing of feeding for cramps in adults."
    text = "Early versus late feeding reduced pain (RR 0.5, 95% CI 0.3 to 0.8)."
    assert fields(extract(text, objective=objective)[0]) == (
        "early feeding",
        "late feeding",
        "pain",
    )


def test_a_treatment_that_was_asked_about_is_no_outcome():
    objective = "To assess the effects of very early mobilisation for cramps in adults."
    text = "Pain occurred in 7% who received mobilisation (OR 1.27, 95% CI 0.95 to 1.70)."
    assert [r.outcome.name for r in extract(text, objective=objective)] == ["pain"]


def test_an_outcome_that_no_word_of_measuring_bears_out_is_unsure():
    text = "Mint oil reduced crowding out compared with placebo (RR 0.5, 95% CI 0.3 to 0.8)."
    assert [r.why for r in extract(text)] == ["unsure"]


def test_arms_carried_to_a_sentence_that_names_another_treatment_are_doubted():
    text = "Three trials compared mint oil with sham. Pain fell (RR 0.5, 95% CI 0.3 to 0.8)."
    plain_, contested = (
        extract(text)[-1],
        extract(text.replace("Pain fell", "With fennel in both arms pain fell"))[-1],
    )
    assert plain_.score > contested.score


def test_what_the_question_names_beside_a_treatment_may_be_no_control():
    objective = "To compare the effects of mint oil and adverse events in adults with cramps."
    (result,) = extract("Pain fell (RR 0.5, 95% CI 0.3 to 0.8).", objective=objective)
    assert fields(result)[1] != "adverse events"


def test_a_bracket_that_was_never_closed_ends_with_its_sentence():
    text = (
        "Mint oil reduced pain (RR 0.5 (95% CI 0.3 to 0.8). "
        "Mint oil reduced mortality (RR 0.6, 95% CI 0.4 to 0.9)."
    )
    assert [r.outcome.name for r in extract(text)] == ["pain", "mortality"]


def test_a_second_measure_without_an_interval_is_not_kept():
    text = SENTENCE.replace("0.80;", "0.80; RD 12%;")
    assert [r.why for r in extract(text)] == ["", "second measure"]


def test_shares_beside_several_results_are_nobodys():
    text = (
        "Mint oil reduced pain (5% versus 9% with placebo; RR 0.5, 95% CI 0.3 to 0.8) "
        "and mortality (RR 0.6, 95% CI 0.4 to 0.9)."
    )
    assert {r.quantity.kind for r in extract(text)} == {"risk_ratio"}


def test_a_control_of_another_treatment_is_not_carried():
    text = "Mint oil was compared with fennel. Rose oil reduces pain (RR 0.5, 95% CI 0.3 to 0.8)."
    results = extract(text, objective="To assess the effects of rose oil for cramps in adults.")
    assert [fields(r) for r in results] == [("rose oil", "any control", "pain")]


NUMBERED = {
    "behind it": ("The MDs were -0.5 (95% CI -0.9 to -0.1) for pain", "pain"),
    "at a time": ("There was no difference in mortality at: end of treatment", "mortality"),
    "a verb": ("Fewer of the participants taking mint oil died", "mortality"),
    "a heading": ("Mortality: we found no clear difference", "mortality"),
    "the clause before": ("Pain was lower with mint oil; the estimate was", "pain"),
    "better than": ("Mint oil was better than placebo for pain", "pain"),
    "a share": ("Fewer had at least 50% pain relief with mint oil", "at least 50% pain relief"),
    "within the measure": ("The risk ratio of mortality with mint oil compared to it", "mortality"),
}


@pytest.mark.parametrize(("words", "outcome"), NUMBERED.values(), ids=NUMBERED)
def test_the_outcome_is_found_where_it_stands(words, outcome):
    text = words if "CI" in words else f"{words} (RR 0.50, 95% CI 0.30 to 0.80)."
    (result,) = extract(text)
    assert fields(result)[2] == outcome


def test_events_of_both_arms_may_stand_between_an_outcome_and_its_number():
    text = (
        "Risks were lower with mint oil (pain: 3/40 versus 9/41; RR 0.5, 95% CI 0.3 to 0.8, "
        "and mortality: 1/40 versus 2/41; RR 0.6, 95% CI 0.1 to 5.0)."
    )
    assert [fields(r)[2] for r in extract(text)] == ["pain", "mortality"]


def test_another_time_is_the_same_outcome():
    text = (
        "Mint oil reduced mortality at 30 days (RR 0.5, 95% CI 0.3 to 0.8) "
        "or in the long term (RR 0.7, 95% CI 0.5 to 0.9)."
    )
    assert [fields(r)[2] for r in extract(text)] == ["mortality", "mortality"]


COUNTS = {
    "before the bracket": ("Two trials (131 adults) found that mint oil reduced pain", (2, 131)),
    "a trial": ("Another trial found that mint oil reduced pain", (1, None)),
    "of the review": ("We included 12 trials in which mint oil reduced pain", (None, None)),
    "the sentence before": ("One trial (90 adults) was small. Mint oil reduced pain", (1, 90)),
    "several before": ("Three trials (90 adults) were small. Mint oil reduced pain", (None, None)),
}


@pytest.mark.parametrize(("words", "counts"), COUNTS.values(), ids=COUNTS)
def test_counts_outside_the_bracket_are_the_results(words, counts):
    (result,) = extract(f"{words} (RR 0.50, 95% CI 0.30 to 0.80).")
    assert (result.n_trials, result.n_participants) == counts


WORDED = {
    "verb": ("Mint oil may reduce pain and mortality.", "decrease"),
    "more with": ("There was less pain with mint oil than with placebo.", "decrease"),
    "more than": ("Mint oil caused more adverse events than placebo.", "increase"),
    "noun": ("There was a large reduction in pain with mint oil.", "decrease"),
    "good": ("Mint oil improved pain.", "decrease"),
    "does not": ("Mint oil may not reduce pain.", "no_difference"),
    "not better at": ("Mint oil is not more effective than gum at reducing pain.", "no_difference"),
    "similar": ("Pain was similar in both groups.", "no_difference"),
}


@pytest.mark.parametrize(("text", "direction"), WORDED.values(), ids=WORDED)
def test_a_difference_stated_without_numbers_is_a_row(text, direction):
    results = extract(text)
    assert results
    assert {(r.direction, r.quantity) for r in results} == {(direction, None)}


def test_that_nobody_knows_is_a_result_too():
    (result,) = extract("It is uncertain whether mint oil reduces pain.")
    assert (result.outcome.name, result.direction, result.quantity) == ("pain", "unclear", None)


def test_what_a_sentence_says_behind_its_last_number_is_read():
    text = (
        "Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8) and mortality, "
        "but increased adverse events."
    )
    assert [(r.outcome.name, r.direction) for r in extract(text)] == [
        ("pain", "decrease"),
        ("mortality", "decrease"),
        ("adverse events", "increase"),
    ]


def test_a_clause_that_ends_before_the_one_of_a_number_is_a_result_of_its_own():
    text = (
        "There was no difference in mortality, but mint oil reduced pain (RR 0.5, 95% CI 0.3 to "
        "0.8)."
    )
    assert [(r.outcome.name, r.direction) for r in extract(text)] == [
        ("pain", "decrease"),
        ("mortality", "no_difference"),
    ]


def test_words_that_the_number_behind_them_bears_out_are_no_second_result():
    text = "Mint oil may reduce pain, but it is uncertain (RR for pain 0.5, 95% CI 0.3 to 0.8)."
    assert [r.outcome.name for r in extract(text)] == ["pain"]


def test_a_list_of_numbers_may_end_in_outcomes_without_one():
    text = (
        "There was no difference in pain (RR 0.9, 95% CI 0.7 to 1.2), mortality, and adverse "
        "events."
    )
    assert [(r.outcome.name, r.direction) for r in extract(text)] == [
        ("pain", "no_difference"),
        ("mortality", "no_difference"),
        ("adverse events", "no_difference"),
    ]


def test_what_a_sentence_announces_the_next_one_measures():
    text = (
        "For mortality, two trials compared mint oil with placebo. The RR was 0.5 (95% CI 0.3 to "
        "0.8)."
    )
    assert [(r.outcome.name, r.quantity.value) for r in extract(text)] == [("mortality", 0.5)]


def test_a_number_that_names_nothing_is_of_what_was_told_before():
    text = (
        "Compared with placebo, mint oil reduced mortality. The estimate for relative risk was 0.5 "
        "(95% CI 0.3 to 0.8)."
    )
    assert [(r.outcome.name, r.why) for r in extract(text)] == [
        ("mortality", ""),
        ("mortality", "unsure"),
    ]


def test_what_no_wording_takes_for_an_outcome_may_stand_in_quotation_marks():
    (result,) = extract(
        "They were at less risk of being 'not improved' (RR 0.5, 95% CI 0.3 to 0.8)."
    )
    assert (result.outcome.text, result.why) == ("not improved", "unsure")


def test_a_result_after_a_guess_has_the_guess():
    text = (
        "The data on pain were as follows (RR 0.5, 95% CI 0.3 to 0.8) "
        "and in the long term (RR 0.7, 95% CI 0.5 to 0.9)."
    )
    assert [(r.outcome.name, r.why) for r in extract(text)] == [("pain", "unsure")] * 2


def test_outcomes_listed_in_a_parenthesis_are_outcomes():
    text = "Mint oil had no effect on other outcomes (pain, mortality and adverse events)."
    assert [r.outcome.name for r in extract(text)] == ["pain", "mortality", "adverse events"]


def test_a_comparison_without_outcome_is_of_what_people_have():
    (result,) = extract("Mint oil was no better than placebo.")
    assert (result.outcome.text, result.direction, result.why) == (
        "cramps",
        "no_difference",
        "unsure",
    )


def test_a_time_behind_a_number_is_when_it_was_measured():
    text = "Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8) at two weeks."
    assert [r.timeframe for r in extract(text)] == ["2 wk"]


def test_how_far_something_went_goes_the_way_of_the_words():
    (result,) = extract("Mint oil reduced pain by 22% (95% CI 10% to 33%) compared with placebo.")
    assert (result.quantity.kind, result.direction) == ("relative_change", "decrease")


NO_RESULT = {
    "not reported": "The trials did not report pain or mortality.",
    "no trials": "We did not find any trials of mint oil for reducing pain.",
    "neither": "Neither trial measured pain.",
    "plan": "We planned to assess whether mint oil reduces pain.",
    "no trial": "No trial reported whether mint oil reduces pain.",
    "research": "Further research may improve pain.",
}


@pytest.mark.parametrize("text", NO_RESULT.values(), ids=NO_RESULT)
def test_what_was_not_found_is_no_result(text):
    assert extract(text) == []


GRADED = {
    "before them": (
        "Low-certainty evidence shows that mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8) "
        "and mortality (RR 0.6, 95% CI 0.4 to 0.9).",
        ["low", "low"],
    ),
    "behind both": (
        "Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8) and mortality "
        "(RR 0.6, 95% CI 0.4 to 0.9) (both low-certainty evidence).",
        ["low", "low"],
    ),
    "of its own": (
        "Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8; low-certainty evidence) and mortality "
        "(RR 0.6, 95% CI 0.4 to 0.9).",
        ["low", None],
    ),
}


@pytest.mark.parametrize(("text", "levels"), GRADED.values(), ids=GRADED)
def test_a_grade_is_of_all_results_where_it_says_so(text, levels):
    assert [r.certainty for r in extract(text)] == levels


UNITS = {
    "a scale": ("Mint oil reduced pain scores (MD -2.0, 95% CI -3.0 to -1.0).", "score"),
    "points": ("Mint oil reduced pain (MD -2.0 points, 95% CI -3.0 to -1.0).", "score"),
    "a unit": ("Mint oil reduced pain (MD -2.0 days, 95% CI -3.0 to -1.0).", "d"),
    "none": ("Mint oil reduced pain (MD -2.0, 95% CI -3.0 to -1.0).", "unstated"),
}


@pytest.mark.parametrize(("text", "unit"), UNITS.values(), ids=UNITS)
def test_a_unit_that_is_not_printed_is_not_made_up(text, unit):
    (result,) = extract(text)
    assert result.quantity.unit == unit


def test_a_grade_in_the_sentence_after_is_the_results():
    text = "Mint oil reduced pain (RR 0.5, 95% CI 0.3 to 0.8). The quality of evidence was low."
    (result,) = extract(text)
    assert result.certainty == "low"


def test_the_same_result_twice_is_kept_once():
    assert len(extract(SENTENCE, SENTENCE)) == 1


def test_arms_named_the_other_way_round_are_turned():
    said = "Pain was higher in the placebo group than the mint oil group"
    (result,) = extract(f"{said} (OR 0.4, 95% CI 0.2 to 0.7).")
    assert fields(result)[:2] == ("mint oil", "placebo")
    assert result.direction == "decrease"


OF_WHOM = {
    "with the treatment": ("Pain was less frequent with mint oil.", "decrease"),
    "with the control": ("Pain was less frequent in the placebo group.", "increase"),
    "with what is called control": ("Pain was more frequent in the control group.", "decrease"),
    "in favour of the control": ("Results favoured placebo for pain.", "increase"),
    "set against each other": ("Pain was less with mint oil than with placebo.", "decrease"),
}


@pytest.mark.parametrize(("text", "direction"), OF_WHOM.values(), ids=OF_WHOM)
def test_what_is_told_of_the_control_goes_the_other_way_with_the_treatment(text, direction):
    objective = "To assess the effects of mint oil compared with placebo for cramps in adults."
    (result,) = extract(text, objective=objective)
    assert (result.intervention.name, result.direction) == ("mint oil", direction)


def test_what_is_said_of_both_treatments_is_said_of_each():
    found = extract("Both mint oil and fennel reduced pain.")
    assert [(r.intervention.name, r.direction) for r in found] == [
        ("mint oil", "decrease"),
        ("fennel", "decrease"),
    ]


def test_of_two_changes_that_and_joins_the_number_is_of_the_last():
    text = (
        "Mint oil showed less mortality and an increased risk of pain (RR 1.78, 95% CI 1.2 to 2.6)."
    )
    assert [(r.outcome.name, r.direction) for r in extract(text) if r.quantity] == [
        ("pain", "increase")
    ]


def test_numbers_of_a_list_without_words_between_them_are_unsure_of_the_first_outcome():
    text = (
        "The RRs (95% CI) of pain, sleep and mood were 0.5 (0.3-0.7), 0.6 (0.4-0.8) and "
        "0.7 (0.5-0.9)."
    )
    found = [r for r in extract(text) if r.quantity]
    assert [(r.quantity.kind, r.quantity.value) for r in found] == [
        ("risk_ratio", 0.5),
        ("risk_ratio", 0.6),
        ("risk_ratio", 0.7),
    ]
    assert [r.why for r in found[1:]] == ["unsure", "unsure"]


def test_a_comparator_that_takes_in_the_treatment_is_unsure_where_no_sentence_names_it():
    objective = "To assess the effects of mint oil compared with mint oil plus fennel for cramps."
    (result,) = extract("Mint oil reduced pain.", objective=objective)
    (named,) = extract("Mint oil reduced pain compared with mint oil plus fennel.")
    assert (result.why, named.why) == ("unsure", "")


def test_what_no_trial_compared_is_no_comparator():
    text = (
        "Mint oil reduced pain compared with placebo, but there are no trials comparing mint oil "
        "with fennel."
    )
    assert {r.comparators[0].name for r in extract(text)} == {"placebo"}


def test_a_clause_that_sets_others_against_each_other_has_arms_of_its_own():
    text = (
        "Mint oil reduced pain compared with placebo, but fennel led to higher mortality than "
        "usual care."
    )
    assert [fields(result) for result in extract(text)] == [
        ("mint oil", "placebo", "pain"),
        ("fennel", "usual care", "mortality"),
    ]


WAYS = {
    "a hazard of what is good": (
        "Mint oil improved progression-free survival (HR 0.5, 95% CI 0.3 to 0.8).",
        "increase",
    ),
    "a hazard of what is bad": ("Mint oil and mortality: HR 0.5, 95% CI 0.3 to 0.8.", "decrease"),
    "the word of a number needed to treat": (
        "Pain was higher with mint oil than with placebo (NNT 17, 95% CI 9 to 130).",
        "increase",
    ),
    "people who are spared something": (
        "The NNT with mint oil to prevent one more death was 42 (95% CI 24 to 775).",
        "decrease",
    ),
    "a difference without an interval": (
        "Pain was significantly less with mint oil than with placebo (SMD 0.4).",
        "decrease",
    ),
    "an aside is no way": (
        "There was no difference with mint oil for mortality (RR 0.9, 95% CI 0.7 to 1.2) and "
        "pain (less than 4 points) (RR 0.9, 95% CI 0.8 to 1.04).",
        "no_difference",
    ),
    "not different": (
        "Mint oil was not statistically different for pain (RR 0.9, 95% CI 0.7 to 1.2).",
        "no_difference",
    ),
    "no more common": (
        "Pain was no more common on mint oil than on placebo (RR 0.9, 95% CI 0.7 to 1.2).",
        "no_difference",
    ),
    "no longer significant": (
        "The effect of mint oil on pain was no longer significant (RR 0.9, 95% CI 0.7 to 1.2).",
        "no_difference",
    ),
}


@pytest.mark.parametrize(("text", "way"), WAYS.values(), ids=WAYS)
def test_which_way_a_number_goes_is_told_by_its_measure_and_its_words(text, way):
    *_, result = extract(text)
    assert result.direction == way


def test_what_is_called_good_against_a_number_is_not_kept():
    text = "Pain improved with mint oil compared with placebo (OR 2.0, 95% CI 1.5 to 3.0)."
    (result,) = extract(text)
    assert result.why == "words against number"


def test_a_number_in_a_sentence_of_its_own_is_what_the_words_before_it_called_it():
    text = (
        "Mint oil did not reduce pain compared with placebo. "
        "The pooled RR for pain was 0.9 (95% CI 0.7 to 1.2)."
    )
    assert extract(text)[-1].direction == "no_difference"


def test_what_is_excepted_from_no_difference_differed():
    text = "Mint oil did not differ from placebo in any outcome, except for pain."
    assert "pain" not in [fields(result)[2] for result in extract(text)]


def test_outcomes_listed_by_semicolons_in_a_bracket_with_brackets_of_its_own_are_outcomes():
    text = (
        "For all other outcomes, for which there were data (mortality; pain (at night); sleep "
        "quality), mint oil may make little or no difference."
    )
    assert {fields(r)[2] for r in extract(text)} >= {"mortality", "pain", "sleep quality"}

"""The readers of extraction, each by itself: abstracts, phrases, comparisons, outcomes, numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evidence.extract.abstracts import plain, read_abbreviations
from pipeline.evidence.extract.checks import REASONS, contradicts_shares, fault_of
from pipeline.evidence.extract.comparisons import read_comparison
from pipeline.evidence.extract.effects import read_certainty, read_effects
from pipeline.evidence.extract.outcomes import read_outcome
from pipeline.evidence.extract.phrases import WORDS, better_of, outcome_phrase
from pipeline.evidence.extract.shares import read_shares
from pipeline.evidence.extract.unnumbered import read_unnumbered
from pipeline.records import Quantity


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("RR 0.5, 95%CI 0.3 to 0.7", "RR 0.5, 95% CI 0.3 to 0.7"),
        ("RR 0.5, 95% 0.3 to 0.7", "RR 0.5, 95% CI 0.3 to 0.7"),
        ("MD 1, 95% CI \u2010 0.7 to 2", "MD 1, 95% CI -0.7 to 2"),
        ("95% of people", "95% of people"),
        ("RR 2.90 CI 1.32 to 6.35", "RR 2.90, 95% CI 1.32 to 6.35"),
        ("RR 0.95 CI 0.80 to 1.10", "RR 0.95, 95% CI 0.80 to 1.10"),
        ("RR 1.2, 95% Cl 1.1 to 1.4", "RR 1.2, 95% CI 1.1 to 1.4"),
        ("RR (95% CI) = 0.74 (0.61 to 0.90)", "RR 0.74 (95% CI 0.61 to 0.90)"),
        ("95% CI 0.61 to 1,14", "95% CI 0.61 to 1.14"),
        ("RR (95%) = 0.74 (0.61 to 0.90)", "RR 0.74 (95% CI 0.61 to 0.90)"),
        ("-5.2 points [-8.0, -2.3]", "-5.2 points (95% CI -8.0 to -2.3)"),
        (
            "RR 0.5 (95% CI 0.4 to 0.6) and 0.6 (0.5 to 0.7)",
            "RR 0.5 (95% CI 0.4 to 0.6) and 0.6 (95% CI 0.5 to 0.7)",
        ),
        ("NNT 2.5 (2 to 4; 3 trials)", "NNT 2.5 (95% CI 2 to 4; 3 trials)"),
        ("RR, 95% CI: 0.88 [0.80, 0.97]", "RR 0.88 (95% CI 0.80 to 0.97)"),
        ("95% CI -7.06, -3.34", "95% CI -7.06 to -3.34"),
        ("95% CI 0.5, 3 trials", "95% CI 0.5, 3 trials"),
        ("aged 65 (60 to 70)", "aged 65 (60 to 70)"),
        ("RR of 0.50 (0.30-0.70)", "RR of 0.50 (95% CI 0.30 to 0.70)"),
        ("ages 30.5 (20.5-40.5)", "ages 30.5 (20.5-40.5)"),
        ("a score of 3 [4, 5]", "a score of 3 [4, 5]"),
    ],
)
def test_slips_in_intervals_are_mended(written, wanted):
    assert plain(written) == wanted


def test_abbreviations_need_their_letters_in_order():
    text = "Mint oil capsules (MOC) and fennel tea (XYZ) were given."
    assert read_abbreviations(text) == {"MOC": "Mint oil capsules"}


@pytest.mark.parametrize("entry", list(WORDS["better"]), ids=lambda e: e["example"])
def test_every_word_for_better_reads_its_example(entry):
    marked = re.search(r"\[(.+)\]", entry["example"])[1]
    found = re.search(entry["pattern"], entry["example"].replace("[", "").replace("]", ""), re.I)
    assert found is not None
    assert found[0] == marked


@pytest.mark.parametrize("family", ["objective", "null", "unknown"])
def test_every_wording_reads_its_example(family):
    for entry in WORDS[family]:
        text = entry["example"].replace("[", "").replace("]", "").rstrip(".")
        found = re.search(entry["pattern"], text, re.IGNORECASE)
        assert found is not None, entry["name"]
        marked = re.search(r"\[(.+)\]", entry["example"])[1]
        assert (found.groupdict().get("what") or found[0]) == marked


@pytest.mark.parametrize(
    ("phrase", "better"),
    [
        ("pain relief", "higher"),
        ("pain", "lower"),
        ("not cured", "lower"),
        ("treatment failure", "lower"),
        ("quality of life", "higher"),
        ("serum zinc", None),
        ("no relapse", "higher"),
        ("no improvement", "lower"),
    ],
)
def test_the_words_of_an_outcome_say_which_way_is_good(phrase, better):
    assert better_of(phrase) == better


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the risk of wound infection in women who", "wound infection"),
        ("the number of people with at least one fall compared with", "fall"),
        ("mortality at 12 months", "mortality"),
        ("they were", ""),
        ("the groups", ""),
        ("12.5 of", ""),
        ("birthweight less than 2500 g in women", "birthweight less than 2500 g"),
        ("global perceived effect at one year", "global perceived effect"),
        ("heart rate with", "heart rate"),
        ("relapse rates with", "relapse"),
        ("90 seconds", ""),
        ("during the first year", ""),
        ("additional harmful outcome", ""),
        ("other outcomes such as recovery", "recovery"),
        ("one death in the", "death"),
        ("adjusted for seizure type", ""),
        ("random effects", ""),
        ("last nine months", ""),
        ("first three months postpartum", ""),
        ("second-line therapy", ""),
        ("first-line treatment failure", "first-line treatment failure"),
        ("schools or colleges", ""),
        ("majority of participants", ""),
        ("infants given the extract", ""),
        ("possible benefit from mint", ""),
        ("caries-inhibiting", ""),
        ("most systemic", ""),
        ("healing emerged among", "healing"),
        ("moderate reduction in cramps", "cramps"),
        ("numbers with at least one adverse effect", "adverse effect"),
        ("days taken to achieve full feeding", "days taken to achieve full feeding"),
        ("failure to achieve remission was", "failure to achieve remission"),
        ("pain other than cramps was", "pain other than cramps"),
        ("proportion of children who had no relapse at", "no relapse"),
        ("number of patients without improvement of cramps", "no improvement of cramps"),
        ("trend towards satisfaction with", "satisfaction"),
        ("effectiveness of mint oil in preventing cramps", "cramps"),
        ("any specific illness including asthma", "asthma"),
        ("composite outcome of death", ""),
        ("sample size was", ""),
        ("death from liver cancer at", "death from liver cancer"),
        ("death from any cause at", "death"),
        ("per lesion", ""),
        ("corresponding to the change", ""),
        ("unit improvement", ""),
        ("possible small increase in cramps", "cramps"),
        ("similarly sleep quality was", "sleep quality"),
        ("grades of bleeding", "bleeding"),
        ("lower respiratory infections in", "lower respiratory infections"),
        ("lower mortality in", "mortality"),
        ("morning systolic", "morning systolic blood pressure"),
        ("cramps by seven units", "cramps"),
        ("no response to treatment", "no response to treatment"),
        ("participants with no important response did", "no response"),
        ("itching, cramps or dizziness", "itching, cramps or dizziness"),
        ("itching, cramps were", "itching"),
    ],
)
def test_an_outcome_is_cut_out_of_its_sentence(text, phrase):
    assert outcome_phrase(text) == phrase


COMPARISONS = {
    "heading": ("1. Mint oil versus fennel (2 trials, 80 people)", "Mint oil", "fennel"),
    "compared in front": ("Compared with sham, mint oil may reduce cramps", "mint oil", "sham"),
    "compared behind": ("Mint oil reduced cramps compared to usual care", "Mint oil", "usual care"),
    "than with": ("Pain was lower with mint oil than with placebo", "mint oil", "placebo"),
    "two groups": ("Pain in the mint oil group versus the sham group", "mint oil", "sham"),
    "between": ("No difference in pain between mint oil and fennel at last", "mint oil", "fennel"),
    "two against one": (
        "No differences between mint oil and gum compared with sham for pain",
        "mint oil and gum",
        "sham",
    ),
    "trials compared": ("Three trials compared mint oil with usual care", "mint oil", "usual care"),
    "both against placebo": ("A trial compared gum and tea with placebo", "gum and tea", "placebo"),
    "both to another": ("Trials compared gum and tea to rest", "gum and tea", "rest"),
    "compared to treat": ("Trials compared gum and tea to treat cramps", "gum", "tea"),
    "with and to": ("One trial compared gum along with tea to rest", "gum along with tea", "rest"),
    "respect": ("Trials compared gum and tea with respect to cramps", "gum", "tea"),
    "who received it": (
        "Pain rose in women with intact membranes who received gum versus no gum",
        "gum",
        "no gum",
    ),
    "passive": ("When mint oil was compared with placebo, pain fell", "mint oil", "placebo"),
    "those given": ("Women given mint oil had less pain than those given sham", "mint oil", "sham"),
    "over": ("There was no benefit for mint oil over fennel for pain", "mint oil", "fennel"),
    "not different from": ("Mint oil was not different from gum for pain", "Mint oil", "gum"),
    "a number behind": ("Pain fell by 2 compared to placebo of 3.4 points", "Pain fell", "placebo"),
    "time between": ("There were 5 days between mint oil and discharge", "", ""),
    "efficacy and safety": ("Trials comparing efficacy and safety of gum with tea", "gum", "tea"),
    "after": ("Pain was less common after gum than after tea", "gum", "tea"),
    "other than": ("Pain other than cramps fell with mint oil", "Pain other", ""),
    "between groups": ("No difference between groups for gait or balance", "", ""),
    "a list": ("Women on mint oil, tea, and gum versus sham", "mint oil, tea, and gum", "sham"),
    "after an opening": ("At one year, mint oil versus sham", "mint oil", "sham"),
    "a reduction is no verb": ("Osteotomy versus open reduction", "Osteotomy", "open reduction"),
    "no intervention group": (
        "Pain in the mint oil group versus the no intervention group",
        "mint oil",
        "no intervention",
    ),
    "did not differ": ("Mint oil and fennel did not differ for pain", "Mint oil", "fennel"),
    "gerund": ("Rinsing was compared with preventing cramps", "Rinsing", ""),
    "no comparison": ("Mint oil probably reduces cramps", "Mint oil", ""),
    "the time tells them apart": (
        "Pain was less in women who received mint oil early than in women who received mint oil "
        "after birth",
        "mint oil early",
        "mint oil after birth",
    ),
    "the tool tells them apart": (
        "No difference between birth with a lance and birth with a needle for pain",
        "birth with a lance",
        "birth with a needle",
    ),
    "another control in brackets": (
        "Pain was less with mint oil than with no gum (or late gum)",
        "mint oil",
        "no gum or late gum",
    ),
    "or with": (
        "Mint oil reduced pain compared with placebo or with an active control",
        "Mint oil",
        "placebo or active control",
    ),
    "what the control includes": (
        "Mint oil had fewer harms than gum including nausea", "Mint oil", "gum"
    ),
    "two between against an idle one": (
        "No difference between mint oil and gum and using placebo for pain",
        "mint oil and gum",
        "placebo",
    ),
    "both in the first arm": (
        "The trial compared mint oil and gum with gum alone in adults", "mint oil and gum", "gum"
    ),
    "people who run into the control": (
        "Compared with gum people allocated mint oil had less pain", "", "gum"
    ),
    "before and after": ("Pain was similar before and after mint oil compared with rest", "", ""),
    "what befell the control": (
        "Three on mint oil versus two of 84 in the control group died",
        "mint oil",
        "control",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "first", "second"), COMPARISONS.values(), ids=COMPARISONS)
def test_a_sentence_tells_what_it_compares(text, first, second):
    found = read_comparison(text)
    assert (found.intervention, found.comparator) == (first, second)


OUTCOMES = {
    "object": ("Mint oil probably improves recovery", "recovery"),
    "opener": ("For recovery, it made little or no difference", "recovery"),
    "difference between": ("There was no difference between mint oil and sham in pain", "pain"),
    "measure of": ("The mean difference for reading was", "reading"),
    "subject": ("Hospital stay was shorter with mint oil", "Hospital stay"),
    "fewer": ("There may be fewer people lost to care with this model", "people lost to care"),
    "effect of A against B on": ("The effects of tea compared to usual care on gait", "gait"),
    "increase with": ("Adverse events increase with tea when compared to sham", ""),
    "events that lead to": (
        "Adverse events leading to withdrawal",
        "Adverse events leading to withdrawal",
    ),
    "without": (
        "It decreased the number of people without relief of cramps",
        "no relief of cramps",
    ),
    "had no": ("Children who had no relapse", "no relapse"),
    "announced": ("Risks of two outcomes: mortality at one year", "mortality"),
    "withdrawals and why": (
        "12 left the study early due to side effects",
        "withdrawals due to side effects",
    ),
    "effect on": ("We do not know the effects on relapse", "relapse"),
    "people of an opener": ("Concerning people with gout, mint oil did not change pain", "pain"),
    "people before it": ("For those with gout, mint oil did not change pain", "pain"),
    "a name with and": (
        "The Positive and Negative Mood Scale was",
        "Positive and Negative Mood Scale",
    ),
    "no intervention on": (
        "There was no difference between mint oil in addition to tea and no intervention on sleep",
        "sleep",
    ),
}


@pytest.mark.parametrize(("lead", "phrase"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_words_before_a_number_name_the_outcome(lead, phrase):
    assert read_outcome(lead)[0] == phrase


def test_a_later_result_is_often_its_outcome_alone():
    assert read_outcome(", and for sleep quality", is_first=False) == ("sleep quality", "list")


def test_a_later_result_may_say_what_its_events_led_to():
    lead = "and fewer adverse effects requiring discontinuation of therapy (average"
    wanted = "adverse effects requiring discontinuation of therapy"
    assert read_outcome(lead, is_first=False) == (wanted, "list")


def test_a_label_in_the_parenthesis_beats_the_lead():
    assert read_outcome("No benefit was seen", label="swelling") == ("swelling", "label")


def test_the_people_a_sentence_opens_with_are_no_outcome():
    text = "In people with gout, results for pain were similar in both groups."
    assert "gout" not in {found.outcome for found in read_unnumbered(text)}


def test_a_list_of_outcomes_without_numbers_is_taken_apart():
    text = "There was no significant difference in mortality, infection or length of stay."
    outcomes = [stated.outcome for stated in read_unnumbered(text)]
    assert outcomes == ["mortality", "infection", "length of stay"]


EFFECTS = {
    "behind": ("Pain fell (RR 0.50, 95% CI 0.30 to 0.80; 3 trials, 200 women).", 0.5, 3, 200),
    "in front": ("Pain fell (1 RCT, N = 227, RR 0.34, 95% CI 0.01 to 8.31).", 0.34, 1, 227),
    "with signs": ("Pain (OR 1.7, 95% CI 1 to 3; participants = 125; studies = 4)", 1.7, 4, 125),
    "commas": ("Pain (RR 1.5, 95% CI 1.3 to 1.7, six trials).", 1.5, 6, None),
    "no parenthesis": ("The RR was 0.5 (95% CI 0.3 to 0.8; 2 trials, 40 adults).", 0.5, 2, 40),
    "years of people": ("Pain (HR 0.8, 95% CI 0.6 to 1; 256 person-years; 4 trials)", 0.8, 4, None),
    "no label": ("Pain fell (4.2 mm, 95% CI 1.0 to 7.0; 2 trials).", 4.2, 2, None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value", "k", "n"), EFFECTS.values(), ids=EFFECTS)
def test_counts_belong_to_the_number_beside_them(text, value, k, n):
    (effect,) = read_effects(text)
    assert (effect.quantity.value, effect.n_trials, effect.n_participants) == (value, k, n)


def test_several_results_of_one_parenthesis_keep_their_labels_and_counts():
    text = (
        "No benefit (depth: MD 0.03 mm, 95% CI -0.14 to 0.20; 5 trials, 148 people; "
        "bleeding: MD 2.6, 95% CI -8.8 to 14.1; 3 trials, 80 people)."
    )
    first, second = read_effects(text)
    assert (first.label, first.n_trials, first.n_participants) == ("depth", 5, 148)
    assert (second.label, second.n_trials, second.n_participants) == ("bleeding", 3, 80)


def test_what_a_measure_in_brackets_is_of_is_its_label():
    text = (
        "It helped (RR for relapse 0.46, 95% CI 0.30 to 0.72, RR weight gain 1.4, 95% CI 1 to 2)."
    )
    assert [e.label for e in read_effects(text)] == ["relapse", "weight gain"]


def test_two_measures_of_one_outcome_share_their_counts():
    text = "Pain fell (RR 0.5, 95% CI 0.3 to 0.8; RD -0.1, 95% CI -0.2 to -0.05; 3 trials, 90 men)."
    assert [(e.n_trials, e.n_participants) for e in read_effects(text)] == [(3, 90), (3, 90)]


MEASURES = {
    "one measure for all": (
        "The MD was 0.4 (95% CI 0.1 to 0.7) at one week and 0.6 (95% CI 0.2 to 1.0) at two.",
        [("mean_difference", 0.4), ("mean_difference", 0.6)],
    ),
    "told again in people": (
        "Pain fell (RR 0.5, 95% CI 0.3 to 0.8), or 69 fewer (95% CI 93 fewer to 32 fewer).",
        [("risk_ratio", 0.5)],
    ),
    "not of the measure before": (
        "The RR was 0.5 (95% CI 0.3 to 0.8), or 1.1 (95% CI 0.8 to 1.5) times higher.",
        [("risk_ratio", 0.5)],
    ),
    "a value outside of the interval": (
        "MD -0.2, equal to 11 letters, 95% CI -0.4 to 0.1.",
        [("mean_difference", -0.2)],
    ),
    "how far": ("It cut pain by 22% (95% CI 10% to 33%).", [("relative_change", 0.22)]),
    "a share": ("Pain was seen in 22% (95% CI 10% to 33%).", []),
    "of a vaccine": (
        "Vaccine efficacy in year 1 was 69% (95% CI 63% to 74%).",
        [("relative_change", 0.69)],
    ),
    "below nought": ("Pain fell (-1.6 (95% CI -2.5 to -0.3)).", [("mean_difference", -1.6)]),
    "a count where a ratio was": (
        "Pain fell (HR 0.5, 95% CI 0.4 to 0.6), so that 144 (95% CI 121 to 168) had it.",
        [("hazard_ratio", 0.5)],
    ),
    "named far before": (
        "The NNT for at least half of the pain relief was 2.4 (95% CI 1.9 to 3.1).",
        [("number_needed_to_treat", 2.4)],
    ),
    "means of both arms": ("Stay was 2 days versus 5 days (95% CI 4 to 9).", []),
    "a slope": ("The coefficient was -1.6 (95% CI -2.5 to -0.3).", []),
}


@pytest.mark.parametrize(("text", "found"), MEASURES.values(), ids=MEASURES)
def test_a_number_with_an_interval_has_the_measure_that_its_sentence_names(text, found):
    assert [(e.quantity.kind, e.quantity.value) for e in read_effects(text)] == found


def test_a_time_behind_a_number_is_its_own_and_not_the_next_ones():
    text = (
        "The MD for pain was 0.4 (95% CI 0.1 to 0.7) at one week; 0.6 (95% CI 0.2 to 1.0) at "
        "two weeks, and for sleep at three weeks 0.5 (95% CI 0.1 to 0.9)."
    )
    assert [e.when.strip() for e in read_effects(text)] == ["at one week", "at two weeks", ""]
    assert "week" not in read_effects(text)[1].lead


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("; very low-certainty evidence)", "very_low"),
        ("; low- to moderate-quality evidence)", "low"),
        ("The certainty of the evidence was high", "high"),
        ("; moderate-level certainty)", "moderate"),
        ("high doses and low weight", None),
    ],
)
def test_the_certainty_is_read_and_of_two_the_lower(text, certainty):
    assert read_certainty(text) == certainty


def quantity(value, low=None, high=None, kind="risk_ratio"):
    return Quantity(value, "ratio", kind, low=low, high=high, bound="ci95", resolution=0.01)


FAULTS = {
    "sound": (quantity(0.5, 0.3, 0.8), ""),
    "at its limit": (quantity(0.5, 0.5, 0.8), ""),
    "past its limit": (quantity(0.5, 0.51, 0.8), "point outside interval"),
    "outside": (quantity(0.5, 0.6, 0.8), "point outside interval"),
    "no ratio": (quantity(-0.5, -0.8, -0.3), "ratio not positive"),
    "too large": (quantity(25.0, 20.0, 30.0, "standardised_mean_difference"), "too large"),
    "beyond one": (quantity(1.5, 1.2, 1.8, "risk_difference"), "share out of range"),
    "too many events": (quantity(1.2, kind="proportion"), "more events than people"),
}


@pytest.mark.parametrize(("given_", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_number_that_cannot_be_right_is_told_from_one_that_can(given_, reason):
    assert fault_of(given_) == reason
    assert not reason or reason in REASONS


def test_a_ratio_may_differ_from_its_shares_by_weights_but_not_by_more():
    assert not contradicts_shares(0.7, 0.10, 0.20)
    assert contradicts_shares(1.5, 0.10, 0.20)


SHARES = {
    "one pair": ("Fever in 12% with mint compared with 20% with placebo.", [(0.12, 0.2)]),
    "several": ("Fever (12% versus 20%), rash (5% versus 9%).", [(0.12, 0.2), (0.05, 0.09)]),
    "each in its arm": (
        "Fever in 3/30 (10%) in the mint group and 6/30 (20%) in the placebo group.",
        [(0.1, 0.2)],
    ),
    "three arms": ("Fever in 5% versus 7% versus 9%.", [(0.05, 0.07)]),
    "nobody says whose": ("Fever and rash in 12% versus 20% and 5% versus 9%, respectively.", []),
    "two things": ("Fever was seen in 12% of women and 20% left early.", []),
}


@pytest.mark.parametrize(("text", "pairs"), SHARES.values(), ids=SHARES)
def test_shares_are_read_where_they_stand_beside_each_other(text, pairs):
    assert [(s.treated.value, s.control.value) for s in read_shares(text, [])] == pairs


def test_a_later_pair_of_shares_has_the_words_before_it_for_its_own():
    first, second = read_shares("Fever (12% versus 20%), rash (5% versus 9%).", [])
    assert (first.lead, second.lead.strip(" ),")) == ("Fever", "rash")
    assert (first.is_first, second.is_first) == (True, False)


@given(st.text(alphabet="RO MD(95%CI,;:0.123-to)[]ab\u2010", max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_readers(text):
    for effect in read_effects(text):
        assert fault_of(effect.quantity) in {"", *REASONS}
    read_outcome(text)
    read_comparison(text)
    read_unnumbered(text)
    read_shares(text, [])

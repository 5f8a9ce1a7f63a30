"""Clauses without numbers: what they say, and of what."""

from __future__ import annotations

import re

import pytest
from spans import drawn

from pipeline.evidence.extract.phrases import WORDS
from pipeline.evidence.extract.unnumbered import read_unnumbered

STATED = {
    "a list": ("There was no difference in pain, sleep or mood.", "no_difference", 3),
    "a list before the verb": ("Pain, sleep and mood did not differ.", "no_difference", 3),
    "a list behind a colon": (
        "It is uncertain whether mint oil is better for the outcomes: pain; sleep; and mood.",
        "unknown",
        3,
    ),
    "a time within the list": ("Mint oil may reduce pain at six months and nausea.", "decrease", 2),
    "adjectives that share a noun": (
        "There was no difference in nocturnal and severe pain.",
        "no_difference",
        2,
    ),
    "examples": (
        "It had no effect on other outcomes such as pain and sleep.",
        "no_difference",
        2,
    ),
    "what is included": (
        "It improved a number of outcomes including pain, sleep and mood.",
        "improve",
        3,
    ),
    "more common": ("Pain was more common after surgery.", "increase", 1),
    "none found": ("Of all trials none found an effect on pain.", "no_difference", 1),
    "not shown": ("The data do not show a higher rate of pain.", "no_difference", 1),
    "no more of it": ("There was no increased risk of pain or nausea.", "no_difference", 2),
    "no sign of it": ("There was no indication that mint oil increased pain.", "no_difference", 1),
    "no evidence provided": (
        "They did not provide evidence that mint oil affected pain.",
        "no_difference",
        1,
    ),
    "no effect suggested": (
        "It does not suggest a protective effect of mint oil on pain or sleep.",
        "no_difference",
        2,
    ),
    "no other": ("No other significant effects on pain were seen.", "no_difference", 1),
    "no evidence of effects": (
        "There was no evidence for immediate or lasting effects of mint oil on pain or sleep.",
        "no_difference",
        2,
    ),
    "none of those who": (
        "None of the participants who underwent repair developed pain.",
        "no_difference",
        1,
    ),
    "no influence": ("Age did not show any significant influence on pain.", "no_difference", 1),
    "no intervention reported": (
        "Trials comparing mint oil with no intervention reported reduced pain and nausea.",
        "decrease",
        2,
    ),
    "the same": ("Although pain was the same in both groups.", "no_difference", 1),
    "no intervention": (
        "Mint oil compared with no intervention reduced pain.",
        "decrease",
        1,
    ),
    "a good effect was seen": ("Favourable effects were seen on pain.", "improve", 1),
    "mixed, behind a long list": (
        "The evidence for outcomes such as pain, sleep, mood, fatigue, physical function, walking "
        "speed, quality of life and time off work was mixed.",
        "unknown",
        8,
    ),
    "none were seen": ("There were no reported adverse effects of mint oil.", "no_difference", 1),
    "no cases": ("There were no cases of adverse reactions or pain.", "no_difference", 2),
    "nobody had": ("No participants developed severe pain.", "no_difference", 1),
    "found by none": ("None of the trials found serious adverse events.", "no_difference", 1),
    "was less": ("Pain was significantly lower with mint oil.", "decrease", 1),
    "went": ("Pain fell significantly.", "decrease", 1),
    "showed": ("Pain scores showed a small reduction.", "decrease", 1),
    "a greater reduction": ("Mint oil led to greater reductions in pain.", "decrease", 1),
    "the reduction was greater": (
        "The reduction in pain was greater with mint oil.",
        "decrease",
        1,
    ),
    "less effective": ("Mint oil was less effective than gum for pain.", "worsen", 1),
    "more effective": ("Mint oil was more effective than gum for pain.", "improve", 1),
    "at reducing": ("Mint oil was more effective than gum at reducing pain.", "decrease", 1),
    "relieved more": ("Mint oil relieved more severe pain than gum.", "decrease", 1),
    "not affected": ("Pain and sleep were not affected by mint oil.", "no_difference", 2),
    "not found to": ("Mint oil was not found to reduce pain or nausea.", "no_difference", 2),
    "no strong evidence": (
        "No strong evidence was found for a reduction in pain.",
        "no_difference",
        1,
    ),
    "whether they are": (
        "We are uncertain whether pain, sleep or mood are improved by mint oil.",
        "unknown",
        3,
    ),
    "the longest list": (
        "Mint oil was effective in controlling pain, for improving sleep or for mood.",
        "improve",
        3,
    ),
    "a list of aims": (
        "There was no difference in preventing pain from old wounds, in reducing the incidence of "
        "nausea or in the length of stay.",
        "no_difference",
        3,
    ),
    "a short word between": (
        "There was no difference in pain, days, sleep or mood.",
        "no_difference",
        3,
    ),
    "not significant": (
        "Pain, sleep and mood did not reach statistical significance.",
        "no_difference",
        3,
    ),
    "not to differ": ("Pain was reported not to differ greatly.", "no_difference", 1),
    "people who": (
        "There was no difference in the number of people who had pain, who needed surgery, and who "
        "experienced episodes of vomiting.",
        "no_difference",
        3,
    ),
    "between groups of": (
        "There was no difference between any of the groups in rates of pain or vomiting.",
        "no_difference",
        2,
    ),
    "a protocol": ("Use of a feeding protocol was associated with reduced pain.", "decrease", 1),
    "of whom": ("Pain in older patients was improved by mint oil.", "improve", 1),
    "nothing happened": ("No serious adverse events were reported.", "no_difference", 1),
    "named in the clause before": (
        "One trial measured pain, and found no difference.",
        "no_difference",
        1,
    ),
    "nobody knows": ("We are uncertain about the effect of mint oil on pain.", "unknown", 1),
    "too little evidence": (
        "There was insufficient evidence to determine the effect of mint oil on pain.",
        "unknown",
        1,
    ),
    "better": ("Results favoured mint oil for pain.", "improve", 1),
    "in favour": (
        "There was low-quality evidence in favour of mint oil for pain and in sleep.",
        "improve",
        2,
    ),
    "a benefit of some term": ("There was no short-term benefit in pain.", "no_difference", 1),
    "lack of evidence": (
        "There was a lack of evidence for an effect of mint oil on pain or sleep.",
        "no_difference",
        2,
    ),
    "neutral effects": ("Mint oil showed neutral effects on pain.", "no_difference", 1),
    "none of the outcomes": (
        "None of the other outcomes such as pain, sleep and mood showed any difference.",
        "no_difference",
        3,
    ),
    "none of the trials": (
        "None of the other trials demonstrated a reduction in pain.",
        "no_difference",
        1,
    ),
    "neither trial": ("Neither trial reported a clear difference in pain.", "no_difference", 1),
    "no differences reported": ("No differences were reported in pain.", "no_difference", 1),
    "nothing of the treatment": (
        "No adverse effects of mint oil were observed.",
        "no_difference",
        1,
    ),
    "conflicting": ("We found conflicting results for pain and sleep.", "unknown", 2),
    "inconsistent": ("The data on pain were inconsistent.", "unknown", 1),
    "a list that leads": ("Pain, sleep and mood showed an improvement.", "improve", 3),
    "there were more": (
        "There was more pain in treated patients, who fell ill, than in others.",
        "increase",
        1,
    ),
    "of all causes": (
        "There were no differences for pain, and all-cause mortality between the groups.",
        "no_difference",
        2,
    ),
    "behind a colon": (
        "In this review it was tolerated: the rate of pain did not differ.",
        "no_difference",
        1,
    ),
    "and so on": (
        "There was no difference in pain at one year; or in sleep.",
        "no_difference",
        2,
    ),
    "rare": ("Severe pain was very rare.", "told", 1),
    "what came of it": ("Mint oil sometimes resulted in pain, itch or rash.", "told", 3),
}


@pytest.mark.parametrize(("text", "change", "n"), STATED.values(), ids=STATED)
def test_unnumbered_reads_the_verdict_and_every_outcome_of_it(text, change, n):
    found = read_unnumbered(text)
    assert ([one.change for one in found], len(found)) == ([change] * n, n)
    assert any("pain" in one.outcome.lower() or "adverse" in one.outcome for one in found)


def test_unnumbered_clauses_have_verdicts_of_their_own():
    found = read_unnumbered("Mint oil reduced pain, but there was no difference in sleep.")
    assert [(one.outcome, one.change) for one in found] == [
        ("pain", "decrease"),
        ("sleep", "no_difference"),
    ]


CLAUSES = {
    "lower": (
        "Mint oil led to similar pain and a lower rate of falls.",
        [("pain", "no_difference"), ("falls", "decrease")],
    ),
    "an adverb": (
        "Mint oil reduced pain, reduced itch and modestly improved sleep.",
        [("pain", "decrease"), ("itch", "decrease"), ("sleep", "improve")],
    ),
    "with none": (
        "Mint oil was associated with improved sleep, with no reported adverse effects.",
        [("sleep", "improve"), ("adverse effects", "no_difference")],
    ),
    "one trial after another": (
        "One found fewer falls, one found lower rates of pain, the other found no change in mood.",
        [("falls", "decrease"), ("pain", "decrease"), ("mood", "no_difference")],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), CLAUSES.values(), ids=CLAUSES)
def test_unnumbered_changes_that_and_joins_go_each_its_way(text, wanted):
    assert [(one.outcome, one.change) for one in read_unnumbered(text)] == wanted


def test_unnumbered_behind_words_that_lead_on_a_list_is_unsure():
    text = "There was no difference in pain, leaving the trial early due to falls, sleep and mood."
    found = read_unnumbered(text)
    assert [one.outcome for one in found][-2:] == ["sleep", "mood"]
    assert [one.how for one in found] == ["null", "beyond", "beyond"]


def test_unnumbered_behind_what_it_is_compared_with_a_list_has_ended():
    text = "There was no difference in pain and sleep compared with gum, tea and rest."
    assert [one.outcome for one in read_unnumbered(text)] == ["pain", "sleep"]


def test_unnumbered_what_goes_its_own_way_is_no_more_of_a_list():
    text = "There was no difference in pain at one year, sleep was significantly better with gum."
    assert [one.outcome for one in read_unnumbered(text)] == ["pain"]


def test_unnumbered_two_verdicts_that_only_and_joins_are_two_results():
    text = "Mint oil reduced pain, and gum was no better than placebo for sleep."
    assert [(one.outcome, one.change) for one in read_unnumbered(text)] == [
        ("pain", "decrease"),
        ("sleep", "no_difference"),
    ]


def test_unnumbered_what_goes_without_a_change_did_not_change():
    text = "Mint oil may lower the risk of pain without increasing the risk of vomiting."
    assert [(one.outcome, one.change) for one in read_unnumbered(text)] == [
        ("pain", "decrease"),
        ("vomiting", "no_difference"),
    ]


def test_unnumbered_the_last_of_a_list_of_numbers_has_their_verdict():
    found = read_unnumbered(" and nausea.", before="Mint oil reduced pain")
    assert [(one.outcome, one.change) for one in found] == [("nausea", "decrease")]


def test_unnumbered_a_comparison_that_names_no_outcome_is_of_what_was_told_before():
    (found,) = read_unnumbered("It was not more effective than no treatment.")
    assert (found.outcome, found.change) == ("", "no_difference")


def test_unnumbered_a_treatment_is_no_outcome_and_the_next_wording_is_asked():
    text = "Effects of mint oil were better for pain."
    assert [one.outcome for one in read_unnumbered(text)] == ["mint oil"]
    found = read_unnumbered(text, is_arm=lambda phrase: phrase == "mint oil")
    assert [one.outcome for one in found] == ["pain"]


def test_unnumbered_what_ends_a_list_of_numbers_has_the_verdict_of_the_list():
    found = read_unnumbered(", sleep, mood and nausea.", before="There was no difference in pain")
    assert [(one.outcome, one.change) for one in found] == [
        ("sleep", "no_difference"),
        ("mood", "no_difference"),
        ("nausea", "no_difference"),
    ]


def test_unnumbered_what_happened_to_people_names_the_outcome():
    (found,) = read_unnumbered("More people died with gum.")
    assert (found.outcome, found.change) == ("mortality", "increase")


@pytest.mark.parametrize("family", ["null_in", "unknown_in", "changed", "told"])
def test_unnumbered_every_wording_reads_its_example(family):
    for entry in WORDS[family]:
        text, (span,) = drawn(entry["example"])
        found = re.search(entry["pattern"], text, re.IGNORECASE)
        assert found is not None, entry["name"]
        assert found.span("o") == span, entry["name"]


SILENT = {
    "not reported": "The trials did not report pain.",
    "no trials found": "We did not find any trials that reduce pain.",
    "no data": "No trial measured pain.",
    "a plan": "We planned to assess whether mint oil reduces pain.",
    "bias": "The trials were at high risk of bias for pain.",
    "no verdict": "Pain was measured on a scale.",
    "what a scale means": "Pain was rated with higher scores indicating more severe pain.",
    "nobody told": "No trial reported adverse events.",
    "none told": "No data on adverse events were reported.",
    "no more trials": "No other completed trials on pain were identified.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_unnumbered_reads_nothing_where_nothing_is_found(text):
    assert read_unnumbered(text) == []


def test_what_was_alike_besides_is_a_clause_of_its_own():
    found = read_unnumbered("Mint oil reduced pain with comparable mood and sleep.")
    assert [(stated.outcome, stated.change) for stated in found] == [
        ("pain", "decrease"),
        ("mood", "no_difference"),
        ("sleep", "no_difference"),
    ]


def test_no_evidence_that_it_works_denies_of_what_was_told_before():
    (found,) = read_unnumbered("There was little to no evidence for the efficacy of mint oil.")
    assert (found.outcome, found.change) == ("", "no_difference")


OPENED_LISTS = {
    "not known": "For pain, sleep quality at one week, or serious falls we are uncertain.",
    "with a comma": "For pain, sleep quality, and serious falls, there was no clear difference.",
    "do not know if": "For pain, sleep quality, or serious falls we do not know if it helps.",
}


@pytest.mark.parametrize("text", OPENED_LISTS.values(), ids=OPENED_LISTS)
def test_a_list_that_opens_a_statement_is_of_all_of_its_outcomes(text):
    found = [one.outcome for one in read_unnumbered(text)]
    assert found == ["pain", "sleep quality", "serious falls"]


def test_people_who_open_a_statement_are_no_list_of_outcomes():
    found = read_unnumbered("For men, women and children, there was no difference in pain.")
    assert [one.outcome for one in found] == ["pain"]

"""Who got what, against what, for what, measured how: one sentence for each way to say it."""

import re

import pytest
from normalise.reading import claims_in, last_statement
from spans import drawn

from pipeline.normalise.fields import (
    compared_regions,
    read_form,
    read_route,
    read_species,
)
from pipeline.resources import word_list

READERS = {"form": read_form, "route": read_route, "species": read_species}


def name(concept):
    return concept.name if concept is not None else None


INTERVENTION = {
    "before the verb": ("Ginger eases nausea.", "ginger"),
    "after by": ("Nausea is eased by ginger.", "ginger"),
    "in the clause before": (
        "Migraine responds to acupuncture, and it lowers stress.",
        "acupuncture",
    ),
    "not what it is compared with": (
        "Unlike aspirin, acupuncture prevents migraine.",
        "acupuncture",
    ),
    "not a dummy": ("Half improved with acupuncture and 41% with sham acupuncture.", "acupuncture"),
    "not what the verb acts on": ("Exercise increases vitamin D levels.", "exercise"),
    "nobody treated": ("About 20% of adults have chronic pain.", None),
    "of the heading": ("# Guide\n\n## Yoga\n\nIt lowers blood pressure.", "yoga"),
    "of the title": ("# Yoga\n\nThe practice lowers blood pressure.", "yoga"),
    "the heading beats the title": ("# Yoga\n\n## Garlic\n\nIt lowers blood pressure.", "garlic"),
    "its own word beats both": ("# Yoga\n\n## Garlic\n\nGinger eases nausea.", "ginger"),
    "a general word takes the heading's": (
        "# Vitamin C\n\nRegular supplements shorten colds by 8%.",
        "vitamin C",
    ),
    "of the list's stem": ("Ginger helps with:\n\n- nausea", "ginger"),
    "what is covered": ("Medicare covers acupuncture for low back pain.", "acupuncture"),
    "what is covered, though something is denied": (
        "# Yoga\n\nNICE recommends reducing and then stopping homeopathy.",
        "homeopathy",
    ),
    "a word of change may be in its name": (
        "# Yoga\n\nReducing salt lowers blood pressure.",
        "reduced salt intake",
    ),
    "not what a warned person takes": (
        "# Ginkgo\n\nTaken with warfarin or aspirin it can cause bleeding.",
        "ginkgo",
    ),
    "not who takes it": ("# Ginkgo\n\nIt is safe for women on tamoxifen.", "ginkgo"),
    "of nothing, where a condition causes": (
        "# Yoga\n\nBack pain that increases stress is the leading cause of disability.",
        None,
    ),
    "of no treatment, in a reference": (
        "# Yoga\n\nLee AB, Park C. Roots and people. The Lancet. 2019;3:12.",
        None,
    ),
    "of a reference's own title": (
        "# Yoga\n\nLee AB, Park C. Ginger and people. The Lancet. 2019;3:12.",
        "ginger",
    ),
    "not of the sentence before, where a stranger is named": (
        "Ginger eases nausea. Laser relieves back pain.",
        None,
    ),
    "it, behind where it was": (
        "# Ginger\n\nSenna relieves constipation. In a trial of 90 people, it reduced bloating.",
        "senna",
    ),
    "what the sentence before begins with, for it": (
        "# Ginger\n\nSenna relieves constipation. It reduces bloating.",
        "senna",
    ),
    "for a chain of it": (
        "# Ginger\n\nSenna relieves constipation. It is cheap. It reduces bloating.",
        "senna",
    ),
    "not what the sentence before ends with": (
        "# Ginger\n\nMany people ask us about senna. It reduces bloating.",
        "ginger",
    ),
    "not of the paragraph before": (
        "# Ginger\n\nSenna relieves constipation.\n\nIt reduces bloating.",
        "ginger",
    ),
    "nothing, where something is eaten that it knows not": (
        "# Ginger\n\nEating quinces lowers blood pressure.",
        None,
    ),
    "of an unknown row beside rows of treatments": (
        "# Yoga\n\n| Remedy | Change |\n|---|---|\n| Yoga | -31% |\n| Ginger | -3% |\n"
        "| Foot cones | -9% |",
        None,
    ),
    "what a text calls its topic is no stranger": (
        "# Yoga\n\nRegular practice lowers blood pressure.",
        "yoga",
    ),
    "a part of its name is no stranger": (
        "# Compression stockings\n\nCompression relieves pain.",
        "compression stockings",
    ),
    "the body that certifies": ("She is certified by the NCCAOM.", "NCCAOM certification"),
    "of the row's header": ("| Remedy | Change |\n|---|---|\n| Yoga | -31% |", "yoga"),
}


@pytest.mark.parametrize(("text", "expected"), INTERVENTION.values(), ids=INTERVENTION)
def test_fields_read_what_was_done(nlp, text, expected):
    assert name(last_statement(nlp, text).intervention) == expected


CONDITION = {
    "what people have, behind its share": (
        "Low back pain disables people, and 40% of adults have migraine.",
        "migraine",
    ),
    "nothing of the article's topic": (
        "# Yoga for migraine\n\nAbout 8% of adults have a yoga mat.",
        None,
    ),
    "nothing of the topic, it adds": (
        "# Yoga for migraine\n\nAbout 8% of adults have a yoga mat, it adds.",
        None,
    ),
    "it, of the article's topic": (
        "# Yoga for migraine\n\nAbout 8% of adults have it.",
        "migraine",
    ),
    "object": ("Ginger eases nausea.", "nausea"),
    "after in": ("Memory loss in Alzheimer's disease is slowed by ginkgo.", "Alzheimer disease"),
    "not a cause": ("Zinc shortens colds caused by an infection.", "common cold"),
    "not a side effect": ("St John's wort causes headaches.", None),
    "carried on by a pronoun": (
        "Migraine attacks follow stress; magnesium prevents them.",
        "migraine",
    ),
    "of the sentence before": ("Headaches are common. About 30% of adults have them.", "headache"),
    "of the heading": ("# Acupuncture\n\n## Insomnia\n\nIt improves sleep quality.", "insomnia"),
    "of the title": ("# Yoga for back pain\n\nThe practice lowers blood pressure.", "back pain"),
    "a promise leans on no sentence": (
        "Chronic pain wears people out. Yoga lowers stress.",
        "stress",
    ),
    "in a list": ("Acupuncture treats migraine, insomnia and back pain.", "back pain"),
    "of the column": ("| Remedy | Less nausea |\n|---|---|\n| Ginger | 31% |", "nausea"),
    "none": ("Garlic lowers blood pressure.", None),
}


@pytest.mark.parametrize(("text", "expected"), CONDITION.values(), ids=CONDITION)
def test_fields_read_what_was_treated(nlp, text, expected):
    assert name(last_statement(nlp, text).condition) == expected


COMPARATORS = {
    "none": ("Ginger eases nausea.", []),
    "than": ("Ginger works better than placebo for nausea.", ["placebo"]),
    "compared with": ("Yoga lowered pain compared with no treatment.", ["no treatment"]),
    "versus": ("Pain fell by 20% versus usual care.", ["usual care"]),
    "pooled": (
        "Acupuncture beat sham or usual care: 52% of patients improved.",
        ["sham", "usual care"],
    ),
    "a drug": ("Acupuncture works better than aspirin for migraine.", ["aspirin"]),
    "outperforms": ("Massage outperforms medication for back pain.", ["medication"]),
    "a dummy without a marker": (
        "Half improved with needles and 41% with sham acupuncture.",
        ["sham"],
    ),
    "a drug without a marker is none": ("Acupuncture cuts medication use in migraine by 30%.", []),
    "of whom a number is": (
        "Pain fell by 30% with yoga, compared with 11% of those in physical therapy.",
        ["another treatment"],
    ),
    "against a number": ("Nausea fell by 30%, against 9% on placebo.", ["placebo"]),
    "than with": ("Ginger eased nausea more than with no treatment at 4 weeks.", ["no treatment"]),
    "before the clause": ("Compared with placebo, ginger cut nausea by 9%.", ["placebo"]),
    "a dummy by its word": (
        "Yoga eased pain in more people than with a dummy capsule.",
        ["placebo"],
    ),
    "a dummy device": ("Wristbands eased nausea no better than dummy bands.", ["sham"]),
    "those who did not": (
        "Nausea fell by 9% more with ginger than in those who did not take it.",
        ["no treatment"],
    ),
    "as much as": ("Yoga lowers blood pressure as much as aspirin.", ["aspirin"]),
    "no difference from": (
        "Yoga made no difference from massage for back pain.",
        ["another treatment"],
    ),
    "an alternative to": ("Yoga is an effective alternative to aspirin for migraine.", ["aspirin"]),
    "more than a number is none": ("Yoga eased pain in more than 900 people on aspirin.", []),
    "no placebo is none": ("Yoga eased pain by 20%, but no placebo was given.", []),
    "a citation has none": (
        "Nausea: see the 2019 review in Pain of placebo (Lee et al., 2019).",
        [],
    ),
    "not beyond its phrase": (
        "Yoga beat usual care in people who took placebo before.",
        ["usual care"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), COMPARATORS.values(), ids=COMPARATORS)
def test_fields_read_what_it_was_compared_with(nlp, text, expected):
    assert [c.name for c in last_statement(nlp, text).comparators] == expected


OUTCOME = {
    "named": ("Melatonin improves sleep quality.", "sleep quality"),
    "responders": (
        "60% of patients responded to acupuncture.",
        "responders (at least 50% better)",
    ),
    "named beats responders": ("83% slept better after acupuncture.", "sleep quality"),
    "cost": ("A massage costs $90 on average.", "cost"),
    "none of what a body does": ("Medicare covers acupuncture.", None),
    "whether people get it": (
        "Folic acid lowers the risk of preeclampsia.",
        "risk of getting it",
    ),
    "the risk of what is measured": ("Aspirin lowers the risk of a stroke.", "strokes"),
    "what is prevented in people who have something else": (
        "Zinc prevents vomiting in children with diarrhea.",
        "vomiting",
    ),
    "whether people get what is prevented": ("Zinc prevents diarrhea.", "risk of getting it"),
    "risk": ("Yoga lowers the risk of falls in older adults.", "rate of falls"),
    "a share that has it": ("12% of adults suffer from nausea.", "prevalence"),
    "unsaid": ("Turmeric helps with arthritis.", None),
    "a harm that is a condition": ("Side effects of ginger include heartburn.", "heartburn"),
    "a harm of its own": ("Side effects of kava include liver failure.", "liver injury"),
    "not what the harmed people have": (
        "Ginger has side effects in people with gout.",
        "adverse events",
    ),
}


@pytest.mark.parametrize(("text", "expected"), OUTCOME.values(), ids=OUTCOME)
def test_fields_read_what_was_measured(nlp, text, expected):
    assert name(last_statement(nlp, text).outcome) == expected


POPULATION = {
    "older adults": ("Melatonin improves sleep quality in older adults.", "older adults"),
    "pregnant": ("Ginger is safe for pregnant women.", "pregnant women"),
    "people in general": ("Ginger eases nausea.", None),
}


@pytest.mark.parametrize(("text", "expected"), POPULATION.values(), ids=POPULATION)
def test_fields_read_in_whom(nlp, text, expected):
    assert name(last_statement(nlp, text).population) == expected


HOW = {
    "tea": ("Chamomile tea reduces anxiety.", "form", "tea"),
    "capsules": ("Ginger capsules ease nausea.", "form", "capsule"),
    "an infusion into a vein is no tea": (
        "Iron infusion therapy eases fatigue.",
        "form",
        "injection",
    ),
    "no form": ("Ginger eases nausea.", "form", None),
    "by mouth": ("Peppermint oil by mouth eases bloating.", "route", "oral"),
    "on the skin": ("Arnica applied to the skin eases bruises.", "route", "topical"),
    "no route": ("Ginger eases nausea.", "route", None),
    "mice": ("In mice, turmeric reduced inflammation.", "species", "animal"),
    "cells": ("In vitro, garlic reduced inflammation.", "species", "in_vitro"),
    "people": ("Turmeric reduced inflammation.", "species", "human"),
    "hedged": ("Yoga may ease stress.", "hedge", "possible"),
    "hedged before the clause": ("Trials suggest that yoga eases stress.", "hedge", "suggested"),
    "proven": ("Acupuncture has been proven to cure migraine.", "hedge", "proven"),
    "bare": ("Yoga eases stress.", "hedge", "none"),
    "cause": ("Yoga eases stress.", "causal", "causal"),
    "company": ("Acupuncture is associated with less pain.", "causal", "associative"),
    "denied": ("Garlic does not lower blood pressure.", "negated", True),
    "not denied": ("Garlic lowers blood pressure.", "negated", False),
}


@pytest.mark.parametrize(("text", "field", "expected"), HOW.values(), ids=HOW)
def test_fields_read_how_it_was_given_and_said(nlp, text, field, expected):
    assert getattr(last_statement(nlp, text), field) == expected


def test_fields_dose_and_time_are_numbers_of_the_clause(nlp):
    statement = last_statement(nlp, "Taking 500 mg of magnesium cut leg cramps by 30% in 8 weeks.")
    assert (statement.dose.value, statement.dose.unit) == (500, "mg")
    assert (statement.timeframe.value, statement.timeframe.unit) == (8, "wk")


def test_fields_concepts_carry_the_words_as_written(nlp):
    statement = last_statement(nlp, "GINGER eases Nausea.")
    assert (statement.intervention.text, statement.condition.text) == ("GINGER", "Nausea")


def test_fields_each_of_several_conditions_makes_a_claim_of_its_own(nlp):
    claims = claims_in(nlp, "Acupuncture treats migraine, insomnia and back pain.")
    assert [c.statement.condition.name for c in claims] == ["migraine", "insomnia", "back pain"]
    assert len({c.claim_id for c in claims}) == 3


# --- pieces ------------------------------------------------------------------------------


def test_fields_compared_regions_end_with_the_phrase():
    text = "It works better than placebo for colds, not more."
    assert [text[a:b].strip() for a, b in compared_regions(text, 0, len(text))] == ["placebo"]


@pytest.mark.parametrize("family", ["form", "route", "species"])
def test_fields_names_are_told_once(family):
    names = [entry["name"] for entry in word_list("fields")[family]]
    assert names == list(dict.fromkeys(names))


def test_fields_species_is_people_where_unsaid():
    assert read_species("Twelve nurses slept better.") == "human"


NAMED = {
    f"{family} {entry['name']}": (family, entry)
    for family in ("form", "route", "species")
    for entry in word_list("fields")[family]
}


@pytest.mark.parametrize(("family", "entry"), NAMED.values(), ids=NAMED)
def test_fields_words_find_their_own_example(family, entry):
    text, (span,) = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == span
    assert READERS[family](text) == entry["name"]


PARTS = {entry["name"]: entry for entry in word_list("fields")["part"]}


@pytest.mark.parametrize("entry", PARTS.values(), ids=PARTS)
def test_fields_what_stands_beside_a_number_is_found_in_its_example(entry):
    text, (span,) = drawn(entry["example"])
    before = entry["where"] in {"before"}
    start, end = (0, span[1]) if before else (span[0], len(text))
    part = text[start : span[1]] if entry["where"] == "between" else text[start:end]
    found = re.search(entry["pattern"], part, re.IGNORECASE)
    assert found is not None
    assert (start + found.start(), start + found.end()) == span

"""Phrases of abstracts become concepts; the concepts here are few and invented."""

from __future__ import annotations

import re

import pytest

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.extract.conditions import read_condition
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.stripping import (
    names_nothing,
    plain_arm,
    plain_outcome,
    softer_arms,
    softer_outcomes,
)
from pipeline.resources import word_list

ENTRIES = (
    ConceptEntry("X-ZINC", "zinc", "intervention"),
    ConceptEntry("X-IRON", "iron", "intervention"),
    ConceptEntry("X-SURGERY", "surgery", "intervention"),
    ConceptEntry("D013514", "an operation", "intervention"),
    ConceptEntry("X-VITAMIN-K", "vitamin K", "intervention"),
    ConceptEntry("X-INJECTIONS", "injections", "intervention"),
    ConceptEntry("X-MUMPS-VACCINE", "mumps vaccine", "intervention"),
    ConceptEntry("X-SOAP", "soap", "intervention", synonyms=("surfactant",)),
    ConceptEntry("D011663", "pulmonary surfactant", "intervention"),
    ConceptEntry("X-PLACEBO", "placebo", "comparator"),
    ConceptEntry("X-SHAM", "sham", "comparator"),
    ConceptEntry("X-NO-TREATMENT", "no treatment", "comparator"),
    ConceptEntry("X-USUAL-CARE", "usual care", "comparator"),
    ConceptEntry("X-OTHER-TREATMENT", "another treatment", "comparator"),
    ConceptEntry("X-WAITLIST", "waiting list", "comparator"),
    ConceptEntry("X-CONTROL", "any control", "comparator"),
    ConceptEntry("X-IMPROVEMENT", "improvement", "outcome", better="higher"),
    ConceptEntry("X-PAIN", "pain scores", "outcome", better="lower"),
    ConceptEntry("X-MORTALITY", "mortality", "outcome", better="lower"),
    ConceptEntry("D010146", "pain", "condition"),
    ConceptEntry("D009369", "cancer", "condition"),
    ConceptEntry("D014947", "wounds", "condition", synonyms=("injury", "injuries")),
    ConceptEntry("D001249", "asthma", "condition"),
    ConceptEntry("X-BRITTLE-ASTHMA", "brittle asthma", "condition", ("D001249",)),
    ConceptEntry("D019584", "hot flushes", "condition"),
    ConceptEntry("D007565", "jaundice", "condition"),
)


MEASURED = {
    "a known one at its end": ("severe pain scores", True),
    "a known one before a preposition": ("pain scores in labour", True),
    "a beginning": ("time to first rash", True),
    "an end": ("voided volume", True),
    "an end before a preposition": ("wet nights per week", True),
    "the ending of an illness": ("oral mucositis", True),
    "a measure of nothing": ("index", False),
    "a treatment": ("mint oil massage", False),
    "half a sentence": ("patients rated as much", False),
}


@pytest.mark.parametrize(("phrase", "measured"), MEASURED.values(), ids=MEASURED)
def test_words_of_measuring_bear_an_outcome_out(namer, phrase, measured):
    assert namer.heads(phrase) is measured


@pytest.fixture
def namer():
    return Namer(ConceptIndex(ENTRIES))


PLAIN_ARMS = {
    "use": ("the use of zinc", "zinc"),
    "treatment with": ("treatment with zinc", "zinc"),
    "an amount": ("zinc 20 mg/kg daily", "zinc"),
    "what was done": ("zinc given for six weeks", "zinc"),
    "whoever got it": ("preterm infants randomised to early zinc", "early zinc"),
    "beside usual care": ("zinc plus usual care", "zinc"),
    "with or without": ("zinc with or without iron", "zinc"),
    "a stray parenthesis": ("adverse events (zinc", "zinc"),
    "between": ("a difference between zinc", "zinc"),
    "alone": ("zinc alone", "zinc"),
    "how often": ("once-weekly zinc", "zinc"),
    "how long": ("a five-day course of zinc", "zinc"),
    "two lengths": ("short seven- or eight-day courses of zinc", "zinc"),
    "what is done to give it": ("prophylactic administration of zinc", "prophylactic zinc"),
    "how it went": ("zinc doses produced similar results", "zinc"),
    "what its group did": ("zinc group developed rashes", "zinc"),
    "a group that is treated as such": ("family group therapy", "family group therapy"),
    "whom it was given": ("people allocated zinc", "zinc"),
    "what it is to do": ("zinc to reduce fever", "zinc"),
    "its illness": ("zinc treatment of colds", "zinc"),
    "a way of giving it stays": ("oral zinc", "oral zinc"),
    "nothing to take off": ("early high-dose zinc", "early high-dose zinc"),
}


@pytest.mark.parametrize(("phrase", "plain"), PLAIN_ARMS.values(), ids=PLAIN_ARMS)
def test_a_treatment_loses_what_names_nothing(phrase, plain):
    assert plain_arm(phrase) == plain


PLAIN_OUTCOMES = {
    "a time": ("mortality at 12 months", "mortality"),
    "the end of treatment": ("mortality at the end of treatment", "mortality"),
    "a count": ("the number of participants with falls", "falls"),
    "a term": ("short-term mortality", "mortality"),
    "at least stays": ("at least 50% pain relief", "at least 50% pain relief"),
}


@pytest.mark.parametrize(("phrase", "plain"), PLAIN_OUTCOMES.values(), ids=PLAIN_OUTCOMES)
def test_an_outcome_loses_times_and_counts(phrase, plain):
    assert plain_outcome(phrase) == plain


def test_softer_names_end_before_they_are_empty():
    assert list(softer_arms("zinc therapy programme")) == ["zinc therapy", "zinc"]
    assert list(softer_arms("therapy")) == []
    assert list(softer_outcomes("clinical pain scores")) == [
        "clinical pain",
        "pain scores",
        "pain",
    ]


NOTHING = {
    "early": ("early", "arm", True),
    "the intervention": ("the intervention", "arm", True),
    "weeks of treatment": ("weeks of treatment", "arm", True),
    "an adverb": ("routinely", "arm", True),
    "a drug": ("remdesivir", "arm", False),
    "empty": ("", "arm", True),
    "a time": ("6 months", "outcome", True),
    "findings": ("findings", "outcome", True),
    "an outcome": ("mortality", "outcome", False),
}


@pytest.mark.parametrize(("phrase", "kind", "nothing"), NOTHING.values(), ids=NOTHING)
def test_words_that_name_nothing_are_known(phrase, kind, nothing):
    assert names_nothing(phrase, kind) == nothing


NAMED = {
    "known whole": ("zinc", "intervention", "X-ZINC"),
    "a supplement of it": ("routine zinc supplementation", "intervention", "X-ZINC"),
    "cut at what follows": ("zinc to prevent pain", "intervention", "X-ZINC"),
    "a way of giving it": ("oral zinc", "intervention", "X-I-ORAL-ZINC"),
    "a word that is a treatment alone": ("surgical", "intervention", "D013514"),
    "two together": ("zinc and iron", "intervention", "X-I-IRON-PLUS-ZINC"),
    "the same two": ("iron plus zinc supplements", "intervention", "X-I-IRON-PLUS-ZINC"),
    "one or the other": ("zinc or iron", "intervention", "X-I-IRON-OR-ZINC"),
    "two that are called combined": (
        "combined zinc and iron",
        "intervention",
        "X-I-IRON-PLUS-ZINC",
    ),
    "an injection of it": ("zinc injections", "intervention", "X-ZINC"),
    "a salt of it": ("zinc acetate", "intervention", "X-ZINC"),
    "its class before it": ("the trace metal agent zinc", "intervention", "X-ZINC"),
    "what it is added to": ("zinc to iron therapy", "intervention", "X-ZINC"),
    "what is treated with it": ("mild asthma with zinc", "intervention", "X-ZINC"),
    "who is vaccinated": ("mumps vaccination", "intervention", "X-MUMPS-VACCINE"),
    "a word that means one thing alone": ("surfactant", "intervention", "D011663"),
    "sham": ("sham laser therapy", "comparator", "X-SHAM"),
    "placebo": ("matching placebo tablets", "comparator", "X-PLACEBO"),
    "not it": ("no zinc supplementation", "comparator", "X-NO-TREATMENT"),
    "usual care": ("routine antenatal care", "comparator", "X-USUAL-CARE"),
    "another": ("other active treatments", "comparator", "X-OTHER-TREATMENT"),
    "an outcome at a time": ("mortality at six months", "outcome", "X-MORTALITY"),
    "an outcome with its measure": ("mean pain scores at 12 weeks", "outcome", "X-PAIN"),
}


@pytest.mark.parametrize(("phrase", "role", "wanted"), NAMED.values(), ids=NAMED)
def test_a_phrase_is_named_by_what_it_names(namer, phrase, role, wanted):
    assert namer.name(phrase, role).concept_id == wanted


@pytest.mark.parametrize("phrase", ["early", "the intervention", "weeks of treatment"])
def test_a_phrase_that_names_nothing_has_no_name(namer, phrase):
    assert namer.name(phrase, "intervention") is None


POOLED = {
    "or": ("placebo or no treatment", ["X-PLACEBO", "X-NO-TREATMENT"]),
    "a stroke": ("placebo/no treatment", ["X-PLACEBO", "X-NO-TREATMENT"]),
    "alone": ("placebo", ["X-PLACEBO"]),
    "a treatment is not pooled": ("zinc or placebo", ["X-I-ZINC-OR-PLACEBO"]),
}


@pytest.mark.parametrize(("phrase", "wanted"), POOLED.values(), ids=POOLED)
def test_controls_that_are_pooled_are_all_named(namer, phrase, wanted):
    assert [c.concept_id for c in namer.name_all(phrase, "comparator")] == wanted


PARENTS = {
    "what ends it": ("iron-free zinc", ("X-ZINC",)),
    "both of a combination": ("zinc plus iron", ("X-IRON", "X-ZINC")),
    "an antagonist is not the thing": ("vitamin K antagonists", ()),
    "what is coated with it is not it": ("zinc-coated stents", ()),
    "before it": ("exercise before surgery", ()),
    "what tells more than its form": ("late iron depot injections", ("X-IRON",)),
    "the form where nothing else is known": ("gluteal injections", ("X-INJECTIONS",)),
    "a drug that no list has, given in some way": ("oral remdesivir therapy", ("X-I-REMDESIVIR",)),
}


@pytest.mark.parametrize(("phrase", "parents"), PARENTS.values(), ids=PARENTS)
def test_a_new_concept_is_narrower_than_what_it_is_a_kind_of(namer, phrase, parents):
    concept = namer.name(phrase, "intervention")
    assert namer.made[concept.concept_id].parents == parents


CONTROLS = {entry["concept"]: entry for entry in word_list("naming")["control"]}


@pytest.mark.parametrize("entry", CONTROLS.values(), ids=CONTROLS)
def test_every_control_reads_its_example(entry):
    first = next(
        one["concept"]
        for one in CONTROLS.values()
        if re.fullmatch(one["pattern"], entry["example"], re.IGNORECASE)
    )
    assert first == entry["concept"]


CONDITIONS = {
    "what the title is for": (
        "Zinc for hot flushes in women with asthma",
        "To assess zinc in women with asthma.",
        "hot flushes",
    ),
    "who has it, where the purpose says nothing": (
        "Zinc for better sleep",
        "To assess the effects of zinc in adults with asthma.",
        "asthma",
    ),
    "an injury of some kind": (
        "Surgery for thoracic aortic injury",
        "To assess surgery.",
        "thoracic aortic injury",
    ),
    "pain gives way to what hurts": (
        "Zinc for pain",
        "To assess zinc in people with asthma.",
        "asthma",
    ),
    "pain where there is no more": ("Zinc for pain", "To assess zinc.", "pain"),
    "not what they do not have": (
        "Zinc in newborns",
        "To assess zinc in infants without jaundice.",
        None,
    ),
    "no list has it, but it ends as diseases do": (
        "Zinc for diffuse panbronchiolitis",
        "To assess zinc.",
        "diffuse panbronchiolitis",
    ),
    "a test is no disease": ("Zinc and diagnosis", "To assess the diagnosis.", None),
    "an abbreviation": ("Zinc for JD", "To assess zinc.", "jaundice"),
    "the kind that the objective tells": (
        "Zinc for asthma",
        "To assess zinc in adults with brittle asthma.",
        "brittle asthma",
    ),
    "a kind that it tells beside the wide name": (
        "Zinc for asthma",
        "To assess whether zinc keeps asthma from becoming brittle asthma.",
        "asthma",
    ),
    "one of several kinds": (
        "Zinc for asthma",
        "To assess zinc in allergic and brittle asthma.",
        "asthma",
    ),
    "nobody has it": ("Zinc for people who do not have asthma", "To assess zinc.", None),
    "they were tested for it": ("Zinc for asthma-negative people", "To assess zinc.", None),
    "how strongly it is felt": ("Zinc for perceived pain", "To assess zinc.", "pain"),
}


@pytest.mark.parametrize(("title", "objective", "wanted"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_is_what_the_review_is_about(namer, title, objective, wanted):
    found = read_condition(title, objective, namer, {"JD": "jaundice"})
    assert (found.name if found is not None else None) == wanted


NARROWER = {f"{e['of']} {e['to']}": e for e in word_list("naming")["narrower"]}


@pytest.mark.parametrize("entry", NARROWER.values(), ids=NARROWER)
def test_every_narrower_condition_reads_its_example(entry):
    wide = ConceptEntry(entry["of"], "malady", "condition")
    special = ConceptEntry(entry["to"], "special malady", "condition", (entry["of"],))
    namer = Namer(ConceptIndex([wide, special]))
    found = read_condition(f"Zinc for malady. {entry['example']}", "", namer, {})
    assert found.concept_id == entry["to"]
    plain = read_condition("Zinc for malady", "To assess zinc.", namer, {})
    assert plain.concept_id == entry["of"]

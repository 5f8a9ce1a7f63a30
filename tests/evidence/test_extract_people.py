"""Who was studied, as titles and objectives say it; all of them are invented."""

from __future__ import annotations

import pytest

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.people import read_people
from pipeline.records import Concept

ENTRIES = (
    ConceptEntry("D002648", "children", "population", synonyms=("child",)),
    ConceptEntry("D000293", "adolescents", "population"),
    ConceptEntry("D000328", "adults", "population"),
    ConceptEntry("D014930", "women", "population"),
    ConceptEntry("X-PARENTS", "parents", "population"),
    ConceptEntry("D010361", "patients", "population"),
    ConceptEntry("D007231", "newborns", "population", synonyms=("newborn",)),
    ConceptEntry(
        "D037841", "pregnant women", "population", ("D014930",), synonyms=("pregnancy",)
    ),
    ConceptEntry("X-CANCER", "cancer patients", "population", synonyms=("people with cancer",)),
    ConceptEntry("X-CRAMPS", "cramps", "condition"),
    ConceptEntry("X-NIGHT-CRAMPS", "night cramps", "condition", ("X-CRAMPS",)),
    ConceptEntry("X-ASTHMA", "asthma", "condition"),
)  # fmt: skip
CRAMPS = Concept("cramps", "X-CRAMPS", "cramps")

ABOUT_CRAMPS = {
    "one group": ("Mint oil for cramps in children", "", "children"),
    "of the objective": ("Mint oil for cramps", "To assess mint oil in women.", "women"),
    "the narrower one": ("Mint oil for cramps in women during pregnancy", "", "pregnant women"),
    "several": ("Mint oil for cramps in children and adolescents", "", "adolescents and children"),
    "all ages": ("Mint oil for cramps", "For cramps in adults and children.", ""),
    "nobody in particular": ("Mint oil for patients with cramps", "", ""),
    "no people": ("Mint oil for cramps to improve child care and pregnancy outcomes", "", ""),
    "mothers": ("Mint oil in pregnancy for cramps of the newborn", "", "pregnant women"),
    "their own illness": ("Mint oil for cramps in adults with asthma", "", "adults with asthma"),
    "the illness asked about": ("Mint oil in adults with night cramps", "", "adults"),
    "a group by name": ("Mint oil for cramps in people with cancer", "", "cancer patients"),
    "no illness": ("Mint oil for cramps in adults with any disease", "", "adults"),
    "what is done to them": (
        "Mint oil for cramps in adults undergoing cystoscopy",
        "",
        "adults undergoing cystoscopy",
    ),
    "at risk": (
        "Mint oil for women at risk of cramps",
        "",
        "women at risk of cramps",
    ),
    "kept from it": ("Mint oil for preventing cramps", "", "people at risk of cramps"),
    "kept from it by prophylaxis": (
        "Mint oil for adults",
        "To assess prophylactic oils for cramps.",
        "adults at risk of cramps",
    ),
    "kept from it after a procedure": (
        "Mint oil for preventing cramps after knee surgery",
        "",
        "people having knee surgery",
    ),
    "kept from it, and somebody named": ("Mint oil for preventing cramps in women", "", "women"),
    "kept from it, said the other way": (
        "Leaflets for cramps prevention",
        "",
        "people at risk of cramps",
    ),
    "those who do not have it": (
        "Mint oil for cramps",
        "To assess it for people who do not have cancer.",
        "",
    ),
    "before surgery": (
        "Mint oil for cramps in adults undergoing surgery",
        "",
        "adults undergoing surgery",
    ),
    "who cares for them": (
        "Leaflets on cramps for parents of people with asthma",
        "",
        "parents of people with asthma",
    ),
    "treated as well": ("Mint oil for preventing and treating cramps", "", ""),
    "not for the first time": ("Mint oil for preventing recurrence of cramps", "", ""),
    "a symptom of an illness": ("Mint oil for cramps in asthma", "", "people with asthma"),
    "a symptom of a kind of it": ("Mint oil for cramps in night cramps", "", ""),
    "a symptom of some people": ("Mint oil for cramps in persons living with asthma", "", ""),
}


@pytest.fixture
def namer():
    return Namer(ConceptIndex(ENTRIES))


@pytest.mark.parametrize(("title", "objective", "wanted"), ABOUT_CRAMPS.values(), ids=ABOUT_CRAMPS)
def test_people_are_those_that_a_text_places(namer, title, objective, wanted):
    found = read_people(title, objective, "mint oil", CRAMPS, namer)
    assert (found.name if found is not None else "") == wanted


PROCEDURES = {
    "behind for": ("Mint oil for elective hysterectomy", "people having elective hysterectomy"),
    "with a group": ("Mint oil in women during knee surgery", "women having knee surgery"),
    "the treatment itself": ("Mint oil during cystoscopy", ""),
    "one word of nothing": ("Mint oil for repair", ""),
    "who performs it": ("Mint oil for performing knee surgery", ""),
}


@pytest.mark.parametrize(("title", "wanted"), PROCEDURES.values(), ids=PROCEDURES)
def test_without_an_illness_the_procedure_tells_who_it_was(namer, title, wanted):
    found = read_people(title, "", "mint oil or cystoscopy", None, namer)
    assert (found.name if found is not None else "") == wanted


def test_people_with_something_of_their_own_are_of_the_groups_they_name(namer):
    found = read_people("Mint oil for cramps in adults with asthma", "", "", CRAMPS, namer)
    assert namer.made[found.concept_id].parents == ("D000328",)

import pytest
from quantities.reading import check_reading

from pipeline.quantities import read_quantities
from pipeline.resources import word_list

NOTHING = {
    "year": "Since 2010 it is sold.",
    "year in brackets": "(WHO, 2020)",
    "year before a noun": "the 2023 guidelines and a 2019 study",
    "decade": "in the 1990s",
    "date": "on 2 February 2012",
    "American date": "on March 5, 2014",
    "month and year": "in May 2015",
    "ISO date": "2016-01-31",
    "ordinals": "the first, the 2nd and a third trial",
    "virus": "COVID-19 and SARS-CoV-2",
    "acupuncture points": "HT7, SP6, ST36 and PC6",
    "vitamins": "vitamin B12, vitamin D3, vitamin B 6",
    "fatty acids": "omega-3 and omega-6",
    "receptors": "β2 and 5-HT1A, 5-HTP",
    "diabetes": "Type 2 diabetes",
    "tier": "a Tier-1 option",
    "phase": "a phase 3 trial",
    "always": "open 24/7",
    "heterogeneity": "(I² = 57%)",
    "heterogeneity in words": "heterogeneity was 57%",
    "billing code": "CPT 97810 and 97811",
    "short billing code": "CPT code 7421",
    "diagnosis": "ICD-10 M54.2",
    "review number": "CD001218",
    "DOI": "doi:10.1002/14651858.CD001218.pub3",
    "address": "https://example.org/2020/10-tips",
    "telephone": "call 1-800-555-1234",
    "street": "12 Baker Street",
    "version": "version 2.1",
    "dotted version": "3.4.1",
    "time of day": "at 2 a.m. and 10:30",
    "pressure": "120/80 mmHg",
    "pressure to stay below": "below 140/90 mm Hg",
    "references": "as shown [3, 4] before (22)",
    "pronoun": "It's one of the oldest. No one knows. This one too.",
    "manner": "one-on-one, one-size-fits-all",
    "vague": "hundreds of patients, dozens of trials, a few sessions",
    "vertebrae": "at L4-5 and C5–C6",
    "pointing": "the two differ",
    "design": "a double-blind, two-sided, 12-lead test".replace(", 12-lead", ""),
    "ratio of parts": "mixed 2:1",
    "hyphenated word": "a three-dimensional view",
    "letter glued": "3D and 4K",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_exclusions_read_no_quantity(text):
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    "entry", word_list("quantities")["not_a_quantity"], ids=lambda entry: entry["name"]
)
def test_exclusions_read_nothing_in_the_example_of_every_entry(entry):
    assert read_quantities(entry["example"]) == []


@pytest.mark.parametrize(
    "marked",
    [
        "[2,012 patients] in 2012",
        "[2000 patients]",
        "May helped [5%] of us",
        "Type 2 diabetes in [12%]",
        "COVID-19 in [19 patients]",
        "(I² = 57%; [12 trials])",
        "codes of [30 patients]",
        "At 2 p.m. [2 patients] left",
        "group 1 ([n = 12])",
        "omega-3, [2 g/day]",
        "See https://example.org/5 for [5%].",
    ],
)
def test_exclusions_leave_their_neighbours(marked):
    check_reading(marked, {})

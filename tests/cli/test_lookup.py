from __future__ import annotations

import datetime as dt

import pytest
from factories import make_row, make_source

from pipeline.cli.lookup import list_rows, show_thing
from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence import Code, CodeSystem, EvidenceTable, Listing

MINT = make_source(
    "mint-2029",
    title="Peppermint oil for cramps",
    publisher="Institute of Digestion",
    year=2029,
    url="https://example.org/mint",
    n_participants=1835,
    verified_on="2030-01-02",
    verified_how="its abstract",
)
ROWS = (
    make_row("back-1", sentence="Yoga for low back pain: a little better.", condition="D017116"),
    make_row("neck-1", sentence="Massage eases stiff necks.", condition="D019547"),
    make_row("mint-1", sentence="Mint against placebo.", source=MINT, condition="X-CRAMPS"),
    make_row("mint-2", sentence="Mint again.", source=MINT, verified=False, condition="X-CRAMPS"),
)


@pytest.fixture
def table():
    return EvidenceTable(
        rows=ROWS,
        sources={source.source_id: source for source in (ROWS[0].source, MINT)},
        codes={
            ("CPT", "97810"): Code("CPT", "97810", meaning="Needles, 15 minutes"),
            ("OLD", "97810"): Code("OLD", "97810", status="deleted", replaced_by=("1",)),
        },
        diagnoses={("ICD-10-CM", "R10.4"): Code("ICD-10-CM", "R10.4", meaning="Belly pain")},
        code_systems=(CodeSystem("CPT", "Category I", r"\d{5}", "97810"),),
        listings=(Listing("all-mint", "Leaf", "trial", as_of=dt.date(2030, 1, 1), complete=True),),
        concepts=ConceptIndex(
            [
                ConceptEntry("D010146", "Pain", "condition"),
                ConceptEntry("D019547", "Neck Pain", "condition", ("D010146",)),
                ConceptEntry("D017116", "Low Back Pain", "condition", ("D010146",)),
                ConceptEntry("X-CRAMPS", "cramps", "condition", synonyms=("belly ache",)),
            ]
        ),
        version="1",
    )


@pytest.mark.parametrize("width", [60, 100])
def test_lookup_lists_rows_within_the_width(width):
    text = list_rows(ROWS, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.startswith("back-1\n  Yoga for low back pain")


SHOWN = {
    "a row": ("mint-1", "  source        Peppermint oil for cramps (Institute of Digestion 2029)"),
    "a row nobody checked": ("mint-2", "no; it decides nothing"),
    "a source": ("mint-2029", "  participants  1,835"),
    "a source's rows": ("mint-2029", "  rows          mint-1, mint-2"),
    "a source's check": ("mint-2029", "  checked       2030-01-02; its abstract"),
    "a source's link": ("mint-2029", "\nhttps://example.org/mint\n"),
    "a listing": ("all-mint", "  as of         2030-01-01"),
    "a concept": ("X-CRAMPS", "  also          belly ache"),
    "a concept's parents": ("d019547", "  wider         D010146"),
    "a code": ("cpt  97810", "CPT 97810\nNeedles, 15 minutes\n"),
    "a diagnosis": ("icd-10-cm r10.4", "ICD-10-CM R10.4\nBelly pain\n"),
    "a diagnosis by its code alone": ("R10.4", "Belly pain"),
    "a code by its number alone": ("97810", "OLD 97810\n  status        deleted"),
}


@pytest.mark.parametrize(("identity", "said"), SHOWN.values(), ids=SHOWN)
def test_lookup_shows(table, identity, said):
    assert said in show_thing(table, identity, width=100)


def test_lookup_leaves_out_what_is_not_known(table):
    assert "registry id" not in show_thing(table, "mint-2029", width=100)


def test_lookup_names_the_nearest_id(table):
    with pytest.raises(EvidenceUnknownIdError, match=r"Did you mean X-CRAMPS\?"):
        show_thing(table, "x-cramp", width=100)
    with pytest.raises(EvidenceUnknownIdError, match="evidence search WORDS"):
        show_thing(table, "homeopathy", width=100)

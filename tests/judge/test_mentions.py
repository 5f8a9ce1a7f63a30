"""A code where it stands; the code, and what it should be judged as, in short texts."""

import datetime as dt

import pytest
from factories import concept, make_claim, make_table

from pipeline.concepts import ConceptEntry
from pipeline.evidence.records import Code, CodeSystem
from pipeline.judge.mentions import judge_mention
from pipeline.records import CellAddress
from pipeline.records.article import Cell, Table

YOGA = "D015013"
NEEDLES = "D015670"
TABLE = make_table(
    concepts=[
        ConceptEntry(YOGA, "yoga", "intervention"),
        ConceptEntry(NEEDLES, "acupuncture", "intervention"),
        ConceptEntry("D019547", "neck pain", "condition", (), ("cervicalgia",)),
        ConceptEntry("D008881", "migraine", "condition"),
    ],
    code_systems=[
        CodeSystem("CPT", "Category I", r"\d{5}", "97810"),
        CodeSystem("ICD-10-CM", "", r"[A-Z]\d\d(\.\d)?", "M54.2"),
    ],
    codes=[
        Code("CPT", "97780", meaning="acupuncture, not timed", valid_to=dt.date(2004, 12, 31)),
        Code("CPT", "97810", meaning="acupuncture without electricity", concepts=(NEEDLES,)),
        Code("CPT", "97813", meaning="acupuncture with electricity", concepts=(NEEDLES,)),
    ],
    diagnoses=[
        Code("ICD-10-CM", "M54.2", meaning="Cervicalgia"),
        Code("ICD-10-CM", "G43", meaning="Migraine"),
    ],
)


def judged(text, code, *, system="procedure", about="", **others):
    claim = make_claim(
        code,
        kind="code",
        code=(system, code),
        start=text.index(code),
        intervention=concept(YOGA, "yoga") if about else None,
        condition=None,
        **others,
    )
    return judge_mention(claim, (system, code), text, (), table=TABLE, as_of=None)


SERVICES = {
    "its own service": ("Acupuncture is billed as 97810.", "97810", "RG001"),
    "another": ("Yoga is billed as 97810.", "97810", "RG005"),
    "each with its own": ("We bill yoga as 97530 and acupuncture as 97810.", "97810", "RG001"),
    "each with its own, exchanged": (
        "We bill acupuncture as 97530 and yoga as 97810.",
        "97810",
        "RG005",
    ),
    "another that only the article is about": ("The receipt shows 97810.", "97810", "RG001"),
    "another in the sentence before": ("Yoga helps. We bill 97810.", "97810", "RG001"),
    "another feature": ("Acupuncture with electricity is coded 97810.", "97810", "RG005"),
    "each with its own feature": (
        "With electricity acupuncture is 97813, without electricity 97810.",
        "97810",
        "RG001",
    ),
    "a denial": ("Don't bill yoga as 97810.", "97810", "RG001"),
    "deleted": ("Acupuncture is billed as 97780.", "97780", "RG006"),
    "deleted, as the text says behind": ("97780 was deleted.", "97780", "RG001"),
    "deleted, as the text says with a denial": (
        "97780, which has not been valid since 2005.",
        "97780",
        "RG001",
    ),
    "deleted, as the text says before": ("Until 2004 we billed 97780.", "97780", "RG001"),
}


@pytest.mark.parametrize(("text", "code", "expected"), SERVICES.values(), ids=SERVICES)
def test_mentions_of_a_service_are_held_against_what_stands_at_them(text, code, expected):
    assert judged(text, code, about="yoga").code == expected


DIAGNOSES = {
    "coded": ("Neck pain is coded M54.2.", "M54.2", "RG001"),
    "and the next": ("Migraine is coded G43 and neck pain M54.2.", "M54.2", "RG001"),
    "and the next, exchanged": ("Migraine is coded G44 and neck pain G43.", "G43", "RG005"),
    "in brackets": ("For migraine (M54.2) we use it.", "M54.2", "RG005"),
    "for": ("Use M54.2 for migraine.", "M54.2", "RG005"),
    "a list": ("- M54.2 migraine", "M54.2", "RG005"),
    "a denial": ("Migraine is not M54.2.", "M54.2", "RG001"),
}


@pytest.mark.parametrize(("text", "code", "expected"), DIAGNOSES.values(), ids=DIAGNOSES)
def test_mentions_of_a_diagnosis_are_held_against_what_stands_at_them(text, code, expected):
    assert judged(text, code, system="diagnosis").code == expected


@pytest.mark.parametrize(("beside", "expected"), [("Migraine", "RG005"), ("Neck pain", "RG001")])
def test_mentions_in_a_table_are_held_against_their_row(beside, expected):
    text = f"M54.2\n{beside}"
    cells = (Cell(1, 1, 0, 5, "M54.2"), Cell(1, 2, 6, len(text), beside))
    claim = make_claim(
        "M54.2", kind="code", code=("diagnosis", "M54.2"), cell=CellAddress(1, 1, 1), start=0
    )
    found = judge_mention(
        claim,
        ("diagnosis", "M54.2"),
        text,
        (Table(1, cells),),
        table=TABLE,
        as_of=None,
    )
    assert found.code == expected

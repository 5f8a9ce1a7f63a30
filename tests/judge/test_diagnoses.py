"""Diagnosis codes: M54 has M54.2 and M54.5 below it, and G43.90 stands in for its leaves."""

import datetime as dt

import pytest
from factories import make_table

from pipeline.concepts import ConceptEntry
from pipeline.evidence.records import Code, CodeSystem
from pipeline.judge.registry import judge_code

NECK, BACK, LOW_BACK, MIGRAINE, FLUSHES = "D019547", "D001416", "D017116", "D008881", "D019584"
CONCEPTS = [
    ConceptEntry(BACK, "back pain", "condition", (), ("dorsalgia",)),
    ConceptEntry(NECK, "neck pain", "condition", (), ("cervicalgia",)),
    ConceptEntry(LOW_BACK, "low back pain", "condition", (BACK,)),
    ConceptEntry("X-ACUTE", "acute low back pain", "condition", (LOW_BACK,)),
    ConceptEntry(MIGRAINE, "migraine", "condition"),
    ConceptEntry(FLUSHES, "hot flushes", "condition"),
]
YEAR = "fiscal 2018 (2017-10-01 to 2018-09-30)"
SYSTEMS = [
    CodeSystem("ICD-10-CM", "category", r"^[A-Z]\d[0-9A-Z]$", "M54", complete=True, edition=YEAR),
    CodeSystem("ICD-10-CM", "code", r"^[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}$", "M54.2", edition=YEAR),
    CodeSystem("ICD-9-CM", "", r"^\d{3}(\.\d{1,2})?$", "723.1"),
]
MEANINGS = {
    "G43": "Migraine",
    "G43.90": "Migraine, unspecified, not intractable",
    "M54": "Dorsalgia",
    "M54.2": "Cervicalgia",
    "M54.5": "Low back pain",
    "N95": "Menopausal disorders",
}
CODES = [
    *(Code("ICD-10-CM", code, meaning=meaning) for code, meaning in MEANINGS.items()),
    Code("ICD-10-CM", "U07.1", valid_from=dt.date(2020, 4, 1), meaning="COVID-19"),
]
TABLE = make_table([], code_systems=SYSTEMS, concepts=CONCEPTS, diagnoses=CODES)


def judged(code, *, system="ICD-10-CM", said=(), as_of=None):
    day = dt.date.fromisoformat(as_of) if as_of else None
    return judge_code((system, code), said=said, table=TABLE, as_of=day)


CASES = {
    "held": ("M54.2", "ICD-10-CM", None, "RG001", "Cervicalgia"),
    "held, named without its modification": ("M54.2", "ICD-10", None, "RG001", "Cervicalgia"),
    "without its point": ("M542", "ICD-10-CM", None, "RG001", "Cervicalgia"),
    "small letters": ("m54.2", "diagnosis", None, "RG001", "Cervicalgia"),
    "below one that is held": ("G43.909", "ICD-10-CM", None, "RG004", "G43.90 (Migraine, unspec"),
    "below a category": ("N95.1", "ICD-10", None, "RG004", "N95 (Menopausal disorders)"),
    "of an impossible shape": ("54.2", "ICD-10-CM", None, "RG002", "a letter, one digit and"),
    "too long": ("M54.25555", "ICD-10-CM", None, "RG002", "one to four letters or digits"),
    "two letters": ("MM4", "ICD-10-CM", None, "RG002", "such as M54"),
    "no such category in that edition": (
        "G42.1",
        "ICD-10-CM",
        "2018-05-01",
        "RG003",
        "no category G42",
    ),
    "its first day": ("G42", "ICD-10-CM", "2017-10-01", "RG003", "no category G42"),
    "its last day": ("G42", "ICD-10-CM", "2018-09-30", "RG003", "no category G42"),
    "the day before": ("G42", "ICD-10-CM", "2017-09-30", "RG004", "other editions have others"),
    "the day after": ("G42", "ICD-10-CM", "2018-10-01", "RG004", "other editions have others"),
    "no date": ("G42", "ICD-10-CM", None, "RG004", "it may exist"),
    "perhaps of another country": ("G42", "ICD-10", "2018-05-01", "RG004", "it may exist"),
    "came later": ("U07.1", "ICD-10-CM", "2020-03-31", "RG004", "came into use on 2020-04-01"),
    "came by then": ("U07.1", "ICD-10-CM", "2020-04-01", "RG001", "COVID-19"),
    "of the revision before": ("723.1", "diagnosis", None, "RG004", "we hold no list"),
}


@pytest.mark.parametrize(("code", "system", "as_of", "expected", "said"), CASES.values(), ids=CASES)
def test_diagnoses_say_what_the_list_allows(code, system, as_of, expected, said):
    found = judged(code, system=system, as_of=as_of)
    assert (found.code, said in found.reason) == (expected, True), found.reason


WRONG = {
    "the meaning of a sibling": ("M54.2", LOW_BACK, "M54.5 (Low back pain)"),
    "of another chapter": ("M54.5", MIGRAINE, "G43 (Migraine)"),
    "a leaf below one that means something else": ("M54.50", NECK, "M54.2 (Cervicalgia)"),
}


@pytest.mark.parametrize(("code", "said", "right"), WRONG.values(), ids=WRONG)
def test_diagnoses_given_the_meaning_of_another_are_wrong(code, said, right):
    found = judged(code, said=(said,))
    assert (found.code, found.verdict) == ("RG005", "unsupported")
    assert right in found.reason


RIGHT = {
    "its own meaning": ("M54.2", (NECK,)),
    "its own among others": ("M54.2", (LOW_BACK, NECK)),
    "a narrower one": ("M54.5", ("X-ACUTE",)),
    "that of the category above": ("M54.2", (BACK,)),
    "nothing said": ("M54.2", ()),
}


@pytest.mark.parametrize(("code", "said"), RIGHT.values(), ids=RIGHT)
def test_diagnoses_are_wrong_only_where_another_code_means_it(code, said):
    assert judged(code, said=said).code == "RG001"


def test_diagnoses_given_for_what_no_code_is_named_after_are_left_open():
    found = judged("M54.2", said=(FLUSHES,))
    assert (found.code, found.verdict) == ("UV004", "unverifiable")
    assert "Cervicalgia" in found.reason


PLACES = {
    "another part": ("dysfunction of the cervical region", "RG005"),
    "the part": ("dysfunction of the lumbar region", "RG001"),
    "none": ("dysfunction", "RG001"),
}


@pytest.mark.parametrize(("gloss", "code"), PLACES.values(), ids=PLACES)
def test_diagnoses_of_another_part_of_the_body_are_wrong(gloss, code):
    held = Code("ICD-10-CM", "M99.03", meaning="Dysfunction of lumbar region")
    table = make_table([], code_systems=SYSTEMS, concepts=CONCEPTS, diagnoses=[held])
    asked = ("ICD-10-CM", "M99.03")
    assert judge_code(asked, said=(), table=table, as_of=None, gloss=gloss).code == code


def test_diagnoses_of_another_type_of_one_illness_are_wrong():
    types = [
        ConceptEntry(f"D{n}", f"type {n} diabetes mellitus", "condition", ("D",)) for n in (1, 2)
    ]
    table = make_table(
        concepts=[*types, ConceptEntry("D", "diabetes mellitus", "condition")],
        code_systems=[CodeSystem("ICD-10-CM", "", r"[A-Z]\d\d", "E10")],
        diagnoses=[
            Code("ICD-10-CM", f"E1{n}", meaning=f"Type {n + 1} diabetes mellitus") for n in (0, 1)
        ],
    )
    codes = [
        judge_code(("ICD-10-CM", "E10"), said=(said,), table=table, as_of=None).code
        for said in ("D1", "D2", "D")
    ]
    assert codes == ["RG001", "RG005", "RG001"]


SPLIT = {
    "by then": ("ICD-10-CM", "2021-10-01", "RG006"),
    "no date": ("ICD-10-CM", None, "RG006"),
    "not yet": ("ICD-10-CM", "2021-09-30", "RG001"),
    "perhaps of another country": ("ICD-10", "2021-10-01", "RG004"),
}


@pytest.mark.parametrize(("system", "as_of", "expected"), SPLIT.values(), ids=SPLIT)
def test_diagnoses_that_were_split_count_no_more(system, as_of, expected):
    day = dt.date(2021, 10, 1)
    later = [Code("ICD-10-CM", f"M54.5{n}", valid_from=day, meaning="Pain") for n in (0, 9)]
    table = make_table([], code_systems=SYSTEMS, concepts=CONCEPTS, diagnoses=[*CODES, *later])
    as_day = dt.date.fromisoformat(as_of) if as_of else None
    found = judge_code((system, "M54.5"), said=(), table=table, as_of=as_day)
    assert found.code == expected
    assert ("M54.50 or M54.59" in found.reason) == (expected != "RG001")


def test_diagnoses_that_came_with_those_below_them_were_not_split():
    day = dt.date(2020, 4, 1)
    both = [Code("ICD-10-CM", code, valid_from=day, meaning="New") for code in ("U07", "U07.1")]
    table = make_table([], code_systems=SYSTEMS, concepts=CONCEPTS, diagnoses=both)
    assert judge_code(("ICD-10-CM", "U07"), said=(), table=table, as_of=None).code == "RG001"


def test_diagnoses_below_a_wide_category_are_not_held_to_its_words():
    assert judged("N95.1", said=(MIGRAINE,)).code == "RG004"


def test_diagnoses_a_category_tells_of_another_condition():
    found = judge_code(("ICD-10-CM", "G43.A1"), said=(NECK,), table=TABLE, as_of=None)
    assert found.code == "RG005"
    assert "M54.2" in found.reason

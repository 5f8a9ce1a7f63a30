import datetime as dt

import pytest
from factories import make_table

from pipeline.concepts import ConceptEntry
from pipeline.evidence.records import Code, CodeSystem
from pipeline.judge.registry import judge_code, shape_in_words

ACUPUNCTURE, NEEDLING, MASSAGE, NECK = "D015670", "X-DRY-NEEDLING", "D008405", "D019547"
CONCEPTS = [
    ConceptEntry(ACUPUNCTURE, "acupuncture", "intervention"),
    ConceptEntry("D015671", "electroacupuncture", "intervention", (ACUPUNCTURE,)),
    ConceptEntry(MASSAGE, "massage", "intervention"),
    ConceptEntry(NECK, "neck pain", "condition"),
]
SYSTEMS = [
    CodeSystem("CPT", "Category I", r"^\d{5}$", "99213"),
    CodeSystem("CPT", "Category II", r"^\d{4}F$", "3074F"),
    CodeSystem("CPT", "Category III", r"^\d{4}T$", "0042T"),
    CodeSystem("CPT", "PLA", r"^\d{4}U$", "0001U"),
    CodeSystem("CPT", "MAAA", r"^\d{4}M$", "0002M"),
    CodeSystem("HCPCS", "Level II", r"^[A-V]\d{4}$", "S8930", complete=True, edition="2019"),
    CodeSystem("ICD-10-CM", "", r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$", "M54.2"),
]
CODES = [
    Code("CPT", "97810", meaning="acupuncture, first 15 minutes", concepts=(ACUPUNCTURE,)),
    Code("CPT", "97811", meaning="acupuncture, further 15 minutes", concepts=(ACUPUNCTURE,)),
    Code("CPT", "97124", meaning="massage", concepts=(MASSAGE,)),
    Code(
        "CPT",
        "97780",
        "replaced",
        valid_to=dt.date(2004, 12, 31),
        meaning="acupuncture, not timed",
        concepts=(ACUPUNCTURE,),
        replaced_by=("97810", "97811"),
    ),
    Code("CPT", "20560", valid_from=dt.date(2020, 1, 1), meaning="dry needling"),
    Code("HCPCS", "G0283", meaning="electrical stimulation"),
    Code("ICD-10-CM", "M54.2", meaning="pain in the neck", concepts=(NECK,)),
]
TABLE = make_table([], codes=CODES, code_systems=SYSTEMS, concepts=CONCEPTS)


def judged(code, *, system="CPT", said=(ACUPUNCTURE,), as_of=None, table=TABLE):
    return judge_code((system, code), said=said, table=table, as_of=as_of)


def test_registry_a_code_that_fits_the_service_exists():
    found = judged("97810", said=(ACUPUNCTURE, NECK))
    assert (found.code, found.verdict) == ("RG001", "supported")
    assert "first 15 minutes" in found.reason


def test_registry_no_code_has_this_shape_and_the_real_ones_are_named():
    found = judged("9870")
    assert (found.code, found.verdict) == ("RG002", "unsupported")
    for category in ("Category I: five digits", "four digits and F", "four digits and T"):
        assert category in found.reason
    assert "PLA: four digits and U" in found.reason
    assert "MAAA: four digits and M" in found.reason
    assert "The codes for acupuncture are 97810, 97811." in found.reason
    assert found.comparison.claimed == "9870"
    assert found.comparison.evidence == "97810, 97811"


def test_registry_without_a_service_no_codes_are_named():
    found = judged("9870", said=(NECK,))
    assert found.code == "RG002"
    assert "97810" not in found.reason


def day(text):
    return dt.date.fromisoformat(text)


CASES = {
    "not held, list not complete": ("99999", "CPT", None, "RG004"),
    "not held in the complete edition of its year": ("E9999", "HCPCS", "2019-05-01", "RG003"),
    "the first day of that year": ("E9999", "HCPCS", "2019-01-01", "RG003"),
    "the last day of that year": ("E9999", "HCPCS", "2019-12-31", "RG003"),
    "the year before": ("E9999", "HCPCS", "2018-12-31", "RG004"),
    "the year after": ("E9999", "HCPCS", "2020-01-01", "RG004"),
    "no date, so no edition": ("E9999", "HCPCS", None, "RG004"),
    "held": ("G0283", "HCPCS", "2024-05-01", "RG001"),
    "small letters": ("g0283", "HCPCS", None, "RG001"),
    "CPT is level I of HCPCS": ("97810", "HCPCS", None, "RG001"),
    "deleted": ("97780", "CPT", "2020-01-01", "RG006"),
    "deleted, no date": ("97780", "CPT", None, "RG006"),
    "its last day": ("97780", "CPT", "2004-12-31", "RG001"),
    "the day after": ("97780", "CPT", "2005-01-01", "RG006"),
    "not yet": ("20560", "CPT", "2019-12-31", "RG004"),
    "its first day": ("20560", "CPT", "2020-01-01", "RG001"),
    "only a billing code": ("97810", "procedure", None, "RG001"),
    "only a billing code, of no shape": ("9870", "procedure", None, "RG002"),
    "only a diagnosis code": ("M54.2", "diagnosis", None, "RG001"),
    "diagnosis of no shape": ("54.2", "ICD-10-CM", None, "RG002"),
    "a system we do not hold": ("470", "DRG", None, "RG004"),
}


@pytest.mark.parametrize(("code", "system", "as_of", "expected"), CASES.values(), ids=CASES)
def test_registry_says_what_the_lists_allow(code, system, as_of, expected):
    found = judged(code, system=system, as_of=day(as_of) if as_of else None)
    assert found.code == expected
    assert code.upper() in found.reason.upper()


def test_registry_a_deleted_code_names_its_successors():
    assert "Use 97810 or 97811 instead" in judged("97780").reason


def test_registry_a_code_for_another_service_is_wrong():
    found = judged("97124")
    assert (found.code, found.verdict) == ("RG005", "unsupported")
    assert "massage" in found.reason
    assert "97810" in found.reason


RIGHT = {
    "the service among others": ("97124", (ACUPUNCTURE, MASSAGE)),
    "a narrower service": ("97810", ("D015671",)),
    "nothing named": ("97124", ()),
    "only a condition named": ("97124", (NECK,)),
    "a code linked to nothing": ("20560", (ACUPUNCTURE,)),
}


@pytest.mark.parametrize(("code", "said"), RIGHT.values(), ids=RIGHT)
def test_registry_only_another_service_makes_a_code_wrong(code, said):
    assert judged(code, said=said).code == "RG001"


def test_registry_a_code_is_wrong_for_what_its_neighbour_is_for():
    found = judge_code(
        ("CPT", "97811"), said=(), table=TABLE, as_of=None, gloss=" is the first 15 minutes"
    )
    assert (found.code, found.comparison.claimed) == ("RG005", "97811: first 15 minutes")
    assert "97810" in found.reason
    assert judge_code(("CPT", "97811"), said=(), table=TABLE, as_of=None).code == "RG001"


def test_registry_a_range_is_as_good_as_its_worse_end():
    assert judged("97810-97811").code == "RG001"
    assert "further 15 minutes" in judged("97810-97811").reason
    assert judged("97810-9870").code == "RG002"
    assert judged("97810-97819").code == "RG004"


def test_registry_a_drug_number_is_no_range():
    assert "0002-8215-01" in judged("0002-8215-01", system="NDC").reason


SHAPES = {
    "digits": (r"\d{5}", "five digits"),
    "anchored": (r"^\d{4}F$", "four digits and F"),
    "a letter first": (r"[A-V]\d{4}", "a letter and four digits"),
    "too involved": (r"(A|B)\d+", "of another shape"),
}


@pytest.mark.parametrize(("shape", "words"), SHAPES.values(), ids=SHAPES)
def test_registry_shapes_are_said_in_words(shape, words):
    assert shape_in_words(CodeSystem("X", "Y", shape, "Z")) == words


def test_registry_a_code_of_another_system_is_named():
    found = judged("G0283", said=())
    assert found.code == "RG002"
    assert "HCPCS G0283 exists: electrical stimulation." in found.reason


SERVICES = {
    "another service": (" covers our sleep coaching", "UV004"),
    "the same service": (" covers electrical stimulation", "RG001"),
    "no service": (" costs $40", "RG001"),
}


@pytest.mark.parametrize(("gloss", "code"), SERVICES.values(), ids=SERVICES)
def test_registry_a_code_is_not_signed_for_a_service_that_it_does_not_speak_of(gloss, code):
    written = ("HCPCS", "G0283")
    assert judge_code(written, said=(), table=TABLE, as_of=None, gloss=gloss).code == code

import pytest

from pipeline.citations import journal_named, organisation_named, wider_organisations
from pipeline.citations.names import domains, find_names
from pipeline.resources import word_list

ORGANISATIONS = word_list("organisations")["organisations"]
JOURNALS = word_list("journals")["journals"]


def test_names_the_lists_are_long_enough_to_be_of_use():
    assert len(ORGANISATIONS) >= 150
    assert len(JOURNALS) >= 250


@pytest.mark.parametrize(
    "names",
    [
        [name for one in ORGANISATIONS for name in (one["name"], *one["aliases"])],
        [name for one in JOURNALS for name in (one["name"], *one["abbreviations"])],
    ],
    ids=["organisations", "journals"],
)
def test_names_no_name_stands_for_two(names):
    assert sorted(names) == sorted(set(names))


def test_names_every_body_has_its_kind_and_country_and_known_whole():
    known = {one["name"] for one in ORGANISATIONS}
    for one in ORGANISATIONS:
        assert one["kind"], one["name"]
        assert len(one["country"]) in {2, 3}
        assert one.get("part_of", one["name"]) in known
        assert set(one.get("ambiguous", ())) <= {one["name"], *one["aliases"]}


def test_names_every_listed_name_leads_to_its_body_or_journal():
    for one in ORGANISATIONS:
        for name in (one["name"], *one["aliases"]):
            assert organisation_named(name) == one["name"]
    for one in JOURNALS:
        for name in (one["name"], *one["abbreviations"]):
            assert journal_named(name) == one["name"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("J. Pain", "The Journal of Pain"),
        ("Ann. Intern. Med.", "Annals of Internal Medicine"),
        ("jama", "JAMA"),
        ("Obstetrics and Gynecology", "Obstetrics & Gynecology"),
        ("Journal of Nothing", None),
        ("", None),
    ],
)
def test_names_journals_are_known_by_their_abbreviations(written, name):
    assert journal_named(written) == name


def test_names_institutes_lead_to_the_body_they_are_part_of():
    assert wider_organisations("NIH Office of Dietary Supplements") == (
        "National Institutes of Health",
    )
    assert wider_organisations("National Health Interview Survey") == (
        "National Center for Health Statistics",
        "Centers for Disease Control and Prevention",
    )
    assert wider_organisations("nobody") == ()


def test_names_a_document_is_no_part_of_a_made_name():
    text = "the American Society of Needlers Guideline"
    (found,) = find_names(text)
    assert text[found.start : found.end] == "American Society of Needlers"


def test_names_domains_lead_to_bodies():
    assert domains()["who.int"].name == "World Health Organization"


# What articles call a body, and whose name it is.
CALLED = {
    "WHO": "World Health Organization",
    "NCCIH": "National Center for Complementary and Integrative Health",
    "NEI": "National Eye Institute",
    "NICE": "National Institute for Health and Care Excellence",
    "CDC": "Centers for Disease Control and Prevention",
    "FDA": "Food and Drug Administration",
    "EMA": "European Medicines Agency",
    "EFSA": "European Food Safety Authority",
    "CMS": "Centers for Medicare & Medicaid Services",
    "Cochrane Collaboration": "Cochrane",
    "AHA": "American Heart Association",
    "ACP": "American College of Physicians",
    "AAN": "American Academy of Neurology",
    "AAFP": "American Academy of Family Physicians",
    "USPSTF": "US Preventive Services Task Force",
    "IOM": "Institute of Medicine",
    "NASEM": "National Academies of Sciences, Engineering, and Medicine",
    "BMA": "British Medical Association",
    "NHS": "National Health Service",
    "RACGP": "Royal Australian College of General Practitioners",
    "Health Canada": "Health Canada",
    "TGA": "Therapeutic Goods Administration",
    "MHRA": "Medicines and Healthcare products Regulatory Agency",
    "Mayo Clinic": "Mayo Clinic",
    "Harvard Medical School": "Harvard",
    "Johns Hopkins Medicine": "Johns Hopkins",
    "ACOG": "American College of Obstetricians and Gynecologists",
    "AAP": "American Academy of Pediatrics",
    "ESMO": "European Society for Medical Oncology",
    "ESPEN": "European Society for Clinical Nutrition and Metabolism",
}


@pytest.mark.parametrize(("called", "name"), CALLED.items(), ids=CALLED)
def test_names_bodies_are_known_by_what_articles_call_them(called, name):
    assert organisation_named(called) == name


def test_names_letters_of_several_bodies_count_only_in_company():
    # Diabetes or dental, psychological or psychiatric, anesthesiologists or advertising.
    for letters in ("ADA", "APA", "ASA"):
        (found,) = find_names(f"The {letters} met.")
        assert found.ambiguous

"""What bodies say: of this treatment, of this condition, and of no more."""

import pytest
from factories import (
    concept,
    make_cited,
    make_claim,
    make_match,
    make_quantity,
    make_row,
    make_source,
)

from pipeline.judge.numbers import judge_number
from pipeline.judge.statements import judge_statement

BODY = "US Preventive Services Task Force"
GUIDELINE = make_source("G", kind="guideline", publisher=BODY, title="A guideline")
TRICARE = concept("X-TRICARE-RETIREES", "TRICARE retirees")
CITED = make_cited("USPSTF", kind="organisation", publisher=BODY, year=None)


def judged(*matches, **claim):
    claim.setdefault("source", CITED)
    claim.setdefault("kind", "regulatory")
    return judge_statement(make_claim(**claim), matches)[0].code


def said_by_body(stance="affirms", relation="same", row_id="R", **fields):
    fields.setdefault("kind", "regulatory")
    fields.setdefault("source", GUIDELINE)
    return make_match(make_row(row_id, stance=stance, **fields), condition=relation)


@pytest.mark.parametrize("kind", ["efficacy", "safety", "coverage", "regulatory"])
def test_policies_what_a_body_advises_is_answered_by_its_own_row(kind):
    text = "The USPSTF does not recommend it to prevent d008881."
    refused = said_by_body("denies")
    assert judged(refused, make_match(), kind=kind, text=text, negated=True) == "CV001"


PAGES = {
    "one stance, the same": (("denies",), True, "CV001"),
    "one stance, the other": (("denies",), False, "UV004"),
    "both": (("denies", "affirms"), True, "UV004"),
}


@pytest.mark.parametrize(("stances", "negated", "code"), PAGES.values(), ids=PAGES)
def test_policies_what_a_page_is_about_was_not_said_of_the_body(stances, negated, code):
    rows = [said_by_body(stance, "narrower", stance) for stance in stances]
    assert judged(*rows, text="The society advises on it.", negated=negated) == code


def test_policies_each_half_of_but_not_needs_its_row():
    granted = said_by_body("affirms", "same", "A", condition="D008881")
    left_out = said_by_body("denies", "other", "D", condition="X-GOUT")
    text = "It recommends it for d008881 but not for gout."
    assert judged(granted, left_out, text=text) == "CV001"
    assert judged(granted, text=text) == "UV004"


def test_policies_a_number_that_no_policy_has_makes_no_claim_wider():
    payer = make_source("P", kind="policy", publisher=BODY, title="A policy")
    fields = {"kind": "coverage", "source": payer}
    narrow = said_by_body("affirms", "unknown", "A", **fields)
    none = said_by_body("denies", "unknown", "D", condition=None, **fields)
    claim = {"kind": "coverage", "condition": None}
    assert judged(narrow, none, text="It covers it.", **claim) == "CV003"
    assert judged(narrow, none, text="It has covered it since 2009.", **claim) == "UV004"
    # That it covers it for one condition says not that it does so for no other.
    assert judged(narrow, text="It covers it.", **claim) == "UV004"


def test_policies_what_is_for_its_condition_by_its_name_is_no_narrower():
    programme = concept("X-PROGRAMME", "diabetes prevention programme")
    fields = {"intervention": programme, "condition": concept("D011236", "prediabetes")}
    covered = said_by_body("affirms", "unknown", kind="coverage", **fields)
    claim = {"kind": "coverage", "condition": None, "intervention": programme}
    assert judged(covered, text="It covers the MDPP.", **claim) == "CV001"


SOLD = {
    "none, and a row says so": ("It has approved no over-the-counter d015670.", True, "CV001"),
    "some, and a row says none": ("It has approved an over-the-counter d015670.", False, "CV002"),
    "sold in another way": ("It has approved compounded d015670.", False, "UV004"),
}


@pytest.mark.parametrize(("text", "negated", "code"), SOLD.values(), ids=SOLD)
def test_policies_how_a_thing_is_sold_is_answered_by_the_row_on_that(text, negated, code):
    approval = concept("X-APPROVAL", "approval")
    rows = [
        said_by_body("affirms", "unknown", "A", outcome=approval, condition="D007855"),
        said_by_body(
            "denies",
            "unknown",
            "D",
            outcome=approval,
            condition="D002318",
            sentence="Over-the-counter products are unapproved.",
        ),
    ]
    assert judged(*rows, text=text, condition=None, negated=negated) == code


def test_policies_what_a_body_approved_is_no_warning():
    approved = said_by_body("affirms", "unknown", condition="D050177")
    text = "The USPSTF has warned about it, including errors that sent people to hospital."
    assert judged(approved, text=text, condition=None) == "UV004"


DATES = {
    "a year that no row has": ("It stopped funding it in 2013.", True, "UV004"),
    "the year of the row": ("It stopped funding it in 2016.", True, "CV001"),
    "what it said before the row": ("It recommended it in 2009.", False, "UV004"),
    "what it said in no year": ("It recommends it.", False, "CV002"),
    "what it should say since": ("It has recommended it since 2019.", False, "CV002"),
}


@pytest.mark.parametrize(("text", "negated", "code"), DATES.values(), ids=DATES)
def test_policies_what_is_dated_is_held_against_the_year_of_the_row(text, negated, code):
    refused = said_by_body("denies", "unknown", condition=None)
    assert judged(refused, text=text, condition=None, negated=negated) == code


RANKS = {
    "in its words": ("Strong recommendation.", "It strongly recommends it.", "CV001"),
    "first": ("To begin with.", "It recommends it as a first choice.", "CV001"),
    "not first": ("Weak recommendation.", "It recommends it as a first choice.", "UV004"),
}


@pytest.mark.parametrize(("sentence", "text", "code"), RANKS.values(), ids=RANKS)
def test_policies_a_rank_is_held_against_what_the_row_says_of_it(sentence, text, code):
    assert judged(said_by_body(sentence=sentence), text=text) == code


def test_policies_a_clause_that_names_no_body_says_itself_what_is_decided():
    refused = said_by_body("denies", "unknown", condition=None)
    beside = make_cited("FDA", kind="organisation", publisher=BODY, year=None, start=90)
    claim = {"condition": None, "source": beside}
    assert judged(refused, text="It has put people in hospital.", **claim) == "UV003"
    assert judged(refused, text="It is an approved drug.", **claim) == "CV002"


def test_policies_a_public_payer_does_not_differ_from_plan_to_plan():
    medicare = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    told = [
        judge_statement(make_claim("It covers it.", kind="coverage", source=source), [])[0]
        for source in (medicare, None)
    ]
    assert [one.code for one in told] == ["UV001", "CV004"]
    assert "plan" not in told[0].reason


def test_policies_a_rule_with_an_exception_may_except_the_very_condition():
    fields = {"kind": "coverage", "condition": None}
    plain = said_by_body("denies", "unknown", sentence="It does not cover it.", **fields)
    excepting = said_by_body("denies", "unknown", sentence="Not covered, except once.", **fields)
    claim = {"kind": "coverage", "text": "It covers it for d008881."}
    assert judged(plain, **claim) == "CV002"
    assert judged(excepting, **claim) == "UV004"


def test_policies_what_is_said_of_a_class_is_approval_of_none_only():
    law = said_by_body("denies", "unknown", intervention="D019587", condition=None)
    wide = make_match(law.row, intervention="wider", condition="unknown")
    claim = {"condition": None}
    assert judged(wide, text="The USPSTF has approved it.", **claim) == "CV002"
    assert judged(wide, text="The USPSTF allows a heart claim.", **claim) == "UV001"


def test_policies_who_tells_of_a_payers_rules_is_heard_on_the_people_it_names():
    site = make_source("S", kind="fact_sheet", publisher="A site", title="On TRICARE")
    fields = {"kind": "coverage", "condition": None, "source": site}
    named = make_match(
        make_row("T", stance="denies", population=TRICARE, **fields), condition="unknown"
    )
    cited = make_cited("TRICARE", kind="organisation", publisher="TRICARE", year=None)
    claim = {"kind": "coverage", "condition": None, "source": cited}
    assert judged(named, text="TRICARE covers it for retirees.", **claim) == "CV002"
    assert judged(named, text="TRICARE covers it.", **claim) == "UV001"


def test_policies_a_service_that_stops_paying_is_answered_by_its_rule_on_paying():
    refused = said_by_body("denies", "unknown", kind="coverage", condition=None)
    claim = {"condition": None, "negated": True}
    assert judged(refused, text="It stopped funding it.", **claim) == "CV001"
    assert judged(refused, text="It stopped it.", **claim) == "UV001"


def test_policies_who_pays_for_no_supplement_pays_for_none_of_them():
    payer = make_source("P", kind="policy", publisher=BODY, title="A policy")
    fields = {"kind": "coverage", "source": payer, "condition": None}
    rows = {stance: make_row(stance, stance=stance, **fields) for stance in ("denies", "affirms")}
    wide = {stance: make_match(row, intervention="wider") for stance, row in rows.items()}
    melatonin = concept("D008550", "melatonin")
    claim = {"kind": "coverage", "condition": None, "intervention": melatonin}
    assert judged(wide["denies"], text="It covers melatonin.", **claim) == "CV002"
    assert judged(wide["affirms"], text="It covers melatonin.", **claim) == "UV001"
    # What the page is about is not what is paid for.
    assert judged(wide["denies"], text="It covers the test.", **claim) == "UV001"


MEDICINES = {
    "a medicine": ("There is one approved CBD medicine.", "CBD", "CV001"),
    "by its brand": ("They have approved Epidiolex.", "Epidiolex", "CV001"),
    "any product of it": ("They have approved CBD.", "CBD", "UV004"),
}


@pytest.mark.parametrize(("text", "written", "code"), MEDICINES.values(), ids=MEDICINES)
def test_policies_a_medicine_is_approved_where_it_is_so_for_anything(text, written, code):
    approval = concept("X-APPROVAL", "approval")
    for_fits = said_by_body("affirms", "unknown", outcome=approval, condition="D004831")
    cbd = concept("D002185", "cannabidiol")
    claim = make_claim(
        text,
        kind="regulatory",
        source=CITED,
        condition=None,
        intervention=type(cbd)(written, cbd.concept_id, cbd.name),
    )
    assert judge_statement(claim, [for_fits])[0].code == code


def test_policies_an_allowance_is_of_the_one_body_that_sets_them():
    body = make_source("F", kind="guideline", publisher="Food and Nutrition Board", title="DRI")
    dose = make_quantity(15, "ug/d", kind="amount", role="dose")
    intake = make_row("I", kind="regulatory", source=body, condition=None, quantities=[dose])
    claim = {"condition": None, "source": None, "quantities": [dose]}
    text = "The recommended dietary allowance is 15 micrograms."
    assert judged(make_match(intake), text=text, **claim) == "CV001"
    assert judged(make_match(intake), text="It is advised at 15 micrograms.", **claim) == "CI008"
    number = make_claim(text, kind="statistic", **claim)
    assert judge_number(number, [make_match(intake)])[0].code == "CV001"


WARNINGS = {
    "it warned": ("The USPSTF has warned of it.", "CV001"),
    "it warned against it": ("In 2016 the USPSTF warned against it.", "CV001"),
    "in another year": ("In 2009 the USPSTF warned against it.", "UV004"),
    "it never did": ("The USPSTF has never warned of it.", "CV002"),
}


@pytest.mark.parametrize(("text", "code"), WARNINGS.values(), ids=WARNINGS)
def test_policies_a_harm_that_a_body_reports_it_has_warned_of(text, code):
    reported = said_by_body("denies", "unknown", kind="safety", condition=None)
    assert judged(reported, text=text, condition=None) == code


def test_policies_too_little_evidence_is_what_a_body_found_that_left_it_open():
    left_open = said_by_body("uncertain")
    assert judged(left_open, text="The USPSTF found insufficient evidence for it.") == "CV001"
    assert judged(left_open, text="The USPSTF advises it.") == "EF004"


def test_policies_one_exception_refutes_that_nothing_is_covered():
    payer = make_source("P", kind="policy", publisher=BODY, title="A policy")
    fields = {"kind": "coverage", "source": payer}
    granted = said_by_body("affirms", "other", "A", condition="D008881", **fields)
    claim = {"kind": "coverage", "condition": None, "negated": True}
    assert judged(granted, text="It does not cover it for any condition.", **claim) == "CV002"
    assert judged(granted, text="It does not cover it for colds.", **claim) == "UV004"


EXCEPTED = {
    "both held": (("granted", "denied"), "CV001"),
    "the exception alone": (("granted",), "UV004"),
    "the rest alone": (("denied",), "UV004"),
}


@pytest.mark.parametrize(("held", "code"), EXCEPTED.values(), ids=EXCEPTED)
def test_policies_nothing_but_one_needs_a_row_for_it_and_one_for_the_rest(held, code):
    payer = make_source("P", kind="policy", publisher=BODY, title="A policy")
    fields = {"kind": "coverage", "source": payer}
    rows = {
        "granted": said_by_body("affirms", "same", "A", condition="D008881", **fields),
        "denied": said_by_body("denies", "unknown", "D", condition=None, **fields),
    }
    text = "It does not cover it for anything but d008881."
    claim = {"kind": "coverage", "condition": "D008881", "negated": True, "text": text}
    assert judged(*(rows[name] for name in held), **claim) == code

"""Harms: the very one that is told, whatever kind of claim tells of it."""

import pytest
from factories import concept, make_claim, make_match, make_row

from pipeline.judge.statements import judge_statement

INCIDENCE = concept("X-INCIDENCE", "risk of getting it")
NAUSEA, QUEASY = concept("X-NAUSEA", "nausea"), concept("D009325", "nausea")
BLEEDING, RISK = concept("D006470", "bleeding"), concept("X-BLEEDING-RISK", "risk of bleeding")


def judged(*matches, **claim):
    return judge_statement(make_claim(**claim), matches)[0].code


def harm(outcome, relation="other", **fields):
    fields.setdefault("condition", None)
    row = make_row(kind="safety", stance="denies", outcome=outcome, direction="unclear", **fields)
    return make_match(row, outcome=relation, condition="unknown")


def test_safety_one_harm_under_two_ids_is_one():
    claim = {"kind": "safety", "text": "It can cause nausea.", "condition": None}
    assert judged(harm(QUEASY), outcome=NAUSEA, **claim) == "EF001"
    assert judged(harm(concept("D004244", "dizziness")), outcome=NAUSEA, **claim) == "UV001"


RISKS = {
    "a risk": ({"direction": "increase"}, "EF001"),
    "a risk that is denied": ({"direction": "increase", "negated": True}, "UV001"),
    "a benefit": ({"direction": "decrease"}, "UV001"),
}


@pytest.mark.parametrize(("said", "code"), RISKS.values(), ids=RISKS)
def test_safety_a_risk_that_is_raised_is_answered_by_reports_of_it(said, code):
    claim = {"text": "Aspirin and bleeding.", "condition": BLEEDING, "outcome": RISK}
    assert judged(harm(RISK, "same"), **claim, **said) == code


def test_safety_which_risk_it_is_the_condition_of_the_row_says():
    claim = {"kind": "safety", "text": "It raises the risk of strokes.", "condition": None}
    cancer = harm(INCIDENCE, "same", condition=concept("D001943", "breast cancer"))
    assert judged(cancer, outcome=concept("D020521", "stroke"), **claim) == "UV001"
    assert judged(cancer, outcome=INCIDENCE, **claim) == "UV001"
    assert judged(cancer, outcome=concept("X-BC", "breast cancer"), **claim) == "EF001"


def test_safety_what_an_oil_does_when_swallowed_the_plant_need_not_do():
    poisoning = harm("D011041", "same", form="oil")
    claim = {"kind": "safety", "condition": None, "outcome": "D011041"}
    assert judged(poisoning, text="Lavender is toxic.", **claim) == "UV001"
    assert judged(poisoning, text="Lavender oil is toxic.", **claim) == "EF001"


def test_safety_that_nothing_serious_was_seen_tells_of_no_mild_harm():
    serious = make_match(make_row(kind="safety", outcome="X-SERIOUS-ADVERSE-EVENTS"))
    text = "Its side effects are rare."
    assert judged(serious, kind="safety", text=text) == "UV001"


def test_safety_a_promise_that_was_read_as_a_harm_is_judged_as_a_promise():
    assert judged(make_match(), kind="safety", text="It soothes migraine.") == "EF001"
    assert judged(make_match(), kind="safety", text="It may harm.") == "UV001"


def test_safety_that_a_harm_was_seen_does_not_tell_how_often():
    claim = {"kind": "safety", "condition": None, "outcome": NAUSEA}
    assert judged(harm(QUEASY), text="It can cause nausea.", **claim) == "EF001"
    assert judged(harm(QUEASY), text="It usually causes nausea.", **claim) == "UV004"


def test_safety_who_denies_a_risk_is_contradicted_by_a_count_that_went_up():
    claim = {"text": "It is no risk.", "condition": BLEEDING, "outcome": RISK, "negated": True}
    counted = make_row(kind="safety", stance="denies", direction="increase", outcome=RISK)
    match = make_match(counted, condition="other")
    assert judged(match, direction="no_difference", **claim) == "EF006"
    unsure = make_row(
        kind="safety", stance="denies", direction="increase", outcome=RISK, significant=False
    )
    assert judged(make_match(unsure, condition="other"), **claim) == "UV001"


LIVER = concept("X-LIVER-INJURY", "liver injury")
SPARED = {
    "the organ that is harmed": ("It is easy on the liver.", LIVER, "EF006"),
    "wholly": ("It is completely safe for the liver.", LIVER, "EF006"),
    "another": ("It is gentle on the stomach.", None, "UV001"),
}


@pytest.mark.parametrize(("text", "outcome", "code"), SPARED.values(), ids=SPARED)
def test_safety_that_an_organ_is_spared_only_rows_on_it_answer(text, outcome, code):
    at_large = make_match(make_row("S", kind="safety", outcome="X-ADVERSE-EVENTS"))
    rows = (at_large, harm(LIVER, "same" if outcome is not None else "other"))
    claim = {"kind": "safety", "text": text, "condition": None, "outcome": outcome}
    assert judged(*rows, **claim) == code


NEVER = {
    "a cause": ("It does not cause nausea.", "EF006"),
    "no more than others": ("It does not raise nausea.", "UV001"),
}


@pytest.mark.parametrize(("text", "code"), NEVER.values(), ids=NEVER)
def test_safety_reports_refute_that_a_harm_never_comes(text, code):
    claim = {"text": text, "condition": None, "outcome": NAUSEA, "negated": True}
    assert judged(harm(QUEASY), direction="no_difference", **claim) == code


def test_safety_what_only_rows_on_harm_measure_is_a_harm():
    failure = concept("X-CONTRACEPTIVE-FAILURE", "contraceptive failure")
    claim = {"condition": None, "outcome": failure, "direction": "unclear"}
    told = harm(failure, "same")
    assert judged(told, text="It weakens the pill.", **claim) == "EF001"
    assert judged(told, text="It does not weaken the pill.", negated=True, **claim) == "EF006"


def test_safety_limited_to_one_harm_denies_all_others():
    claim = {"kind": "safety", "condition": None, "outcome": NAUSEA}
    text = "Its side effects are limited to nausea."
    both = (harm(QUEASY), harm(concept("D004244", "dizziness")))
    assert judged(*both, text=text, **claim) == "UV004"
    assert judged(harm(QUEASY), text=text, **claim) == "EF001"


WIDER = {
    "the very harm": ("It causes nausea.", NAUSEA, "EF001"),
    "another harm": ("It causes gout.", concept("D006073", "gout"), "UV001"),
    "less of it": ("It lowers the risk of nausea.", NAUSEA, "UV001"),
}


@pytest.mark.parametrize(("text", "outcome", "code"), WIDER.values(), ids=WIDER)
def test_safety_what_all_of_its_sort_do_is_told_of_one(text, outcome, code):
    row = make_row(kind="safety", stance="denies", outcome=QUEASY, condition=None)
    held = make_match(row, intervention="wider", outcome="other", condition="unknown")
    claim = {"kind": "safety", "text": text, "condition": None, "outcome": outcome}
    assert judged(held, **claim) == code

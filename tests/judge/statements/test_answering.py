"""Which rows answer a promise, and what is said where only others are near."""

import pytest
from factories import concept, make_claim, make_match, make_quantity, make_row, make_source

from pipeline.judge.statements import judge_statement

HAIR, QOL = concept("X-HAIR-GROWTH", "hair growth"), concept("X-QOL", "quality of life")
INCIDENCE = concept("X-INCIDENCE", "risk of getting it")
PEOPLE = concept("X-MEN", "men")
TRIAL = make_source("T", kind="trial", year=2019)


def judged(*matches, **claim):
    return judge_statement(make_claim(**claim), matches)[0]


def large_trial(stance="denies", n=20000, **fields):
    size = make_quantity(n, "count", kind="count", role="participants")
    fields.setdefault("significant", False)
    return make_match(make_row("L", source=TRIAL, stance=stance, quantities=[size], **fields))


def test_answering_a_class_of_treatments_says_nothing_of_one():
    row = make_row("E", intervention="D015444")
    assert judged(make_match(row, intervention="wider")).code == "ST009"
    assert judged(make_match(row, intervention="wider"), make_match()).code == "EF001"


def test_answering_pain_of_any_kind_is_not_this_pain():
    row = make_row("P", condition="D010146")
    assert judged(make_match(row, condition="wider")).code == "ST009"


def test_answering_symptoms_of_nothing_are_not_hair_growth():
    symptoms = concept("X-SYMPTOMS", "symptom severity")
    claim = {"outcome": symptoms, "condition": None}
    hair = make_match(make_row("H", outcome=HAIR, condition=None), outcome="narrower")
    assert judged(hair, **claim).code == "UV001"
    same = make_match(make_row("S", outcome=symptoms, condition=None))
    assert judged(same, **claim).code == "EF001"


def test_answering_what_hair_growth_is_measured_for_nobody_has_to_name():
    row = make_row("H", outcome=HAIR, condition="D000505")
    match = make_match(row, condition="unknown")
    assert judged(match, outcome=HAIR, condition=None).code == "EF001"
    other = make_match(make_row("O", outcome=HAIR, condition="D008881"), condition="unknown")
    assert judged(match, other, outcome=HAIR, condition=None).code == "UV001"
    quality = make_match(make_row("Q", outcome=QOL, condition="D001943"), condition="unknown")
    assert judged(quality, outcome=QOL, condition=None).code == "UV001"


def test_answering_the_treatment_as_a_whole_is_asked_where_nothing_is_named():
    whole = make_row("W", outcome="X-IMPROVEMENT", condition=None, stance="denies")
    match = make_match(whole, condition="unknown", outcome="unknown")
    claim = {"outcome": None, "condition": None, "negated": True}
    assert judged(match, **claim).code == "EF001"
    part = make_row("P", outcome="X-IMPROVEMENT", condition=None, population="X-MEN")
    assert judged(make_match(part, condition="unknown"), **claim).code == "UV003"


def test_answering_treating_is_not_preventing():
    prevents = make_match(make_row("P", outcome=INCIDENCE, stance="uncertain"), outcome="unknown")
    treats = make_match(make_row("T", outcome="X-SYMPTOMS"), outcome="unknown")
    assert judged(prevents, treats, outcome=None).code == "EF001"
    assert judged(prevents, outcome=None).code == "EF004"


FELT = {"soreness that is less": ("D063806", "EF001"), "a cold that is less": ("D003139", "UV001")}


@pytest.mark.parametrize(("condition", "code"), FELT.values(), ids=FELT)
def test_answering_what_is_only_felt_is_prevented_where_it_is_eased(condition, code):
    intensity = concept("X-INTENSITY", "pain intensity")
    match = make_match(make_row("I", outcome=intensity, condition=condition), outcome="other")
    assert judged(match, outcome=INCIDENCE, condition=condition).code == code


def test_answering_who_gets_over_it_has_not_prevented_it():
    recovery = make_match(make_row(outcome=concept("X-RECOVERY", "recovery")), outcome="other")
    assert judged(recovery, outcome=INCIDENCE).code == "UV001"


CURES = {"Acupuncture clears d008881 up.": "UV001", "Acupuncture works for d008881.": "EF001"}


@pytest.mark.parametrize(("text", "code"), CURES.items())
def test_answering_what_keeps_others_from_it_cures_nobody(text, code):
    prevents = make_match(make_row("P", outcome=INCIDENCE), outcome="unknown")
    assert judged(prevents, text=text, outcome=None).code == code


def test_answering_a_review_of_a_part_outweighs_a_trial_of_the_very_outcome():
    very = large_trial("affirms")
    part = make_match(make_row("P", stance="denies", significant=False), outcome="narrower")
    assert judged(very, part).code == "EF002"


def test_answering_one_small_trial_against_a_dummy_outweighs_no_overview():
    small = make_match(make_row("S", source=TRIAL, comparators=["X-PLACEBO"], stance="denies"))
    overview = make_match(make_row("O", comparators=["X-CONTROL"]))
    assert judged(small, overview).code == "EF001"


LARGE = {
    "a large one": (20000, {}, "EF002"),
    "a small one": (200, {}, "EF004"),
    "a large one in men only": (20000, {"population": PEOPLE}, "EF005"),
}


@pytest.mark.parametrize(("n", "fields", "code"), LARGE.values(), ids=LARGE)
def test_answering_only_a_large_trial_settles_what_no_overview_does(n, fields, code):
    assert judged(large_trial(n=n, **fields)).code == code


def test_answering_newer_trials_have_not_read_the_older_ones():
    older = make_source("O", kind="trial", year=2002)
    rows = [large_trial("denies"), large_trial("affirms")]
    rows[1] = make_match(make_row("A", source=older, statement=rows[1].row.statement))
    assert judged(*rows).code == "EF009"


# A row that found more cases: its interval, and what it says of a claim of more cases.
HARMS = {"sure": (True, "EF001"), "untold": (None, "EF001"), "unsure": (False, "EF004")}


@pytest.mark.parametrize(("significant", "code"), HARMS.values(), ids=HARMS)
def test_answering_more_cases_are_a_harm_that_was_found(significant, code):
    fields = {"outcome": INCIDENCE, "direction": "increase"}
    row = make_row("M", stance="denies", significant=significant, **fields)
    assert judged(make_match(row), **fields).code == code


def test_answering_weak_evidence_of_an_effect_contradicts_no_denial():
    for certainty, code in (("low", "UV004"), ("moderate", "EF002")):
        assert judged(make_match(make_row(certainty=certainty)), negated=True).code == code


def test_answering_what_could_not_be_told_is_not_proven():
    open_one = make_match(make_row(stance="uncertain"))
    assert judged(open_one, hedge="proven").code == "EF003"
    assert judged(open_one, hedge="proven", negated=True).code == "EF004"


def test_answering_the_form_in_a_name_is_no_other_form():
    tea = concept("X-GREEN-TEA", "green tea")
    match = make_match(make_row(intervention=tea))
    assert judged(match, intervention=tea, form="tea").code == "EF001"
    assert judged(match, form="tea").code == "ST007"


def test_answering_a_process_that_trials_measured_is_judged_as_a_promise():
    match = make_match(make_row(outcome=HAIR, condition=None))
    claim = {"kind": "mechanism", "outcome": HAIR, "condition": None}
    assert judged(match, **claim).code == "EF001"


def test_answering_names_are_kept_as_they_are_written():
    vitamin = concept("D014807", "vitamin D")
    assert "vitamin D helps" in judged(intervention=vitamin).reason


def test_answering_what_is_taken_back_at_once_is_denied():
    refuted = make_match(make_row(stance="denies", significant=False))
    assert judged(refuted, text="Acupuncture cures migraine, lol no").code == "EF001"
    assert judged(refuted, text="Acupuncture cures migraine, no doubt").code == "EF002"


CONTROLS = {"nothing": ("X-NO-TREATMENT", "EF001"), "a dummy": ("X-SHAM", "ST005")}


@pytest.mark.parametrize(("against", "code"), CONTROLS.values(), ids=CONTROLS)
def test_answering_more_than_any_control_is_more_than_nothing(against, code):
    pooled = make_match(make_row(comparators=["X-CONTROL"]), comparator="wider")
    assert judged(pooled, comparators=[against]).code == code


def test_answering_a_life_with_it_is_not_it():
    pain = make_match(make_row("P", outcome="X-PAIN"), outcome="unknown")
    life = make_match(make_row("Q", outcome=QOL, stance="denies"), outcome="unknown")
    assert judged(pain, life, outcome=None).code == "EF001"
    assert judged(life, outcome=None, negated=True).code == "EF001"


def test_answering_authors_keep_their_capital_where_rows_disagree():
    affirming = make_match(make_row("A", sentence="Cramer: yoga helps."))
    denying = make_match(make_row("D", stance="denies", sentence="Lauche: yoga does not help."))
    assert "but Lauche: yoga" in judged(affirming, denying).reason


EFFECTS = {
    "on what was not read": ("It has no effect on the liver.", "UV003"),
    "on what was": ("It has no effect on migraine.", "EF002"),
}


@pytest.mark.parametrize(("text", "code"), EFFECTS.values(), ids=EFFECTS)
def test_answering_an_effect_on_what_was_not_read_is_not_understood(text, code):
    migraine = concept("D008881", "migraine")
    claim = {"condition": type(migraine)("migraine", migraine.concept_id, "migraine")}
    row = make_match(make_row(condition="D008881"))
    assert judged(row, text=text, negated=True, outcome=None, **claim).code == code


USELESS = [("denies", "UV004"), ("affirms", "EF002")]


@pytest.mark.parametrize(("stance", "code"), USELESS)
def test_answering_no_more_than_a_dummy_is_not_useless(stance, code):
    row = make_match(make_row(stance=stance, significant=stance == "affirms"))
    assert judged(row, text="Needles are useless for migraine.", negated=True).code == code


GOES_TOGETHER = {
    "as a cause": ("causal", "none", None, "UV004"),
    "as a cause that was shown": ("causal", "shown", None, "EF008"),
    "as an association": ("associative", "none", None, "EF001"),
    "as a possible cause": ("causal", "possible", None, "EF001"),
    "of graded evidence": ("causal", "none", "moderate", "EF001"),
}


@pytest.mark.parametrize(
    ("causal", "hedge", "certainty", "code"), GOES_TOGETHER.values(), ids=GOES_TOGETHER
)
def test_answering_what_goes_together_is_no_cause(causal, hedge, certainty, code):
    seen = make_match(make_row(causal="associative", certainty=certainty))
    assert judged(seen, causal=causal, hedge=hedge).code == code

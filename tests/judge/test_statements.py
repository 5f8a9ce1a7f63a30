import re

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
from spans import drawn

from pipeline.judge.statements import judge_statement
from pipeline.records import CellAddress
from pipeline.resources import word_list

WORDS = {entry["name"]: entry for entry in word_list("judging")["word"]}


@pytest.mark.parametrize("entry", WORDS.values(), ids=WORDS)
def test_statements_words_find_what_they_were_written_for(entry):
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]


def judged(*matches, **claim):
    return judge_statement(make_claim(**claim), matches)[0].code


def row(stance="affirms", certainty="moderate", **fields):
    fields.setdefault("significant", stance == "affirms")
    return make_match(stance=stance, certainty=certainty, **fields)


USES = {
    "is used to": "Yoga is often used to treat migraine.",
    "people use it": "Many people take yoga for migraine.",
}


@pytest.mark.parametrize("text", USES.values(), ids=USES)
def test_statements_that_it_is_used_is_no_promise_that_it_works(text):
    assert judged(row(), clean=text, by_pattern=False) == "UV003"


def test_statements_a_sentence_on_the_illness_alone_promises_nothing():
    said = {"condition": concept("D008881", "migraine"), "by_pattern": False}
    assert judged(row(), clean="Migraine is common.", direction="unclear", **said) == "UV003"
    assert judged(row(), clean="The migraine went.", direction="decrease", **said) == "EF001"


NOT_CLEAR = {
    "as well for one as for the other": "Acupuncture works just as well for migraine as for gout.",
    "better than one, not as good as another": (
        "For migraine acupuncture is better than rest, though not as strong as pills."
    ),
    "things that do not work": "For migraine people buy things that do not work.",
    "advised": "In 2018 it had recommended against acupuncture for migraine.",
}


@pytest.mark.parametrize("text", NOT_CLEAR.values(), ids=NOT_CLEAR)
def test_statements_words_that_say_something_else_promise_nothing(text):
    assert judged(row(), text=text) == "UV003"


def test_statements_what_helps_many_says_nothing_of_whom_treatment_did_not_help():
    wider = row(condition="wider")
    assert judged(wider, condition=concept("D1", "late migraine")) == "EF001"
    assert judged(wider, condition=concept("D2", "treatment-resistant migraine")) == "UV001"


def test_statements_that_somebody_agrees_says_not_with_what():
    cited = make_cited("the society", kind="organisation", publisher="Society", year=None)
    source = make_source("S", kind="guideline", publisher="Society", title="Advice")
    refused = make_match(kind="regulatory", source=source, stance="denies")
    claim = {"kind": "regulatory", "source": cited}
    agrees = "The other guideline agrees; so does the society, which recommends it."
    assert judged(refused, text="The society recommends it.", **claim) == "CV002"
    assert judged(refused, text=agrees, **claim) == "UV003"


def test_statements_the_harm_of_the_next_clause_is_not_that_of_this_one():
    bleeding = concept("X-BLEEDING", "bleeding")
    fields = {"stance": "denies", "outcome": bleeding, "direction": "increase"}
    harm = make_match(make_row(kind="safety", **fields))
    said = {"kind": "safety", "by_pattern": False, "outcome": bleeding, "direction": "increase"}
    assert judged(harm, clean="Acupuncture might calm you", **said) == "UV003"
    assert judged(harm, clean="Acupuncture brings bleeding", **said) == "EF001"


def test_statements_a_cell_is_about_what_its_row_is_called():
    said = {"clean": "no change", "direction": "no_difference", "negated": True}
    known = CellAddress(table=1, row=2, column=2, row_header="Migraine days")
    unknown = CellAddress(table=1, row=3, column=2, row_header="Mood")
    said["condition"] = concept("D008881", "migraine")
    assert judged(row(), cell=known, **said) == "EF002"
    assert judged(row(), cell=unknown, **said) == "UV003"


CERTAINTY = {
    "bare on moderate": ("none", "moderate", "EF001"),
    "bare on low": ("none", "low", "UV004"),
    "may on low": ("possible", "low", "EF001"),
    "suggested on very low": ("suggested", "very_low", "EF001"),
    "proven on moderate": ("proven", "moderate", "EF001"),
    "proven on low": ("proven", "low", "EF003"),
    "shown on low": ("shown", "low", "EF003"),
    "bare on ungraded": ("none", None, "EF001"),
    "proven on ungraded": ("proven", None, "UV004"),
}


@pytest.mark.parametrize(("hedge", "certainty", "code"), CERTAINTY.values(), ids=CERTAINTY)
def test_statements_hold_the_wording_against_the_certainty(hedge, certainty, code):
    assert judged(row(certainty=certainty), hedge=hedge) == code


def test_statements_what_a_body_says_ungraded_proves_nothing():
    said = row(certainty=None, source=make_source("B", kind="guideline", publisher="Body"))
    assert judged(said, hedge="none") == "EF001"
    assert judged(said, hedge="proven") == "UV004"


def test_statements_inconclusive_is_not_contradicted():
    assert judged(row("uncertain")) == "EF004"
    assert judged(row("denies")) == "EF002"


def test_statements_a_denial_is_supported_by_a_denial():
    assert judged(row("denies"), negated=True) == "EF001"
    assert judged(row("affirms"), negated=True) == "EF002"


def test_statements_more_than_a_dummy_is_what_works_means():
    sham = row("denies", row_id="S", comparators=["X-SHAM"])
    nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"])
    assert judged(sham, nothing) == "EF002"
    # Where the text itself says "better than nothing", that row decides.
    against_nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"], comparator="same")
    assert judged(sham, against_nothing, comparators=["X-NO-TREATMENT"]) == "EF001"


def test_statements_rows_that_disagree_are_said_to():
    assert judged(row("affirms", row_id="A"), row("denies", row_id="B")) == "EF009"


def test_statements_rows_that_disagree_whether_it_helps_contradict_a_cure():
    rows = (row("affirms", row_id="A"), row("denies", row_id="B"))
    assert judged(*rows, clean="It cures migraine") == "EF003"
    assert judged(*rows, clean="It cures no migraine", negated=True) == "EF009"


def test_statements_a_claim_wider_than_its_rows_is_not_decided():
    assert judged(row(condition="narrower")) == "EF005"


def test_statements_that_name_nothing_are_too_vague():
    assert judged(row(), condition=None, outcome=None) == "UV003"


def test_statements_a_mouse_is_no_person():
    mouse = make_match(kind="mechanism", species="animal", outcome="same")
    assert judged(mouse, kind="mechanism") == "EF007"


SAFETY = {
    "no side effects against counted harms": ("It has no side effects.", "denies", "EF006"),
    "generally safe": ("It is generally safe.", "affirms", "EF001"),
    "may cause bruising": ("It can cause bruising.", "denies", "EF001"),
}


@pytest.mark.parametrize(("text", "stance", "code"), SAFETY.values(), ids=SAFETY)
def test_statements_weigh_words_of_safety(text, stance, code):
    assert judged(row(stance, kind="safety"), text=text, kind="safety") == code


def medicare(stance, condition):
    source = make_source("NCD", kind="policy", publisher="Medicare", title="NCD 30.3.3")
    return make_match(kind="coverage", source=source, stance=stance, condition=condition)


COVERAGE = {
    "covered": ("affirms", "same", "CV001"),
    "excluded": ("denies", "same", "CV002"),
    "a part is covered": ("affirms", "narrower", "UV004"),
}


@pytest.mark.parametrize(("stance", "condition", "code"), COVERAGE.values(), ids=COVERAGE)
def test_statements_hold_coverage_against_the_payers_own_policy(stance, condition, code):
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    claim = {"kind": "coverage", "text": "Medicare covers it for d008881.", "source": cited}
    assert judged(medicare(stance, condition), **claim) == code


def test_statements_one_payers_policy_decides_for_no_other():
    assert (
        judged(medicare("denies", "same"), kind="coverage", text="Medicare covers it.") == "CV004"
    )


def test_statements_a_persons_own_qualification_is_theirs():
    assert judged(kind="credential", why="own qualification") == "CR003"


def test_statements_a_difference_too_small_to_matter_is_no_absence_of_one():
    small = {"significant": True, "direction": "decrease"}
    sham = row("denies", row_id="S", comparators=["X-SHAM"], **small)
    nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"])
    assert judged(sham) == "EF003"
    assert judged(sham, nothing) == "EF009"


def test_statements_may_stands_where_a_comparison_with_nothing_found_it():
    sham = row("denies", row_id="S", comparators=["X-SHAM"])
    nothing = row("affirms", row_id="N", comparators=["X-NO-TREATMENT"])
    assert judged(sham, nothing, hedge="possible") == "EF009"


def test_statements_what_it_does_beside_another_treatment_answers_no_plain_claim():
    beside = row("denies", comparators=["X-OTHER-TREATMENT"])
    assert judged(beside) == "ST005"


def test_statements_a_harm_that_was_found_supports_a_claim_of_it():
    deaths = concept("X-MORTALITY", "mortality")
    harm = make_match(make_row(stance="denies", outcome=deaths, direction="increase"))
    assert judged(harm, outcome=deaths, direction="increase") == "EF001"
    assert judged(harm, outcome=deaths, direction="decrease") == "EF002"


def test_statements_an_effect_in_everybody_is_more_than_an_effect():
    assert judged(row(), text="It helps every patient with migraine.") == "EF003"


def test_statements_doubt_is_supported_by_doubt():
    doubt = "It is uncertain whether acupuncture helps with migraine."
    assert judged(row("uncertain"), text=doubt) == "EF001"
    assert judged(row("affirms"), text=doubt) == "UV004"


OTHERS = {
    "teenagers": {"population": "D000293"},
    "a tea": {"form": "tea"},
    "horses": {"species": "animal"},
}


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_statements_what_was_not_studied_is_not_answered(fields):
    code = judged(row(), **fields)
    assert code in {"EF005", "ST007"}
    assert judged(row(**fields), **fields) == "EF001"


def test_statements_safe_for_some_people_is_not_answered_by_others():
    general = make_match(make_row("G", kind="safety", condition=None), condition="unknown")
    caution = make_match(
        make_row("C", kind="safety", stance="denies", condition=None, population="X-PREGNANT"),
        condition="unknown",
    )
    text = "It is safe for pregnant women."
    claim = {"kind": "safety", "text": text, "population": "X-PREGNANT", "condition": None}
    assert judged(general, **claim) == "UV001"
    assert judged(general, caution, **claim) == "EF006"


def test_statements_a_caution_tells_of_its_own_harm_only():
    text = "It clashes with medicines of pregnant women."
    fields = {"kind": "safety", "condition": None, "population": "X-PREGNANT"}
    caution = {"row": make_row("C", stance="denies", **fields), "condition": "unknown"}
    assert judged(make_match(**caution), text=text, **fields) == "EF001"
    assert judged(make_match(**caution, outcome="other"), text=text, **fields) == "UV001"


def test_statements_a_harm_tells_of_the_wider_one_but_not_of_any():
    diarrhea = make_match(
        make_row("D", kind="safety", stance="denies", condition=None, outcome="D003967"),
        condition="unknown",
        outcome="narrower",
    )
    claim = {"kind": "safety", "text": "It can upset the stomach.", "condition": None}
    assert judged(diarrhea, outcome="D004066", **claim) == "EF001"
    assert judged(diarrhea, outcome="X-ADVERSE-EVENTS", **claim) == "UV001"


def test_statements_a_harm_the_other_way_is_no_harm_that_was_told():
    pressure = {"kind": "safety", "condition": None, "outcome": "X-BLOOD-PRESSURE"}
    rise = make_match(make_row("R", stance="denies", direction="increase", **pressure))
    claim = {"text": "Licorice acts on blood pressure.", **pressure}
    assert judged(rise, direction="increase", **claim) == "EF001"
    assert judged(rise, direction="decrease", **claim) == "UV001"


def test_statements_how_often_a_harm_comes_is_not_told_by_that_it_comes():
    nerves = {"kind": "safety", "condition": None, "outcome": "D010523"}
    told = make_match(make_row("N", stance="denies", **nerves))
    assert judged(told, text="Vitamin B6 can damage nerves.", **nerves) == "EF001"
    tenth = make_quantity(0.1, "proportion", kind="proportion", text="10%")
    claim = {"text": "Nerve damage hits 10%.", "quantities": [tenth], **nerves}
    assert judged(told, **claim) == "UV004"


def test_statements_advice_against_it_is_a_caution_and_no_denial():
    fields = {"kind": "safety", "condition": None, "population": "X-PREGNANT"}
    caution = make_match(make_row("C", stance="denies", **fields), condition="unknown")
    for text in ("It must not be used in pregnancy.", "It is not safe in pregnancy."):
        assert judged(caution, text=text, negated=True, **fields) == "EF001"
    assert judged(caution, text="It does not start labour.", negated=True, **fields) == "UV004"


SAFE = {
    "of the treatment": ({}, "It is safe.", "EF001"),
    "for everybody": ({}, "It is safe for everyone.", "EF006"),
    "in another condition": ({"condition": "other"}, "It is safe.", "UV001"),
    "no word of harm": ({}, "They feel safer on stairs.", "UV001"),
}


@pytest.mark.parametrize(("related", "text", "code"), SAFE.values(), ids=SAFE)
def test_statements_safe_is_told_of_the_treatment_and_never_for_everybody(related, text, code):
    fields = {"kind": "safety", "outcome": "X-ADVERSE-EVENTS"}
    had = "D017116" if related else None
    safe = make_match(make_row("A", condition=had, **fields), **related)
    harm = make_match(
        make_row("H", stance="denies", kind="safety", condition=None, outcome="D001930"),
        outcome="unknown",
    )
    claim = {"kind": "safety", "condition": None, "outcome": None}
    rows = (safe,) if related else (safe, harm)
    assert judged(*rows, text=text, **claim) == code


def test_statements_no_interaction_is_denied_by_no_other_harm():
    said = concept("X-INTERACTION", "interaction with blood thinners")
    claim = {"kind": "safety", "condition": None, "outcome": said, "negated": True}
    text = "It has no interactions with blood thinners."
    other = make_row("H", stance="denies", kind="safety", condition=None, outcome="D001930")
    assert judged(make_match(other, outcome="other"), text=text, **claim) == "UV001"
    same = make_row("I", stance="denies", kind="safety", condition=None, outcome=said)
    assert judged(make_match(same), text=text, **claim) == "EF006"
    both = "It has no side effects and zero risk of interactions."
    assert judged(make_match(other, outcome="other"), text=both, **claim) == "EF006"


def test_statements_few_harms_beside_another_treatment_are_fewer():
    drugs = concept("X-ACTIVE-DRUG", "medication")
    fields = {"kind": "safety", "condition": None, "outcome": "X-ADVERSE-EVENTS"}
    fewer = make_row("F", direction="decrease", comparators=[drugs], **fields)
    claim = {"direction": "increase", "comparators": [drugs], **fields}
    match = make_match(fewer, comparator="same")
    assert judged(match, text="Unlike pills it has minimal side effects.", **claim) == "EF001"
    assert judged(match, text="It has more side effects than pills.", **claim) == "EF002"


DENIALS = {
    "no": ("It causes no bad breath.", "UV004"),
    "never": ("It can never cause bad breath.", "EF006"),
    "none": ("It causes bad breath.", "EF001"),
}


@pytest.mark.parametrize(("text", "code"), DENIALS.values(), ids=DENIALS)
def test_statements_a_harm_that_is_denied_is_not_a_harm_that_is_told(text, code):
    breath = concept("D006209", "bad breath")
    fields = {"kind": "safety", "condition": None, "outcome": breath}
    assert judged(make_match(make_row("B", stance="denies", **fields)), text=text, **fields) == code


def test_statements_a_caution_for_some_people_is_no_harm_to_all():
    fields = {"kind": "safety", "condition": None, "outcome": "D001906"}
    botulism = make_match(make_row("H", stance="denies", population="D007223", **fields))
    assert judged(botulism, text="Honey causes botulism.", **fields) == "UV001"


def test_statements_who_is_let_have_it_is_not_warned():
    fields = {"kind": "safety", "condition": None, "population": "X-PREGNANT"}
    caution = make_match(make_row("C", stance="denies", **fields), condition="unknown")
    claim = {"outcome": None, **fields}
    assert judged(caution, text="Pregnant women enjoy it too.", **claim) == "UV001"
    assert judged(caution, text="Pregnant women should avoid it.", **claim) == "EF001"


def test_statements_not_harmless_denies_no_harm():
    harm = row("denies", kind="safety")
    assert judged(harm, text="It is harmless.", kind="safety") == "EF006"
    assert judged(harm, text="It is not harmless.", kind="safety", negated=True) == "UV004"


def test_statements_getting_it_is_not_answered_by_how_bad_it_was():
    severity = make_row("S", stance="denies", outcome=concept("X-HEADACHE", "symptom severity"))
    how_many = make_row("N", stance="denies", outcome=concept("X-HEADACHE", "headache days"))
    claim = {"text": "Acupuncture prevents migraine.", "outcome": "X-INCIDENCE"}
    assert judged(make_match(severity, outcome="other"), **claim) == "UV001"
    assert judged(make_match(how_many, outcome="other"), **claim) == "EF003"


def test_statements_an_adverb_alone_reassures_nobody():
    assert judged(row(kind="safety"), kind="safety", text="It is generally dangerous.") != "EF001"


def test_statements_more_harm_than_something_needs_a_row_against_it():
    claim = {"kind": "safety", "text": "More side effects than drugs.", "direction": "increase"}
    drug = {"comparators": ["X-ACTIVE-DRUG"]}
    fewer = row("affirms", kind="safety", direction="decrease", comparator="same", **drug)
    assert judged(fewer, **claim, **drug) == "EF002"
    assert judged(row(kind="safety"), **claim, **drug) == "UV001"


def test_statements_a_payer_covers_but_one_condition_where_it_says_so():
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    source = make_source("M", kind="policy", publisher="Medicare", title="A policy")
    general = make_row("G", source=source, kind="coverage", condition=None, stance="denies")
    claim = {"kind": "coverage", "text": "Medicare covers it.", "source": cited, "condition": None}
    covered = medicare("affirms", "unknown")
    assert judged(covered, **claim) == "UV004"
    assert judged(covered, make_match(general, condition="unknown"), **claim) == "CV003"


def test_statements_a_payer_that_covers_a_thing_in_general_covers_it():
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    source = make_source("M", kind="policy", publisher="Medicare", title="A policy")
    general = make_row("G", source=source, kind="coverage", condition=None)
    claim = {"kind": "coverage", "text": "Medicare covers it.", "source": cited}
    rows = (medicare("affirms", "other"), make_match(general, condition="unknown"))
    assert judged(*rows, **claim, condition=None) == "CV001"
    assert judged(*rows, **claim, condition="X-ANOTHER") == "CV001"
    nothing_named = claim | {"text": "You pay nothing at all."}
    assert judged(*rows, **nothing_named, condition="X-ANOTHER") == "UV004"
    named = claim | {"text": "Medicare covers it for another."}
    assert judged(*rows, **named, condition="X-ANOTHER") == "UV004"


AIMS = {entry["example"]: entry for entry in word_list("aims")["aim"]}


@pytest.mark.parametrize("entry", AIMS.values(), ids=AIMS)
def test_statements_what_is_approved_for_its_aim_is_approved_for_the_condition(entry):
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]
    source = make_source("E", kind="policy", publisher="European Medicines Agency", title="A list")
    cited = make_cited("EMA", kind="organisation", publisher=source.publisher, year=None)
    claim = {"kind": "regulatory", "text": text, "source": cited, "condition": None}
    for condition, code in ((entry["conditions"][0], "CV001"), ("X-OTHER", "UV004")):
        held = make_row("R", source=source, kind="regulatory", condition=condition)
        assert judged(make_match(held, condition="unknown"), **claim) == code


def test_statements_a_number_of_visits_that_no_policy_names_is_not_signed():
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    visits = make_quantity(30, "count", kind="count", role="none", text="30 visits")
    found = judged(
        medicare("affirms", "same"),
        kind="coverage",
        text="Medicare covers it.",
        source=cited,
        quantities=[visits],
    )
    assert found == "UV004"


PEOPLE = {
    "the people of the one rule": ("X-SOLDIERS", False, "CV001"),
    "the people of the other rule": ("X-FAMILIES", False, "CV002"),
    "nobody": (None, False, "CV003"),
    "nobody, and that it is not paid for": (None, True, "UV004"),
}


@pytest.mark.parametrize(("population", "negated", "code"), PEOPLE.values(), ids=PEOPLE)
def test_statements_a_payer_may_cover_for_some_what_it_does_not_for_others(
    population, negated, code
):
    source = make_source("T", kind="policy", publisher="TRICARE", title="A policy")
    fields = {"kind": "coverage", "condition": None}
    matches = [
        make_match(
            make_row(people, source=source, stance=stance, population=people, **fields),
            condition="unknown",
        )
        for people, stance in (("X-FAMILIES", "denies"), ("X-SOLDIERS", "affirms"))
    ]
    cited = make_cited("TRICARE", kind="organisation", publisher="TRICARE", year=None)
    claim = {"source": cited, "population": population, "negated": negated}
    assert judged(*matches, text="Medicare covers it.", **claim, **fields) == code


def test_statements_what_a_remedy_was_approved_for_may_not_have_been_read():
    source = make_source("E", kind="policy", publisher="European Medicines Agency", title="A list")
    cited = make_cited("EMA", kind="organisation", publisher=source.publisher, year=None)
    match = make_match(
        make_row("R", source=source, kind="regulatory", condition="X-SLEEP"), condition="unknown"
    )
    none = make_row("N", source=source, kind="regulatory", condition=None, stance="denies")
    rows = (match, make_match(none, condition="unknown"))
    claim = {"kind": "regulatory", "source": cited, "condition": None}
    assert judged(*rows, text="The EMA approved it for sleep.", **claim) == "UV004"
    assert judged(*rows, text="The EMA approved it.", **claim) == "CV003"


RAISED = {
    "a row says so": ({}, {}, "EF001"),
    "a row says so, and it is denied": ({"negated": True}, {}, "EF002"),
    "a row says so, and the text finds no more": ({"direction": "no_difference"}, {}, "EF002"),
    "a row found no more": ({}, {"direction": "no_difference", "stance": "affirms"}, "EF002"),
    "a row is on other people": ({}, {"population": "X-SMOKERS"}, "UV001"),
    "a row says it, nobody proved it": ({"hedge": "proven"}, {}, "UV001"),
}


@pytest.mark.parametrize(("said", "held", "code"), RAISED.values(), ids=RAISED)
def test_statements_that_more_people_get_a_disease_is_a_harm(said, held, code):
    fields = {"outcome": "X-INCIDENCE", "condition": "X-CANCER", "direction": "increase"}
    found = make_row("R", kind="safety", **{"stance": "denies", **fields, **held})
    assert judged(make_match(found), **{**fields, **said}) == code
    gout = make_row("O", kind="safety", stance="denies", **(fields | {"condition": "X-GOUT"}))
    assert judged(make_match(gout, condition="other"), **fields) == "UV001"


BESIDE = {
    "a row warns of this medicine": ("same", "EF006"),
    "a row warns of another": ("other", "UV004"),
    "no row warns": (None, "UV001"),
}


@pytest.mark.parametrize(("outcome", "code"), BESIDE.values(), ids=BESIDE)
def test_statements_what_is_safe_alone_is_not_safe_with_a_medicine(outcome, code):
    text = {"kind": "safety", "text": "It is safe to take with warfarin."}
    rows = [make_match(make_row("S", kind="safety", stance="affirms"))]
    if outcome is not None:
        warned = concept("X-ANTICOAGULANT-INTERACTION", "interaction with blood thinners")
        held = make_row("I", kind="safety", stance="denies", outcome=warned)
        rows.append(make_match(held, outcome=outcome))
    assert judged(*rows, **text) == code
    assert judged(rows[0], kind="safety", text="It is safe.") == "EF001"


@pytest.mark.parametrize("kind", ["mechanism", "efficacy"])
def test_statements_what_a_thing_does_to_a_medicine_is_a_harm(kind):
    thyroid = concept("X-THYROID-DRUG-INTERACTION", "interaction with thyroid medicines")
    held = make_row("I", kind="safety", stance="denies", condition=None, outcome=thyroid)
    said = {"condition": None, "outcome": thyroid, "direction": "decrease"}
    assert judged(make_match(held), kind=kind, **said) == "EF001"


PROCESS = {
    "that it does": ("affirms", "EF001"),
    "that it does not": ("denies", "EF002"),
}


@pytest.mark.parametrize(("stance", "code"), PROCESS.values(), ids=PROCESS)
def test_statements_a_promise_of_a_process_is_held_against_how_it_works(stance, code):
    said = {"condition": None, "outcome": "X-BLOOD-FLOW", "direction": "increase"}
    source = make_source("F", kind="fact_sheet")
    held = make_row("M", kind="mechanism", source=source, stance=stance, significant=None, **said)
    assert judged(make_match(held), **said) == code
    trial = make_match(make_row("T", stance="uncertain", **said))
    assert judged(make_match(held), trial, **said) == "EF004"


USE = {
    "a use that was not read": ("The EMA approved it for memory.", "X-APPROVAL", "UV004"),
    "no use": ("The EMA approved it.", "X-APPROVAL", "CV001"),
    "advice": ("The EMA recommends it for a week.", "X-RECOMMENDATION", "CV001"),
}


@pytest.mark.parametrize(("text", "outcome", "code"), USE.values(), ids=USE)
def test_statements_what_is_approved_is_not_approved_for_any_use(text, outcome, code):
    source = make_source("E", kind="policy", publisher="European Medicines Agency", title="A list")
    cited = make_cited("EMA", kind="organisation", publisher=source.publisher, year=None)
    held = make_row("R", source=source, kind="regulatory", condition=None, outcome=outcome)
    claim = {"kind": "regulatory", "source": cited, "condition": None}
    assert judged(make_match(held, condition="unknown"), text=text, **claim) == code


LIMITS = {
    "the limit": ("The NIH sets the upper limit at 4,000 IU.", False, 4000, "CV001"),
    "the limit, not to be passed": ("The NIH: do not exceed 4,000 IU.", True, 4000, "CV001"),
    "another limit": ("The NIH sets the upper limit at 9,000 IU.", False, 9000, "UV004"),
    "what is advised": ("The NIH recommends 600 IU.", False, 600, "CV001"),
    "the limit as if it were advised": ("The NIH recommends 4,000 IU.", False, 4000, "UV004"),
}


@pytest.mark.parametrize(("text", "negated", "number", "code"), LIMITS.values(), ids=LIMITS)
def test_statements_the_most_that_may_be_taken_is_not_what_is_advised(text, negated, number, code):
    source = make_source("N", kind="fact_sheet", publisher="National Institutes of Health")
    cited = make_cited("NIH", kind="organisation", publisher=source.publisher, year=None)
    fields = {"kind": "regulatory", "condition": None}
    matches = [
        make_match(
            make_row(held, source=source, outcome=held, sentence=f"It names {said} IU.", **fields),
            condition="unknown",
        )
        for held, said in (("X-RECOMMENDATION", "600"), ("X-UPPER-INTAKE-LIMIT", "4,000"))
    ]
    amount = make_quantity(number, "[IU]", kind="amount", role="none", text=f"{number} IU")
    claim = {"source": cited, "quantities": [amount], "negated": negated, "text": text}
    assert judged(*matches, **claim, **fields) == code


@pytest.mark.parametrize(("unit", "code"), [("ug", "CV001"), ("mg/d", "UV004")])
def test_statements_milligrams_are_not_the_micrograms_that_are_advised(unit, code):
    source = make_source("N", kind="fact_sheet", publisher="National Institutes of Health")
    cited = make_cited("NIH", kind="organisation", publisher=source.publisher, year=None)
    advised = make_quantity(400, "ug/d", kind="amount", role="none")
    fields = {"kind": "regulatory", "condition": None}
    match = make_match(
        make_row("R", source=source, quantities=[advised], **fields), condition="unknown"
    )
    said = make_quantity(400, unit, kind="amount", role="none", text="400")
    claim = {"source": cited, "quantities": [said], "text": "The NIH recommends 400 of it."}
    assert judged(match, **claim, **fields) == code


NICE = "National Institute for Health and Care Excellence"


def test_statements_first_line_is_more_than_recommended():
    nice = make_source("NG", kind="guideline", publisher=NICE, title="A guideline")
    cited = make_cited("NICE", kind="organisation", publisher=NICE, year=None)
    match = make_match(kind="regulatory", source=nice)
    claim = {"kind": "regulatory", "source": cited}
    assert judged(match, **claim, text="NICE recommends it.") == "CV001"
    assert judged(match, **claim, text="NICE recommends it as a first-line treatment.") == "UV004"


def test_statements_a_certified_person_is_still_a_person():
    text = "Our therapist is certified by the board."
    assert judged(kind="credential", why="certified by", text=text) == "CR003"


FDA = "Food and Drug Administration"
WARNINGS = {
    "of this very thing": ("same", "The FDA warned people not to use it.", "CV001"),
    "in a year that no row names": ("same", "In 2019 the FDA warned of it.", "UV004"),
    "of all such things": ("wider", "The FDA warned of it.", "UV004"),
}


@pytest.mark.parametrize(("relation", "text", "code"), WARNINGS.values(), ids=WARNINGS)
def test_statements_who_warns_of_a_thing_has_not_approved_it(relation, text, code):
    fda = make_source("F", kind="policy", publisher=FDA, title="A notice")
    cited = make_cited("FDA", kind="organisation", publisher=FDA, year=None)
    fields = {"kind": "regulatory", "condition": None}
    refused = make_row("R", source=fda, stance="denies", **fields)
    match = make_match(refused, intervention=relation, condition="unknown")
    assert judged(match, text=text, source=cited, **fields) == code


# What is found for acute and for chronic back pain, in a review of what its title names.
PARTS = {
    "both the same": (("affirms", "affirms"), "Massage for back-pain in adults", "EF001"),
    "one each": (("affirms", "denies"), "Massage for back-pain", "EF005"),
    "a review of a part": (("affirms", "affirms"), "Massage for low back pain", "EF005"),
}


@pytest.mark.parametrize(("stances", "title", "code"), PARTS.values(), ids=PARTS)
def test_statements_what_holds_for_the_parts_holds_for_the_whole(stances, title, code):
    source = make_source("CD1", title=title)
    matches = [
        make_match(
            make_row(name, source=source, stance=stance, condition=f"X-{name}"),
            condition="narrower",
        )
        for name, stance in zip(("ACUTE", "CHRONIC"), stances, strict=True)
    ]
    claim = {"condition": concept("X-BACK", "back pain"), "text": "Massage eases back pain."}
    assert judged(*matches, **claim) == code


def test_statements_very_little_is_not_contradicted_by_nothing():
    assert judged(row("denies"), text="It helps only very little.") == "UV004"


def test_statements_who_recommends_it_matters_only_where_it_is_about_this():
    fields = {"kind": "regulatory", "stance": "denies"}
    for relation, code in (("same", "CI008"), ("wider", "UV001")):
        match = make_match(make_row("R", **fields), intervention=relation)
        assert judged(match, kind="regulatory", text="Norland banned ginger.") == code


# The years of an overview that affirms and of one that denies.
YEARS = {
    "much newer": (2007, 2014, "EF002"),
    "much older": (2014, 2007, "EF001"),
    "about the same": (2011, 2014, "EF009"),
    "one without a year": (None, 2014, "EF009"),
}


@pytest.mark.parametrize(("affirmed", "denied", "code"), YEARS.values(), ids=YEARS)
def test_statements_a_newer_overview_outranks_an_older_one(affirmed, denied, code):
    rows = [
        row(stance, row_id=stance, source=make_source(f"S{year}", year=year))
        for stance, year in (("affirms", affirmed), ("denies", denied))
    ]
    assert judged(*rows) == code


NEARER = {
    "found nothing": ("denies", "EF009"),
    "found something": ("affirms", "EF001"),
}


@pytest.mark.parametrize(("stance", "code"), NEARER.values(), ids=NEARER)
def test_statements_what_holds_for_any_pain_need_not_hold_where_a_part_denies_it(stance, code):
    wider = make_match(make_row("W", stance="affirms"), condition="wider")
    part = make_match(make_row("P", stance=stance), condition="narrower")
    assert judged(wider, part) == code


def test_statements_no_row_ranks_a_treatment_before_all_others():
    assert judged(row(), text="It is the most effective treatment for migraine.") == "UV004"


def test_statements_who_pays_is_asked_only_where_something_is_paid_for():
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    found = judged(
        medicare("affirms", "narrower"),
        kind="coverage",
        text="Medicare Part A is a different story.",
        source=cited,
    )
    assert found == "UV003"


EQUALS = {
    "to what no concept names": ((), "denies", "ST005"),
    "to what the row compares with": (("X-USUAL-CARE",), "denies", "EF001"),
    "where the row says better": (("X-USUAL-CARE",), "affirms", "UV004"),
}


@pytest.mark.parametrize(("against", "stance", "code"), EQUALS.values(), ids=EQUALS)
def test_statements_as_good_as_something_is_held_against_a_row_on_that(against, stance, code):
    match = row(stance, comparator="same")
    text = "Acupuncture is as effective as anything else for migraine."
    assert judged(match, text=text, comparators=list(against)) == code


def test_statements_what_nobody_can_say_is_not_asserted():
    text = "Nobody can say whether acupuncture helps migraine."
    assert judged(row("affirms"), text=text) == "UV004"
    assert judged(row("uncertain"), text=text) == "EF001"


def test_statements_that_a_harm_was_seen_does_not_prove_its_cause():
    text = "That acupuncture causes bruising is proven beyond doubt."
    seen = row("denies", certainty=None, kind="safety")
    assert judged(seen, text=text, kind="safety", hedge="proven") == "UV004"


SUPPLEMENTS = {
    "the thing itself": ("The FDA has approved fish oil.", "CV002"),
    "a medicine made of it": ("The FDA has approved prescription fish oil.", "UV001"),
    "a brand": ("The FDA has approved fish oil (Marisol).", "UV001"),
}


@pytest.mark.parametrize(("text", "code"), SUPPLEMENTS.values(), ids=SUPPLEMENTS)
def test_statements_what_holds_for_all_supplements_holds_for_no_medicine(text, code):
    fda = make_source("F", kind="policy", publisher=FDA, title="A law")
    cited = make_cited("FDA", kind="organisation", publisher=FDA, year=None)
    fields = {"kind": "regulatory", "condition": None}
    refused = make_row("R", source=fda, stance="denies", **fields)
    match = make_match(refused, intervention="wider", condition="unknown")
    assert judged(match, text=text, source=cited, **fields) == code


def test_statements_a_body_on_one_condition_is_silent_on_another():
    cited = make_cited("NICE", kind="organisation", publisher=NICE, year=None)
    claim = {"kind": "regulatory", "source": cited, "text": "NICE recommends it for d008881."}
    for kind in ("guideline", "policy"):
        source = make_source("NG", kind=kind, publisher=NICE, title="A guideline")
        other = make_match(make_row("R", source=source, kind="regulatory"), condition="other")
        assert judged(other, **claim) == "UV004"
        refused = make_row("D", source=source, kind="regulatory", condition=None, stance="denies")
        in_general = make_match(refused, condition="unknown")
        assert judged(other, in_general, **claim) == "CV003"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ginger can ease nausea.", "EF001"),
        ("Ginger eases nausea.", "UV004"),
        ("Ginger can only ease nausea.", "UV004"),
    ],
)
def test_statements_that_it_can_is_not_that_it_does_so_every_time(text, code):
    assert judged(row(certainty="low"), hedge="none", clean=text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ginger is a safe treatment for nausea.", "EF001"),
        ("Ginger is a safe and effective treatment for nausea, pain and asthma.", "UV004"),
    ],
)
def test_statements_safe_and_effective_is_more_than_safe(text, code):
    safe = make_row(kind="safety", outcome=None, condition=None, certainty=None)
    assert judged(make_match(safe), kind="safety", clean=text, outcome=None) == code


BESIDE_IT = {
    "as good, and it is": ("It is as good as pills.", "no_difference", "EF001"),
    "as good, and it is less": ("It is as good as pills.", "decrease", "EF002"),
    "less good, and it is": ("It is less effective than pills.", "decrease", "EF001"),
    "less good, and it is as good": ("It is less effective than pills.", "no_difference", "EF002"),
    "not as good, and it is less": ("It is not as effective as pills.", "decrease", "EF001"),
    "no less good, and it is as good": (
        "It is no less effective than pills.", "no_difference", "EF001",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found", "code"), BESIDE_IT.values(), ids=BESIDE_IT)
def test_statements_as_good_as_another_and_less_good_are_told_apart(text, found, code):
    pills = concept("D004358", "pills")
    held = make_row(stance="denies", direction=found, comparators=[pills],
                    significant=found == "decrease")  # fmt: skip
    assert judged(make_match(held, comparator="same"), text=text, comparators=[pills]) == code


def test_statements_better_than_what_no_concept_names_is_not_better_than_a_dummy():
    assert judged(row(), text="It works better than hypnopills for migraine.") == "ST005"
    assert judged(row(), text="It works better than ever for migraine.") == "EF001"


def test_statements_no_evidence_that_it_works_is_borne_out_by_none_that_it_does():
    text = "There is no good evidence that it helps."
    assert judged(row("denies"), text=text, negated=True) == "EF001"
    assert judged(row(), text=text, negated=True) == "UV004"
    assert judged(row("denies"), text="It is unclear whether it helps.") == "UV004"


def test_statements_a_row_on_a_gel_is_one_on_a_cream():
    of_gel = make_match(make_row(form="gel"))
    assert judged(of_gel, text="The cream helps.", form="cream") == "EF001"
    assert judged(make_match(make_row(form="capsule")), text="The cream helps.", form="cream") == (
        "ST007"
    )


def test_statements_what_leaves_it_open_bears_out_a_doubt_whatever_is_newer():
    open_ = make_match(make_row("O", stance="uncertain", significant=False))
    newer = make_match(make_row("N", source=make_source("N", year=2024)))
    text = "There is no conclusive evidence that it helps."
    assert judged(open_, newer, text=text, negated=True) == "EF001"


SMALL = {
    "too small, of something": ("The benefit is trivial.", "no_difference", "UV004"),
    "none": ("It has no benefit.", "no_difference", "EF002"),
}


@pytest.mark.parametrize(("text", "direction", "code"), SMALL.values(), ids=SMALL)
def test_statements_small_is_not_nothing(text, direction, code):
    assert judged(row(), text=text, direction=direction) == code


def test_statements_harm_by_much_of_it_is_not_refuted_by_little():
    falls = {"direction": "increase", "outcome": "X-FALLS"}
    held = make_match(
        make_row(stance="denies", direction="no_difference", outcome="X-FALLS", significant=False)
    )
    assert judged(held, text="A single yearly dose led to falls.", **falls) == "UV004"
    assert judged(held, text="It led to falls.", **falls) == "EF002"


def test_statements_the_same_is_nothing_that_can_be_looked_up():
    assert judged(row("denies"), text="Another trial found the same in women.") == "UV003"


def test_statements_the_way_that_a_row_went_is_not_the_other_way():
    said = {"direction": "decrease", "outcome": "X-MORTALITY"}
    held = make_match(make_row(direction="decrease", outcome="X-MORTALITY"))
    assert judged(held, text="Fewer died even of those who got worse.", **said) == "EF001"


def test_statements_getting_better_of_what_was_named_before_says_nothing_of_an_outcome():
    better = make_match(make_row(outcome="X-IMPROVEMENT"), outcome="wider")
    said = {"outcome": concept("X-BLOOD-PRESSURE", "blood pressure")}
    assert judged(better, text="It lowers blood pressure.", **said) == "UV001"
    assert judged(better, text="It lowers blood pressure in d008881.", **said) == "EF001"


def test_statements_a_plain_word_for_what_is_likely_is_no_blame():
    assert judged(row(certainty="low"), text="It helps.") == "UV004"
    assert judged(row(certainty="low"), text="It was shown to help.", hedge="shown") == "EF003"


def test_statements_what_was_found_of_a_sort_answers_before_what_was_found_of_all():
    of_all = make_match(make_row("A"), intervention="wider")
    of_one = make_match(make_row("O", stance="denies", significant=False))
    elsewhere = make_match(make_row("E", stance="denies"), condition="other")
    assert judged(of_all, of_one) == "EF002"
    assert judged(of_all, elsewhere) == "EF001"


def test_statements_that_it_causes_a_disease_is_answered_by_who_gets_it():
    dementia = concept("D003704", "dementia")
    none = make_row(
        stance="denies", direction="no_difference", significant=False, certainty="high",
        condition=dementia, outcome=concept("X-INCIDENCE", "risk of getting it"),
    )  # fmt: skip
    held = make_match(none, condition="unknown", outcome="other")
    said = {"condition": None, "outcome": dementia}
    causes = judged(held, text="It causes dementia.", direction="increase", **said)
    denied = judged(
        held, text="It does not cause dementia.", direction="no_difference", negated=True, **said
    )
    assert (causes, denied) == ("EF002", "EF001")
    other = {"condition": None, "outcome": concept("D006073", "gout")}
    assert judged(held, text="It causes gout.", direction="increase", **other) == "UV001"


def test_statements_a_diet_is_tried_against_a_diet():
    diet = make_match(comparators=[concept("X-DIET-COMPARATOR", "another diet")])
    assert judged(diet) == "EF001"

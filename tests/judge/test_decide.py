"""One place where it is decided what is said of a claim; a small world of one review."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from factories import (
    CONCEPTS,
    concept,
    make_article,
    make_cited,
    make_claim,
    make_match,
    make_quantity,
    make_row,
    make_source,
    make_table,
)

from pipeline.codes import CODES
from pipeline.concepts import ConceptEntry
from pipeline.evidence.records import Code, CodeSystem, Listing
from pipeline.judge.candidates import Topic
from pipeline.judge.decide import judge_document
from pipeline.records import Cell, CellAddress, LookedUp, Table, page_link

ACUPUNCTURE, MIGRAINE = "D015670", "D008881"
TOPIC = Topic(ACUPUNCTURE, MIGRAINE)
REVIEW = make_source(registry_id="CD001218", authors="Linde K", held="abstract")
SILENT = make_source("silent-2019", publisher="NICE", year=2019, authors="Hall P", kind="guideline")
HALF = make_quantity(0.5, role="intervention_arm", text="50%")
COMPLETE = Listing(
    "cochrane",
    "Cochrane",
    "systematic_review",
    (ACUPUNCTURE,),
    (MIGRAINE,),
    2001,
    dt.date(2023, 12, 31),
    complete=True,
)


def row(row_id="R1", **fields):
    fields.setdefault("source", REVIEW)
    return make_row(row_id, **fields)


def judged(claim, *rows, article=None, table=None, as_of=None, looked_up=None, relations=None):
    table = table or make_table(rows or [row()], sources=[SILENT], listings=[COMPLETE])
    document = judge_document(
        article or make_article(claim.text),
        [claim],
        [[make_match(one) for one in rows]],
        table=table,
        topic=TOPIC,
        relate=lambda _, one: make_match(one, **(relations or {})),
        as_of=as_of,
        looked_up=looked_up,
    )
    return document.claims[0]


def codes(claim, *rows, **options):
    return [found.code for found in judged(claim, *rows, **options).findings]


# --- whose word it is ---------------------------------------------------------------------


def test_decide_private_data_cannot_be_looked_up_even_where_a_row_agrees():
    claim = make_claim(attribution="author_practice")
    assert codes(claim, row()) == ["UV002"]


PUBLIC = {"code": "RG", "credential": "", "regulatory": "", "citation": "CI"}


@pytest.mark.parametrize("kind", PUBLIC)
def test_decide_what_is_public_hangs_on_nobodys_patients(kind):
    cited = make_cited() if kind == "citation" else None
    claim = make_claim(kind=kind, attribution="author_practice", source=cited)
    (first, *_) = codes(claim, row())
    assert first != "UV002"
    assert first.startswith(PUBLIC[kind])


def test_decide_somebody_elses_view_is_not_judged():
    assert codes(make_claim(attribution="opponent"), row()) == ["UV006"]


def test_decide_studies_show_is_told_to_name_one():
    claim = make_claim(attribution="vague_source", source=make_cited("studies", publisher=None))
    assert codes(claim, row()) == ["EF001", "CI008"]


def test_decide_a_bare_claim_is_not_told_to_name_its_studies():
    assert codes(make_claim(), row()) == ["EF001"]


# --- what is cited ---------------------------------------------------------------------------


GROUPS = {
    "each its own": ("It cut infections by 26% in women and by 54% in children.", "CI011"),
    "the other's": ("It cut infections by 54% in women and by 26% in children.", "CI010"),
    "one that no row gives": ("It cut infections by 26% in women and by 12% in men.", "CI010"),
}


@pytest.mark.parametrize(("text", "code"), GROUPS.values(), ids=GROUPS)
def test_decide_several_numbers_of_a_source_need_a_row_each(text, code):
    def cut(share, start=0, end=0):
        return make_quantity(
            share, kind="relative_change", start=start, end=end, direction="decrease"
        )

    numbers = [cut(float(found[1]) / 100, *found.span()) for found in re.finditer(r"(\d+)%", text)]
    claim = make_claim(
        text, kind="statistic", source=make_cited(), quantities=numbers, direction="decrease"
    )
    rows = [
        row(
            name,
            quantities=[cut(share)],
            population=concept(f"X-{name}", name),
            direction="decrease",
        )
        for name, share in (("women", 0.26), ("children", 0.54))
    ]
    assert codes(claim, *rows)[0] == code


TOLD = {
    "as it found": ("denies", True, "CI011"),
    "otherwise": ("denies", False, "CI005"),
    "what it found too": ("affirms", False, "CI011"),
}


@pytest.mark.parametrize(("stance", "negated", "code"), TOLD.values(), ids=TOLD)
def test_decide_a_trial_settles_what_it_found_itself(stance, negated, code):
    trial = make_source(
        "lee-2012", kind="trial", publisher="", authors="Lee J", year=2012, held="abstract"
    )
    cited = make_cited(publisher=None, kind="trial", authors=["Lee"], year=2012)
    claim = make_claim(source=cited, attribution="named_source", negated=negated)
    held = row(source=trial, stance=stance, significant=stance == "affirms")
    assert codes(claim, held)[0] == code


# What a review is said to have found, which is of low certainty.
FOUND = {
    "that it was found": ("shown", "CI011"),
    "that it is proven": ("proven", "EF003"),
    "that it is so": ("none", "UV004"),
}


@pytest.mark.parametrize(("hedge", "code"), FOUND.values(), ids=FOUND)
def test_decide_that_a_review_found_it_is_true_of_one_that_is_not_sure(hedge, code):
    claim = make_claim(source=make_cited(), attribution="named_source", hedge=hedge)
    assert codes(claim, row(certainty="low")) == [code]


# "… all 312 participants (Lee et al., 2012)" is a detail of that trial; that it did worse in them
# is more than that there were so many.
SIZES = {
    "as many": (312, "unclear", "CI001"),
    "another number": (320, "unclear", "CI003"),
    "as many, and what came of it": (312, "increase", "CI005"),
    "another number, and what came of it": (320, "increase", "CI003"),
}


@pytest.mark.parametrize(("people", "way", "code"), SIZES.values(), ids=SIZES)
def test_decide_the_size_of_a_trial_is_looked_up_by_what_the_trial_is_called(people, way, code):
    trial = make_source(
        "lee-2012",
        kind="trial",
        publisher="",
        authors="Lee J",
        year=2012,
        held="abstract",
        registry_id="NCT00000001",
        n_participants=312,
    )
    cited = make_cited(publisher=None, kind="trial", authors=["Lee"], year=2012)
    size = make_quantity(people, "count", kind="count", role="participants")
    claim = make_claim(source=cited, attribution="named_source", quantities=[size], direction=way)
    table = make_table(
        [row(source=trial)],
        code_systems=[CodeSystem("Cochrane", "", r"CD\d{6}", "CD001218")],
    )
    assert codes(claim, row(source=trial), table=table)[0] == code


def test_decide_a_cited_source_that_says_so():
    claim = make_claim(source=make_cited())
    assert codes(claim, row()) == ["CI011"]


def test_decide_a_cited_source_that_says_otherwise():
    claim = make_claim(source=make_cited())
    assert codes(claim, row(stance="denies", significant=False)) == ["CI005"]


def test_decide_a_number_that_the_cited_source_gives():
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited())
    held = row(quantities=[HALF])
    found = judged(claim, held).decisive
    assert (found.code, found.verdict, found.row_ids) == ("CI011", "supported", ("R1",))
    assert found.comparison.claimed == "50%"


@pytest.mark.parametrize(("against", "is_told"), [("X-NO-TREATMENT", True), ("X-SHAM", False)])
def test_decide_more_than_any_control_is_more_than_nothing(against, is_told):
    named = [concept(against, "what it is held against")]
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited(), comparators=named)
    told = codes(claim, row(quantities=[HALF]), relations={"comparator": "wider"})
    assert (told[0] == "CI011") is is_told


def test_decide_a_list_of_treatments_is_borne_out_for_each_or_not_at_all():
    text = "Acupuncture and massage ease migraine."
    concepts = [*CONCEPTS, ConceptEntry("D008405", "massage", "intervention")]
    table = make_table([row()], concepts=concepts)
    assert codes(make_claim("Acupuncture eases migraine."), row(), table=table) == ["EF001"]
    assert codes(make_claim(text), row(), table=table) == ["UV004"]


# Only the journal, the year and the topic lead to a source.
OF_JOURNAL = make_source(
    "brown-2019", title="", publisher="", kind="trial", journal="BMJ", year=2019, held="abstract"
)


@pytest.mark.parametrize(("share", "code"), [(0.5, "CI011"), (0.9, "CI013")])
def test_decide_a_source_that_may_be_meant_bears_out_and_contradicts_nothing(share, code):
    cited = make_cited(
        "a 2019 study in the BMJ", kind="study", publisher=None, journal="BMJ", year=2019
    )
    said = make_quantity(share, role="intervention_arm", text=f"{share:.0%}")
    claim = make_claim(kind="statistic", quantities=[said], source=cited)
    held = row(
        source=OF_JOURNAL,
        quantities=[make_quantity(0.5, low=0.45, high=0.55, bound="ci95", role="intervention_arm")],
    )
    assert codes(claim, held)[0] == code


CHILDREN = concept("D002648", "children")
ELDERLY = concept("D000368", "older adults")


def test_decide_a_source_of_some_people_only_answers_who_names_nobody():
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited())
    assert codes(claim, row(quantities=[HALF], population=CHILDREN)) == ["CI011"]


def test_decide_of_several_groups_of_a_source_nobody_says_which_is_meant():
    claim = make_claim(kind="statistic", quantities=[HALF], source=make_cited())
    of_children = row("R1", quantities=[HALF], population=CHILDREN)
    of_elderly = row("R2", quantities=[], population=ELDERLY)
    assert codes(claim, of_children, of_elderly)[0] != "CI011"
    named = make_claim(
        kind="statistic", quantities=[HALF], source=make_cited(), population=CHILDREN
    )
    assert codes(named, of_children, of_elderly) == ["CI011"]


def test_decide_a_notice_on_the_cited_source_comes_before_what_the_source_says():
    watch = Listing("watch", "Retraction Watch", "registry", note="It holds corrections too.")
    source = make_source(registry_id="CD001218", authors="Linde K", held="abstract", doi="10.1/A")
    table = make_table([row(source=source)], listings=[watch], notices={"10.1/a": ("watch",)})
    assert codes(make_claim(source=make_cited()), row(source=source), table=table) == [
        "CI014",
        "CI011",
    ]


def test_decide_nothing_rests_on_a_source_that_was_retracted():
    gone = make_source(registry_id="CD001218", authors="Linde K", status="retracted")
    table = make_table([row(source=gone)])
    found = judged(make_claim(source=make_cited()), row(source=gone), table=table)
    assert (found.decisive.code, found.decisive.verdict) == ("CI007", "unsupported")


def test_decide_a_number_that_the_cited_source_contradicts():
    claim = make_claim(
        kind="statistic",
        quantities=[make_quantity(0.9, role="intervention_arm", text="90%")],
        source=make_cited(),
    )
    held = row(
        quantities=[make_quantity(0.5, low=0.45, high=0.55, bound="ci95", role="intervention_arm")]
    )
    assert codes(claim, held)[0] == "CI005"


def test_decide_a_cited_source_of_which_nothing_answers():
    cited = make_cited("Hall 2019", kind="guideline", publisher="NICE", authors=["Hall"], year=2019)
    table = make_table([row()], sources=[SILENT])
    found = judged(make_claim(source=cited), table=table).findings
    assert found[0].code == "CI010"
    assert "NICE (2019)" in found[0].reason


def test_decide_a_cited_source_that_does_not_exist():
    claim = make_claim(source=make_cited("a 2014 Cochrane review", year=2014))
    found = judged(claim, row()).findings
    assert [one.code for one in found] == ["CI002", "EF001"]
    assert found[0].reason.startswith("This is credited to a source that does not exist.")


def test_decide_nothing_is_said_not_to_exist_without_a_complete_listing():
    claim = make_claim(source=make_cited("a 2014 Cochrane review", year=2014))
    table = make_table([row()])
    assert "CI002" not in codes(claim, row(), table=table)


def test_decide_a_number_of_an_unknown_paper_is_not_another_papers():
    cited = make_cited("Moss 2011", publisher=None, authors=["Moss"], kind="study", year=2011)
    claim = make_claim(kind="statistic", quantities=[HALF], source=cited)
    assert codes(claim, row(quantities=[HALF]))[0].startswith("CI")


def test_decide_what_an_unknown_trial_found_no_other_refutes():
    cited = make_cited("Moss 2011", publisher=None, authors=["Moss"], kind="study", year=2011)
    denying = row(stance="denies", significant=False)
    found = judged(make_claim("Needles eased migraine.", source=cited), denying).findings
    assert [one.verdict for one in found] == ["unverifiable", "unverifiable"]
    assert "found no such effect" in found[1].reason
    # What is so at large, whoever is cited for it, is refuted.
    assert codes(make_claim("Needles ease migraine.", source=cited), denying)[0] == "EF002"


def test_decide_what_a_payer_covers_is_judged_by_its_rows_not_as_a_citation():
    cited = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)
    claim = make_claim(kind="coverage", source=cited, outcome="X-COVERAGE")
    assert codes(claim)[0][:2] in {"CV", "UV"}


def test_decide_the_articles_date_is_when_editions_are_judged():
    cited = make_cited("a 2014 Cochrane review", year=2014)
    claim = make_claim(kind="citation", source=cited, text="a 2014 Cochrane review")
    assert codes(claim, row(), as_of=dt.date(2020, 1, 1)) == ["CI002"]


CODES_OF_CPT = {
    "codes": [Code("CPT", "97810", meaning="acupuncture", concepts=(ACUPUNCTURE,))],
    "code_systems": [CodeSystem("CPT", "Category I", r"\d{5}", "97810")],
}
BESIDE = {
    "in the same paragraph": ("Yoga is billed as CPT 97810.", "RG005"),
    "only in the title": ("The receipt shows CPT 97810.", "RG001"),
}


@pytest.mark.parametrize(("text", "code"), BESIDE.values(), ids=BESIDE)
def test_decide_a_code_is_held_against_what_stands_beside_it(text, code):
    yoga = ConceptEntry("D015013", "yoga", "intervention")
    start = len("Yoga\n") + text.index("CPT")
    claim = make_claim(
        "CPT 97810",
        kind="code",
        start=start,
        intervention=concept("D015013", "yoga"),
        condition=None,
    )
    table = make_table(concepts=[*CONCEPTS, yoga], **CODES_OF_CPT)
    assert codes(claim, article=make_article(f"Yoga\n{text}\n"), table=table) == [code]


DIAGNOSES = {
    "its own meaning": ("For neck pain (ICD-10 M54.2) we use", "RG001"),
    "that of another": ("For migraine (ICD-10 M54.2) we use", "RG005"),
    "another condition in the same line": ("For neck pain (ICD-10 M54.2), not migraine,", "RG001"),
}


@pytest.mark.parametrize(("text", "code"), DIAGNOSES.values(), ids=DIAGNOSES)
def test_decide_a_diagnosis_is_held_against_what_stands_at_it(text, code):
    neck = ConceptEntry("D019547", "neck pain", "condition", (), ("cervicalgia",))
    table = make_table(
        concepts=[neck, ConceptEntry(MIGRAINE, "migraine", "condition")],
        code_systems=[CodeSystem("ICD-10-CM", "", r"[A-Z]\d\d(\.\d)?", "M54.2")],
        diagnoses=[
            Code("ICD-10-CM", "M54.2", meaning="Cervicalgia"),
            Code("ICD-10-CM", "G43", meaning="Migraine"),
        ],
    )
    claim = make_claim(
        "ICD-10 M54.2", kind="code", code=("ICD-10", "M54.2"), start=text.index("ICD")
    )
    assert codes(claim, article=make_article(text), table=table) == [code]


@pytest.mark.parametrize(
    ("behind", "code"),
    [(" was deleted in 2004.", "RG001"), (" is what we bill.", "RG006")],
    ids=["that it was deleted", "anything else"],
)
def test_decide_a_deleted_code_is_right_where_the_text_says_so(behind, code):
    table = make_table(
        code_systems=[CodeSystem("CPT", "", r"\d{5}", "97780")],
        codes=[Code("CPT", "97780", meaning="Acupuncture", valid_to=dt.date(2004, 12, 31))],
    )
    claim = make_claim("CPT 97780", kind="code", code=("CPT", "97780"))
    assert codes(claim, article=make_article(f"CPT 97780{behind}"), table=table) == [code]


# --- arithmetic, order, rows -------------------------------------------------------------------


def statistic(text):
    return make_claim(text, kind="statistic", attribution="author_practice")


def test_decide_wrong_arithmetic_of_private_data_decides():
    claim = statistic("Pain fell from 8.0 to 4.0 (a 60% drop).")
    found = judged(claim)
    assert [one.code for one in found.findings] == ["AR001", "UV002"]
    assert [check.passed for check in found.checks] == [False]


def test_decide_right_arithmetic_does_not_make_private_data_supported():
    found = judged(statistic("Pain fell from 8.0 to 4.0 (a 50% drop)."))
    assert [one.code for one in found.findings] == ["UV002"]
    assert [check.passed for check in found.checks] == [True]


def test_decide_what_is_unsupported_comes_first_and_the_rest_stays_in_order():
    claim = make_claim(source=make_cited("a 2014 Cochrane review", year=2014))
    verdicts = [one.verdict for one in judged(claim, row()).findings]
    assert verdicts == ["unsupported", "supported"]


def test_decide_no_code_is_said_twice_and_each_has_its_own_verdict():
    claims = [
        make_claim(source=make_cited("a 2014 Cochrane review", year=2014)),
        make_claim(attribution="vague_source"),
        make_claim(kind="code"),
    ]
    for claim in claims:
        found = judged(claim, row()).findings
        assert len({one.code for one in found}) == len(found)
        assert all(one.verdict == CODES[one.code].verdict for one in found)


def test_decide_shows_the_rows_named_and_three_more():
    rows = [row(f"R{n}", condition=MIGRAINE) for n in range(1, 6)]
    shown = [one.row_id for one in judged(make_claim(), *rows).evidence]
    assert shown[:1] == ["R1"]
    assert set(shown) >= {"R1", "R2", "R3"}
    assert len(shown) == len(set(shown))


def test_decide_shows_no_row_that_nobody_verified():
    rows = [row("R1"), row("R2", verified=False)]
    assert "R2" not in [one.row_id for one in judged(make_claim(), *rows).evidence]


def test_decide_shows_as_many_rows_where_others_stand_before_them():
    verified = [row(f"R{n}", condition=MIGRAINE) for n in range(1, 6)]
    others = [row(f"X{n}", verified=False) for n in range(9)]
    claim = make_claim(kind="credential")
    alone, both = (judged(claim, *rows) for rows in (verified, [*others, *verified]))
    assert len(alone.evidence) == 3
    assert [one.row_id for one in both.evidence] == [one.row_id for one in alone.evidence]


def test_decide_a_row_that_nobody_verified_never_decides():
    assert codes(make_claim(), row(verified=False))[0].startswith("UV")


def test_decide_keeps_the_order_of_the_claims():
    claims = [make_claim(f"Claim {n}.", start=20 * n) for n in range(3)]
    document = judge_document(
        make_article("x" * 80),
        claims,
        [[], [], []],
        table=make_table(),
        topic=TOPIC,
        relate=lambda _, one: make_match(one),
    )
    assert [one.claim for one in document.claims] == claims


def test_decide_wants_matches_for_each_claim():
    with pytest.raises(ValueError, match="shorter"):
        judge_document(
            make_article(),
            [make_claim()],
            [],
            table=make_table(),
            topic=TOPIC,
            relate=lambda _, one: make_match(one),
        )


# --- not sure enough ------------------------------------------------------------------------------


def sure(least):
    """What is said of a claim that a row contradicts, where so much confidence is wanted."""
    claim = make_claim(
        "Acupuncture halves migraine in 80%.",
        kind="statistic",
        quantities=[make_quantity(0.8, role="intervention_arm", text="80%")],
    )
    one = row(quantities=[HALF])
    document = judge_document(
        make_article(claim.text),
        [claim],
        [[make_match(one)]],
        table=make_table([one]),
        topic=TOPIC,
        relate=lambda _, other: make_match(other),
        min_confidence=least,
    )
    return document.claims[0].decisive


def test_decide_abstains_where_a_judge_is_less_sure_than_is_wanted():
    decided = sure(0.0)
    assert (decided.verdict, decided.row_ids) == ("unsupported", ("R1",))
    abstained = sure(decided.confidence + 0.01)
    assert (abstained.code, abstained.verdict) == ("UV004", "unverifiable")
    # What it would have said is told, with both numbers.
    assert decided.code in abstained.reason
    assert decided.reason in abstained.reason
    assert (abstained.comparison, abstained.row_ids) == (decided.comparison, decided.row_ids)


def test_decide_does_not_abstain_at_the_confidence_that_is_wanted():
    decided = sure(0.0)
    assert sure(decided.confidence) == decided


def test_decide_abstains_from_nothing_that_is_undecided_already():
    claim = make_claim("Acupuncture eases tinnitus.", condition=None)
    document = judge_document(
        make_article(claim.text),
        [claim],
        [[]],
        table=make_table(),
        topic=TOPIC,
        relate=lambda _, other: make_match(other),
        min_confidence=1.0,
    )
    assert document.claims[0].decisive.code == "UV001"


# --- what a claim only links to ------------------------------------------------------------


def linking(doi):
    cited = make_cited(
        "",
        publisher=None,
        year=None,
        kind="unspecified",
        identifiers=[("doi", doi)],
        links=[f"https://doi.org/{doi}"],
    )
    return make_claim(source=cited, attribution="named_source", quantities=[HALF])


LINKED_ROW = row(
    source=make_source("linked", doi="10.1000/held", held="abstract"), quantities=[HALF]
)


def test_decide_a_link_to_a_source_that_is_held_is_a_citation_of_it():
    assert codes(linking("10.1000/held"), LINKED_ROW)[0] == "CI011"


def test_decide_a_link_to_what_is_not_held_takes_nothing_from_the_claim():
    assert codes(linking("10.1000/other"), LINKED_ROW) == codes(
        make_claim(quantities=[HALF]), LINKED_ROW
    )


def test_decide_a_link_to_a_work_with_a_notice_says_so():
    table = make_table(
        [LINKED_ROW],
        listings=[Listing("watch", "Retraction Watch", "registry")],
        notices={"10.1000/other": ("watch",)},
    )
    assert codes(linking("10.1000/other"), LINKED_ROW, table=table)[-1] == "CI014"


# --- words that no pattern read ------------------------------------------------------------


SAID = concept(MIGRAINE, "migraine")


def test_decide_blames_no_words_that_only_the_detector_found():
    denying = row(stance="denies", significant=False)
    text = "We were told to stop using needles for migraine."
    assert codes(make_claim(text), denying) == ["EF002"]
    found = judged(make_claim(text, by_pattern=False, condition=SAID), denying).decisive
    assert (found.code, found.verdict, found.row_ids) == ("UV004", "unverifiable", ("R1",))
    assert "EF002" in found.reason


PLAIN = {
    "a word that may turn it round": ("Needles eased no migraine", "decrease", False, "UV004"),
    "no such word": ("Needles ease migraine", "decrease", False, "EF002"),
    "no way that it goes": ("Needles and migraine", "unclear", False, "UV003"),
    "a denial that was read": ("Needles do not ease migraine", "no_difference", True, "EF001"),
}


@pytest.mark.parametrize(("text", "way", "negated", "code"), PLAIN.values(), ids=PLAIN)
def test_decide_blames_plain_words_whoever_found_them(text, way, negated, code):
    denying = row(stance="denies", significant=False)
    claim = make_claim(
        text, by_pattern=False, condition=SAID, direction=way, negated=negated, hedge="none"
    )
    assert codes(claim, denying) == [code]


def test_decide_blames_no_denial_whose_object_was_cut_off():
    said = {"direction": "no_difference", "negated": True, "condition": SAID, "by_pattern": False}
    assert codes(make_claim("Relief of migraine isn't found", **said), row()) == ["EF002"]
    assert codes(make_claim("Relief of migraine isn't", **said), row()) == ["UV004"]


def test_decide_supports_words_that_only_the_detector_found():
    assert codes(make_claim(by_pattern=False, condition=SAID), row()) == ["EF001"]


def test_decide_lets_no_context_say_what_a_detectors_claim_works_for():
    claim = make_claim("All acupuncture is equal.", by_pattern=False)
    assert codes(claim, row()) == ["UV003"]


def test_decide_a_number_is_blamed_whoever_found_it():
    claim = make_claim(
        kind="statistic", by_pattern=False, quantities=[make_quantity(0.9, text="90%")]
    )
    assert codes(claim, row(quantities=[HALF])) == ["ST002"]


def test_decide_a_page_that_is_gone_is_told_behind_what_decides_and_first_of_a_citation():
    href = "https://a.example/guideline"
    gone = {page_link(href): LookedUp(page_link(href), "missing", why="the server answers 404")}
    said = codes(make_claim(links=[href]), row(), looked_up=gone)
    assert said == [*codes(make_claim(), row()), "CI019"]
    cited = {"kind": "citation", "source": make_cited("NICE, 2020", publisher="NICE", year=2020)}
    said = codes(make_claim(links=[href], **cited), row(), looked_up=gone)
    assert said == ["CI019", *codes(make_claim(**cited), row())]


# name: the words, and the code that decides.
ONE_TRIAL = {
    "what came out": ("In the PRICK trial acupuncture did not relieve migraine.", "CI009"),
    "what always is": ("Acupuncture does not relieve migraine (PRICK trial).", "EF002"),
}


@pytest.mark.parametrize(("text", "code"), ONE_TRIAL.values(), ids=ONE_TRIAL)
def test_decide_what_came_out_in_one_trial_no_review_refutes(text, code):
    cited = make_cited(
        "PRICK trial", kind="trial", publisher=None, year=None, identifiers=[("trial", "PRICK")]
    )
    claim = make_claim(text, negated=True, direction="no_difference", source=cited)
    found = judged(claim, row(stance="affirms", direction="decrease", certainty="high"))
    assert found.decisive.code == code


SIZES = {
    "more than, in round numbers": (4900, "at_least", "CI001"),
    "more than what there were": (5010, "at_least", "CI003"),
    "far more than is said": (3000, "at_least", "CI003"),
    "exactly": (4900, "none", "CI003"),
}


@pytest.mark.parametrize(("said", "bound", "code"), SIZES.values(), ids=SIZES)
def test_decide_a_size_in_round_numbers_is_the_sources(said, bound, code):
    review = make_source(registry_id="CD001218", n_participants=4985)
    people = make_quantity(said, "count", kind="count", role="participants", bound=bound)
    claim = make_claim(
        kind="statistic", quantities=[replace(people, text=str(said))], source=make_cited()
    )
    found = judged(claim, row(source=review), table=make_table([row(source=review)]))
    assert found.decisive.code == code


def test_decide_the_other_cells_of_its_row_say_what_a_code_is_for():
    codes = [Code("CPT", "97814", meaning="acupuncture with electricity, each additional unit")]
    systems = [CodeSystem("CPT", "Category I", r"^\d{5}$", "99213")]
    table = make_table([], codes=codes, code_systems=systems)
    text = "97814 | First 15 minutes"
    cells = (Cell(1, 1, 0, 5, "97814"), Cell(1, 2, 8, 24, "First 15 minutes"))
    article = make_article(text, tables=[Table(1, cells)])
    claim = make_claim("97814", kind="code", code=("CPT", "97814"), cell=CellAddress(1, 1, 1))
    assert judged(claim, article=article, table=table).decisive.code == "RG005"

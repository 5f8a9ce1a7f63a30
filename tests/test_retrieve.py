"""Stage 4: a Claim finds its rows."""

from dataclasses import replace

import pytest
from alike import WordEncoder
from factories import make_cited, make_claim, make_quantity, make_row, make_source, make_table
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoders import OnnxEncoder
from pipeline.packed import open_packed
from pipeline.retrieve import TableRetriever, is_cited

NO_CONCEPTS = {"intervention": None, "condition": None, "outcome": None}


def found(claim, rows, *, top_k=12, encoder=None):
    (matches,) = TableRetriever(make_table(rows), encoder).retrieve([claim], top_k=top_k)
    return matches


def ids(matches):
    return [match.row.row_id for match in matches]


# --- which rows -------------------------------------------------------------------------

RELATED = {
    "same condition": ("D008881", "D008881", "same"),
    "narrower row": ("D010146", "D019547", "narrower"),
    "wider row": ("D019547", "D010146", "wider"),
    "row on any condition": ("D008881", None, "unknown"),
    "claim on any condition": (None, "D008881", "unknown"),
    "another condition": ("D008881", "D019547", None),
}


@pytest.mark.parametrize(("claimed", "held", "relation"), RELATED.values(), ids=RELATED)
def test_retrieve_relates_conditions(claimed, held, relation):
    matches = found(make_claim(condition=claimed), [make_row(condition=held)])
    assert [match.condition for match in matches] == ([relation] if relation else [])


def test_retrieve_leaves_out_rows_on_another_intervention():
    assert found(make_claim(), [make_row(intervention="D008550")]) == []


def test_retrieve_says_how_each_concept_relates():
    (match,) = found(
        make_claim(
            intervention="D015670",
            condition="D019547",
            outcome="X-PAIN",
            comparators=["X-SHAM"],
        ),
        [
            make_row(
                intervention="D016756",
                condition="D010146",
                outcome="X-SLEEP-QUALITY",
                comparators=["X-SHAM"],
            )
        ],
    )
    assert (match.intervention, match.condition) == ("narrower", "wider")
    assert (match.outcome, match.comparator) == ("other", "same")


COMPARATORS = {
    "same": (["X-SHAM"], ["X-SHAM"], "same"),
    "same pool, other order": (["X-SHAM", "X-USUAL-CARE"], ["X-USUAL-CARE", "X-SHAM"], "same"),
    "another": (["X-SHAM"], ["X-NO-TREATMENT"], "other"),
    "claim pools": (["X-SHAM", "X-USUAL-CARE"], ["X-SHAM"], "narrower"),
    "row pools": (["X-SHAM"], ["X-SHAM", "X-NO-TREATMENT"], "wider"),
    "claim says any control": (["X-CONTROL"], ["X-SHAM"], "narrower"),
    "row says any control": (["X-SHAM"], ["X-CONTROL"], "wider"),
    "pools overlap": (["X-SHAM", "X-USUAL-CARE"], ["X-SHAM", "X-NO-TREATMENT"], "other"),
    "claim says which drug": (["D000928"], ["X-ACTIVE-DRUG"], "same"),
    "claim pools with which drug": (["D000928", "X-SHAM"], ["X-ACTIVE-DRUG"], "narrower"),
    "row says which drug": (["X-ACTIVE-DRUG"], ["D000928"], "other"),
    "claim says none": ([], ["X-SHAM"], "unknown"),
    "row says none": (["X-SHAM"], [], "unknown"),
}


@pytest.mark.parametrize(("claimed", "held", "relation"), COMPARATORS.values(), ids=COMPARATORS)
def test_retrieve_relates_comparators(claimed, held, relation):
    (match,) = found(make_claim(comparators=claimed), [make_row(comparators=held)])
    assert match.comparator == relation


def test_retrieve_shows_what_a_payer_covers_beside_another_condition():
    rows = [make_row("covers-backs", kind="coverage", condition="D017116", outcome="X-COVERAGE")]
    covered = make_claim("Medicare covers it for neck pain.", kind="coverage", condition="D019547")
    (match,) = found(covered, rows)
    assert match.condition == "other"
    assert found(make_claim(kind="efficacy", condition="D019547"), rows) == []
    trial = make_row("trial", kind="efficacy", condition="D017116")
    assert found(covered, [trial]) == []


def test_retrieve_finds_rows_by_condition_alone():
    row = make_row(kind="statistic", intervention=None, sentence="One in seven have migraine.")
    assert ids(found(make_claim(kind="statistic", intervention=None), [row])) == ["R1"]


def test_retrieve_wants_likeness_where_the_claim_names_no_treatment():
    claim = make_claim("The headache days fell by half.", intervention=None)
    near = make_row("near", sentence="With acupuncture the headache days fell by a third.")
    far = make_row("far", sentence="Ear needles: cost per quality-adjusted year.")
    assert ids(found(claim, [far, near], encoder=WordEncoder())) == ["near"]


def test_retrieve_relates_a_row_that_it_would_not_retrieve():
    row = make_row(intervention="D008550", condition="D010146", comparators=["X-SHAM"])
    claim = make_claim(condition="D019547", comparators=["X-SHAM", "X-USUAL-CARE"])
    match = TableRetriever(make_table([])).relate(claim, row)
    assert (match.intervention, match.condition) == ("other", "wider")
    assert (match.comparator, match.score) == ("narrower", 0.0)


# --- by words -----------------------------------------------------------------------------


def test_retrieve_goes_by_words_where_no_concept_is_named():
    claim = make_claim("Cupping leaves round marks on the skin for a week.", **NO_CONCEPTS)
    rows = [
        make_row("skin", sentence="Cupping leaves round marks on the skin in most people."),
        make_row("other", sentence="Melatonin shortens the time to fall asleep."),
    ]
    assert ids(found(claim, rows)) == ["skin"]
    assert ids(found(claim, [*rows, make_row("more", sentence="The skin of cupping rooms.")])) == [
        "skin"
    ]
    encoded = found(claim, [*rows, make_row("more", sentence="The skin.")], encoder=WordEncoder())
    assert ids(encoded) == ["skin"]


@pytest.mark.parametrize("text", ["It helps.", "%", "!!!", "the of and"])
def test_retrieve_returns_nothing_for_words_that_no_row_has(text):
    assert found(make_claim(text, **NO_CONCEPTS), [make_row(), make_row("R2")]) == []


def test_retrieve_copes_with_an_empty_table():
    claims = [make_claim(), make_claim("Cupping leaves marks.", **NO_CONCEPTS)]
    assert TableRetriever(make_table([])).retrieve(claims, top_k=3) == [[], []]


# --- in which order ------------------------------------------------------------------------


KINDS = {
    "coverage": ("coverage", "efficacy"),
    "safety": ("safety", "efficacy"),
    "mechanism": ("mechanism", "efficacy"),
    "regulatory": ("regulatory", "coverage"),
    "credential": ("credential", "regulatory"),
    "efficacy": ("efficacy", "coverage"),
    "statistic": ("statistic", "mechanism"),
    "citation": ("efficacy", "mechanism"),
    "code": ("coverage", "efficacy"),
}


@pytest.mark.parametrize(("kind", "pair"), KINDS.items(), ids=KINDS)
def test_retrieve_prefers_rows_of_the_claims_kind(kind, pair):
    better, worse = pair
    rows = [make_row("a-worse", kind=worse), make_row("b-better", kind=better)]
    assert ids(found(make_claim(kind=kind), rows)) == ["b-better", "a-worse"]


def test_retrieve_puts_a_payers_rule_elsewhere_before_a_trial_here():
    rows = [
        make_row("a-trial", kind="efficacy", outcome="X-PAIN"),
        make_row("b-rule", kind="coverage", condition="D017116", outcome="X-COVERAGE"),
    ]
    claim = make_claim("Insurers pay for it.", kind="coverage", outcome="X-COVERAGE")
    assert ids(found(claim, rows)) == ["b-rule", "a-trial"]


ORDER = {
    "the same condition first": ({"condition": "D010146"}, {"condition": "D019547"}),
    "the same outcome first": ({"outcome": "X-PAIN"}, {"outcome": "X-HEADACHE-FREQUENCY"}),
    "the same comparator first": ({"comparators": ["X-NO-TREATMENT"]}, {"comparators": ["X-SHAM"]}),
    "verified first": ({"verified": False}, {}),
    "current first": ({"source": make_source(status="superseded")}, {}),
}


@pytest.mark.parametrize(("worse", "better"), ORDER.values(), ids=ORDER)
def test_retrieve_puts_the_better_row_first(worse, better):
    common = {"condition": "D019547"}
    rows = [make_row("a-worse", **(common | worse)), make_row("b-better", **(common | better))]
    claim = make_claim(condition="D019547", comparators=["X-SHAM"])
    assert ids(found(claim, rows)) == ["b-better", "a-worse"]


def test_retrieve_prefers_a_number_for_a_number():
    rows = [make_row("a-words"), make_row("b-number", quantities=[make_quantity()])]
    assert ids(found(make_claim(kind="statistic"), rows)) == ["b-number", "a-words"]


def test_retrieve_prefers_the_source_that_the_claim_cites():
    rows = [
        make_row("a", source=make_source("S1", year=2019)),
        make_row("b", source=make_source("S2", year=2016)),
    ]
    assert ids(found(make_claim(source=make_cited(year=2016)), rows)) == ["b", "a"]
    assert ids(found(make_claim(), rows)) == ["a", "b"]


def test_retrieve_orders_equal_rows_by_likeness_and_then_by_id():
    rows = [
        make_row("c", sentence="Something else entirely."),
        make_row("b", sentence="Needles make migraine less frequent."),
        make_row("a", sentence="Something else entirely."),
    ]
    claim = make_claim("Needles make migraine less frequent.")
    assert ids(found(claim, rows, encoder=WordEncoder())) == ["b", "a", "c"]
    assert ids(found(claim, rows)) == ["b", "a", "c"]


def test_retrieve_gives_at_most_top_k_scores_between_0_and_1():
    rows = [make_row(f"R{n}", quantities=[make_quantity()] * (n % 2)) for n in range(9)]
    matches = found(make_claim(source=make_cited()), rows, top_k=4, encoder=WordEncoder())
    assert len(matches) == 4
    assert all(0.0 <= match.score <= 1.0 for match in matches)
    assert [match.score for match in matches] == sorted((m.score for m in matches), reverse=True)


@given(order=st.permutations(range(5)), text=st.text(max_size=40))
def test_retrieve_does_not_depend_on_the_order_of_the_table(order, text):
    rows = [
        make_row("A", sentence="Needles help."),
        make_row("B", kind="safety"),
        make_row("C", condition=None),
        make_row("D", condition="D010146", intervention="D016756"),
        make_row("E", sentence="Needles help."),
    ]
    claim = make_claim(text or "?", condition="D010146")
    expected = ids(found(claim, rows, encoder=WordEncoder()))
    assert ids(found(claim, [rows[place] for place in order], encoder=WordEncoder())) == expected


# --- a large table -------------------------------------------------------------------------


def many(n_rows, **fields):
    plain = {"verified": False, "sentence": "Extracted."}
    return [make_row(f"X{n:03}", **(plain | fields)) for n in range(n_rows)]


def test_retrieve_asks_the_encoder_for_no_more_rows_than_it_may_read():
    encoder = WordEncoder()
    matches = found(make_claim(), many(300), top_k=60, encoder=encoder)
    assert (len(matches), len(encoder.asked)) == (60, 1 + 64)


def test_retrieve_cuts_by_everything_but_likeness():
    best = make_row("best", verified=False, outcome="X-HEADACHE-FREQUENCY")
    matches = found(make_claim(), [*many(300, outcome="X-PAIN"), best], top_k=3)
    assert ids(matches)[0] == "best"


def test_retrieve_cuts_other_outcomes_before_main_ones():
    best = make_row("Y-main", verified=False, primary=True, sentence="Acupuncture makes it rare.")
    rows = [*many(300, primary=None, sentence="Acupuncture makes it rare."), best]
    assert ids(found(make_claim(), rows, top_k=64, encoder=WordEncoder()))[-1] == "Y-main"


def test_retrieve_cuts_by_words_where_all_else_is_equal():
    spoken = make_row("a-spoken", verified=False, sentence="Needles make heads ache less.")
    claim = make_claim("Needles make heads ache less.")
    assert ids(found(claim, [*many(300), spoken], top_k=1, encoder=WordEncoder())) == ["a-spoken"]


def test_retrieve_finds_verified_rows_as_if_no_others_were_there():
    verified = [
        make_row(f"V{n:03}", sentence=f"Row {n}.", outcome=("X-PAIN", "X-RESPONDERS")[n % 2])
        for n in range(20)
    ]
    claim = make_claim("Acupuncture helps.", outcome="X-RESPONDERS")
    alone = found(claim, verified, top_k=15, encoder=WordEncoder())
    others = many(300, outcome="X-RESPONDERS", sentence="Acupuncture helps.")
    both = found(claim, [*others, *verified], top_k=15, encoder=WordEncoder())
    assert [match for match in both if match.row.verified] == alone
    assert len(both) == 15


def test_retrieve_gives_the_places_that_verified_rows_leave_to_others():
    rows = [*many(300), make_row("V1"), make_row("V2", outcome="X-PAIN")]
    matches = found(make_claim(), rows, top_k=5, encoder=WordEncoder())
    assert {"V1", "V2"} < set(ids(matches))
    assert len(matches) == 5


def test_retrieve_reads_no_others_where_verified_rows_take_all_places():
    encoder = WordEncoder()
    found(make_claim(), [*many(300), *(make_row(f"V{n}") for n in range(9))], encoder=encoder)
    assert len(encoder.asked) == 1 + 9 + 64
    encoder = WordEncoder()
    rows = [*many(300), *(make_row(f"V{n}") for n in range(9))]
    found(make_claim(), rows, top_k=9, encoder=encoder)
    assert len(encoder.asked) == 1 + 9


CONCEPT_OF = {
    "intervention": st.sampled_from([None, "D015670", "D016756", "D008550", "X-NEW"]),
    "condition": st.sampled_from([None, "D008881", "D010146", "D019547"]),
    "outcome": st.sampled_from([None, "X-PAIN", "X-RESPONDERS", "X-IMPROVEMENT"]),
    "comparators": st.lists(
        st.sampled_from(["X-SHAM", "X-USUAL-CARE", "X-CONTROL"]), max_size=2, unique=True
    ),
}


@given(
    claimed=st.fixed_dictionaries(CONCEPT_OF),
    held=st.lists(st.fixed_dictionaries(CONCEPT_OF), max_size=6),
)
def test_retrieve_relates_all_rows_at_once_as_it_relates_each(claimed, held):
    claim = make_claim(**claimed)
    table = make_table([make_row(f"R{n}", **fields) for n, fields in enumerate(held)])
    retriever = TableRetriever(table)
    (matches,) = retriever.retrieve([claim], top_k=9)
    for match in matches:
        assert replace(match, score=0.0) == retriever.relate(claim, match.row)


# --- the encoder ---------------------------------------------------------------------------


def test_retrieve_asks_the_encoder_only_where_two_rows_want_an_order(tiny_folder):
    encoder = OnnxEncoder(tiny_folder)
    claims = [make_claim(), make_claim("Cupping.", **NO_CONCEPTS)]
    retriever = TableRetriever(
        make_table([make_row(), make_row("R2", condition="D007319")]), encoder
    )
    assert [ids(matches) for matches in retriever.retrieve(claims, top_k=5)] == [["R1"], []]
    assert not encoder.is_loaded
    retriever.retrieve([make_claim(condition=None)], top_k=5)
    assert encoder.is_loaded


def test_retrieve_asks_the_encoder_once_for_all_claims():
    encoder = WordEncoder()
    rows = [make_row("R1", sentence="One."), make_row("R2", sentence="Two.")]
    claims = [
        make_claim("First."),
        make_claim("Second."),
        make_claim("Third.", intervention="X-NO"),
    ]
    TableRetriever(make_table(rows), encoder).retrieve(claims, top_k=2)
    assert [text.split(": ")[-1] for text in encoder.asked] == ["First.", "Second.", "One.", "Two."]


def test_retrieve_tells_the_encoder_what_a_table_cell_is_about():
    encoder = WordEncoder()
    found(make_claim("52%"), [make_row(), make_row("R2")], encoder=encoder)
    assert encoder.asked[0] == "d015670, d008881, headache frequency: 52%"


def test_retrieve_remembers_the_vectors_of_rows_and_not_of_claims(tiny_folder, own_cache):
    table = make_table([make_row("R1", sentence="Pain."), make_row("R2", sentence="Sleep.")])
    for _ in range(2):
        TableRetriever(table, OnnxEncoder(tiny_folder)).retrieve([make_claim()], top_k=2)
    (file,) = (own_cache / "vectors").iterdir()
    assert len(open_packed(file)["keys"]) == 2


# --- cited sources -------------------------------------------------------------------------

CITED = {
    "publisher and year": ({"publisher": "Cochrane", "year": 2016}, True),
    "another year": ({"publisher": "Cochrane", "year": 2017}, False),
    "no year": ({"publisher": "Cochrane", "year": None}, False),
    "another publisher": ({"publisher": "NICE", "year": 2016}, False),
    "first author and year": (
        {"publisher": None, "authors": ["Linde"], "year": 2016},
        True,
    ),
    "year alone": ({"publisher": None, "year": 2016}, False),
    "doi in other letters": (
        {"publisher": None, "year": None, "identifiers": [("doi", "10.1002/14651858.cd001218")]},
        True,
    ),
    "another doi": ({"year": None, "identifiers": [("doi", "10.1002/1")]}, False),
}


@pytest.mark.parametrize(("said", "expected"), CITED.values(), ids=CITED)
def test_retrieve_tells_which_source_a_claim_may_cite(said, expected):
    source = make_source(authors="Linde K, Allais G", doi="10.1002/14651858.CD001218")
    assert is_cited(source, make_cited(**said)) is expected


def test_retrieve_takes_no_source_for_none_cited():
    assert is_cited(make_source(), None) is False

"""A small world: acupuncture for migraine has one review in three versions, two of them held."""

import datetime as dt

import pytest
from factories import make_cited, make_quantity, make_row, make_source, make_table

from pipeline.citations import read_citations
from pipeline.concepts import ConceptEntry
from pipeline.evidence import load_evidence
from pipeline.evidence.records import Listing
from pipeline.judge.citations import Topic, judge_citation, judge_notices, resolve
from pipeline.resources import evidence_dir

ACUPUNCTURE, MIGRAINE, HEADACHE, BACK = "D015670", "D008881", "D006261", "D017116"
CONCEPTS = [
    ConceptEntry(ACUPUNCTURE, "acupuncture", "intervention"),
    ConceptEntry(HEADACHE, "headache", "condition"),
    ConceptEntry(MIGRAINE, "migraine", "condition", (HEADACHE,), ("episodic migraine",)),
    ConceptEntry(BACK, "low back pain", "condition"),
]
TOPIC = Topic(ACUPUNCTURE, MIGRAINE)
CURRENT = make_source(
    registry_id="CD001218",
    version=3,
    doi="10.1002/14651858.CD001218.pub3",
    pmid="27351677",
    authors="Linde K et al.",
    n_trials=22,
    n_participants=4985,
)
OLDER = make_source(
    "CD001218.pub2",
    title="Acupuncture for migraine prophylaxis",
    registry_id="CD001218",
    version=2,
    year=2009,
    doi="10.1002/14651858.CD001218.pub2",
    authors="Linde K et al.",
    n_trials=22,
    n_participants=4419,
    status="superseded",
    superseded_by="CD001218.pub3",
)
BACK_PAIN = make_source(
    "CD013814",
    title="Acupuncture for chronic low back pain",
    registry_id="CD013814",
    year=2020,
    version=1,
    authors="Mu J et al.",
    n_trials=33,
    n_participants=8270,
)
TRIAL = make_source(
    "zhao-2017",
    kind="trial",
    title="The long-term effect of acupuncture for migraine",
    publisher="",
    year=2017,
    authors="Zhao L et al.",
    journal="JAMA Internal Medicine",
    n_participants=249,
)
GUIDELINE = make_source(
    "ahs-2021",
    kind="guideline",
    title="Consensus statement on migraine treatments and acupuncture",
    publisher="American Headache Society",
    year=2021,
)
SOURCES = [CURRENT, OLDER, BACK_PAIN, TRIAL, GUIDELINE]
COMPLETE = Listing(
    "cochrane-acupuncture-migraine",
    "Cochrane",
    "systematic_review",
    (ACUPUNCTURE,),
    (MIGRAINE,),
    2001,
    dt.date(2023, 12, 31),
    complete=True,
)


def world(*sources, listings=(COMPLETE,)):
    rows = [
        make_row("R-CURRENT", source=CURRENT, condition=MIGRAINE),
        make_row("R-BACK", source=BACK_PAIN, condition=BACK),
    ]
    return make_table(rows, sources=[*SOURCES, *sources], listings=listings, concepts=CONCEPTS)


def judged(cited=None, *, topic=TOPIC, table=None, as_of=None, **fields):
    return judge_citation(
        cited or make_cited(**fields), topic=topic, table=table or world(), as_of=as_of
    )


def codes(*args, **fields):
    return [found.code for found in judged(*args, **fields)]


# --- what exists ---


def test_citations_a_review_with_its_details_is_found():
    (found,) = judged(year=2016, n_trials=22, n_participants=4985)
    assert (found.code, found.row_ids) == ("CI001", ("R-CURRENT",))
    assert found.comparison.claimed == found.comparison.evidence


IDENTIFIED = {
    "doi": [("doi", "10.1002/14651858.cd001218.pub3")],
    "pmid": [("pmid", "27351677")],
    "number": [("cochrane", "CD001218")],
    "number and version": [("cochrane", "CD001218.pub3")],
}


@pytest.mark.parametrize("identifiers", IDENTIFIED.values(), ids=IDENTIFIED)
def test_citations_an_identifier_decides_whatever_the_topic(identifiers):
    cited = make_cited(publisher=None, kind="unspecified", year=None, identifiers=identifiers)
    topic = Topic(None, BACK)
    assert resolve(cited, topic=topic, table=world()).source == CURRENT
    assert codes(cited, topic=topic) == ["CI001"]


def test_citations_authors_with_year_and_topic_are_enough():
    cited = make_cited(publisher=None, kind="unspecified", authors=["Zhao"], year=2017)
    assert resolve(cited, topic=TOPIC, table=world()).source == TRIAL


def test_citations_a_document_of_a_body_with_its_year_is_found():
    cited = make_cited(kind="guideline", publisher="American Headache Society", year=2021)
    assert codes(cited) == ["CI001"]


def test_citations_the_bodys_short_name_is_the_same_body():
    cited = make_cited(kind="guideline", publisher="AHS", year=2021)
    assert codes(cited) == ["CI001"]


SIZES = {
    "both": ({"n_trials": 33, "n_participants": 8270}, BACK_PAIN),
    "another year": ({"n_trials": 33, "n_participants": 8270, "year": 2011}, BACK_PAIN),
    "one of the two": ({"n_participants": 8270, "year": 2011}, None),
    "another body": ({"n_trials": 33, "n_participants": 8270, "publisher": "NICE"}, None),
}


@pytest.mark.parametrize(("fields", "meant"), SIZES.values(), ids=SIZES)
def test_citations_a_size_that_no_other_review_has_says_which_it_is(fields, meant):
    cited = make_cited(
        **{"kind": "systematic_review", "publisher": "Cochrane", "year": 2020} | fields
    )
    assert resolve(cited, topic=TOPIC, table=world()).source == meant


def test_citations_year_and_topic_are_not_enough():
    cited = make_cited(publisher=None, kind="systematic_review", year=2016)
    assert cited.is_vague
    assert codes(cited) == ["CI008"]
    journal = make_cited(publisher=None, kind="unspecified", journal="Nutrients", year=2016)
    assert codes(journal) == ["CI009"]


def test_citations_another_condition_is_another_review():
    assert codes(year=2016, topic=Topic(ACUPUNCTURE, BACK)) != ["CI001"]


# --- wrong details ---

WRONG = {
    "trials": ({"year": 2016, "n_trials": 31}, "number of trials"),
    "participants": ({"year": 2016, "n_participants": 6140}, "number of participants"),
    "year, sizes right": ({"year": 2018, "n_trials": 22, "n_participants": 4985}, "year"),
}


@pytest.mark.parametrize(("fields", "named"), WRONG.values(), ids=WRONG)
def test_citations_wrong_details_of_a_real_source_are_named(fields, named):
    (found,) = judged(**fields)
    assert found.code == "CI003"
    assert f"the {named} is wrong" in found.reason
    assert found.comparison.evidence == "2016, 22 trials, 4,985 participants"


def test_citations_the_size_of_one_of_its_results_is_no_wrong_detail():
    people = make_quantity(312, "count", kind="count", role="participants")
    row = make_row("R-SOME", source=CURRENT, condition=MIGRAINE, quantities=[people])
    table = make_table([row], sources=SOURCES, concepts=CONCEPTS)
    for said, code in ((312, "CI001"), (313, "CI003")):
        assert codes(year=2016, n_participants=said, table=table)[0] == code


def test_citations_authors_year_and_trials_outweigh_the_number_of_participants():
    fields = {"year": 2016, "n_participants": 4000}
    known = codes(authors=["Linde"], n_trials=22, **fields)
    assert (known[0], codes(authors=["Linde"], **fields)[0]) == ("CI001", "CI003")
    # Twice as many are no part of those that were found.
    assert codes(authors=["Linde"], n_trials=22, year=2016, n_participants=10000)[0] == "CI003"


BY_JOURNAL = {
    "journal, year and size": ({}, True),
    "another size": ({"n_participants": 913}, False),
    "another year": ({"year": 2013}, False),
    "another journal": ({"journal": "The Lancet"}, False),
}


@pytest.mark.parametrize(("fields", "is_meant"), BY_JOURNAL.values(), ids=BY_JOURNAL)
def test_citations_a_trial_is_known_by_its_journal_year_and_size(fields, is_meant):
    trial = make_source(
        "quiet-2012",
        kind="trial",
        title="Humming",
        publisher="",
        journal="JAMA",
        year=2012,
        n_trials=None,
        n_participants=912,
    )
    said = {"publisher": None, "kind": "trial", "journal": "JAMA", "year": 2012}
    cited = make_cited(**said | {"n_participants": 912} | fields)
    assert (resolve(cited, topic=TOPIC, table=world(trial)).source == trial) is is_meant


POOLED = make_source(
    "lee-2017",
    kind="meta_analysis",
    title="Acupuncture for migraine",
    publisher="",
    year=2017,
    journal="JAMA Internal Medicine",
    n_trials=9,
)
BY_JOURNAL_AND_TOPIC = {
    "the one review of a journal and year on it": (POOLED, {}, (POOLED, None)),
    "a sort that is not told": (POOLED, {"kind": "unspecified"}, (None, None)),
    "another size": (POOLED, {"n_trials": 30}, (None, None)),
    "another year": (POOLED, {"year": 2013}, (None, None)),
    "of trials there may be two": (None, {"kind": "trial"}, (None, TRIAL)),
}


@pytest.mark.parametrize(
    ("held", "fields", "found"), BY_JOURNAL_AND_TOPIC.values(), ids=BY_JOURNAL_AND_TOPIC
)
def test_citations_a_journal_has_one_review_on_a_topic_in_a_year(held, fields, found):
    said = {"kind": "meta_analysis", "journal": "JAMA Internal Medicine", "year": 2017}
    cited = make_cited(publisher=None, **said | fields)
    meant = resolve(cited, topic=TOPIC, table=world(*([held] if held else [])))
    assert (meant.source, meant.likely) == found


def test_citations_of_two_works_of_a_journal_and_year_none_is_likely():
    twin = make_source(
        "wang-2017", kind="study", title="Needles for migraine and acupuncture", publisher="",
        year=2017, journal="JAMA Internal Medicine",
    )  # fmt: skip
    said = {"publisher": None, "kind": "study", "journal": "JAMA Internal Medicine", "year": 2017}
    found = resolve(make_cited(**said), topic=TOPIC, table=world(twin))
    assert (found.source, found.likely) == (None, None)


PAPER = make_source(
    "needle-2019-back", kind="trial", title="Acupuncture and low back pain", publisher="",
    authors="Roe A", journal="JAMA", year=2019, trial_names=("NEEDLE",), n_participants=900,
)  # fmt: skip
OTHER_PAPER = make_source(
    "needle-2019-migraine", kind="trial", title="Acupuncture and migraine", publisher="",
    authors="Doe B", journal="JAMA", year=2019, trial_names=("NEEDLE trial",), n_participants=450,
)  # fmt: skip
# name: what is said besides the trial's name, the topic, and the source that is meant.
OF_TRIALS = {
    "the paper on the topic": ({}, TOPIC, OTHER_PAPER),
    "the other one on its topic": ({}, Topic(ACUPUNCTURE, BACK), PAPER),
    "by its size": ({"n_participants": 900}, Topic(ACUPUNCTURE, None), PAPER),
    "by its authors": ({"authors": ["Roe"]}, Topic(ACUPUNCTURE, None), PAPER),
    "of no topic, with journal and year alike": ({"journal": "JAMA", "year": 2019}, Topic(), None),
    "another size": ({"n_participants": 77}, TOPIC, None),
    "another treatment": ({}, Topic(BACK, MIGRAINE), None),
}


@pytest.mark.parametrize(("fields", "topic", "meant"), OF_TRIALS.values(), ids=OF_TRIALS)
def test_citations_a_trial_is_found_by_its_name(fields, topic, meant):
    named = {"publisher": None, "kind": "trial", "year": None} | fields
    cited = make_cited(identifiers=[("trial", "NEEDLE")], **named)
    assert resolve(cited, topic=topic, table=world(PAPER, OTHER_PAPER)).source == meant


def test_citations_authors_year_and_journal_may_be_meant_whatever_the_topic():
    cited = {"kind": "unspecified", "publisher": None, "authors": ["Zhao"], "year": 2017}
    named = cited | {"journal": "JAMA Internal Medicine"}
    topic = Topic("D015013", BACK)
    assert codes(topic=topic, **named) == ["CI013"]
    assert codes(topic=topic, **cited) == ["CI009"]


OF_THEM = {
    "on what it is on": ("the NEEDLE migraine trial", True),
    "on something else": ("the NEEDLE low back pain trial", False),
    "on nothing that is known": ("the NEEDLE follow-up trial", True),
}


@pytest.mark.parametrize(("text", "is_it"), OF_THEM.values(), ids=OF_THEM)
def test_citations_of_several_trials_of_one_name_the_one_on_this_is_meant(text, is_it):
    held = make_source("needle", kind="trial", title="Acupuncture for migraine", publisher="",
                       authors="Roe A", year=2019, trial_names=("NEEDLE",))  # fmt: skip
    cited = make_cited(
        text, kind="trial", publisher=None, year=None, identifiers=[("trial", "NEEDLE")]
    )
    meant = resolve(cited, topic=TOPIC, table=world(held)).source
    assert meant == (held if is_it else None)


def test_citations_the_only_review_on_a_topic_without_a_year_is_likely_that_of_a_year():
    undated = make_source("CD009999", title="Acupuncture for low back pain", year=None)
    row = make_row("R-UNDATED", source=undated, condition=BACK)
    table = make_table([row], sources=[undated], concepts=CONCEPTS)
    topic = Topic(ACUPUNCTURE, BACK)
    found = resolve(make_cited(year=2012), topic=topic, table=table)
    assert (found.source, found.likely) == (None, undated)
    assert codes(topic=topic, table=table, year=2012) == ["CI013"]
    assert resolve(make_cited(year=2012, n_trials=4), topic=topic, table=table).likely == undated
    elsewhere = resolve(make_cited(year=2012), topic=TOPIC, table=table)
    assert elsewhere.likely is None


def test_citations_of_two_papers_of_a_trial_either_may_be_meant():
    cited = make_cited(publisher=None, kind="trial", year=None, identifiers=[("trial", "NEEDLE")])
    (found,) = judged(cited, topic=Topic(ACUPUNCTURE, None), table=world(PAPER, OTHER_PAPER))
    assert found.code == "CI013"
    assert "low back pain" in found.reason
    assert "and migraine" in found.reason


def test_citations_a_trial_of_another_name_is_none_of_the_same_journal():
    cited = make_cited(
        publisher=None, kind="trial", journal="JAMA", year=2019, identifiers=[("trial", "PRICK")]
    )
    assert codes(cited, table=world(OTHER_PAPER)) == ["CI009"]


# name: what is said, the condition, and whether the trial of 249 people is meant.
SIZED = {
    "a journal and a size on the topic": ({"n_participants": 249}, MIGRAINE, True),
    "another size": ({"n_participants": 248}, MIGRAINE, False),
    "another condition": ({"n_participants": 249}, BACK, False),
    "the year of the print": ({"n_participants": 249, "year": 2018}, MIGRAINE, True),
    "another year": ({"n_participants": 249, "year": 2012}, MIGRAINE, False),
}


@pytest.mark.parametrize(("fields", "condition", "meant"), SIZED.values(), ids=SIZED)
def test_citations_a_journal_has_one_trial_of_a_size_on_a_topic(fields, condition, meant):
    said = {"publisher": None, "kind": "trial", "journal": "JAMA Intern Med", "year": None}
    cited = make_cited(**(said | fields))
    found = resolve(cited, topic=Topic(ACUPUNCTURE, condition), table=world())
    assert (found.source == TRIAL) == meant


def test_citations_a_journal_tells_a_size_of_trials_and_people_apart_as_a_body_does():
    review = make_source(
        "goy-2014", title="Needles", publisher="", journal="JAMA", n_trials=47, n_participants=3515
    )
    cited = make_cited(publisher=None, journal="JAMA", year=None, n_trials=47, n_participants=3515)
    topic = Topic(None, BACK)
    assert resolve(cited, topic=topic, table=world(review)).source == review


def test_citations_of_a_year_that_we_lack_authors_and_publisher_on_the_topic_are_enough():
    undated = make_source(
        "CD000002", title="Acupuncture for low back pain", year=None, year_earliest=2008,
        authors="Manner E", registry_id="CD000002",
    )  # fmt: skip
    topic = Topic(ACUPUNCTURE, BACK)
    for year, meant in ((2010, undated), (2007, None)):
        cited = make_cited(authors=["Manner"], year=year)
        assert resolve(cited, topic=topic, table=world(undated)).source == meant


def test_citations_many_trials_of_a_body_on_the_treatment_may_mean_one_review():
    for n_trials, code in ((33, "CI013"), (34, "CI009")):
        cited = make_cited(year=None, n_trials=n_trials)
        topic = Topic(ACUPUNCTURE, HEADACHE)
        assert codes(cited, topic=topic, table=world(listings=())) == [code]


def test_citations_a_few_trials_on_an_illness_are_not_one_review():
    few = make_source("FEW", title="Acupuncture for headache in men", year=2020, n_trials=2)
    cited, table = make_cited(year=None, n_trials=2), world(few, listings=())
    assert codes(cited, topic=Topic(ACUPUNCTURE, HEADACHE), table=table)[0] == "CI001"
    assert codes(cited, topic=Topic(None, HEADACHE), table=table)[0] != "CI001"


def test_citations_a_rounded_size_is_right():
    assert codes(year=2016, n_participants=5000) == ["CI001"]
    assert codes(year=2016, n_participants=4900) == ["CI003"]


def test_citations_online_and_print_may_lie_a_year_apart():
    zhao = {"publisher": None, "authors": ["Zhao"], "journal": "JAMA Intern Med"}
    assert codes(**zhao, year=2018) == ["CI001"]
    assert codes(**zhao, year=2019) == ["CI003"]


def test_citations_a_source_without_a_year_never_has_a_wrong_one():
    undated = make_source(
        "CD000001", title="Acupuncture for headache", year=None, registry_id="CD000001", version=1
    )
    cited = make_cited(year=2022, identifiers=[("cochrane", "CD000001")])
    assert codes(cited, table=world(undated)) == ["CI001"]


# --- what does not exist ---


def test_citations_a_complete_listing_proves_that_there_is_none():
    (found,) = judged(year=2022, n_trials=31, n_participants=6140)
    assert (found.code, found.verdict) == ("CI002", "unsupported")
    assert found.comparison.claimed == "2022, 31 trials, 6,140 participants"
    assert found.comparison.evidence == "2016, 22 trials, 4,985 participants"
    assert found.row_ids == ("R-CURRENT",)
    assert "2023-12-31" in found.reason
    assert "acupuncture for migraine" in found.reason


def test_citations_read_and_judged_together():
    (cited,) = read_citations("A 2022 Cochrane Review analyzed 31 RCTs (n = 6,140).")
    assert codes(cited) == ["CI002"]


def listed(**fields):
    values = {name: getattr(COMPLETE, name) for name in COMPLETE.__slots__} | fields
    return world(listings=[Listing(**values)])


NO_PROOF = {
    "not complete": {"complete": False},
    "the year goes on behind it": {"as_of": dt.date(2022, 12, 31)},
    "begins later": {"year_from": 2023},
    "another publisher": {"publisher": "NICE"},
    "another sort": {"source_kind": "guideline"},
    "another condition": {"conditions": (BACK,)},
    "a narrower condition": {"conditions": ("X-NARROW",)},
    "no day": {"as_of": None},
}


@pytest.mark.parametrize("fields", NO_PROOF.values(), ids=NO_PROOF)
def test_citations_elsewhere_absence_proves_nothing(fields):
    (found,) = judged(year=2022, table=listed(**fields))
    assert (found.code, found.verdict) == ("CI009", "unverifiable")


PROOF = {
    "the day after the year": {"as_of": dt.date(2023, 1, 1)},
    "any condition": {"conditions": ()},
    "a wider condition": {"conditions": (HEADACHE,)},
    "its first year": {"year_from": 2022},
}


@pytest.mark.parametrize("fields", PROOF.values(), ids=PROOF)
def test_citations_inside_the_scope_absence_is_proof(fields):
    assert codes(year=2022, table=listed(**fields)) == ["CI002"]


def test_citations_a_claim_wider_than_the_listing_is_not_covered():
    assert codes(year=2022, topic=Topic(ACUPUNCTURE, HEADACHE)) == ["CI009"]
    assert codes(year=2022, topic=Topic(ACUPUNCTURE, None)) == ["CI009"]


def test_citations_a_source_of_unknown_year_may_be_the_one():
    undated = make_source(
        "CD000001", title="Acupuncture for migraine", year=None, registry_id="CD000001", version=1
    )
    assert codes(year=2022, table=world(undated)) == ["CI013"]
    later = make_source(
        "CD000001", title="Acupuncture for migraine", year=None, year_earliest=2023, version=1
    )
    assert codes(year=2022, table=world(later)) == ["CI002"]


@pytest.mark.parametrize(
    ("year", "expected"), [(2004, "CI003"), (2005, "CI001"), (2009, "CI001"), (2010, "CI003")]
)
def test_citations_a_review_that_was_brought_up_to_date_in_place_has_several_years(year, expected):
    held = make_source(
        "CD000001",
        title="Acupuncture for migraine",
        year=2005,
        registry_id="CD000001",
        last_search="2008-11",
        n_trials=25,
    )
    cited = {"year": year, "n_trials": 25, "identifiers": (("cochrane", "CD000001"),)}
    assert codes(table=world(held), **cited) == [expected]


WIDER = {
    "on a wider condition": ({"title": "Acupuncture for headache"}, {}),
    "on this very topic, of another size": (
        {"title": "Acupuncture for migraine", "n_trials": 8},
        {"n_trials": 31},
    ),
}


@pytest.mark.parametrize(("held", "said"), WIDER.values(), ids=WIDER)
def test_citations_a_source_of_unknown_year_is_not_meant_where_it_is(held, said):
    # Of the year too: it is not on the topic alone that a body's thousands may be meant.
    undated = make_source("CD000001", year=None, registry_id="CD000001", version=1, **held)
    (found,) = judged(year=2022, table=world(undated), **said)
    assert found.code == "CI002"
    # The nearest real one is on this very topic.
    assert "for headache" not in found.reason
    assert codes(year=2024, table=world(undated), **said) == ["CI009"]


def test_citations_sources_of_unknown_year_may_be_the_one_by_their_size():
    one, other = (
        make_source(name, title=f"Acupuncture for headache {name}", year=None, n_trials=31)
        for name in ("in men", "in women")
    )
    assert codes(year=2022, n_trials=31, table=world(one, other)) == ["CI013"]


def test_citations_of_equal_sources_the_one_that_somebody_read_comes_first():
    plain = {"title": "Acupuncture for migraine", "year": None}
    unread = make_source("A", registry_id="CD000001", **plain)
    read = make_source("B", registry_id="CD000002", verified_how="its abstract", **plain)
    (found,) = judged(year=None, kind="unspecified", n_trials=3, table=world(unread, read))
    assert found.reason.index("CD000002") < found.reason.index("CD000001")


def test_citations_the_body_with_a_year_is_a_review_where_it_is_cochrane():
    assert codes(kind="organisation", year=2022) == ["CI002"]


# --- versions ---


def test_citations_a_superseded_version_says_what_replaced_it():
    first, second = judged(year=2009)
    assert (first.code, second.code) == ("CI006", "CI001")
    assert "2016, 22 trials" in first.reason


def test_citations_before_the_newer_one_came_nothing_was_superseded():
    assert codes(year=2009, as_of=dt.date(2015, 6, 1)) == ["CI001"]
    assert codes(year=2009, as_of=dt.date(2016, 6, 1)) == ["CI006", "CI001"]


@pytest.mark.parametrize(
    ("year", "code"),
    [(2001, "CI006"), (2008, "CI006"), (2009, "CI006"), (2010, "CI002"), (2015, "CI002")],
)
def test_citations_a_version_that_numbers_imply_exists_with_unknown_content(year, code):
    assert codes(year=year)[0] == code


def test_citations_a_version_named_by_its_number_exists():
    first = make_cited(year=None, identifiers=[("doi", "10.1002/14651858.cd001218")])
    assert codes(first) == ["CI006"]


# --- retracted ---


@pytest.mark.parametrize("status", ["retracted", "withdrawn"])
def test_citations_nothing_rests_on_a_retracted_source(status):
    gone = make_source("gone", title="x", pmid="123", status=status, superseded_by="CD013814")
    cited = make_cited(year=None, publisher=None, identifiers=[("pmid", "123")])
    (found,) = judged(cited, table=world(gone))
    assert found.code == "CI007"
    assert status in found.reason


# --- too little to know ---

UNKNOWN = {
    "nothing named": ({"publisher": None, "year": None, "kind": "study"}, "CI008"),
    "a body": ({"publisher": "Mayo Clinic", "year": None, "kind": "organisation"}, "CI008"),
    "a body and a year": ({"publisher": "NIH", "year": 2023, "kind": "organisation"}, "CI009"),
    "authors we do not hold": (
        {"publisher": None, "authors": ["Liu"], "journal": "JAMA", "year": 2021},
        "CI009",
    ),
    "a guideline of another year": (
        {"publisher": "American Headache Society", "year": 2023, "kind": "guideline"},
        "CI009",
    ),
    "a number of the article's own list": (
        {"publisher": None, "year": None, "kind": "unspecified", "identifiers": [("ref", "3")]},
        "CI008",
    ),
    "a body and a year that we hold something of": (
        {"publisher": "American Headache Society", "year": 2021, "kind": "organisation"},
        "CI013",
    ),
}


@pytest.mark.parametrize(("fields", "code"), UNKNOWN.values(), ids=UNKNOWN)
def test_citations_not_knowing_is_unverifiable(fields, code):
    (found,) = judged(**fields)
    assert (found.code, found.verdict) == (code, "unverifiable")


def test_citations_the_only_current_review_of_a_complete_listing_is_meant():
    assert codes(year=None) == ["CI001"]
    assert codes(year=None, table=world(listings=())) == ["CI013"]


def test_citations_two_that_fit_equally_are_both_shown():
    twin = make_source("CD000002", title="Acupuncture for migraine", year=2016)
    (found,) = judged(year=2016, table=world(twin))
    assert found.code == "CI013"
    assert "Acupuncture for migraine" in found.reason
    assert "episodic migraine" in found.reason


def test_citations_two_records_of_one_publication_are_one():
    twin = make_source(
        "twin", title="A", publisher="", year=None, registry_id="NG1", kind="guideline"
    )
    same = make_source(
        "same", title="A", publisher="", year=2016, registry_id="NG1", kind="guideline"
    )
    cited = make_cited(publisher=None, year=None, identifiers=[("nice", "NG1")])
    table = world(twin, same)
    assert resolve(cited, topic=TOPIC, table=table).source == same


def test_citations_the_same_authors_on_another_condition_are_not_taken_for_sure():
    cited = make_cited(publisher=None, kind="unspecified", authors=["Mu"], year=2020)
    (found,) = judged(cited)
    assert found.code == "CI013"
    assert "low back pain" in found.reason


# The shapes of identifiers are facts of the world, and lie in the shipped package.
SHAPES = load_evidence([evidence_dir()]).code_systems
BROKEN = {
    "letters in a PMID": ("pmid", "27A51677"),
    "a long PMID": ("pmid", "123456789"),
    "a short trial number": ("nct", "NCT0123"),
    "a short review number": ("cochrane", "CD12345"),
    "a DOI without its prefix": ("doi", "1002/14651858"),
    "a coverage number": ("ncd", "30000.3"),
    "a DOI without a suffix": ("doi", "10.1016"),
    "a trial number of seven digits": ("nct", "NCT0123456"),
    "a trial number of nine digits": ("nct", "NCT012345678"),
    "a short ISRCTN": ("isrctn", "ISRCTN123"),
    "a long PMC number": ("pmc", "PMC123456789"),
    "a PROSPERO number of no year": ("prospero", "CRD421"),
}


@pytest.mark.parametrize("identifier", BROKEN.values(), ids=BROKEN)
def test_citations_an_identifier_that_cannot_be_is_a_fault(identifier):
    cited = make_cited(publisher=None, year=None, kind="unspecified", identifiers=[identifier])
    found = judge_citation(cited, topic=TOPIC, table=make_table([], code_systems=SHAPES))
    assert [f.code for f in found] == ["CI012"]
    assert identifier[1] in found[0].reason
    assert (
        "digits" in found[0].reason or "a number" in found[0].reason or "30.3.3" in found[0].reason
    )


SOUND = {
    "PMID": ("pmid", "1"),
    "long PMID": ("pmid", "12345678"),
    "DOI": ("doi", "10.1000/x"),
    "trial": ("nct", "NCT01234567"),
    "coverage": ("ncd", "30.3.3"),
    "review": ("cochrane", "CD999999.pub2"),
    "DOI of a registrant with two digits": ("doi", "10.21/2v9fyc24"),
    "ISRCTN": ("isrctn", "ISRCTN80764175"),
    "PubMed Central": ("pmc", "PMC2808317"),
    "PROSPERO": ("prospero", "CRD42020160000"),
    "NICE": ("nice", "NG1"),
}


@pytest.mark.parametrize("identifier", SOUND.values(), ids=SOUND)
def test_citations_an_identifier_of_the_right_shape_may_exist(identifier):
    cited = make_cited(publisher=None, year=None, kind="unspecified", identifiers=[identifier])
    found = judge_citation(cited, topic=TOPIC, table=make_table([], code_systems=SHAPES))
    assert [f.code for f in found] == ["CI009"]


# --- notices ------------------------------------------------------------------------------

WATCH = Listing(
    "watch",
    "Retraction Watch",
    "registry",
    as_of=dt.date(2026, 8, 21),
    note="The list also holds corrections and expressions of concern.",
)
LISTED = make_source("lee-2019", doi="10.1000/Lee", year=2019, authors="Lee A")
NOTED = make_table(
    [],
    sources=[LISTED, make_source("gone", doi="10.1000/gone", status="retracted")],
    listings=[WATCH],
    notices={"10.1000/lee": ("watch",), "10.1000/gone": ("watch",), "10.1000/x": ("watch",)},
)


def cites(doi):
    return make_cited(publisher=None, year=None, kind="unspecified", identifiers=[("doi", doi)])


def test_citations_a_listed_doi_is_said_to_be_listed_and_no_more():
    found = judge_citation(cites("10.1000/X."), topic=TOPIC, table=NOTED)
    assert [f.code for f in found] == ["CI014", "CI009"]
    assert "listed by Retraction Watch as of 2026-08-21" in found[0].reason
    assert "also holds corrections and expressions of concern" in found[0].reason
    assert "retracted" not in found[0].reason
    assert found[0].verdict == "unverifiable"


def test_citations_the_doi_of_the_source_that_is_meant_is_looked_up_too():
    cited = make_cited(publisher=None, kind="study", authors=["Lee"], year=2019)
    found = judge_notices(cited, LISTED, NOTED)
    assert [f.code for f in found] == ["CI014"]


def test_citations_what_a_row_says_of_a_retraction_needs_no_list():
    found = judge_citation(cites("10.1000/gone"), topic=TOPIC, table=NOTED)
    assert [f.code for f in found] == ["CI007"]


def test_citations_a_doi_that_no_list_names_has_no_notice():
    assert judge_notices(cites("10.1000/y"), None, NOTED) == []


HEART, EVENTS, ATTACK = "D002318", "X-EVENTS", "D009203"
HEARTS = [
    *CONCEPTS,
    ConceptEntry(HEART, "circulatory disease", "condition"),
    ConceptEntry(ATTACK, "heart attack", "condition", (HEART,)),
    ConceptEntry(EVENTS, "stroke", "condition", (HEART,)),
]


def test_citations_a_review_of_the_whole_and_its_parts_is_near_to_each_part():
    source = make_source("H", year=2020, title="For hearts")
    parts = [make_row(one, source=source, condition=one) for one in (HEART, EVENTS)]
    cited = make_cited("a Cochrane review (2020)", year=2020)
    topic = Topic(ACUPUNCTURE, ATTACK)
    assert resolve(cited, topic=topic, table=make_table(parts, concepts=HEARTS)).source == source
    apart = [*parts, make_row("B", source=source, condition=BACK)]
    assert resolve(cited, topic=topic, table=make_table(apart, concepts=HEARTS)).source is None

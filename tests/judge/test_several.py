"""What is said of several treatments holds where it holds for each."""

import pytest
from factories import concept, make_claim, make_match, make_row, make_source, make_table

from pipeline.concepts import ConceptEntry
from pipeline.judge.findings import finding
from pipeline.judge.several import judge_each, listed_beside

YOGA, QIGONG, BACK = "D015013", "D016662", "D001416"
CONCEPTS = [
    ConceptEntry(YOGA, "yoga", "intervention"),
    ConceptEntry("X-HATHA", "hatha yoga", "intervention", (YOGA,)),
    ConceptEntry(QIGONG, "qigong", "intervention"),
    ConceptEntry("D008405", "massage", "intervention"),
    ConceptEntry(BACK, "back pain", "condition"),
    ConceptEntry("D009325", "nausea", "condition"),
    ConceptEntry("X-NAUSEA", "nausea", "outcome"),
    ConceptEntry("D005076", "rash", "condition"),
]
ROW = make_row(
    "Q", intervention=QIGONG, condition=BACK, source=make_source("q", title="Qigong for back pain")
)
TABLE = make_table([ROW], concepts=CONCEPTS)


def of_yoga(text):
    return make_claim(
        text, intervention=concept(YOGA, "yoga"), condition=concept(BACK, "back pain")
    )


LISTS = {
    "two": ("Yoga and qigong ease back pain.", ["qigong"]),
    "three": ("Massage, yoga and even qigong ease back pain.", ["massage", "qigong"]),
    "one": ("Yoga eases back pain.", []),
    "alongside": ("It advises yoga, alongside massage and qigong.", ["massage", "qigong"]),
    "alongside it": ("It advises it, alongside massage and qigong.", ["massage", "qigong"]),
    "what is taken with it": ("It advises yoga alongside qigong.", []),
    "not in a list": ("Yoga eases back pain more than qigong.", []),
    "a combination is one thing": ("Yoga with qigong eases back pain.", []),
    "a sort of it": ("Yoga, or hatha yoga, eases back pain.", []),
}


@pytest.mark.parametrize(("text", "others"), LISTS.values(), ids=LISTS)
def test_several_names_the_others_of_a_list(text, others):
    claim = of_yoga(text)
    assert [
        other.name
        for other in listed_beside(claim, claim.statement.intervention, {"intervention"}, TABLE)
    ] == others


def told(text, code, found="EF001"):
    """What a claim is told that was told a code, where each other treatment is told another."""
    judged = []

    def judge(claim, matches):
        judged.append((claim.statement.intervention.name, [m.row.row_id for m in matches]))
        return [finding(found, "Of the other.", rows=["Q"])]

    said = [finding(code, "Of yoga.", rows=["Y"])]
    return judge_each(
        of_yoga(text), said, TABLE, relate=lambda _, row: make_match(row), judge=judge
    ), judged


def test_several_supports_what_is_borne_out_for_each():
    (said,), judged = told("Yoga and qigong ease back pain.", "EF001")
    assert (said.code, said.reason, said.row_ids) == (
        "EF001",
        "Of yoga; Of the other.",
        ("Y", "Q"),
    )
    assert judged == [("qigong", ["Q"])]


def test_several_supports_nothing_that_is_borne_out_for_one_only():
    (said,), _ = told("Yoga and qigong ease back pain.", "EF001", found="EF002")
    assert (said.code, said.verdict, said.row_ids) == ("UV004", "unverifiable", ("Q", "Y"))
    assert "qigong" in said.reason


def test_several_leaves_what_is_no_support():
    (said,), judged = told("Yoga and qigong ease back pain.", "EF002")
    assert (said.code, judged) == ("EF002", [])


HARMS = {
    "two": ("Yoga causes nausea and rash.", ["rash"]),
    "one": ("Yoga causes nausea.", []),
    "one that comes of the other": ("Yoga causes nausea before a rash.", []),
}


@pytest.mark.parametrize(("text", "others"), HARMS.values(), ids=HARMS)
def test_several_names_the_other_harms_of_a_list(text, others):
    own = concept("X-NAUSEA", "nausea")
    named = listed_beside(of_yoga(text), own, {"outcome", "condition"}, TABLE)
    assert [other.name for other in named] == others


def test_several_names_the_other_people_of_a_list():
    table = make_table(
        [ROW],
        concepts=[
            *CONCEPTS,
            ConceptEntry("D064368", "healthy adults", "population"),
            ConceptEntry("D037841", "pregnant women", "population"),
        ],
    )
    own = concept("D064368", "healthy adults")
    text = "Yoga is safe for healthy adults, and for pregnant women too."
    named = listed_beside(of_yoga(text), own, {"population"}, table)
    assert [other.name for other in named] == ["pregnant women"]

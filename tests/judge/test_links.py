"""What a citation says, beside what registries say of the work behind it."""

import pytest
from factories import make_cited, make_claim

from pipeline.judge.findings import finding
from pipeline.judge.links import add_links, judge_links, judge_pages
from pipeline.records import LookedUp, Work

DOI = ("doi", "10.1000/a")
WORK = Work(
    ("Crossref",),
    title="Zinc lozenges and the common cold in nurses",
    authors=("Lee", "van den Berg"),
    journal="Pain",
    years=(2019,),
)


def cited(text="Lee et al., 2019", **fields):
    fields = {"authors": ["Lee"], "year": 2019, "publisher": None, "kind": "unspecified", **fields}
    return make_cited(text, identifiers=[DOI], **fields)


def seen(work=WORK, **changed):
    values = {name: changed.get(name, getattr(work, name)) for name in Work.__slots__}
    return {DOI: LookedUp(DOI, "found", Work(**values))}


ENTRY = "Lee A, Hall B. {}. Pain. 2019;12(3):45-52. A paper of ours with many other words in it."

COMPARED = {
    "all the same": (cited(journal="Pain"), {}, "CI018", ("author, journal, year",)),
    "the same year": (cited(), {}, "CI018", ("The same in both: author, year.",)),
    "a year later": (
        cited(year=2020),
        {},
        "CI018",
        ("The same in both: author.", "The text says 2020: online and in print"),
    ),
    "a year before": (cited(year=2018), {}, "CI018", ("The text says 2018",)),
    "a year apart, and nothing else to compare": (
        cited(authors=[], year=2020),
        {},
        "CI018",
        ("The text says 2020",),
    ),
    "a year apart, and another author": (
        cited(authors=["Hall"], year=2020),
        {},
        "CI016",
        ("Not the same: author.",),
    ),
    "two years apart": (cited(year=2021), {}, "CI016", ("Not the same: year", "2019")),
    "in print later": (cited(year=2021), {"years": (2019, 2020)}, "CI018", ()),
    "another author": (cited(authors=["Hall"]), {}, "CI016", ("Not the same: author",)),
    "the second author": (cited(authors=["Van den Berg"]), {}, "CI018", ("author",)),
    "a part of a name": (cited(authors=["Berg"]), {}, "CI018", ("author",)),
    "accents": (cited(authors=["Müller"]), {"authors": ("Muller",)}, "CI018", ("author",)),
    "another journal": (cited(journal="The Lancet"), {}, "CI016", ("Not the same: journal",)),
    "a short name of it": (
        cited(journal="J Altern Complement Med"),
        {"journal": "Journal of Alternative and Complementary Medicine"},
        "CI018",
        ("journal",),
    ),
    "a short name with stops": (
        cited(journal="JAMA Intern. Med."),
        {"journal": "JAMA Internal Medicine"},
        "CI018",
        ("author, journal, year",),
    ),
    "a name of former days": (
        cited(journal="British Medical Journal"),
        {"journal": "BMJ"},
        "CI018",
        ("journal",),
    ),
    "a place behind the name": (
        cited(journal="Spine"),
        {"journal": "Spine (Phila Pa 1976)"},
        "CI018",
        ("journal",),
    ),
    "a sister journal": (cited(journal="JAMA"), {"journal": "JAMA Internal Medicine"}, "CI018", ()),
    "a journal of no list": (cited(journal="Zinc Weekly"), {"journal": "Zn"}, "CI018", ()),
    "its title": (cited(ENTRY.format(WORK.title)), {}, "CI018", ("title",)),
    "another title": (
        cited(ENTRY.format("Needles for migraine in farmers")),
        {},
        "CI016",
        ("Not the same: title",),
    ),
    "words that are no title": (
        cited("a large randomised trial of seasonal colds by researchers at several hospitals"),
        {},
        "CI018",
        (),
    ),
    "nothing to compare": (cited(authors=[], year=None), {}, "CI018", ("Crossref says",)),
    "nothing said by the registry": (
        cited(),
        {"title": "", "authors": (), "journal": "", "years": ()},
        "CI018",
        ("a work without a title",),
    ),
    "corrected": (cited(), {"remarks": ("correction",)}, "CI018", ("Notices on it: correction",)),
}


@pytest.mark.parametrize(
    ("source", "changed", "code", "told"), COMPARED.values(), ids=list(COMPARED)
)
def test_links_compare_a_citation_with_the_work(source, changed, code, told):
    (found,) = judge_links(source, seen(**changed))
    assert found.code == code
    assert all(words in found.reason for words in told), found.reason


def test_links_show_both_sides():
    (found,) = judge_links(cited(year=2003), seen())
    assert (found.comparison.claimed, found.comparison.evidence) == (
        "Lee et al., 2019",
        "Lee et al., Pain, 2019",
    )
    assert '"Zinc lozenges and the common cold in nurses"' in found.reason
    assert '"Lee et al., 2019"' in found.reason


def test_links_to_a_retracted_work_are_told_first():
    found = judge_links(cited(), seen(retracted="retracted", told_by=("Crossref", "Europe PMC")))
    assert [one.code for one in found] == ["CI017"]
    assert "was retracted, as Crossref and Europe PMC say" in found[0].reason


def test_links_to_a_retracted_and_another_work_are_both():
    found = judge_links(cited(authors=["Hall"]), seen(retracted="withdrawn"))
    assert [one.code for one in found] == ["CI017", "CI016"]


def test_links_that_lead_nowhere_say_who_says_so():
    gone = {DOI: LookedUp(DOI, "missing", why="unknown to Crossref and doi.org")}
    (found,) = judge_links(cited(), gone)
    assert (found.code, found.verdict) == ("CI015", "unsupported")
    assert "DOI 10.1000/a" in found.reason
    assert "unknown to Crossref and doi.org" in found.reason


@pytest.mark.parametrize("state", ["failed", "there"])
def test_links_of_which_nobody_could_tell_are_not_judged(state):
    why = "timed out" if state == "failed" else ""
    assert judge_links(cited(), {DOI: LookedUp(DOI, state, why=why)}) == []
    assert judge_links(cited(), {}) == []


GONE = {DOI: LookedUp(DOI, "missing", why="unknown to doi.org")}
ADDED = {
    "known to a registry": (["CI009"], seen(), True, ["CI018"]),
    "held by the table": (["CI001"], seen(), True, ["CI001"]),
    "known to both as retracted": (["CI007"], seen(retracted="retracted"), True, ["CI007"]),
    "not even there": (["CI009"], GONE, True, ["CI015", "CI009"]),
    "nothing looked up": (["CI009"], {}, True, ["CI009"]),
    "of a claim that leans on it": (["ST001"], seen(), False, ["ST001"]),
    "retracted, of a claim": (["ST001"], seen(retracted="retracted"), False, ["CI017", "ST001"]),
    "gone, of a claim": (["ST001"], GONE, False, ["CI015", "ST001"]),
}


@pytest.mark.parametrize(
    ("codes", "looked_up", "details", "expected"), ADDED.values(), ids=list(ADDED)
)
def test_links_add_to_what_the_table_says(codes, looked_up, details, expected):
    told = [finding(code, "Said.") for code in codes]
    found = add_links(told, cited(), looked_up, details=details)
    assert [one.code for one in found] == expected


PAGE = "https://a.example/guideline"
STATES = {"gone": ("missing", ["CI019"]), "there": ("there", []), "not known": ("failed", [])}


@pytest.mark.parametrize(("state", "codes"), STATES.values(), ids=STATES)
def test_links_to_pages_are_told_of_where_they_are_gone(state, codes):
    why = "" if state == "there" else "the server answers 404"
    claim = make_claim(links=[PAGE])
    found = judge_pages(claim, {("url", PAGE): LookedUp(("url", PAGE), state, why=why)})
    assert [one.code for one in found] == codes
    assert all(PAGE in one.reason and why in one.reason for one in found)
    assert judge_pages(claim, {}) == []

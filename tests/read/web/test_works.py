"""What registries answer becomes a Work, whatever they leave out or get wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registries import crossref_message, europe_pmc_result

from pipeline.read.web.works import crossref_work, europe_pmc_work, joined, read_json
from pipeline.records import Work

DOI = ("doi", "10.1000/a")


def crossref(**fields):
    return crossref_work({"message": crossref_message("10.1000/a", **fields)})


def europe_pmc(**fields):
    results = [europe_pmc_result("123", doi="10.1000/A", **fields)]
    return europe_pmc_work({"resultList": {"result": results}}, DOI)


@pytest.mark.parametrize("read", [crossref, europe_pmc], ids=["Crossref", "Europe PMC"])
def test_works_have_what_a_citation_says(read):
    work = read(title="Zinc for <i>colds</i> &amp; more", authors=["Lee", "van den Berg"])
    assert work.title == "Zinc for colds & more"
    assert work.authors == ("Lee", "van den Berg")
    assert (work.journal, work.years, work.retracted, work.remarks) == ("Pain", (2019,), "", ())


def test_works_know_all_years_in_which_they_came_out():
    message = crossref_message("10.1000/a", year=2019)
    message["published-print"] = {"date-parts": [[2020]]}
    message["posted"] = {"date-parts": [[None]]}
    assert crossref_work({"message": message}).years == (2019, 2020)


NOTICED = {
    "retracted": (lambda: crossref(updates=["retraction"]), "retracted", ()),
    "withdrawn": (lambda: crossref(updates=["withdrawal"]), "withdrawn", ()),
    "by its title": (lambda: crossref(title="RETRACTED: Zinc for colds"), "retracted", ()),
    "by a longer title": (
        lambda: crossref(title="[Retracted article]: Zinc for colds"),
        "retracted",
        (),
    ),
    "a title about it": (lambda: crossref(title="Retracted trials of zinc"), "", ()),
    "corrected": (
        lambda: crossref(updates=["erratum", "expression_of_concern"]),
        "",
        ("correction", "expression of concern"),
    ),
    "another update": (lambda: crossref(updates=["new_version"]), "", ()),
    "by its type": (lambda: europe_pmc(kinds=["Retracted Publication"]), "retracted", ()),
    "by its notice": (lambda: europe_pmc(notices=["Retraction in"]), "retracted", ()),
    # The notice itself was not retracted.
    "a notice": (lambda: europe_pmc(notices=["Retraction of"]), "", ()),
    "in part": (lambda: europe_pmc(notices=["Partial retraction in"]), "", ("partial retraction",)),
    "discussed": (lambda: europe_pmc(notices=["Comment in"]), "", ()),
}


@pytest.mark.parametrize(("make", "retracted", "remarks"), NOTICED.values(), ids=NOTICED)
def test_works_say_what_became_of_them(make, retracted, remarks):
    work = make()
    assert (work.retracted, work.remarks) == (retracted, remarks)


def test_works_drop_from_a_title_that_it_was_taken_back():
    assert crossref(title="WITHDRAWN: Zinc for colds").title == "Zinc for colds"


def test_works_of_europe_pmc_are_those_that_were_asked_for():
    other = europe_pmc_result("124", doi="10.1000/other")
    assert europe_pmc_work({"resultList": {"result": [other]}}, DOI) is None
    assert europe_pmc_work({"resultList": {"result": [other]}}, ("pmid", "124")) is not None


def test_works_that_several_describe_are_one():
    one = Work(("A",), title="T", years=(2019,), remarks=("correction",))
    two = Work(("B",), title="U", authors=("Lee",), years=(2020,), retracted="retracted")
    assert joined([one, two]) == Work(
        ("A", "B"), "T", ("Lee",), "", (2019, 2020), "", "retracted", ("correction",)
    )


KEYS = (
    *("message", "title", "DOI", "author", "family", "issued", "date-parts", "type", "updated-by"),
    *("resultList", "result", "doi", "pubTypeList", "pubType", "authorList"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(JSON)
def test_works_of_any_answer_are_a_work_or_none(answer):
    for work in (crossref_work(answer), europe_pmc_work(answer, DOI)):
        assert work is None or isinstance(work, Work)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000], ids=range(4))
def test_works_are_not_read_of_what_is_no_json(body):
    assert read_json(body) is None

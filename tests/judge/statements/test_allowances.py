"""How much a payer allows, against the numbers of its policy."""

import pytest
from factories import make_cited, make_claim, make_match, make_quantity, make_row, make_source

from pipeline.judge.statements import judge_statement

MEDICARE = make_source("NCD", kind="policy", publisher="Medicare", title="A policy")
CITED = make_cited("Medicare", kind="organisation", publisher="Medicare", year=None)


def count(value, bound="at_most"):
    return make_quantity(value, "count", kind="count", role="none", bound=bound)


def time(value, unit, bound="none"):
    return make_quantity(value, unit, kind="duration", role="duration", bound=bound)


def per_year(value):
    return make_quantity(value, "/a", kind="frequency", role="frequency", bound="at_most")


def held(row_id, quantity, timeframe=None, relation="same"):
    fields = {"kind": "coverage", "outcome": "X-COVERAGE", "source": MEDICARE}
    row = make_row(row_id, quantities=[quantity], timeframe=timeframe, **fields)
    return make_match(row, condition=relation, outcome="unknown")


POLICY = [
    held("visits", count(12), time(90, "d")),
    held("more", count(8)),
    held("year", count(20), time(1, "a")),
    held("lasted", time(12, "wk", "at_least")),
]
SAID = {
    "all of it": ([count(12), time(90, "d"), count(8), count(20), time(1, "a")], "CV001"),
    "one with its time": ([count(12), time(90, "d")], "CV001"),
    "one without its time": ([count(12)], "UV004"),
    "what comes on top, alone": ([count(8)], "UV004"),
    "a number that it does not have": ([count(12), time(90, "d"), count(5)], "UV004"),
    "per year": ([per_year(20)], "CV001"),
    "more per year": ([per_year(40)], "CV002"),
    "fewer per year": ([per_year(10)], "UV004"),
    "how long it must have lasted": ([time(12, "wk", "at_least")], "CV001"),
    "how long it may last": ([time(12, "wk", "at_most")], "UV004"),
}


@pytest.mark.parametrize(("quantities", "code"), SAID.values(), ids=SAID)
def test_allowances_are_the_policys_with_their_times(quantities, code):
    claim = make_claim(
        "Medicare covers d008881.", kind="coverage", source=CITED, quantities=quantities
    )
    assert judge_statement(claim, POLICY)[0].code == code


def test_allowances_for_another_condition_answer_nothing():
    claim = make_claim(
        "Medicare covers d008881.", kind="coverage", source=CITED, quantities=[per_year(40)]
    )
    other = held("year", count(20), time(1, "a"), "other")
    assert judge_statement(claim, [other])[0].code != "CV002"


def test_allowances_say_that_a_number_is_the_policys_where_only_its_time_is_not_told():
    claim = make_claim("It covers 12.", kind="coverage", source=CITED, quantities=[count(12)])
    [found] = judge_statement(claim, POLICY)
    assert found.reason.startswith("The number is the policy's")
    other = make_claim("It covers 9.", kind="coverage", source=CITED, quantities=[count(9)])
    [found] = judge_statement(other, POLICY)
    assert found.reason.startswith("The policy has other numbers")

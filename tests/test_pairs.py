"""Pairs of a claim and its evidence, from text to finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pairs import PairJudge

TRUE = ("Ginger cut nausea by 38%.", "Ginger reduced nausea (RR 0.62, 95% CI 0.5 to 0.8).")
FALSE = ("Ginger cut nausea by 80%.", TRUE[1])


@pytest.fixture(scope="module")
def judge(table, nlp):
    return PairJudge(nlp, table.concepts)


def test_pairs_come_out_in_order(judge):
    verdicts = [found.verdict for found in judge.judge([TRUE, FALSE] * 100)]
    assert verdicts == ["supported", "unsupported"] * 100


def test_pairs_a_claim_of_two_parts_fails_where_one_fails(judge):
    claim = "Ginger cut nausea by 38%; ginger cut nausea by 80%."
    (found,) = judge.judge([(claim, TRUE[1])])
    assert found.code == "ST002"


def test_pairs_reasons_show_both_numbers_and_the_rule(judge):
    (found,) = judge.judge([TRUE])
    assert found.comparison.claimed == "38%"
    assert found.comparison.evidence == "down 38% (20% to 50%)"
    assert found.comparison.rule == "1 minus the risk ratio"
    assert found.comparison.rule in found.reason


def test_pairs_a_claim_without_words_is_not_understood(judge):
    (found,) = judge.judge([("\u200b", "Ginger helped.")])
    assert found.code == "UV003"


@given(claim=st.text(max_size=80), evidence=st.text(max_size=80))
def test_pairs_any_texts_are_judged(judge, claim, evidence):
    (found,) = judge.judge([(claim, evidence)])
    assert found.reason

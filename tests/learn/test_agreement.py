from __future__ import annotations

import pytest

from pipeline.learn.agreement import (
    agreement,
    cohens_kappa,
    gwets_ac1,
    krippendorffs_alpha,
    raw_agreement,
)


def crossed(both_yes, first_only, second_only, both_no):
    return (
        [("yes", "yes")] * both_yes
        + [("yes", "no")] * first_only
        + [("no", "yes")] * second_only
        + [("no", "no")] * both_no
    )


# Feinstein and Cicchetti 1990, J Clin Epidemiol 43:543-549, tables 1 and 2: the
# same raw agreement, and kappas far apart. AC1 by hand: of 200 answers 106 are
# "yes" in the first, chance 2 · 0.53 · 0.47; 175 in the second, 2 · 0.875 · 0.125.
BALANCED = crossed(40, 9, 6, 45)
LOPSIDED = crossed(80, 10, 5, 5)
# Gwet 2008, table 1: two readers who hardly ever say no.
NEARLY_ALL = crossed(118, 5, 2, 0)


def test_agreement_kappa_is_as_printed():
    assert raw_agreement(BALANCED) == raw_agreement(LOPSIDED) == 0.85
    assert cohens_kappa(BALANCED) == pytest.approx(0.70, abs=5e-3)
    assert cohens_kappa(LOPSIDED) == pytest.approx(0.32, abs=5e-3)


def test_agreement_kappa_by_hand():
    # 20, 5, 10, 15: raw 0.7, chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    assert cohens_kappa(crossed(20, 5, 10, 15)) == pytest.approx(0.4)


def test_agreement_ac1_stays_where_kappa_falls():
    assert raw_agreement(NEARLY_ALL) == 0.944
    assert cohens_kappa(NEARLY_ALL) == pytest.approx(-0.0234, abs=5e-5)
    # "Yes" is 243 of 250 answers: chance 2 · 0.972 · 0.028 = 0.054432.
    assert gwets_ac1(NEARLY_ALL, n_categories=2) == pytest.approx(
        (0.944 - 0.054432) / (1 - 0.054432)
    )
    assert gwets_ac1(LOPSIDED, n_categories=2) == pytest.approx((0.85 - 0.21875) / 0.78125)


def test_agreement_ac1_knows_of_answers_that_nobody_gave():
    # Three possible: chance is (0.5 · 0.5 + 0.5 · 0.5) / 2 = 0.25.
    pairs = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")]
    assert gwets_ac1(pairs, n_categories=3) == pytest.approx((0.5 - 0.25) / 0.75)


@pytest.mark.parametrize("n_categories", [1, 2])
def test_agreement_ac1_refuses_more_answers_than_are_possible(n_categories):
    with pytest.raises(ValueError, match="possible"):
        gwets_ac1([("a", "b"), ("c", "c")], n_categories=n_categories)


# Krippendorff 2011: sections A, B and C.
BINARY = list(zip("0100000010", "1110010000", strict=True))
NOMINAL = list(zip("aabbdcccedda", "babbbcccEDDd".lower(), strict=True))
FOUR = [
    [answer for answer in unit if answer != "."]
    for unit in zip("123321412...", "1233224125.3", ".3332342251.", "12332441251.", strict=True)
]
ALPHAS = {"A": (BINARY, 0.095), "B": (NOMINAL, 0.692), "C": (FOUR, 0.743)}


@pytest.mark.parametrize(("units", "printed"), ALPHAS.values(), ids=ALPHAS)
def test_agreement_alpha_is_as_printed(units, printed):
    assert krippendorffs_alpha(units) == pytest.approx(printed, abs=5e-4)


def test_agreement_beyond_chance_is_unknown_where_one_answer_was_given():
    found = agreement([("right", "right")] * 9, n_categories=5)
    assert (found.n, found.raw, found.kappa, found.alpha, found.ac1) == (9, 1.0, None, None, 1.0)


def test_agreement_on_nothing_is_unknown():
    found = agreement([], n_categories=5)
    assert (found.n, found.raw, found.kappa, found.alpha, found.ac1) == (0, None, None, None, None)


def test_agreement_alpha_leaves_out_what_one_reader_answered():
    assert krippendorffs_alpha([*BINARY, ["1"], []]) == krippendorffs_alpha(BINARY)

"""The five articles that the project began with, where they lie beside this checkout.

Claims are found by kind, code and number, so that nothing here repeats what the
articles say.
"""

from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="no seed articles beside this checkout")


@pytest.fixture(scope="module")
def documents(shipped):
    result = shipped.check([str(SEEDS)], stdin=bytes)
    assert result.errors == ()
    return {Path(document.article.path).name[:3]: document for document in result.documents}


@pytest.fixture(scope="module")
def judged(documents):
    return [one for document in documents.values() for one in document.claims]


def values(one):
    return {quantity.value for quantity in one.claim.statement.quantities}


def codes(one):
    return [found.code for found in one.findings]


def test_seeds_are_five_and_each_claims_something(documents):
    assert len(documents) == 5
    assert all(document.claims for document in documents.values())


def test_seeds_a_code_of_four_digits_is_none_and_the_real_ones_are_named(judged):
    (one,) = [j for j in judged if j.claim.code == ("CPT", "8860")]
    assert (one.decisive.code, one.decisive.verdict) == ("RG002", "unsupported")
    assert all(code in one.decisive.reason for code in ("97810", "97811", "97813", "97814"))


def test_seeds_a_review_that_no_listing_holds_does_not_exist_and_the_nearest_is_shown(judged):
    (one,) = [j for j in judged if j.claim.kind == "citation" and 5227 in values(j)]
    assert (one.decisive.code, one.decisive.verdict) == ("CI002", "unsupported")
    source = one.claim.statement.source
    assert (source.publisher, source.year, source.n_trials) == ("Cochrane", 2022, 29)
    assert all(fact in one.decisive.reason for fact in ("2016", "22", "4,985"))
    assert one.evidence


def test_seeds_a_number_against_pooled_comparators_is_held_against_each(judged):
    (one,) = [j for j in judged if j.claim.kind == "statistic" and 0.52 in values(j)]
    assert (one.decisive.code, one.decisive.verdict) == ("ST006", "unsupported")
    assert len(one.claim.statement.comparators) == 2
    assert one.decisive.comparison is not None
    assert len(one.decisive.row_ids) >= 2


def test_seeds_the_writers_own_numbers_are_not_verifiable(judged):
    own = [
        j
        for j in judged
        if j.claim.kind == "statistic" and j.claim.statement.attribution == "author_practice"
    ]
    assert len(own) > 10
    assert {j.decisive.code for j in own} == {"UV002"}


def test_seeds_no_claim_stands_in_a_heading_or_in_boilerplate(documents):
    for document in documents.values():
        silent = [
            block
            for block in document.article.blocks
            if block.kind in {"title", "heading", "boilerplate", "code"}
        ]
        for one in document.claims:
            if one.claim.kind in {"citation", "code"}:
                continue
            assert not any(
                block.start_clean <= one.claim.start_clean < block.end_clean for block in silent
            ), one.claim.clean


def test_seeds_scale_ranges_alone_are_no_claim(judged):
    for one in judged:
        quantities = one.claim.statement.quantities
        if one.claim.kind == "statistic":
            assert not quantities or any(q.role != "scale_range" for q in quantities)


def test_seeds_a_tables_changes_follow_from_its_two_columns(documents):
    checks = [check for one in documents["000"].claims for check in one.checks]
    assert len({check.detail for check in checks if check.code == "AR001"}) >= 4
    assert all(check.passed for check in checks)


def test_seeds_text_and_table_are_held_against_each_other(documents):
    found = [one for one in documents["002"].claims if any(c.code == "AR002" for c in one.checks)]
    assert {one.claim.cell is None for one in found} == {True, False}
    assert all(check.passed for one in found for check in one.checks)


def test_seeds_what_is_decided_names_its_row_or_its_reason(judged):
    for one in judged:
        assert one.decisive.reason.endswith((".", "?", '"'))
        if one.decisive.verdict != "unverifiable" and one.decisive.code[:2] in {"ST", "EF", "CV"}:
            assert one.evidence

"""The index ranks articles, and counts what claims can be filtered by."""

from __future__ import annotations

from factories import (
    make_article,
    make_claim,
    make_document,
    make_finding,
    make_judged,
    make_muted,
)
from report.builders import gallery

from pipeline.codes import CODES
from pipeline.report.overview import survey
from pipeline.report.pages import lay_out


def pages_of(*codes_of_each, paths=None):
    """Make a page of each string of codes, a claim for each code."""
    pages = []
    for n, codes in enumerate(codes_of_each, start=1):
        claims = [
            make_judged(make_claim(f"{code} {k}", start=k), code=code)
            for k, code in enumerate(codes.split())
        ]
        path = paths[n - 1] if paths else f"{n}.md"
        document = make_document(make_article(path=path), claims=claims)
        pages.append(lay_out(document, key=str(n)))
    return pages


def test_overview_ranks_by_unsupported_then_unverifiable_then_as_they_came():
    overview = survey(pages_of("UV001", "ST001", "", "ST002", "ST002 UV001", "UV001 ST001"))
    assert [row.page.key for row in overview.rows] == ["5", "4", "1", "6", "2", "3"]


def test_overview_worst_is_the_first_claim_of_the_worst_verdict():
    (row,) = survey(pages_of("ST001 UV001 CI002 ST002")).rows
    assert row.worst is not None
    assert row.worst.judged.decisive.code == "CI002"
    (empty,) = survey(pages_of("")).rows
    assert empty.worst is None


def test_overview_parts_a_path_where_its_folder_ends():
    rows = survey(pages_of("", "", paths=["in/new/a.md", "b.md"])).rows
    assert [(row.folder, row.name) for row in rows] == [("in/new/", "a.md"), ("", "b.md")]


def test_overview_counts_every_claim_once_by_verdict_and_by_kind():
    result = gallery()
    pages = [lay_out(each, key=str(n)) for n, each in enumerate(result.documents)]
    overview = survey(pages)
    assert overview.n_claims == len(result.claims()) == sum(k.n_claims for k in overview.kinds)
    assert overview.longest == max(len(document.claims) for document in result.documents)
    assert overview.n_muted == 3


def test_overview_counts_a_claim_for_each_of_its_codes_with_the_verdict_that_decides():
    findings = [make_finding("ST002"), make_finding("UV001")]
    document = make_document(claims=[make_judged(findings=findings)], muted=[make_muted()])
    overview = survey([lay_out(document, key="1")])
    assert [(each.value, each.counts["unsupported"]) for each in overview.codes] == [
        ("ST002", 1),
        ("UV001", 1),
    ]
    assert overview.codes[0].meaning == CODES["ST002"].title


def test_overview_options_begin_with_the_most_frequent_ties_by_name():
    overview = survey(pages_of("UV003 UV001 ST002 UV003"))
    assert [each.value for each in overview.codes] == ["UV003", "ST002", "UV001"]
    assert [each.meaning for each in overview.kinds] == [""]


def test_overview_of_nothing_counts_nothing():
    overview = survey([])
    assert (overview.rows, overview.n_claims, overview.longest) == ((), 0, 0)

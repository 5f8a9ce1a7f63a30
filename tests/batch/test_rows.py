"""One row for each claim that counts, with what the line says of it."""

import pytest
from batch.lines import document_with, lines_of
from factories import (
    make_claim,
    make_comparison,
    make_document,
    make_judged,
    make_muted,
    make_trouble,
)
from report.builders import gallery

from pipeline.batch.rows import COLUMNS, rows_of, source_of
from pipeline.report.to_json import document_as_json


def rows(*things):
    return list(rows_of(lines_of(*things)))


def test_rows_have_every_column_and_no_other():
    for document in gallery().documents:
        for row in rows(document):
            assert set(row) == set(COLUMNS)


def test_rows_say_what_the_claim_says():
    judged = make_judged(
        make_claim(), code="ST002", comparison=make_comparison(), confidence=0.75, row_ids=("R1",)
    )
    document = make_document(claims=[judged])
    (row,) = rows(document)
    claim = judged.claim
    assert (row["path"], row["claim_id"], row["kind"]) == (
        document.article.path,
        claim.claim_id,
        claim.kind,
    )
    assert (row["start"], row["end"], row["line"]) == (claim.start, claim.end, claim.line)
    assert (row["verdict"], row["code"], row["codes"]) == ("unsupported", "ST002", ["ST002"])
    assert (row["confidence"], row["claimed"], row["evidence"]) == (0.75, "50%", "50% (14 trials)")
    assert (row["row_id"], row["source_id"], row["source_is"]) == (
        "R1",
        judged.evidence[0].source.source_id,
        "evidence",
    )


def test_rows_tell_what_is_only_the_nearest_evidence():
    (row,) = rows(document_with("UV001"))
    assert (row["source_is"], row["row_id"]) == ("nearest", "R1")


def test_rows_of_a_claim_without_evidence_name_no_source():
    (row,) = rows(make_document(claims=[make_judged(code="UV001", row_ids=())]))
    assert (row["row_id"], row["source_id"], row["source_is"], row["row_ids"]) == (
        None,
        None,
        None,
        [],
    )


def test_rows_count_what_counts_muted_claims_and_trouble_do_not():
    muted = make_document(claims=[make_judged()], muted=[make_muted()])
    assert len(rows(muted, make_trouble())) == 1


@pytest.mark.parametrize("missing", [True, False])
def test_rows_take_the_first_row_that_is_there(missing):
    judged = make_judged(code="ST001", row_ids=("R0", "R1") if missing else ("R1",))
    document = document_as_json(make_document(claims=[judged]))
    assert source_of(document["claims"][0])["row_id"] == "R1"

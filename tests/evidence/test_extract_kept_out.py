"""What was read and not kept lies beside the package, and nothing but measuring reads it."""

from __future__ import annotations

import pytest
from evidence.extracting import ENTRIES, make_abstract

from pipeline.concepts import ConceptIndex
from pipeline.errors import EvidenceMissingError
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.evidence.extract import extract_package, read_kept_out
from pipeline.evidence.extract.kept_out import KEPT_OUT_FILE

BASE = EvidenceTable((), {}, {}, (), (), ConceptIndex(ENTRIES), "base")
OUTSIDE = "Mint oil reduces pain compared with placebo at 8 weeks (RR 0.90, 95% CI 0.30 to 0.80)."


def test_kept_out_says_why_and_what_was_read(tmp_path):
    extract_package([make_abstract(OUTSIDE)], tmp_path, base=BASE)
    (one,) = read_kept_out(tmp_path).values()
    assert (one.row_id[:15], one.why) == ("CD999001.pub2-x", "point outside interval")
    assert one.text == (
        "Mint oil against placebo: pain, 8 wk, decrease, risk ratio 0.90, 0.3 to 0.8"
    )


def test_kept_out_is_no_evidence(tmp_path):
    extract_package([make_abstract(OUTSIDE)], tmp_path, base=BASE)
    table = load_evidence([tmp_path])
    assert (len(table.rows), len(table.concepts.entries)) == (0, 0)


def test_kept_out_of_a_package_that_does_not_say_is_nothing(tmp_path):
    assert read_kept_out(tmp_path) == {}


def test_kept_out_that_is_no_parquet_is_told(tmp_path):
    (tmp_path / KEPT_OUT_FILE).write_text("pain")
    with pytest.raises(EvidenceMissingError):
        read_kept_out(tmp_path)

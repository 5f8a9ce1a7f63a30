"""What the later stages ask the table."""

from __future__ import annotations

import pytest
from evidence.packages import write_package

from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence import load_evidence


@pytest.fixture
def table(tmp_path):
    return load_evidence(
        [
            write_package(
                tmp_path,
                findings=[{}, {"row_id": "R2"}],
                codes=[{"concepts": "D015670"}, {"code": "97811", "concepts": "D015670"}],
            )
        ]
    )


def test_table_gives_rows_and_sources_by_id(table):
    assert table.row("R2").row_id == "R2"
    assert table.source("S1").title == "Needles for necks"
    assert [row.row_id for row in table.rows_by_source["S1"]] == ["R1", "R2"]


def test_table_names_the_nearest_ids_of_an_unknown_one(table):
    with pytest.raises(EvidenceUnknownIdError, match="Did you mean"):
        table.row("R3")
    with pytest.raises(EvidenceUnknownIdError, match="claims evidence search"):
        table.source("something else")


def test_table_gives_the_codes_of_a_service(table):
    assert [code.code for code in table.codes_for("D015670", system="CPT")] == ["97810", "97811"]
    assert table.codes_for("D015670", system="HCPCS") == ()


def test_table_gives_the_categories_of_a_system(table):
    assert [system.category for system in table.categories("CPT")] == ["Category I"]
    assert table.categories("XYZ") == ()
    assert len(table.codes) == 2

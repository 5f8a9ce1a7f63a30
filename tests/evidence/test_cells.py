"""One line of a file, its cells turned into values."""

from __future__ import annotations

import pytest

from pipeline.errors import EvidenceRowError
from pipeline.evidence.cells import Cells, Fault, read_cells, stop


def test_cells_a_fault_reads_as_a_sentence():
    assert str(Fault("a.csv", 3, "kind", "wrong")) == "a.csv, line 3, column 'kind': wrong."
    assert str(Fault("a.csv", 0, "", "wrong")) == "a.csv: wrong."


def test_cells_stop_at_a_fault_that_nobody_collects():
    cells = Cells("a.csv", 3, {"year": "last"}, stop)
    with pytest.raises(EvidenceRowError, match="line 3, column 'year': 'last' is no whole number"):
        cells.integer("year")


def test_cells_leave_out_spaces_and_empty_parts():
    cells = Cells("a.csv", 2, {"parents": "X-A; X-B;;"}, stop)
    assert cells.ids("parents") == ("X-A", "X-B")
    assert cells.ids("synonyms") == ()


def test_cells_of_a_file_that_is_not_there_are_none(tmp_path):
    assert list(read_cells(tmp_path / "a.csv", needed=(), known=(), report=stop)) == []


def test_cells_are_read_past_a_byte_order_mark_and_empty_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("﻿id,note\n\nA, x \nB,\n".encode())
    lines = list(read_cells(path, needed=("id",), known=("id", "note"), report=stop))
    assert [(line.line, line.values) for line in lines] == [
        (3, {"id": "A", "note": "x"}),
        (4, {"id": "B"}),
    ]

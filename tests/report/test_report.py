from __future__ import annotations

import subprocess
import sys
from typing import get_args

from report.builders import gallery

from pipeline import report
from pipeline.report import FORMATS, FormatName


def test_report_knows_these_formats():
    known = ["terminal", "json", "html", "jsonl", "csv", "sarif", "claimreview", "github"]
    assert list(FORMATS) == known == list(get_args(FormatName))


def test_report_face_is_sorted_and_whole():
    assert report.__all__ == sorted(report.__all__)
    assert all(hasattr(report, name) for name in report.__all__)


def test_report_writers_end_in_a_line_break_and_repeat_themselves():
    for write in FORMATS.values():
        text = write(gallery())
        assert text.endswith("\n")
        assert text == write(gallery())


def test_report_imports_nothing_heavy_until_it_writes():
    code = "import sys, pipeline.report; print({'rich', 'jinja2'} & set(sys.modules) or 'light')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "light"

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import make_document, make_finding, make_judged, make_result, make_trouble

from pipeline.cli.exits import exit_code
from pipeline.records import Muted

SUPPORTED = make_judged(code="ST001")
UNVERIFIABLE = make_judged(code="UV001")
UNSUPPORTED = make_judged(code="ST002")

CODES = {
    "nothing found": ([], "supported", 0),
    "supported is fine": ([SUPPORTED], "unsupported", 0),
    "unverifiable is fine": ([UNVERIFIABLE], "unsupported", 0),
    "unsupported is not": ([SUPPORTED, UNSUPPORTED], "unsupported", 1),
    "unverifiable, when asked": ([UNVERIFIABLE], "unverifiable", 1),
    "worse than asked": ([UNSUPPORTED], "unverifiable", 1),
    "better than asked": ([SUPPORTED], "unverifiable", 0),
    "any claim, when asked": ([SUPPORTED], "supported", 1),
}


@pytest.mark.parametrize(("claims", "fail_on", "expected"), CODES.values(), ids=CODES)
def test_exits_with_one_from_the_verdict_on_that_was_asked(claims, fail_on, expected):
    result = make_result([make_document(claims=claims)])
    assert exit_code(result, fail_on=fail_on) == expected


def test_exits_with_two_on_trouble_whatever_else_was_found():
    result = make_result([make_document(claims=[UNSUPPORTED])], errors=[make_trouble()])
    assert exit_code(result, fail_on="unsupported") == 2
    assert exit_code(result, fail_on="unsupported", exit_zero=True) == 2


def test_exits_with_zero_on_findings_where_asked():
    result = make_result([make_document(claims=[UNSUPPORTED])])
    assert exit_code(result, fail_on="unsupported", exit_zero=True) == 0


SET = {
    "unsupported, but a warning": ([("ST002", "warning")], "unsupported", 0),
    "unsupported, but a warning, where these count": ([("ST002", "warning")], "unverifiable", 1),
    "unsupported, but a note": ([("ST002", "note")], "unverifiable", 0),
    "unverifiable, but an error": ([("UV001", "error")], "unsupported", 1),
    "unverifiable, but a note": ([("UV001", "note")], "unverifiable", 0),
    "supported, but a warning": ([("ST001", "warning")], "unverifiable", 1),
    "a lesser finding that is an error": (
        [("ST002", "note"), ("UV001", "error")],
        "unsupported",
        1,
    ),
    # What does not decide counts as an error only.
    "a lesser finding that is a warning": (
        [("ST001", "note"), ("UV001", "warning")],
        "unverifiable",
        0,
    ),
}


@pytest.mark.parametrize(("said", "fail_on", "expected"), SET.values(), ids=SET)
def test_exits_by_the_severities_that_were_set(said, fail_on, expected):
    findings = [make_finding(code, severity=severity) for code, severity in said]
    result = make_result([make_document(claims=[make_judged(findings=findings)])])
    assert exit_code(result, fail_on=fail_on) == expected


def test_exits_with_zero_where_all_was_put_aside():
    document = replace(make_document(claims=[]), muted=(Muted(UNSUPPORTED, "baseline"),))
    assert exit_code(make_result([document]), fail_on="supported") == 0

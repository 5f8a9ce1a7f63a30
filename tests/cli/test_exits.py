from __future__ import annotations

import pytest
from factories import make_document, make_judged, make_result, make_trouble

from pipeline.cli.exits import exit_code

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

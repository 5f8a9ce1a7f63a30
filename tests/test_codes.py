"""One table of codes that never change their meaning."""

import json
import re
from pathlib import Path

import pytest

from pipeline.codes import CODES

# A code once given keeps its verdict for ever; new ones are added at the end.
VERDICTS = json.loads((Path(__file__).parent / "data" / "codes.json").read_text(encoding="utf-8"))


def test_codes_are_all_pinned_with_their_verdicts():
    assert {code: entry.verdict for code, entry in CODES.items()} == VERDICTS


@pytest.mark.parametrize("code", CODES)
def test_codes_have_a_family_and_a_number(code):
    assert re.fullmatch(r"(?:ST|CI|RG|AR|EF|CV|CR|UV)\d{3}", code)
    assert CODES[code].code == code


@pytest.mark.parametrize("code", CODES)
def test_codes_say_what_they_mean_with_an_example_and_a_remedy(code):
    entry = CODES[code]
    assert entry.title
    assert not entry.title.endswith(".")
    for sentence in (entry.meaning, entry.example, entry.remedy):
        assert sentence.endswith((".", "'", "?", "!", '"')), sentence


def test_codes_severity_follows_the_verdict():
    found = {entry.verdict: entry.severity for entry in CODES.values()}
    assert found == {"unsupported": "error", "unverifiable": "warning", "supported": "note"}


def test_codes_of_what_is_not_known_are_never_unsupported():
    assert {e.verdict for code, e in CODES.items() if code.startswith("UV")} == {"unverifiable"}

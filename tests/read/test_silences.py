"""What a comment must say to silence a finding."""

import pytest

from pipeline.read.silences import Wording, parse_silence

KNOWN = {
    "a code and a reason": (
        " claims: ignore ST002 the trial is in press ",
        Wording(("ST002",), "the trial is in press", False),
    ),
    "two codes": ("claims: ignore ST002, CI003", Wording(("ST002", "CI003"), "", False)),
    "two codes without a comma": (
        "claims:ignore ST002 CI003: ours",
        Wording(("ST002", "CI003"), "ours", False),
    ),
    "a family": ("claims: ignore ST our data", Wording(("ST",), "our data", False)),
    "everything": ("claims: ignore", Wording((), "", False)),
    "everything, with a reason": ("Claims: Ignore seen by Ann", Wording((), "seen by Ann", False)),
    "a reason that begins in capitals": (
        "claims: ignore NICE agrees",
        Wording((), "NICE agrees", False),
    ),
    "the file": ("claims: ignore-file ST002 a parody", Wording(("ST002",), "a parody", True)),
    "lines": (
        "claims:\n  ignore ST002\n  seen by\n  Ann",
        Wording(("ST002",), "seen by Ann", False),
    ),
    "a dash before the reason": ("claims: ignore ST002 — ours", Wording(("ST002",), "ours", False)),
    "another comment": ("ignore ST002", None),
    "another word": ("claims: ignored ST002", None),
    "another verb": ("claims: ignore-line ST002", None),
    "words before": ("these claims: ignore ST002", None),
}


@pytest.mark.parametrize(("text", "expected"), KNOWN.values(), ids=KNOWN)
def test_silences_reads_the_known_forms(text, expected):
    assert parse_silence(text) == expected

"""The sample articles' verdicts, pinned; `make golden` pins them anew."""

import json

from e2e.golden import PINNED, samples

from pipeline.codes import CODES
from pipeline.resources import samples_dir


def test_samples_are_judged_as_pinned(shipped):
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    assert samples(shipped) == pinned, "read the difference, then `make golden`"


def test_samples_cover_every_article_but_the_one_that_claims_nothing():
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    names = {path.name for path in samples_dir().iterdir()}
    assert names - {entry["path"] for entry in pinned} == {"quiet-evening.md"}


def test_samples_show_all_verdicts_and_most_families():
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    assert {entry["verdict"] for entry in pinned} == {"supported", "unsupported", "unverifiable"}
    families = {entry["code"][:2] for entry in pinned}
    assert families == {code[:2] for code in CODES}

from __future__ import annotations

import json

import pytest

from pipeline.cli.measured import as_json, verdicts_text
from pipeline.learn.intervals import summed
from pipeline.learn.verdicts import VerdictScores


@pytest.fixture
def verdicts():
    none = dict.fromkeys("SUV-", 0)
    told = {"S": none | {"S": 2, "V": 1}, "U": none | {"S": 1, "U": 3}, "V": none, "UV": none}
    return VerdictScores(2, 9, {"claims found (recall)": summed([(3, 4), (1, 5)])}, told)


def test_measured_verdicts_are_laid_out(verdicts):
    text = verdicts_text(verdicts)
    assert "2 English articles, 9 labelled claims" in text
    assert "   4 of 9      0.44  (0.20 to 0.75)" in text
    assert "7 labelled sentences" in text
    assert "of those called supported: 2 of 3 right" in text
    assert "of those called unsupported: 3 of 3 right" in text


def test_measured_json_gives_share_and_both_intervals(verdicts):
    read = json.loads(as_json(verdicts))
    assert read["schema"] == 1
    found = read["measures"]["claims found (recall)"]
    assert (found["part"], found["whole"], found["share"]) == (4, 9, pytest.approx(4 / 9))
    assert found["clustered"] == [0.2, 0.75]
    assert read["sentences"]["U"] == {"S": 1, "U": 3, "V": 0, "-": 0}


def test_measured_json_of_nothing_counted_has_no_share():
    scores = VerdictScores(0, 0, {"x": summed([])}, {})
    assert json.loads(as_json(scores))["measures"]["x"]["share"] is None

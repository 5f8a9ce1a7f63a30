"""What two runs have to share."""

import datetime as dt
from dataclasses import replace

import pytest
from encoders.adapters import write_detector

from pipeline.baseline import Baseline, Known
from pipeline.batch.identity import identity_of
from pipeline.encoders import OnnxEncoder, OnnxTagger
from pipeline.settings import Settings, SeverityRule


@pytest.fixture
def identity(table, tiny_folder):
    def of(settings=None, **changed):
        given = {
            "baseline": None,
            "table": table,
            "evidence": "a" * 32,
            "encoder": OnnxEncoder(tiny_folder),
            "tagger": None,
        }
        return identity_of(settings or Settings(), **{**given, **changed})

    return of


def test_identity_is_the_same_for_the_same(identity):
    assert identity() == identity(Settings())


OTHERS = {
    "setting as_of": Settings(as_of=dt.date(2020, 1, 1)),
    "setting min_confidence": Settings(min_confidence=0.5),
    "setting max_mb": Settings(max_mb=1),
    "setting top_k": Settings(top_k=3),
    "setting severity.UV001": Settings(severities=(SeverityRule((("UV001", "off"),)),)),
    "setting concepts.needles": Settings(words=(("needles", "acupuncture"),)),
}


@pytest.mark.parametrize(("name", "settings"), OTHERS.items(), ids=OTHERS)
def test_identity_names_the_setting_that_differs(identity, name, settings):
    one, other = identity(), identity(settings)
    assert {key for key in {*one, *other} if one.get(key) != other.get(key)} == {name}


def test_identity_leaves_alone_which_articles_there_are_and_what_fails(identity):
    assert identity(Settings(exclude=("old/",), fail_on="supported")) == identity()


def test_identity_of_other_evidence_is_another(identity, table):
    assert identity(evidence="b" * 32)["evidence"] != identity()["evidence"]
    assert identity(table=replace(table, version="0"))["evidence"] != identity()["evidence"]


def test_identity_of_another_detector_is_another(identity, tmp_path, tiny_folder):
    one = OnnxTagger(write_detector(tmp_path / "one", tiny_folder))
    two = OnnxTagger(write_detector(tmp_path / "two", tiny_folder, scale=1.0))
    found = [identity(tagger=tagger)["detector"] for tagger in (None, one, two)]
    assert found[0] == "none"
    assert len(set(found)) == 3


def test_identity_of_another_baseline_is_another(identity, tmp_path):
    one = Baseline(tmp_path / "b.json", (Known("a.md", "x", "c1", "UV001"),))
    two = Baseline(tmp_path / "b.json", (Known("a.md", "x", "c1", "UV002"),))
    found = [identity(baseline=known)["baseline"] for known in (None, one, two)]
    assert len(set(found)) == 3

"""The settings that a file may hold: how each is read, and what is said of one that is wrong."""

import datetime as dt
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.errors import SettingUnknownError, SettingWrongError
from pipeline.settings import Settings, SeverityRule
from pipeline.settings.files import find_settings
from pipeline.settings.keys import KEYS, read_keys, show_all


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a text as the claims.toml of the working folder."""
    monkeypatch.chdir(tmp_path)

    def read_text(text):
        (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
        file = find_settings(tmp_path)
        assert file is not None
        return read_keys(file)

    return read_text


RIGHT = {
    "nothing": ("", {}),
    "evidence": ('evidence = ["mine"]', {"evidence": ("mine",)}),
    "evidence, one": ('evidence = "mine"', {"evidence": ("mine",)}),
    "evidence_only": ("evidence_only = true", {"shipped_evidence": False}),
    "exclude": ('exclude = ["old/"]', {"exclude": ("old/",)}),
    "fail_on": ('fail_on = "supported"', {"fail_on": "supported"}),
    "as_of": ("as_of = 2026-05-01", {"as_of": dt.date(2026, 5, 1)}),
    "as_of in quotes": ('as_of = "2026-05-01"', {"as_of": dt.date(2026, 5, 1)}),
    "max_mb": ("max_mb = 3", {"max_mb": 3.0}),
    "min_confidence, lowest": ("min_confidence = 0", {"min_confidence": 0.0}),
    "min_confidence, highest": ("min_confidence = 1.0", {"min_confidence": 1.0}),
    "severity": (
        '[severity]\nUV001 = "off"\nCI = "on"',
        {"severities": (SeverityRule((("UV001", "off"), ("CI", "on"))),)},
    ),
    "overrides": (
        '[[overrides]]\nfiles = "a/"\nseverity = { UV = "note" }\n'
        '[[overrides]]\nfiles = ["b", "c"]\nseverity = {}',
        {
            "severities": (
                SeverityRule((("UV", "note"),), ("a/",)),
                SeverityRule((), ("b", "c")),
            )
        },
    ),
    "overrides lie on severity, wherever they stand": (
        '[[overrides]]\nfiles = "a"\nseverity = {}\n[severity]\nUV = "off"',
        {"severities": (SeverityRule((("UV", "off"),)), SeverityRule((), ("a",)))},
    ),
    "patterns alone": ('finder = "patterns"', {"finder": "patterns"}),
    "concepts": ('[concepts]\n"my tea" = "Camellia"', {"words": (("my tea", "Camellia"),)}),
}


@pytest.mark.parametrize(("text", "expected"), RIGHT.values(), ids=RIGHT)
def test_keys_are_read(read, tmp_path, text, expected):
    if "evidence" in expected:
        expected = {"evidence": tuple(tmp_path / name for name in expected["evidence"])}
    assert read(text) == Settings(folder=tmp_path, **expected)


WRONG = {
    "a text for a flag": ('evidence_only = "yes"', "line 1: 'evidence_only' is 'yes'; wanted true"),
    "a text for a number": ('\nmax_mb = "20"', "line 2: 'max_mb' is '20'; wanted a number of mega"),
    "a flag for a number": ("max_mb = true", "'max_mb' is true"),
    "no room at all": ("max_mb = 0", "'max_mb' is the number 0; wanted .* above 0"),
    "endless room": ("max_mb = inf", "'max_mb' is the number inf"),
    "no number at all": ("max_mb = nan", "'max_mb' is the number nan"),
    "percent": ("min_confidence = 60", "'min_confidence' is the number 60; wanted .* 0 to 1"),
    "below nought": ("min_confidence = -0.1", "the number -0.1"),
    "no verdict": ('fail_on = "unsuported"', "'unsuported'; wanted one of supported, unsupported"),
    "no finder": ('finder = "magic"', "'finder' is 'magic'; wanted one of both, patterns"),
    "a list for a verdict": ("fail_on = []", "'fail_on' is a list"),
    "no day": ('as_of = "soon"', "'as_of' is 'soon'; wanted a day, such as 2026-05-01"),
    "a time of day": (
        "as_of = 2026-05-01T10:00:00",
        "is 2026-05-01 10:00:00; wanted a day",
    ),
    "a number among texts": ('exclude = ["a",\n 3]', "line 1: 'exclude 2' is the number 3"),
    "an empty text": ('evidence = [""]', "'evidence 1' is empty; wanted folders"),
    "a pattern that means nothing": ('exclude = ["a", "!"]', "'exclude 2' is '!'; wanted patterns"),
    "a level that is none": (
        '[severity]\n\nUV = "of"',
        "line 3: 'severity.UV' is 'of'; wanted one of error, warning, note, off, on",
    ),
    "a flag for a level": ("[severity]\nUV = false", "'severity.UV' is false; wanted one of"),
    "severity without a table": (
        'severity = "off"',
        "is 'off'; wanted a table of codes",
    ),
    "one bracket": ("[overrides]\nfiles = 'x'", "'overrides' is a table; wanted tables"),
    "an override for nothing": (
        "[[overrides]]\nfiles = 'x'",
        "'overrides 1' is incomplete",
    ),
    "a level of an override": (
        "[[overrides]]\nfiles = 'x'\nseverity = {}\n[[overrides]]\nfiles = 'x'\n"
        "severity = { UV = 'x' }",
        "line 6: 'overrides 2, severity.UV' is 'x'",
    ),
    "a concept that is no text": ("[concepts]\ntea = 3", "'concepts.tea' is the number 3; wanted"),
    "a word of signs": ("[concepts]\n'+' = 'x'", r"'concepts.\+' is without letters"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_keys_with_a_wrong_value_say_what_came_and_what_was_wanted(read, text, told):
    with pytest.raises(SettingWrongError, match=told) as caught:
        read(text)
    assert caught.value.message.startswith("claims.toml, line ")


UNKNOWN = {
    "a hyphen": ("fail-on = 1", "'fail-on' in claims.toml, line 1. Did you mean 'fail_on'?"),
    "a letter": ("\nexlude = []", "'exlude' in claims.toml, line 2. Did you mean 'exclude'?"),
    "nothing near": ("xyz = 1", "Known are: exclude, fail_on, "),
    "a code": ("[severity]\nST02 = 'off'", "'severity.ST02' in .*, line 2. Did you mean 'ST002'?"),
    "a code in small letters": ("[severity]\nuv001 = 'off'", "Did you mean 'UV001'?"),
    "a family": ("[severity]\nXV = 'off'", "Did you mean '.V'?"),
    "a key of an override": (
        "[[overrides]]\nfile = 'x'\nseverity = {}",
        "'overrides 1, file' in claims.toml, line 2. Did you mean 'files'?",
    ),
    "a code at the top": ("UV001 = 'off'", r"Codes belong below a line \[severity\]."),
    "a setting below a table": (
        "[severity]\nUV = 'off'\nmax_mb = 3",
        r"'max_mb' belongs to the top of the file, above the first line in \[brackets\].",
    ),
    "a setting below the words": ("[concepts]\nfail_on = 'x'", "'fail_on' belongs to the top"),
}


@pytest.mark.parametrize(("text", "told"), UNKNOWN.values(), ids=UNKNOWN)
def test_keys_that_mean_nothing_are_told_with_the_nearest_right_one(read, text, told):
    with pytest.raises(SettingUnknownError, match=told):
        read(text)


def test_keys_cover_every_choice_but_those_of_the_house():
    # `folder` is the file's own; how many rows are looked at is no matter of taste.
    ours = {"folder", "top_k"}
    by_another_name = {
        "severities": "severity",
        "words": "concepts",
        "shipped_evidence": "evidence_only",
    }
    names = {by_another_name.get(f.name, f.name) for f in fields(Settings)} - ours
    assert names | {"overrides"} == set(KEYS)


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_keys_have_an_example_that_is_right(read, key):
    settings = read(key.example)
    assert list(tomllib.loads(key.example)) == [key.name]
    assert settings.folder
    assert key.about.endswith(".")


def test_keys_of_the_readme_are_right(read):
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert {rule.files for rule in read(example).severities} == {(), ("opinion/",)}


def test_keys_are_shown_as_a_person_reads_them(read):
    settings = read("\n".join(key.example for key in KEYS.values()))
    parts = dict(show_all(settings))
    assert parts["severity", "CI"] == "warning"
    assert parts["overrides", 0, "severity", "UV002"] == "off, in opinion/, *-interview.md"
    assert parts["concepts", "needle therapy"] == "acupuncture"
    assert parts["exclude",] == "old/, *.bak.md"

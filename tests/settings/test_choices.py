"""The command line before the file before the default, and where each choice came from."""

import datetime as dt
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.errors import SettingsUnreadableError
from pipeline.settings import Settings
from pipeline.settings.choices import Options, choose

FILE = """\
max_mb = 3
evidence = ["mine"]
evidence_only = true
fail_on = "supported"

[severity]
UV = "off"

[[overrides]]
files = "a"
severity = { CI = "note" }
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "claims.toml").write_text(FILE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def origins(choices):
    return {each.key: each.origin for each in choices.shown()}


def test_choices_without_a_file_are_the_defaults(tmp_path):
    (tmp_path / ".git").mkdir()
    choices = choose(Options(), start=tmp_path)
    assert (choices.settings, choices.file) == (Settings(), None)
    assert set(origins(choices).values()) == {"default"}


def test_choices_of_the_file_tell_its_lines(site):
    choices = choose(Options(), start=site)
    assert choices.settings.max_mb == 3
    found = origins(choices)
    assert found["max_mb"] == "claims.toml:1"
    assert found["evidence"] == "claims.toml:2"
    assert found["severity.UV"] == "claims.toml:7"
    assert found["overrides.1.severity.CI"] == "claims.toml:11"
    assert found["as_of"] == "default"


LAID_ON = {
    "evidence": (Options(evidence=(Path("x"),)), {"evidence": (Path("x"),)}, "--evidence"),
    "evidence_only": (
        Options(evidence_only=False),
        {"shipped_evidence": True},
        "--no-evidence-only",
    ),
    "fail_on": (Options(fail_on="unsupported"), {"fail_on": "unsupported"}, "--fail-on"),
    "as_of": (Options(as_of=dt.date(2020, 1, 1)), {"as_of": dt.date(2020, 1, 1)}, "--as-of"),
    "max_mb": (Options(max_mb=7.0), {"max_mb": 7.0}, "--max-mb"),
    "min_confidence": (Options(min_confidence=0.5), {"min_confidence": 0.5}, "--min-confidence"),
}


@pytest.mark.parametrize("key", LAID_ON)
def test_choices_of_the_command_line_win_over_the_file(site, key):
    options, expected, option = LAID_ON[key]
    choices = choose(options, start=site)
    assert {name: getattr(choices.settings, name) for name in expected} == expected
    assert origins(choices)[key] == option
    # All else is as the file says.
    assert choices.settings.severities == choose(Options(), start=site).settings.severities


def test_choices_have_an_option_for_each_that_is_tested():
    assert {field.name for field in fields(Options)} - {"config", "no_config"} == set(LAID_ON)


def test_choices_name_the_option_that_was_given(site):
    choices = choose(Options(evidence_only=True), start=site)
    assert origins(choices)["evidence_only"] == "--evidence-only"


def test_choices_take_no_file_where_none_is_wanted(site):
    assert choose(Options(no_config=True), start=site).settings == Settings()


def test_choices_take_the_file_that_is_named(site):
    (site / "other.toml").write_text("max_mb = 4\n")
    choices = choose(Options(config=site / "other.toml"), start=site)
    assert (choices.settings.max_mb, choices.settings.fail_on) == (4, "unsupported")
    with pytest.raises(SettingsUnreadableError):
        choose(Options(config=site / "gone.toml"), start=site)

"""Options that several commands share, and the settings that come of them."""

import datetime as dt
from pathlib import Path

import pytest
import typer

from pipeline.baseline import Baseline, write_baseline
from pipeline.cli.options import choose_settings, load_baseline
from pipeline.settings import Settings


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    monkeypatch.chdir(tmp_path / "drafts")
    return tmp_path


def test_options_that_are_not_given_leave_the_choice_to_the_file(site):
    assert choose_settings(config=None, no_config=False).settings == Settings()
    (site / "claims.toml").write_text("max_mb = 3\nevidence = 'x'\n")
    settings = choose_settings(config=None, no_config=False, evidence=[]).settings
    assert settings == Settings(max_mb=3, evidence=(site / "x",), folder=site)
    assert choose_settings(config=None, no_config=True).settings == Settings()


@pytest.mark.usefixtures("site")
def test_options_that_are_given_are_taken():
    settings = choose_settings(
        config=None,
        no_config=False,
        evidence=[Path("x")],
        evidence_only=True,
        fail_on="supported",
        as_of=dt.datetime(2020, 2, 29),  # noqa: DTZ001 - as typer gives it
        max_mb=3.0,
        min_confidence=0.5,
    ).settings
    assert settings == Settings(
        evidence=(Path("x"),),
        shipped_evidence=False,
        fail_on="supported",
        as_of=dt.date(2020, 2, 29),
        max_mb=3.0,
        min_confidence=0.5,
    )


def test_options_that_exclude_each_other_are_refused(site):
    with pytest.raises(typer.BadParameter):
        choose_settings(config=Path("x"), no_config=True)
    with pytest.raises(typer.BadParameter):
        load_baseline(site, no_baseline=True)


def test_options_find_the_baseline_unless_it_is_named_or_not_wanted(site):
    assert load_baseline(None) is None
    write_baseline(Baseline(site / ".claims-baseline.json"))
    write_baseline(Baseline(site / "other.json"))
    found = load_baseline(None)
    named = load_baseline(site / "other.json")
    assert found is not None
    assert named is not None
    assert (found.file.name, named.file.name) == (".claims-baseline.json", "other.json")
    assert load_baseline(None, no_baseline=True) is None

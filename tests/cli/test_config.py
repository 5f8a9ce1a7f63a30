"""`claims config`: what is in force, and where it came from."""

import json

import pytest


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("site")
def test_config_without_a_file_says_how_to_make_one(claims):
    ran = claims("config")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Settings file  none; `claims init` makes one"
    assert lines[1] == "Baseline       none; `claims baseline write` makes one"
    assert {line.split()[-1] for line in lines[3:] if "as_of" not in line} == {"default"}


def test_config_shows_each_setting_with_its_origin(claims, site):
    (site / "claims.toml").write_text("\nmax_mb = 3\n\n[severity]\nUV001 = 'off'\n")
    (site / ".claims-baseline.json").write_text("")
    ran = claims("config", "--fail-on", "supported")
    rows = [line.split() for line in ran.out.splitlines()]
    assert ["Settings", "file", "claims.toml"] in rows
    assert ["Baseline", ".claims-baseline.json"] in rows
    assert ["max_mb", "3", "claims.toml:2"] in rows
    assert ["severity.UV001", "off", "claims.toml:5"] in rows
    assert ["fail_on", "supported", "--fail-on"] in rows
    assert ["min_confidence", "0", "default"] in rows


def test_config_as_json_says_the_same(claims, site):
    (site / "claims.toml").write_text("max_mb = 3\n")
    whole = json.loads(claims("config", "--format", "json").out)
    assert (whole["schema"], whole["baseline"]) == (1, None)
    assert whole["file"] == str(site / "claims.toml")
    assert {"key": "max_mb", "value": "3", "from": "claims.toml:1"} in whole["settings"]
    bare = json.loads(claims("config", "--format", "json", "--no-config").out)
    assert bare["file"] is None


def test_config_tells_what_is_wrong_in_one_line(claims, site):
    (site / "claims.toml").write_text("fail-on = 'supported'\n")
    ran = claims("config")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error E801: Unknown setting 'fail-on' in claims.toml, line 1. Did you mean 'fail_on'?\n"
    )


def test_config_takes_a_file_or_none(claims, site):
    (site / "x.toml").write_text("")
    assert claims("config", "--config", "x.toml").code == 0
    assert claims("config", "--config", "x.toml", "--no-config").code == 2

"""What a user may choose, frozen."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from pipeline.codes import CODES
from pipeline.settings import Settings, SeverityRule


def test_settings_defaults_are_the_shipped_evidence_and_no_other():
    settings = Settings()
    assert (settings.evidence, settings.shipped_evidence) == ((), True)
    assert (settings.fail_on, settings.as_of) == ("unsupported", None)
    assert settings.top_k > 0
    assert settings.max_mb > 0


def test_settings_cannot_be_changed_while_a_run_goes_on():
    with pytest.raises(FrozenInstanceError):
        Settings().top_k = 3


def test_settings_with_the_same_choices_are_equal():
    assert Settings(top_k=5) == Settings(top_k=5) != Settings()


def test_settings_set_nothing_by_themselves():
    assert Settings().levels("draft.md") == {}
    assert not Settings().leaves_out("draft.md")


RULES = {
    "a code": ([SeverityRule((("ST002", "off"),))], {"ST002": "off"}),
    "a family": (
        [SeverityRule((("CR", "note"),))],
        {code: "note" for code in CODES if code.startswith("CR")},
    ),
    "a code wins over its family, wherever it stands": (
        [SeverityRule((("CR002", "error"), ("CR", "off")))],
        {"CR001": "off", "CR002": "error", "CR003": "off"},
    ),
    "the later rule wins over the earlier": (
        [SeverityRule((("ST002", "off"),)), SeverityRule((("ST002", "error"),))],
        {"ST002": "error"},
    ),
    "a later family wins over an earlier code": (
        [SeverityRule((("CR002", "off"),)), SeverityRule((("CR", "note"),))],
        {"CR001": "note", "CR002": "note", "CR003": "note"},
    ),
    "on is as it is by itself": (
        [SeverityRule((("CR", "off"),)), SeverityRule((("CR001", "on"),))],
        {"CR002": "off", "CR003": "off"},
    ),
    "files that are meant": (
        [SeverityRule((("ST002", "off"),), ("drafts/",))],
        {"ST002": "off"},
    ),
    "files that are not": ([SeverityRule((("ST002", "off"),), ("old/",))], {}),
}


@pytest.mark.parametrize(("rules", "expected"), RULES.values(), ids=RULES)
def test_settings_lay_severities_on_each_other(rules, expected):
    settings = Settings(severities=tuple(rules))
    assert settings.levels("drafts/yoga.md") == expected


def test_settings_rules_by_path_hold_for_no_file_outside():
    rule = SeverityRule((("ST002", "off"),), ("*",))
    settings = Settings(severities=(rule,), folder=Path("drafts"))
    assert settings.levels("drafts/yoga.md") == {"ST002": "off"}
    assert settings.levels("yoga.md") == settings.levels("-") == {}


def test_settings_leave_out_files_and_whole_folders():
    settings = Settings(exclude=("old/", "*.bak.md"))
    assert settings.leaves_out("drafts/old/yoga.md")
    assert settings.leaves_out("yoga.bak.md")
    assert settings.leaves_out("drafts/old", is_folder=True)
    assert not settings.leaves_out("old")
    assert not settings.leaves_out("-")
    assert not Settings(exclude=("*",), folder=Path("drafts")).leaves_out("yoga.md")

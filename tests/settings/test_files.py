"""Where a settings file lies, and on which line of it something stands."""

import os

import pytest

from pipeline.errors import SettingsUnreadableError, SettingWrongError
from pipeline.settings.files import (
    described,
    find_settings,
    lines_of,
    read_settings,
    shown,
    upwards,
)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A checkout with a folder of drafts, in which one works."""
    (tmp_path / "site" / ".git").mkdir(parents=True)
    (tmp_path / "site" / "drafts" / "may").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "site" / "drafts")
    return tmp_path / "site"


def test_files_are_found_from_the_folder_upwards(site):
    assert find_settings(site / "drafts") is None
    (site / "claims.toml").write_text("max_mb = 1\n")
    found = find_settings(site / "drafts" / "may")
    assert found is not None
    assert (found.path, dict(found.table)) == (site / "claims.toml", {"max_mb": 1})


def test_files_the_nearest_wins(site):
    (site / "claims.toml").write_text("max_mb = 1\n")
    (site / "drafts" / "claims.toml").write_text("")
    found = find_settings(site / "drafts")
    assert found is not None
    assert (found.path, dict(found.table)) == (site / "drafts" / "claims.toml", {})


def test_files_above_the_checkout_do_not_count(site):
    (site.parent / "claims.toml").write_text("max_mb = 1\n")
    assert find_settings(site / "drafts") is None
    # In a worktree .git is a file.
    (site / ".git").rmdir()
    (site / ".git").write_text("gitdir: elsewhere\n")
    assert list(upwards(site / "drafts")) == [site / "drafts", site]


def test_files_without_a_checkout_are_looked_for_up_to_the_root(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    *_, root = upwards(tmp_path / "a" / "b")
    assert root == root.parent


def test_files_of_a_project_hold_them_under_tool(site):
    (site / "pyproject.toml").write_text("[project]\nname = 'x'\n\n[tool.claims]\nmax_mb = 1\n")
    found = find_settings(site / "drafts")
    assert found is not None
    assert (dict(found.table), found.place.below("max_mb").line) == ({"max_mb": 1}, 5)
    assert read_settings(site / "pyproject.toml") == found
    (site / "claims.toml").write_text("max_mb = 2\n")
    nearest = find_settings(site / "drafts")
    assert nearest is not None
    assert nearest.table["max_mb"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "[project]\nname = 'x'\n",
        "[tool.other]\nclaims = 1\n",
        "tool = 'claims'\n",
        "not = toml =\n",
    ],
)
def test_files_of_a_project_that_does_not_speak_of_us_are_passed_by(site, text):
    (site / "drafts" / "pyproject.toml").write_text(text)
    (site / "claims.toml").write_text("")
    found = find_settings(site / "drafts")
    assert found is not None
    assert found.path == site / "claims.toml"


def test_files_may_hold_all_of_it_under_claims(site):
    (site / "claims.toml").write_text("[claims]\nmax_mb = 1\n[claims.severity]\nUV = 'off'\n")
    found = find_settings(site)
    assert found is not None
    assert found.table == {"max_mb": 1, "severity": {"UV": "off"}}
    assert found.place.below("severity").below("UV").line == 4
    assert found.place.below("severity").below("UV").key == "severity.UV"


BROKEN = {
    "no TOML": ("claims.toml", b"a = \n", "invalid value"),
    "another encoding": ("claims.toml", "a = 'é'".encode("latin-1"), "it is not in UTF-8"),
    "no table in a project": ("pyproject.toml", b"[project]\n", r"it has no table \[tool.claims\]"),
    "brackets without end": ("claims.toml", b"a = " + b"[" * 5_000, "."),
}


@pytest.mark.parametrize(("name", "data", "why"), BROKEN.values(), ids=BROKEN)
def test_files_that_cannot_be_read_are_told(site, name, data, why):
    (site / name).write_bytes(data)
    with pytest.raises(SettingsUnreadableError, match=why):
        read_settings(site / name)


def test_files_that_are_not_there_are_told(site):
    with pytest.raises(SettingsUnreadableError, match="no such file"):
        read_settings(site / "gone.toml")
    with pytest.raises(SettingsUnreadableError):
        read_settings(site)


@pytest.mark.parametrize("text", ["claims = 3\n", "claims = [1]\n"])
def test_files_whose_claims_are_no_table_are_told(site, text):
    (site / "claims.toml").write_text(text)
    with pytest.raises(SettingWrongError, match=r"line 1: 'claims' is .*; wanted a table"):
        find_settings(site)


def test_files_may_begin_with_a_byte_order_mark(site):
    (site / "claims.toml").write_bytes(b"\xef\xbb\xbfmax_mb = 1\r\n")
    found = find_settings(site)
    assert found is not None
    assert found.table == {"max_mb": 1}


TEXT = '''\
# a comment with = and [brackets]
a = 1
b.c = [
  "x",  # ]
  "[y]",

  "z",
]

d = """
e = 2
"""
f = { g = 1, "h i" = [3, 4] }
[j]
k = 1
[l.m]
n = 1
[[o]]
p = 1
[[o]]
p = 2
[o.q]
r = 3
"s.t" = 4
'''
LINES = {
    ("a",): 2,
    ("b", "c"): 3,
    ("b", "c", 1): 3,
    ("d",): 10,
    ("e",): None,
    ("f", "g"): 13,
    ("f", "h i", 1): 13,
    ("j",): 14,
    ("j", "k"): 15,
    ("l", "m"): 16,
    ("l", "m", "n"): 17,
    ("o", 0): 18,
    ("o", 0, "p"): 19,
    ("o", 1, "p"): 21,
    ("o", 1, "q", "r"): 23,
    ("o", 1, "q", "s.t"): 24,
}


@pytest.mark.parametrize(("path", "line"), LINES.items(), ids=map(str, LINES))
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_files_know_the_line_of_each_key(path, line, end):
    assert lines_of(TEXT.replace("\n", end)).get(path) == line


def test_files_of_many_lines_are_gone_through_in_linear_time():
    values = "".join(f'  "drafts/{n}.md",\n' for n in range(20_000))
    assert lines_of(f"a = [\n{values}]\nb = 1\n")["b",] == 20_003


def test_files_are_named_from_the_working_folder_on(site):
    os.chdir(site)
    assert shown(site / "claims.toml") == "claims.toml"
    assert shown(site.parent / "claims.toml") == str(site.parent / "claims.toml")


def test_files_say_what_a_value_is():
    values = [True, 3, 0.5, "x", [], {}]
    words = ["true", "the number 3", "the number 0.5", "'x'", "a list", "a table"]
    assert list(map(described, values)) == words

"""Finding articles: files, folders, patterns, standard input."""

import os
from pathlib import Path

import pytest
from factories import make_result

from pipeline.read import find_articles
from pipeline.report import to_html

pytestmark = pytest.mark.usefixtures("drafts")


@pytest.fixture
def drafts(tmp_path, monkeypatch):
    for name in ("b.md", "a.txt", "sub/c.HTML", "sub/deep/d.markdown", ".hidden.txt", "note.xyz"):
        path = tmp_path / "drafts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for name in ("drafts/.git/e.txt", "empty/x.xyz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)


def test_find_leaves_out_reports_of_our_own_unless_they_are_named():
    report = Path("drafts/report.html")
    report.write_text(to_html.write(make_result()))
    for target in ("drafts", "drafts/*", "drafts/**"):
        found, troubles = find_articles([target])
        assert (str(report) in found, troubles) == (False, [])
    assert find_articles([str(report)]) == ([str(report)], [])


ALL = ["drafts/a.txt", "drafts/b.md", "drafts/sub/c.HTML", "drafts/sub/deep/d.markdown"]
FOUND = {
    "a folder": (["drafts"], ALL),
    "a file": (["drafts/b.md"], ["drafts/b.md"]),
    "a pattern": (["drafts/*"], ALL),
    "a pattern through folders": (
        ["drafts/**/*.m*"],
        ["drafts/b.md", "drafts/sub/deep/d.markdown"],
    ),
    "standard input": (["-"], ["-"]),
    "each once, in the order asked for": (
        ["drafts/b.md", "drafts", "./drafts/a.txt"],
        [ALL[1], ALL[0], *ALL[2:]],
    ),
}


@pytest.mark.parametrize(("targets", "expected"), FOUND.values(), ids=FOUND)
def test_find_follows_the_known_targets(targets, expected):
    assert find_articles(targets) == (expected, [])


TROUBLES = {
    "no such file": ("drafts/none.md", "E101", "no such file or folder"),
    "an ending that is not read": ("drafts/note.xyz", "E107", "'.xyz'"),
    "no ending": ("drafts/.git", "E106", "holds no article"),
    "a folder without articles": ("empty", "E106", ".markdown"),
    "a pattern without articles": ("empty/*.md", "E106", "holds no article"),
    "a name that cannot be": ("a\x00b", "E101", "no such file or folder"),
    "a name too long": ("a" * 5_000, "E101", "no such file or folder"),
}


@pytest.mark.parametrize(("target", "code", "words"), TROUBLES.values(), ids=TROUBLES)
def test_find_tells_what_it_cannot_follow(target, code, words):
    if code == "E106" and target == "drafts/.git":
        Path("drafts/.git/e.txt").unlink()
    found, troubles = find_articles([target, "drafts/a.txt"])
    assert found == ["drafts/a.txt"]
    assert [(trouble.path, trouble.code) for trouble in troubles] == [(target, code)]
    assert words in troubles[0].message


def test_find_goes_on_past_a_folder_it_may_not_enter(monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found, troubles = find_articles(["drafts"])
    assert found == ALL[:2]
    assert [(trouble.path, trouble.code) for trouble in troubles] == [("drafts/sub", "E101")]


class LeavesOut:
    """Leaves out what is named, and remembers into which folders one looked."""

    def __init__(self, *names):
        self.names = names
        self.asked = []

    def __call__(self, path, /, **_options):
        self.asked.append(path)
        return Path(path).name in self.names


LEFT_OUT = {
    "a file of a folder": (["a.txt"], ["drafts"], [path for path in ALL if path[-5:] != "a.txt"]),
    "a folder of a folder": (["sub"], ["drafts"], [path for path in ALL if "/sub/" not in path]),
    "the folder": (["drafts"], ["drafts"], []),
    "a file that is named": (["a.txt"], ["drafts/a.txt"], []),
    "all of a pattern": (["a.txt"], ["drafts/a.*"], []),
    "all of a folder": (["a.txt", "b.md", "sub"], ["drafts"], []),
}


@pytest.mark.parametrize(("names", "targets", "expected"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_find_leaves_out_what_is_not_wanted_without_trouble(names, targets, expected):
    assert find_articles(targets, leaves_out=LeavesOut(*names)) == (expected, [])


def test_find_does_not_look_into_a_folder_that_is_left_out():
    leaves_out = LeavesOut("sub")
    find_articles(["drafts"], leaves_out=leaves_out)
    assert not [path for path in leaves_out.asked if "sub/" in path]

"""Which files of a git checkout were changed, asked of git itself."""

import os
import subprocess

import pytest

from pipeline.changes import changes_since
from pipeline.errors import ChangesUnknownError

WHO = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *WHO, *words], check=True, capture_output=True)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A checkout with three committed drafts, seen from a folder in it."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    site = tmp_path / "site"
    (site / "drafts").mkdir(parents=True)
    git(tmp_path, "init", "--quiet", "-b", "main", "site")
    for name in ("a.md", "b.md", "c.md"):
        (site / "drafts" / name).write_text("Zinc.\n")
    (site / ".gitignore").write_text("*.tmp.md\n")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "One")
    monkeypatch.chdir(site / "drafts")
    return site


def changed(site, revision="HEAD"):
    changes = changes_since(revision, folder=site / "drafts")
    root = os.path.realpath(site)
    return sorted(os.path.relpath(path, root) for path in changes.files)


def test_changes_of_an_untouched_checkout_are_none(site):
    assert changed(site) == []


def test_changes_are_committed_staged_unstaged_and_new(site):
    git(site, "commit", "--quiet", "--allow-empty", "-m", "Two")
    (site / "drafts" / "a.md").write_text("committed\n")
    git(site, "commit", "--quiet", "-am", "Three")
    (site / "drafts" / "b.md").write_text("staged\n")
    git(site, "add", ".")
    (site / "drafts" / "c.md").write_text("unstaged\n")
    (site / "new äöü\n.md").write_text("new\n")
    (site / "x.tmp.md").write_text("ignored\n")
    assert changed(site, "HEAD") == ["drafts/b.md", "drafts/c.md", "new äöü\n.md"]
    assert changed(site, "HEAD~1") == ["drafts/a.md", "drafts/b.md", "drafts/c.md", "new äöü\n.md"]


def test_changes_know_a_file_by_its_new_name_and_none_that_is_gone(site):
    git(site, "mv", "drafts/a.md", "drafts/z.md")
    git(site, "rm", "--quiet", "drafts/b.md")
    (site / "drafts" / "c.md").unlink()
    assert changed(site) == ["drafts/z.md"]


def test_changes_on_a_branch_count_from_where_it_was_left(site):
    git(site, "checkout", "--quiet", "-b", "mine")
    (site / "drafts" / "a.md").write_text("mine\n")
    git(site, "commit", "--quiet", "-am", "Mine")
    git(site, "checkout", "--quiet", "main")
    (site / "drafts" / "b.md").write_text("theirs\n")
    git(site, "commit", "--quiet", "-am", "Theirs")
    git(site, "checkout", "--quiet", "mine")
    assert changed(site, "main") == ["drafts/a.md"]


def test_changes_since_an_unrelated_history_are_all_that_differs(site):
    git(site, "checkout", "--quiet", "--orphan", "other")
    (site / "drafts" / "a.md").write_text("other\n")
    git(site, "commit", "--quiet", "-am", "Other")
    assert changed(site, "main") == ["drafts/a.md"]


def test_changes_hold_a_file_however_it_is_written(site):
    (site / "drafts" / "a.md").write_text("x\n")
    (site / "drafts" / "link.md").symlink_to("b.md")
    changes = changes_since("HEAD", folder=site / "drafts")
    for path in ("a.md", "./a.md", "../drafts/a.md", str(site / "drafts" / "a.md"), "link.md", "-"):
        assert changes.holds(path), path
    assert not changes.holds("b.md")


REFUSED = {
    "an unknown revision": ("nonesuch", "git knows no such revision"),
    "an option": ("--all", "git knows no such revision"),
    "nothing": ("", "git knows no such revision"),
    "a file": ("HEAD:drafts/a.md", "git knows no such revision"),
}


@pytest.mark.parametrize(("revision", "why"), REFUSED.values(), ids=REFUSED)
def test_changes_since_no_revision_are_told(site, revision, why):
    with pytest.raises(ChangesUnknownError, match=why):
        changes_since(revision, folder=site)


def test_changes_outside_of_a_checkout_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ChangesUnknownError, match="not a git repository"):
        changes_since("HEAD", folder=tmp_path)


def test_changes_before_the_first_commit_are_told(tmp_path):
    git(tmp_path, "init", "--quiet")
    with pytest.raises(ChangesUnknownError, match="git knows no such revision"):
        changes_since("HEAD", folder=tmp_path)


def test_changes_without_git_are_told(site, monkeypatch):
    monkeypatch.setenv("PATH", str(site))
    with pytest.raises(ChangesUnknownError, match="git is not installed"):
        changes_since("HEAD", folder=site)

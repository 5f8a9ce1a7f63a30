"""What of the files that a user names is to be checked."""

import pytest

from pipeline.changes import Changes
from pipeline.pick import pick_articles
from pipeline.settings import Settings


@pytest.fixture
def drafts(tmp_path, monkeypatch):
    """The working folder, with drafts in it."""
    for place in ("drafts/a.md", "drafts/b.md", "drafts/old/c.md", "drafts/x.xyz", "notes/d.txt"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("Zinc.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PICKED = {
    "all": ((), ["."], ["drafts/a.md", "drafts/b.md", "drafts/old/c.md", "notes/d.txt"]),
    "a folder left out": (("old/",), ["."], ["drafts/a.md", "drafts/b.md", "notes/d.txt"]),
    "a name left out": (("*b.md",), ["drafts"], ["drafts/a.md", "drafts/old/c.md"]),
    "one taken back": (("drafts/*", "!drafts/a.md"), ["drafts"], ["drafts/a.md"]),
    "a pattern": (("b.md",), ["drafts/*.md"], ["drafts/a.md"]),
    "nothing of a pattern": (("a.md", "b.md"), ["drafts/*.md"], []),
    "standard input": (("*",), ["-"], ["-"]),
}


@pytest.mark.parametrize(("exclude", "targets", "expected"), PICKED.values(), ids=PICKED)
def test_pick_leaves_out_what_the_settings_say(drafts, exclude, targets, expected):
    picked = pick_articles(targets, settings=Settings(exclude=exclude, folder=drafts))
    assert picked.paths == expected
    assert picked.troubles == []


NOTICED = {
    "nothing to tell": (("old/",), ["drafts"], []),
    "a file": (("b.md",), ["drafts/b.md", "drafts/a.md"], ["W202"]),
    "a file that is no article": (("*.xyz",), ["drafts/x.xyz"], ["W202"]),
    "a folder": (("old/",), ["drafts/old"], ["W202"]),
    "all of a folder": (("*.md",), ["drafts"], ["W203"]),
    "a folder of nothing but a folder": (("drafts/",), ["."], []),
    "all of two folders": (("drafts/", "notes/"), ["."], ["W203"]),
    "a pattern of folders": (("old/", "*.md", "notes/"), ["*"], ["W203"]),
}


@pytest.mark.parametrize(("exclude", "targets", "codes"), NOTICED.values(), ids=NOTICED)
def test_pick_tells_where_somebody_may_wonder(drafts, exclude, targets, codes):
    picked = pick_articles(targets, settings=Settings(exclude=exclude, folder=drafts))
    assert [each.code for each in picked.notices] == codes
    assert picked.troubles == []


def test_pick_tells_of_drafts_in_folders_that_are_not_read(drafts):
    for name in ("drafts/old/b.DOC", "drafts/a.rtf", "drafts/.hidden.doc", "notes/c.pages"):
        (drafts / name).touch()
    settings = Settings(exclude=("notes/",), folder=drafts)
    picked = pick_articles([".", "drafts"], settings=settings)
    assert [(told.code, told.message) for told in picked.notices] == [
        (
            "W208",
            "Not checked, since files of their kind are not read: drafts/a.rtf, "
            "drafts/old/b.DOC. Save them as .docx.",
        )
    ]
    assert pick_articles(["drafts/*.md"], settings=settings).notices == []


def test_pick_names_some_of_many_files(drafts):
    names = [f"drafts/{n}.bak.md" for n in range(7)]
    for name in names:
        (drafts / name).write_text("Zinc.\n")
    picked = pick_articles(names, settings=Settings(exclude=("*.bak.md",), folder=drafts))
    assert "drafts/4.bak.md and 2 more" in picked.notices[0].message


def test_pick_still_tells_trouble(drafts):
    settings = Settings(exclude=("old/",), folder=drafts)
    (drafts / "empty").mkdir()
    picked = pick_articles(["gone.md", "empty", "drafts/x.xyz", "\0"], settings=settings)
    assert [trouble.code for trouble in picked.troubles] == ["E101", "E106", "E107", "E101"]
    assert picked.notices == []


def test_pick_takes_only_what_was_changed(drafts):
    changes = Changes("main", frozenset({str(drafts / "drafts" / "b.md")}))
    picked = pick_articles(["drafts", "-"], settings=Settings(), changes=changes)
    assert (picked.paths, picked.notices) == (["drafts/b.md", "-"], [])


@pytest.mark.usefixtures("drafts")
def test_pick_tells_that_nothing_was_changed():
    picked = pick_articles(["drafts"], settings=Settings(), changes=Changes("main", frozenset()))
    assert picked.paths == []
    assert [each.message for each in picked.notices] == [
        "Nothing was checked: no article there was changed since main."
    ]

"""Which files a pattern means, and how a file is named below a folder."""

from pathlib import Path

import pytest

from pipeline.settings.patterns import check_pattern, covers, covers_all_of, place_below

COVERED = {
    "a folder": (("old/",), ["old/a.md", "x/old/y/a.md"], ["old", "older/a.md"]),
    "a folder from the top": (("/old/",), ["old/a.md"], ["x/old/a.md"]),
    "a name": (("a.md",), ["a.md", "x/a.md"], ["b.md"]),
    "a star": (("drafts/*.md",), ["drafts/a.md"], ["drafts/x/a.md", "a.md"]),
    "two stars": (("drafts/**/a.md",), ["drafts/a.md", "drafts/x/y/a.md"], ["a.md"]),
    "taken back": (("drafts/*", "!drafts/a.md"), ["drafts/b.md"], ["drafts/a.md"]),
    "a comment": (("# a.md",), [], ["a.md", "# a.md"]),
}


@pytest.mark.parametrize(("patterns", "inside", "outside"), COVERED.values(), ids=COVERED)
def test_patterns_mean_what_they_do_in_a_gitignore(patterns, inside, outside):
    assert [place for place in inside if not covers(patterns, place)] == []
    assert [place for place in outside if covers(patterns, place)] == []


def test_patterns_cover_a_folder_whole_only_where_nothing_is_taken_back():
    assert covers_all_of(("old/",), "old")
    assert covers_all_of(("old/**",), "old")
    assert not covers_all_of(("old/*.md",), "old")
    assert not covers_all_of(("old/", "!old/a.md"), "old")


@pytest.mark.parametrize("pattern", ["!", "\\", "[z-a]"])
def test_patterns_that_mean_nothing_are_refused(pattern):
    with pytest.raises(ValueError, match=r"."):
        check_pattern(pattern)
    check_pattern("old/")


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "site" / "drafts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path


def test_patterns_name_a_file_from_a_folder_on(here):
    folder = here / "site"
    for written in (
        "drafts/a.md",
        "./drafts//a.md",
        "drafts/x/../a.md",
        str(folder / "drafts/a.md"),
    ):
        assert place_below(folder, written) == "drafts/a.md"
    assert place_below(Path("drafts"), "drafts/a.md") == "a.md"
    assert place_below(folder, "drafts/") == "drafts"


def test_patterns_name_no_file_outside_of_the_folder(here):
    assert place_below(here / "site", "../a.md") is None
    assert place_below(here / "site", "-") is None
    # A name that begins alike is another one.
    assert place_below(here / "site", "../site2/a.md") is None


def test_patterns_name_a_link_by_where_it_stands(here):
    (here / "a.md").write_text("x")
    (here / "site" / "drafts" / "a.md").symlink_to(here / "a.md")
    assert place_below(here / "site", "drafts/a.md") == "drafts/a.md"


def test_patterns_follow_the_links_above_where_nothing_else_leads_below(here):
    (here / "link").symlink_to(here / "site")
    assert place_below(here / "site", str(here / "link" / "drafts" / "a.md")) == "drafts/a.md"
    assert place_below(here / "link", "drafts/a.md") == "drafts/a.md"


def test_patterns_mean_a_page_by_host_and_path(tmp_path):
    place = place_below(tmp_path, "https://shop.example.org/tea/green?x=1")
    assert place == "shop.example.org/tea/green?x=1"
    assert covers(("shop.example.org/",), place)
    assert covers(("tea/",), place)
    assert not covers(("/tea/",), place)

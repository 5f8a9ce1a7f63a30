"""Readers of web pages that are measured side by side."""

import pytest

from pipeline.learn.webpages.readers import OURS, READERS, installed_readers, read_ours

PAGE = (
    "<!doctype html><title>Zinc</title><meta property='article:published_time' "
    "content='2024-02-03'><nav><a href=/>Home</a></nav><article><h1>Zinc</h1>"
    + "<p>Zinc lozenges may shorten a cold by a day or two, a review of eight trials found.</p>"
    "<p>Nobody knows which dose is best, and half of the trials were paid for by makers.</p>"
    "<p>Nausea and a bad taste were common among those who took them every two hours.</p>"
    + "<table><tr><th>Dose<th>Days<tr><td>80 mg<td>5<tr><td>10 mg<td>7</table></article>"
).encode()
CELLS = {
    ("", "Dose", "80 mg"),
    ("80 mg", "Days", "5"),
    ("", "Dose", "10 mg"),
    ("10 mg", "Days", "7"),
}


@pytest.mark.parametrize("name", [name for name in READERS if name in installed_readers()])
def test_readers_find_the_article(name):
    read = installed_readers()[name](PAGE)
    assert "shorten a cold" in read.text
    assert read.cells is None or set(read.cells) <= CELLS
    if read.said is not None:
        assert read.said["title"] == "Zinc"


def test_readers_begin_with_ours():
    assert next(iter(installed_readers())) == OURS


def test_readers_leave_out_what_is_not_installed(monkeypatch):
    monkeypatch.setitem(READERS, "other", ("no_such_module", read_ours))
    assert "other" not in installed_readers()


def test_readers_ours_says_what_the_page_says():
    read = read_ours(PAGE)
    assert read.said["published"] == "2024-02-03"
    assert set(read.cells) == CELLS
    assert "Home" not in read.text

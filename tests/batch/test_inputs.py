"""What the user names, in order, with what cannot be read in its place."""

import csv

import pytest

from pipeline.batch.inputs import find_inputs
from pipeline.batch.jobs import Job
from pipeline.settings import Settings


def inputs(*targets, settings=None, names=None):
    found = find_inputs(
        [str(target) for target in targets], settings=settings or Settings(), names=names or {}
    )
    return found, list(found.jobs())


def told(items):
    return [
        (item.path.rpartition("/")[2], item.data if isinstance(item, Job) else item.code)
        for item in items
    ]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.md").write_bytes(b"B")
    (tmp_path / "a.html").write_bytes(b"A")
    (tmp_path / "c.csv").write_bytes(b"not,an,article")
    return tmp_path


def write(path, rows):
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def test_inputs_are_files_folders_and_patterns(folder):
    found, jobs = inputs(folder / "b.md", folder, folder / "*.html")
    assert told(jobs) == [("b.md", b"B"), ("a.html", b"A")]
    assert [job.format for job in jobs] == ["markdown", "html"]
    assert found.n_jobs == 2


def test_inputs_lists_come_after_files_and_lead_to_texts_or_files(folder):
    rows = [
        {"path": "b.md", "text": "", "id": ""},
        {"path": "", "text": "Reiki cures.", "id": "r7"},
        {"path": "", "text": "Yoga helps.", "id": ""},
        {"path": "gone.md", "text": "", "id": ""},
    ]
    found, jobs = inputs(write(folder / "list.csv", rows), folder / "a.html")
    assert told(jobs) == [
        ("a.html", b"A"),
        ("b.md", b"B"),
        ("list.csv#r7", b"Reiki cures."),
        ("list.csv#3", b"Yoga helps."),
        ("gone.md", "E101"),
    ]
    assert found.n_jobs == 5


def test_inputs_a_format_in_a_list_wins_over_an_ending(folder):
    (folder / "page.txt").write_bytes(b"<p>Hi</p>")
    rows = [
        {"path": "page.txt", "format": "html"},
        {"path": "page.txt", "format": "HTML"},
        {"path": "page.txt", "format": "word"},
        {"path": "page.txt", "format": ""},
    ]
    _, jobs = inputs(write(folder / "list.csv", rows))
    assert [getattr(job, "format", None) for job in jobs] == ["html", "html", None, "text"]
    assert jobs[2].code == "E505"
    assert "'word' is no format" in jobs[2].message


def test_inputs_what_leads_nowhere_is_trouble_and_the_rest_goes_on(folder):
    (folder / "empty").mkdir()
    write(folder / "list.csv", [{"body": "x"}])
    _, jobs = inputs(folder / "gone.md", folder / "empty", folder / "list.csv", folder / "b.md")
    assert told(jobs) == [
        ("gone.md", "E101"),
        ("empty", "E106"),
        ("b.md", b"B"),
        ("list.csv", "E504"),
    ]


def test_inputs_too_large_a_file_is_trouble_before_it_is_read(folder):
    (folder / "big.md").write_bytes(b"x" * 2000)
    _, jobs = inputs(folder / "big.md", settings=Settings(max_mb=0.001))
    assert told(jobs) == [("big.md", "E104")]


def test_inputs_leave_out_what_the_settings_leave_out(folder, monkeypatch):
    monkeypatch.chdir(folder)
    write(folder / "list.csv", [{"path": "b.md"}, {"path": "a.html"}])
    settings = Settings(exclude=("b.md",), folder=folder)
    found, jobs = inputs("b.md", "list.csv", settings=settings)
    assert told(jobs) == [("a.html", b"A")]
    assert [notice.code for notice in found.notices] == ["W202"]


def test_inputs_a_list_named_twice_counts_once(folder):
    listed = write(folder / "list.csv", [{"text": "Yoga helps."}])
    found, jobs = inputs(listed, listed)
    assert (len(jobs), found.n_jobs) == (1, 1)


def test_inputs_half_a_surrogate_pair_is_no_end_of_the_batch(folder):
    (folder / "list.jsonl").write_text('{"text": "Yoga \\ud800 helps."}\n')
    _, (job,) = inputs(folder / "list.jsonl")
    assert job.data == b"Yoga ? helps."

import hashlib
import json

import pytest
from learn.annotations.marking import LABELS, marked

from pipeline.errors import AnnotationsMissingError, ReportUnwritableError
from pipeline.learn.reading.pages import (
    INDEX_FILE,
    evaluate_pages,
    pages_of,
    read_pages,
    write_pages,
)
from pipeline.resources import annotations_dir

PAGE = marked("Warm feet\n\n[Acupuncture cures neck pain]. [Is it so?]\n", "efficacy", "none")
ADDRESS = "https://example.org/feet"


@pytest.fixture
def folder(tmp_path):
    """A saved page, and where it came from."""
    (tmp_path / PAGE.name).write_bytes(PAGE.source.encode())
    entry = {"name": PAGE.name, "address": ADDRESS, "cut_at": 99, "genre": "blog"}
    (tmp_path / INDEX_FILE).write_text(json.dumps(entry) + "\n", encoding="utf-8")
    return tmp_path


def there_and_back(folder):
    pages, faults = pages_of([PAGE], folder)
    write_pages(folder / "real.jsonl", pages)
    return pages, faults, read_pages(folder / "real.jsonl", faults=[])


def test_pages_keep_places_and_no_words(folder):
    pages, faults, again = there_and_back(folder)
    assert (again, faults) == (pages, [])
    (page,) = again
    assert page.sha256 == hashlib.sha256(PAGE.source.encode()).hexdigest()
    first = json.loads((folder / "real.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first == {
        "address": ADDRESS,
        "sha256": page.sha256,
        "cut_at": 99,
        "start": 11,
        "end": 38,
        "kind": "efficacy",
        "verdict": "supported",
    }


def test_pages_of_this_repository_have_no_words():
    faults = []
    pages = read_pages(annotations_dir() / "real.jsonl", faults=faults)
    assert (len(pages) >= 20, faults) == (True, [])
    assert all(set(mark.said) <= {"kind", "verdict", "trap"} for p in pages for mark in p.marks)


def test_pages_are_read_and_held_against_their_marks(folder, nlp, table):
    _, _, pages = there_and_back(folder)
    read = evaluate_pages(pages, folder, LABELS, nlp, table.concepts)
    (article,) = read.articles
    assert (article.name, article.pairs, read.faults) == (ADDRESS, ((0, 0),), ())
    assert [one.text for one in article.negatives] == ["Is it so?"]


def test_pages_that_changed_are_told_and_left_out(folder, nlp, table):
    _, _, pages = there_and_back(folder)
    (folder / PAGE.name).write_text("Cold feet", encoding="utf-8")
    read = evaluate_pages(pages, folder, LABELS, nlp, table.concepts)
    assert read.articles == ()
    assert read.faults == (f"{ADDRESS}: no file in {folder} has its fingerprint",)


def test_pages_tell_a_place_that_cannot_be(folder, nlp, table):
    pages, _ = pages_of([PAGE], folder)
    (folder / "real.jsonl").write_text(
        json.dumps(
            {
                "address": ADDRESS,
                "sha256": pages[0].sha256,
                "start": 900,
                "end": 910,
                "kind": "code",
            }
        ),
        encoding="utf-8",
    )
    wrong = read_pages(folder / "real.jsonl", faults=[])
    read = evaluate_pages(wrong, folder, LABELS, nlp, table.concepts)
    assert f"{ADDRESS}, 900-910: " in read.faults[0]


LINE = {"address": ADDRESS, "sha256": "0", "start": 0, "end": 4, "kind": "code"}
FAULTS = {
    "words": (LINE | {"text": "Mint"}, "nothing is called 'text' here"),
    "no address": (LINE | {"address": None}, "wanted the page's address"),
    "no place": (LINE | {"start": 4}, "there is no 4-4"),
    "no cut": (LINE | {"cut_at": "9"}, "'cut_at' is '9'"),
}


@pytest.mark.parametrize(("line", "why"), FAULTS.values(), ids=FAULTS)
def test_pages_tell_a_broken_line(line, why, tmp_path):
    (tmp_path / "real.jsonl").write_text(json.dumps(line), encoding="utf-8")
    faults = []
    assert read_pages(tmp_path / "real.jsonl", faults=faults) == []
    assert why in faults[0].message


def test_pages_without_an_address_are_told(folder):
    (folder / INDEX_FILE).write_text('{"name": "other.txt"}\n', encoding="utf-8")
    pages, faults = pages_of([PAGE], folder)
    assert (pages, len(faults)) == ([], 1)
    (folder / INDEX_FILE).unlink()
    with pytest.raises(AnnotationsMissingError, match=INDEX_FILE):
        pages_of([PAGE], folder)


def test_pages_say_what_is_not_there(folder, nlp, table):
    with pytest.raises(AnnotationsMissingError, match="nowhere"):
        evaluate_pages([], folder / "nowhere", LABELS, nlp, table.concepts)
    with pytest.raises(ReportUnwritableError, match="nowhere"):
        write_pages(folder / "nowhere" / "real.jsonl", [])

"""What is kept of a page comes back as it was, or not at all."""

from __future__ import annotations

import os

import pytest

from pipeline.read.web.addresses import parse_address
from pipeline.read.web.exchange import Answer
from pipeline.read.web.kept import Keep, conditions

PAGE = parse_address("https://example.org/page")


def answered(body=b"text\nmore", *headers, address=PAGE):
    return Answer(address, 200, (("etag", '"1"'), *headers), body, ip="1.2.3.4")


def test_kept_what_was_put_is_found(tmp_path):
    keep = Keep(tmp_path / "made" / "when wanted")
    keep.put(answered())
    found = keep.find(PAGE)
    assert (found.status, found.headers, found.body) == (200, (("etag", '"1"'),), b"text\nmore")
    assert found.from_cache
    assert keep.find(parse_address("https://example.org/other")) is None


NOT_KEPT = {
    "nothing to ask about": Answer(PAGE, 200, (("content-type", "text/html"),), b"x"),
    "not to be stored": answered(b"x", ("cache-control", "private, No-Store")),
}


@pytest.mark.parametrize("answer", NOT_KEPT.values(), ids=NOT_KEPT)
def test_kept_some_answers_are_not(tmp_path, answer):
    Keep(tmp_path).put(answer)
    assert list(tmp_path.iterdir()) == []


DAMAGE = {
    "cut": lambda data: data[:-1],
    "changed": lambda data: data.replace(b"text", b"TEXT"),
    "empty": lambda _data: b"",
    "no JSON": lambda data: b"{" + data,
    "another kind of JSON": lambda _data: b"[]\ntext",
    "of another address": lambda data: data.replace(b"example.org", b"example.com"),
    "of another version": lambda data: data.replace(b'"schema": 1', b'"schema": 2'),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_kept_what_is_damaged_is_as_good_as_gone(tmp_path, damage):
    keep = Keep(tmp_path)
    keep.put(answered())
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert keep.find(PAGE) is None


def test_kept_the_oldest_goes_first(tmp_path):
    keep = Keep(tmp_path, max_bytes=2_500)
    addresses = [parse_address(f"https://example.org/{number}") for number in range(3)]
    for number, address in enumerate(addresses):
        keep.put(answered(bytes(1_000), address=address))
        for file in tmp_path.iterdir():
            if file.stat().st_mtime > 1_000:
                os.utime(file, (number, number))
    assert [keep.find(address) is not None for address in addresses] == [False, True, True]


def test_kept_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    place = tmp_path / "a file"
    place.write_text("not a folder")
    keep = Keep(place)
    keep.put(answered())
    assert keep.find(PAGE) is None


def test_kept_both_conditions_are_asked():
    kept = answered(b"", ("last-modified", "Fri, 01 May 2026 00:00:00 GMT"))
    assert dict(conditions(kept)) == {
        "if-none-match": '"1"',
        "if-modified-since": "Fri, 01 May 2026 00:00:00 GMT",
    }

"""Archives: limits that hold whatever an archive says of itself."""

import io

import pytest
from word import p, packed, read_word, word

from pipeline.errors import DocumentBrokenError, DocumentUnsafeError, SourceEmptyError
from pipeline.read import archive as subject
from pipeline.read.archive import Archive

GOOD = packed({"a.xml": "<a>Zinc</a>", "B/c.xml": "<c/>"})


def opened(data: bytes = GOOD) -> Archive:
    return Archive.opened(data, source="x", format="a made up document")


def test_archive_finds_its_parts_however_they_are_spelled():
    archive = opened()
    assert (archive.has("b\\C.xml"), archive.spelled("/b/c.XML")) == (True, "B/c.xml")
    assert (archive.has("c.xml"), archive.spelled("c.xml")) == (False, None)


def test_archive_parses_a_part_once():
    archive = opened()
    assert archive.parse("a.xml").text == "Zinc"
    assert archive.parse("A.xml") is archive.parse("a.xml")


def test_archive_says_what_it_should_have_been():
    with pytest.raises(DocumentBrokenError, match="x cannot be read as a made up document"):
        opened(b"PK\x03\x04")
    with pytest.raises(DocumentBrokenError, match="its part b is missing"):
        opened().read("b")
    with pytest.raises(SourceEmptyError):
        opened(b"")


def test_archive_limits_are_inclusive(monkeypatch):
    size = len("<a>Zinc</a>")
    monkeypatch.setattr(subject, "_PART_LIMIT", size)
    assert len(opened().read("a.xml")) == size
    monkeypatch.setattr(subject, "_PART_LIMIT", size - 1)
    with pytest.raises(DocumentUnsafeError, match=r"its part a\.xml has more than"):
        opened().read("a.xml")


def test_archive_does_not_inflate_what_says_that_it_is_too_large(monkeypatch):
    archive = opened()
    monkeypatch.setattr(subject, "_PART_LIMIT", 10)
    monkeypatch.setattr(archive.file, "open", lambda _info: pytest.fail("it was opened"))
    with pytest.raises(DocumentUnsafeError):
        archive.read("a.xml")


class Endless(io.BytesIO):
    n_reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.n_reads += 1
        return bytes(size or 0) if self.n_reads < 50 else b""


def test_archive_stops_where_more_comes_out_than_was_said(monkeypatch):
    archive = opened()
    endless = Endless()
    monkeypatch.setattr(archive.file, "open", lambda _info: endless)
    monkeypatch.setattr(subject, "_PART_LIMIT", 1_500_000)
    with pytest.raises(DocumentUnsafeError):
        archive.read("a.xml")
    assert endless.n_reads == 2


def test_archive_a_free_measure_may_be_packed_well():
    read_word(word(p("Zinc helps."), parts={"word/media/a.bmp": bytes(50_000_000)}))

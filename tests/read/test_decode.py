"""Decoding: text whatever it was written in, and a reason for what is none."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import (
    PipelineError,
    SourceBinaryError,
    SourceEmptyError,
    SourceTooLargeError,
)
from pipeline.read.decode import check_size, decode, sniff_document

ENGLISH = "The patients\u2019 pain fell by \u00bd \u2013 \u201cnot bad\u201d, says Ren\u00e9."
GERMAN = "Die Übungen lösten die Schmerzen größtenteils, für Ältere jedoch später. " * 5
RUSSIAN = "Боль прошла через две недели, и больные вернулись к работе. " * 5
CHINESE = "针灸可以缓解慢性疼痛，许多患者在治疗后感觉好转。" * 5

DECODED = {
    "UTF-8": (ENGLISH.encode(), ENGLISH),
    "UTF-8 with a mark": (ENGLISH.encode("utf-8-sig"), ENGLISH),
    "UTF-16 with a mark": (ENGLISH.encode("utf-16"), ENGLISH),
    "UTF-16 without one": (ENGLISH.encode("utf-16-le"), ENGLISH),
    "UTF-16, the other end first": (ENGLISH.encode("utf-16-be"), ENGLISH),
    "UTF-32": (ENGLISH.encode("utf-32"), ENGLISH),
    "Windows-1252": (ENGLISH.encode("cp1252"), ENGLISH),
    "declared in a meta": (
        b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"),
        f'<meta charset="windows-1251">{RUSSIAN}',
    ),
    "declared the old way": (
        b'<meta http-equiv=x content="text/html; charset=gb2312">' + CHINESE.encode("gb18030"),
        f'<meta http-equiv=x content="text/html; charset=gb2312">{CHINESE}',
    ),
    "declared in XML": (
        b'<?xml version="1.0" encoding="iso-8859-2"?>\xb1',
        '<?xml version="1.0" encoding="iso-8859-2"?>\u0105',
    ),
    "declared wrongly": (
        b'<meta charset="iso-8859-1">' + ENGLISH.encode(),
        f'<meta charset="iso-8859-1">{ENGLISH}',
    ),
    "declared as what no page is": (
        b'<meta charset="rot13">' + ENGLISH.encode("cp1252"),
        f'<meta charset="rot13">{ENGLISH}',
    ),
    "guessed": (RUSSIAN.encode("cp1251"), RUSSIAN),
    "UTF-8 cut in a character": (GERMAN.encode() + b"\xc3", f"{GERMAN}\ufffd"),
    "line ends are kept": (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
}


@pytest.mark.parametrize(("data", "expected"), DECODED.values(), ids=DECODED)
def test_decode_reads_the_known_encodings(data, expected):
    assert decode(data, source="x") == expected


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


BINARY = {
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
    "JPEG": (b"\xff\xd8\xff\xe0abc", "JPEG"),
    "PDF": (b"%PDF-1.7\nabc", "PDF"),
    "RTF": (b"{\\rtf1 abc}", "RTF"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
    "odt": (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    "epub": (b"PK\x03\x04mimetypeapplication/epub+zip", "EPUB"),
    "ods": (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument"),
    "xlsx": (zipped("xl/workbook.xml"), "xlsx"),
    "ZIP": (zipped("a.txt"), "ZIP"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Word"),
    "WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
    "film": (b"\x00\x00\x00\x18ftypmp42", "film"),
    "NUL bytes": (b"abc\x00def", "NUL bytes"),
    "control characters": (b"\x01\x02\x03abc", "control characters"),
}


@pytest.mark.parametrize(("data", "what"), BINARY.values(), ids=BINARY)
def test_decode_says_what_bytes_look_like(data, what):
    with pytest.raises(SourceBinaryError, match=what):
        decode(data, source="x")


def test_decode_tells_documents_that_have_a_reader_of_their_own():
    found = {name: sniff_document(data) for name, (data, _) in BINARY.items()}
    assert {name: kind for name, kind in found.items() if kind} == {
        "PDF": "pdf",
        "docx": "docx",
        "odt": "odt",
        "epub": "epub",
        "old Word": "docx",
    }
    assert sniff_document(b"word/document.xml") is None


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf"], ids=["no", "space", "mark"])
def test_decode_refuses_nothing(data):
    with pytest.raises(SourceEmptyError):
        decode(data, source="x")


def test_decode_does_not_take_a_word_for_a_signature():
    assert decode(b"BMI is a ratio. MZ and PK are letters.", source="x").startswith("BMI")


def test_decode_limits_are_inclusive():
    check_size(2_000_000, source="x", max_mb=2)
    with pytest.raises(SourceTooLargeError, match="x has 2 MB"):
        check_size(2_000_001, source="x", max_mb=2)


@given(st.binary(max_size=200))
def test_decode_raises_nothing_but_its_own(data):
    try:
        text = decode(data, source="x")
    except PipelineError:
        return
    assert text

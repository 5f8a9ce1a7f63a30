"""The file of a Word document: nothing of it is believed."""

import io
import struct
import zipfile

import pytest
from word import NAMESPACES, p, packed, read_word, word

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentUnsafeError,
    SourceEmptyError,
)
from pipeline.read.docx.package import open_package

GOOD = word(p("Zinc helps some people."))
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
W = f'xmlns:w="{NAMESPACES["w"]}"'
BODY = f"<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
GROWING = "<!DOCTYPE x [<!ENTITY e0 'ha'>{}]>".format(
    "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def with_text(text: str | bytes) -> bytes:
    return word(parts={"word/document.xml": text})


def locked() -> bytes:
    data = bytearray(GOOD)
    # Bit 0 of the flags says that an entry is encrypted; they stand in both headers.
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(GOOD)
    place = data.find(b"word/document.xml") + len("word/document.xml")
    data[place + 5 : place + 25] = bytes(20)
    return bytes(data)


def lying() -> bytes:
    """Say in both headers that the text is shorter than it is."""
    data = bytearray(with_text(BODY.replace("&a;", "a" * 1_000)))
    size = struct.pack("<I", len(BODY) + 997)
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = struct.pack("<I", 50)
    return bytes(data)


def twice() -> bytes:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("Word/Document.xml", "x")
    return file.getvalue()


def depacked(method: int) -> bytes:
    data = bytearray(GOOD)
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] = method
            place = data.find(signature, place + 4)
    return bytes(data)


REFUSED = {
    "nothing": (b"", SourceEmptyError, "holds no text"),
    "its first half": (GOOD[: len(GOOD) // 2], DocumentBrokenError, "its end is missing"),
    "all but its last bytes": (GOOD[:-10], DocumentBrokenError, "its end is missing"),
    "a text": (b"Zinc helps.", DocumentBrokenError, "it is no archive of parts"),
    "an RTF under another name": (b"{\\rtf1 Zinc}", DocumentBrokenError, "an RTF document"),
    "a picture": (b"\x89PNG\r\n\x1a\n", DocumentBrokenError, "a PNG image"),
    "a password": (
        OLD + "EncryptedPackage".encode("utf-16-le"),
        DocumentProtectedError,
        "protected by a password",
    ),
    "a password of the archive": (locked(), DocumentProtectedError, "protected by a password"),
    "an old document": (OLD + "WordDocument".encode("utf-16-le"), DocumentBrokenError, "(.doc)"),
    "an old workbook": (OLD, DocumentBrokenError, "old Word, Excel or PowerPoint"),
    "an archive": (packed({"a.txt": "Zinc"}), DocumentBrokenError, "a ZIP archive"),
    "a workbook": (packed({"xl/workbook.xml": "<x/>"}), DocumentBrokenError, "Excel workbook"),
    "no text": (
        word(parts={"word/document.xml": None}),
        DocumentBrokenError,
        "word/document.xml is missing",
    ),
    "another root": (with_text("<x/>"), DocumentBrokenError, "is not the text of a document"),
    "no body": (with_text(f"<w:document {W}/>"), DocumentBrokenError, "has no body"),
    "no XML": (with_text("<w:document"), DocumentBrokenError, "is no XML"),
    "damage within": (damaged(), DocumentBrokenError, "word/document.xml is damaged"),
    "a false size": (lying(), DocumentBrokenError, "is damaged"),
    "two of a name": (twice(), DocumentBrokenError, "two parts called Word/Document.xml"),
    "an unknown packing": (depacked(77), DocumentBrokenError, "packed in a way"),
    "an outside entity": (with_text(OUTSIDE + BODY), DocumentUnsafeError, "document type"),
    "entities that grow": (
        with_text(GROWING + f'<w:document {W} w:a="&e9;"/>'),
        DocumentUnsafeError,
        "document type",
    ),
    "one in UTF-16": (
        with_text(f'<?xml version="1.0" encoding="UTF-16"?>{OUTSIDE}{BODY}'.encode("utf-16")),
        DocumentUnsafeError,
        "document type",
    ),
    "one in an encoding of its own": (
        with_text(
            f'<?xml version="1.0" encoding="UTF-7"?>{OUTSIDE}{BODY}'.replace("<!D", "+ADwAIQ-D")
        ),
        DocumentUnsafeError,
        "document type",
    ),
    "one in the styles": (
        word(p("a"), parts={"word/styles.xml": f"{OUTSIDE}<w:styles {W}>&a;</w:styles>"}),
        DocumentUnsafeError,
        "word/styles.xml has a document type",
    ),
    "a bomb": (with_text(b" " * 200_000_000), DocumentUnsafeError, "unfolds to 200 MB, 1,0"),
    "a bomb that is a picture": (
        word(p("a"), parts={"word/media/a.bmp": bytes(200_000_000)}),
        DocumentUnsafeError,
        "times its size",
    ),
    "a part too large": (
        with_text(b" " * 64_000_001),
        DocumentUnsafeError,
        "word/document.xml has more than 64 MB",
    ),
    "tags beyond count": (
        word("<w:p/>" * 2_000_001),
        DocumentUnsafeError,
        "more than 2,000,000 tags",
    ),
    "parts beyond count": (
        packed({f"word/{n}": "" for n in range(10_001)}),
        DocumentUnsafeError,
        "holds 10,001 parts",
    ),
}


@pytest.mark.parametrize(("data", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_package_refuses_what_is_no_whole_document(data, error, words):
    with pytest.raises(error) as caught:
        read_word(data)
    assert words in str(caught.value)
    assert "made up.docx" in str(caught.value)


def test_package_finds_parts_however_they_are_spelled():
    renamed = {}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        for name in archive.namelist():
            renamed[name.replace("word/document", "WORD\\Document")] = archive.read(name)
    assert read_word(packed(renamed)).text == "Zinc helps some people.\n"


def test_package_finds_the_text_where_the_package_says_it_is():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content/text.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document", b"/content/text")
    assert read_word(packed(parts)).text == "Zinc helps some people.\n"


def test_package_names_what_belongs_to_the_text():
    package = open_package(word(p("a"), comments={0: "b"}), source="x")
    assert package.related_name("comments") == "word/comments.xml"
    assert package.related("footnotes") is None
    assert package.relations_of("word/document.xml") == "word/_rels/document.xml.rels"
    assert package.core_name() == "docProps/core.xml"


def test_package_follows_no_relation_out_of_the_file():
    outside = (
        '<Relationships><Relationship Id="r" Type="x/styles" Target="styles.xml" '
        'TargetMode="External"/></Relationships>'
    )
    data = word(p("Zinc helps."), parts={"word/_rels/document.xml.rels": outside})
    assert open_package(data, source="x").related("styles") is None

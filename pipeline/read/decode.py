"""Stage 1: bytes become text, or a sentence that says why they cannot.

The order of belief: a byte order mark, then UTF-8 if all of it is valid, then
what the document declares, then what its bytes look like.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from pipeline.errors import (
    SourceBinaryError,
    SourceEmptyError,
    SourceTooLargeError,
    SourceUnreadableError,
)
from pipeline.records import Format

BYTES_PER_MB: Final = 1_000_000

# The longest first: UTF-16's mark begins UTF-32's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_PDF: Final = "it looks like a PDF document"
_OLD_OFFICE: Final = "it looks like an old Word, Excel or PowerPoint file"
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "it looks like a PNG image"),
    (b"\xff\xd8\xff", "it looks like a JPEG image"),
    (b"GIF87a", "it looks like a GIF image"),
    (b"GIF89a", "it looks like a GIF image"),
    (b"II*\x00", "it looks like a TIFF image"),
    (b"MM\x00*", "it looks like a TIFF image"),
    (b"%PDF-", _PDF),
    (b"{\\rtf", "it looks like an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"\x1f\x8b", "it looks like a gzip archive"),
    (b"BZh", "it looks like a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "it looks like a 7z archive"),
    (b"Rar!\x1a\x07", "it looks like a RAR archive"),
    (b"SQLite format 3\x00", "it looks like an SQLite database"),
    (b"\x7fELF", "it looks like a program"),
    (b"MZ\x90\x00", "it looks like a program"),
    (b"ID3\x03", "it looks like an MP3 recording"),
    (b"ID3\x04", "it looks like an MP3 recording"),
    (b"OggS", "it looks like an Ogg recording"),
    (b"wOFF", "it looks like a font"),
    (b"wOF2", "it looks like a font"),
)
_DOCX: Final = "it looks like a Word document (docx)"
_EPUB: Final = "it looks like an EPUB book"
_ODT: Final = "it looks like an OpenDocument text (odt)"
_IN_ZIP: Final = (
    (b"word/", _DOCX),
    (b"xl/", "it looks like an Excel workbook (xlsx)"),
    (b"ppt/", "it looks like a PowerPoint presentation (pptx)"),
    (b"application/epub+zip", _EPUB),
    (b"application/vnd.oasis.opendocument.text", _ODT),
    (b"application/vnd.oasis.opendocument", "it looks like an OpenDocument file"),
)
# Those of them that have a reader of their own. Word locks a docx in a file of the
# old kind, and its reader tells the two apart.
_DOCUMENTS: Final[Mapping[str, Format]] = {
    _DOCX: "docx",
    _OLD_OFFICE: "docx",
    _ODT: "odt",
    _PDF: "pdf",
    _EPUB: "epub",
}
# A docx names its parts in the local headers, which all lie near the beginning
# unless a picture comes first; the directory at the end names them again.
_ZIP_LOOK_BYTES: Final = 65_536

_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})"
    rb"|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
# Browsers look for a declaration in the first 1,024 bytes; some pages put it later.
_CHARSET_LOOK_BYTES: Final = 4_096
# As browsers do it: whoever says Latin-1 or ASCII means Windows' superset.
_MEANT: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_STATEFUL: Final = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
_BELIEVED: Final = frozenset(
    {
        *("utf-8", "big5hkscs", "gb18030", "cp932", "cp949", "euc_jp", "koi8-r", "koi8-u"),
        *("cp866", "cp874", "mac-roman", "mac-cyrillic", "iso8859-10", "iso8859-13"),
        *("iso8859-14", "iso8859-15", "iso8859-16", *_STATEFUL),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in range(2, 9)),
    }
)
# Windows-1252 as English writers use it: quotes, dashes, bullets, signs, é.
_TYPOGRAPHIC: Final = frozenset(
    b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xae\xb0\xb1\xb2\xb3"
    b"\xb5\xb7\xb9\xbb\xbc\xbd\xbe\xd7\xe0\xe1\xe2\xe4\xe7\xe8\xe9\xea\xeb\xed\xef"
    b"\xf1\xf3\xf4\xf6\xfa\xfb\xfc"
)
# English has one in a hundred, German one in fifty, other scripts most.
_HIGH_SHARE: Final = 0.15
# Control characters no text holds; above one in fifty the bytes are no text.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_CONTROL_SHARE: Final = 0.02
# What charset-normalizer may choose from: the encodings of the web. Of all that
# Python knows it likes rare ones too well (a Macintosh's Cyrillic).
_GUESSED: Final = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp1258", "koi8_r", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp874"),
)
# charset-normalizer reads this much around the first byte that is not ASCII.
_SAMPLE_BYTES: Final = 65_536


def check_size(size: int, *, source: str, max_mb: float) -> None:
    """Refuse what is larger than an article can be.

    Raises:
        SourceTooLargeError: `size` in bytes is above `max_mb`.
    """
    if size > max_mb * BYTES_PER_MB:
        raise SourceTooLargeError(source=source, size_mb=size / BYTES_PER_MB, limit_mb=max_mb)


def decode(data: bytes, *, source: str) -> str:
    """Decode an article: byte order mark dropped, line ends kept.

    Raises:
        SourceEmptyError: nothing, or nothing but white space.
        SourceBinaryError: the bytes are not text.
        SourceUnreadableError: text in an encoding that cannot be told.
    """
    if not data:
        raise SourceEmptyError(source=source)
    looks = looks_like(data)
    if looks:
        raise SourceBinaryError(source=source, why=looks)
    text = _decoded(data, source)
    if not text.strip():
        raise SourceEmptyError(source=source)
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise SourceBinaryError(source=source, why="it is full of control characters")
    return text


def sniff_document(data: bytes) -> Format | None:
    """Tell which document that is no text these bytes are; None where they are none."""
    return _DOCUMENTS.get(looks_like(data))


def looks_like(data: bytes) -> str:
    """Say what bytes that are no text look like; "" where they may be text."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            return what
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        look = data[:_ZIP_LOOK_BYTES] + data[-_ZIP_LOOK_BYTES:]
        return next((what for name, what in _IN_ZIP if name in look), "it looks like a ZIP archive")
    if data.startswith(b"RIFF") and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return "it looks like a picture, a recording or a film"
    if data[4:8] == b"ftyp":
        return "it looks like a film or a HEIC image"
    if data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00":
        return "it looks like a BMP image"
    return ""


def _decoded(data: bytes, source: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\x00" in data:
        return _with_nuls(data, source)
    declared = _declared(data)
    if declared in _STATEFUL:
        return data.decode(declared, errors="replace")
    text = _strictly(data, "utf-8")
    if text is None and _is_damaged_utf8(data):
        text = data.decode("utf-8", errors="replace")
    if text is None and declared:
        text = _strictly(data, declared)
    if text is None and _is_english_windows(data):
        text = _strictly(data, "cp1252")
    if text is None:
        text = _guessed(data, source)
    return text


def _with_nuls(data: bytes, source: str) -> str:
    # UTF-16 without a mark: in Latin script every other byte is NUL.
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = data[first::2]
        if len(data) % 2 == 0 and half.count(0) > 0.7 * len(half):
            text = _strictly(data, encoding)
            if text is not None and "\x00" not in text:
                return text
    raise SourceBinaryError(source=source, why="it holds NUL bytes")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared(data: bytes) -> str:
    """Return the codec that a page declares; "" where it names none we believe."""
    found = _CHARSET.search(data[:_CHARSET_LOOK_BYTES])
    if found is None:
        return ""
    label = (found[1] or found[2]).decode("ascii")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    name = _MEANT.get(name, name)
    # An allow-list: Python's codecs also hold rot13, punycode and the like.
    return name if name in _BELIEVED else ""


def _is_damaged_utf8(data: bytes) -> bool:
    """Say whether it is UTF-8 but for a few bytes (a cut character, a pasted byte)."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    valid = sum(1 for character in text if character > "\x7f") - damaged
    return valid >= 4 * damaged


def _is_english_windows(data: bytes) -> bool:
    # charset-normalizer is often wrong about a handful of high bytes, and a
    # handful is what English has.
    high = data.translate(None, bytes(range(0x80)))
    return len(high) < _HIGH_SHARE * len(data) and all(byte in _TYPOGRAPHIC for byte in set(high))


def _guessed(data: bytes, source: str) -> str:
    # Rarely needed, and its import takes as long as reading a page.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    first = next(place for place, byte in enumerate(data) if byte > 0x7F)
    begin = max(0, first - _SAMPLE_BYTES // 2)
    sample = data[begin : begin + _SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    if best is None:
        raise SourceUnreadableError(source=source, why="its encoding cannot be told")
    return data.decode(best.encoding, errors="replace")

"""Stage 1: a Word document's file, which is a ZIP archive of XML parts.

It may come from anybody. Nothing of it is believed: sizes are limits before
anything is inflated and while it is, no part may declare entities, and nothing
is ever fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentUnsafeError,
    MarkupTooDeepError,
    SourceEmptyError,
)
from pipeline.read.decode import looks_like, sniff_document
from pipeline.read.docx.names import short_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMAT: Final = "a Word document (docx)"
# A long book with many pictures has a few thousand parts, and its longest part
# a few dozen megabytes; a bomb has no measure.
_PARTS_LIMIT: Final = 10_000
_PART_LIMIT: Final = 64_000_000
_TOTAL_LIMIT: Final = 2_000_000_000
# An archive may claim this much unasked; beyond it, only so many times its own size.
_FREE: Final = 100_000_000
_RATIO_LIMIT: Final = 100
# A thousand pages have about a million tags; each costs some hundred bytes.
_TAGS_LIMIT: Final = 2_000_000
DEPTH_LIMIT: Final = 256  # libxml2's own
_CHUNK: Final = 1_048_576

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams in such a file, in UTF-16.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
# However the part is encoded.
_DOCTYPE: Final = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")


@dataclass(slots=True)
class Package:
    """An opened Word document.

    Attributes:
        source: what the user calls it, for errors.
        main: the name of the part that holds the text.
    """

    source: str
    archive: zipfile.ZipFile
    main: str = ""
    _names: dict[str, str] = field(default_factory=dict)
    _related: Mapping[str, str] = field(default_factory=dict)
    _parsed: dict[str, _Element] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name; case counts for nothing."""
        return _plain(name) in self._names

    def read(self, name: str) -> bytes:
        """Inflate a part.

        Raises:
            DocumentBrokenError: it is missing or damaged.
            DocumentProtectedError: it is locked by a password.
            DocumentUnsafeError: it is larger than any part of a document is.
        """
        written = self._names.get(_plain(name))
        if written is None:
            raise self.broken(f"its part {name} is missing")
        return self.inflate(self.archive.getinfo(written), limit=_PART_LIMIT)

    def inflate(self, info: zipfile.ZipInfo, *, limit: int) -> bytes:
        """Inflate an entry of the archive of at most `limit` bytes; raises as `read` does."""
        if info.flag_bits & 1:
            raise DocumentProtectedError(source=self.source)
        if info.file_size > limit:
            raise self.too_large(info, limit)
        chunks: list[bytes] = []
        size = 0
        try:
            with self.archive.open(info) as stream:
                # What an entry says of its size need not be what comes out of it.
                while size <= limit and (chunk := stream.read(_CHUNK)):
                    size += len(chunk)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise self.broken(f"its part {info.filename} is damaged") from error
        except (NotImplementedError, RuntimeError) as error:
            why = f"its part {info.filename} is packed in a way that Word does not use"
            raise self.broken(why) from error
        if size > limit:
            raise self.too_large(info, limit)
        return b"".join(chunks)

    def parse(self, name: str) -> _Element:
        """Return the root of an XML part; the same element each time.

        Raises:
            DocumentBrokenError: the part is missing, damaged or no XML.
            DocumentUnsafeError: it declares entities, or is too much for a document.
            MarkupTooDeepError: it nests deeper than any document does.
        """
        known = self._parsed.get(_plain(name))
        if known is None:
            known = self._parsed[_plain(name)] = self._parse(name, self.read(name))
        return known

    def _parse(self, name: str, data: bytes) -> _Element:
        from lxml import etree

        if _DOCTYPE.search(data):
            raise self.unsafe(f"its part {name} has a document type, which may declare entities")
        if data.count(b"<") > _TAGS_LIMIT:
            raise self.unsafe(f"its part {name} has more than {_TAGS_LIMIT:,} tags")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error).lower():
                raise MarkupTooDeepError(
                    source=self.source, depth=f"more than {DEPTH_LIMIT}", limit=DEPTH_LIMIT
                ) from error
            raise self.broken(f"its part {name} is no XML ({error.msg})") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.unsafe(f"its part {name} has a document type, which may declare entities")
        return root

    def core_name(self) -> str | None:
        """Return the name of the part that holds title and authors; None without one."""
        name = self._relations("").get("core-properties")
        return self._names[_plain(name)] if name is not None and self.has(name) else None

    def related(self, kind: str) -> _Element | None:
        """Return the root of a part that belongs to the text, such as its "footnotes".

        None where it has none, or where the one it names is not there.
        """
        name = self.related_name(kind)
        return self.parse(name) if name is not None else None

    def related_name(self, kind: str) -> str | None:
        """Return the name of such a part."""
        name = self._related.get(kind)
        return self._names[_plain(name)] if name is not None and self.has(name) else None

    def broken(self, why: str) -> DocumentBrokenError:
        """Make the error that says what is wrong with this file."""
        return DocumentBrokenError(source=self.source, format=_FORMAT, why=why)

    def unsafe(self, why: str) -> DocumentUnsafeError:
        """Make the error that says what is suspicious about this file."""
        return DocumentUnsafeError(source=self.source, why=why)

    def too_large(self, info: zipfile.ZipInfo, limit: int) -> DocumentUnsafeError:
        """Make the error that says which part is beyond all measure."""
        return self.unsafe(f"its part {info.filename} has more than {limit / 1e6:,.0f} MB")

    def find_main(self) -> None:
        """Find the part that holds the text, and those that belong to it.

        Raises:
            DocumentBrokenError: there is none.
        """
        for info in self.archive.infolist():
            if self.has(info.filename):
                raise self.broken(f"it holds two parts called {info.filename}")
            self._names[_plain(info.filename)] = info.filename
        main = self._relations("").get("officeDocument", "word/document.xml")
        if not self.has(main):
            raise self.broken(f"it holds no text ({main} is missing)")
        self.main = self._names[_plain(main)]
        if short_name(self.parse(self.main).tag) != "w:document":
            raise self.broken(f"its part {self.main} is not the text of a document")
        self._related = self._relations(self.main)

    def relations_of(self, part: str) -> str:
        """Return the name of the part that lists what a part belongs with."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _relations(self, part: str) -> dict[str, str]:
        """Return what a part belongs with, by the last word of the kind; "" is the package."""
        name = self.relations_of(part)
        if not self.has(name):
            return {}
        found: dict[str, str] = {}
        for each in self.parse(name):
            target, kind = each.get("Target"), each.get("Type")
            if target and kind and each.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
                found.setdefault(kind.rpartition("/")[2], path.lstrip("/"))
        return found


def open_package(data: bytes, *, source: str) -> Package:
    """Open a Word document.

    Raises:
        SourceEmptyError: there are no bytes.
        DocumentProtectedError: it opens only with a password.
        DocumentBrokenError: it is no Word document, or not a whole one.
        DocumentUnsafeError: it is made to harm its reader.
    """
    if not data:
        raise SourceEmptyError(source=source)
    if data.startswith(_OLD):
        raise _of_old(data, source)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        why = looks_like(data)
        if data.startswith(b"PK"):
            why = "its end is missing or damaged"
        raise DocumentBrokenError(
            source=source, format=_FORMAT, why=why or "it is no archive of parts"
        ) from error
    package = Package(source, archive)
    entries = archive.infolist()
    if len(entries) > _PARTS_LIMIT:
        raise package.unsafe(f"it holds {len(entries):,} parts")
    total = sum(info.file_size for info in entries)
    if total > _TOTAL_LIMIT or total > max(_FREE, _RATIO_LIMIT * len(data)):
        times = total / len(data)
        raise package.unsafe(f"it unfolds to {total / 1e6:,.0f} MB, {times:,.0f} times its size")
    try:
        package.find_main()
    except DocumentBrokenError as error:
        looks = looks_like(data)
        if sniff_document(data) == "docx":
            raise
        # A workbook is better called one than a document without a text.
        raise package.broken(looks) from error
    return package


def _of_old(data: bytes, source: str) -> DocumentProtectedError | DocumentBrokenError:
    if _ENCRYPTED in data:
        return DocumentProtectedError(source=source)
    why = "it is a Word document of the old kind (.doc), which has to be saved as .docx"
    return DocumentBrokenError(
        source=source, format=_FORMAT, why=why if _OLD_WORD in data else looks_like(data)
    )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()

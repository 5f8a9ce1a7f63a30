"""Stage 1: a document's file that is a ZIP archive of XML parts, as Word's and OpenDocument's.

It may come from anybody. Nothing of it is believed: sizes are limits before
anything is inflated and while it is, no part may declare entities, and nothing
is ever fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from pipeline.errors import (
    DocumentBrokenError,
    DocumentProtectedError,
    DocumentUnsafeError,
    MarkupTooDeepError,
    SourceEmptyError,
)
from pipeline.read.decode import looks_like

if TYPE_CHECKING:
    from lxml.etree import _Element

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
# However the part is encoded.
_DOCTYPE: Final = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")


@dataclass(slots=True)
class Archive:
    """An opened archive.

    Attributes:
        source: what the user calls it, for errors.
        format: what it is to be, for errors: "a Word document (docx)".
    """

    source: str
    format: str
    file: zipfile.ZipFile
    _names: dict[str, str] = field(default_factory=dict)
    _parsed: dict[str, _Element] = field(default_factory=dict)

    @classmethod
    def opened(cls, data: bytes, *, source: str, format: str) -> Self:  # noqa: A002
        """Open an archive; none of its parts is inflated yet.

        Raises:
            SourceEmptyError: there are no bytes.
            DocumentBrokenError: it is no archive, or not a whole one.
            DocumentUnsafeError: it is made to harm its reader.
        """
        if not data:
            raise SourceEmptyError(source=source)
        try:
            file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            why = looks_like(data) or "it is no archive of parts"
            if data.startswith(b"PK"):
                why = "its end is missing or damaged"
            raise DocumentBrokenError(source=source, format=format, why=why) from error
        archive = cls(source, format, file)
        entries = file.infolist()
        if len(entries) > _PARTS_LIMIT:
            raise archive.unsafe(f"it holds {len(entries):,} parts")
        total = sum(info.file_size for info in entries)
        if total > _TOTAL_LIMIT or total > max(_FREE, _RATIO_LIMIT * len(data)):
            times = total / len(data)
            raise archive.unsafe(
                f"it unfolds to {total / 1e6:,.0f} MB, {times:,.0f} times its size"
            )
        for info in entries:
            if archive.has(info.filename):
                raise archive.broken(f"it holds two parts called {info.filename}")
            archive._names[_plain(info.filename)] = info.filename
        return archive

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name; case counts for nothing."""
        return _plain(name) in self._names

    def spelled(self, name: str) -> str | None:
        """Return the name of a part as the archive spells it; None where there is none."""
        return self._names.get(_plain(name))

    def read(self, name: str) -> bytes:
        """Inflate a part.

        Raises:
            DocumentBrokenError: it is missing or damaged.
            DocumentProtectedError: it is locked by a password.
            DocumentUnsafeError: it is larger than any part of a document is.
        """
        written = self.spelled(name)
        if written is None:
            raise self.broken(f"its part {name} is missing")
        return self.inflate(self.file.getinfo(written), limit=_PART_LIMIT)

    def inflate(self, info: zipfile.ZipInfo, *, limit: int) -> bytes:
        """Inflate an entry of the archive of at most `limit` bytes; raises as `read` does."""
        if info.flag_bits & 1:
            raise DocumentProtectedError(source=self.source)
        if info.file_size > limit:
            raise self._too_large(info, limit)
        chunks: list[bytes] = []
        size = 0
        try:
            with self.file.open(info) as stream:
                # What an entry says of its size need not be what comes out of it.
                while size <= limit and (chunk := stream.read(_CHUNK)):
                    size += len(chunk)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise self.broken(f"its part {info.filename} is damaged") from error
        except (NotImplementedError, RuntimeError) as error:
            why = f"its part {info.filename} is packed in a way that no document is"
            raise self.broken(why) from error
        if size > limit:
            raise self._too_large(info, limit)
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

    def broken(self, why: str) -> DocumentBrokenError:
        """Make the error that says what is wrong with this file."""
        return DocumentBrokenError(source=self.source, format=self.format, why=why)

    def unsafe(self, why: str) -> DocumentUnsafeError:
        """Make the error that says what is suspicious about this file."""
        return DocumentUnsafeError(source=self.source, why=why)

    def _too_large(self, info: zipfile.ZipInfo, limit: int) -> DocumentUnsafeError:
        return self.unsafe(f"its part {info.filename} has more than {limit / 1e6:,.0f} MB")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()

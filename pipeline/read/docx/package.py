"""Stage 1: a Word document's file: which part of it holds the text, and what belongs to that."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentBrokenError, DocumentProtectedError
from pipeline.read.archive import Archive
from pipeline.read.decode import looks_like, sniff_document
from pipeline.read.docx.names import short_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMAT: Final = "a Word document (docx)"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams in a file of that kind, in UTF-16.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")


@dataclass(slots=True)
class Package(Archive):
    """An opened Word document.

    Attributes:
        main: the name of the part that holds the text.
    """

    main: str = ""
    _related: Mapping[str, str] = field(default_factory=dict)

    def related(self, kind: str) -> _Element | None:
        """Return the root of a part that belongs to the text, such as its "footnotes".

        None where it has none, or where the one it names is not there.
        """
        name = self.related_name(kind)
        return self.parse(name) if name is not None else None

    def related_name(self, kind: str) -> str | None:
        """Return the name of such a part."""
        name = self._related.get(kind)
        return self.spelled(name) if name is not None else None

    def links_of(self, part: str) -> Mapping[str, str]:
        """Return where the links of a part lead out of the document, by their ids."""
        name = self.relations_of(part)
        if not self.has(name):
            return {}
        return {
            str(each.get("Id")): str(each.get("Target"))
            for each in self.parse(name)
            if each.get("TargetMode") == "External" and each.get("Id") and each.get("Target")
        }

    def core_name(self) -> str | None:
        """Return the name of the part that holds title and authors; None without one."""
        name = self._relations("").get("core-properties")
        return self.spelled(name) if name is not None else None

    def find_main(self) -> None:
        """Find the part that holds the text, and those that belong to it.

        Raises:
            DocumentBrokenError: there is none.
        """
        main = self._relations("").get("officeDocument", "word/document.xml")
        spelled = self.spelled(main)
        if spelled is None:
            raise self.broken(f"it holds no text ({main} is missing)")
        self.main = spelled
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
        MarkupTooDeepError: it nests deeper than any document does.
    """
    if data.startswith(_OLD):
        raise _of_old(data, source)
    package = Package.opened(data, source=source, format=_FORMAT)
    try:
        package.find_main()
    except DocumentBrokenError as error:
        if sniff_document(data) == "docx":
            raise
        # A workbook is better called one than a document without a text.
        raise package.broken(looks_like(data)) from error
    return package


def _of_old(data: bytes, source: str) -> DocumentProtectedError | DocumentBrokenError:
    if _ENCRYPTED in data:
        return DocumentProtectedError(source=source)
    why = "it is a Word document of the old kind (.doc), which has to be saved as .docx"
    return DocumentBrokenError(
        source=source, format=_FORMAT, why=why if _OLD_WORD in data else looks_like(data)
    )

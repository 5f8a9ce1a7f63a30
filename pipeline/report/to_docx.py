"""Stage 6: a copy of a Word document with a comment on the words of each claim.

Nothing else of it changes: every part of the package but the text, the comments
and the two lists that name a new part is the same, byte for byte. Comments bear
no date, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.errors import CopyImpossibleError
from pipeline.read.docx import Extract, comment_texts, extract, open_package
from pipeline.read.docx.names import RELATIONSHIPS, WORD, value
from pipeline.read.docx.package import Package
from pipeline.records import Document, JudgedClaim
from pipeline.report.docx_ranges import Range, set_ranges, touched_nodes
from pipeline.report.printed import harmless, quoted
from pipeline.report.remarks import Remark, remarks_on

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR: Final = "claims"
_INITIALS: Final = "cl"
# Word opens no document with more, says Microsoft ([MS-OI29500] 2.1.315).
COMMENTS_LIMIT: Final = 32_767
_WORDS_SHOWN: Final = 160
_SIZE: Final = "18"  # half points; what Word's own comments look like
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES: Final = "[Content_Types].xml"
# A ZIP archive knows no earlier day.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)
_UNPACKED_LIMIT: Final = 2_000_000_000
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(document: Document, data: bytes) -> bytes:
    """Return a copy of the document with its findings as comments.

    Raises:
        CopyImpossibleError: it holds more comments than Word can open.
        PipelineError: the bytes are not those of a document that can be read.
    """
    article = document.article
    package = open_package(data, source=article.path)
    found = extract(package)
    if found.sheet.source != article.source:
        raise CopyImpossibleError(source=article.path, why="it was read from other bytes")
    comments = package.related("comments")
    written = list(_new_comments(document, found, comments, package.parse(package.main)))
    n_comments = len(written) + (len(comments) if comments is not None else 0)
    if n_comments > COMMENTS_LIMIT:
        why = f"it would have {n_comments:,} comments, and Word opens at most {COMMENTS_LIMIT:,}"
        raise CopyImpossibleError(source=article.path, why=why)
    if not written:
        return _packed(package, {})
    set_ranges([each for each, _ in written], found.nodes)
    lines = [(each.comment, said) for each, said in written]
    changed = {package.main: package.parse(package.main), **_with_comments(package, lines)}
    return _packed(package, {name: _as_bytes(root) for name, root in changed.items()})


def _new_comments(
    document: Document, found: Extract, comments: _Element | None, main: _Element
) -> Iterator[tuple[Range, Sequence[Remark]]]:
    """Yield what is to be said of each claim, in the order of the text.

    A marked copy may be worked on and checked again: what a comment of an
    earlier copy says still, on the same words, is not said twice.
    """
    known = set(_known(found, comments))
    number = _first_free(comments, main)
    for judged in sorted(
        document.claims,
        key=lambda judged: (judged.claim.start, -judged.claim.end, judged.claim.claim_id),
    ):
        start, end = judged.claim.start, judged.claim.end
        lines = [*_where(judged, found), *remarks_on(judged)]
        is_aside = len(lines) > 1 and lines[0].is_place
        if (None if is_aside else (start, end), _words(lines)) not in known:
            yield Range(number, start, end), lines
            number += 1


def _known(
    found: Extract, comments: _Element | None
) -> Iterator[tuple[tuple[int, int] | None, str]]:
    """Yield where earlier copies commented, and in which words."""
    texts = comment_texts(comments) if comments is not None else {}
    for each in comments if comments is not None else ():
        number = value(each, "id") or ""
        if value(each, "author") == AUTHOR and number in found.comments:
            words = " ".join(texts[number].split())
            yield found.comments[number], words
            yield None, words


def _words(lines: Sequence[Remark]) -> str:
    return " ".join(" ".join(_plain(line.text) for line in lines).split())


def _where(judged: JudgedClaim, found: Extract) -> Iterable[Remark]:
    """Say which words are meant where the comment cannot stand on them."""
    touched = touched_nodes(found.nodes, judged.claim.start, judged.claim.end)
    if touched and all(node.aside is not None for node in touched):
        aside = touched[0].aside
        where = aside.where if aside is not None else ""
        yield Remark(f"In {where}: {quoted(judged.claim, _WORDS_SHOWN)}", is_place=True)


# --- the comments' part -------------------------------------------------------------


def _first_free(comments: _Element | None, main: _Element) -> int:
    """Return the first number that no comment has, nor a mark that lost its own."""
    taken = [value(each, "id") or "" for each in (comments if comments is not None else ())]
    space = main.tag.rpartition("}")[0]
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        taken += [value(each, "id") or "" for each in main.iter(f"{space}}}{name}")]
    return 1 + max((int(each) for each in taken if re.fullmatch(r"[0-9]{1,9}", each)), default=-1)


def _with_comments(
    package: Package, written: Sequence[tuple[int, Sequence[Remark]]]
) -> dict[str, _Element]:
    """Return the parts that change: the comments, and what names them if they are new."""
    from lxml import etree

    space = package.parse(package.main).tag[1:].rpartition("}")[0]
    name = package.related_name("comments")
    changed: dict[str, _Element] = {}
    if name is not None:
        root = package.parse(name)
        space = root.tag[1:].rpartition("}")[0]
    else:
        root = etree.Element(f"{{{space}}}comments", nsmap={"w": space})
        name = _free_name(package)
        changed |= _announced(package, name, RELATIONSHIPS[WORD.index(space)])
    for number, lines in written:
        root.append(_comment(space, number, lines))
    return {**changed, name: root}


def _free_name(package: Package) -> str:
    folder = posixpath.dirname(package.main)
    numbers = ("", *range(2, 10_000))
    names = (posixpath.join(folder, f"comments{number}.xml") for number in numbers)
    return next(name for name in names if not package.has(name))


def _announced(package: Package, name: str, kinds: str) -> dict[str, _Element]:
    """Name a new part of comments to the package and to its text."""
    from lxml import etree

    types = package.parse(_TYPES)
    override = f"{types.tag.rpartition('}')[0]}}}Override"
    etree.SubElement(types, override, {"PartName": f"/{name}", "ContentType": _CONTENT})
    listed = package.relations_of(package.main)
    if package.has(listed):
        relations = package.parse(listed)
    else:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        relations = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    taken = {each.get("Id") for each in relations}
    relation = f"{relations.tag.rpartition('}')[0]}}}Relationship"
    attributes = {
        "Id": next(each for each in map("rIdClaims{}".format, range(10_000)) if each not in taken),
        "Type": f"{kinds}/comments",
        "Target": posixpath.basename(name),
    }
    etree.SubElement(relations, relation, attributes)
    return {_TYPES: types, listed: relations}


def _comment(space: str, number: int, lines: Sequence[Remark]) -> _Element:
    from lxml import etree

    def named(name: str) -> str:
        return f"{{{space}}}{name}"

    def add(parent: _Element, name: str, **attributes: str) -> _Element:
        settings = {named(key): written for key, written in attributes.items()}
        return etree.SubElement(parent, named(name), settings)

    def run(parent: _Element, *, bold: bool = False) -> _Element:
        made = add(parent, "r")
        looks = add(made, "rPr")
        if bold:
            add(looks, "b")
        add(looks, "sz", val=_SIZE)
        return made

    root = etree.Element(
        named("comment"),
        {named("id"): str(number), named("author"): AUTHOR, named("initials"): _INITIALS},
        nsmap={"w": space},
    )
    for place, line in enumerate(lines):
        paragraph = add(root, "p")
        if not place:
            add(add(paragraph, "r"), "annotationRef")
        if line.link is not None:
            # A field needs no relationship, as a link of the usual kind does.
            add(run(paragraph), "fldChar", fldCharType="begin")
            add(run(paragraph), "instrText").text = f'HYPERLINK "{line.link}"'
            add(run(paragraph), "fldChar", fldCharType="separate")
        add(run(paragraph, bold=line.bold), "t").text = _plain(line.text)
        if line.link is not None:
            add(run(paragraph), "fldChar", fldCharType="end")
    return root


def _plain(text: str) -> str:
    """Return text as one line that XML can hold."""
    return _NOT_XML.sub("", harmless(text))


# --- the package ------------------------------------------------------------------


def _as_bytes(root: _Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def _packed(package: Package, changed: dict[str, bytes]) -> bytes:
    """Pack the parts in their old order, those that changed or are new in their new form."""
    left = dict(changed)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in package.file.infolist():
            data = left.pop(info.filename, None)
            if data is None:
                data = package.inflate(info, limit=_UNPACKED_LIMIT)
            archive.writestr(_entry(info), data)
        for name, data in left.items():
            archive.writestr(_entry(zipfile.ZipInfo(name, _NEVER)), data)
    return target.getvalue()


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(info.filename, max(info.date_time, _NEVER))
    is_stored = info.compress_type == zipfile.ZIP_STORED and info.file_size
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    entry.external_attr = info.external_attr
    entry.create_system = 0
    return entry

"""Word documents for tests, written as XML by hand: `word(p("Zinc"), p("by ", r("5%", "b")))`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from pipeline.read import read_bytes
from pipeline.records import Article

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in NAMESPACES.items())
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Both spellings of a document's names.
STRICT = {
    NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    NAMESPACES["m"]: "http://purl.oclc.org/ooxml/officeDocument/math",
    _KINDS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
"""


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, *switches: str, inner: str = "") -> str:
    """Write a run; switches are "b", "vanish" or whole elements."""
    looks = "".join(each if each.startswith("<") else f"<w:{each}/>" for each in switches)
    return (
        f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{t(text) if text else ''}{inner}</w:r>"
    )


UP = '<w:vertAlign w:val="superscript"/>'


def p(*inner: str, style: str = "", settings: str = "") -> str:
    """Write a paragraph of runs; what is no element becomes a run."""
    if style:
        settings = f'<w:pStyle w:val="{style}"/>{settings}'
    runs = "".join(each if each.startswith("<") else r(each) for each in inner)
    return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}{runs}</w:p>"


def item(text: str, level: int = 0) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return p(text, settings=numbered)


def cell(*inner: str, settings: str = "") -> str:
    written = "".join(each if each.startswith("<w:") else p(each) for each in inner) or p()
    return f"<w:tc>{f'<w:tcPr>{settings}</w:tcPr>' if settings else ''}{written}</w:tc>"


def row(*cells: str, settings: str = "") -> str:
    written = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{settings}</w:trPr>' if settings else ''}{written}</w:tr>"


def table(*rows: str | Sequence[str], settings: str = "") -> str:
    written = "".join(each if isinstance(each, str) else row(*each) for each in rows)
    return f"<w:tbl>{f'<w:tblPr>{settings}</w:tblPr>' if settings else ''}{written}</w:tbl>"


def box(*inner: str) -> str:
    """Write a run with a text box, as Word does: once for itself and once for its elders."""
    content = f"<w:txbxContent>{''.join(inner)}</w:txbxContent>"
    size = 'cx="2000000" cy="900000"'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline><wp:extent {size}/><wp:docPr id="1" name="Box"/><a:graphic>'
        f'<a:graphicData uri="{NAMESPACES["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, *result: str) -> str:
    """Write a field with its instructions and its result."""
    runs = "".join(each if each.startswith("<") else r(each) for each in result)
    return (
        f"{mark('begin')}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
        f"{mark('separate')}{runs}{mark('end')}"
    )


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def note(number: int, *, kind: str = "footnote", own: str = "") -> str:
    """Write the mark of a note, `own` being a mark of the writer's."""
    custom = ' w:customMarkFollows="1"' if own else ""
    return f'<w:r><w:rPr>{UP}</w:rPr><w:{kind}Reference{custom} w:id="{number}"/>{t(own)}</w:r>'


def commented(number: int, *inner: str) -> str:
    runs = "".join(each if each.startswith("<") else r(each) for each in inner)
    return (
        f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def word(
    *body: str,
    styles: str = STYLES,
    comments: Mapping[int, str] | None = None,
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    title: str = "",
    strict: bool = False,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes | str | None] | None = None,
) -> bytes:
    """Write a document.

    Args:
        body: its paragraphs and tables.
        comments: the text of each comment by its number.
        footnotes, endnotes: the paragraphs of each note by its number.
        links: where links lead, by their ids, in the text and in footnotes.
        parts: other parts, or None for one that is to be missing.
    """
    written: dict[str, bytes | str | None] = {
        "[Content_Types].xml": _types(comments, footnotes, endnotes),
        "_rels/.rels": _relations(
            {"officeDocument": "word/document.xml", "core-properties": "docProps/core.xml"}
        ),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
            "</cp:coreProperties>"
        ),
        "word/document.xml": _part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
        "word/styles.xml": _part("styles", styles),
    }
    related = {"styles": "styles.xml"}
    if comments is not None:
        inner = "".join(
            f'<w:comment w:id="{number}" w:author="Ann" w:date="2020-01-01T00:00:00Z">{p(text)}'
            "</w:comment>"
            for number, text in comments.items()
        )
        written["word/comments.xml"] = _part("comments", inner)
        related["comments"] = "comments.xml"
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes is not None:
            lines = (
                '<w:{0} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'
            )
            inner = lines.format(kind) + "".join(
                f'<w:{kind} w:id="{number}">{text}</w:{kind}>' for number, text in notes.items()
            )
            written[f"word/{kind}s.xml"] = _part(f"{kind}s", inner)
            related[f"{kind}s"] = f"{kind}s.xml"
    written["word/_rels/document.xml.rels"] = _relations(related, links or {})
    if footnotes is not None:
        written["word/_rels/footnotes.xml.rels"] = _relations({}, links or {})
    written.update(parts or {})
    return packed({name: data for name, data in written.items() if data is not None}, strict=strict)


def packed(parts: Mapping[str, bytes | str], *, strict: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if strict and isinstance(data, str):
                for old, new in STRICT.items():
                    data = data.replace(old, new)
            # OpenDocument wants its kind to be readable without unpacking.
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return target.getvalue()


def element(xml: str) -> Any:
    """Parse a piece of XML in which Word's names are declared."""
    from lxml import etree

    name = re.match(r"<([\w:]+)", xml)
    return etree.fromstring(xml.replace(name[0], f"{name[0]} {_DECLARED}", 1) if name else xml)


def read_word(data: bytes) -> Article:
    return read_bytes(data, path="made up.docx", format="docx", max_mb=20)


def _part(name: str, inner: str) -> str:
    return f"{_HEAD}<w:{name} {_DECLARED}>{inner}</w:{name}>"


def _relations(related: Mapping[str, str], links: Mapping[str, str] | None = None) -> str:
    kinds = {"core-properties": f"{_PACKAGE}/relationships/metadata/core-properties"}
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{_KINDS}/{kind}")}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(related.items(), 1)
    )
    inner += "".join(
        f'<Relationship Id="{number}" Type="{_KINDS}/hyperlink" Target="{escape(target)}" '
        'TargetMode="External"/>'
        for number, target in (links or {}).items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _types(*optional: object) -> str:
    names = ["document.main", "styles", "comments", "footnotes", "endnotes"]
    kept = [
        *names[:2],
        *(n for n, part in zip(names[2:], optional, strict=True) if part is not None),
    ]
    overrides = "".join(
        f'<Override PartName="/word/{name.removesuffix(".main")}.xml" '
        f'ContentType="{_MAIN}.{name}+xml"/>'
        for name in kept
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )

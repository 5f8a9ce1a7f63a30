"""Stage 6: highlights are added to a PDF by a process of its own.

It is started as a script and knows nothing of the package. On standard input come a
line of JSON, the marks, and behind it the PDF; the marked PDF goes out. What it adds
stands behind the bytes of the original, which stay as they are.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

_MEMORY_LIMIT: Final = 4_000_000_000
_PRINTED: Final = 4  # the flag of an annotation that is printed with its page


def main() -> None:
    """Read marks and a PDF from standard input and write the marked PDF."""
    _limit_memory()
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(header)
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    for page in writer.pages:
        _remove_own(page, told["author"])
    for mark in told["marks"]:
        _add(writer, mark, told["author"])
    target = io.BytesIO()
    writer.write(target)
    sys.stdout.buffer.write(target.getvalue())


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))


def _remove_own(page: DictionaryObject, author: str) -> None:
    """Take away what an earlier copy was marked with."""
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [each for each in annotations.get_object() if not _is_own(each.get_object(), author)]
    if len(kept) < len(annotations.get_object()):
        page[NameObject("/Annots")] = ArrayObject(kept)


def _is_own(annotation: object, author: str) -> bool:
    return (
        isinstance(annotation, DictionaryObject)
        and annotation.get("/T") == author
        and str(annotation.get("/NM", "")).startswith(f"{author}:")
    )


def _add(writer: PdfWriter, mark: dict[str, Any], author: str) -> None:
    """Add a highlight on the boxes of one page."""
    boxes: list[list[float]] = mark["boxes"]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    rect = _numbers([min(lefts), min(bottoms), max(rights), max(tops)])
    quads = [side for x0, y0, x1, y1 in boxes for side in (x0, y1, x1, y1, x0, y0, x1, y0)]
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): rect,
            NameObject("/QuadPoints"): _numbers(quads),
            NameObject("/C"): _numbers(mark["color"]),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/T"): TextStringObject(author),
            NameObject("/NM"): TextStringObject(f"{author}:{mark['name']}"),
            NameObject("/Contents"): TextStringObject(mark["text"]),
            NameObject("/AP"): DictionaryObject(
                {NameObject("/N"): writer._add_object(_look(boxes, rect, mark["color"]))}
            ),
        }
    )
    page = writer.pages[mark["page"] - 1]
    known = page.get("/Annots")
    listed = ArrayObject(known.get_object() if known is not None else [])
    listed.append(writer._add_object(annotation))
    page[NameObject("/Annots")] = listed


def _look(boxes: list[list[float]], rect: ArrayObject, color: list[float]) -> StreamObject:
    """Draw what a highlighter leaves: a colour through which the words are seen."""
    drawn = [f"{x0} {y0} {round(x1 - x0, 2)} {round(y1 - y0, 2)} re" for x0, y0, x1, y1 in boxes]
    red, green, blue = color
    look = StreamObject()
    look.set_data("\n".join([f"/G gs {red} {green} {blue} rg", *drawn, "f"]).encode("ascii"))
    shade = {
        NameObject("/BM"): NameObject("/Multiply"),
        NameObject("/Type"): NameObject("/ExtGState"),
    }
    states = DictionaryObject({NameObject("/G"): DictionaryObject(shade)})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): rect,
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
        }
    )
    return look


def _numbers(sides: list[float]) -> ArrayObject:
    return ArrayObject(map(FloatObject, sides))


if __name__ == "__main__":
    main()

"""Stage 1: what PDFium finds in a PDF, told by a process of its own.

PDFium is native code and the file may come from anybody. It runs here, with a limit
to its memory, so that a file that crashes it or keeps it busy ends this process and
no other. It is started as a script and knows nothing of the package: bytes come in
on standard input, one object of JSON goes out (`pipeline.read.pdf.glyphs` reads it).
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

# A large book with many fonts takes a fifth of it.
_MEMORY_LIMIT: Final = 2_000_000_000
# The page that holds most text is a table of some 20,000 characters.
_GLYPHS_LIMIT: Final = 200_000
_OBJECTS_LIMIT: Final = 20_000
# A drawn dot before an item is no larger than the letters.
_DOT: Final = (1.5, 9.0)
_SCALE: Final = 100  # hundredths of a point go out, as whole numbers
_WHITE: Final = (9, 10, 13, 32, 160)
_BOLD: Final = ("bold", "black", "heavy", "semibold", "demi")
_FORCE_BOLD: Final = 1 << 18
_PASSWORD: Final = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

# Left, bottom, right, top, or after turning left, top, right, bottom.
_Box = tuple[float, float, float, float]


def main() -> None:
    """Read a PDF from standard input and tell what is in it."""
    _limit_memory()
    pages_limit = int(sys.argv[1])
    json.dump(_told(sys.stdin.buffer.read(), pages_limit), sys.stdout, separators=(",", ":"))


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
    # What crashes is no news, and leaves nothing behind.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(data: bytes, pages_limit: int) -> dict[str, object]:
    try:
        document = pypdfium2.PdfDocument(data)
        n_pages = len(document)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) in _PASSWORD
        return {"trouble": "password" if is_locked else "broken"}
    if n_pages > pages_limit:
        return {"trouble": "long", "n_pages": n_pages}
    pages = [_page(document, number) for number in range(n_pages)]
    return {"title": document.get_metadata_value("Title"), "pages": pages}


def _page(document: pypdfium2.PdfDocument, number: int) -> dict[str, object] | None:
    """Tell of one page; None where it is damaged and the others may not be."""
    try:
        page = document[number]
        text = page.get_textpage()
        bounds = page.get_bbox()
    except pypdfium2.PdfiumError:
        return None
    frame = _Frame(bounds, page.get_rotation())
    told = _objects(page, frame)
    told |= {"size": [_whole(side) for side in frame.size], "origin": list(bounds)}
    told |= {"rotation": frame.rotation, "runs": _runs(text, frame)}
    text.close()
    page.close()
    return told


class _Frame:
    """Leads places of a page's own space to the page as it is shown, from its top left."""

    def __init__(self, bounds: _Box, rotation: int) -> None:
        self.bounds, self.rotation = bounds, rotation
        left, bottom, right, top = bounds
        sides = (right - left, top - bottom)
        self.size = sides if rotation % 180 == 0 else sides[::-1]

    def shown(self, box: _Box) -> _Box:
        left, bottom, right, top = self.bounds
        x0, y0, x1, y1 = box
        if self.rotation == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self.rotation == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if self.rotation == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0


def _runs(text: pypdfium2.PdfTextpage, frame: _Frame) -> list[list[object]]:
    """Tell of the characters as they are drawn, those of one object in one run.

    A run is its code points, left, right, top and bottom of each, the baseline, the
    size of the font, whether it is bold, and the text's turn in degrees.
    """
    runs: list[list[object]] = []
    rect = pdfium.FS_RECTF()
    codes: list[int] = []
    sides: list[int] = []
    last: object = None
    for at in range(min(pdfium.FPDFText_CountChars(text), _GLYPHS_LIMIT)):
        drawn = pdfium.FPDFText_GetTextObject(text, at)
        if not drawn:  # a space or line end that PDFium makes up
            continue
        place = ctypes.addressof(drawn.contents)
        if place != last:
            codes, sides, last = [], [], place
            runs.append([codes, sides, *_look(text, at, frame)])
        pdfium.FPDFText_GetLooseCharBox(text, at, rect)
        box = frame.shown((rect.left, rect.bottom, rect.right, rect.top))
        codes.append(pdfium.FPDFText_GetUnicode(text, at))
        sides.extend(_whole(side) for side in box)
    return runs


def _look(text: pypdfium2.PdfTextpage, at: int, frame: _Frame) -> tuple[int, int, int, int]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    origin = frame.shown((x.value, y.value, x.value, y.value))
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 - frame.rotation
    base = origin[0] if turn % 180 else origin[1]
    return _whole(base), _whole(size), int(_is_bold(text, at)), turn % 360


def _is_bold(text: pypdfium2.PdfTextpage, at: int) -> bool:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, 256, flags)
    called = name.value.decode("utf-8", "replace").lower()
    return any(word in called for word in _BOLD) or bool(flags.value & _FORCE_BOLD)


def _objects(page: pypdfium2.PdfPage, frame: _Frame) -> dict[str, object]:
    """Tell of what is drawn beside text: dots before items, and how much is pictures."""
    dots: list[list[int]] = []
    pictures = 0.0
    for at in range(min(pdfium.FPDFPage_CountObjects(page), _OBJECTS_LIMIT)):
        drawn = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            continue
        sides = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(drawn, *sides)
        box = frame.shown((sides[0].value, sides[1].value, sides[2].value, sides[3].value))
        width, height = box[2] - box[0], box[3] - box[1]
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += width * height
        elif min(width, height) > _DOT[0] and max(width, height) < _DOT[1]:
            dots.append([_whole(side) for side in box])
    return {"dots": dots, "pictures": round(pictures / (frame.size[0] * frame.size[1] or 1), 3)}


def _whole(side: float) -> int:
    # A broken file places letters anywhere.
    return round(max(-1e6, min(side, 1e6)) * _SCALE) if math.isfinite(side) else 0


if __name__ == "__main__":
    main()

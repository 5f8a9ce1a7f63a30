"""Marked PDFs: highlights lie on the words, and nothing else of the file changes."""

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from factories import make_claim, make_document, make_judged
from pdfs import HEIGHT, at, lines, pdf, read_pdf, turned
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject

from pipeline.errors import CopyImpossibleError, DocumentProtectedError, PipelineError
from pipeline.records import Document
from pipeline.report import to_pdf

LEFT = (
    "Acupuncture helped some people",
    "with headaches in a trial that ran",
    "for twelve weeks at nine centres",
    "and was paid for by its makers. It",
)
RIGHT = (
    "did not help all of them, and of",
    "those who felt better 52% had had",
    "sham needles. Nobody can tell who",
    "will be helped by it in the end.",
)
COLUMNS = pdf([*lines(72, 100, *LEFT), *lines(320, 104, *RIGHT)], lines(72, 90, "Page two: 41%."))


def on(data: bytes, *words: str, **judged) -> Document:
    """Make a document with a claim on each of these words."""
    article = read_pdf(data)
    claims = [
        make_judged(make_claim(text, start=article.source.index(text)), **judged) for text in words
    ]
    return make_document(article, claims=claims)


def marked(data: bytes, *words: str, **judged) -> bytes:
    return to_pdf.write(on(data, *words, **judged), data)


def highlights(data: bytes) -> list[tuple[int, list[str], str]]:
    """Return page, the words below each box, and the note of each highlight, as PDFium sees it."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        text = page.get_textpage()
        for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, place)
            if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_HIGHLIGHT:
                continue
            words = []
            for quad in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
                points = pdfium.FS_QUADPOINTSF()
                pdfium.FPDFAnnot_GetAttachmentPoints(annotation, quad, points)
                xs = (points.x1, points.x2, points.x3, points.x4)
                ys = (points.y1, points.y2, points.y3, points.y4)
                bounds = (min(xs) + 1, min(ys) + 1, max(xs) - 1, max(ys) - 1)
                words.append(text.get_text_bounded(*bounds).strip())
            found.append((number, words, entry(annotation, b"Contents")))
    return found


def entry(annotation, name: bytes) -> str:
    buffer = ctypes.create_string_buffer(8_192)
    cast = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    length = pdfium.FPDFAnnot_GetStringValue(annotation, name, cast, 8_192)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le")


def words_below(data: bytes) -> list[list[str]]:
    return [words for _, words, _ in highlights(data)]


def test_pdf_highlights_lie_on_the_exact_words():
    assert words_below(marked(COLUMNS, "helped some", "52% had had")) == [
        ["helped some"],
        ["52% had had"],
    ]


def test_pdf_highlights_go_from_line_to_line_and_from_column_to_column():
    words = "paid for by its makers. It did not help all"
    assert words_below(marked(COLUMNS, words)) == [
        ["paid for by its makers. It", "did not help all"]
    ]


def test_pdf_highlights_on_two_pages_are_one_on_each():
    data = pdf(
        lines(72, 100, "It is said of it that it helps and"), lines(72, 90, "cures 52% of us.")
    )
    found = highlights(marked(data, "helps and cures 52%"))
    assert [(number, words) for number, words, _ in found] == [
        (1, ["helps and"]),
        (2, ["cures 52%"]),
    ]


def test_pdf_highlights_cover_both_halves_of_a_broken_word():
    data = pdf(
        lines(72, 100, "It may well be that the treat-", "ment helps 52% of all these people.")
    )
    assert words_below(marked(data, "treatment helps")) == [["treat", "ment helps"]]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pdf_highlights_lie_on_the_words_of_turned_pages(rotation):
    size = (842, 595) if rotation == 180 else (595, 842)
    mark = turned(300, HEIGHT - 500, "It helps 52% of us.", rotation)
    data = pdf([mark], rotation=rotation, size=size)
    assert words_below(marked(data, "helps 52% of")) == [["helps 52% of"]]


def test_pdf_highlights_say_what_was_found():
    (found,) = highlights(marked(COLUMNS, "52%", verdict="unsupported", code="ST002"))
    lines_said = found[2].splitlines() or found[2].split("\r")
    assert lines_said[0].startswith("✗ unsupported ST002: ")
    assert lines_said[-1].startswith("What to do: ")


def test_pdf_copy_begins_with_the_bytes_of_the_original():
    copy = marked(COLUMNS, "52%")
    assert copy.startswith(COLUMNS.rstrip())
    assert read_pdf(copy).source == read_pdf(COLUMNS).source
    assert copy == marked(COLUMNS, "52%")


def test_pdf_copy_that_is_marked_again_has_the_new_highlights_only():
    first = marked(COLUMNS, "52%", "helped some")
    assert words_below(marked(first, "sham needles")) == [["sham needles"]]
    assert words_below(to_pdf.write(on(first), first)) == []


def test_pdf_notes_of_others_stay():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(COLUMNS)))
    quad = ArrayObject(map(FloatObject, (72, 752, 140, 752, 72, 740, 140, 740)))
    theirs = Highlight(rect=(72, 740, 140, 752), quad_points=quad)
    writer.add_annotation(page_number=0, annotation=theirs)
    target = io.BytesIO()
    writer.write(target)
    data = target.getvalue()
    assert words_below(marked(marked(data, "52%"), "52%"))[1:] == [["52%"]]


def test_pdf_that_is_locked_cannot_be_marked():
    open_to_all = pdf(lines(72, 100, *LEFT), password="")
    with pytest.raises(CopyImpossibleError, match="encrypted"):
        marked(open_to_all, "twelve weeks")
    with pytest.raises(DocumentProtectedError):
        to_pdf.write(on(COLUMNS, "52%"), pdf([at(72, 90, "Zinc.")], password="x"))


def test_pdf_other_than_the_one_that_was_read_is_not_marked():
    with pytest.raises(CopyImpossibleError, match="other bytes"):
        to_pdf.write(on(COLUMNS, "52%"), pdf(lines(72, 100, *LEFT)))


@pytest.mark.parametrize("cut", [300, 700, 1_100, 1_500])
def test_pdf_that_is_damaged_is_marked_or_refused(cut):
    data = COLUMNS[: len(COLUMNS) - cut]
    try:
        copy = to_pdf.write(on(data), data)
    except PipelineError:
        return
    assert read_pdf(copy).source == read_pdf(data).source

"""PDFs for tests, drawn word by word: what stands where is what a test is about."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import read_bytes
from pipeline.records import Article

WIDTH, HEIGHT = 595.0, 842.0
LEADING = 1.3

Mark = Callable[[Canvas], None]


def pdf(
    *pages: Iterable[Mark],
    title: str = "",
    password: str | None = None,
    rotation: int = 0,
    size: tuple[float, float] = (WIDTH, HEIGHT),
) -> bytes:
    """Write a PDF of pages, the same bytes each time."""
    lock = StandardEncryption(password, "owner", strength=128) if password is not None else None
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, encrypt=lock)
    canvas.setTitle(title)
    for page in pages:
        canvas.setPageRotation(rotation)
        for mark in page:
            mark(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def at(x: float, top: float, words: str, *, size: float = 11, font: str = "Helvetica") -> Mark:
    """Write words whose line stands so far from the top."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, HEIGHT - top, words)

    return draw


def lines(
    x: float, top: float, *written: str, size: float = 11, font: str = "Helvetica"
) -> list[Mark]:
    """Write lines below one another; an empty one leaves its room."""
    return [
        at(x, top + number * LEADING * size, words, size=size, font=font)
        for number, words in enumerate(written)
        if words
    ]


def turned(x: float, top: float, words: str, degrees: float) -> Mark:
    """Write words that run at an angle."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(x, HEIGHT - top)
        canvas.rotate(degrees)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(0, 0, words)
        canvas.restoreState()

    return draw


def dot(x: float, top: float) -> Mark:
    """Draw the bullet of an item."""
    return lambda canvas: canvas.circle(x, HEIGHT - top, 2, stroke=0, fill=1)


def picture(x: float, top: float, width: float, height: float) -> Mark:
    """Put a picture on the page."""
    image = ImageReader(Image.new("RGB", (8, 8), "grey"))
    return lambda canvas: canvas.drawImage(image, x, HEIGHT - top - height, width, height)


def read_pdf(data: bytes) -> Article:
    """Read a PDF."""
    return read_bytes(data, path="made up.pdf", format="pdf", max_mb=20)

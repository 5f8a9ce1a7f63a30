"""Stage 6: a copy of a PDF with a highlight on the words of each claim.

What is added stands behind the original's own bytes. Highlights of an earlier copy are
replaced, so that a copy may be checked again. They bear no date: the same input gives the
same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from pipeline.errors import CopyImpossibleError
from pipeline.read.pdf import Extract, extract
from pipeline.read.pdf.process import run_apart
from pipeline.records import Document, VerdictName
from pipeline.report.printed import harmless
from pipeline.report.remarks import remarks_on
from pipeline.report.to_json import Json

AUTHOR: Final = "claims"
_CHILD: Final = Path(__file__).with_name("pdf_child.py")
# Red, green and blue, light enough to read black words through; the words of a highlight
# say its verdict too.
COLORS: Final[Mapping[VerdictName, tuple[float, float, float]]] = {
    "unsupported": (1.0, 0.66, 0.62),
    "unverifiable": (1.0, 0.88, 0.45),
    "supported": (0.66, 0.9, 0.66),
}


def write(document: Document, data: bytes) -> bytes:
    """Return a copy of the PDF with its findings as highlights.

    Raises:
        CopyImpossibleError: it is encrypted, or built in a way that nothing can be added to.
        PipelineError: the bytes are not those of a PDF that can be read.
    """
    article = document.article
    found = extract(data, article.path)
    if found.sheet.source != article.source:
        raise CopyImpossibleError(source=article.path, why="it was read from other bytes")
    told = {"author": AUTHOR, "marks": list(_marks(document, found))}
    given = json.dumps(told).encode("ascii") + b"\n" + data
    written = run_apart(_CHILD, given, source=article.path)
    if written is None:
        why = "it is encrypted or damaged. Print it to a new PDF and check that"
        raise CopyImpossibleError(source=article.path, why=why)
    return written


def _marks(document: Document, found: Extract) -> Iterator[Json]:
    """Yield the highlights, those of a claim once for each page that it stands on."""
    pages = {page.number: page for page in found.pages}
    for judged in sorted(
        document.claims,
        key=lambda judged: (judged.claim.start, -judged.claim.end, judged.claim.claim_id),
    ):
        claim = judged.claim
        text = "\n".join(harmless(line.text) for line in remarks_on(judged))
        color: list[Json] = [*COLORS[judged.decisive.verdict]]
        lines = found.boxes(claim.start, claim.end)
        for number, boxes in groupby(lines, key=lambda line: line[0]):
            placed: list[Json] = []
            for _, (left, top, right, bottom) in boxes:
                (x0, y0), (x1, y1) = (
                    pages[number].own_place(left, bottom),
                    pages[number].own_place(right, top),
                )
                sides = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                placed.append([round(side, 2) for side in sides])
            yield {
                "page": number,
                "boxes": placed,
                "color": color,
                "text": text,
                "name": claim.claim_id,
            }

"""Stage 2: the cells of an article's tables as spans."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.mark.marks import article_of, cover


class TableCells:
    """Component: fills `doc.spans["cells"]`, labelled "header" or "cell".

    A Doc that was not made from an Article has no tables.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the table cells of one document."""
        article = article_of(doc)
        tables = article.tables if article is not None else ()
        cover(
            doc,
            "cells",
            [
                (cell.start_clean, cell.end_clean, "header" if cell.header else "cell")
                for table in tables
                for cell in table.cells
                if cell.start_clean < cell.end_clean
            ],
        )
        return doc

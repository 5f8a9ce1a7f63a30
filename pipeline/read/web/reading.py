"""Stage 1: a fetched page becomes an Article."""

from __future__ import annotations

from dataclasses import replace

from pipeline.read import read_bytes
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.formats import format_of, type_of
from pipeline.records import Article


def read_page(fetched: Fetched, *, max_mb: float) -> Article:
    """Read a page as what its server says it is.

    Raises:
        PipelineError: it is of a kind that is not read, or not what it says.
    """
    page = fetched.page
    _, charset = type_of(page)
    article = read_bytes(
        fetched.body, path=page.url, format=format_of(page), max_mb=max_mb, charset=charset
    )
    return replace(article, page=page)

"""Stage 1: fetched pages become an Article: one page, or all that an article is cut into."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.errors import PipelineError
from pipeline.read import read_bytes
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.formats import format_of, type_of
from pipeline.read.web.joined import join_parts
from pipeline.records import Article, ArticleId


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


def read_whole(
    first: Fetched,
    further: Sequence[Fetched],
    *,
    missing: Sequence[str],
    max_mb: float,
    tell: Callable[[str, PipelineError], None],
) -> Article:
    """Read an article with the further parts that it has.

    Args:
        first: the page that was asked for.
        further: the parts behind it, in order.
        missing: addresses of parts that could not be had.
        max_mb: what is larger is refused.
        tell: is told the address of a further part that cannot be read, and why; it is
            missing from the article, too.

    Raises:
        PipelineError: the first part cannot be read.
    """
    articles, bodies, lost = [read_page(first, max_mb=max_mb)], [first.body], []
    for each in further:
        try:
            articles.append(read_page(each, max_mb=max_mb))
        except PipelineError as error:
            lost.append(each.page.url)
            tell(each.page.url, error)
        else:
            bodies.append(each.body)
    # Of one part the hash of its bytes, as of any file.
    sha256 = hashlib.sha256(b"".join(bodies)).hexdigest()
    return replace(
        join_parts(articles),
        sha256=sha256,
        article_id=ArticleId(sha256[:12]),
        missing=(*lost, *missing),
    )

"""Stage 1: an article in several parts brings them along, each as a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from pipeline.errors import PipelineError
from pipeline.notices import notice
from pipeline.read.decode import decode
from pipeline.read.next_part import next_part
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.formats import format_of, type_of
from pipeline.records import Notice

# Slideshows reach this many; calendars and lists of products go on for ever.
MOST_PARTS: Final = 20

# What stands for a page that could not be had.
Failure = TypeVar("Failure")


def with_parts(
    pages: Iterable[tuple[str, Fetched | Failure]],
    fetch: Callable[[str], Fetched | Failure],
    *,
    asked: Iterable[str],
    tell: Callable[[Notice], None],
) -> Iterator[tuple[str, Fetched | Failure]]:
    """Yield pages, each with the further parts of its article behind it.

    Args:
        pages: each address with its page, or with what kept it from being fetched.
        fetch: gives a further part, or what kept it from being fetched.
        asked: the addresses of all `pages`; a part that is among them comes in its own turn.
        tell: is told of an article that goes on beyond the limit.
    """
    seen = set(asked)
    for url, answer in pages:
        yield url, answer
        part, n_parts, bodies = _following(answer), 1, _sha256s(answer)
        while part is not None and part not in seen:
            if n_parts == MOST_PARTS:
                tell(notice("W207", url, n=MOST_PARTS))
                break
            seen.add(part)
            further = fetch(part)
            # Where every number shows the same page there are no parts.
            if _sha256s(further) & bodies:
                break
            yield part, further
            bodies |= _sha256s(further)
            part, n_parts = _following(further), n_parts + 1


def _following(answer: object) -> str | None:
    """Return the address of the next part; None where there is none, or nobody can tell."""
    if not isinstance(answer, Fetched):
        return None
    page = answer.page
    try:
        if format_of(page) not in {"html", None}:
            return None
        source = decode(answer.body, source=page.url, charset=type_of(page)[1])
    except PipelineError:
        # It is told of when the page is read.
        return None
    return next_part(source, page.final_url)


def _sha256s(answer: object) -> set[str]:
    return {answer.page.sha256} if isinstance(answer, Fetched) else set()

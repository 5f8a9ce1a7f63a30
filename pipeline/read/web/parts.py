"""Stage 1: an article in several parts is fetched with all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pipeline.errors import PipelineError
from pipeline.notices import notice
from pipeline.read.decode import decode
from pipeline.read.next_part import next_part, series_of
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.formats import format_of, type_of
from pipeline.records import Notice

# Slideshows reach this many; calendars and lists of products go on for ever.
MOST_PARTS: Final = 20

# What stands for a page that could not be had.
Failure = TypeVar("Failure")


@dataclass(frozen=True, slots=True)
class Whole(Generic[Failure]):
    """An article as it was fetched.

    Attributes:
        url: of its first part, as it was asked for.
        further: the address of each part behind it, and the part; only the last one
            can be what kept it from being fetched, since it alone says what follows.
        beyond: the address of the first part that lies beyond the limit; else "".
    """

    url: str
    first: Fetched | Failure
    further: tuple[tuple[str, Fetched | Failure], ...] = ()
    beyond: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The addresses of the parts that are not here."""
        failed = tuple(url for url, part in self.further if not isinstance(part, Fetched))
        return (*failed, self.beyond) if self.beyond else failed


def with_parts(
    pages: Iterable[tuple[str, Fetched | Failure]],
    fetch: Callable[[str], Fetched | Failure],
    *,
    tell: Callable[[Notice], None],
) -> Iterator[Whole[Failure]]:
    """Yield each page with the further parts of its article.

    A page that came as a part of an earlier article is none of its own.

    Args:
        pages: each address with its page, or with what kept it from being fetched; a
            part that is among them comes behind the one before it.
        fetch: gives a further part, or what kept it from being fetched.
        tell: is told of an article that goes on beyond the limit.
    """
    seen: set[str] = set()
    joined: set[str] = set()
    for url, answer in pages:
        if not joined.isdisjoint(_places(url, answer)):
            continue
        seen |= _places(url, answer)
        further: list[tuple[str, Fetched | Failure]] = []
        part, beyond, bodies = _following(answer), "", _sha256s(answer)
        while part is not None and part not in seen:
            if len(further) + 1 == MOST_PARTS:
                tell(notice("W207", url, n=MOST_PARTS))
                beyond = part
                break
            found = fetch(part)
            # Where every number shows the same page there are no parts.
            if _sha256s(found) & bodies or not _may_be_html(found):
                break
            further.append((part, found))
            joined |= _places(part, found)
            seen |= _places(part, found)
            bodies |= _sha256s(found)
            part = _following(found)
        yield Whole(url, answer, tuple(further), beyond)


def parts_in_order(urls: Sequence[str]) -> list[str]:
    """Put the parts of an article that are named before the one that leads to them behind it."""
    places = {url: _series(url) for url in urls}
    named = {place: url for url, place in places.items()}
    ordered: dict[str, None] = {}
    for url in urls:
        chain: list[str] = []
        each: str | None = url
        while each is not None and each not in ordered:
            chain.append(each)
            series, number = places[each]
            each = named.get((series, number - 1))
        ordered |= dict.fromkeys(reversed(chain))
    return list(ordered)


def _series(url: str) -> tuple[object, int]:
    try:
        return series_of(url)
    except ValueError:
        # It fails when it is fetched.
        return url, 1


def _places(url: str, answer: object) -> set[str]:
    return {url, answer.page.final_url} if isinstance(answer, Fetched) else {url}


def _following(answer: object) -> str | None:
    """Return the address of the next part; None where there is none, or nobody can tell."""
    if not isinstance(answer, Fetched) or not _may_be_html(answer):
        return None
    page = answer.page
    try:
        source = decode(answer.body, source=page.url, charset=type_of(page)[1])
    except PipelineError:
        # It is told of when the page is read.
        return None
    return next_part(source, page.final_url)


def _may_be_html(answer: object) -> bool:
    """Say whether a page may be one; of what could not be had nobody knows better."""
    try:
        return not isinstance(answer, Fetched) or format_of(answer.page) in {"html", None}
    except PipelineError:
        return False


def _sha256s(answer: object) -> set[str]:
    return {answer.page.sha256} if isinstance(answer, Fetched) else set()

"""Stage 1: the pages that a run is to fetch: those named, those of lists, those of sitemaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pipeline.errors import ListingUnreadableError, PipelineError
from pipeline.notices import names_of, notice
from pipeline.read.web.addresses import Address, parse_address
from pipeline.read.web.fetch import Fetched
from pipeline.read.web.listings import ListingError, listed_in
from pipeline.read.web.parts import parts_in_order
from pipeline.records import Notice, Trouble

# An index lists at most 50,000 sitemaps; whoever wants more than these gives them one by one.
_MOST_LISTINGS: Final = 100


@dataclass
class Gathered:
    """What is to be fetched, in order, each page once.

    Attributes:
        troubles: with sitemaps and feeds that could not be read.
    """

    urls: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, url: str) -> bool:
        """Take an address; False where its page is there already."""
        spelled = _spelled(url)
        if spelled in self._seen:
            return False
        self._seen.add(spelled)
        self.urls.append(url)
        return True


def gather(
    named: Iterable[str],
    sitemaps: Iterable[str],
    *,
    fetch: Callable[[str], Fetched],
    limit: int,
    max_bytes: int,
    leaves_out: Callable[[str], bool] = lambda _: False,
) -> Gathered:
    """Put together the addresses of pages, of an article in parts the first part first.

    Args:
        named: by the user; all of them are taken, each once.
        sitemaps: addresses of sitemaps or feeds. Of each only pages of its own host count,
            since whoever writes one can speak for no other.
        fetch: gives a page, or raises what kept it from being fetched.
        limit: how many pages a sitemap may add, all its further sitemaps counted.
        max_bytes: that one may unpack to.
        leaves_out: says of an address whether it is not wanted, named or not.
    """
    gathered = Gathered()
    left_out = []
    for url in named:
        if leaves_out(url):
            left_out.append(url)
        else:
            gathered.add(url)
    if left_out:
        gathered.notices.append(notice("W202", left_out[0], names=names_of(left_out)))
    for sitemap in sitemaps:
        _follow(
            sitemap,
            gathered,
            fetch=fetch,
            limit=limit,
            max_bytes=max_bytes,
            leaves_out=leaves_out,
        )
    gathered.urls = parts_in_order(gathered.urls)
    return gathered


def _follow(
    sitemap: str,
    gathered: Gathered,
    *,
    fetch: Callable[[str], Fetched],
    limit: int,
    max_bytes: int,
    leaves_out: Callable[[str], bool],
) -> None:
    left, seen, n_taken, n_foreign = deque([sitemap]), {_spelled(sitemap)}, 0, 0
    while left:
        listing = left.popleft()
        try:
            base, pages, further = _read(listing, fetch, max_bytes)
        except PipelineError as error:
            gathered.troubles.append(Trouble(listing, error.code, error.message))
            continue
        for address in _addresses(pages, base):
            if _site(address) != _site(base):
                n_foreign += 1
            elif leaves_out(address.url):
                continue
            elif n_taken == limit:
                gathered.notices.append(notice("W205", sitemap, n=limit))
                return
            else:
                n_taken += gathered.add(address.url)
        for address in _addresses(further, base):
            if address.url in seen:
                continue
            if len(seen) == _MOST_LISTINGS:
                gathered.notices.append(notice("W206", sitemap, n=_MOST_LISTINGS))
                break
            if _site(address) == _site(base):
                seen.add(address.url)
                left.append(address.url)
            else:
                n_foreign += 1
    if n_foreign:
        gathered.notices.append(notice("W204", sitemap, n=n_foreign))


def _read(
    url: str, fetch: Callable[[str], Fetched], max_bytes: int
) -> tuple[Address, tuple[str, ...], tuple[str, ...]]:
    fetched = fetch(url)
    try:
        found = listed_in(fetched.body, max_bytes=max_bytes)
    except ListingError as error:
        raise ListingUnreadableError(source=url, why=str(error)) from error
    return parse_address(fetched.page.final_url), found.pages, found.listings


def _addresses(written: Iterable[str], base: Address) -> Iterator[Address]:
    for each in written:
        try:
            yield parse_address(each, base=base)
        except PipelineError:
            # Sitemaps hold other schemes and slips of the pen; nobody asked for these by name.
            continue


def _site(address: Address) -> str:
    return address.host.removeprefix("www.")


def _spelled(url: str) -> str:
    try:
        return parse_address(url).url
    except PipelineError:
        return url

"""Pages of the web as jobs; what was fetched stays in the ledger, and is fetched once.

All is fetched before anything is judged: what has come is on disk before the next is
waited for, and a killed run has lost only the pages that were on their way.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from pipeline.batch.jobs import Job
from pipeline.batch.ledger import Ledger
from pipeline.errors import PipelineError
from pipeline.read.web.fetch import Fetched, Fetcher
from pipeline.read.web.parts import with_parts
from pipeline.read.web.several import fetch_as_they_come
from pipeline.records import Notice, Page, Trouble

# Pages shrink to a fifth in hardly any time; higher levels take more than they save.
_COMPRESSION: Final = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """An article whose pages are in the ledger, by their addresses.

    Attributes:
        further: of the parts behind the first one, fetched or not.
        missing: of the parts that could not be had.
    """

    url: str
    further: tuple[str, ...]
    missing: tuple[str, ...]


class Pages:
    """The pages of a run: those that its ledger has, and those still to be fetched."""

    def __init__(self, ledger: Ledger, fetcher: Fetcher) -> None:
        self._ledger, self._fetcher = ledger, fetcher

    def fetch(self, url: str) -> Fetched:
        """Return a page, fetched once; one that fails is tried again the next time.

        Raises:
            PipelineError: there is no page to be had.
        """
        if _key(url) in self._ledger and isinstance(kept := self._there(url), Fetched):
            return kept
        fetched = self._fetcher.fetch(url)
        self._keep(url, fetched)
        return fetched

    def fetch_all(
        self,
        urls: Sequence[str],
        *,
        progress: Callable[[int], None],
        tell: Callable[[Notice], None],
    ) -> list[Listed]:
        """Fetch what is not there yet; what could not be had is remembered as given up.

        Args:
            urls: of pages, each once.
            progress: is told how many of them are there.
            tell: is told what else there is to know.

        Returns:
            What is to be judged, in order, each article with all of its parts.
        """
        missing = [url for url in urls if _key(url) not in self._ledger]
        n_done = len(urls) - len(missing)
        progress(n_done)
        for number, answer in fetch_as_they_come(missing, self._fetcher):
            self._keep(missing[number], answer)
            n_done += 1
            progress(n_done)
        there = ((url, self._there(url)) for url in urls)
        return [
            Listed(whole.url, tuple(url for url, _ in whole.further), whole.missing)
            for whole in with_parts(there, self._there, tell=tell)
        ]

    def jobs(self, articles: Sequence[Listed]) -> Iterator[Job | Trouble]:
        """Yield each article, and what kept it or a part from being fetched; all must be there."""
        for article in articles:
            kept = self._there(article.url)
            if isinstance(kept, Trouble):
                yield kept
                continue
            parts = [self._there(url) for url in article.further]
            further = tuple(part for part in parts if isinstance(part, Fetched))
            yield Job(
                article.url,
                kept.body,
                page=kept.page,
                further=further,
                missing=article.missing,
            )
            yield from (part for part in parts if isinstance(part, Trouble))

    def _keep(self, url: str, answer: Fetched | PipelineError) -> None:
        self._ledger.put(_key(url), _packed(answer), gave_up=isinstance(answer, PipelineError))

    def _there(self, url: str) -> Fetched | Trouble:
        """Return a page, or what kept it from being fetched, now or then."""
        if _key(url) not in self._ledger:
            self._keep(url, self._fetcher.attempt(url))
        return _unpacked(self._ledger[_key(url)], url)


def _key(url: str) -> str:
    # Outcomes are known by hex digits alone.
    return f"page {url}"


def _packed(answer: Fetched | PipelineError) -> bytes:
    """Write a line of JSON, then the page."""
    if isinstance(answer, PipelineError):
        head, body = {"code": answer.code, "message": answer.message}, b""
    else:
        head = {**asdict(answer.page), "fetched_at": answer.page.fetched_at.isoformat()}
        body = answer.body
    return zlib.compress(json.dumps(head).encode() + b"\n" + body, _COMPRESSION)


def _unpacked(data: bytes, url: str) -> Fetched | Trouble:
    head, _, body = zlib.decompress(data).partition(b"\n")
    said = json.loads(head)
    if "code" in said:
        return Trouble(url, said["code"], said["message"])
    said["headers"] = tuple((name, value) for name, value in said["headers"])
    said["redirects"] = tuple(said["redirects"])
    said["fetched_at"] = dt.datetime.fromisoformat(said["fetched_at"])
    return Fetched(Page(**said), body)

"""Stage 1: several pages, hosts side by side, each given in its turn."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Final

from pipeline.errors import PipelineError
from pipeline.read.web.addresses import parse_address
from pipeline.read.web.fetch import Fetched, Fetcher

# How many hosts are asked side by side, and how many pages wait in memory for their turn.
N_HOSTS: Final = 8
_N_AHEAD: Final = 16


def fetch_all(
    urls: Sequence[str], fetcher: Fetcher, *, begins: Callable[[str], None] | None = None
) -> Iterator[tuple[str, Fetched | PipelineError]]:
    """Fetch pages; each comes out in its turn, with what kept it from being fetched.

    While a host pauses others are asked. Nothing is begun of what lies more than
    a few pages ahead of the one that is waited for.

    Args:
        urls: as the user gave them; one that is there twice is fetched twice.
        fetcher: on whose terms.
        begins: is told each address as it is begun.
    """
    hosts = [_host(url) for url in urls]
    left = collections.deque(range(len(urls)))
    running: dict[Future[Fetched | PipelineError], int] = {}
    done: dict[int, Fetched | PipelineError] = {}
    with ThreadPoolExecutor(N_HOSTS) as threads:
        try:
            for turn, url in enumerate(urls):
                while turn not in done:
                    for number in _startable(left, hosts, running.values(), end=turn + _N_AHEAD):
                        left.remove(number)
                        if begins is not None:
                            begins(urls[number])
                        running[threads.submit(_fetch, fetcher, urls[number])] = number
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        done[running.pop(future)] = future.result()
                yield url, done.pop(turn)
        finally:
            threads.shutdown(cancel_futures=True)


def _startable(
    left: Sequence[int], hosts: Sequence[str], running: Iterable[int], *, end: int
) -> list[int]:
    """Choose what can be begun now: of each host that is not being asked the first page."""
    busy = {hosts[number] for number in running}
    chosen = []
    for number in left:
        if number >= end or len(busy) >= N_HOSTS:
            break
        if hosts[number] not in busy:
            busy.add(hosts[number])
            chosen.append(number)
    return chosen


def _fetch(fetcher: Fetcher, url: str) -> Fetched | PipelineError:
    try:
        return fetcher.fetch(url)
    except PipelineError as error:
        return error


def _host(url: str) -> str:
    try:
        return parse_address(url).host
    except PipelineError:
        # It fails without asking anybody.
        return url

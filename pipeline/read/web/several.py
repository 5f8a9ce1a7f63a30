"""Stage 1: several pages, hosts side by side, each given in its turn."""

from __future__ import annotations

import collections
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    running: set[int] = set()
    done: dict[int, Fetched | PipelineError] = {}
    answers: queue.SimpleQueue[tuple[int, Fetched | Exception]] = queue.SimpleQueue()

    def fetch(number: int) -> None:
        try:
            answers.put((number, fetcher.fetch(urls[number])))
        except Exception as error:  # noqa: BLE001 - a bug comes out where the page would have
            answers.put((number, error))

    for turn, url in enumerate(urls):
        while turn not in done:
            for number in _startable(left, hosts, running, end=turn + _N_AHEAD):
                left.remove(number)
                running.add(number)
                if begins is not None:
                    begins(urls[number])
                # Whoever interrupts the run does not wait for slow pages.
                threading.Thread(target=fetch, args=(number,), daemon=True).start()
            number, answer = answers.get()
            running.remove(number)
            if isinstance(answer, Exception) and not isinstance(answer, PipelineError):
                raise answer
            done[number] = answer
        yield url, done.pop(turn)


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


def _host(url: str) -> str:
    try:
        return parse_address(url).host
    except PipelineError:
        # It fails without asking anybody.
        return url

"""Stage 1: several pages, hosts side by side, each given in its turn or as it comes."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    Nothing is begun of what lies more than a few pages ahead of the one that is waited for.

    Args:
        urls: as the user gave them; one that is there twice is fetched twice.
        fetcher: on whose terms.
        begins: is told each address as it is begun.
    """
    turn = 0
    done: dict[int, Fetched | PipelineError] = {}
    coming = fetch_as_they_come(urls, fetcher, begins=begins, end=lambda: turn + _N_AHEAD)
    for number, answer in coming:
        done[number] = answer
        while turn in done:
            yield urls[turn], done.pop(turn)
            turn += 1


class Turns:
    """Pages, each in its turn; one that lies ahead can be had before, and is fetched once."""

    def __init__(
        self, urls: Sequence[str], fetcher: Fetcher, *, begins: Callable[[str], None] | None = None
    ) -> None:
        self._fetcher = fetcher
        self._coming = fetch_all(urls, fetcher, begins=begins)
        self._ahead = set(urls)
        self._waiting: dict[str, Fetched | PipelineError] = {}

    def __iter__(self) -> Iterator[tuple[str, Fetched | PipelineError]]:
        """Give what `fetch_all` gives; `attempt` may be called in between."""
        while self._waiting or self._come():
            url = next(iter(self._waiting))
            yield url, self._waiting.pop(url)

    def attempt(self, url: str) -> Fetched | PipelineError:
        """Return a page, or what kept it from being fetched; one ahead keeps its turn."""
        while url in self._ahead:
            self._come()
        return self._waiting[url] if url in self._waiting else self._fetcher.attempt(url)

    def _come(self) -> bool:
        """Wait for the next page; False where there is none."""
        found = next(self._coming, None)
        if found is not None:
            self._ahead.discard(found[0])
            self._waiting[found[0]] = found[1]
        return found is not None


def fetch_as_they_come(
    urls: Sequence[str],
    fetcher: Fetcher,
    *,
    begins: Callable[[str], None] | None = None,
    end: Callable[[], int] | None = None,
) -> Iterator[tuple[int, Fetched | PipelineError]]:
    """Fetch pages; each comes out as soon as it is there, by its number in `urls`.

    While a host pauses others are asked.

    Args:
        urls: as the user gave them; one that is there twice is fetched twice.
        fetcher: on whose terms.
        begins: is told each address as it is begun.
        end: gives the number of the first page that may not be begun yet, which must lie
            beyond the first one that has not come out; None lets all be begun.
    """
    left: dict[str, deque[int]] = {}
    for number, url in enumerate(urls):
        left.setdefault(_host(url), deque()).append(number)
    running: dict[int, str] = {}
    answers: queue.SimpleQueue[tuple[int, Fetched | Exception]] = queue.SimpleQueue()

    def fetch(number: int) -> None:
        try:
            answers.put((number, fetcher.attempt(urls[number])))
        except Exception as error:  # noqa: BLE001 - a bug comes out where the page would have
            answers.put((number, error))

    while left or running:
        until = end() if end is not None else len(urls)
        for host in _startable(left, running, fetcher, until):
            number = left[host].popleft()
            if not left[host]:
                del left[host]
            running[number] = host
            if begins is not None:
                begins(urls[number])
            # Whoever interrupts the run does not wait for slow pages.
            threading.Thread(target=fetch, args=(number,), daemon=True).start()
        number, answer = answers.get()
        del running[number]
        if isinstance(answer, Exception) and not isinstance(answer, PipelineError):
            raise answer
        yield number, answer


def _startable(
    left: Mapping[str, Sequence[int]], running: Mapping[int, str], fetcher: Fetcher, end: int
) -> list[str]:
    """Choose the hosts of which a page can be begun now, those first that need not wait."""
    busy = set(running.values())
    free = [host for host, numbers in left.items() if host not in busy and numbers[0] < end]
    # A host that pauses would hold a place that another can use.
    free.sort(key=lambda host: (fetcher.politeness.waits_s(host), left[host][0]))
    return free[: max(0, N_HOSTS - len(running))]


def _host(url: str) -> str:
    try:
        return parse_address(url).host
    except PipelineError:
        # It fails without asking anybody.
        return url

"""Stage 1: hosts are asked one thing at a time, with a pause between."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.read.web.limits import Clock


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    delay_s: float = 0.0
    free_from: float = float("-inf")


class Politeness:
    """Whose turn it is, host by host; threads may share it."""

    def __init__(self, clock: Clock, *, delay_s: float, max_delay_s: float) -> None:
        self._clock = clock
        self._delay_s, self._max_delay_s = delay_s, max_delay_s
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait until the host may be asked, and keep others from asking meanwhile."""
        host = self._host(name)
        with host.lock:
            wait = host.free_from - self._clock.monotonic()
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                rest = max(self._delay_s, host.delay_s)
                host.free_from = max(host.free_from, self._clock.monotonic() + rest)

    def slow_down(self, name: str, delay_s: float) -> None:
        """Pause longer between requests to a host that asks for it, within a bound."""
        self._host(name).delay_s = min(delay_s, self._max_delay_s)

    def leave_alone(self, name: str, wait_s: float) -> None:
        """Ask nothing of a host for a while; to be called during one's turn."""
        self._host(name).free_from = self._clock.monotonic() + wait_s

    def waits_s(self, name: str) -> float:
        """Return for how long nothing may be asked of a host; 0 where its turn is now."""
        return max(0.0, self._host(name).free_from - self._clock.monotonic())

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

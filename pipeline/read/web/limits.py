"""Stage 1: how much one page may take of time, of bytes and of patience; and the clock."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take.

    Attributes:
        max_bytes: of the body, as sent and as unpacked.
        connect_s: to the first connection, TLS included.
        first_byte_s: from there to the end of the headers.
        overall_s: of all requests that one page needs, without the waiting between them.
        retries: how often a busy server is asked again.
        max_wait_s: the longest that a server may ask to wait before that.
        delay_s: between two requests to one host.
        max_delay_s: the longest that a robots.txt may ask for instead.
    """

    max_bytes: int = 20_000_000
    connect_s: float = 10.0
    first_byte_s: float = 30.0
    overall_s: float = 60.0
    max_redirects: int = 10
    retries: int = 3
    max_wait_s: float = 60.0
    delay_s: float = 1.0
    max_delay_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day, the time that only goes forward, and waiting."""

    now: Callable[[], dt.datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]


DEFAULT_LIMITS: Final = Limits()
SYSTEM_CLOCK: Final = Clock(lambda: dt.datetime.now(dt.UTC), time.monotonic, time.sleep)

"""Stage 1: what a site asks of programs in its robots.txt (RFC 9309).

No such file, or one that is refused (4xx), asks nothing. Where the server fails (5xx,
429) or sends something broken, nobody knows what it asks, and nothing may be fetched.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from pipeline.errors import (
    PipelineError,
    RedirectsTooManyError,
    RobotsForbidError,
    RobotsUnknownError,
)
from pipeline.read.web.addresses import Address
from pipeline.read.web.exchange import Answer

# The name by which robots.txt may speak of us.
ROBOT: Final = "health-claim-lint"
PATH: Final = "/robots.txt"
# As much as has to be read (RFC 9309, 2.5); the rest is left.
MAX_BYTES: Final = 512_000
# After more redirects than this the file counts as not there (RFC 9309, 2.3.1.2).
MAX_REDIRECTS: Final = 5
_BUSY: Final = 429
# Each star of a pattern multiplies the time that matching takes; no site needs so many.
_TOO_MANY_STARS: Final = re.compile(r"^[^#\n]*(?:\*[^#\n*]*){9,}.*$", re.MULTILINE)
# These speak of the connection, not of the file: the page would fail in the same way.
_OF_THE_HOST: Final = frozenset(
    {"E202", "E203", "E204", "E205", "E206", "E208", "E225", "E227", "E229"}
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin asks.

    Attributes:
        parsed: None asks nothing.
        trouble: why it is not known what is asked; "" where it is.
    """

    parsed: Protego | None = None
    trouble: str = ""

    @property
    def delay_s(self) -> float:
        """Seconds that it wants between requests; 0 where it does not say."""
        delay = self.parsed.crawl_delay(ROBOT) if self.parsed is not None else None
        return max(0.0, float(delay)) if delay is not None else 0.0

    def allows(self, address: Address) -> bool:
        """Say whether a page may be fetched."""
        return self.parsed is None or self.parsed.can_fetch(address.url, ROBOT)


def rules_of(answer: Answer) -> Rules:
    """Read what came back for a robots.txt."""
    if 200 <= answer.status < 300:
        text = answer.body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
        return Rules(Protego.parse(_TOO_MANY_STARS.sub("", text)))
    if answer.status >= 500 or answer.status == _BUSY:
        return Rules(trouble=f"the server answered {answer.status}")
    return Rules()


class Robots:
    """The rules of each origin, asked for once; threads may share it.

    Args:
        ask: fetches a robots.txt, redirects included.
    """

    def __init__(self, ask: Callable[[Address, str], Answer]) -> None:
        self._ask = ask
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, address: Address, *, source: str) -> Rules:
        """Return the rules of an address's origin, which allow it.

        Raises:
            RobotsForbidError: they do not.
            RobotsUnknownError: they could not be read.
            PipelineError: the host cannot be reached at all.
        """
        where = Address(address.scheme, address.host, address.port, PATH, address.ip)
        with self._lock:
            lock = self._locks.setdefault(address.origin, threading.Lock())
        with lock:
            rules = self._rules.get(address.origin)
            if rules is None:
                rules = self._rules[address.origin] = self._read(where, source)
        if rules.trouble:
            raise RobotsUnknownError(source=source, robots=where.url, why=rules.trouble)
        if not rules.allows(address):
            raise RobotsForbidError(source=source, robots=where.url)
        return rules

    def _read(self, where: Address, source: str) -> Rules:
        try:
            return rules_of(self._ask(where, source))
        except PipelineError as error:
            if error.code in _OF_THE_HOST:
                raise
            if isinstance(error, RedirectsTooManyError):
                return Rules()
            return Rules(trouble=error.message.removeprefix(f"{source} ").rstrip("."))

"""Stage 1: an address becomes a page: redirects by hand, each hop checked like the first."""

from __future__ import annotations

import datetime as dt
import hashlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from pipeline.errors import (
    AddressUnusableError,
    PageSlowError,
    PipelineError,
    RedirectsTooManyError,
    ServerBusyError,
    StatusRefusedError,
)
from pipeline.read.web.addresses import Address, check_host, parse_address
from pipeline.read.web.cookies import Cookies
from pipeline.read.web.exchange import Answer, Headers, Request, exchange
from pipeline.read.web.kept import Keep, conditions
from pipeline.read.web.limits import DEFAULT_LIMITS, SYSTEM_CLOCK, Clock, Limits
from pipeline.read.web.polite import Politeness
from pipeline.read.web.proxies import ProxyChoice, proxy_from_environment
from pipeline.read.web.resolve import Resolver, resolve, system_resolver
from pipeline.read.web.robots import MAX_REDIRECTS, ROBOT, Robots
from pipeline.read.web.unpack import ACCEPTED
from pipeline.read.web.wire import Tape, Timer
from pipeline.records import Page

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
_UNCHANGED: Final = 304
_PARTIAL: Final = 206
_ACCEPT: Final = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_HINTS: Final = {
    401: "It wants a login; save the page from your browser and check the file.",
    402: "It wants to be paid for; save the page from your browser and check the file.",
    403: "It does not want us to read it; ask the site, or save the page from your browser.",
    404: "See whether the address is right.",
    407: "The proxy wants a name and password; put them into HTTPS_PROXY.",
    410: "It was there once and was taken away.",
    451: "The law of some country keeps it away.",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came, unpacked."""

    page: Page
    body: bytes


@dataclass(frozen=True, slots=True)
class Traffic:
    """One exchange as it went over the wire, for an archive.

    Attributes:
        ip: of the host; of a proxy its name.
        sent, received: without TLS; what was not read of an answer is not there.
    """

    url: str
    ip: str
    at: dt.datetime
    sent: bytes
    received: bytes


Recorder = Callable[[Traffic], None]


@dataclass(frozen=True)
class Conditions:
    """On what terms pages are fetched.

    Attributes:
        allow_private: fetch from loopback and private addresses, too.
        ignore_robots: do not ask robots.txt.
        contact: how sites can reach the user; stands in the user agent. "" names nobody.
        version: of the tool, for the user agent.
        keep: where pages are kept between runs; None keeps none.
        tls: what certificates are trusted; None is what the system trusts.
        recorder: is given every exchange; None needs none.
    """

    limits: Limits = DEFAULT_LIMITS
    allow_private: bool = False
    ignore_robots: bool = False
    contact: str = ""
    version: str = "0"
    keep: Keep | None = None
    resolver: Resolver = system_resolver
    proxies: ProxyChoice = proxy_from_environment
    clock: Clock = SYSTEM_CLOCK
    tls: ssl.SSLContext | None = None
    recorder: Recorder | None = None

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        contact = f"; contact: {self.contact}" if self.contact else ""
        return f"{ROBOT}/{self.version} (claims audit, checks health claims of pages{contact})"


class Fetcher:
    """Fetches pages; threads may share it, and each host still sees one request at a time."""

    def __init__(self, conditions: Conditions, *, politeness: Politeness | None = None) -> None:
        """Fetch on these conditions, in turn with all fetchers of the same politeness."""
        self._on = conditions
        limits, clock = conditions.limits, conditions.clock
        self.politeness = politeness or Politeness(
            clock, delay_s=limits.delay_s, max_delay_s=limits.max_delay_s
        )
        self._robots = Robots(self._fetch_robots)

    def fetch(self, url: str) -> Fetched:
        """Fetch one page.

        Raises:
            PipelineError: there is no page to be had; each reason has its class.
        """
        journey = _Journey(url, self._on.limits.overall_s)
        answer = self._travel(journey, parse_address(url), robots=not self._on.ignore_robots)
        if not 200 <= answer.status < 300 or answer.status == _PARTIAL:
            raise _refused(answer, url)
        page = Page(
            url=url,
            final_url=answer.address.url,
            status=answer.status,
            headers=tuple(each for each in answer.headers if each[0] != "set-cookie"),
            fetched_at=self._on.clock.now(),
            sha256=hashlib.sha256(answer.body).hexdigest(),
            redirects=tuple(journey.passed),
            from_cache=answer.from_cache,
            robots_ignored=self._on.ignore_robots,
        )
        return Fetched(page, answer.body)

    def attempt(self, url: str) -> Fetched | PipelineError:
        """Fetch one page, or return what kept it from being fetched."""
        try:
            return self.fetch(url)
        except PipelineError as error:
            return error

    def _fetch_robots(self, where: Address, source: str) -> Answer:
        journey = _Journey(source, self._on.limits.overall_s)
        return self._travel(journey, where, robots=False, max_redirects=MAX_REDIRECTS)

    def _travel(
        self,
        journey: _Journey,
        start: Address,
        *,
        robots: bool,
        max_redirects: int | None = None,
    ) -> Answer:
        """Follow redirects to their end; robots.txt is asked at every hop."""
        most = self._on.limits.max_redirects if max_redirects is None else max_redirects
        address = start
        while True:
            # Before robots.txt, which lies on the same host.
            check_host(address, source=journey.source, allow_private=self._on.allow_private)
            if robots:
                rules = self._robots.check(address, source=journey.source)
                self.politeness.slow_down(address.host, rules.delay_s)
            answer = self._ask(journey, address)
            journey.cookies.keep(answer)
            target = answer.header("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            address = journey.turn(answer, target, most=most)

    def _ask(self, journey: _Journey, address: Address) -> Answer:
        """Ask once, and again where the server asks to come later."""
        limits, host = self._on.limits, address.host
        for attempt in range(limits.retries + 1):
            with self.politeness.turn(host):
                answer = self._exchange(journey, address)
                if answer.status not in _BUSY:
                    return answer
                wait_s = _wait_s(answer, self._on.clock.now(), default_s=2.0**attempt)
                self.politeness.leave_alone(host, wait_s)
            if wait_s > limits.max_wait_s:
                why = f"and asks to wait {wait_s:,.0f} s"
                break
            why = f"after {limits.retries + 1} attempts"
        raise ServerBusyError(source=journey.source, status=answer.status, why=why)

    def _exchange(self, journey: _Journey, address: Address) -> Answer:
        on, source = self._on, journey.source
        cookie = journey.cookies.for_address(address)
        # A page for one visitor is not kept for another.
        kept = on.keep.find(address) if on.keep is not None and not cookie else None
        proxy = on.proxies(address, source)
        begun = on.clock.monotonic()
        ips = None
        if proxy is None:
            ips = resolve(
                address,
                source=source,
                resolver=on.resolver,
                timeout_s=on.limits.connect_s,
                allow_private=on.allow_private,
            )
        headers = self._headers(address, cookie, conditions(kept) if kept is not None else ())
        if journey.left_s <= 0:
            raise PageSlowError(source=source, limit_s=on.limits.overall_s, size_mb=0.0)
        tape = Tape() if on.recorder is not None else None
        try:
            answer = exchange(
                Request(source, address, headers, ips, proxy),
                limits=on.limits,
                timer=Timer(on.clock.monotonic, journey.left_s),
                tls=on.tls,
                tape=tape,
            )
        finally:
            journey.left_s -= on.clock.monotonic() - begun
        if on.recorder is not None and tape is not None:
            sent, received = bytes(tape.sent), bytes(tape.received)
            on.recorder(Traffic(address.url, answer.ip, on.clock.now(), sent, received))
        if answer.status == _UNCHANGED and kept is not None:
            return kept
        if on.keep is not None and not cookie and answer.status == HTTPStatus.OK:
            on.keep.put(answer)
        return answer

    def _headers(self, address: Address, cookie: str, asked: Headers) -> Headers:
        return (
            ("Host", address.authority),
            ("User-Agent", self._on.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", ACCEPTED),
            ("Accept-Language", "en"),
            ("Connection", "close"),
            *((("Cookie", cookie),) if cookie else ()),
            *asked,
        )


class _Journey:
    """The way from the address that the user gave to where redirects end."""

    def __init__(self, source: str, left_s: float) -> None:
        self.source, self.left_s = source, left_s
        self.cookies = Cookies()
        self.passed: list[str] = []
        self._seen: set[tuple[str, str]] = set()

    def turn(self, answer: Answer, target: str, *, most: int) -> Address:
        """Return where a redirect leads.

        Raises:
            RedirectsTooManyError: in a circle, or on and on.
            AddressUnusableError: to no address.
        """
        # Where a cookie was set on the way the same address may answer otherwise.
        seen = (answer.address.url, self.cookies.for_address(answer.address))
        if seen in self._seen:
            why = f"{answer.address.url} redirects to itself in the end"
            raise RedirectsTooManyError(source=self.source, why=why)
        self._seen.add(seen)
        self.passed.append(answer.address.url)
        if len(self.passed) > most:
            why = f"after {most} redirects there was one more, to {target[:200]}"
            raise RedirectsTooManyError(source=self.source, why=why)
        try:
            return parse_address(_readable(target), base=answer.address)
        except AddressUnusableError as error:
            source = f"{self.source} redirects to {error.details['source']}, which"
            raise AddressUnusableError(**{**error.details, "source": source}) from error


def _readable(target: str) -> str:
    # A header is Latin-1 to HTTP; servers that write other letters mean UTF-8.
    try:
        return target.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return target


def _wait_s(answer: Answer, now: dt.datetime, *, default_s: float) -> float:
    """Return how long a busy server asks to wait, or a while that doubles each time."""
    written = answer.header("retry-after").strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return default_s
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - now).total_seconds())


def _refused(answer: Answer, source: str) -> StatusRefusedError:
    try:
        meaning = HTTPStatus(answer.status).phrase
    except ValueError:
        meaning = "which means nothing in HTTP"
    hint = _HINTS.get(answer.status, "Try again later." if answer.status >= 500 else "")
    return StatusRefusedError(
        source=source, status=answer.status, meaning=meaning, hint=hint or "Nothing was read."
    )

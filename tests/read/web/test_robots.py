"""What a robots.txt asks is asked of us, as RFC 9309 has it."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import (
    ConnectFailedError,
    PageCutError,
    RedirectsTooManyError,
    RobotsForbidError,
    RobotsUnknownError,
)
from pipeline.read.web.addresses import parse_address
from pipeline.read.web.exchange import Answer
from pipeline.read.web.robots import MAX_BYTES, Robots, rules_of

PAGE = parse_address("https://example.org/a/page?x=1")


def answered(text: str = "", status: int = 200) -> Answer:
    return Answer(PAGE, status, (), text.encode())


ALLOWED = {
    "nothing": "",
    "another robot": "User-agent: other\nDisallow: /\n",
    "another folder": "User-agent: *\nDisallow: /b/\n",
    "a longer rule that allows": "User-agent: *\nDisallow: /\nAllow: /a/\n",
    "our own group": "User-agent: *\nDisallow: /\n\nUser-agent: health-claim-lint\nDisallow: /b\n",
    "in capitals": "User-agent: *\nDisallow: /\n\nUser-agent: Health-CLAIM-Lint\nAllow:/\n",
    "a page that is no robots.txt": "<!doctype html><p>Not found",
    "the end of a pattern": "User-agent: *\nDisallow: /a/page$\n",
}
FORBIDDEN = {
    "everything": "User-agent: *\nDisallow: /\n",
    "everything after a byte order mark": "\ufeffUser-agent: *\nDisallow: /\n",
    "the folder": "User-agent: *\nDisallow: /a/\n",
    "a pattern": "User-agent: *\nDisallow: /*?x=\n",
    "our own group": "User-agent: *\nAllow: /\n\nUser-agent: health-claim-lint\nDisallow: /a\n",
    "two groups of one name": "User-agent: *\nDisallow: /b\n\nUser-agent: *\nDisallow: /a\n",
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_robots_allow_what_is_not_forbidden(text):
    assert rules_of(answered(text)).allows(PAGE)


@pytest.mark.parametrize("text", FORBIDDEN.values(), ids=FORBIDDEN)
def test_robots_forbid_what_they_name(text):
    robots = Robots(lambda _where, _source: answered(text))
    with pytest.raises(RobotsForbidError, match=r"https://example\.org/robots\.txt asks"):
        robots.check(PAGE, source=PAGE.url)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_robots_that_are_not_there_ask_nothing(status):
    assert rules_of(answered("User-agent: *\nDisallow: /\n", status)).allows(PAGE)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_robots_of_a_server_that_fails_are_unknown(status):
    robots = Robots(lambda _where, _source: answered("", status))
    with pytest.raises(RobotsUnknownError, match=str(status)):
        robots.check(PAGE, source=PAGE.url)


def test_robots_that_broke_off_are_unknown():
    def ask(_where, source):
        raise PageCutError(source=source, why="the connection ended")

    with pytest.raises(RobotsUnknownError, match=r"is not whole: the connection ended"):
        Robots(ask).check(PAGE, source=PAGE.url)


def test_robots_of_a_host_that_is_not_there_say_so():
    def ask(_where, source):
        raise ConnectFailedError(source=source, host="example.org", why="refused")

    with pytest.raises(ConnectFailedError):
        Robots(ask).check(PAGE, source=PAGE.url)


def test_robots_that_redirect_on_and_on_ask_nothing():
    def ask(_where, source):
        raise RedirectsTooManyError(source=source, why="round")

    assert Robots(ask).check(PAGE, source=PAGE.url).allows(PAGE)


def test_robots_are_asked_once_for_each_origin():
    asked = []

    def ask(where, _source):
        asked.append(where.url)
        return answered()

    robots = Robots(ask)
    for url in ("https://example.org/1", "https://example.org/2", "https://example.org:8443/"):
        robots.check(parse_address(url), source=url)
    assert asked == ["https://example.org/robots.txt", "https://example.org:8443/robots.txt"]


DELAYS = {"Crawl-delay: 5": 5.0, "Crawl-delay: 0.5": 0.5, "": 0.0, "Crawl-delay: soon": 0.0}


@pytest.mark.parametrize(("line", "delay_s"), DELAYS.items())
def test_robots_say_how_long_to_pause(line, delay_s):
    assert rules_of(answered(f"User-agent: *\n{line}\nDisallow: /b\n")).delay_s == delay_s


def test_robots_are_read_up_to_a_size():
    text = "User-agent: *\n" + "Allow: /b\n" * (MAX_BYTES // 10) + "Disallow: /\n"
    assert rules_of(answered(text)).allows(PAGE)


def test_robots_made_to_keep_us_busy_do_not():
    stars = "/" + "a*" * 3_000 + "b"
    rules = rules_of(answered(f"User-agent: *\nDisallow: {stars}\nDisallow: /x\n"))
    begun = time.monotonic()
    assert rules.allows(parse_address("https://example.org/" + "a" * 2_000))
    assert not rules.allows(parse_address("https://example.org/x"))
    assert time.monotonic() - begun < 5

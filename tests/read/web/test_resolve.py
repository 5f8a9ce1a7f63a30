"""Names become addresses once; one that is forbidden forbids them all."""

from __future__ import annotations

import socket
import time

import pytest

from pipeline.errors import AddressForbiddenError, NameUnknownError
from pipeline.read.web.addresses import parse_address
from pipeline.read.web.resolve import resolve, system_resolver

PUBLIC = "93.184.215.14"


def resolved(url, resolver, **options):
    found = resolve(parse_address(url), source=url, resolver=resolver, timeout_s=0.2, **options)
    return [str(ip) for ip in found]


def test_resolve_keeps_the_order_of_what_is_public():
    given = [PUBLIC, "2606:4700::6810:84e5"]
    assert resolved("http://example.org/", lambda _name: given) == given


def test_resolve_looks_up_no_number():
    assert resolved(f"http://{PUBLIC}/", lambda _name: pytest.fail("looked up")) == [PUBLIC]


FORBIDDEN = [
    *("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
    *("fe80::1%eth0", "fd00::1", "0.0.0.0", "2002:a00:1::"),
]


@pytest.mark.parametrize("ip", FORBIDDEN)
@pytest.mark.parametrize("others", [[], [PUBLIC]], ids=["alone", "beside a public one"])
def test_resolve_refuses_a_name_that_leads_inside(ip, others):
    with pytest.raises(AddressForbiddenError, match=r"example\.org at"):
        resolved("http://example.org/", lambda _name: [*others, ip])


def test_resolve_an_intranet_is_opened_by_the_option_alone():
    assert resolved("http://wiki.internal/", lambda _name: ["10.0.0.1"], allow_private=True)


def unknown(_name):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def slow(_name):
    time.sleep(5)


UNKNOWN = {
    "Name or service not known": unknown,
    "the answer was empty": lambda _name: [],
    "no answer within 0.2 s": slow,
    "does not appear to be": lambda _name: ["example.com"],
}


@pytest.mark.parametrize(("why", "resolver"), UNKNOWN.items(), ids=list(UNKNOWN))
def test_resolve_says_why_a_name_leads_nowhere(why, resolver):
    with pytest.raises(NameUnknownError) as caught:
        resolved("http://example.org/", resolver)
    assert why.lower() in caught.value.message.lower()


def test_resolve_the_system_knows_this_machine():
    found = system_resolver("localhost")
    assert set(found) <= {"127.0.0.1", "::1"}
    assert found

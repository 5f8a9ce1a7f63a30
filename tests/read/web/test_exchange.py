"""TLS is verified for the name that was asked for, at the address that was checked."""

from __future__ import annotations

import ssl

import pytest
import trustme
from serving import fetcher, page, serving

from pipeline.errors import CertificateUnsureError, ConnectFailedError

NAME = "clinic.example.org"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def certified(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def asks(tls, ip="127.0.0.1"):
    return fetcher(tls=tls, resolver=lambda _name: [ip], ignore_robots=True)


def test_exchange_tls_is_verified_for_the_name_not_the_address(authority, trusting):
    with serving(tls=certified(authority.issue_cert(NAME))) as server:
        server.routes["/page"] = page("safe")
        assert b"safe" in asks(trusting).fetch(server.url("/page", host=NAME)).body
        assert server.asked[0].headers["host"] == f"{NAME}:{server.port}"


def test_exchange_tls_of_an_address_is_verified_too(authority, trusting):
    with serving(tls=certified(authority.issue_cert("127.0.0.1"))) as server:
        server.routes["/page"] = page("safe")
        assert b"safe" in asks(trusting).fetch(server.url("/page")).body


REFUSED = {
    "another name": lambda authority: authority.issue_cert("other.example.org"),
    "an authority that nobody knows": lambda _authority: trustme.CA().issue_cert(NAME),
    "the address alone": lambda authority: authority.issue_cert("127.0.0.1"),
}


@pytest.mark.parametrize("issue", REFUSED.values(), ids=REFUSED)
def test_exchange_a_certificate_that_proves_nothing_is_refused(authority, trusting, issue):
    with serving(tls=certified(issue(authority))) as server:
        with pytest.raises(CertificateUnsureError, match=NAME):
            asks(trusting).fetch(server.url("/page", host=NAME))
        assert server.asked == []


def test_exchange_trusts_nobody_but_the_system_by_itself(authority):
    with serving(tls=certified(authority.issue_cert(NAME))) as server:
        with pytest.raises(CertificateUnsureError):
            asks(None).fetch(server.url("/page", host=NAME))
        assert server.asked == []


def test_exchange_a_server_without_tls_has_no_page_over_it(trusting):
    with serving() as server, pytest.raises(ConnectFailedError, match="no TLS came about"):
        asks(trusting).fetch(f"https://{NAME}:{server.port}/")


def test_exchange_old_tls_is_refused(authority, trusting):
    context = certified(authority.issue_cert(NAME))
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with serving(tls=context) as server, pytest.raises(ConnectFailedError, match="no TLS"):
        asks(trusting).fetch(server.url("/page", host=NAME))

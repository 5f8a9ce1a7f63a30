"""The guards that every other test leans on: builders that build, sockets that stay shut."""

import socket

import factories
import pytest


@pytest.mark.parametrize("name", [n for n in factories.__all__ if n.startswith("make_")])
def test_factories_build_with_defaults_alone(name):
    assert getattr(factories, name)() is not None


def test_factories_pass_fields_on_to_the_statement():
    claim = factories.make_claim(condition="D019547", kind="coverage")
    assert claim.statement.condition.concept_id == "D019547"
    assert claim.kind == "coverage"


def test_factories_refuse_a_row_and_its_fields_at_once():
    with pytest.raises(TypeError, match="at once"):
        factories.make_match(factories.make_row(), row_id="R2")


@pytest.mark.parametrize("host", ["93.184.216.34", "example.org", "2606:2800::1"])
def test_no_network_refuses_other_machines(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.socket(family, socket.SOCK_STREAM) as wire,
        pytest.raises(AssertionError, match="reached for"),
    ):
        wire.connect((host, 80))
    with pytest.raises(AssertionError, match="reached for"):
        socket.getaddrinfo(host, 80)


def test_no_network_lets_loopback_through():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())

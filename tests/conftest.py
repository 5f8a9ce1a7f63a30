"""What tests share: no network for any, and for those that ask a cache and an encoder."""

from __future__ import annotations

import ipaddress
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from pipeline.check import Checker
from pipeline.encoders.exporting import onnx_path
from pipeline.encoders.folders import EncoderFolder, find_encoder_folder
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.mark.language import build_language
from pipeline.resources import evidence_dir
from pipeline.retrieve import TableRetriever
from pipeline.settings import Settings

# The same examples on every run, and no clock: a busy machine is no fault of the code.
settings.register_profile("claims", deadline=None, derandomize=True, database=None)
settings.load_profile("claims")

# Made by make_tiny_encoder.py beside it.
TINY = Path(__file__).parent / "data" / "tiny_encoder"


class NetworkForbiddenError(AssertionError):
    """A test tried to reach another machine."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str):
        return False
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse sockets to other machines, and the look-up of their names."""
    connect, connect_ex, sendto = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
    )
    getaddrinfo = socket.getaddrinfo

    def refuse(address: object) -> None:
        host = address[0] if isinstance(address, tuple) and address else address
        if isinstance(address, tuple) and not _is_loopback(host):
            raise NetworkForbiddenError(f"a test reached for {host!r}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: bytes, *rest: object) -> int:
        refuse(rest[-1])
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: object, *rest: object, **options: object) -> object:
        if host is not None:
            refuse((host,))
        return getaddrinfo(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


@pytest.fixture(scope="session")
def table() -> EvidenceTable:
    """Give the shipped evidence, read once for all tests."""
    return load_evidence([evidence_dir()])


@pytest.fixture(scope="session")
def nlp(table: EvidenceTable) -> Language:
    """Give the marking pipeline with the shipped concepts, built once for all tests."""
    return build_language(table.concepts)


@pytest.fixture(scope="session")
def checker(table: EvidenceTable, nlp: Language) -> Checker:
    """Give all stages without an encoder, which would need trained weights."""
    return Checker(Settings(), table, nlp, TableRetriever(table, None))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what a test makes out of the user's cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CLAIMS_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def tiny_folder(own_cache: Path) -> EncoderFolder:
    """Give an encoder with random weights whose ONNX form is in the cache already."""
    folder = find_encoder_folder(str(TINY))
    target = onnx_path(folder)
    shutil.copytree(TINY / "onnx", target.parent)
    assert target.is_relative_to(own_cache)
    return folder

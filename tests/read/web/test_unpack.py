"""What is packed comes out as it was, in small pieces, and not at all where it is broken."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.web.unpack import PIECE, CutOffError, UnpackError, encodings_of, unpack


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "two gzip members": ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
    "deflate": ("deflate", zlib.compress),
    "deflate without its head": ("deflate", raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "two zstd frames": ("zstd", lambda data: zstd.compress(data[:7]) + zstd.compress(data[7:])),
    "gzip in brotli": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    "nothing": ("identity", bytes),
}
EACH = pytest.mark.parametrize(("header", "pack"), PACKERS.values(), ids=PACKERS)


def cut_up(data: bytes, sizes: list[int]) -> list[bytes]:
    ends = list(itertools.accumulate(sizes))
    places = [0, *(end for end in ends if end < len(data)), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]


def unpacked(data: bytes, header: str, *, sizes=(), limit=10**9) -> bytes:
    return b"".join(unpack(cut_up(data, list(sizes)), encodings_of(header), limit=limit))


@EACH
@given(data=st.binary(), sizes=st.lists(st.integers(1, 40), max_size=30))
def test_unpack_gives_what_was_packed_however_it_arrives(header, pack, data, sizes):
    assert unpacked(pack(data), header, sizes=sizes) == data


@EACH
def test_unpack_gives_small_pieces_and_stops_at_the_limit(header, pack):
    packed = pack(bytes(30_000_000))
    if header == "identity":
        return
    pieces = list(unpack([packed], encodings_of(header), limit=1_000_000))
    assert max(map(len, pieces)) <= 2 * PIECE
    assert 1_000_000 < sum(map(len, pieces)) < 1_000_000 + 3 * PIECE


@EACH
def test_unpack_tells_what_ends_in_the_middle(header, pack):
    packed = pack(bytes(range(256)) * 50)
    if header == "identity":
        return
    for end in (5, len(packed) // 2, len(packed) - 1):
        with pytest.raises(CutOffError):
            unpacked(packed[:end], header)


@EACH
def test_unpack_takes_an_empty_body_for_empty(header, pack):
    assert unpacked(b"", header) == b""
    assert unpacked(pack(b""), header) == b""


@pytest.mark.parametrize("header", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("data", [b"<p>not packed at all</p>", bytes(100), b"\xff" * 100])
def test_unpack_refuses_what_is_not_packed(header, data):
    with pytest.raises((UnpackError, CutOffError)):
        unpacked(data, header)


def test_unpack_drops_what_follows_a_gzip_member():
    assert unpacked(gzip.compress(b"text") + b"\0\0 trailing", "gzip") == b"text"


def test_unpack_refuses_zstd_that_asks_for_too_much_memory():
    options = {zstd.CompressionParameter.window_log: 27}
    packer = zstd.ZstdCompressor(options=options)
    packed = packer.compress(bytes(1000)) + packer.flush()
    with pytest.raises(UnpackError):
        unpacked(packed, "zstd")


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(max_size=300))
def test_unpack_gives_bytes_or_one_of_two_errors_for_anything(header, data):
    with contextlib.suppress(UnpackError, CutOffError):
        unpacked(data, header, sizes=[1, 2, 3], limit=100_000)


REFUSED = {
    "compress": "'compress' is unknown",
    "gzip, zip": "'zip' is unknown",
    "gzip, gzip, gzip": "packed 3 times over",
}


@pytest.mark.parametrize(("header", "why"), REFUSED.items())
def test_unpack_names_what_it_does_not_know(header, why):
    with pytest.raises(UnpackError, match=why):
        encodings_of(header)


def test_unpack_takes_the_last_step_first():
    assert encodings_of("GZIP, identity,br") == ("br", "gzip")
    assert encodings_of("") == ()

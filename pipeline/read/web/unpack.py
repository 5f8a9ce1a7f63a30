"""Stage 1: what a server packed is unpacked piece by piece, so that no piece grows large.

A few kilobytes can unpack to gigabytes. Each step gives pieces of at most `PIECE`
bytes, and whoever takes them stops when there are enough.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

PIECE: Final = 65_536
# Browsers refuse what asks for more memory than this (RFC 9659): 8 MB.
_ZSTD_WINDOW_LOG: Final = 23
# More than one is rare, more than two is nobody's.
_MOST_STEPS: Final = 2
_AUTOMATIC: Final = 47
_RAW: Final = -15


class UnpackError(Exception):
    """The bytes are not packed as their headers say."""


class CutOffError(Exception):
    """The bytes end before what they hold does."""


def encodings_of(header: str) -> tuple[str, ...]:
    """Read a `Content-Encoding`: the steps to unpack, in the order to take them.

    Raises:
        UnpackError: one of them is unknown, or there are too many.
    """
    named = [name.strip().lower() for name in header.split(",")]
    steps = tuple(name for name in reversed(named) if name not in {"", "identity"})
    unknown = next((name for name in steps if name not in _STEPS), None)
    if unknown is not None:
        raise UnpackError(f"'{unknown}' is unknown")
    if len(steps) > _MOST_STEPS:
        raise UnpackError(f"it is packed {len(steps)} times over")
    return steps


def unpack(chunks: Iterable[bytes], steps: Iterable[str], *, limit: int) -> Iterator[bytes]:
    """Yield the bytes as they were before they were packed.

    Args:
        chunks: as sent.
        steps: of `encodings_of`.
        limit: where a step gives more bytes than this, it stops after the first piece
            beyond, also where the next step would make few of them.

    Raises:
        UnpackError: the bytes are not packed that way.
        CutOffError: they end in the middle.
    """
    pieces: Iterator[bytes] = iter(chunks)
    for step in steps:
        pieces = _bounded(_STEPS[step](pieces), limit)
    return pieces


def _bounded(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        yield piece
        if size > limit:
            return


def _inflate(chunks: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    state = zlib.decompressobj(wbits)
    is_empty = True
    for chunk in chunks:
        rest = chunk
        while rest:
            is_empty = False
            try:
                piece = state.decompress(rest, PIECE)
            except zlib.error as error:
                raise UnpackError(str(error)) from error
            if piece:
                yield piece
            rest = state.unconsumed_tail
            if state.eof:
                rest = state.unused_data
                # A second member goes on; what is no member is dropped, as browsers do.
                if rest and (wbits == _RAW or not rest.startswith(b"\x1f")):
                    return
                if rest:
                    state = zlib.decompressobj(wbits)
    # What is left in the state is less than a piece.
    tail = state.flush()
    if tail:
        yield tail
    if not is_empty and not state.eof:
        raise CutOffError


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return _inflate(chunks, _AUTOMATIC)


def _deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    # The standard says zlib; some servers leave its two bytes away, and browsers cope.
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= 2:
            break
    is_zlib = len(head) >= 2 and head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0

    def whole() -> Iterator[bytes]:
        yield head
        yield from chunks

    return _inflate(whole(), _AUTOMATIC if is_zlib else _RAW)


def _brotli(chunks: Iterator[bytes]) -> Iterator[bytes]:
    import brotli

    state = brotli.Decompressor()
    is_empty = True
    for chunk in chunks:
        rest = chunk
        while not state.is_finished():
            is_empty = is_empty and not rest
            try:
                piece = state.process(rest, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise UnpackError(str(error)) from error
            rest = b""
            if piece:
                yield piece
            if state.can_accept_more_data():
                break
    if not is_empty and not state.is_finished():
        raise CutOffError


def _zstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW_LOG}
    state = zstd.ZstdDecompressor(options=options)
    is_empty = True
    for chunk in chunks:
        rest = chunk
        while rest or not (state.needs_input or state.eof):
            if state.eof:
                state = zstd.ZstdDecompressor(options=options)
            is_empty = False
            try:
                piece = state.decompress(rest, PIECE)
            except zstd.ZstdError as error:
                raise UnpackError(str(error)) from error
            if piece:
                yield piece
            rest = state.unused_data if state.eof else b""
    if not is_empty and not state.eof:
        raise CutOffError


_STEPS: Final[Mapping[str, Callable[[Iterator[bytes]], Iterator[bytes]]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
# What requests say that we take.
ACCEPTED: Final = "gzip, deflate, br, zstd"

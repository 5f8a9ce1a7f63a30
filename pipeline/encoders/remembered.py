"""Vectors that are made once. Evidence rows change seldom, articles always."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline import resources
from pipeline.encoders.vectors import Encoder, Floats
from pipeline.encoders.with_onnx import OnnxEncoder
from pipeline.packed import open_packed, write_packed

# New vectors are written beside the many old ones, and among them from this number
# on: 3 MB are written for a page that met new rows, and not all that were ever met.
_RECENT: Final = 2048
# Hex digits of a text's hash: two of a billion texts share them once in 10^20 tables.
_DIGITS: Final = 32
_Keys = NDArray[np.bytes_]


def remembered(encoder: Encoder) -> Encoder:
    """Let an encoder remember its vectors across runs, where it says which ones it makes."""
    if not isinstance(encoder, OnnxEncoder):
        return encoder
    path = resources.cache_dir() / "vectors" / f"{encoder.fingerprint}.packed"
    return RememberingEncoder(encoder, path)


class RememberingEncoder:
    """Encodes each text once and keeps its vector in a file, by the text's hash.

    The file is mapped into memory; only the vectors that are asked for are read.
    One that is missing, cut short or not writable costs time, nothing else.
    Meant for texts that come back: each one makes it 1.6 kB longer.

    Args:
        encoder: makes what is not known yet.
        path: of the file; another one beside it holds the newest vectors.
        n_recent: how many of these there are at most.
    """

    def __init__(self, encoder: Encoder, path: Path, *, n_recent: int = _RECENT) -> None:
        self._encoder = encoder
        self._path = path
        self._n_recent = n_recent
        self._recent_path = path.with_suffix(f".recent{path.suffix}")
        self._is_read = False
        self._keys: _Keys = np.empty(0, f"S{_DIGITS}")
        self._vectors: Floats = np.empty((0, 0), np.float32)
        self._recent: dict[bytes, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts; float32 of shape (n_texts, n_dims), each row of length 1."""
        if not texts:
            return self._encoder.encode(texts)
        if not self._is_read:
            self._keys, self._vectors = _read(self._path)
            self._recent = dict(zip(*_read(self._recent_path), strict=True))
            self._is_read = True
        by_key = {_key(text): text for text in texts}
        known = self._known(list(by_key))
        new = {key: text for key, text in by_key.items() if key not in known}
        if new:
            made = dict(zip(new, self._encoder.encode(list(new.values())), strict=True))
            known |= made
            self._recent |= made
            with contextlib.suppress(OSError):
                self._keep()
        return np.stack([known[_key(text)] for text in texts])

    def _known(self, wanted: Sequence[bytes]) -> dict[bytes, Floats]:
        known = {key: self._recent[key] for key in wanted if key in self._recent}
        if len(self._keys):
            places = np.searchsorted(self._keys, np.array(wanted, self._keys.dtype))
            places = np.minimum(places, len(self._keys) - 1)
            for key, place, held in zip(wanted, places, self._keys[places], strict=True):
                if held == key:
                    known[key] = self._vectors[place]
        return known

    def _keep(self) -> None:
        if len(self._recent) < self._n_recent:
            _write(self._recent_path, self._recent)
            return
        everything = dict(zip(self._keys.tolist(), self._vectors, strict=True)) | self._recent
        _write(self._path, everything)
        self._recent_path.unlink(missing_ok=True)
        self._keys, self._vectors = _read(self._path)
        self._recent = {}


def _key(text: str) -> bytes:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:_DIGITS].encode("ascii")


def _read(path: Path) -> tuple[_Keys, Floats]:
    # Unchecked: to sum up all of them would take longer than to read the few wanted,
    # and a vector that a broken disk changed costs a rank and no verdict's truth.
    arrays = open_packed(path, checked=False) or {}
    keys, vectors = arrays.get("keys"), arrays.get("vectors")
    if keys is None or vectors is None or len(keys) != len(vectors):
        return np.empty(0, f"S{_DIGITS}"), np.empty((0, 0), np.float32)
    return keys, vectors


def _write(path: Path, vectors: Mapping[bytes, Floats]) -> None:
    keys = sorted(vectors)
    stacked = np.stack([vectors[key] for key in keys])
    write_packed(path, {"keys": np.array(keys, f"S{_DIGITS}"), "vectors": stacked})

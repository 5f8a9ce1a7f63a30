"""Layer 2: vectors that are made once. Evidence rows change seldom, articles always."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import resources
from pipeline.encoders.vectors import Encoder, Floats
from pipeline.encoders.with_onnx import OnnxEncoder


def remembered(encoder: Encoder) -> Encoder:
    """Let an encoder remember its vectors across runs, where it says which ones it makes."""
    if not isinstance(encoder, OnnxEncoder):
        return encoder
    path = resources.cache_dir() / "vectors" / f"{encoder.fingerprint}.npy"
    return RememberingEncoder(encoder, path)


class RememberingEncoder:
    """Encodes each text once and keeps its vector in a file, by the text's hash.

    A file that is missing, damaged or not writable costs time, nothing else.
    Meant for texts that come back: each one makes the file 1.6 kB longer.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self._path = path
        self._known: dict[bytes, Floats] | None = None

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts; float32 of shape (n_texts, n_dims), each row of length 1."""
        if not texts:
            return self._encoder.encode(texts)
        if self._known is None:
            self._known = _read_vectors(self._path)
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
            with contextlib.suppress(OSError):
                _write_vectors(self._path, self._known)
        return np.stack([self._known[key] for key in keys])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest().encode("ascii")


def _read_vectors(path: Path) -> dict[bytes, Floats]:
    try:
        stored: NDArray[np.void] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return {}
    names = stored.dtype.names if isinstance(stored, np.ndarray) else None
    if names != ("key", "vector"):
        return {}
    return {bytes(key): vector for key, vector in zip(stored["key"], stored["vector"], strict=True)}


def _write_vectors(path: Path, known: dict[bytes, Floats]) -> None:
    n_dims = len(next(iter(known.values())))
    stored = np.zeros(len(known), dtype=[("key", "S64"), ("vector", "<f4", (n_dims,))])
    for place, key in enumerate(sorted(known)):
        stored[place] = (key, known[key])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        with unfinished.open("wb") as file:
            np.save(file, stored, allow_pickle=False)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

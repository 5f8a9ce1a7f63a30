"""What an encoder is, and the last step that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that turns texts into vectors that can be compared."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts.

        Returns:
            float32 of shape (n_texts, n_dims), in the order given; each row
            has length 1, so that a dot product is a cosine.
        """
        ...


def pool(states: Floats, *, pooling: str) -> Floats:
    """Make one vector of length 1 of one text's token states.

    Args:
        states: float32 of shape (n_tokens, n_dims), without padding.
        pooling: "mean", or "cls" for the first token's state.

    Returns:
        float32 of shape (n_dims,).
    """
    vector = states[0] if pooling == "cls" else states.sum(axis=0) / np.float32(len(states))
    length = np.sqrt(np.sum(vector * vector, dtype=np.float32))
    # No trained encoder gives a zero vector; one that did must not give NaN.
    return np.asarray(vector / max(length, np.float32(1e-12)), dtype=np.float32)

"""The encoder that the tool runs on, with ONNX Runtime in float32.

A text's vector has the same bytes alone and in any batch, since its states
have, and pooling is done per text, outside the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.sessions import BATCH_TOKENS, OnnxModel
from pipeline.encoders.vectors import Floats, pool


class OnnxEncoder:
    """Encodes with tokenizers and ONNX Runtime; imports neither torch nor transformers.

    Nothing is loaded before the first `encode`. The very first one on a
    machine makes the ONNX file, which takes torch and some 20 s.

    Args:
        folder: of the encoder.
        batch_tokens: word pieces in one batch, padding counted.
        n_threads: the vectors are the same for each; None takes the cores there are.
    """

    def __init__(
        self,
        folder: EncoderFolder,
        *,
        batch_tokens: int = BATCH_TOKENS,
        n_threads: int | None = None,
    ) -> None:
        self._folder = folder
        self._model = OnnxModel(folder, folder, batch_tokens=batch_tokens, n_threads=n_threads)

    @property
    def name(self) -> str:
        """The encoder's name, as a report prints it."""
        return self._folder.name

    @cached_property
    def fingerprint(self) -> str:
        """Says which vectors it makes: two of the same fingerprint make the same."""
        from importlib.metadata import version  # noqa: PLC0415 - not needed to encode

        return f"{self._folder.identity[:32]}-onnxruntime{version('onnxruntime')}"

    def prepare(self) -> None:
        """Make the ONNX file where it is missing, so that no other process need do it.

        Raises:
            ModelMissingError: it cannot be made or the cache cannot be written.
            ModelChangedError: the weights are not the pinned ones.
        """
        self._model.prepare()

    @property
    def is_loaded(self) -> bool:
        """Whether a session exists, which is the case after the first `encode`."""
        return self._model.is_loaded

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts; float32 of shape (n_texts, n_dims), each row of length 1.

        A text is read up to its 256th word piece. The same text gives the
        same bytes whatever stands beside it.
        """
        vectors = np.zeros((len(texts), self._folder.n_dims), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(text, []).append(place)
        rows = [self._model.read(text).ids for text in places]
        for found, states in zip(places.values(), self._model.run(rows), strict=True):
            vectors[found] = pool(states, pooling=self._folder.pooling)
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> int:
        """Count the word pieces that `encode` would read, padding not counted."""
        return sum(len(self._model.read(text).ids) for text in texts)

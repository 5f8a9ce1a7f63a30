"""A model says of a claim and its evidence whether the one follows from the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipeline.encoders.sessions import BATCH_TOKENS, OnnxModel
from pipeline.encoders.verdict import LABELS, Entailed, VerdictFolder


@dataclass(frozen=True, slots=True)
class Reading:
    """What evidence says of a claim, as probabilities that add up to 1."""

    support: float
    contradict: float
    nei: float

    @property
    def label(self) -> Entailed:
        """The most probable one."""
        return max(LABELS, key=lambda label: getattr(self, label))

    @property
    def confidence(self) -> float:
        """Its probability."""
        return float(getattr(self, self.label))


class PairReader(Protocol):
    """Anything that says whether evidence supports a claim, contradicts it, or neither."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read pairs of a claim and its evidence."""
        ...


class OnnxPairReader:
    """Reads pairs with tokenizers and ONNX Runtime; loads nothing before the first pair.

    Args:
        folder: an adapter and a head with their encoder.
        batch_tokens: word pieces in one batch, padding counted.
        n_threads: the scores are the same for each; None takes the cores there are.
    """

    def __init__(
        self,
        folder: VerdictFolder,
        *,
        batch_tokens: int = BATCH_TOKENS,
        n_threads: int | None = None,
    ) -> None:
        self._folder = folder
        self._model = OnnxModel(
            folder, folder.encoder, batch_tokens=batch_tokens, n_threads=n_threads
        )

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read pairs, up to the 256th word piece of both together.

        The same pair gives the same bytes whatever stands beside it.
        """
        apart = dict.fromkeys(pairs)
        logits = self._model.run([self._model.read(*pair).ids for pair in apart])
        said = {}
        for pair, its in zip(apart, logits, strict=True):
            # One linear layer over the mean of states is the mean of what it says of each.
            scaled = its.mean(axis=0, dtype=np.float64) / self._folder.temperature
            grown = np.exp(scaled - scaled.max())
            said[pair] = Reading(*(float(share) for share in grown / grown.sum()))
        return [said[pair] for pair in pairs]

"""A detector says of each word piece of a sentence which claims it is part of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from pipeline.encoders.detector import DetectorFolder, Thresholds
from pipeline.encoders.sessions import BATCH_TOKENS, OnnxModel
from pipeline.encoders.vectors import Floats
from pipeline.records import ClaimKind


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """What is said of the word pieces of one sentence, in order.

    Attributes:
        places: where each piece begins and ends, in code points of the sentence.
        inside: float32 of shape (n_pieces, n_kinds), 0..1: it is part of a claim of the kind.
        begin: the same shape: a claim of the kind begins with it.
    """

    places: tuple[tuple[int, int], ...]
    inside: Floats
    begin: Floats


class Tagger(Protocol):
    """Anything that says which pieces of a sentence are part of which kind of claim."""

    @property
    def kinds(self) -> tuple[ClaimKind, ...]:
        """The kinds, in the order of the scores."""
        ...

    @property
    def thresholds(self) -> Mapping[ClaimKind, Thresholds]:
        """From which scores on a claim is told, by kind."""
        ...

    def tag(self, pairs: Sequence[tuple[str, str]]) -> list[Tagged]:
        """Tag the second of each pair; the first is what a reader has in mind at it."""
        ...


class OnnxTagger:
    """Tags with tokenizers and ONNX Runtime; loads nothing before the first sentence.

    Args:
        detector: an adapter and a head with their encoder.
        batch_tokens: word pieces in one batch, padding counted.
        n_threads: the scores are the same for each; None takes the cores there are.
    """

    def __init__(
        self,
        detector: DetectorFolder,
        *,
        batch_tokens: int = BATCH_TOKENS,
        n_threads: int | None = None,
    ) -> None:
        self._detector = detector
        self._model = OnnxModel(
            detector, detector.encoder, batch_tokens=batch_tokens, n_threads=n_threads
        )

    @property
    def name(self) -> str:
        """The detector's name, as a report prints it."""
        return self._detector.name

    @cached_property
    def fingerprint(self) -> str:
        """Says which claims it finds: two of the same fingerprint find the same."""
        from importlib.metadata import version  # noqa: PLC0415 - not needed to tag

        its = f"{self._detector.identity[:32]}-{self._detector.said[:12]}"
        return f"{its}-onnxruntime{version('onnxruntime')}"

    @property
    def kinds(self) -> tuple[ClaimKind, ...]:
        """The kinds, in the order of the scores."""
        return self._detector.kinds

    @property
    def thresholds(self) -> Mapping[ClaimKind, Thresholds]:
        """From which scores on a claim is told, by kind."""
        return self._detector.thresholds

    def prepare(self) -> None:
        """Make the ONNX file where it is missing, so that no other process need do it.

        Raises:
            ModelMissingError: it cannot be made or the cache cannot be written.
            ModelChangedError: the weights are not the pinned ones.
        """
        self._model.prepare()

    def tag(self, pairs: Sequence[tuple[str, str]]) -> list[Tagged]:
        """Tag the second of each pair, up to the 256th word piece of both together.

        The same pair gives the same bytes whatever stands beside it.
        """
        apart = dict.fromkeys(pairs)
        read = [self._model.read(*pair) for pair in apart]
        logits = self._model.run([each.ids for each in read])
        n_kinds = len(self.kinds)
        said = {}
        for pair, encoding, its in zip(apart, read, logits, strict=True):
            of_text = [place for place, which in enumerate(encoding.sequence_ids) if which == 1]
            scores = (1 / (1 + np.exp(-its[of_text]))).astype(np.float32)
            said[pair] = Tagged(
                tuple(encoding.offsets[place] for place in of_text),
                scores[:, :n_kinds],
                scores[:, n_kinds:],
            )
        return [said[pair] for pair in pairs]

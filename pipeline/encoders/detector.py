"""Layer 2: what was trained on top of an encoder to find claims: an adapter and a head.

A folder holds `adapter.safetensors`: a LoRA adapter (Hu et al. 2021, arXiv
2106.09685) in the names that the library peft gives its parts, and one linear
layer, `head.weight` and `head.bias`. `detector.json` says what the head's
outputs are, and from which score on a claim is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast, get_args

from pipeline.encoders.folders import EncoderFolder, find_encoder_folder, sha256_of
from pipeline.errors import DetectorUnusableError, ModelMissingError
from pipeline.records import ClaimKind
from pipeline.resources import models_dir

WEIGHTS: Final = "adapter.safetensors"
SAYS: Final = "detector.json"
_KINDS: Final[frozenset[str]] = frozenset(get_args(ClaimKind))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which scores on, all 0..1.

    Attributes:
        inside: a word piece is part of a claim.
        begin: inside of one, the next one begins.
        agree: a claim that a pattern finds is kept.
    """

    inside: float
    begin: float
    agree: float


@dataclass(frozen=True)
class DetectorFolder:
    """An adapter and a head on this machine, and the encoder that they belong to.

    Attributes:
        path: of the folder.
        encoder: as it was when they were trained.
    """

    path: Path
    encoder: EncoderFolder

    @property
    def name(self) -> str:
        """As a report prints it: which weights these are."""
        return f"{self.path.name} {self.identity[:8]}"

    @cached_property
    def identity(self) -> str:
        """The sha256 of encoder, adapter and head together, in hex; thresholds are not in it."""
        parts = f"{self.encoder.identity} {sha256_of(self._file(WEIGHTS))} {self.scale}"
        return hashlib.sha256(parts.encode()).hexdigest()

    @cached_property
    def said(self) -> str:
        """The sha256 of `detector.json`, thresholds and all, in hex."""
        return sha256_of(self._file(SAYS))

    @property
    def arguments(self) -> list[str]:
        """Say to another process which one this is."""
        return ["--detector", str(self.path), *self.encoder.arguments]

    def weights(self) -> list[Path]:
        """Return every file of weights, the encoder's first.

        Raises:
            ModelMissingError: one is not there.
            ModelChangedError: the encoder's are not the pinned ones.
        """
        return [*self.encoder.weights(), self._file(WEIGHTS)]

    @cached_property
    def kinds(self) -> tuple[ClaimKind, ...]:
        """Kinds of claim; of 2 n outputs the first n say inside, the others begin, in this order.

        Raises:
            DetectorUnusableError: `detector.json` names none, or others.
        """
        said = self._says.get("kinds")
        if not isinstance(said, list) or not said or not _KINDS.issuperset(said):
            raise self._unusable("'kinds' is no list of kinds of claim")
        return tuple(cast("list[ClaimKind]", said))

    @cached_property
    def scale(self) -> float:
        """The adapter's share: alpha over rank."""
        said = self._says.get("scale")
        if not isinstance(said, int | float) or said <= 0:
            raise self._unusable("'scale' is no number above 0")
        return float(said)

    @cached_property
    def thresholds(self) -> Mapping[ClaimKind, Thresholds]:
        """From which scores on, by kind."""
        said = self._says.get("thresholds")
        if not isinstance(said, dict) or set(said) != set(self.kinds):
            raise self._unusable("'thresholds' does not name each of 'kinds'")
        try:
            return {kind: Thresholds(**said[kind]) for kind in self.kinds}
        except TypeError as error:
            raise self._unusable("a threshold is not {inside, begin, agree}") from error

    def check(self) -> None:
        """Refuse another encoder than that which the adapter was trained on.

        Raises:
            DetectorUnusableError: it is another, or `detector.json` cannot be used.
            ModelMissingError: a file is missing.
        """
        if self._says.get("encoder") != self.encoder.identity:
            raise self._unusable(f"it was trained on another encoder than {self.encoder.name}")
        self._file(WEIGHTS)
        assert self.kinds
        assert self.scale
        assert self.thresholds

    @cached_property
    def _says(self) -> Mapping[str, Any]:
        try:
            said = json.loads(self._file(SAYS).read_text(encoding="utf-8"))
        except ValueError as error:
            raise self._unusable("it is no JSON") from error
        if not isinstance(said, dict):
            raise self._unusable("it holds no object")
        return said

    def _file(self, name: str) -> Path:
        path = self.path / name
        if not path.is_file():
            raise ModelMissingError(
                model="the detector",
                why=f"{self.path} has no {name}",
                remedy="claims train detector",
            )
        return path

    def _unusable(self, why: str) -> DetectorUnusableError:
        return DetectorUnusableError(path=self.path / SAYS, why=why)


def find_detector(path: Path | None = None) -> DetectorFolder:
    """Find a detector; None finds the one that comes with the tool.

    Raises:
        ModelMissingError: its encoder or one of its files is not there.
        DetectorUnusableError: it is broken, or of another encoder.
    """
    found = DetectorFolder(path or models_dir() / "detector", find_encoder_folder())
    found.check()
    return found

"""What was trained on top of an encoder: an adapter and a head, and what they say.

A folder holds `adapter.safetensors`: a LoRA adapter (Hu et al. 2021, arXiv
2106.09685) in the names that the library peft gives its parts, and one linear
layer, `head.weight` and `head.bias`. A JSON file beside it, named after what
was trained, says which encoder it belongs to and what the head's outputs are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from pipeline.encoders.folders import EncoderFolder, sha256_of
from pipeline.errors import AdapterUnusableError, ModelMissingError

WEIGHTS: Final = "adapter.safetensors"


@dataclass(frozen=True)
class AdaptedFolder:
    """An adapter and a head on this machine, and the encoder that they belong to.

    Attributes:
        kind: what was trained; `claims train` and the JSON file go by it.
        path: of the folder.
        encoder: as it was when they were trained.
    """

    path: Path
    encoder: EncoderFolder
    kind: ClassVar[str]

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
        """The sha256 of the JSON file, thresholds and all, in hex."""
        return sha256_of(self._file(self.says_file()))

    @classmethod
    def says_file(cls) -> str:
        """Name the JSON file."""
        return f"{cls.kind}.json"

    @property
    def arguments(self) -> list[str]:
        """Say to another process which one this is."""
        return [f"--{self.kind}", str(self.path), *self.encoder.arguments]

    def weights(self) -> list[Path]:
        """Return every file of weights, the encoder's first.

        Raises:
            ModelMissingError: one is not there.
            ModelChangedError: the encoder's are not the pinned ones.
        """
        return [*self.encoder.weights(), self._file(WEIGHTS)]

    @cached_property
    def scale(self) -> float:
        """The adapter's share: alpha over rank."""
        return self.positive("scale")

    def positive(self, name: str) -> float:
        """Return a number above 0 that the JSON file gives.

        Raises:
            AdapterUnusableError: it gives none.
        """
        said = self.says.get(name)
        if not isinstance(said, int | float) or isinstance(said, bool) or said <= 0:
            raise self.unusable(f"'{name}' is no number above 0")
        return float(said)

    def check(self) -> None:
        """Refuse another encoder than that which the adapter was trained on.

        Raises:
            AdapterUnusableError: it is another, or the JSON file cannot be used.
            ModelMissingError: a file is missing.
        """
        if self.says.get("encoder") != self.encoder.identity:
            raise self.unusable(f"it was trained on another encoder than {self.encoder.name}")
        self._file(WEIGHTS)
        assert self.scale

    @cached_property
    def says(self) -> Mapping[str, Any]:
        """What the JSON file holds."""
        try:
            said = json.loads(self._file(self.says_file()).read_text(encoding="utf-8"))
        except ValueError as error:
            raise self.unusable("it is no JSON") from error
        if not isinstance(said, dict):
            raise self.unusable("it holds no object")
        return said

    def _file(self, name: str) -> Path:
        path = self.path / name
        if not path.is_file():
            raise ModelMissingError(
                model=f"the {self.kind} model",
                why=f"{self.path} has no {name}",
                remedy=f"claims train {self.kind}",
            )
        return path

    def unusable(self, why: str) -> AdapterUnusableError:
        """Make the error that says why this cannot be used."""
        return AdapterUnusableError(path=self.path / self.says_file(), why=why, kind=self.kind)

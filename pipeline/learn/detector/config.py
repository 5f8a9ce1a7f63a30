"""What a training of the detector is told, from a file of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, get_args

from pipeline.encoders.detector import Thresholds
from pipeline.errors import TrainingConfigError
from pipeline.learn.configs import read_settings
from pipeline.learn.fitting import Course
from pipeline.records import ClaimKind

_KINDS: Final = get_args(ClaimKind)
_LIMITS: Final = {field.name for field in fields(Thresholds)}


@dataclass(frozen=True, slots=True)
class DetectorConfig:
    """How the detector is trained.

    Attributes:
        kinds: of claim that it learns.
        rank: of the adapter that is left of what the layers learn (Hu et al. 2021).
        dropout: in layers and head, 0..1.
        rate: of learning, at its highest; it rises over `warmup` of all steps, then falls
            along a cosine.
        epochs: how often each example is seen.
        batch: examples in one step.
        begin_weight: what the outputs for beginnings weigh in the loss; the others weigh 1.
        seed: of all that is random.
        thresholds: by kind, chosen on dev.
    """

    kinds: tuple[ClaimKind, ...]
    rank: int
    dropout: float
    rate: float
    warmup: float
    epochs: int
    batch: int
    begin_weight: float
    seed: int
    thresholds: Mapping[ClaimKind, Thresholds]

    @property
    def course(self) -> Course:
        """How often and how fast the examples are learned."""
        return Course(self.rate, self.warmup, self.epochs, self.batch, self.seed)


def read_config(path: Path) -> DetectorConfig:
    """Read the settings of a training.

    Raises:
        TrainingConfigError: the file is missing, no TOML, or says what cannot be.
    """
    said = read_settings(path, DetectorConfig)
    kinds = said["kinds"]
    if not isinstance(kinds, list) or not kinds or not set(kinds) <= set(_KINDS):
        raise TrainingConfigError(path=path, why=f"'kinds' is no list of {', '.join(_KINDS)}")
    return DetectorConfig(
        **{**said, "kinds": tuple(kinds), "thresholds": _thresholds(path, kinds, said)}
    )


def _thresholds(
    path: Path, kinds: list[ClaimKind], said: Mapping[str, Any]
) -> dict[ClaimKind, Thresholds]:
    given = said["thresholds"]
    if not isinstance(given, dict) or set(given) != set(kinds):
        raise TrainingConfigError(path=path, why="'thresholds' has no table for each of 'kinds'")
    for kind, limits in given.items():
        if not isinstance(limits, dict) or set(limits) != _LIMITS:
            wanted = ", ".join(sorted(_LIMITS))
            raise TrainingConfigError(path=path, why=f"[thresholds.{kind}] wants {wanted}")
    return {kind: Thresholds(**given[kind]) for kind in kinds}

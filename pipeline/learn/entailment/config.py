"""What a training of the reader of pairs is told, from a file of settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import TrainingConfigError
from pipeline.learn.configs import read_settings, refuse_others
from pipeline.learn.entailment.sets import SHIPPABLE
from pipeline.learn.fitting import Course

# What our own evidence makes possible, and what reviews conclude, beside the names of sets.
GENERATED: Final = "generated"
RETOLD: Final = "retold"
MADE: Final = frozenset({GENERATED, RETOLD})


@dataclass(frozen=True, slots=True)
class Stage:
    """Sets that are learned together.

    Attributes:
        sets: by name; "generated" is what our own evidence makes possible, "retold" what
            reviews conclude, and a name that ends in "_ico" what trials reported.
        rate: of learning, at its highest.
        epochs: how often each pair is seen.
    """

    sets: tuple[str, ...]
    rate: float
    epochs: int


@dataclass(frozen=True, slots=True)
class VerdictConfig:
    """How the reader of pairs is trained.

    Attributes:
        ships: whether the weights may be given away: then no set is read whose licence does
            not say so.
        start: the folder of an earlier reader beside the settings' own folder, whose training
            is gone on with; "" begins with the encoder.
        rank: of the adapter that is left of what the layers learn (Hu et al. 2021).
        dropout: in the head, 0..1.
        warmup: the share of steps in which the rate rises.
        batch: pairs in one step.
        longest: word pieces of a pair that are learned from, at most.
        seed: of all that is random.
        findings: of our own evidence that are told, at most.
        conclusions: of reviews that are retold, at most.
        stages: one after the other.
        calibrate: sets that the temperature is fitted on; none of them is learned.
    """

    ships: bool
    start: str
    rank: int
    dropout: float
    warmup: float
    batch: int
    longest: int
    seed: int
    findings: int
    conclusions: int
    stages: tuple[Stage, ...]
    calibrate: tuple[str, ...]

    def course(self, stage: Stage) -> Course:
        """How often and how fast the pairs of a stage are learned."""
        return Course(stage.rate, self.warmup, stage.epochs, self.batch, self.seed)


def read_config(path: Path) -> VerdictConfig:
    """Read the settings of a training.

    Raises:
        TrainingConfigError: the file is missing, no TOML, or says what cannot be; or weights
            that ship are to learn from a set whose licence does not allow it.
    """
    said = read_settings(path, VerdictConfig)
    if not isinstance(said["ships"], bool):
        raise TrainingConfigError(path=path, why="'ships' is neither true nor false")
    if not isinstance(said["start"], str) or (said["ships"] and said["start"]):
        why = "'start' is no name, or 'ships' is true and what it starts from is not known to ship"
        raise TrainingConfigError(path=path, why=why)
    given = said["stages"]
    if not isinstance(given, list) or not given:
        raise TrainingConfigError(path=path, why="there is no [[stages]]")
    stages = []
    for one in given:
        refuse_others(path, one, Stage)
        stages.append(Stage(_names(path, "sets", one["sets"]), one["rate"], one["epochs"]))
    calibrate = _names(path, "calibrate", said["calibrate"])
    learned = [name for stage in stages for name in stage.sets]
    for name in [*learned, *calibrate] if said["ships"] else ():
        if name.partition("/")[0] not in SHIPPABLE | MADE:
            why = f"'ships' is true, but the licence of {name} does not let its weights ship"
            raise TrainingConfigError(path=path, why=why)
    for name in calibrate:
        if name in learned or name in MADE:
            raise TrainingConfigError(path=path, why=f"'calibrate' names {name}, which is learned")
    return VerdictConfig(**{**said, "stages": tuple(stages), "calibrate": calibrate})


def _names(path: Path, key: str, said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or not said or not all(isinstance(one, str) for one in said):
        raise TrainingConfigError(path=path, why=f"'{key}' is no list of names of sets")
    return tuple(said)

"""What was trained to read a claim beside a sentence of evidence."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final, Literal, get_args

from pipeline.encoders.adapted import AdaptedFolder
from pipeline.encoders.folders import find_encoder_folder

Entailed = Literal["support", "contradict", "nei"]
LABELS: Final[tuple[Entailed, ...]] = get_args(Entailed)


class VerdictFolder(AdaptedFolder):
    """The reader of pairs: its head's outputs, over all word pieces, are one for each label."""

    kind: ClassVar[str] = "verdict"

    @cached_property
    def temperature(self) -> float:
        """What logits are divided by, so that scores are as often right as they say (Guo 2017)."""
        return self.positive("temperature")

    def check(self) -> None:
        """Refuse what cannot be used, before it is loaded."""
        super().check()
        if self.says.get("labels") != list(LABELS):
            raise self.unusable(f"'labels' is not {', '.join(LABELS)}")
        assert self.temperature


def find_verdict_model(path: Path) -> VerdictFolder:
    """Find a reader of pairs in a folder.

    Raises:
        ModelMissingError: its encoder or one of its files is not there.
        AdapterUnusableError: it is broken, or of another encoder.
    """
    found = VerdictFolder(path, find_encoder_folder())
    found.check()
    return found

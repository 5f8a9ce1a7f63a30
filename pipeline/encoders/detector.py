"""What was trained to find claims, and from which score on a claim is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final, cast, get_args

from pipeline.encoders.adapted import AdaptedFolder
from pipeline.encoders.folders import find_encoder_folder
from pipeline.records import ClaimKind
from pipeline.resources import models_dir

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


class DetectorFolder(AdaptedFolder):
    """The detector of claims: its head says of each word piece what it is part of."""

    kind: ClassVar[str] = "detector"

    @cached_property
    def kinds(self) -> tuple[ClaimKind, ...]:
        """Kinds of claim; of 2 n outputs the first n say inside, the others begin, in this order.

        Raises:
            AdapterUnusableError: `detector.json` names none, or others.
        """
        said = self.says.get("kinds")
        if not isinstance(said, list) or not said or not _KINDS.issuperset(said):
            raise self.unusable("'kinds' is no list of kinds of claim")
        return tuple(cast("list[ClaimKind]", said))

    @cached_property
    def thresholds(self) -> Mapping[ClaimKind, Thresholds]:
        """From which scores on, by kind."""
        said = self.says.get("thresholds")
        if not isinstance(said, dict) or set(said) != set(self.kinds):
            raise self.unusable("'thresholds' does not name each of 'kinds'")
        try:
            return {kind: Thresholds(**said[kind]) for kind in self.kinds}
        except TypeError as error:
            raise self.unusable("a threshold is not {inside, begin, agree}") from error

    def check(self) -> None:
        """Refuse what cannot be used, before it is loaded."""
        super().check()
        assert self.kinds
        assert self.thresholds


def find_detector(path: Path | None = None) -> DetectorFolder:
    """Find a detector; None finds the one that comes with the tool.

    Raises:
        ModelMissingError: its encoder or one of its files is not there.
        AdapterUnusableError: it is broken, or of another encoder.
    """
    found = DetectorFolder(path or models_dir() / DetectorFolder.kind, find_encoder_folder())
    found.check()
    return found

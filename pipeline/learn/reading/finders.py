"""What may find claims, apart and together, so that each is seen to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.encoders import Tagger, load_tagger
from pipeline.encoders.detector import Thresholds
from pipeline.encoders.tagging import Tagged
from pipeline.records import ClaimKind

Finder = Literal["patterns", "detector", "both"]
# No score is as high.
_NEVER = 2.0


def tagger_of(finder: Finder) -> Tagger | None:
    """Return the detector as a way of finding claims wants it; None for patterns alone.

    Raises:
        ModelMissingError: the detector or its encoder is not there.
        AdapterUnusableError: it is broken.
    """
    if finder == "patterns":
        return None
    tagger = load_tagger()
    return tagger if finder == "both" else Alone(tagger)


class Alone:
    """A tagger that lets no pattern stand by itself for a kind that it knows.

    Args:
        tagger: the same in all else.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @property
    def kinds(self) -> tuple[ClaimKind, ...]:
        """The kinds, in the order of the scores."""
        return self._tagger.kinds

    @property
    def thresholds(self) -> Mapping[ClaimKind, Thresholds]:
        """Those of the tagger, but for what a pattern needs."""
        its = self._tagger.thresholds
        return {kind: replace(limits, agree=_NEVER) for kind, limits in its.items()}

    def tag(self, pairs: Sequence[tuple[str, str]]) -> list[Tagged]:
        """Tag as the tagger does."""
        return self._tagger.tag(pairs)

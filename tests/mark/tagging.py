"""A detector for tests that is told what to find: "[Zinc cures colds]" under a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from spans import drawn

from pipeline.encoders.detector import Thresholds
from pipeline.encoders.tagging import Tagged

KINDS = ("efficacy", "safety", "statistic", "regulatory", "coverage")
LIMITS = Thresholds(inside=0.5, begin=0.5, agree=0.3)


class Told:
    """Tags what it was told, each word a piece, with a score; all else scores 0.1.

    Args:
        told: by kind, sentences with their claims in brackets.
        score: of what is in brackets.
        elsewhere: of what is not.
    """

    kinds = KINDS
    thresholds = dict.fromkeys(KINDS, LIMITS)

    def __init__(self, score: float = 0.9, elsewhere: float = 0.1, **told: Sequence[str]) -> None:
        self.score, self.elsewhere = score, elsewhere
        self.spans = {
            (kind, text): spans
            for kind, sentences in told.items()
            for text, spans in map(drawn, sentences)
        }
        self.asked: list[tuple[str, str]] = []

    def tag(self, pairs: Sequence[tuple[str, str]]) -> list[Tagged]:
        """Tag the second of each pair."""
        self.asked.extend(pairs)
        return [self._tag(text) for _, text in pairs]

    def _tag(self, text: str) -> Tagged:
        places = tuple(found.span() for found in re.finditer(r"\w+|[^\w\s]", text))
        inside = np.full((len(places), len(KINDS)), self.elsewhere, np.float32)
        begin = np.zeros_like(inside)
        for number, kind in enumerate(KINDS):
            for start, end in self.spans.get((kind, text), ()):
                its = [at for at, (first, last) in enumerate(places) if start <= first < end]
                inside[its, number] = self.score
                begin[its[0], number] = self.score
        return Tagged(places, inside, begin)

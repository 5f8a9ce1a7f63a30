"""What headings and sentences before have said, where a result stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.extract.comparisons import NOTHING, Compared, is_control
from pipeline.evidence.extract.counts import NO_COUNTS, Counts
from pipeline.records import Direction

_PRIMARY: Final = re.compile(r"\bprimary (?:outcomes?|end ?points?|efficacy)\b", re.IGNORECASE)
_SECONDARY: Final = re.compile(r"\bsecondary (?:outcomes?|end ?points?)\b", re.IGNORECASE)


@dataclass(slots=True)
class Place:
    """What paragraph and heading have said so far.

    Attributes:
        topic: what the objective or the title compares.
        counts: of a heading, or of a paragraph's one trial.
        is_of_one_trial: whether one trial alone compared what the paragraph names.
        outcome: of the heading, else of the last result that named one.
        said: the sentence before in its paragraph, where that had no numbers.
    """

    topic: Compared
    heading: Compared = NOTHING
    paragraph: Compared = NOTHING
    before: Compared = NOTHING
    is_of_one_trial: bool = False
    counts: Counts = NO_COUNTS
    outcome: str = ""
    primary: bool | None = None
    last_outcome: tuple[str, str] = ("", "")
    last_words: str = ""
    said: str = ""
    last_direction: Direction = "unclear"

    def carry(self, compared: Compared) -> None:
        """Remember what a sentence compares, for those after it in its paragraph.

        "Control" says less than the placebo that was named before, and "placebo" less than
        the "placebo or no treatment" of a heading.
        """
        known = self.paragraph if self.paragraph.is_whole else self.heading
        if is_control(compared.comparator) and known.is_whole:
            compared = replace(compared, comparator=known.comparator)
        elif compared.comparator in re.split(r" (?:and|or) |, ", self.heading.comparator):
            compared = replace(compared, comparator=self.heading.comparator)
        self.paragraph = compared

    def named(self, sentence: Compared) -> list[tuple[str, Compared]]:
        """Return what is compared, with the place that says so, nearest first."""
        return [
            ("sentence", sentence),
            ("paragraph", self.paragraph),
            ("heading", self.heading),
            ("objective", self.topic),
            ("before", self.before),
        ]


def read_primary(text: str) -> bool | None:
    """Say whether a text calls its outcomes primary or secondary; None where neither."""
    if _PRIMARY.search(text):
        return True
    return False if _SECONDARY.search(text) else None

"""Stage 3: a clause with its surroundings, as the readers of its fields look at it.

Each reader looks in the clause first, then in its sentence, then in the
sentence above a bare list item, then in the heading, last in the article's
topic. A concept after "than" or "versus" is what something is compared with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.concepts import ConceptMention
from pipeline.mark.marks import ClaimMark
from pipeline.normalise.context import Context
from pipeline.records import Concept
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_MARKER: Final = re.compile(_WORDS["comparator_markers"], re.IGNORECASE)
_LEADING: Final = re.compile(_WORDS["comparator_leading"], re.IGNORECASE)
_MARKER_END: Final = re.compile(_WORDS["comparator_end"], re.IGNORECASE)
_OF_NUMBER: Final = re.compile(_WORDS["comparator_number"], re.IGNORECASE)
# "Than with placebo", "than in those who waited".
_LED: Final = re.compile(r"\s+(?:with|in|on|for|after|by|among|under|from|at)\b")
_PHRASE_END: Final = re.compile(r"[;()\n]|—|,(?! or| and)")
# "More than 900 people" compares with nobody.
_THAN_A_NUMBER: Final = re.compile(
    r"(?<=than)\s+(?:(?:about|half|a|an|one) )?(?:\d|third|quarter|dozen)"
)
_PARTNER: Final = re.compile(_WORDS["partner"], re.IGNORECASE)
_OF_OTHERS: Final = re.compile(_WORDS["of_others"], re.IGNORECASE)
IN_WHOM: Final = re.compile(_WORDS["in_whom"], re.IGNORECASE)
NOT_TREATED: Final = re.compile(_WORDS["not_treated"], re.IGNORECASE)
# Words before a condition that say who has it reach no further back than this, in code points.
_LOOK_BACK: Final = 120


@dataclass(frozen=True, slots=True)
class Stretch:
    """A clause with its surroundings, as the readers look at it."""

    text: str
    mark: ClaimMark
    context: Context
    compared: tuple[tuple[int, int], ...]

    def is_compared(self, mention: ConceptMention) -> bool:
        """Say whether a concept stands where something is compared with."""
        return any(start <= mention.start < end for start, end in self.compared)

    def is_besides(self, mention: ConceptMention) -> bool:
        """Say whether a warning names a treatment as what one takes besides."""
        if self.mark.kind != "safety":
            return False
        return _PARTNER.search(self.context.text, self.mark.sent_start, mention.start) is not None

    def is_of_others(self) -> bool:
        """Say whether a clause only tells how those fared that were compared with."""
        return _OF_OTHERS.match(self.text) is not None and not self.compared

    def is_title(self) -> bool:
        """Say whether it is of an entry of a reference list; a number there is told of it."""
        return self.mark.kind != "statistic" and self.context.is_reference(self.mark.start)

    def is_had(self, mention: ConceptMention) -> bool:
        """Say whether a condition stands as what people have: "in adults with asthma"."""
        begin = max(0, mention.start - _LOOK_BACK)
        return IN_WHOM.search(self.context.text, begin, mention.start) is not None


def stretch_of(text: str, mark: ClaimMark, context: Context) -> Stretch:
    """Prepare a mark for the readers.

    Args:
        text: the whole clean text.
        mark: the claim.
        context: of the article.
    """
    return Stretch(
        text=text[mark.start : mark.end],
        mark=mark,
        context=context,
        compared=tuple(compared_regions(text, mark.sent_start, mark.sent_end)),
    )


def compared_regions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches that name what something is compared with."""
    found: list[tuple[int, int]] = []
    markers = [_LEADING.match(text, start, end), *_MARKER.finditer(text, start, end)]
    for marker in filter(None, markers):
        number = _OF_NUMBER.match(text, marker.end(), end)
        counted = _THAN_A_NUMBER.match(text, marker.end(), end)
        if counted is not None and (number is None or "%" not in number[0]):
            continue
        # Of whom a number is, is told to the end of the phrase: "41% of those with sham needles".
        led = _LED.match(text, marker.end(), end)
        begin = max(found.end() for found in (marker, number, led) if found is not None)
        stop = (_MARKER_END if number is None else _PHRASE_END).search(text, begin, end)
        found.append((begin, stop.start() if stop is not None else end))
    return found


def places_near(mark: ClaimMark) -> list[tuple[int, int]]:
    """Return the clause, what of the sentence stands before it, the rest, the stem."""
    places = [
        (mark.start, mark.end),
        (mark.sent_start, mark.start),
        (mark.end, mark.sent_end),
        (mark.stem_start, mark.stem_end),
    ]
    return [place for place in places if place[0] < place[1]]


def concept_of(mention: ConceptMention | None, context: Context) -> Concept | None:
    """Return a mention as a concept, as `as_concept` does; None stays None."""
    return None if mention is None else as_concept(mention, context)


def as_concept(mention: ConceptMention, context: Context) -> Concept:
    """Return a mention as a concept that carries the words as written."""
    return Concept(context.text[mention.start : mention.end], mention.concept_id, mention.name)

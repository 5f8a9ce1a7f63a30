"""Layer 5, extraction: results that a sentence states without numbers.

>>> [(s.outcome, s.change) for s in read_unnumbered("Mint oil may reduce pain and nausea.")]
[('pain', 'decrease'), ('nausea', 'decrease')]
>>> [(s.outcome, s.change) for s in read_unnumbered("There was no difference in pain or sleep.")]
[('pain', 'no_difference'), ('sleep', 'no_difference')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.evidence.extract.meaning import said_way, says_no_difference, says_unknown
from pipeline.evidence.extract.phrases import WORDS, outcome_phrase
from pipeline.wording import Change, read_changes

_NULL_IN: Final = tuple(re.compile(e["pattern"], re.IGNORECASE) for e in WORDS["null_in"])
_CHANGED: Final = tuple(re.compile(e["pattern"], re.IGNORECASE) for e in WORDS["changed"])
_NO_DATA: Final = re.compile(WORDS["patterns"]["results_no_data"], re.IGNORECASE)
_NO_RESULT: Final = re.compile(WORDS["patterns"]["unnumbered_no_result"], re.IGNORECASE)
# What comes after "but" went another way.
_BUT: Final = re.compile(r",? (?:but|although|whereas|while|however)\b")
_LIST: Final = re.compile(r",\s*(?:and |or )?|\s+(?:and|or|nor)\s+")
_LIST_LIMIT: Final = 6
_ITEM_WORDS: Final = 9


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """One outcome and what a sentence says became of it."""

    outcome: str
    change: Change


def read_unnumbered(text: str) -> list[Unnumbered]:
    """Return the results of a sentence without numbers, in order.

    Args:
        text: the sentence, without what stands in parentheses.
    """
    if _NO_DATA.search(text) or _NO_RESULT.search(text):
        return []
    if says_no_difference(text):
        for pattern in _NULL_IN:
            found = pattern.search(text)
            if found is not None and (items := _items(found["o"])):
                return [Unnumbered(item, "no_difference") for item in items]
        return []
    if says_unknown(text):
        return []
    for pattern in _CHANGED:
        found = pattern.search(text)
        if found is None:
            continue
        change = _change(found["change"])
        items = _items(found["o"])
        if change is not None and items:
            return [Unnumbered(item, change) for item in items]
    return []


def _change(words: str) -> Change | None:
    way = said_way(words)
    if way == "increase":
        return "increase"
    if way == "decrease":
        return "decrease"
    named = {word.change for word in read_changes(words)} & {"improve", "worsen"}
    return named.pop() if len(named) == 1 else None


def _items(text: str) -> list[str]:
    """Return the outcomes of a list: "pain, function or sleep at one year"."""
    items = []
    for piece in _LIST.split(_BUT.split(text)[0])[:_LIST_LIMIT]:
        phrase = outcome_phrase(piece)
        if not phrase or phrase.count(" ") >= _ITEM_WORDS:
            break
        items.append(phrase)
        # What was cut off leads on to something else, not to the next item.
        if len(phrase) + 12 < len(piece.strip(" .")):
            break
    return items

"""Layer 5, extraction: results that a text states without numbers.

Each clause is asked for its verdict (no difference, not known, which way), then for
what the verdict is of: by wordings made for it, else by those that name what a
number measured.

>>> [(s.outcome, s.change) for s in read_unnumbered("Mint oil may reduce pain and nausea.")]
[('pain', 'decrease'), ('nausea', 'decrease')]
>>> [(s.outcome, s.change) for s in read_unnumbered("There was no difference in pain or sleep.")]
[('pain', 'no_difference'), ('sleep', 'no_difference')]
>>> [(s.outcome, s.change) for s in read_unnumbered("It is uncertain whether it reduces pain.")]
[('pain', 'unknown')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.evidence.extract.meaning import said_way, says_no_difference, says_unknown
from pipeline.evidence.extract.outcomes import wordings
from pipeline.evidence.extract.phrases import WORDS, outcome_phrase
from pipeline.wording import Change, read_changes

Verdict = Change | Literal["unknown"]
_FLAGS: Final = re.IGNORECASE
_NULL_IN: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["null_in"])
_CHANGED: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["changed"])
_NONE_HAPPENED: Final = re.compile(WORDS["patterns"]["unnumbered_none_happened"], _FLAGS)
_NO_DATA: Final = re.compile(WORDS["patterns"]["results_no_data"], _FLAGS)
_NO_RESULT: Final = re.compile(WORDS["patterns"]["unnumbered_no_result"], _FLAGS)
_FAVOURS: Final = re.compile(WORDS["patterns"]["unnumbered_favours"], _FLAGS)
# What comes after went another way, or is another statement.
_CLAUSES: Final = re.compile(
    r";\s+(?:and |but )?|,? (?:but|although|whereas|while|however)\b,?\s*|"
    r",? and (?=(?:there|no|that|we|it|was|were|is|are|did|may|might|probably|had|has|showed)\b)",
    _FLAGS,
)
_LIST: Final = re.compile(r",\s*(?:and |or |nor )?|\s+(?:and|or|nor|as well as)\s+")
_LIST_LIMIT: Final = 12
_ITEM_WORDS: Final = 9


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """One outcome and what a text says became of it.

    Attributes:
        how: "null" and "worded" where a wording made for such results names the
            outcome, "stated" where any other does.
    """

    outcome: str
    change: Verdict
    how: str


def read_unnumbered(text: str) -> list[Unnumbered]:
    """Return the results of a text without numbers, in order.

    Args:
        text: without what stands in parentheses.
    """
    found: list[Unnumbered] = []
    for clause in _CLAUSES.split(text):
        verdict = _verdict(clause)
        if verdict is None:
            continue
        items, how = _of_own_wording(clause, verdict)
        if not items:
            items, how = _of_any_wording(clause), "stated"
        found += [Unnumbered(item, verdict, how) for item in items]
    return found


def _verdict(clause: str) -> Verdict | None:
    if _NONE_HAPPENED.search(clause):
        return "no_difference"
    if _NO_DATA.search(clause) or _NO_RESULT.search(clause):
        return None
    if says_no_difference(clause):
        return "no_difference"
    if says_unknown(clause):
        return "unknown"
    return _change(clause)


def _of_own_wording(clause: str, verdict: Verdict) -> tuple[list[str], str]:
    if verdict == "no_difference":
        for pattern in (_NONE_HAPPENED, *_NULL_IN):
            found = pattern.search(clause)
            if found is not None and (items := _items(found["o"])):
                return items, "null"
    elif verdict != "unknown":
        for pattern in _CHANGED:
            found = pattern.search(clause)
            if found is not None and _change(found["change"]) and (items := _items(found["o"])):
                return items, "worded"
    return [], ""


def _of_any_wording(clause: str) -> list[str]:
    return next((items for text in wordings(clause) if (items := _items(text))), [])


def _change(words: str) -> Change | None:
    way = said_way(words)
    if way == "increase" or way == "decrease":
        return way
    named = {word.change for word in read_changes(words)} & {"improve", "worsen"}
    if len(named) == 1:
        return named.pop()
    return "improve" if _FAVOURS.search(words) else None


def _items(text: str) -> list[str]:
    """Return the outcomes of a list: "pain, function or sleep at one year"."""
    items = []
    for piece in _LIST.split(text)[:_LIST_LIMIT]:
        phrase = outcome_phrase(piece)
        if not phrase or phrase.count(" ") >= _ITEM_WORDS:
            break
        items.append(phrase)
        # What was cut off leads on to something else, not to the next item.
        if len(phrase) + 12 < len(piece.strip(" .")):
            break
    return items

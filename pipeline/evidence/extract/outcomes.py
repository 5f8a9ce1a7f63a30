"""Layer 5, extraction: what a result measured, from the words before its number.

>>> read_outcome("Zinc probably reduces the length of colds")
('length of colds', 'object')
>>> read_outcome("and for the outcome of mortality")
('mortality', 'outcome of')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pipeline.evidence.extract.phrases import (
    WORDS,
    clean_outcome,
    outcome_phrase,
    without_parentheses,
)

_FLAGS: Final = re.IGNORECASE
_OF: Final = (
    r"(?:in terms of|with respect to|with regards? to|regarding|concerning|in relation to|as to)"
)
# In this order; the first that gives a phrase wins. "last" looks for the last place in the lead.
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str], bool], ...]] = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE), entry["last"])
    for entry in WORDS["outcome"]
)
# A longer lead is a clause of its own.
_LIST_WORDS: Final = 8
_LABEL_RUN: Final = re.compile(r"(?:^|[.;,] ?|\band )(?P<o>[^.;:,]{3,80}?):?$")


def _never(_: str) -> bool:
    return False


def read_outcome(
    lead: str,
    *,
    label: str = "",
    is_first: bool = True,
    is_arm: Callable[[str], bool] = _never,
) -> tuple[str, str]:
    """Return the outcome of a result and which wording gave it away; ("", "") without one.

    Args:
        lead: the words between the result before and this one.
        label: what its parenthesis calls it.
        is_first: whether it is its sentence's first result. What joins a later
            one to the list is often the outcome alone: "and for mortality".
        is_arm: says whether a phrase is a treatment, which no outcome is.
    """
    if label and (phrase := clean_outcome(label)) and not is_arm(phrase):
        return phrase, "label"
    text = without_parentheses(lead).strip(" ,;:-")
    if not is_first:
        for part in (text, re.split(r"[,;] (?:and |or )?", text)[-1]):
            if part.count(" ") < _LIST_WORDS and (phrase := clean_outcome(part)):
                return phrase, "list"
    for how, pattern, last in _PATTERNS:
        phrase = _match(pattern, text, last=last, is_arm=is_arm)
        if phrase:
            return phrase, how
    run = _LABEL_RUN.search(text)
    if run is not None and (phrase := clean_outcome(run["o"])) and not is_arm(phrase):
        return phrase, "rest"
    return "", ""


def _match(
    pattern: re.Pattern[str], text: str, *, last: bool, is_arm: Callable[[str], bool]
) -> str:
    """Return the phrase of the last (or first) place where a pattern leads to one."""
    found: list[str] = []
    place = 0
    while (match := pattern.search(text, place)) is not None:
        phrase = outcome_phrase(match["o"])
        if phrase and not is_arm(phrase):
            if not last:
                return phrase
            found.append(phrase)
        place = match.start("o") if match.start("o") > place else match.start() + 1
    return found[-1] if found else ""


_NULL_IN: Final = re.compile(WORDS["patterns"]["outcomes_null_in"], re.IGNORECASE)
_LIST: Final = re.compile(r",\s*(?:and |or )?|\s+(?:and|or|nor)\s+")
_LIST_LIMIT: Final = 6
_ITEM_WORDS: Final = 6


def read_null_outcomes(sentence: str) -> list[str]:
    """Return the outcomes in which a sentence without numbers found no difference.

    >>> read_null_outcomes("There was no difference in mortality, infection or length of stay.")
    ['mortality', 'infection', 'length of stay']
    """
    found = _NULL_IN.search(sentence)
    if found is None:
        return []
    items = []
    for piece in _LIST.split(found["o"])[:_LIST_LIMIT]:
        phrase = outcome_phrase(piece)
        if not phrase or phrase.count(" ") >= _ITEM_WORDS:
            break
        items.append(phrase)
        # What was cut off leads on to something else, not to the next item.
        if len(phrase) + 12 < len(piece.strip(" .")):
            break
    return items

"""Where the first arm of a comparison ends, and the second.

>>> parted("mint oil", "gum and placebo in adults")
('mint oil and gum', 'placebo in adults')
>>> with_its_tail("birth with a lance", "birth", "birth with a needle in adults")
'birth with a needle'
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.evidence.extract.phrases import WORDS, clean_arm

_FLAGS: Final = re.IGNORECASE
# "No gum (or late gum)": a control that stands in brackets is one all the same.
_OR_IN_BRACKETS: Final = re.compile(r"\(or ([^(),;:.\d]{3,40})\)", _FLAGS)
_OR_WITH: Final = re.compile(r"\bor (?:with|to|versus) (?:an? )?(?=\w)", _FLAGS)
# "Between mint oil and gum and placebo": the last is set against the two before.
_IDLE_LAST: Final = re.compile(WORDS["patterns"]["parting_idle_last"], _FLAGS)
# "Compared mint oil and gum with gum alone": the first arm is both.
_ITS_OWN_PART: Final = re.compile(
    r"^(?P<x>[^,;:.]{3,60}?) (?:with|to|versus|compared (?:with|to)) (?:the )?(?P<y>(?P=x)\b.*)",
    _FLAGS,
)
# What tells one of two from the other where they share a name: "birth with a needle".
_TAIL: Final = re.compile(WORDS["patterns"]["parting_tail"], _FLAGS)


def unfolded(sentence: str) -> str:
    """Return a sentence in which a second control reads as every other one does."""
    return _OR_WITH.sub("or ", _OR_IN_BRACKETS.sub(r"or \1", sentence))


def parted(first: str, second: str) -> tuple[str, str]:
    """Return two arms joined by "and" as they are meant, where the second begins with a third.

    Args:
        first: what stands before the "and".
        second: all that follows it.
    """
    found = _ITS_OWN_PART.match(second)
    if found is not None:
        return f"{first} and {found['x']}", found["y"]
    found = _IDLE_LAST.match(second)
    if found is not None:
        return f"{first} and {found['x']}", found["y"]
    return first, second


def with_its_tail(intervention: str, comparator: str, raw: str) -> str:
    """Return a comparator with what follows it, where without that it is part of the intervention.

    Args:
        intervention: cleaned.
        comparator: cleaned.
        raw: the words that the comparator was cut from.
    """
    own, other = (set(re.findall(r"\w+", text.lower())) for text in (intervention, comparator))
    at = raw.lower().find(comparator.lower())
    if not other or not other <= own or at < 0:
        return comparator
    tail = _TAIL.match(raw, at + len(comparator))
    return clean_arm(comparator + tail[0]) or comparator if tail is not None else comparator

"""Half a name gets its noun from where the review says it whole.

>>> completed("laparoscopic", ["Laparoscopic versus open repair of hernias."])
'laparoscopic repair'
>>> completed("restrictive", ["Restrictive versus routine use of drains."])
'restrictive drains'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.evidence.extract.phrases import without_parentheses
from pipeline.evidence.extract.stripping import without_giving
from pipeline.resources import word_list

_FLAGS: Final = re.IGNORECASE
_RULES: Final = word_list("naming")
_HALF: Final = re.compile(_RULES["half_name"], _FLAGS)
_NOUN_END: Final = re.compile(_RULES["half_name_end"], _FLAGS)
_AGAINST: Final = re.compile(r",? (?:when |as )?(?:versus|vs\.?|compared (?:with|to)) ", _FLAGS)
# "General, regional or local anaesthesia": the last of a list has the noun of all.
_LISTED: Final = re.compile(r"^(?:, (?!and |or )[\w-]+){0,3},? (?:and|or) ", _FLAGS)
_JOINED: Final = re.compile(r"^(?:versus|and|or|and/or) ", _FLAGS)
_JOINING: Final = re.compile(r" (?:versus|and) ", _FLAGS)
_NOUN_WORDS: Final = 4


def is_half(phrase: str) -> bool:
    """Say whether a phrase ends in a word that needs a noun: "lateral", "small-incision"."""
    return _HALF.fullmatch(phrase) is not None


def completed(phrase: str, texts: Iterable[str]) -> str:
    """Return half a name with the noun that the first of these texts gives it; else as it is.

    Args:
        phrase: that ends in an adjective.
        texts: of the review, the surest first.
    """
    if not is_half(phrase):
        return phrase
    phrase = without_giving(phrase)
    place = re.compile(rf"(?<![\w-]){re.escape(phrase)}(?=[ ,])", _FLAGS)
    for text in texts:
        plain = without_giving(_AGAINST.sub(" versus ", without_parentheses(text)))
        for found in place.finditer(plain):
            noun = _noun(plain[found.end() :])
            if noun:
                return f"{phrase} {noun}"
    return phrase


def _noun(tail: str) -> str:
    """Return the noun that a tail begins with: "versus open repair of" begins with "repair"."""
    tail = _LISTED.sub("and ", tail).strip()
    end = _NOUN_END.search(tail)
    tail = tail[: end.start()] if end is not None else tail
    words = tail.split()
    if _JOINED.match(tail):
        words = words[1:]
        while words and is_half(words[0]):
            words = words[1:]
        if len(words) == len(tail.split()) - 1:
            # What is set against it is another thing, and shares no noun with it.
            return ""
    noun = _JOINING.split(" ".join(words))[0]
    return noun if noun and noun.count(" ") < _NOUN_WORDS and not is_half(noun) else ""

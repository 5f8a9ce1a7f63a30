"""A sentence about a result is turned into its opposite.

>>> turns("Zinc reduces colds.")
['Zinc raises colds.', 'Zinc does not reduce colds.']
>>> turns("Garlic did not lower blood pressure.")
['Garlic did lower blood pressure.']
>>> turns("Two trials took part.")
[]
"""

from __future__ import annotations

import re
from typing import Any, Final

from pipeline.resources import word_list

_WORDS: Final[dict[str, Any]] = word_list("turning")


def _forms(family: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(one["pattern"], re.IGNORECASE), one["turned"]) for one in family_of(family)
    )


def family_of(name: str) -> list[dict[str, str]]:
    """Return the forms of a family of the word list."""
    found: list[dict[str, str]] = _WORDS[name]
    return found


_DENIED: Final = _forms("denied")
_AFFIRMED: Final = _forms("affirmed")
_PAIRS: Final = _WORDS["ways"]["pairs"]
_OTHER: Final = {one: other for a, b in _PAIRS for one, other in ((a, b), (b, a))}
_WAY: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(_OTHER, key=len, reverse=True))})\b", re.IGNORECASE
)


def denies(sentence: str) -> bool:
    """Say whether a sentence says that something is not so.

    >>> denies("There was no difference in pain."), denies("Pain fell.")
    (True, False)
    """
    return any(pattern.search(sentence) for pattern, _ in _DENIED)


def turns(sentence: str) -> list[str]:
    """Return a sentence's opposites, each turned at one place, if there is one."""
    for pattern, turned in _DENIED:
        if pattern.search(sentence):
            return [_capital(pattern.sub(turned, sentence, count=1))]
    found = []
    if (way := _WAY.search(sentence)) is not None:
        turned = _OTHER[way[0].lower()]
        found.append(_capital(f"{sentence[: way.start()]}{turned}{sentence[way.end() :]}"))
    for pattern, turned in _AFFIRMED:
        if pattern.search(sentence):
            found.append(_capital(pattern.sub(turned, sentence, count=1)))
            break
    return found


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

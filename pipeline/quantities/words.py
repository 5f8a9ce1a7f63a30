"""Stage 2, quantities: numbers written as words.

>>> read_number_words("two hundred and five patients")
(205.0, 20)
>>> read_number_words("two or three")
(2.0, 3)
"""

from __future__ import annotations

import re
from typing import Final

_UNITS = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SMALL: Final = {word: value for value, word in enumerate(f"{_UNITS}|{_TEENS}".split("|"))}
_TENS: Final = {
    word: 10 * place
    for place, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
# Denominators that are no ordinals once a numerator stands before them.
_PARTS: Final = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

_SIMPLE = "|".join(sorted([*_SMALL, *_TENS], key=len, reverse=True))
_SCALE = "|".join(SCALES)
# For patterns of other modules: what can begin a number in words.
WORD_NUMBER: Final = (
    rf"(?:an?\s(?=(?:{_SCALE}|dozen)\b)|(?:{_SIMPLE})\b)"
    rf"(?:(?:(?:-|\s(?:and\s)?)(?=(?:{_SIMPLE}|{_SCALE}|dozen)\b))?(?:{_SIMPLE}|{_SCALE}|dozen)\b){{0,12}}"
)
_PART = "halves|" + "|".join(f"{part}s?" for part in _PARTS if not part.startswith("hal"))
# "two-thirds", "a third", "3 quarters"; "half" alone is read elsewhere.
WORD_FRACTION: Final = (
    rf"(?:an?(?:\s(?:full|whole|good|solid))?|{_SIMPLE}|[1-9])[-\s](?:{_PART})(?![-\w])"
)

_TOKEN = re.compile(r"[a-z]+")


def read_number_words(text: str) -> tuple[float, int]:
    """Read the longest number at the start of a text that matches WORD_NUMBER.

    Returns:
        the number, and how many characters it took; (0.0, 0) where no
        number stands there.
    """
    lower = text.lower()
    total = group = 0.0
    end = 0
    last = ""  # "", "a", "small", "tens", "scale": what may follow depends on it
    joined_by_and = False
    for match in _TOKEN.finditer(lower):
        word = match.group()
        if word == "and" and last == "scale":
            joined_by_and = True
            continue
        step = _step(word, last=last, joined_by_and=joined_by_and)
        if step is None:
            break
        last, value = step
        if last == "scale":
            total, group = _scaled(total, group, value)
        else:
            group += value
        joined_by_and = False
        if word not in {"a", "an"}:
            end = match.end()
    return total + group, end


def _step(word: str, *, last: str, joined_by_and: bool) -> tuple[str, float] | None:
    """Say what kind of word comes next and what it adds; None where it cannot follow."""
    if word in {"a", "an"}:
        return ("a", 0.0) if last == "" else None
    if word in _SMALL:
        follows = last in {"", "scale"} or (last == "tens" and 0 < _SMALL[word] < 10)
        return ("small", float(_SMALL[word])) if follows else None
    if word in _TENS:
        return ("tens", float(_TENS[word])) if last in {"", "scale"} else None
    value = 12.0 if word == "dozen" else SCALES.get(word)
    # "Hundred hundred" is no number, "hundred thousand" is.
    if value is None or joined_by_and or last == "" or (value < 1000 and last == "scale"):
        return None
    return "scale", value


def _scaled(total: float, group: float, value: float) -> tuple[float, float]:
    """Multiply what was read so far by a scale: "two hundred" → 200."""
    if value < 1000:
        return total, max(group, 1.0) * value
    return total + max(group, 1.0) * value, 0.0


def read_fraction_words(text: str) -> tuple[int, int]:
    """Read a text that matches WORD_FRACTION into numerator and denominator.

    >>> read_fraction_words("two-thirds")
    (2, 3)
    """
    first, *_, part = text.lower().replace("-", " ").split()
    numerator = int(first) if first.isdigit() else _SMALL.get(first, 1)
    name = "half" if part == "halves" else part.removesuffix("s")
    return numerator, _PARTS[name]

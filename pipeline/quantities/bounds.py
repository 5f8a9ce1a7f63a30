"""Stage 2, quantities: "over", "nearly", "or more": what a word leaves open around a number.

>>> read_bound_before("it helped over ")
(10, 'at_least')
>>> limits("nearly", 0.30, 0.01)
('about', 0.27, 0.3)
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from pipeline.records import Bound
from pipeline.resources import word_list

Effect = Literal["at_least", "at_most", "about", "nearly", "just_over"]

# How far "about" reaches to either side, and "nearly" below: a tenth of the
# number. Wide enough for "about 40%" to cover 41, too narrow for it to cover 50.
SLACK: Final = 0.1

_WINDOW: Final = 48
_AFTER = re.compile(
    r"(?P<plus>\+)(?![\d.])"
    r"|(?:,)?\s(?:or|and)\s(?P<more>more|higher|greater|above|over|older|longer|up|upwards?|beyond|better)\b"
    # "-3.2 and up to three months", "in 20 and over 3 years"
    r"(?!\s(?:than|to)\b|\s\d)"
    r"|(?:,)?\s(?:or|and)\s(?P<less>less|fewer|lower|below|under|younger|shorter)\b(?!\sthan)"
    r"|\sor\s(?P<so>so)\b",
    re.IGNORECASE,
)


@cache
def _before() -> tuple[re.Pattern[str], dict[str, Effect], frozenset[str]]:
    effects: dict[str, Effect] = {
        word: entry["effect"]
        for entry in word_list("quantities")["bound"]
        for word in entry["words"]
    }
    spelled = sorted(effects, key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in spelled if word[0].isalpha())
    signs = "|".join(re.escape(word) for word in spelled if not word[0].isalpha())
    lasts = frozenset(word.rsplit(maxsplit=1)[-1] for word in spelled)
    pattern = re.compile(
        rf"(?:(?<![\w-])({words})(?:\s(?:an?|the))?\s|({signs})\s?)$", re.IGNORECASE
    )
    return pattern, effects, lasts


def read_bound_before(text: str) -> tuple[int, Effect] | None:
    """Read the bound that ends a text; return where it begins and what it does."""
    window = text[-_WINDOW:]
    pattern, effects, lasts = _before()
    stripped = window.rstrip()
    last = stripped.rsplit(maxsplit=1)[-1].lower() if stripped else ""
    if last not in lasts and last[-1:] not in lasts and last not in {"a", "an", "the"}:
        return None
    match = pattern.search(window)
    if match is None:
        return None
    word = re.sub(r"\s+", " ", (match[1] or match[2]).lower())
    return len(text) - len(window) + match.start(), effects[word]


def read_bound_after(text: str, end: int) -> tuple[int, Effect] | None:
    """Read a bound that follows a number ("50% or more", "4,700+")."""
    match = _AFTER.match(text, end)
    if match is None:
        return None
    if match["so"]:
        return match.end(), "about"
    return match.end(), "at_most" if match["less"] else "at_least"


def limits(
    effect: Effect, value: float, resolution: float
) -> tuple[Bound, float | None, float | None]:
    """Turn a bound around a value into bound, low and high."""
    slack = max(abs(value) * SLACK, resolution / 2)
    low, high = round(value - slack, 12), round(value + slack, 12)
    if effect == "at_least":
        return "at_least", value, None
    if effect == "at_most":
        return "at_most", None, value
    if effect == "nearly":
        # "Nearly -5" stays on the side of nought.
        return ("about", low, value) if value >= 0 else ("about", value, high)
    if effect == "just_over":
        return ("about", value, high) if value >= 0 else ("about", low, value)
    return "about", low, high

"""Stage 2, quantities: numbers that measure nothing (dates, codes, names, references).

The patterns and a text for each are in `data/quantities.toml`.

    >>> text = "CPT 97810 on 2 May 2015"
    >>> [text[start:end] for start, end in excluded_spans(text, [(4, 9), (13, 14)])]
    ['CPT 97810', '2 May 2015']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from pipeline.resources import word_list

# Longer than any pattern reaches from its number, the web address apart, which
# is one word.
_MARGIN: Final = 60


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    entries = word_list("quantities")["not_a_quantity"]
    return tuple((re.compile(e["pattern"]), tuple(e.get("needs", ()))) for e in entries)


def excluded_spans(text: str, numbers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of a line in which no number is a quantity, in order.

    Only the neighbourhoods of the numbers are looked at: most of a text has none.
    """
    spans = []
    for start, end in _neighbourhoods(text, numbers):
        near = text[start:end]
        for pattern, needs in _patterns():
            if not needs or any(need in near for need in needs):
                spans += [match.span() for match in pattern.finditer(text, start, end)]
    return sorted(span for span in spans if span[0] < span[1])


def _neighbourhoods(text: str, numbers: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut whole words around each number, neighbours merged."""
    found: list[tuple[int, int]] = []
    for start, end in numbers:
        left = text.rfind(" ", 0, max(0, start - _MARGIN)) + 1
        right = text.find(" ", min(len(text), end + _MARGIN))
        right = len(text) if right == -1 else right
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def is_glued_before(text: str, start: int, previous_end: int) -> bool:
    """Say whether a number hangs on a name: "COVID-19", "omega-3", "L4-5", "mg/5".

    Args:
        text: the line.
        start: where the number begins.
        previous_end: where the number before it ends; a dash after that one is a range.
    """
    if start < 2 or text[start - 1] not in "-–/":
        return False
    return text[start - 2].isalnum() and previous_end != start - 1


def is_glued_after(text: str, end: int) -> bool:
    """Say whether a number goes on in letters that no unit explains: "5-HT", "3D"."""
    after = text[end : end + 2]
    if after[:1].isalpha() or after[:1] == "_":
        return True
    return len(after) == 2 and after[0] in "-" and after[1].isalpha()

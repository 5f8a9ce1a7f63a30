"""Stage 3: what people have, told by a wider name and by when or of what they have it.

"It eases nausea" in an article on chemotherapy is about the nausea of chemotherapy, and the
pain that is told of in labour is that of labour.

>>> on_occasion("D009325", "Feeling sick after chemo")
'X-CHEMOTHERAPY-INDUCED-NAUSEA'
>>> on_occasion("D009325", "Feeling sick at sea")
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.resources import word_list


@dataclass(frozen=True, slots=True)
class _Occasion:
    conditions: frozenset[str]
    becomes: str
    told: re.Pattern[str]


_OCCASIONS: Final[Sequence[_Occasion]] = tuple(
    _Occasion(
        frozenset(entry["conditions"]),
        entry["becomes"],
        re.compile(entry["pattern"], re.IGNORECASE),
    )
    for entry in word_list("fields")["occasion"]
)


def on_occasion(condition: str, text: str) -> str | None:
    """Return the id of what a condition is on the only occasion that a text tells of; else None.

    Args:
        condition: its id.
        text: a sentence, a heading, a title.
    """
    told = [
        one.becomes
        for one in _OCCASIONS
        if condition in one.conditions and one.told.search(text) is not None
    ]
    return told[0] if len(told) == 1 else None


def on_settled_occasion(condition: str, texts: Sequence[str], *, fewest: int) -> str | None:
    """Return what a condition is on the only occasion that many of an article's blocks tell of.

    Args:
        condition: its id.
        texts: of the blocks.
        fewest: blocks that must tell of it.
    """
    told = [
        one.becomes
        for one in _OCCASIONS
        if condition in one.conditions
        and sum(one.told.search(text) is not None for text in texts) >= fewest
    ]
    return told[0] if len(told) == 1 else None

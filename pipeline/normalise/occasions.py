"""Stage 3: what is told by a wider name, and by when, of what or for what it is.

"It eases nausea" in an article on chemotherapy is about the nausea of chemotherapy, the pain that
is told of in labour is that of labour, and salt water for a nose rinses it.

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
    concepts: frozenset[str]
    becomes: str
    told: re.Pattern[str]


_OCCASIONS: Final[Sequence[_Occasion]] = tuple(
    _Occasion(
        frozenset(entry["concepts"]),
        entry["becomes"],
        re.compile(entry["pattern"], re.IGNORECASE),
    )
    for entry in word_list("fields")["occasion"]
)


_WITH_OCCASIONS: Final = frozenset(i for one in _OCCASIONS for i in one.concepts)


def has_occasions(concept_id: str) -> bool:
    """Say whether a concept is something narrower on any occasion."""
    return concept_id in _WITH_OCCASIONS


def on_occasion(concept_id: str, text: str) -> str | None:
    """Return the id of what a concept is on the only occasion that a text tells of; else None.

    Args:
        concept_id: of what is named.
        text: a sentence, a heading, a title.
    """
    return on_settled_occasion(concept_id, [text], fewest=1)


def on_settled_occasion(concept_id: str, texts: Sequence[str], *, fewest: int) -> str | None:
    """Return what a concept is on the only occasion that many of an article's blocks tell of.

    Args:
        concept_id: of what is named.
        texts: of the blocks.
        fewest: blocks that must tell of it.
    """
    told = [
        one.becomes
        for one in _OCCASIONS
        if concept_id in one.concepts
        and sum(one.told.search(text) is not None for text in texts) >= fewest
    ]
    return told[0] if len(told) == 1 else None

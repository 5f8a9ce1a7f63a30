"""Stage 5: features in which billing codes of one service differ, such as with and without.

A code and its neighbour are for one service; what tells them apart is said in a few words:
with or without electricity, the first minutes or further ones, few or many muscles.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.resources import word_list


class Feature(NamedTuple):
    """A feature with its two poles; `other` is looked for where `one` finds nothing."""

    name: str
    one: re.Pattern[str]
    other: re.Pattern[str]


FEATURES: Final = tuple(
    Feature(
        entry["name"],
        re.compile(entry["one"], re.IGNORECASE),
        re.compile(entry["other"], re.IGNORECASE),
    )
    for entry in word_list("judging")["feature"]
)


def contradicted(meaning: str, said: str) -> str | None:
    """Return the words by which a text gives a code another feature than its meaning has.

    Args:
        meaning: of the code.
        said: what the text says that the code is for.

    Returns:
        None where nothing contradicts; what only one of the two speaks of never does.

    >>> contradicted("acupuncture with electricity", "needles without electric stimulation")
    'without electric'
    """
    for feature in FEATURES:
        is_one, found = _pole(feature, said)
        held_one, held = _pole(feature, meaning)
        if found is not None and held is not None and is_one is not held_one:
            return found
    return None


def has_feature(said: str) -> bool:
    """Say whether words speak of any feature."""
    return any(_pole(feature, said)[1] is not None for feature in FEATURES)


def fits(meaning: str, said: str) -> bool:
    """Say whether a meaning has every feature that a text speaks of."""
    poles = ((_pole(feature, said), _pole(feature, meaning)) for feature in FEATURES)
    return all(
        found is None or (held is not None and is_one is held_one)
        for (is_one, found), (held_one, held) in poles
    )


def _pole(feature: Feature, text: str) -> tuple[bool, str | None]:
    """Return which pole a text speaks of, with its words; None for neither and for both."""
    one = feature.one.search(text)
    other = feature.other.search(feature.one.sub(" ", text))
    if one is not None and other is not None:
        return True, None
    found = one or other
    return one is not None, found[0] if found is not None else None

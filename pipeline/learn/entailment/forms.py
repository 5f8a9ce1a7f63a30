"""The plain words in which a result is claimed.

`{i}` is what was given and `{o}` what was measured.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

from pipeline.records import Direction

LESS: Final = (
    "{i} reduces {o}", "{i} lowers {o}", "{i} decreases {o}", "{i} cuts {o}",
    "{i} leads to less {o}", "{i} is associated with lower {o}", "{i} helps prevent {o}",
    "{o} was lower with {i}", "there is less {o} with {i}", "{i} brings {o} down",
    "{o} falls with {i}", "patients given {i} had lower {o}",
)  # fmt: skip
MORE: Final = (
    "{i} increases {o}", "{i} raises {o}", "{i} leads to more {o}", "{o} was higher with {i}",
    "{i} is associated with higher {o}", "{i} boosts {o}", "there is more {o} with {i}",
    "{i} pushes {o} up", "{o} rises with {i}", "patients given {i} had higher {o}",
)  # fmt: skip
NONE: Final = (
    "{i} makes no difference to {o}", "{i} does not change {o}", "{i} has no effect on {o}",
    "{i} does not affect {o}", "there was no difference in {o} with {i}",
    "{i} has no significant effect on {o}", "{o} stays the same with {i}",
)  # fmt: skip
BETTER: Final = (
    "{i} improves {o}", "{i} helps with {o}", "{i} works for {o}", "{i} is good for {o}",
    "{i} is effective for {o}", "{i} has benefits for {o}",
)  # fmt: skip
WORSE: Final = (
    "{i} makes {o} worse", "{i} does nothing for {o}", "{i} is useless for {o}",
    "{i} is no better than nothing for {o}",
)  # fmt: skip
WAYS: Final[Mapping[Direction, tuple[str, ...]]] = {
    "decrease": LESS, "increase": MORE, "no_difference": NONE,
}  # fmt: skip
_OPENINGS: Final = ("", "", "", "Studies show that ", "Research suggests ", "It is known that ")
_HEDGED: Final[Mapping[str, str]] = {
    "reduces": "may reduce", "lowers": "can lower", "increases": "may increase",
    "improves": "may improve", "helps": "may help", "raises": "can raise",
}  # fmt: skip
_HOW_OFTEN_HEDGED: Final = 0.25


def claimed(
    form: str, intervention: str, outcome: str, draw: random.Random, behind: str = ""
) -> str:
    """Make a sentence of a form, now and then hedged or opened as articles open theirs.

    Args:
        form: one of the above.
        intervention: what was given.
        outcome: what was measured.
        draw: of what is drawn.
        behind: what stands at the end, as " in people with migraine".
    """
    text = form.format(i=intervention, o=outcome)
    if draw.random() < _HOW_OFTEN_HEDGED:
        for plain, hedged in _HEDGED.items():
            text = text.replace(f" {plain} ", f" {hedged} ", 1)
    text = draw.choice(_OPENINGS) + text + behind
    return f"{text[:1].upper()}{text[1:]}."

"""What one abstract yields, before it becomes lines of a package."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.records import (
    Certainty,
    ClaimKind,
    Concept,
    Direction,
    Quantity,
    Stance,
)


@dataclass(frozen=True, slots=True)
class Result:
    """One finding, before it becomes a line.

    Attributes:
        comparators: none of a result that is kept and whose control is guessed.
        score: 0..1, how sure the reading is.
        guesses_control: whether no place near it says what it is set against.
        why: of REASONS, why it is not kept; "" of one that is.
    """

    kind: ClaimKind
    intervention: Concept
    comparators: tuple[Concept, ...]
    outcome: Concept
    condition: Concept | None
    population: Concept | None
    quantity: Quantity | None
    comparator_value: float | None
    direction: Direction
    stance: Stance
    significant: bool | None
    certainty: Certainty | None
    primary: bool | None
    n_trials: int | None
    n_participants: int | None
    timeframe: str
    score: float
    guesses_control: bool = False
    why: str = ""


@dataclass(slots=True)
class Tally:
    """Numbers that were met and of which no result could be made, by reason."""

    unread: Counter[str] = field(default_factory=Counter)

"""Places counted in UTF-16, as programs written in JavaScript count them.

A character beyond the basic plane, such as most emoji, is two units there and
one code point here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# The first character that takes two units.
_ASTRAL = 0x10000


@dataclass(frozen=True, slots=True)
class CodeUnits:
    """The way between code points and UTF-16 code units of one text.

    Attributes:
        astral: code points of the characters that take two units, in order.
        length: of the text in code points.
    """

    astral: Sequence[int]
    length: int

    @classmethod
    def of(cls, text: str) -> CodeUnits:
        """Look a text through."""
        return cls([at for at, char in enumerate(text) if ord(char) >= _ASTRAL], len(text))

    def to_units(self, place: int) -> int:
        """Return how many units stand before a code point.

        >>> CodeUnits.of("💊 30%").to_units(2)
        3
        """
        return place + bisect_left(self.astral, place)

    def to_points(self, units: int) -> int | None:
        """Return which code point a unit begins; None inside a character and beyond the text.

        >>> CodeUnits.of("💊 30%").to_points(3), CodeUnits.of("💊 30%").to_points(1)
        (2, None)
        """
        low, high = 0, self.length + 1
        place = bisect_left(range(low, high), units, key=self.to_units)
        return place if place < high and self.to_units(place) == units else None

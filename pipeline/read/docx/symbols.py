"""Stage 1: signs that a document takes from fonts of signs.

The characters of such a font stand in a private area of Unicode, F000 to F0FF;
which sign is meant only its font tells.
"""

from __future__ import annotations

import re
from typing import Final

_PRIVATE: Final = re.compile("[\uf020-\uf0ff]")


def _signs(table: str) -> dict[int, str]:
    """Read codes in hex, each with its sign."""
    return {int(entry[:2], 16): entry[2:] for entry in table.split()}


# Letters stand on those of their sound; other than in this list, ASCII is itself.
_LETTERS: Final = "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW"
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_SYMBOL: Final = {
    **{code: chr(code) for code in range(0x20, 0x7F)},
    **{ord(letter): meant for letter, meant in zip(_LETTERS, _GREEK, strict=True)},
    **_signs("22∀ 24∃ 27∋ 2A∗ 2D− 40≅ 4Aϑ 56ς 5C∴ 5E⊥ 60‾ 6Aϕ 76ϖ 7E∼ A2′ A3≤ A5∞ AB↔ AC← AD↑"),
    **_signs("AE→ AF↓ B0° B1± B2″ B3≥ B4× B5∝ B7• B8÷ B9≠ BA≡ BB≈ BC… D2® D3© D4™ D7·"),
    **_signs("E2® E3© E4™"),
}
_WINGDINGS: Final = _signs(
    "6C● 6E■ 71❑ 75◆ 76❖ 9F• A7▪ A8◻ D8➢ DF← E0→ E1↑ E2↓ E8➔ EF⇦ F0⇨ F1⇧ F2⇩ FB✗ FC✓ FD☒ FE☑"
)
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def read_symbols(text: str, font: str) -> str:
    """Return text with its signs as what they mean, as long as it was.

    A sign that nobody here knows is a space, for it is part of no word.

    >>> read_symbols("p \uf0b3 0.05", "Symbol")
    'p ≥ 0.05'
    """
    known = _FONTS.get(font.lower(), {})
    return _PRIVATE.sub(lambda found: known.get(ord(found.group()) - 0xF000, " "), text)

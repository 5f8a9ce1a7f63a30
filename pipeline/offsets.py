"""Cleaning that remembers where every character came from.

A reader builds the clean text of an article piece by piece and says for each
piece which characters of the source it stands for. Reports then point into
the source and never search for a text again.

    >>> clean = CleanText("by <b>30&#37;</b>")
    >>> clean.copy(0, 3)
    >>> clean.copy(6, 8)
    >>> clean.put("%", 8, 13)
    >>> clean.text
    'by 30%'
    >>> clean.offsets().span_to_source(3, 6)
    (6, 13)
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Final

# One character for one, so that a pattern needs one spelling only. The dashes
# stay as they are: an en dash is a range, a minus sign is a sign.
_PLAIN: Final = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201b": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\ufe63": "-",
    "\uff0d": "-",
    "\uff05": "%",
    "\ufe6a": "%",
    "\u066a": "%",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2004": " ",
    "\u2005": " ",
    "\u2006": " ",
    "\u2008": " ",
    "\u202f": " ",
    "\u205f": " ",
    "\u3000": " ",
    "\u2028": " ",
    "\u2029": " ",
    "\u0085": " ",
    "\t": " ",
    "\f": " ",
    "\v": " ",
}
# Written for the eye or by accident; they take part in no word.
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\ufe0f\u2063"
# Controls split lines for `str.splitlines` and words for nobody: a space each.
_CHANGED: Final = {chr(code): " " for code in (*range(0x20), *range(0x7F, 0xA0))} | _PLAIN
_TABLE: Final = str.maketrans(_CHANGED)
_CHANGES: Final = re.compile("[" + "".join(map(re.escape, _CHANGED)) + "]")
# What cannot be copied one for one: what vanishes, and white space that runs on.
_BREAK: Final = re.compile(f"[ {_INVISIBLE}]{{2,}}|[{_INVISIBLE}]")


def plain(text: str) -> str:
    """Return `text` with plain quotes, spaces and minus signs, as long as it was."""
    if text.isascii():
        return text.translate(_TABLE)
    # `translate` looks up every character of a text that is not ASCII.
    return _CHANGES.sub(lambda found: _CHANGED[found.group()], text)


# Four bytes for a place: eight would double what a long article costs, and none
# has two thousand million characters.
_PLACE: Final = "i"
# Slices of a ramp are copied as bytes, five times as fast as ranges. It is kept
# for the next article, up to the length of most.
_RAMP_KEPT: Final = 1_000_000
_kept_ramp: array[int] = array(_PLACE)


def _ramp(length: int) -> array[int]:
    """Return 0, 1, 2 … of at least this length; nobody may change it."""
    if length > _RAMP_KEPT:
        return array(_PLACE, range(length))
    if length > len(_kept_ramp):
        _kept_ramp.extend(range(len(_kept_ramp), min(2 * length, _RAMP_KEPT)))
    return _kept_ramp


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way from clean text back to its source.

    Attributes:
        starts: for each clean character, where its source begins.
        ends: for each clean character, where its source ends (half-open).
    """

    starts: array[int]
    ends: array[int]

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.ends):
            raise ValueError(f"{len(self.starts)} starts but {len(self.ends)} ends")

    def __len__(self) -> int:
        return len(self.starts)

    def moved(self, by: int) -> OffsetMap:
        """Return the map for the same text where its source stands so much further on."""
        return OffsetMap(
            array(self.starts.typecode, (start + by for start in self.starts)),
            array(self.ends.typecode, (end + by for end in self.ends)),
        )

    def followed_by(self, other: OffsetMap) -> OffsetMap:
        """Return the map for both texts, one behind the other, of one source."""
        return OffsetMap(self.starts + other.starts, self.ends + other.ends)

    def span_to_source(self, start_clean: int, end_clean: int) -> tuple[int, int]:
        """Lead a non-empty span of the clean text back to the source.

        Raises:
            ValueError: the span is empty or leaves the text.
        """
        if not 0 <= start_clean < end_clean <= len(self.starts):
            raise ValueError(f"no such span {start_clean}-{end_clean} in {len(self.starts)}")
        return self.starts[start_clean], self.ends[end_clean - 1]


class CleanText:
    """Builds clean text and its way back, from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._ramp = _ramp(len(source) + 1)
        self._parts: list[str] = []
        self._starts: array[int] = array(_PLACE)
        self._ends: array[int] = array(_PLACE)

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def text(self) -> str:
        """All that was put so far."""
        return "".join(self._parts)

    def ends_in_space(self) -> bool:
        """Say whether a further space would be a second one (true at the start)."""
        return not self._parts or self._parts[-1][-1:] in {" ", "\n"}

    def put(self, text: str, start: int, end: int) -> None:
        """Append `text`, each character of which stands for source[start:end]."""
        if not 0 <= start <= end <= len(self._source):
            raise ValueError(f"no such source span {start}-{end}")
        if text:
            self._parts.append(text)
            self._starts.extend([start] * len(text))
            self._ends.extend([end] * len(text))

    def put_plain(self, text: str, start: int, end: int) -> None:
        """Append `text` cleaned as `copy` cleans; all of it stands for source[start:end]."""
        for character in plain(text):
            if character not in _INVISIBLE and not (character == " " and self.ends_in_space()):
                self.put(character, start, end)

    def copy(self, start: int, end: int) -> None:
        """Append source[start:end], cleaned one character for at most one.

        Curly quotes, exotic spaces and minus signs become plain, invisible
        characters go, and runs of white space become one space.
        """
        if not 0 <= start <= end <= len(self._source):
            raise ValueError(f"no such source span {start}-{end}")
        text = plain(self._source[start:end])
        done = 0
        # Stretches between the breaks are copied whole: a loop over single
        # characters took 20 times as long.
        for found in _BREAK.finditer(text):
            self._stretch(text, done, found.start(), start)
            space = found.group().find(" ")
            if space >= 0:
                place = found.start() + space
                self._stretch(text, place, place + 1, start)
            done = found.end()
        self._stretch(text, done, len(text), start)

    def _stretch(self, text: str, start: int, end: int, base: int) -> None:
        if start < end and text[start] == " " and self.ends_in_space():
            start += 1
        if start < end:
            self._parts.append(text[start:end])
            self._starts.extend(self._ramp[base + start : base + end])
            self._ends.extend(self._ramp[base + start + 1 : base + end + 1])

    def since(self, length: int) -> str:
        """Return what was put after the text had this length."""
        wanted = len(self._starts) - length
        parts: list[str] = []
        for part in reversed(self._parts):
            if wanted <= 0:
                break
            parts.append(part[-wanted:])
            wanted -= len(part)
        return "".join(reversed(parts))

    def cut(self, length: int) -> None:
        """Take back all that was put after the text had this length."""
        surplus = len(self._starts) - length
        if surplus <= 0:
            return
        del self._starts[length:], self._ends[length:]
        while surplus >= len(self._parts[-1]):
            surplus -= len(self._parts.pop())
            if not surplus:
                return
        self._parts[-1] = self._parts[-1][:-surplus]

    def strip_end(self, floor: int = 0) -> None:
        """Take back spaces at the end, down to a length of `floor`."""
        # Cleaning leaves no two spaces in a row, so this ends at once.
        while len(self._starts) > floor and self._parts[-1][-1:] == " ":
            self.cut(len(self._starts) - 1)

    def break_line(self, place: int) -> None:
        """End a block; `place` is where in the source it ended."""
        self.put("\n", place, place)

    def offsets(self) -> OffsetMap:
        """Return the way back for the text as it stands."""
        return OffsetMap(array(_PLACE, self._starts), array(_PLACE, self._ends))

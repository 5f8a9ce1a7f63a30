"""Stage 1: whether a hyphen at the end of a line is the word's own.

The document itself says so where it holds the word elsewhere, or both of its parts; else
a word of which one part mostly takes a hyphen keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from pipeline.resources import word_list

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BEFORE: Final = re.compile(r"([^\W_]+(?:-[^\W_]+)*)-$")
# Shorter ones are words and parts of words alike.
_WHOLE: Final = 4
_AFTER: Final = re.compile(r"[^\W_]+")


class Words:
    """The words that stand whole in a document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        above = ""
        for line in lines:
            # What stands beside the end of a line may be half of a word.
            found = [word.lower() for word in _WORD.findall(line)]
            found = found[1:] if above.endswith("-") else found
            self._words.update(found[:-1] if line.endswith("-") else found)
            above = line

    def is_broken(self, above: str, below: str) -> bool:
        """Say whether a word is broken between two lines, so that its hyphen goes."""
        halves = _halves(above, below)
        return halves is not None and not self._keeps(*halves)

    def is_hyphened(self, above: str, below: str) -> bool:
        """Say whether a word goes on in the next line behind a hyphen of its own."""
        halves = _halves(above, below)
        return halves is not None and self._keeps(*halves)

    def _keeps(self, head: str, tail: str) -> bool:
        if any(character.isdigit() for character in head + tail) or not tail[0].islower():
            return True
        if len(head) == 1:  # e-mail, t-test
            return True
        head, tail = head.lower(), tail.lower()
        if f"{head}-{tail}" in self._words:
            return True
        if head + tail in self._words:
            return False
        if min(len(head), len(tail)) >= _WHOLE and {head, tail} <= self._words:
            return True
        return head.rpartition("-")[2] in _kept("heads") or tail in _kept("tails")


def _halves(above: str, below: str) -> tuple[str, str] | None:
    before, after = _BEFORE.search(above), _AFTER.match(below)
    return (before[1], after[0]) if before and after else None


@cache
def _kept(which: str) -> frozenset[str]:
    return frozenset(word_list("hyphens")[which]["words"])

r"""Stage 2: where sentences begin.

The stock sentencizer splits after "et al." and never at bullets, rows or
lines. Here a line break always ends a sentence (a reader puts every block on
one line), a pictograph that serves as a bullet begins one, and abbreviations
end none.

    >>> text = "Smith et al. found no change. Pain fell.\nSleep did not."
    >>> [text[start:][:6] for start in sentence_starts(text)]
    ['Smith ', 'Pain f', 'Sleep ']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

from pipeline.resources import word_list

_WORDS: Final = word_list("sentences")
_NEVER_LAST: Final = frozenset(_WORDS["never_last"])
_SOMETIMES_LAST: Final = frozenset(_WORDS["sometimes_last"])
_OPENERS: Final = frozenset(_WORDS["openers"])
_BULLETS: Final[str] = _WORDS["bullets"]
_BOUNDARY: Final = re.compile(
    r"\n+"
    rf"|(?<=\S)\s+(?=[{_BULLETS}])"
    # From the first of several marks only, or a long run of them is gone through from each.
    r"|(?P<stop>(?<![.!?…])[.!?…]+[\"')\]]*"
    # The number of a note stands behind the full stop: "It helps.[1] It is safe.² Well."
    r"(?:\[\^?\d{1,3}(?:[,–-] ?\d{1,3})*\]|[⁰¹²³⁴-⁹]+)*)\s+(?=[\"'(\[*]*[A-Z0-9$€£≥≤~<>])"
)
_WORD_BEFORE: Final = re.compile(r"[\w.&]+$")
# What a letter is the name of: "under Part B."
_LETTERED: Final = re.compile(rf"\b(?:{'|'.join(_WORDS['lettered'])})\s$", re.IGNORECASE)
_WORD_AFTER: Final = re.compile(r"[A-Za-z]+")


def sentence_starts(text: str) -> list[int]:
    """Return where the sentences of `text` begin, in order; always 0 for a text."""
    starts = {0} if text else set()
    for found in _BOUNDARY.finditer(text):
        if found["stop"] and _is_abbreviation(text, found.start("stop"), found.end()):
            continue
        if found.end() < len(text):
            starts.add(found.end())
    return sorted(starts)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of `text` begins and ends; the space behind one is part of it."""
    return pairwise([*sentence_starts(text), len(text)])


def _is_abbreviation(text: str, stop: int, after: int) -> bool:
    if text[stop] != ".":
        return False
    before = _WORD_BEFORE.search(text, max(0, stop - 30), stop)
    if before is None:
        return False
    word = before[0].lower()
    is_initial = len(word) == 1 and word.isalpha() and before[0].isupper()
    if word in _NEVER_LAST or (is_initial and not _LETTERED.search(text, 0, before.start())):
        return True
    if word in _SOMETIMES_LAST:
        following = _WORD_AFTER.match(text, after)
        return following is None or following[0].lower() not in _OPENERS
    return False


class SentenceStarts:
    """Component: sets `is_sent_start` for every token.

    A token that straddles a boundary begins the sentence, since spaCy cannot
    cut inside a token.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of one document."""
        starts = sentence_starts(doc.text)
        ends_of = [token.idx + len(token) for token in doc]
        first = {bisect_left(ends_of, start + 1) for start in starts}
        if len(doc):
            marks: Any = np.full((len(doc), 1), -1, dtype=np.int64)
            marks[[0, *(place for place in first if place < len(doc))]] = 1
            # All at once: spaCy looks at the whole Doc for every single token set.
            doc.from_array(["SENT_START"], marks.astype(np.uint64))
        return doc

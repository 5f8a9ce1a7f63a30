"""Stage 1: what the comments on a document's words silence.

A comment "claims: ignore ST002 the trial is in press" silences the claims that
begin in its words or before them in the same sentence, since a claim is mostly
the sentence and the comment on a number in it. One without words of its own
stands at a place, and silences the claim of the sentence there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.read.silences import parse_silence
from pipeline.read.story import Bit
from pipeline.records import Silence

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
# A full stop that ends no sentence.
_SHORT: Final = re.compile(
    r"\b(?:al|vs|e\.g|i\.e|cf|approx|no|fig|tab|vol|dr|mr|mrs|ms|prof|st|[A-Z])\.\s+\Z",
    re.IGNORECASE,
)
_EDGE: Final = re.compile(r"[\s.!?…)\]\"'”’]*")


Reach = Literal["start", "end", "point"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment begins, ends or stands.

    Attributes:
        comment: what it is called in the document.
    """

    reach: Reach
    comment: str
    bit: Bit


def read_silences(
    texts: Mapping[str, str], anchors: Iterable[Anchor], source: str
) -> list[Silence]:
    """Find what the comments silence, in the order of the text.

    Args:
        texts: what each comment says.
        anchors: where comments stand in the text, in order; the others are seen by nobody.
        source: the text.
    """
    spans = comment_spans(anchors)
    found: list[Silence] = []
    for number, (comment, (start, end)) in enumerate(spans.items(), 1):
        wording = parse_silence(texts.get(comment, ""))
        if wording is None:
            continue
        covers = (0, len(source)) if wording.whole_file else _reach(source, start, end)
        silence = Silence(
            wording.codes, wording.reason, start, end, *covers, where=f"comment {number}"
        )
        found.append(silence)
    return found


def comment_spans(anchors: Iterable[Anchor]) -> Mapping[str, tuple[int, int]]:
    """Return where each comment stands in the source, by its id, in the order of the text."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for anchor in anchors:
        place = anchor.bit.start
        starts.setdefault(anchor.comment, place)
        if anchor.reach != "point" or anchor.comment not in ends:
            ends[anchor.comment] = place
    return {
        comment: (start, max(start, ends[comment]))
        for comment, start in sorted(starts.items(), key=lambda item: item[1])
    }


def _reach(source: str, start: int, end: int) -> tuple[int, int]:
    """Return what a comment on a stretch covers: from the start of the sentence on."""
    edge = _EDGE.match(source, start, end) if end > start else None
    begin = edge.end() if edge is not None and edge.end() < end else start
    line = source.rfind("\n", 0, begin) + 1
    sentence = line
    # One character more, since an end shows by what follows it.
    for found in _SENTENCE_END.finditer(source, line, begin + 1):
        if found.end() <= begin and not _SHORT.search(source, line, found.end()):
            sentence = found.end()
    # At least one character, so that a comment at the start of a sentence covers its claim.
    return sentence, max(end, begin + 1)

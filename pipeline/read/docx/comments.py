"""Stage 1: what the comments of a Word document silence.

A comment "claims: ignore ST002 the trial is in press" silences the claims that
begin in its words or before them in the same sentence, since a claim is mostly
the sentence and the comment on a number in it. One without words of its own
stands at a place, and silences the claim of the sentence there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from pipeline.read.docx.names import short_name, value
from pipeline.read.docx.walk import Anchor
from pipeline.read.silences import parse_silence
from pipeline.records import Silence

if TYPE_CHECKING:
    from lxml.etree import _Element

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
# A full stop that ends no sentence.
_SHORT: Final = re.compile(
    r"\b(?:al|vs|e\.g|i\.e|cf|approx|no|fig|tab|vol|dr|mr|mrs|ms|prof|st|[A-Z])\.\s+\Z",
    re.IGNORECASE,
)
_EDGE: Final = re.compile(r"[\s.!?…)\]\"'”’]*")


def read_silences(root: _Element, anchors: Iterable[Anchor], source: str) -> list[Silence]:
    """Find what the comments silence, in the order of the text.

    Args:
        root: w:comments.
        anchors: where comments stand in the text, in order; the others are seen by nobody.
        source: the text.
    """
    spans = comment_spans(anchors)
    texts = comment_texts(root)
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


def comment_texts(root: _Element) -> dict[str, str]:
    """Return what each comment says, by its id, a line for each paragraph."""
    texts: dict[str, str] = {}
    for comment in root:
        if short_name(comment.tag) == "w:comment":
            words = [
                each.text or "" if short_name(each.tag) == "w:t" else "\n"
                for each in comment.iter()
                if short_name(each.tag) in {"w:t", "w:p", "w:br", "w:tab"}
            ]
            texts.setdefault(value(comment, "id") or "", "".join(words))
    return texts


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
